"""Several processes share a database: who is alive is known, and what one alone may do one alone does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, update
from sqlmodel import col, select

from storage import processes
from storage.db import Database
from storage.tables import Process

postgres = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])


async def _enlist(db: Database, *numbers: str) -> None:
    for number in numbers:
        async with db.write() as session:
            await processes.enlist(session, number, "host:1", "all")


async def _take(db: Database, number: str, name: str = "telegram:1") -> bool:
    async with db.write() as session:
        return await processes.take(session, name, number)


async def _silent(db: Database, number: str, seconds: float = processes.LEASE_S + 1) -> None:
    """A process has said nothing for so long."""
    async with db.write() as session:
        since = await processes.clock(session) - timedelta(seconds=seconds)
        await session.exec(update(Process).where(col(Process.id) == number).values(seen=since))


@pytest.fixture(autouse=True)
async def _a_server_that_runs_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        processes, "_STARTED", select(func.clock_timestamp(), func.clock_timestamp() - timedelta(hours=1))
    )


async def test_the_first_has_a_lease_and_keeps_it(db: Database) -> None:
    await _enlist(db, "a")
    assert await _take(db, "a")
    assert await _take(db, "a")


@postgres
async def test_a_second_waits_until_the_first_is_dead(db: Database) -> None:
    await _enlist(db, "a", "b")
    assert await _take(db, "a")
    assert not await _take(db, "b")
    await _silent(db, "a")
    assert await _take(db, "b")
    assert not await _take(db, "a")


@postgres
async def test_who_leaves_leaves_what_it_had_at_once(db: Database) -> None:
    await _enlist(db, "a", "b")
    await _take(db, "a")
    async with db.write() as session:
        await processes.leave(session, "a")
    assert await _take(db, "b")


@postgres
async def test_of_many_that_ask_at_once_one_gets_it(db: Database) -> None:
    await _enlist(db, *"abcdef")
    assert sum(await asyncio.gather(*(_take(db, one) for one in "abcdef"))) == 1


@postgres
async def test_nobody_is_dead_while_the_server_itself_has_just_begun(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _enlist(db, "a", "b")
    await _take(db, "a")
    await _silent(db, "a")
    monkeypatch.setattr(processes, "_STARTED", select(func.clock_timestamp(), func.clock_timestamp()))
    assert not await _take(db, "b")


async def test_who_was_forgotten_is_told_so(db: Database) -> None:
    await _enlist(db, "a")
    async with db.write() as session:
        assert await processes.seen(session, "a")
        await processes.leave(session, "a")
        assert not await processes.seen(session, "a")


async def test_a_file_has_one_process_and_a_server_as_many_as_there_are(db: Database) -> None:
    await _enlist(db, "a", "b")
    async with db.read() as session:
        assert sorted(await processes.living(session)) == (["b"] if db.sqlite else ["a", "b"])
