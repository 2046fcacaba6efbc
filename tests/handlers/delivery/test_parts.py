"""A message longer than a page goes out, is edited and comes through a crash part by part."""

from typing import Any

from bot import outbox
from bot.message import MESSAGE, Budget, Button, Message, say
from bot.sentences import chat as sentences
from handlers.delivery.letters import parts
from handlers.delivery.pace import Pace
from storage.tables import Delivery, FlashRow
from tests.handlers.delivery.steps import killed_while_sending, row_of


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
    row = await row_of(house, "long")
    assert (row.state, row.parts) == ("ready", [said.at.id for said in house.chat.said])
    await killed_while_sending(house, "long")
    await house.drain.recover()
    for _ in range(count):
        house.desk.clock.advance(1)
        await house.delivered()
    assert [said.key for said in house.chat.said] == ["long", *(f"long:{n}" for n in range(2, count + 1))]
    row = await row_of(house, "long")
    assert (row.state, row.posted, len(row.parts)) == ("sent", house.chat.said[0].at.id, count)


async def test_a_part_that_arrived_before_the_crash_is_found_and_the_next_one_goes(house: Any, queue: Any) -> None:
    count = await _queued_in_parts(house, queue)
    await killed_while_sending(house, "long")
    await house.chat.send(house.place("room"), say("the first part"), "long")
    await house.drain.recover()
    assert [said.key for said in await house.delivered()] == [f"long:{n}" for n in range(2, count + 1)]


async def test_only_the_part_that_may_be_a_repeat_says_so(house: Any, queue: Any) -> None:
    house.chat.finds = False
    count = await _queued_in_parts(house, queue)
    await killed_while_sending(house, "long")
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
