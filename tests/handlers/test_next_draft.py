"""What the next draft does to positions: the Flash says it, each delegation is told in private, cards give way to new ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts.keeping import archive, settling
from bot.drafts.reading import Reading
from storage.tables import Draft, EventRow, Poll, Position, Rendition, Space
from tests.handlers.vision import R2, r2_with, to


async def test_the_flash_says_by_name_what_the_draft_did_to_positions(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    await house.say("object C9 red line in our instructions", "wanjiru")
    await house.say("accept C10", "dina")
    await house.delivered()
    said = await post(*r2_with("protected online", "respected online"))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "To be confirmed: NO (C9) · Objection standing: KE (C9)" in flash.text


async def test_a_draft_that_changes_no_words_says_nothing_of_positions(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    said = await post(*r2_with("C9.", "C9 bis."))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "confirmed" not in flash.text
    assert not to(said, "dina")


async def test_each_delegation_is_told_once_with_the_words_and_buttons(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    await house.say("object C9 red line in our instructions", "wanjiru")
    await house.delivered()
    said = await post(*r2_with("protected online", "respected online"))
    for person in ("hansen", "alma", "dina"):
        [told] = to(said, person)
        assert "“Can live with”, to be confirmed: the words changed" in told.text
        assert "[deleted: protected]" in told.text
        assert told.labels == ["Still fine", "Concern", "Object", "Diff"]
    assert not to(said, "oscar")
    [told] = to(said, "wanjiru")
    assert told.labels == ["Confirm", "Withdraw", "Diff"]


async def test_still_fine_stands_on_the_new_words(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    [told] = to(await post(*r2_with("protected online", "respected online")), "dina")
    await house.press(told, "Still fine", "dina")
    said = await post(*r2_with("protected online", "respected online"), "C12. Media.")
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "To be confirmed" not in flash.text


async def test_confirm_keeps_the_objection_with_its_reason(house: Any, post: Any) -> None:
    await house.say("object C9 red line in our instructions; would accept: the words of r1", "wanjiru")
    [told] = to(await post(*r2_with("protected online", "respected online")), "wanjiru")
    [receipt] = await house.press(told, "Confirm", "wanjiru")
    assert "red line in our instructions" in receipt.text
    assert "the words of r1" in receipt.text


async def test_withdraw_lifts_what_stands(house: Any, post: Any) -> None:
    await house.say("object C9 red line in our instructions", "wanjiru")
    [told] = to(await post(*r2_with("protected online", "respected online")), "wanjiru")
    await house.press(told, "Withdraw", "wanjiru")
    said = await post(*r2_with("protected online", "upheld online"))
    assert not to(said, "wanjiru")


async def test_what_was_signed_is_signed_again_on_the_words_shown_whole(house: Any, post: Any) -> None:
    [card] = await house.say("signoff C9 accept", "hansen")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    said = await post(*r2_with("in all media", "[in all media]"))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "Sign-offs to confirm again: NO (C9)" in flash.text
    [told] = to(said, "hansen")
    [words] = await house.press(told, "Sign again", "hansen")
    assert "[in all media]" in words.text


async def test_still_fine_on_what_was_signed_says_that_it_is_without_the_mark(house: Any, post: Any) -> None:
    [card] = await house.say("signoff C9 accept", "hansen")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    [told] = to(await post(*r2_with("in all media", "in all the media")), "hansen")
    [receipt] = await house.press(told, "Still fine", "hansen")
    assert "Norway had signed C9; what was recorded now is without that mark." in receipt.text
    [words] = await house.press(receipt, "Sign C9", "hansen")
    assert "in all the media" in words.text


HALVES = (
    "C9. Affirm that the same human rights that people have must be protected online and offline, in all media.",
    "C9bis. Affirm as well that access to networks and to knowledge must be open to everybody, in every region.",
)


async def test_withdraw_on_a_part_that_a_split_made_is_one_press_and_leaves_the_other(house: Any, post: Any) -> None:
    whole = f"{HALVES[0]} {HALVES[1].partition('. ')[2]}"
    await post(*(whole if line.startswith("C9") else line for line in R2))
    await house.say("object C9 red line in our instructions", "wanjiru")
    split = [one for line in R2 for one in (HALVES if line.startswith("C9") else (line,))]
    [told] = to(await post(*split), "wanjiru")
    [receipt] = await house.press(told, "Withdraw · C9bis", "wanjiru")
    assert "lifts what it holds" in receipt.text
    card = (await house.say("show C9", "dina"))[-1]
    assert "red line in our instructions" in card.text
    card = (await house.say("show C9bis", "dina"))[-1]
    assert "red line in our instructions" not in card.text


async def test_who_accepts_one_part_of_what_was_split_is_told_of_the_other(house: Any, post: Any) -> None:
    whole = f"{HALVES[0]} {HALVES[1].partition('. ')[2]}"
    async with house.db.write() as session:
        (await session.get_one(Space, house.space_id)).undo = "60s"
    await post(*(whole if line.startswith("C9") else line for line in R2))
    await house.say("object C9 red line in our instructions", "wanjiru")
    await house.wait()
    await post(*(one for line in R2 for one in (HALVES if line.startswith("C9") else (line,))))
    [receipt] = await house.say("accept C9", "wanjiru")
    assert "What Kenya said there before stands on C9bis too" in receipt.text
    assert "Withdraw on C9bis" in receipt.labels


@pytest.mark.need(12)
async def test_what_is_deleted_rests_and_is_back_with_its_words(house: Any, post: Any) -> None:
    await house.say("object C9 red line in our instructions", "wanjiru")
    said = await post(*(line for line in R2 if not line.startswith("C9")))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "At rest, words deleted: KE (C9)" in flash.text
    said = await post(*R2, "C12. Media.")
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "Back in: KE (C9)" in flash.text


@pytest.mark.need(14)
async def test_who_holds_bracketed_words_is_told_when_they_are_deleted(house: Any, post: Any) -> None:
    await post(*r2_with("in all media", "[in all media]"))
    await house.say("object C9 red line in our instructions", "wanjiru")
    await house.delivered()
    said = await post(*r2_with(", in all media", ""))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "1 bracket closed" in flash.text
    assert "Objection standing: KE (C9)" in flash.text
    [told] = to(said, "wanjiru")
    assert "[deleted: , [in all media]]" in told.text


async def test_a_card_whose_words_changed_gives_way_to_a_fresh_one_under_the_flash(house: Any, post: Any) -> None:
    house.chat.threads = True
    [shown] = await house.say("show C9", "dina")
    await house.press(shown, "Share", "dina")
    [old] = [one for one in await house.delivered() if one.to.chat == "room"]
    house.desk.clock.advance(60)
    said = await post(*r2_with("protected online", "respected online"))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    [fresh] = [one for one in to(said, "room") if one.how == "send" and one.text.startswith("C9 ")]
    assert fresh.to.thread == flash.at.id
    [closed] = [one for one in said if one.how == "edit" and one.at == old.at]
    assert closed.labels == ["Diff"]


async def test_a_draft_in_doubt_leaves_positions_where_they_are_until_a_chair_confirms(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    said = await post(*r2_with("protected online", "respected online"), doubts=("letters stand for others",))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "Positions stay with r2 until" in flash.text
    assert not to(said, "dina")
    [asked] = to(said, "chang")
    assert asked.labels == ["Confirm r3", "Diff"]
    [done] = await house.press(asked, "Confirm r3", "chang")
    assert "positions stand on its words now" in done.text
    said = await house.delivered()
    [edited] = [one for one in said if one.how == "edit" and one.to.chat == "room"]
    assert "Positions stay" not in edited.text
    assert "Reading confirmed" in edited.text
    assert "To be confirmed: NO (C9)" in edited.text
    assert to(said, "dina")


async def test_a_draft_in_doubt_is_confirmed_once_and_by_chair_or_secretariat_alone(house: Any, post: Any) -> None:
    await post(*r2_with("protected online", "respected online"), doubts=("letters stand for others",))
    [refused] = await house.say("drafts confirm r3", "dina")
    assert "for the chair or the secretariat" in refused.text
    [which] = await house.say("drafts confirm", "sekou")
    assert which.labels == ['/drafts confirm r3 doc:"Vision"']
    assert "is confirmed" in (await house.say("drafts confirm r3", "sekou"))[0].text
    assert "beyond doubt already" in (await house.say("drafts confirm r3", "sekou"))[0].text
    assert "is a base" in (await house.say('drafts confirm "chair"', "sekou"))[0].text


async def test_the_draft_after_a_doubtful_one_carries_positions_past_it(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    await post("Quite another page.", doubts=("letters stand for others",))
    said = await post(*r2_with("protected online", "respected online"))
    [flash] = [one for one in to(said, "room") if one.text.startswith("FLASH")]
    assert "To be confirmed: NO (C9)" in flash.text
    assert "a newer draft than r3" in (await house.say("drafts confirm r3", "sekou"))[0].text


async def test_drafts_found_quietly_are_settled_too(house: Any, post: Any) -> None:
    await house.say("accept C9", "dina")
    await post(*r2_with("protected online", "respected online"), quiet=True)
    async with house.db.read() as session:
        draft = (await session.exec(select(Draft).where(Draft.number == 3))).one()
    assert draft.settled


async def test_polls_and_silences_hear_of_words_that_changed(house: Any, post: Any) -> None:
    await house.say('poll C9 "Keep it?" "Yes" "No"', "dina")
    await house.say('poll C10 "Keep it?" "Yes" "No"', "dina")
    await post(*r2_with("protected online", "respected online"))
    async with house.db.read() as session:
        polls = (await session.exec(select(Poll).order_by(col(Poll.id)))).all()
    assert [poll.why for poll in polls] == ["changed", ""]


async def test_a_better_file_of_the_same_draft_is_told_as_our_reading(
    house: Any, post: Any, reading: Callable[..., Reading]
) -> None:
    [card] = await house.say("signoff C9 accept", "hansen")
    await house.press(card, next(label for label in card.labels if label.startswith("Sign")), "hansen")
    lines = (*R2, "C12. Media.")
    await post(*lines)
    better = reading(*(line.replace("in all media", "[in all media]") for line in lines), format="docx")
    async with house.db.write() as session:
        draft = (await session.exec(select(Draft).where(Draft.number == 3))).one()
        rendition = (await session.exec(select(Rendition).where(Rendition.draft_id == draft.id))).one()
        now = house.desk.clock.advance(60)
        await archive.keep_reading(session, draft, rendition, better, now)
        await settling.read_better(session, draft, (), now)
    said = await house.delivered()
    [told] = to(said, "hansen")
    assert "our reading changed" in told.text
    [flash] = [one for one in said if one.how == "edit" and one.to.chat == "room"]
    assert "Sign-offs to confirm again: NO (C9)" in flash.text


async def test_a_better_file_settles_what_was_in_doubt(house: Any, post: Any, reading: Callable[..., Reading]) -> None:
    await house.say("accept C9", "dina")
    await post(*r2_with("protected online", "pr0tected 0nline"), doubts=("letters stand for others",))
    async with house.db.write() as session:
        draft = (await session.exec(select(Draft).where(Draft.number == 3))).one()
        rendition = (await session.exec(select(Rendition).where(Rendition.draft_id == draft.id))).one()
        now = house.desk.clock.advance(60)
        await archive.keep_reading(session, draft, rendition, reading(*R2, "C12. Media."), now)
        await settling.read_better(session, draft, (), now)
        assert draft.settled
    said = await house.delivered()
    assert not to(said, "dina")
    [flash] = [one for one in said if one.how == "edit" and one.to.chat == "room"]
    assert "Positions stay" not in flash.text


async def test_what_happened_is_in_the_record_by_code_and_label_alone(house: Any, post: Any) -> None:
    await house.say("object C9 red line in our instructions", "wanjiru")
    await post(*r2_with("protected online", "respected online"))
    async with house.db.read() as session:
        rows = (await session.exec(select(EventRow).order_by(col(EventRow.seq)))).all()
    [event] = [json.loads(row.ev) for row in rows if json.loads(row.ev)["kind"] == "carried"]
    assert event["positions"] == {"object": {"KE": ["C9"]}}
    assert event["draft"] == "r3"
    assert "red line" not in json.dumps(event)


async def test_a_paragraph_without_a_label_can_be_confirmed_by_its_buttons_too(house: Any, post: Any) -> None:
    """Preambles have no numbers: such a paragraph is cited by its place."""
    await post("# Preamble", "We, the participants, have met in Geneva to review the outcomes.", *R2)
    await house.say("accept ¶2", "dina")
    await house.delivered()
    said = await post("# Preamble", "We, the participants, have met in Geneva to review all the outcomes.", *R2)
    [told] = [one for one in to(said, "dina") if "to be confirmed" in one.text]
    assert "Still fine" in told.labels
    await house.press(told, "Still fine", "dina", at="dina")
    async with house.db.read() as session:
        last = (await session.exec(select(Position).order_by(col(Position.id).desc()))).first()
    assert (last.ref, last.stance, last.state) == ("¶2", "accept", "taken")
