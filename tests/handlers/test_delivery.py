"""Deliveries on their way: nothing lost, nothing twice unless it says so, nobody waits for another's trouble."""

import asyncio
import math
import time
from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.drafts import flash
from bot.errors import CutOff, Gone, Later, Moved, Refused
from bot.message import MESSAGE, Budget, Button, Message, Para, Span, say
from bot.sentences import chat as sentences
from handlers.delivery import Drain
from handlers.letters import parts
from handlers.outcomes import TRIES
from handlers.pace import Lane, Pace
from storage import deliveries, people, spaces
from storage.tables import Account, Chat, Delivery, FlashRow


@pytest.fixture
def queue(house: Any):
    """Queues a message to a chat."""

    async def queue(key: str, chat: str = "room", message: Message | None = None) -> None:
        async with house.db.write() as session:
            row = await spaces.chat_at(session, "fake", "", chat)
            place, now = house.place(chat), house.desk.clock()
            told = message or say(key)
            await outbox.queue(session, key, "told", place, told, now, chat_id=row.id if row else None)

    return queue


@pytest.fixture
async def flash_row(house: Any) -> FlashRow:
    """A Flash on its way to every chat of the space."""
    facts = flash.Flash(
        "Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, house.desk.clock(), against="r1"
    )
    async with house.db.write() as session:
        row = FlashRow(draft_id=3, facts=flash.FLASH.dump_python(facts, mode="json"), made=house.desk.clock())
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, house.desk.clock())
    return row


async def _row(house: Any, key: str) -> Delivery:
    async with house.db.read() as session:
        return (await session.exec(select(Delivery).where(Delivery.key == key))).one()


async def test_a_message_is_sent_once_and_remembered_by_the_platforms_id(house: Any, queue: Any) -> None:
    await queue("hello")
    (said,) = await house.delivered()
    assert (said.how, said.to.chat, said.text, said.key) == ("send", "room", "hello", "hello")
    row = await _row(house, "hello")
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
        row = await _row(house, "hello")
        assert row.state == "ready"
        waits.append((row.due - house.desk.clock()).total_seconds())
        house.desk.clock.now = row.due
    assert waits == sorted(waits)
    assert waits[-1] == 600
    assert sum(waits) > 2 * 3600
    await house.delivered()
    assert (await _row(house, "hello")).state == "dead"


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
    assert (await _row(house, "hello")).state == "dead"
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
    row = await _row(house, "bad")
    assert (row.state, row.error) == ("dead", "can't parse entities")


async def test_a_defect_of_ours_stops_one_message_only(house: Any, queue: Any, caplog: Any) -> None:
    await queue("bad")
    await queue("good")
    house.chat.fail("send", ZeroDivisionError("ours"))
    assert [said.key for said in await house.delivered()] == ["good"]
    assert (await _row(house, "bad")).error == "ZeroDivisionError: ours"
    assert "delivery bad" in caplog.text


# ── nobody knows whether it arrived ──────────────────────────────────────────────────────────────────────────────────────


async def _killed_while_sending(house: Any, key: str) -> None:
    async with house.db.write() as session:
        row = (await session.exec(select(Delivery).where(Delivery.key == key))).one()
        row.state, row.tries = "sending", 1
        session.add(row)


async def test_after_a_crash_what_arrived_is_found_and_not_sent_again(house: Any, queue: Any) -> None:
    await queue("hello")
    await _killed_while_sending(house, "hello")
    posted = await house.chat.send(house.place("room"), say("hello"), "hello")
    await house.drain.recover()
    assert await house.delivered() == []
    row = await _row(house, "hello")
    assert (row.state, row.posted) == ("sent", posted.id)


async def test_after_a_crash_what_did_not_arrive_is_sent_without_a_mark(house: Any, queue: Any) -> None:
    await queue("hello")
    await _killed_while_sending(house, "hello")
    await house.drain.recover()
    assert [said.text for said in await house.delivered()] == ["hello"]


async def test_where_the_platform_cannot_tell_it_is_sent_once_more_and_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    await queue("hello")
    await _killed_while_sending(house, "hello")
    await house.drain.recover()
    assert [said.text for said in await house.delivered()] == ["hello\n(may be a repeat)"]
    assert await house.delivered() == []


