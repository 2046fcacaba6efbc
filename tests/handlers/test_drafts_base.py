"""r3 is really the Chair's report: a chair says so, and numbers, Flashes, positions and what comes later are put right."""

import json
from typing import Any

from sqlmodel import col, select

from bot.drafts import flash
from storage.tables import Delivery, Draft, EventRow, FlashRow
from tests.handlers.vision import R2, r2_with

REPORT = r2_with("protected online", "respected online")


async def newest(house: Any) -> Draft:
    async with house.db.read() as session:
        return (await session.exec(select(Draft).order_by(col(Draft.id).desc()))).first()


async def drafts(house: Any) -> list[tuple[int | None, str]]:
    """All but the first, which is a base from the beginning."""
    async with house.db.read() as session:
        found = (await session.exec(select(Draft).order_by(col(Draft.id)))).all()
        return [(one.number, one.base) for one in found[1:]]


async def flash_of(house: Any, draft: Draft) -> flash.Flash:
    async with house.db.read() as session:
        row = (await session.exec(select(FlashRow).where(FlashRow.draft_id == draft.id))).one()
        return flash.FLASH.validate_python(row.facts)


async def events(house: Any, kind: str) -> list[dict[str, Any]]:
    async with house.db.read() as session:
        every = [json.loads(row.ev) for row in (await session.exec(select(EventRow))).all()]
    return [event for event in every if event["kind"] == kind]


