"""A process knows by its own clock when the others may have taken it for dead, and stops what it alone does."""

import asyncio
from typing import Any

import pytest

from bot import presence as module
from bot.presence import Presence
from storage.db import Database


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TRY_S", 0.02)
    monkeypatch.setattr(module, "BEAT_S", 0.02)


@pytest.fixture
async def presence(db: Database) -> Any:
    made = Presence(db, "chat")
    await made.begin()
    return made


async def _until(holds: Any) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def test_it_ends_when_what_it_does_alone_has_ended(presence: Presence) -> None:
    done: list[int] = []

    async def act() -> None:
        done.append(1)

    await asyncio.wait_for(presence.alone("telegram:1", act), 60)
    assert done == [1]


async def test_what_goes_wrong_with_it_is_raised(presence: Presence) -> None:
    async def act() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(presence.alone("telegram:1", act), 60)


async def test_who_could_not_say_that_it_is_alive_stops_and_begins_anew_when_it_can(presence: Presence) -> None:
    running, ended = [0], [0]

    async def act() -> None:
        running[0] += 1
        try:
            await asyncio.Event().wait()
        finally:
            ended[0] += 1

    task = asyncio.create_task(presence.alone("telegram:1", act))
    await _until(lambda: running == [1])
    presence._said -= 60
    await _until(lambda: ended == [1])
    await asyncio.sleep(0.1)
    assert running == [1]
    await presence.beat()
    await _until(lambda: running == [2])
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ended == [2]


async def test_each_process_does_its_own_upkeep_in_its_own_periods(presence: Presence) -> None:
    often, seldom = [0], [0]

    async def one() -> None:
        often[0] += 1

    async def other() -> None:
        seldom[0] += 1

    presence.every(0, one)
    presence.every(3600, other)
    task = asyncio.create_task(presence.run())
    await _until(lambda: often[0] > 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert seldom == [1]


async def test_who_was_forgotten_while_it_was_frozen_is_there_again_with_the_next_beat(presence: Presence) -> None:
    await presence.end()
    await presence.beat()
    assert presence.sure()
    await presence.beat()