async def test_or_it_is_held_for_a_person_if_the_configuration_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    drain = Drain(house.desk, house.chats, {"fake": Pace(repeat=False)})
    await queue("hello")
    await queue("next")
    await _killed_while_sending(house, "hello")
    await drain.recover()
    assert (await _row(house, "hello")).state == "held"
    said = await house.delivered()
    assert [one.key for one in said if one.to.chat == "room"] == ["next"]
    assert {one.to.chat for one in said if "Nobody can tell whether" in one.text} == {"chang", "sekou"}


async def test_a_platform_without_a_connection_keeps_the_question_open(house: Any, queue: Any, new_chat: Any) -> None:
    await queue("hello")
    await _killed_while_sending(house, "hello")
    there = house.drain.chats
    house.drain.chats = type(there)({("slack", ""): new_chat(platform="slack")})
    await house.drain.recover()
    assert (await _row(house, "hello")).state == "unknown"
    house.drain.chats = there
    await house.drain.settle()
    assert (await _row(house, "hello")).state == "ready"


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_request_that_was_cut_off_is_settled_a_little_later(house: Any, queue: Any, arrived: bool) -> None:
    await queue("hello")
    await queue("next")
    house.chat.fail("send", CutOff("no answer came"), done=arrived)
    await house.delivered()
    assert (await _row(house, "hello")).state == "unknown"
    assert len(house.chat.said) == arrived  # the chat keeps its order meanwhile
    await house.drain.settle()
    assert (await _row(house, "hello")).state == "unknown"  # the request may still be carried out
    house.desk.clock.advance(30)
    await house.drain.settle()
    await house.delivered()
    assert [said.text for said in house.chat.said] == ["hello", "next"]


async def test_what_cannot_be_looked_up_yet_stays_open(house: Any, queue: Any) -> None:
    await queue("hello")
    await _killed_while_sending(house, "hello")
    house.chat.fail("find", Later("one look-up a minute", seconds=60))
    await house.drain.recover()
    row = await _row(house, "hello")
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


async def test_a_token_sends_no_faster_than_its_pace(house: Any, queue: Any) -> None:
    drain = Drain(house.desk, house.chats, {"fake": Pace(per_second=20)})
    for number in range(5):
        await queue(f"k{number}", chat=f"person{number}")
    started = time.monotonic()
    await drain.run(("fake", ""))
    assert len(house.chat.said) == 5
    assert time.monotonic() - started > 0.14, "two at once, the other three one by one"


async def test_buttons_are_sealed_before_they_leave(house: Any, queue: Any) -> None:
    message = Message((Para((Span("?"),)),), ((Button("Yes", "help"), Button("Site", url="https://a.example/")),))
    await queue("ask", message=message)
    (said,) = await house.delivered()
    (yes, site) = said.message.buttons[0]
    assert len(yes.token) == 16
    assert site.token == ""


async def test_a_part_that_an_edit_needs_no_more_says_that_nothing_stands_there(
    house: Any, flash_row: FlashRow
) -> None:
    house.chat.budget = Budget(60, 60, 2)
    posted = [said.at.id for said in await house.delivered() if said.to.chat == "room"]
    house.chat.budget = Budget(9_000, 9_000, 95)
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    edited = [said for said in await house.delivered() if said.to.chat == "room"]
    assert [said.at.id for said in edited] == posted
    assert "Proposal" in edited[0].text
    assert {said.text for said in edited[1:]} == {sentences.PART_EMPTY}
    assert not any(said.message.buttons for said in edited[1:])


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
    assert (await _row(house, "slow")).state == "sent"


