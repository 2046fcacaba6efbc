"""/silence as it is opened: who is told, what is printed, what stands in the way."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import Gone
from tests.handlers.silence.steps import DEADLINE, doubtful, kinds, last_card, opened, row, view_of


@pytest.mark.need(41)
async def test_a_silence_pins_the_words_on_one_card_with_four_buttons(room: Any) -> None:
    said, card = await opened(room)
    assert "Silence 1 on C8, C9 is open until Thu 12 June 18:00 Zurich (16:00 UTC)" in said.text
    assert said.labels == ["Withdraw", "Extend"]
    assert card.text.startswith("SILENCE 1 on C8, C9 r2 until Thu 12 June 18:00 Zurich (16:00 UTC)\n")
    assert "set by Chang (chair)" in card.text
    assert "C8 · 0aa9188c   C9 · 48839bef" in card.text
    assert "no objection ≠ consensus" in card.text
    assert card.labels == ["Object", "Concern", "Accept", "Seen"]
    assert await kinds(room) == ["silence"]


@pytest.mark.need(61)
async def test_each_person_with_a_seat_is_told_in_private_and_who_is_not_reached_is_named(room: Any) -> None:
    await room.say(f"silence C9 until:{DEADLINE}", "chang")
    told = {one.to.chat for one in await room.delivered()}
    assert {"hansen", "alma", "dina", "reza", "room"} <= told
    assert not {"oscar", "corner", "channel"} & told
    room.desk.clock.advance(4)
    await room.delivered()
    assert "not reached yet: Kenya (nobody seated at its opening)" in (await last_card(room)).text


async def test_who_cannot_be_written_to_is_not_reached_until_they_press_seen(room: Any) -> None:
    room.chat.fail("send", *[Gone("blocked")] * 40)
    await room.say(f"silence C9 until:{DEADLINE}", "chang")
    for _ in range(4):
        await room.delivered()
    room.chat._fails.clear()
    said = await room.say("seen 1", "reza", at="reza")
    assert "Iran has seen silence 1" in said[-1].text
    async with room.db.read() as session:
        shown = await view_of(session, room)
    assert list(shown.missing) == ["Norway", "Kenya (nobody seated at its opening)"]


@pytest.mark.need(70)
async def test_noon_to_five_is_refused_at_a_notice_of_a_day(room: Any) -> None:
    said, card = await opened(room, "silence C9 until:17:00")
    assert "less than the notice of 24 h" in said.text
    assert "Thu 12 June 13:15 Zurich (11:15 UTC)" in said.text
    assert card is None
    assert await row(room) is None
    (again,) = await room.press(said, said.labels[0], "chang")
    assert "is open until Thu 12 June 13:15" in again.text


@pytest.mark.need(70)
async def test_a_forced_one_prints_who_and_why(room: Any) -> None:
    _, card = await opened(room, "silence C9 until:17:00 --force the plenary is at five")
    assert "short notice: the plenary is at five" in card.text
    assert "set by Chang (chair)" in card.text
    assert "override" in await kinds(room)


@pytest.mark.parametrize(
    ("until", "printed"),
    [
        (DEADLINE, "\nthe plenary is at five"),
        ("2014-06-12T22:00", "outside the working hours: the plenary is at five"),
        ("17:00", "short notice: the plenary is at five"),
        ("23:00", "short notice: the plenary is at five"),
    ],
)
async def test_what_is_printed_says_what_was_forced_if_anything_was(room: Any, until: str, printed: str) -> None:
    _, card = await opened(room, f"silence C9 until:{until} --force the plenary is at five")
    assert printed in card.text
    assert ("override" in await kinds(room)) == (until != DEADLINE)


async def test_the_chair_can_take_back_what_the_secretariat_set(room: Any) -> None:
    await room.say(f"silence C9 until:{DEADLINE}", "sekou")
    told = next(one for one in await room.delivered() if one.to.chat == "chang")
    assert "set by Sekou (secretariat)" in told.text
    assert told.labels == ["Withdraw", "Extend"]
    (said,) = await room.press(told, "Withdraw", "chang")
    assert "is withdrawn" in said.text


@pytest.mark.parametrize(
    ("line", "who", "why"),
    [
        ("silence C9", "chang", "Until when?"),
        ("silence C9 until:soon", "chang", "“soon” is no time"),
        ("silence C9 until:2014-06-12", "chang", "“2014-06-12” is no time"),
        ("silence C9 until:9999-12-31T23:59", "chang", "outside the working hours"),
        ("silence C9 until:12:00", "chang", "is past. The next possible moment is"),
        ("silence C9 until:2014-06-12T23:00", "chang", "outside the working hours"),
        ("silence C9 until:17:00 --force", "chang", "Say why behind --force"),
        (f"silence C9 until:{DEADLINE} {'x' * 10_000}", "chang", "Nothing was recorded"),
        (f"silence C99 until:{DEADLINE}", "chang", "has no C99"),
        (f"silence r1 until:{DEADLINE}", "chang", ""),
        (f"silence C9 r1 until:{DEADLINE}", "chang", "newest words"),
        (f"silence until:{DEADLINE}", "chang", "On which words?"),
        (f"silence C9 until:{DEADLINE}", "hansen", "secretariat"),
        (f"silence C9 until:{DEADLINE}", "oscar", "secretariat"),
        ("silence withdraw", "chang", "No silence runs"),
        ("silence extend 7", "chang", "No silence runs"),
        ("silence C9 by:NO until:17:00", "chang", "by:"),
    ],
)
async def test_what_stands_in_the_way_is_said_in_a_sentence_and_nothing_opens(
    room: Any, line: str, who: str, why: str
) -> None:
    said = (await room.say(line, who))[-1]
    assert why in said.text
    assert await row(room) is None
    assert await kinds(room) == []


async def test_a_paragraph_is_in_one_silence_at_a_time(room: Any) -> None:
    await opened(room)
    said, _ = await opened(room, f"silence C9 until:{DEADLINE}")
    assert "Silence 1 runs on C8, C9 already" in said.text
    assert said.labels == ["/silence extend 1", "/silence withdraw 1"]


async def test_nothing_is_opened_on_words_whose_reading_is_in_doubt(room: Any, reading: Callable[..., Any]) -> None:
    await doubtful(room, reading)
    said, _ = await opened(room)
    assert "The reading of r3 is in doubt" in said.text


async def test_while_a_newer_draft_is_in_doubt_it_is_said_that_it_is_about_the_older_words(
    room: Any, reading: Callable[..., Any]
) -> None:
    await opened(room)
    await doubtful(room, reading)
    async with room.db.read() as session:
        shown = await view_of(session, room)
    assert shown.in_doubt == "r3"
    assert (await row(room)).state == "running"


async def test_words_that_turn_the_line_are_taken_out(room: Any) -> None:
    _, card = await opened(room, f"silence C9 until:{DEADLINE} final\u202e text")
    assert "\u202e" not in card.text
    assert "final text" in card.text
