"""A draft was put under the wrong document: a chair moves it, is shown before what that does, and everything is put right."""

import json
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts import flash
from bot.drafts.arriving.case import Manner, Origin
from bot.drafts.arriving.intake import take_in
from bot.drafts.keeping.archive import Posted
from storage import spaces
from storage.tables import Delivery, Document, Draft, EventRow, FlashRow, Silence
from tests.handlers.vision import R2

# of another document, but so like the draft before that nobody doubts it
WRONG = (
    *R2[:2],
    "C8. Each plan names who pays for it, and until when.",
    "C9. Affirm that the same human rights must be guarded online and offline, in all media.",
    *R2[4:],
)
PLAN = (*WRONG[:3], "C9. Affirm that the same human rights must be guarded everywhere.", *WRONG[4:])


@pytest.fixture
async def plan(house: Any, reading: Any) -> int:
    """The other document, with a first draft."""
    async with house.db.write() as session:
        document = await spaces.document(session, house.space_id, "Plan")
    made = reading(*PLAN, source="https://wsis.example/plan1.html")
    found = Posted(made.source, made.sha256.encode(), "text/html", made, label="Plan, first draft")

    async def then(*_: Any) -> None: ...

    await take_in(house.desk, Origin(house.space_id, document.id), found, Manner(quiet=True), then)
    return int(document.id)


@pytest.fixture
async def wrong(plan: int, post: Any) -> Any:
    """r3 of Vision is a draft of the Plan."""
    return await post(*WRONG, label="Plan, second draft")


async def question(house: Any, more: str = "") -> Any:
    (asked, *_) = await house.say(f'/drafts move r3 "Plan" doc:"Vision"{more}', "chang")
    return asked


async def move(house: Any, label: str = "Move to Plan", more: str = "") -> Any:
    (answer, *_) = await house.press(await question(house, more), label, "chang")
    return answer


async def drafts(house: Any) -> list[tuple[str, int | None, str]]:
    async with house.db.read() as session:
        query = select(Document.name, Draft.number, Draft.base).join(Draft).order_by(col(Draft.id))
        return [tuple(row) for row in (await session.exec(query)).all()][1:]


async def flashes(house: Any) -> list[flash.Flash]:
    async with house.db.read() as session:
        rows = (await session.exec(select(FlashRow).order_by(col(FlashRow.id)))).all()
        return [flash.FLASH.validate_python(row.facts) for row in rows]


async def letters(house: Any, who: str) -> list[str]:
    async with house.db.read() as session:
        query = select(Delivery).where(Delivery.chat == who, Delivery.kind == "private").order_by(col(Delivery.id))
        return [json.dumps(row.body, ensure_ascii=False) for row in (await session.exec(query)).all()]


async def test_a_chair_is_shown_what_it_does_before_it_is_done(house: Any, wrong: Any) -> None:
    before = await drafts(house)
    asked = await question(house)
    for said in (
        "Is r3 “Plan, second draft” a draft of Plan, and not of Vision?",
        "It becomes r2 of Plan, compared with r1.",
        "r3 of Vision is not used again; its last draft is then r2.",
        "Positions on Vision stand on the words of r2 again",
        "What is posted at its address from now on goes to Plan.",
    ):
        assert said in asked.text
    assert asked.labels == ["Move to Plan"]
    assert await drafts(house) == before


async def test_it_is_the_next_draft_there_and_none_here(house: Any, wrong: Any) -> None:
    answer = await move(house)
    assert "r3 of Vision is r2 of Plan from now on." in answer.text
    assert await drafts(house) == [
        ("Vision", 1, ""),
        ("Vision", 2, ""),
        ("Plan", 1, ""),
        ("Vision", None, ""),
        ("Plan", 2, ""),
    ]
    (shown, *_) = await house.say('/drafts doc:"Vision"', "dina")
    assert "r3" not in shown.text
    (shown, *_) = await house.say('/diff latest doc:"Plan"', "dina")
    assert "guarded" in shown.text