async def test_a_chair_makes_a_draft_a_base_and_everybody_hears_of_it(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    (answer, *_) = await house.say("/drafts base r3 chair", "chang")
    assert "r3 of Vision is the base “chair” from now on. The last draft is r2." in answer.text
    assert await drafts(house) == [(1, ""), (2, ""), (None, "chair")]
    told = [
        one
        for one in await house.delivered()
        if one.to.chat == "room" and "r3 “Chair's report” is the base" in one.text
    ]
    assert len(told) == 1
    (event,) = await events(house, "base")
    assert (event["draft"], event["base"]) == ("r3", "chair")
    assert "chang" not in json.dumps(event).casefold(), "a name stands beside the record, not in it"


async def test_its_number_is_not_used_again_and_it_serves_as_a_base(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    await house.say("/drafts base r3 chair", "chang")
    await post(*r2_with("Ethics matter", "Ethics are at the heart"))
    later = await newest(house)
    assert later.number == 4
    assert (await flash_of(house, later)).against == "r2"
    (answer, *_) = await house.say("/diff latest vs:chair", "dina")
    assert "chair" in answer.text


async def test_its_flash_says_what_it_is_and_the_next_one_is_compared_anew_in_place(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    report = await newest(house)
    await post(*R2, "C12. Media.")
    after = await newest(house)
    assert (await flash_of(house, after)).counts == {"reworded": 1, "added": 1}
    await house.say("/drafts base r3 chair", "chang")
    own, anew = await flash_of(house, report), await flash_of(house, after)
    assert own.is_base == "chair"
    assert (anew.against, anew.counts) == ("r2", {"added": 1})
    async with house.db.read() as session:
        edits = (await session.exec(select(Delivery).where(col(Delivery.edits).is_not(None)))).all()
    assert len({one.flash_id for one in edits}) == 2
    said = [one.text for one in await house.delivered()]
    assert any("Not a draft: a chair has said that this is the base “chair”." in text for text in said)
    assert any("compared with r2 now, since a chair put right" in text for text in said)


async def test_positions_go_back_to_the_words_before(house: Any, post: Any) -> None:
    await post(*R2)
    await house.say("accept C9", "dina")
    await post(*REPORT, label="Chair's report")
    await house.say("/drafts base r3 chair", "chang")
    (shown, *_) = await house.say("/show C9", "dina")
    assert "protected online" in shown.text
    (card, *_) = await house.say("accept C9", "dina")
    assert "r2" in card.text


async def test_positions_on_later_words_stay_where_they_are(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    await post(*R2, "C12. Media.")
    await house.say("accept C12", "dina")
    before = await house.positions("taken")
    await house.say("/drafts base r3 chair", "chang")
    assert await house.positions("taken") == before


async def test_the_only_words_that_positions_stand_on_stay_a_draft(house: Any) -> None:
    await house.say("/drafts base r1 chair", "chang")
    await house.say("accept C9", "dina")
    (answer, *_) = await house.say("/drafts base r2 chair", "chang")
    assert "there is no draft before it" in answer.text
    assert await drafts(house) == [(None, "chair"), (2, "")]


async def test_only_a_chair_says_so_and_in_words_that_mean_something(house: Any, post: Any) -> None:
    await post(*R2)
    for line, who, told in (
        ("/drafts base r2 chair", "sekou", "Only a chair"),
        ("/drafts base r2", "chang", "For example: /drafts base r3 chair"),
        ("/drafts base r2 r7", "chang", "cannot be the name of a base"),
        ("/drafts base r2 latest", "chang", "cannot be the name of a base"),
        ("/drafts base r9 chair", "chang", "r9"),
    ):
        (answer, *_) = await house.say(line, who)
        assert told in answer.text, line
    assert await drafts(house) == [(1, ""), (2, "")]
    await house.say("/drafts base r2 chair", "chang")
    (answer, *_) = await house.say("/drafts base chair other", "chang")
    assert "is a base already" in answer.text


async def test_new_text_where_it_stands_is_told_as_new_text_of_the_base(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    await house.say("/drafts base r3 chair", "chang")
    await post(*r2_with("protected online", "kept online"), label="Chair's report", base="chair")
    assert await drafts(house) == [(1, ""), (2, ""), (None, "chair"), (None, "chair")]


# ── it is a draft after all ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_base_is_a_draft_again_under_its_own_number(house: Any, post: Any) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    (answer, *_) = await house.say("/drafts base r3 chair", "chang")
    house.desk.clock.advance(60)
    (answer, *_) = await house.press(answer, "r3 is a draft after all", "chang")
    assert "r3 of Vision is a draft again, and not the base “chair”. The last draft is r3." in answer.text
    assert await drafts(house) == [(1, ""), (2, ""), (3, "")]
    assert (await flash_of(house, await newest(house))).is_base == ""
    said = [one for one in await house.delivered() if one.to.chat == "room"]
    assert len([one for one in said if "r3 “Chair's report” is a draft again" in one.text]) == 1
    (event,) = await events(house, "base ended")
    assert (event["draft"], event["base"]) == ("r3", "chair")


async def test_positions_come_to_stand_on_it_again_and_what_it_changes_is_asked(house: Any, post: Any) -> None:
    await post(*R2)
    await house.say("accept C9", "dina")
    await house.say("accept C5", "dina")
    await post(*REPORT, label="Chair's report")
    await house.say("/drafts base r3 chair", "chang")
    house.desk.clock.advance(60)
    await house.say("/drafts base r3 off", "chang")
    (shown, *_) = await house.say("/show C9", "dina")
    assert "respected online" in shown.text
    told = await flash_of(house, await newest(house))
    assert told.carried == {"stale": {"NO": ["C9"]}}


async def test_a_draft_that_came_after_it_is_compared_with_it_again_and_keeps_its_positions(
    house: Any, post: Any
) -> None:
    await post(*R2)
    await post(*REPORT, label="Chair's report")
    await house.say("/drafts base r3 chair", "chang")
    await post(*R2, "C12. Media.")
    await house.say("accept C12", "dina")
    before = await house.positions("taken")
    after = await newest(house)
    assert (await flash_of(house, after)).against == "r2"
    house.desk.clock.advance(60)
    (answer, *_) = await house.say("/drafts base chair off", "chang")
    assert "The last draft is r4." in answer.text
    anew = await flash_of(house, after)
    assert (anew.against, anew.counts) == ("r3", {"reworded": 1, "added": 1})
    assert await house.positions("taken") == before
    (card, *_) = await house.say("accept C9", "dina")
    assert "r4" in card.text


async def test_what_was_a_base_from_the_beginning_has_no_number_to_come_back_to(house: Any, post: Any) -> None:
    (answer, *_) = await house.say("/drafts base chair off", "chang")
    assert "chair of Vision is no draft that was made a base." in answer.text
    (answer, *_) = await house.say("/drafts base r2 off", "chang")
    assert "r2 of Vision is no draft that was made a base." in answer.text
    (answer, *_) = await house.say("/drafts base r2 off", "sekou")
    assert "Only a chair" in answer.text
