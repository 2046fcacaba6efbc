"""Deliveries on their way: once, in order, and nobody waits for another's trouble."""

from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.errors import Gone, Later, Moved, Refused
from bot.message import Button, Message, Para, Span, say
from handlers.delivery.outcomes import TRIES
from storage import people, spaces
from storage.tables import Account, Chat, FlashRow
from tests.handlers.delivery.steps import row_of


async def test_a_message_is_sent_once_and_remembered_by_the_platforms_id(house: Any, queue: Any) -> None:
    await queue("hello")
    (said,) = await house.delivered()
    assert (said.how, said.to.chat, said.text, said.key) == ("send", "room", "hello", "hello")
    row = await row_of(house, "hello")
    assert (row.state, row.posted, row.sent) == ("sent", said.at.id, house.desk.clock())
    assert await house.delivered() == []


async def test_the_same_key_is_one_message(house: Any, queue: Any) -> None:
    await queue("hello", message=say("first"))
    await queue("hello", message=say("second"))
    assert [said.text for said in await house.delivered()] == ["first"]


async def test_messages_of_a_chat_arrive_in_order(house: Any, queue: Any) -> None:
    for key in "abc":
        await queue(key)
    assert [said.key for said in await house.delivered()] == ["a", "b", "c"]


@pytest.mark.need(1)
async def test_every_chat_of_the_space_gets_one_flash(house: Any, flash_row: FlashRow) -> None:
    said = await house.delivered()
    assert sorted(one.to.chat for one in said) == ["channel", "corner", "room"]
    assert all(one.text.startswith("FLASH  Vision r2") for one in said)


@pytest.mark.need(2)
async def test_a_flash_says_when_it_was_really_posted(house: Any, flash_row: FlashRow) -> None:
    house.chat.fail("send", Later("busy", seconds=600))
    await house.delivered()
    house.desk.clock.advance(600)
    (said,) = await house.delivered()
    assert "seen 12:57 · posted 13:07" in said.text


async def test_a_refusal_for_now_moves_its_own_chat_and_no_other(house: Any, queue: Any) -> None:
    for chat in ("room", "corner"):
        await queue(f"{chat} 1", chat)
        await queue(f"{chat} 2", chat)
    house.chat.fail("send", Later("busy", seconds=30))
    assert [said.key for said in await house.delivered()] == ["corner 1", "corner 2"]
    assert await house.drain.due() == []
    house.desk.clock.advance(30)
    assert [said.key for said in await house.delivered()] == ["room 1", "room 2"]


async def test_a_platform_that_stays_down_is_tried_for_hours_and_ever_more_rarely(house: Any, queue: Any) -> None:
    await queue("hello")
    house.chat.fail("send", *[Later("down", seconds=5)] * TRIES)
    waits = []
    for _ in range(TRIES - 1):
        assert await house.delivered() == []
        row = await row_of(house, "hello")
        assert row.state == "ready"
        waits.append((row.due - house.desk.clock()).total_seconds())
        house.desk.clock.now = row.due
    assert waits == sorted(waits)
    assert waits[-1] == 600
    assert sum(waits) > 2 * 3600
    await house.delivered()
    assert (await row_of(house, "hello")).state == "dead"


async def test_a_chat_that_moved_is_followed_with_everything_of_it(house: Any, queue: Any) -> None:
    await queue("first")
    await queue("second")
    house.chat.fail("send", Moved("moved", new="room-1005"))
    assert [(said.key, said.to.chat) for said in await house.delivered()] == [
        ("first", "room-1005"),
        ("second", "room-1005"),
    ]
    async with house.db.read() as session:
        assert await spaces.chat_at(session, "fake", "", "room") is None
        assert (await spaces.chat_at(session, "fake", "", "room-1005")).space_id == house.space_id


async def test_a_chat_that_moved_to_one_that_is_ours_already_is_set_aside(house: Any, queue: Any) -> None:
    await queue("hello")
    house.chat.fail("send", Moved("moved", new="corner"))
    assert await house.delivered() == []
    assert (await row_of(house, "hello")).state == "dead"
    async with house.db.read() as session:
        assert (await spaces.chat_at(session, "fake", "", "room")).gone == "moved"
        assert (await spaces.chat_at(session, "fake", "", "corner")).gone is None