async def test_what_ends_while_more_is_looked_for_is_written_down(
    house: Any, queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, send, takeable = asyncio.Event(), house.chat.send, deliveries.takeable

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
    monkeypatch.setattr(deliveries, "takeable", meanwhile)
    await queue("slow")
    async with asyncio.timeout(60):
        await house.drain.run(("fake", ""))
    assert (await _row(house, "slow")).state == "sent"


async def test_told_to_stop_it_takes_nothing_more_and_ends_what_is_under_way(house: Any, queue: Any) -> None:
    await queue("one")
    await queue("two")
    send = house.chat.send

    async def stopping(*given: Any) -> Any:
        house.drain.stop()
        return await send(*given)

    house.chat.send = stopping
    assert [one.key for one in await house.delivered()] == ["one"]
    assert (await _row(house, "one")).state == "sent"
    assert (await _row(house, "two")).state == "ready"


async def test_a_message_longer_than_a_page_goes_out_in_parts_with_the_buttons_under_the_last(
    house: Any, queue: Any
) -> None:
    paragraphs = [f"{n} " + "word " * 100 for n in range(60)]
    await queue("long", message=Message(say(*paragraphs).blocks, ((Button("Yes", "help"),),)))
    said = await house.delivered()
    assert len(said) > 1
    assert [bool(one.message.buttons) for one in said] == [False] * (len(said) - 1) + [True]
    texts, marks = zip(*(one.text.rsplit("\n", 1) for one in said), strict=True)
    assert sum(text.count("word") for text in texts) == 6000
    assert [mark.split(" · ")[0].strip("()") for mark in marks] == [f"{n}/{len(said)}" for n in range(1, len(said) + 1)]


_BODY = MESSAGE.dump_python(say("news"), mode="json")
LONG = [f"{n} " + "word " * 100 for n in range(20)]


async def _queued_in_parts(house: Any, queue: Any) -> int:
    await queue("long", message=Message(say(*LONG).blocks, ((Button("Yes", "help"),),)))
    return len(parts(say(*LONG), house.chat.budget))


async def test_after_a_crash_a_message_in_parts_goes_on_behind_the_last_that_arrived(house: Any, queue: Any) -> None:
    count = await _queued_in_parts(house, queue)
    house.drain.paces = {"fake": Pace(apart=1)}
    await house.delivered()
    house.desk.clock.advance(1)
    await house.delivered()
    row = await _row(house, "long")
    assert (row.state, row.parts) == ("ready", [said.at.id for said in house.chat.said])
    await _killed_while_sending(house, "long")
    await house.drain.recover()
    for _ in range(count):
        house.desk.clock.advance(1)
        await house.delivered()
    assert [said.key for said in house.chat.said] == ["long", *(f"long:{n}" for n in range(2, count + 1))]
    row = await _row(house, "long")
    assert (row.state, row.posted, len(row.parts)) == ("sent", house.chat.said[0].at.id, count)


async def test_a_part_that_arrived_before_the_crash_is_found_and_the_next_one_goes(house: Any, queue: Any) -> None:
    count = await _queued_in_parts(house, queue)
    await _killed_while_sending(house, "long")
    await house.chat.send(house.place("room"), say("the first part"), "long")
    await house.drain.recover()
    assert [said.key for said in await house.delivered()] == [f"long:{n}" for n in range(2, count + 1)]


async def test_only_the_part_that_may_be_a_repeat_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    count = await _queued_in_parts(house, queue)
    await _killed_while_sending(house, "long")
    await house.drain.recover()
    marked = ["may be a repeat" in said.text for said in await house.delivered()]
    assert marked == [True] + [False] * (count - 1)


async def test_another_message_does_not_come_between_the_parts_of_one(house: Any, queue: Any, flash_row: Any) -> None:
    house.drain.paces = {"fake": Pace(apart=1)}
    await house.delivered()
    count = await _queued_in_parts(house, queue)
    house.desk.clock.advance(1)
    await house.delivered()
    async with house.db.write() as session:
        session.add(
            Delivery(key="news", kind="alert", platform="fake", chat="room", due=house.desk.clock(), body=_BODY)
        )
    keys = []
    for _ in range(count):
        house.desk.clock.advance(1)
        keys += [said.key for said in await house.delivered()]
    assert keys == [*(f"long:{n}" for n in range(2, count + 1)), "news"]


async def test_a_flash_in_parts_keeps_the_words_of_its_first_part(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = Budget(60, 60, 2)
    house.drain.paces = {"fake": Pace(apart=1)}
    await house.delivered()
    async with house.db.write() as session:
        row = await session.get_one(FlashRow, flash_row.id)
        row.facts = {**row.facts, "label": "Another label"}
    for _ in range(20):
        house.desk.clock.advance(60)
        await house.delivered()
    told = "".join(said.text for said in house.chat.said if said.to.chat == "room")
    assert "Proposal" in told
    assert "Another label" not in told
    assert "posted 12:57" in told


async def test_what_was_posted_in_parts_is_edited_part_by_part(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = Budget(60, 60, 2)
    posted = [said.at.id for said in await house.delivered() if said.to.chat == "room"]
    async with house.db.write() as session:
        await outbox.edit_flash(session, flash_row, house.desk.clock())
    edited = [said.at.id for said in await house.delivered() if said.to.chat == "room"]
    assert len(posted) > 1
    assert edited == posted
