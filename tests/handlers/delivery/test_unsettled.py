"""Nobody knows whether it arrived: nothing lost, nothing twice unless it says so."""

from typing import Any

import pytest

from bot import outbox
from bot.errors import CutOff, Later
from bot.message import say
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from storage.tables import FlashRow
from tests.handlers.delivery.steps import killed_while_sending, row_of


async def test_after_a_crash_what_arrived_is_found_and_not_sent_again(house: Any, queue: Any) -> None:
    await queue("hello")
    await killed_while_sending(house, "hello")
    posted = await house.chat.send(house.place("room"), say("hello"), "hello")
    await house.drain.recover()
    assert await house.delivered() == []
    row = await row_of(house, "hello")
    assert (row.state, row.posted) == ("sent", posted.id)


async def test_after_a_crash_what_did_not_arrive_is_sent_without_a_mark(house: Any, queue: Any) -> None:
    await queue("hello")
    await killed_while_sending(house, "hello")
    await house.drain.recover()
    assert [said.text for said in await house.delivered()] == ["hello"]


async def test_where_the_platform_cannot_tell_it_is_sent_once_more_and_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    await queue("hello")
    await killed_while_sending(house, "hello")
    await house.drain.recover()
    assert [said.text for said in await house.delivered()] == ["hello\n(may be a repeat)"]
    assert await house.delivered() == []


async def test_or_it_is_held_for_a_person_if_the_configuration_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    drain = Drain(house.desk, house.chats, {"fake": Pace(repeat=False)})
    await queue("hello")
    await queue("next")
    await killed_while_sending(house, "hello")
    await drain.recover()
    assert (await row_of(house, "hello")).state == "held"
    said = await house.delivered()
    assert [one.key for one in said if one.to.chat == "room"] == ["next"]
    assert {one.to.chat for one in said if "Nobody can tell whether" in one.text} == {"chang", "sekou"}


async def test_a_platform_without_a_connection_keeps_the_question_open(house: Any, queue: Any, new_chat: Any) -> None:
    await queue("hello")
    await killed_while_sending(house, "hello")
    there = house.drain.chats
    house.drain.chats = type(there)({("slack", ""): new_chat(platform="slack")})
    await house.drain.recover()
    assert (await row_of(house, "hello")).state == "unknown"
    house.drain.chats = there
    await house.drain.settle()
    assert (await row_of(house, "hello")).state == "ready"


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_request_that_was_cut_off_is_settled_a_little_later(house: Any, queue: Any, arrived: bool) -> None:
    await queue("hello")
    await queue("next")
    house.chat.fail("send", CutOff("no answer came"), done=arrived)
    await house.delivered()
    assert (await row_of(house, "hello")).state == "unknown"
    assert len(house.chat.said) == arrived  # the chat keeps its order meanwhile
    await house.drain.settle()
    assert (await row_of(house, "hello")).state == "unknown"  # the request may still be carried out
    house.desk.clock.advance(30)
    await house.drain.settle()
    await house.delivered()
    assert [said.text for said in house.chat.said] == ["hello", "next"]


async def test_what_cannot_be_looked_up_yet_stays_open(house: Any, queue: Any) -> None:
    await queue("hello")
    await killed_while_sending(house, "hello")
    house.chat.fail("find", Later("one look-up a minute", seconds=60))
    await house.drain.recover()
    row = await row_of(house, "hello")
    assert (row.state, row.due > house.desk.clock()) == ("unknown", True)
    house.desk.clock.advance(60)
    await house.drain.settle()
    assert [said.text for said in await house.delivered()] == ["hello"]


async def test_an_edit_that_was_cut_off_is_done_again(house: Any, flash_row: FlashRow) -> None:
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    house.chat.fail("edit", CutOff("no answer came"), done=True)
    assert len(await house.delivered()) == 3
    house.desk.clock.advance(60)
    assert [said.how for said in await house.delivered()] == ["edit"]
