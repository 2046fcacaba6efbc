"""Where the space stands, under /show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.reading import Reading
from storage.tables import Membership, Reach
from tests.handlers.cards.acts import says, shared
from tests.handlers.vision import R3


async def test_below_the_words_stands_who_holds_them_up_and_who_was_not_heard(room: Any) -> None:
    await says(room, ("dina", "support C9"), ("reza", "object C9 red line; would accept: offline"))
    (said,) = await room.say("show C9")
    assert said.how == "whisper"
    lines = said.text.splitlines()
    assert lines[1].startswith("C9. Affirm that the same human rights")
    assert lines[2].startswith("C9  r2 · ")
    assert lines[2].endswith("  OBJECTED")
    assert lines[3] == "Object: Iran [governments, declared], by Reza, fake: “red line” → would accept: “offline”"
    assert lines[4] == "Not heard: civil society, business, technical community"
    assert "Support: governments (declared): NO" in said.text
    assert (
        "No word from: business (declared): ICC · civil society (declared): CS1 · governments (declared): KE"
        in said.text
    )


async def test_a_pending_act_is_in_no_fact(room: Any) -> None:
    await room.say("object C9 red line", who="reza")
    (said,) = await room.say("show C9")
    assert "OBJECTED" not in said.text


@pytest.mark.need(44)
async def test_an_objection_that_becomes_a_concern_waits_for_the_technical_community(room: Any) -> None:
    await says(room, ("reza", "object C9 red line"), ("anna", "accept C9"), ("ian", "support C9"))
    await says(room, ("reza", "concern C9 not comfortable with the language"))
    (said,) = await room.say("show C9")
    assert said.text.splitlines()[2].endswith("NOT ALL GROUPS HEARD")
    assert "Concern: Iran [governments, declared], by Reza, fake: “not comfortable with the language”" in said.text
    await room.seat("tim", "TC", name="ISOC", group="technical community")
    await says(room, ("tim", "abstain C9"))
    (said,) = await room.say("show C9")
    assert said.text.splitlines()[2].endswith("CONCERNS")
    assert "Not heard: –" in said.text


@pytest.mark.need(63)
async def test_a_personal_word_never_enters_a_delegations_state(room: Any) -> None:
    await says(room, ("dina", "object C9 as:me I cannot live with it"), ("oscar", "concern C9 too broad"))
    (said,) = await room.say("show C9")
    assert "OBJECTED" not in said.text
    assert "Comment: Dina, personally, fake (objects): “I cannot live with it”" in said.text
    assert "Comment: Oscar, observer for Norway, fake (has a concern): “too broad”" in said.text
    assert "NO" in said.text.partition("No word from:")[2]


@pytest.mark.need(69)
async def test_who_was_confirmed_is_told_with_by_whom(room: Any) -> None:
    async with room.db.write() as session:
        for seat in (await session.exec(select(Membership))).all():
            seat.by = "Chang"
    await says(room, ("reza", "object C9 red line"))
    (said,) = await room.say("show C9")
    assert "Iran [governments, confirmed by Chang]" in said.text


async def test_a_seat_that_ended_leaves_its_position_as_a_former_one(room: Any) -> None:
    await says(room, ("reza", "object C9 red line"))
    async with room.db.write() as session:
        for seat in (await session.exec(select(Membership).where(Membership.role == "head"))).all():
            seat.until = room.desk.clock() - timedelta(seconds=1)
    (said,) = await room.say("show C9")
    assert "Object: Iran [governments, declared], by Reza, fake (former head): “red line”" in said.text


@pytest.mark.need(57)
async def test_of_several_paragraphs_the_board_comes_first(room: Any) -> None:
    await says(room, ("dina", "support all"), ("reza", "object C9 red line"), ("ian", "support all"))
    (said,) = await room.say("show all")
    lines = said.text.splitlines()
    assert lines[1].endswith("  OBJECTED")
    assert lines[2] == "Object: Iran [governments, declared], by Reza, fake (on C9): “red line”"
    missing = "not heard: civil society, technical community"
    assert f"C5-C8, C10-C11  held: {missing}" in lines
    assert f"C9  held: objected by IR; {missing}" in lines
    assert lines.index(f"C9  held: objected by IR; {missing}") < lines.index("C10. Ethics matter.")


@pytest.mark.need(57)
async def test_nobody_has_to_be_heard_on_a_heading(room: Any) -> None:
    await says(room, ("dina", "support C5-C11"))
    (said,) = await room.say("show all")
    assert not [line for line in said.text.splitlines() if line.startswith("III-") or "governments (III" in line]
    (heard,) = await room.say("heard")
    assert "III" not in heard.text
    await says(room, ("reza", "object III this is no part of the mandate"))
    (said,) = await room.say("show all")
    assert any(line.startswith("C5-C11  held: objected by IR") for line in said.text.splitlines())


async def test_an_older_draft_and_a_space_without_delegations_show_words_alone(house: Any) -> None:
    (said,) = await house.say("show C9 r1")
    assert "No word from" not in said.text
    assert "Share" not in said.labels


@pytest.mark.need(40)
async def test_who_asks_for_names_gets_all_of_them_and_no_words(room: Any) -> None:
    await says(room, ("dina", "support C9"))
    (said,) = await room.say("show C9 --names")
    assert "Support: governments (declared): NO" in said.text
    assert "Affirm" not in said.text


R4 = (*R3[:3], *R3[4:])  # without C9


async def test_an_objection_to_a_deletion_holds_the_document(room: Any, reading: Callable[..., Reading]) -> None:
    await room.keep(reading(*R4, source="https://wsis.example/r3.html"))
    await says(room, ("reza", "object C9 it must stay"), ("dina", "object r1 it was read otherwise"))
    (said,) = await room.say("show all --names")
    lines = said.text.splitlines()
    assert lines[1].endswith("  OBJECTED")
    assert lines[2] == "Object to the deletion: Iran [governments, declared], by Reza, fake (on C9): “it must stay”"
    assert "Challenge to the record of r1: Norway [governments, declared], by Dina, fake: “it was read" in said.text
    (said,) = await room.say("show C8 --names")
    assert "OBJECTED" not in said.text


async def test_what_somebody_says_for_themselves_on_a_deletion_is_a_comment(
    room: Any, reading: Callable[..., Reading]
) -> None:
    await room.keep(reading(*R4, source="https://wsis.example/r3.html"))
    await says(room, ("dina", "object C9 as:me it must stay"))
    (said,) = await room.say("show all --names")
    assert "OBJECTED" not in said.text
    assert "Object to the deletion" not in said.text
    assert "Comment: Dina, personally, fake (objects; on C9): “it must stay”" in said.text


async def test_what_is_held_is_asked_in_private_and_shown_to_nobody_else(room: Any) -> None:
    await says(room, ("dina", "support C9"), ("alma", "object C9 red line"))
    (said,) = await room.say("show C9 --names")
    assert not said.text.splitlines()[1].endswith("OBJECTED")
    assert "red line" not in said.text
    assert "Alma" not in said.text
    assert "Support: governments (declared): NO" in said.text


@pytest.mark.need(46)
@pytest.mark.need(45)
async def test_new_words_leave_the_objection_standing_and_the_as_is_to_be_confirmed(
    room: Any, reading: Callable[..., Reading]
) -> None:
    await says(room, ("reza", "object C9 red line"), ("ian", "accept C9 --as-is"))
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.say("show C9 --names")
    assert "(the text changed since: to be confirmed or withdrawn): “red line”" in said.text
    assert "To be confirmed: ICC (as-is)" in said.text
    assert "business" in said.text.partition("Not heard:")[2]


async def test_show_text_on_an_old_card_says_that_the_words_are_others_and_reaches_nobody(
    room: Any, reading: Callable[..., Reading]
) -> None:
    card = await shared(room)
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.press(card, "Show text", who="reza")
    assert "The words of C9 have changed since that button: this is how they stand now." in said.text
    async with room.db.read() as session:
        assert (await session.exec(select(Reach))).all() == []
