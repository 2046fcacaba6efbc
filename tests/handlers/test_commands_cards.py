"""Where the space stands: under /show, and on the live card that *Share* posts and every act edits in place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.reading import Reading
from bot.positions.showing import mirror
from storage.tables import Card, Chat, Membership, Reach, Space

R3 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline.",
    "C10. Ethics matter.",
    "C11. International and regional cooperation.",
)


@pytest.fixture
async def room(house: Any) -> Any:
    """The house with Iran, APC of civil society and the ICC seated, and the technical community expected."""
    await house.seat("reza", "IR", "head", name="Iran")
    await house.seat("anna", "CS1", name="APC", group="civil society")
    await house.seat("ian", "ICC", "head", name="ICC", group="business")
    async with house.db.write() as session:
        space = await session.get_one(Space, house.space_id)
        space.required_groups = ["governments", "civil society", "business", "technical community"]
        session.add(space)
    return house


async def says(house: Any, *lines: tuple[str, str]) -> None:
    """Each says something, and it takes effect."""
    for who, line in lines:
        await house.say(line, who=who)
    await house.wait()


async def shared(house: Any, ref: str = "C9") -> Any:
    """The card of a scope, as it was posted."""
    await house.say(f"share {ref}")
    return next(said for said in await house.delivered() if said.how == "send" and said.to.chat == "room")


async def edited(house: Any) -> Any:
    """The card as it is edited last."""
    house.desk.clock.advance(mirror.APART.total_seconds())
    return [said for said in await house.delivered() if said.how == "edit"][-1]


async def cards(house: Any) -> list[Card]:
    async with house.db.read() as session:
        return list((await session.exec(select(Card).order_by(Card.id))).all())


# ── /show ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── the live card ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_share_posts_one_card_in_the_open_chat_alone(room: Any) -> None:
    (said,) = await room.say("show C9")
    (told,) = await room.press(said, "Share")
    assert (told.how, told.text) == (
        "whisper",
        "The card of C9 is posted in the open chats; it is edited as positions come in.",
    )
    posted = await room.delivered()
    assert [(one.how, one.to.chat) for one in posted] == [("send", "room")]
    assert posted[0].text.startswith("C9 “Affirm that the same human rights must …”  r2 · ")
    assert posted[0].labels == ["Support", "Can live with", "Concern", "Object", "Show text", "Diff", "More"]


async def test_the_same_words_have_one_card(room: Any) -> None:
    await shared(room)
    (said,) = await room.say("share c9", who="reza")
    assert said.text.startswith("There is a card of C9 with these very words already")
    assert len(await cards(room)) == 1
    await room.say("share C9,C8")
    await room.say("share III")
    assert [one.ref for one in await cards(room)] == ["C9", "III"]


@pytest.mark.parametrize("who", ["oscar", "eve"])
async def test_an_observer_does_not_share(room: Any, who: str) -> None:
    (said,) = await room.say("show C9", who=who)
    assert "Share" not in said.labels
    await room.say("share C9", who=who)
    assert await cards(room) == []


@pytest.mark.parametrize("line", ["share", "share C9 C8", "share C99", "share C9 r1"])
async def test_what_cannot_be_shared_is_answered_with_what_can(room: Any, line: str) -> None:
    (said,) = await room.say(line)
    assert said.how == "whisper"
    assert "C9" in said.text + " ".join(said.labels)
    assert await cards(room) == []


async def test_everyone_may_press_and_the_card_is_edited_in_place_not_posted_again(room: Any) -> None:
    card = await shared(room)
    (asked,) = await room.press(card, "Support", who="reza")
    assert "Recorded for Iran" in asked.text
    await room.wait()
    after = await edited(room)
    assert after.at == card.at
    assert "Support: governments (declared): IR" in after.text


async def test_many_acts_in_a_moment_are_one_edit_and_the_last_state_is_shown(room: Any) -> None:
    await shared(room)
    await says(room, ("dina", "support C9"), ("reza", "object C9 no"), ("anna", "accept C9"), ("ian", "concern C9 hm"))
    room.desk.clock.advance(mirror.APART.total_seconds())
    edits = [said for said in await room.delivered() if said.how == "edit"]
    assert len(edits) == 1
    assert "OBJECTED" in edits[0].text
    assert "Concern: ICC" in edits[0].text


async def test_the_card_is_mirrored_in_every_open_chat(room: Any) -> None:
    async with room.db.write() as session:
        session.add(Chat(space_id=room.space_id, platform="fake", chat="hall", kind="open"))
    await room.say("share C9")
    sent = await room.delivered() + await room.delivered()
    assert {said.to.chat for said in sent if "C9 “Affirm" in said.text} == {"room", "hall"}


async def test_more_answers_in_private_with_the_other_stances(room: Any) -> None:
    card = await shared(room)
    (said,) = await room.press(card, "More", who="reza")
    assert said.how == "whisper"
    assert said.labels == ["Can live with, as it is", "Reserve", "Abstain"]
    await room.press(said, "Abstain", who="reza")
    await room.wait()
    assert "Take no part: governments (declared): IR" in (await edited(room)).text


async def test_show_text_brings_the_words_to_the_one_who_presses(room: Any) -> None:
    card = await shared(room)
    (said,) = await room.press(card, "Show text", who="reza")
    assert said.how == "whisper"
    assert "C9. Affirm that the same human rights must be protected online and offline, in all media." in said.text


async def test_a_press_on_the_words_reaches_the_delegation(room: Any) -> None:
    card = await shared(room)
    await room.press(card, "Show text", who="reza")
    await room.press(card, "Show text", who="reza")
    await room.press(card, "Show text", who="eve")
    async with room.db.read() as session:
        found = (await session.exec(select(Reach))).all()
    assert [(one.how, one.thread) for one in found] == [("button", (await cards(room))[0].threads[0])]


async def test_a_closed_card_leaves_the_difference_alone(room: Any, reading: Callable[..., Reading]) -> None:
    card = await shared(room)
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    async with room.db.write() as session:
        (row,) = await cards(room)
        row = await session.get_one(Card, row.id)
        if row.closed is None:
            await mirror.close(session, row, "changed", room.desk.clock())
    room.desk.clock.advance(3)
    sent = [said for said in await room.delivered() + await room.delivered() if said.how == "edit"]
    assert sent[-1].at == card.at
    assert sent[-1].text.splitlines()[0].endswith("changed in r3")
    assert sent[-1].labels == ["Diff"]
    (diff,) = [said for said in await room.press(sent[-1], "Diff", who="reza") if "all media" in said.text]
    assert "[deleted: , in all media]" in diff.text


async def test_the_board_as_a_card_lists_every_hold_first(room: Any) -> None:
    await says(room, ("dina", "support all"), ("reza", "object C9 red line"))
    card = await shared(room, "all")
    lines = card.text.splitlines()
    assert lines[0].startswith("Vision  r2 · ")
    assert lines[1] == "Object: Iran [governments, declared], by Reza, fake (on C9): “red line”"
    assert card.labels[:2] == ["Support", "Can live with"]


# ── /history ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.need(43)
async def test_an_objection_that_was_lifted_stays_in_the_history_with_both_times_and_the_note(room: Any) -> None:
    await says(room, ("reza", "object C9 red line; would accept: offline"))
    room.desk.clock.advance(3 * 3600)
    await says(room, ("reza", "accept C9 for the sake of compromise, we would like to show our flexibility"))
    await says(room, ("dina", "support all"))
    (said,) = await room.say("history C9")
    lines = said.text.splitlines()
    at = lines.index("What was said on it:")
    assert lines[at + 1 : at + 6] == [
        "Iran",
        "12:57  objects: “red line” → would accept: “offline” (on C9 in r2; by Reza; fake; replaced 15:58)",
        "15:58  can live with it: “for the sake of compromise, we would like to show our flexibility” "
        "(on C9 in r2; by Reza; fake; holds)",
        "Norway",
        "15:59  supports (on the whole document in r2; by Dina; fake; holds)",
    ]


async def test_a_withdrawal_with_its_note_follows_what_it_lifted(room: Any) -> None:
    await says(room, ("reza", "object C9 red line"))
    await says(room, ("reza", "withdraw C9 after consultation"))
    (said,) = await room.say("history C9")
    assert "12:57  objects: “red line” (on C9 in r2; by Reza; fake; lifted 12:58)" in said.text
    assert "12:58  lifts what it holds: “after consultation” (on C9 in r2; by Reza; fake)" in said.text


async def test_an_objection_to_words_that_changed_is_told_as_standing(
    room: Any, reading: Callable[..., Reading]
) -> None:
    await says(room, ("reza", "object C9 red line"), ("dina", "accept C9"))
    await room.keep(reading(*R3, source="https://wsis.example/r3.html"))
    (said,) = await room.say("history C9")
    assert "by Reza; fake; stands, its words changed)" in said.text
    assert "by Dina; fake; to be confirmed)" in said.text


async def test_a_paragraph_on_which_nothing_was_said_has_no_such_part(room: Any) -> None:
    (said,) = await room.say("history C9")
    assert "What was said" not in said.text


async def test_a_label_that_is_not_there_is_shared_by_the_nearest(room: Any) -> None:
    (said,) = await room.say("share C99")
    assert said.labels[0] == "/share C9 doc:Vision"
    (told,) = await room.press(said, said.labels[0])
    assert told.text.startswith("The card of C9 is posted")


async def test_a_button_to_share_words_that_changed_offers_those_of_now(room: Any) -> None:
    (said,) = await room.say("share C9 on:0123456789abcdef")
    (told,) = await room.press(said, "Share C9")
    assert told.text.startswith("The card of C9 is posted")
