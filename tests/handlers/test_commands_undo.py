"""The minute in which an act can be undone: pending, seen by its author alone, across a restart."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.positions.acting import pending
from handlers.works import effects
from storage.tables import EventRow, Holding, Position, Space


async def count(house: Any) -> tuple[int, int, int]:
    async with house.db.read() as session:
        found = [(await session.exec(select(one))).all() for one in (Position, EventRow, Holding)]
    return tuple(map(len, found))


async def undo_of(house: Any, length: str) -> None:
    async with house.db.write() as session:
        (await session.get_one(Space, house.space_id)).undo = length


async def test_an_act_that_is_undone_leaves_no_row_and_no_event(house: Any) -> None:
    (said,) = await house.say("object C5,C9 red line")
    assert await count(house) == (2, 0, 0)
    house.desk.clock.advance(59)
    (answer,) = await house.press(said, "Undo")
    assert answer.text == "Undone, all of it: C5 and C9. Nothing was recorded."
    await house.wait(600)
    assert await count(house) == (0, 0, 0)
    (answer,) = await house.press(said, "Undo")
    assert "it was undone before" in answer.text


async def test_at_the_end_of_the_minute_it_takes_effect_dated_at_the_press(house: Any) -> None:
    pressed = house.desk.clock()
    await house.say("support C9")
    await house.wait(59)
    assert [one.state for one in await house.positions()] == ["pending"]
    await house.wait(1)
    (row,) = await house.positions()
    assert (row.state, row.pressed, row.taken) == ("taken", pressed, house.desk.clock())
    async with house.db.read() as session:
        (event,) = (await session.exec(select(EventRow))).all()
    assert json.loads(event.ev)["pressed"] == "2014-06-11T10:57:00+00:00"


async def test_after_its_minute_it_stands_and_the_way_to_lift_it_is_told(house: Any) -> None:
    (said,) = await house.say("support C9")
    await house.wait()
    (answer,) = await house.press(said, "Undo")
    assert answer.text == "It stands since 12:58. To lift it now: /withdraw C9"
    assert answer.labels == ["Withdraw on C9"]
    (answer,) = await house.press(said, "Send now")
    assert answer.text == "It is shown since 12:58."
    assert [one.state for one in await house.positions()] == ["taken"]


async def test_send_now_shows_it_at_once(house: Any) -> None:
    (said,) = await house.say("support C5,C9")
    (answer,) = await house.press(said, "Send now")
    assert answer.text == "Shown now: C5 and C9."
    assert [one.state for one in await house.positions()] == ["taken", "taken"]


async def test_only_who_said_it_can_take_it_back(house: Any) -> None:
    (said,) = await house.say("support C9")
    answers = await house.press(said, "Undo", who="alma")
    assert "Only who said it can take it back." in answers[-1].text
    assert len(await house.positions("pending")) == 1


async def test_a_number_that_is_given_again_is_not_undone_by_an_old_button(house: Any) -> None:
    (said,) = await house.say("support C9")
    await house.press(said, "Undo")
    house.desk.clock.advance(1)
    await house.say("support C8")
    (answer,) = await house.press(said, "Undo")
    assert "it was undone before" in answer.text
    assert [one.ref for one in await house.positions()] == ["C8"]


async def test_a_restart_inside_the_minute_loses_nothing(house: Any, desk_of: Callable[..., Any]) -> None:
    from storage.db import Database

    await house.say("support C9")
    again = Database(house.db.url.replace("+aiosqlite", ""))
    house.desk.clock.advance(3600)
    work = effects(desk_of(again))
    (row,) = await work.due()
    await work.run(row)
    assert await work.due() == []
    await again.aclose()
    assert [one.state for one in await house.positions()] == ["taken"]


async def test_without_a_time_to_undo_it_takes_effect_at_once(house: Any) -> None:
    await undo_of(house, "0s")
    (said,) = await house.say("support C9")
    assert "Recorded for Norway 12:57:00." in said.text
    assert said.labels == []
    assert [one.state for one in await house.positions()] == ["taken"]


@pytest.mark.need(45)
async def test_an_act_that_words_overtake_is_carried_from_the_words_that_were_pressed(
    house: Any, reading: Callable[..., Any]
) -> None:
    await house.say("object C9 red line", who="hansen")
    await house.say("support C8", who="hansen")
    await house.keep(
        reading(
            "# III. Action lines",
            "C5. Building confidence and security.",
            "C8. Cultural diversity shall be respected by all.",
            "C9. Affirm that the same rights must be protected online, in all media.",
            "C10. Ethics matter.",
        )
    )
    await house.wait()
    async with house.db.read() as session:
        states = {row.position_id: row.state for row in (await session.exec(select(Holding))).all()}
    objection, support = await house.positions("taken")
    assert states == {objection.id: "standing", support.id: "stale"}
    (shown,) = await house.say("show C9", who="hansen")
    assert "OBJECTED" in shown.text
    assert "text changed" in shown.text


async def test_what_was_said_together_is_undone_whole_or_not_at_all(house: Any) -> None:
    (said,) = await house.say("object C5,C8,C9 red line")
    first, *_ = await house.positions()
    async with house.db.write() as session:
        await pending.send(session, [await session.get_one(Position, first.id)], house.desk.clock())
    (answer,) = await house.press(said, "Undo")
    assert "Nothing was undone" in answer.text
    assert "C5 can be undone no more" in answer.text
    assert "/withdraw C5,C8,C9" in answer.text
    assert answer.labels == ["Withdraw on C5", "Withdraw on C8", "Withdraw on C9"]
    assert [one.state for one in await house.positions()] == ["taken", "pending", "pending"]


async def test_what_is_left_of_what_was_said_together_is_sent_now(house: Any) -> None:
    (said,) = await house.say("object C5,C9 red line")
    first, *_ = await house.positions()
    async with house.db.write() as session:
        await pending.send(session, [await session.get_one(Position, first.id)], house.desk.clock())
    (answer,) = await house.press(said, "Send now")
    assert answer.text == "Shown now: C5 and C9."
    assert [one.state for one in await house.positions()] == ["taken", "taken"]
    (answer,) = await house.press(said, "Undo")
    assert "They stand since" in answer.text


async def test_what_a_colleague_holds_up_is_taken_back_with_the_rest(house: Any) -> None:
    await house.say("accept C9", who="hansen")
    (said,) = await house.say("object C5,C9 red line", who="dina")
    second = (await house.positions())[-1]
    async with house.db.write() as session:
        await pending.send(session, [await session.get_one(Position, second.id)], house.desk.clock())
    assert [one.state for one in await house.positions()] == ["pending", "pending", "held"]
    (answer,) = await house.press(said, "Undo")
    assert "Taken back; what your colleague said stays" in answer.text
    assert [(one.ref, one.state, one.end) for one in await house.positions()] == [
        ("C9", "pending", ""),
        ("C9", "ended", "dropped"),
    ]


@pytest.mark.parametrize("line", ["undo", "undo C9", "undo now", "undo “it”"])
async def test_typed_without_saying_which_it_offers_what_is_pending(house: Any, line: str) -> None:
    await house.say("support C8")
    await house.say("object C9 red line")
    await house.say("support C10", who="alma")
    (said,) = await house.say(line)
    assert said.text == "Pending are, of what you said: C8 and C9. Which one do you want to take back?"
    assert said.labels == ["Undo C8", "Undo C9"]
    await house.press(said, "Undo C9")
    assert [one.ref for one in await house.positions()] == ["C8", "C10"]


async def test_where_nothing_is_pending_the_way_to_lift_is_told(house: Any) -> None:
    (said,) = await house.say("undo")
    assert said.text == "Nothing that you said is pending. What stands is lifted so: /withdraw"