async def test_its_flash_is_corrected_in_place_and_the_open_chats_are_told_once(house: Any, wrong: Any) -> None:
    await move(house)
    (told,) = await flashes(house)
    assert (told.document, told.number, told.against, told.moved_from) == ("Plan", 2, "r1", ("r3", "Vision"))
    said = await house.delivered()
    edits = [one for one in said if "posted as r3 of Vision; a chair has said that it is a draft of Plan" in one.text]
    assert len(edits) == 3, "in each of the three chats"
    notes = [one for one in said if "was no draft of Vision" in one.text]
    assert [one.to.chat for one in notes] == ["room"]
    assert "Vision stands at r2 as before." in notes[0].text


async def test_the_record_says_who_moved_what_where(house: Any, wrong: Any) -> None:
    await move(house)
    async with house.db.read() as session:
        events = [json.loads(row.ev) for row in (await session.exec(select(EventRow))).all()]
    (event,) = [one for one in events if one["kind"] == "moved"]
    assert (event["document"], event["draft"], event["to"], event["as"]) == ("Vision", "r3", "Plan", "r2")
    assert "chang" not in json.dumps(event).casefold()


async def test_positions_are_as_before_it_and_what_was_said_on_it_does_not_go_over(house: Any, wrong: Any) -> None:
    await house.say('accept C5 doc:"Vision"', "dina")
    await house.say('object C9 doc:"Vision" not so', "wanjiru")
    asked = await question(house)
    assert "Said on its own words: NO (C5) and KE (C9)." in asked.text
    await house.press(asked, "Move to Plan", "chang")
    (shown, *_) = await house.say('/show C9 doc:"Vision"', "dina")
    assert "protected online" in shown.text
    assert "Kenya" in shown.text
    (shown, *_) = await house.say('/show C9 doc:"Plan"', "dina")
    assert "Kenya" not in shown.text
    assert any(
        "were not taken over" in one or "was not taken over to Plan" in one for one in await letters(house, "wanjiru")
    )


async def test_positions_of_the_other_document_are_carried_to_it(house: Any, wrong: Any) -> None:
    await house.say('accept C9 doc:"Plan"', "dina")
    await move(house)
    assert any("Plan r2: what it did to the positions of Norway" in one for one in await letters(house, "dina"))


async def test_a_silence_that_it_ended_is_named_and_a_button_opens_it_again(house: Any, plan: int, post: Any) -> None:
    await house.say('/silence C9 until:2030-06-12T17:00 doc:"Vision" --force test', "chang")
    await post(*WRONG, label="Plan, second draft")
    asked = await question(house)
    assert "Ended by it, and not begun again by itself: silence 1 on C9." in asked.text
    await house.press(asked, "Move to Plan", "chang")
    assert any("Open silence 1 again" in one for one in await letters(house, "chang"))
    async with house.db.read() as session:
        assert [one.state for one in (await session.exec(select(Silence))).all()] == ["lapsed"]


async def test_a_later_draft_here_is_compared_with_the_one_before_it(house: Any, wrong: Any, post: Any) -> None:
    await post(*R2, "C12. Media.")
    await move(house)
    moved, after = await flashes(house)
    assert (after.document, after.against, after.counts) == ("Vision", "r2", {"added": 1})
    assert moved.document == "Plan"


async def test_it_goes_back_by_the_button_and_the_number_is_a_new_one(house: Any, wrong: Any) -> None:
    answer = await move(house)
    house.desk.clock.advance(60)
    (asked, *_) = await house.press(answer, "Move it back", "chang")
    assert "Is r2 “Plan, second draft” a draft of Vision, and not of Plan?" in asked.text
    (answer, *_) = await house.press(asked, "Move to Vision", "chang")
    assert "r2 of Plan is r4 of Vision from now on." in answer.text
    (told,) = await flashes(house)
    assert (told.document, told.number, told.against) == ("Vision", 4, "r2")
    (said, *_) = await house.say('/diff r2 r3 doc:"Vision"', "dina")
    assert "r3 of Vision turned out to be r4 of Vision" in said.text


