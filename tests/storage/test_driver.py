"""A statement goes to SQLite's thread once, and means there what it always did."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.db import Database


@pytest.fixture
async def sqlite(tmp_path: Path) -> Any:
    db = Database(f"sqlite:///{tmp_path / 'one.db'}")
    async with db.write() as session:
        await session.exec(text("create table note (id integer primary key, words text unique)"))
    yield db
    await db.aclose()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    made: list[Any] = []
    visit = aiosqlite.Connection._execute

    async def counted(self: Any, *about: Any, **named: Any) -> Any:
        made.append(about)
        return await visit(self, *about, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return made


async def test_a_transaction_of_two_statements_goes_to_the_thread_three_times(sqlite: Any, visits: list[Any]) -> None:
    async with sqlite.write() as session:
        await session.exec(text("insert into note (words) values ('one')"))
        await session.exec(text("insert into note (words) values ('two')"))
    assert len(visits) == 3


async def test_what_asks_nothing_of_the_database_does_not_go_there(sqlite: Any, visits: list[Any]) -> None:
    async with sqlite.write(), sqlite.read():
        pass
    assert visits == []


async def test_a_statement_tells_its_rows_its_columns_and_how_many_it_changed(sqlite: Any) -> None:
    async with sqlite.write() as session:
        rows = [{"words": "one"}, {"words": "two"}]
        await session.exec(text("insert into note (words) values (:words)"), params=rows)
        changed = await session.exec(text("update note set words = words || '!'"))
        made = await session.exec(text("insert into note (words) values ('three') returning id, words"))
        assert (changed.rowcount, list(made.keys()), made.all()) == (2, ["id", "words"], [(3, "three")])


@pytest.mark.parametrize("wrong", ["insert into note (id, words) values (9, 'one')", "no sql"])
async def test_what_failed_leaves_nothing_and_the_next_transaction_begins_anew(sqlite: Any, wrong: str) -> None:
    async def fails() -> None:
        async with sqlite.write() as session:
            await session.exec(text("insert into note (words) values ('one')"))
            await session.exec(text(wrong))

    with pytest.raises((IntegrityError, OperationalError)):
        await fails()
    async with sqlite.write() as session:
        await session.exec(text("insert into note (words) values ('one')"))
    async with sqlite.read() as session:
        assert (await session.exec(text("select count(*) from note"))).scalar() == 1


async def test_what_is_cancelled_on_its_way_leaves_no_transaction_open(sqlite: Any) -> None:
    async def begins() -> None:
        async with sqlite.write() as session:
            await session.exec(text("insert into note (words) values ('one')"))

    for turns in range(12):
        task = asyncio.create_task(begins())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, IntegrityError):
            await task
    async with sqlite.write() as session:
        await session.exec(text("delete from note"))