async def test_a_chat_that_closed_is_set_aside_and_the_chairs_are_told(house: Any, queue: Any) -> None:
    await queue("hello")
    house.chat.fail("send", Gone("The bot was removed."))
    told = await house.delivered()
    assert sorted(said.to.chat for said in told) == ["chang", "sekou"]
    assert "The bot was removed." in told[0].text
    async with house.db.read() as session:
        assert (await spaces.chat_at(session, "fake", "", "room")).gone == "The bot was removed."
        assert [one.chat for one in await spaces.live_chats(session, house.space_id)] == ["corner", "channel"]


async def test_a_message_that_is_gone_cannot_be_edited_and_its_chat_stays(house: Any, flash_row: FlashRow) -> None:
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    house.chat.fail("edit", Gone("message not found"))
    edits = await house.delivered()
    assert len(edits) == 2
    async with house.db.read() as session:
        assert (await session.exec(select(Chat).where(Chat.gone.is_not(None)))).all() == []


async def test_an_edit_goes_to_what_was_posted_and_keeps_its_time(house: Any, flash_row: FlashRow) -> None:
    posted = {said.to.chat: said for said in await house.delivered()}
    house.desk.clock.advance(600)
    async with house.db.write() as session:
        row = await session.get_one(FlashRow, flash_row.id)
        row.facts = {**row.facts, "corrected": house.desk.clock().isoformat()}
        await outbox.edit_flash(session, row, house.desk.clock())
    edits = await house.delivered()
    assert {said.at for said in edits} == {said.at for said in posted.values()}
    assert all("Corrected 13:07" in said.text and "posted 12:57" in said.text for said in edits)


async def test_an_edit_of_what_is_still_on_its_way_waits_for_it(house: Any, flash_row: FlashRow) -> None:
    house.chat.fail("send", *[Later("busy", seconds=10)] * 3)
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    assert await house.delivered() == []
    house.desk.clock.advance(10)
    assert [said.how for said in await house.delivered()] == ["send"] * 3 + ["edit"] * 3


async def test_an_edit_of_what_was_never_posted_is_dropped(house: Any, flash_row: FlashRow) -> None:
    house.chat.fail("send", *[Refused("never")] * 3)
    await house.delivered()
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    assert await house.delivered() == []
    assert await house.drain.due() == []


async def test_what_is_refused_for_good_is_dead_with_its_cause_and_the_next_goes_on(house: Any, queue: Any) -> None:
    await queue("bad")
    await queue("good")
    house.chat.fail("send", Refused("never", cause="can't parse entities"))
    assert [said.key for said in await house.delivered()] == ["good"]
    row = await row_of(house, "bad")
    assert (row.state, row.error) == ("dead", "can't parse entities")


async def test_a_defect_of_ours_stops_one_message_only(house: Any, queue: Any, caplog: Any) -> None:
    await queue("bad")
    await queue("good")
    house.chat.fail("send", ZeroDivisionError("ours"))
    assert [said.key for said in await house.delivered()] == ["good"]
    assert (await row_of(house, "bad")).error == "ZeroDivisionError: ours"
    assert "delivery bad" in caplog.text


async def test_buttons_are_sealed_before_they_leave(house: Any, queue: Any) -> None:
    message = Message((Para((Span("?"),)),), ((Button("Yes", "help"), Button("Site", url="https://a.example/")),))
    await queue("ask", message=message)
    (said,) = await house.delivered()
    (yes, site) = said.message.buttons[0]
    assert len(yes.token) == 16
    assert site.token == ""


async def test_a_private_message_that_one_account_refuses_goes_to_the_persons_next(house: Any) -> None:
    async with house.db.write() as session:
        person = await people.meet(session, "fake", "", "two-faced", "Two")
        session.add(Account(person_id=person.id, platform="fake", tenant="", user="other-face"))
        await outbox.tell_persons(
            session, house.space_id, [person.id], "news", lambda: say("for you"), house.desk.clock()
        )
    house.chat.fail("send", Gone("blocked"))
    (said,) = await house.delivered()
    assert (said.to.chat, said.text) == ("other-face", "for you")


async def test_told_to_stop_it_takes_nothing_more_and_ends_what_is_under_way(house: Any, queue: Any) -> None:
    await queue("one")
    await queue("two")
    send = house.chat.send

    async def stopping(*given: Any) -> Any:
        house.drain.stop()
        return await send(*given)

    house.chat.send = stopping
    assert [one.key for one in await house.delivered()] == ["one"]
    assert (await row_of(house, "one")).state == "sent"
    assert (await row_of(house, "two")).state == "ready"