async def test_who_asks_for_it_by_its_old_number_is_told_what_it_is(house: Any, wrong: Any) -> None:
    await move(house)
    (said, *_) = await house.say('/diff r2 r3 doc:"Vision"', "dina")
    assert "r3 of Vision turned out to be r2 of Plan." in said.text


async def test_an_older_text_may_become_a_base_so_that_the_last_draft_stays_the_last(
    house: Any, wrong: Any, plan: int, reading: Any
) -> None:
    house.desk.clock.advance(60)
    made = reading(*PLAN, "C12. Media.", source="https://wsis.example/plan9.html")

    async def then(*_: Any) -> None: ...

    found = Posted(made.source, made.sha256.encode(), "text/html", made, label="Plan, third draft")
    await take_in(house.desk, Origin(house.space_id, plan), found, Manner(), then)
    asked = await question(house)
    assert "r2 of Plan was seen after it." in asked.text
    (answer, *_) = await house.press(asked, "As a base of it", "chang")
    assert "r3 of Vision is earlier of Plan from now on." in answer.text
    moved, _ = await flashes(house)
    assert moved.moved_to == ("earlier", "Plan")
    assert (await drafts(house))[-1] == ("Plan", None, "earlier")


async def test_a_document_that_is_new_begins_with_it(house: Any, wrong: Any) -> None:
    (asked, *_) = await house.say('/drafts move r3 "Annex" doc:"Vision"', "chang")
    assert "It becomes r1 of Annex, its first draft." in asked.text
    await house.press(asked, "Move to Annex", "chang")
    (told,) = await flashes(house)
    assert (told.document, told.number, told.against) == ("Annex", 1, "")


async def test_the_same_words_there_are_that_draft(house: Any, plan: int, post: Any) -> None:
    await post(*PLAN, label="The Plan once more")
    asked = await question(house)
    assert "Plan has these very words already: they are its r1." in asked.text
    await house.press(asked, "Move to Plan", "chang")
    (told,) = await flashes(house)
    assert (told.document, told.moved_to) == ("Vision", ("r1", "Plan"))


async def test_the_only_words_that_positions_stand_on_are_not_moved(house: Any, wrong: Any) -> None:
    await house.say('object C9 doc:"Plan" not so', "wanjiru")
    (asked, *_) = await house.say('/drafts move r1 "Vision" doc:"Plan"', "chang")
    (answer, *_) = await house.press(asked, "Move to Vision", "chang")
    assert "there is no draft before it" in answer.text
    assert ("Plan", 1, "") in await drafts(house)


async def test_only_a_chair_moves_and_in_words_that_mean_something(house: Any, wrong: Any) -> None:
    for line, who, told in (
        ('/drafts move r3 "Plan" doc:"Vision"', "sekou", "Only a chair"),
        ("/drafts move r3", "chang", "For example: /drafts move r3"),
        ('/drafts move r3 "Vision" doc:"Vision"', "chang", "is a draft of Vision already"),
        ('/drafts move chair "Plan" doc:"Vision"', "chang", "no draft in its row"),
        ('/drafts move r3 "Plan" doc:"Vision" base:r9', "chang", "cannot be the name of a base"),
        ('/drafts move r3 "Plan" doc:"Vision" --sure', "chang", "It becomes r2 of Plan"),
    ):
        (answer, *_) = await house.say(line, who)
        assert told in answer.text, line
    assert ("Vision", 3, "") in await drafts(house)


async def test_two_presses_move_it_once(house: Any, wrong: Any) -> None:
    asked = await question(house)
    await house.press(asked, "Move to Plan", "chang")
    before = await drafts(house)
    (answer, *_) = await house.press(asked, "Move to Plan", "chang")
    assert "r3 of Vision turned out to be r2 of Plan." in answer.text
    assert await drafts(house) == before
