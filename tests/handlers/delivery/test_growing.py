"""A message that an edit makes longer than what was posted: its end is posted behind it, and nothing of it is lost."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from sqlmodel import select

from bot import outbox
from bot.drafts import flash
from bot.errors import CutOff, Gone, Later, Refused
from bot.message import Budget, Message
from bot.positions.showing import mirror
from bot.sentences import chat as sentences
from handlers.slack import render as slack
from handlers.telegram import render as telegram
from storage.tables import Card, EventRow, FlashRow

DOUBTS = tuple(
    f"{n}. " + "What was read here may be two columns that were taken for one, line by line. " * 4 for n in range(40)
)
SMALL = Budget(120, 60, 8)


def on_slack(message: Message) -> str:
    shown = slack.blocks(message, "stamp")
    for block in shown:
        Block.parse(block).validate_json()
    assert len(shown) <= slack.MOST_BLOCKS
    return json.dumps(shown, ensure_ascii=False)


def on_telegram(message: Message) -> str:
    shown = telegram.text(message)
    assert telegram.BUDGET.length(shown) <= 4096
    return shown


async def correct(house: Any, flash_row: FlashRow, doubts: tuple[str, ...]) -> list[Any]:
    """The Flash doubts so much, and is edited; what is said in the room."""
    async with house.db.write() as session:
        row = await session.get_one(FlashRow, flash_row.id)
        facts = replace(flash.FLASH.validate_python(row.facts), doubts=doubts)
        row.facts = flash.FLASH.dump_python(facts, mode="json")
        house.desk.clock.advance(1)
        await outbox.edit_flash(session, row, house.desk.clock())
    return await said(house)


async def said(house: Any) -> list[Any]:
    house.desk.clock.advance(mirror.APART.total_seconds())
    return [said for said in await house.delivered() if said.to.chat == "room"]


def how(told: list[Any]) -> list[str]:
    return [one.how for one in told]


@pytest.mark.parametrize(
    ("budget", "shows"),
    [pytest.param(slack.BUDGET, on_slack, id="slack"), pytest.param(telegram.BUDGET, on_telegram, id="telegram")],
)
async def test_a_flash_that_outgrows_its_message_goes_on_in_further_ones(
    house: Any, flash_row: FlashRow, budget: Budget, shows: Any
) -> None:
    house.chat.budget = budget
    (posted,) = await said(house)
    told = await correct(house, flash_row, DOUBTS)
    assert (told[0].how, told[0].at) == ("edit", posted.at)
    assert set(how(told[1:])) == {"send"}
    texts = [shows(one.message) for one in told]
    assert all(any(f"{n}. What was read" in text for text in texts) for n in range(len(DOUBTS)))
    marks = [one.text.splitlines()[-1] for one in told]
    of = len(told)
    assert marks == [f"(1/{of})", *(f"({n}/{of} · FLASH  Vision r2  “Proposal”)" for n in range(2, of + 1))]
    assert told[-1].message.buttons == posted.message.buttons != ()


async def test_the_next_edit_is_of_all_its_parts(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = telegram.BUDGET
    await said(house)
    parts = [one.at for one in await correct(house, flash_row, DOUBTS)]
    again = await correct(house, flash_row, DOUBTS[:-1])
    assert [(one.how, one.at) for one in again] == [("edit", at) for at in parts]
    assert [bool(one.message.buttons) for one in again] == [False] * (len(parts) - 1) + [True]
    shorter = await correct(house, flash_row, ())
    assert [one.text for one in shorter[1:]] == [sentences.PART_EMPTY] * (len(parts) - 1)


async def test_a_flash_is_posted_once_by_the_record_however_it_grows(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = telegram.BUDGET
    await said(house)
    told = await correct(house, flash_row, DOUBTS)
    async with house.db.read() as session:
        kinds = [json.loads(event.ev)["kind"] for event in (await session.exec(select(EventRow))).all()]
    assert kinds.count("flash") == 3, "once for each chat"
    assert any("posted 12:57" in one.text for one in told)


async def test_parts_that_may_not_be_posted_leave_what_can_be_shown(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = telegram.BUDGET
    (posted,) = await said(house)
    house.chat.fail("send", *[Refused("posting is restricted")] * 3)
    (told,) = await correct(house, flash_row, DOUBTS)
    assert (told.how, told.at) == ("edit", posted.at)
    assert told.message.buttons
    assert how(await correct(house, flash_row, DOUBTS))[:2] == ["edit", "send"]


async def test_of_a_message_that_is_gone_no_end_is_posted(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = telegram.BUDGET
    await said(house)
    house.chat.fail("edit", *[Gone("deleted")] * 3)
    assert await correct(house, flash_row, DOUBTS) == []


async def test_a_part_that_was_cut_off_is_looked_for_before_it_is_sent_again(house: Any, flash_row: FlashRow) -> None:
    house.chat.budget = telegram.BUDGET
    await said(house)
    house.chat.fail("send", *[CutOff("no answer came")] * 3, done=True)
    told = await correct(house, flash_row, DOUBTS)
    assert how(told) == ["edit", "send"]
    house.desk.clock.advance(60)
    await house.drain.settle()
    told += await said(house)
    assert len({one.text for one in told}) == len(told) == int(told[0].text.splitlines()[-1].strip("()").split("/")[1])


async def test_what_changes_while_further_parts_are_on_their_way_is_shown_in_the_end(house: Any) -> None:
    await house.say("share C9")
    await said(house)
    await house.say("object C9 it binds nobody")
    await house.wait()
    house.chat.budget = SMALL
    house.chat.fail("send", Later("busy", seconds=30))
    assert how(await said(house)) == ["edit"]
    async with house.db.write() as session:
        await mirror.touch(session, await session.get_one(Card, 1), house.desk.clock())
    assert await said(house) == []
    house.desk.clock.advance(30)
    told = how(await said(house))
    assert set(told) == {"send", "edit"}
    assert told == sorted(told, reverse=True), "first all of it is there, then it is brought up to date"
