"""What nobody should send, and some will: refused or answered kindly, and nothing changed."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from bot.message import paginate
from bot.places import Posted
from handlers.commands import COMMANDS
from handlers.dispatch import Dispatcher
from storage.tables import Ballot, Chat, Poll, Press, Space


@pytest.fixture
async def card(house: Any) -> Any:
    """The card of a poll in the room."""
    await house.say('poll C9 "Keep it?"', "chang")
    return next(one for one in await house.delivered() if one.how == "send" and one.to.chat == "room")


async def ballots(house: Any) -> list[tuple[str, list[int]]]:
    async with house.db.read() as session:
        found = (await session.exec(select(Ballot).order_by(Ballot.voter))).all()
    return [(one.voter, one.choices) for one in found]


@pytest.mark.parametrize("verb", ["show", "diff", "object C9", "poll C9", "nonsense", ""])
@pytest.mark.parametrize(
    "words", ["x" * 40_000, "C9 " * 13_000, "II " * 13_000, "C9," * 13_000, '"' * 39_999, "as:" * 13_000]
)
async def test_a_giant_text_gets_a_short_answer(house: Any, verb: str, words: str) -> None:
    said = await house.say(f"{verb} {words}", "hansen")
    assert said
    assert sum(len(one.text) for one in said) < 10_000
    assert all(len(paginate(one.message, house.chat.budget)) == 1 for one in said)


async def test_what_was_typed_is_told_back_by_its_beginning_alone(house: Any) -> None:
    for line in ("x" * 100_000, "join " + "z" * 3_000, "diff " + "r" * 3_000, "terms " + "a" * 3_000):
        (said,) = await house.say(line, "hansen")
        assert len(said.text) < 800, line[:10]


@pytest.mark.parametrize("token", ["never-given-out", "x" * 100_000, "\x00", "' or 1=1 --", "💥"])
async def test_a_button_that_we_never_made_is_answered_kindly(house: Any, card: Any, token: str) -> None:
    (said,) = await house.say("", "hansen", token=token, pressed=card.at)
    assert "no longer known" in said.text
    assert await ballots(house) == []


async def test_a_button_from_before_a_restart_still_works(house: Any, card: Any) -> None:
    house.dispatcher = Dispatcher(house.desk, house.chats, COMMANDS)
    await house.press(card, "Yes", "hansen")
    assert len(await ballots(house)) == 1


async def test_a_button_of_a_poll_that_is_gone_is_answered_kindly(house: Any, card: Any) -> None:
    async with house.db.write() as session:
        session.add(Press(token="gone", line="ballot 99 1", space_id=house.space_id, made=house.desk.clock()))
    (said,) = await house.say("", "hansen", token="gone", pressed=card.at)
    assert "99" in said.text
    assert await ballots(house) == []


async def test_a_button_of_a_poll_that_is_over_changes_nothing(house: Any, card: Any) -> None:
    async with house.db.read() as session:
        poll = (await session.exec(select(Poll))).one()
    await house.say(f"poll close {poll.id}", "chang")
    await house.press(card, "Yes", "hansen")
    assert await ballots(house) == []


async def test_a_button_pressed_in_a_chat_of_another_space_asks_for_the_seat_in_its_own(house: Any, card: Any) -> None:
    async with house.db.write() as session:
        other = Space(name="other", title="Other")
        session.add(other)
        await session.flush()
        session.add(Chat(space_id=other.id, platform="fake", chat="elsewhere"))
    elsewhere = Posted(house.place("elsewhere"), "1")
    said = await house.say("", "eve", "elsewhere", token=card.token("Yes"), pressed=elsewhere)
    assert said[-1].how == "whisper"
    assert "WSIS+10 Vision" in said[-1].text
    assert await ballots(house) == []


async def test_two_presses_at_once_are_one_answer_the_last(house: Any, card: Any) -> None:
    await asyncio.gather(
        *(house.press(card, label, who) for label in ("Yes", "No") for who in ("hansen", "dina", "alma"))
    )
    ((voter, choices),) = await ballots(house)
    assert voter.startswith("d")
    assert choices in ([0], [1])


async def test_a_press_that_is_brought_again_counts_once(house: Any, card: Any) -> None:
    for _ in range(3):
        await house.say("", "hansen", token=card.token("Yes"), pressed=card.at, key="the same")
    await house.press(card, "No", "hansen")
    await house.say("", "hansen", token=card.token("Yes"), pressed=card.at, key="the same")
    assert [choices for _, choices in await ballots(house)] == [[1]]
