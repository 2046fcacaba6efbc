"""How fast a token sends, how far apart in one chat, and who waits for whom."""

import asyncio
import math
import time
from typing import Any

import pytest

from bot import outbox
from bot.errors import Later
from bot.message import Message
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Lane, Pace
from storage import claims
from storage.tables import FlashRow
from tests.handlers.delivery.steps import row_of


async def test_a_token_sends_no_faster_than_its_pace(house: Any, queue: Any) -> None:
    drain = Drain(house.desk, house.chats, {"fake": Pace(per_second=20)})
    for number in range(5):
        await queue(f"k{number}", chat=f"person{number}")
    started = time.monotonic()
    await drain.run(("fake", ""))
    assert len(house.chat.said) == 5
    assert time.monotonic() - started > 0.14, "two at once, the other three one by one"


async def test_of_twenty_messages_of_a_long_fan_out_one_may_be_an_edit(
    house: Any, queue: Any, flash_row: FlashRow
) -> None:
    house.drain.paces = {"fake": Pace(per_second=200)}
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    for number in range(60):
        await queue(f"k{number}", chat=f"person{number}")
    said = await house.delivered()
    edits = [place for place, one in enumerate(said) if one.how == "edit"]
    assert 0 < edits[0] < 45
    assert edits[1] - edits[0] > 15


async def test_whose_turns_take_long_takes_more_ahead_and_else_little(house: Any) -> None:
    lane, now = Lane(Pace(per_second=30)), house.desk.clock()
    lane.turned(10.0)
    lane.turned(10.1)
    assert lane.room(now).posts == 6
    lane.turned(11.1)
    assert lane.room(now).posts == 40
    lane.turned(math.inf)
    lane.turned(500.0)
    assert lane.room(now).posts == 6


async def test_an_answer_counts_in_the_pace_of_its_chat(house: Any, queue: Any) -> None:
    house.drain.paces = {"fake": Pace(apart=1)}
    house.drain.answered(house.place("room"))
    for chat in ("room", "corner"):
        await queue(chat, chat)
    assert [one.key for one in await house.delivered()] == ["corner"]
    house.desk.clock.advance(1)
    assert [one.key for one in await house.delivered()] == ["room"]


async def test_two_messages_to_one_chat_keep_their_distance_and_other_chats_do_not_wait(house: Any, queue: Any) -> None:
    house.drain.paces = {"fake": Pace(apart=1)}
    for key, chat in (("one", "room"), ("two", "room"), ("other", "corner")):
        await queue(key, chat)
    assert [one.key for one in await house.delivered()] == ["one", "other"]
    assert await house.drain.due() == []
    house.desk.clock.advance(1)
    assert [one.key for one in await house.delivered()] == ["two"]


async def test_one_chat_takes_so_many_a_minute_and_the_rest_a_minute_later(house: Any, queue: Any) -> None:
    house.drain.paces = {"fake": Pace(a_minute=3)}
    for number in range(5):
        await queue(f"k{number}")
    assert [one.key for one in await house.delivered()] == ["k0", "k1", "k2"]
    house.desk.clock.advance(59)
    assert await house.delivered() == []
    house.desk.clock.advance(1)
    assert [one.key for one in await house.delivered()] == ["k3", "k4"]


async def test_a_platform_that_counts_edits_for_all_its_chats_refuses_them_together_and_no_message(
    house: Any, queue: Any, flash_row: FlashRow
) -> None:
    house.drain.paces = {"fake": Pace(edits=50 / 60)}
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    house.chat.fail("edit", *[Later("busy", seconds=30)] * 3)
    assert await house.delivered() == []
    await queue("hello")
    assert [one.key for one in await house.delivered()] == ["hello"]
    house.desk.clock.advance(30)
    assert {one.how for one in await house.delivered()} == {"edit"}


async def test_who_answers_slowly_holds_up_nobody_else(house: Any, queue: Any) -> None:
    answered, send = asyncio.Event(), house.chat.send

    async def slowly(to: Any, message: Message, key: str) -> Any:
        if key == "slow":
            await answered.wait()
        return await send(to, message, key)

    house.chat.send = slowly
    for number in range(60):
        await queue(f"k{number}" if number else "slow", chat=f"person{number}")
    run = asyncio.create_task(house.drain.run(("fake", "")))
    async with asyncio.timeout(60):
        while len(house.chat.said) < 59:
            await asyncio.sleep(0.01)
    answered.set()
    await run
    assert house.chat.said[-1].key == "slow"
    assert (await row_of(house, "slow")).state == "sent"


async def test_what_ends_while_more_is_looked_for_is_written_down(
    house: Any, queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, send, takeable = asyncio.Event(), house.chat.send, claims.takeable

    async def slowly(*given: Any) -> Any:
        await answered.wait()
        return await send(*given)

    async def meanwhile(*given: Any) -> bool:
        found = await takeable(*given)
        if house.drain.busy:
            answered.set()
            while not house.drain._lane(("fake", "")).settled:
                await asyncio.sleep(0.001)
        return found

    house.chat.send = slowly
    monkeypatch.setattr(claims, "takeable", meanwhile)
    await queue("slow")
    async with asyncio.timeout(60):
        await house.drain.run(("fake", ""))
    assert (await row_of(house, "slow")).state == "sent"
