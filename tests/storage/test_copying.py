"""A whole database moved between SQLite and PostgreSQL: every row of every table, or nothing."""

import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Float, Integer, LargeBinary, Table, func, insert, select, text
from sqlmodel import SQLModel

from storage import copying
from storage.copying import CopyFailed, _pages, copy
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Space

NOW = datetime(2026, 6, 11, 12, 30, 15, 123456, tzinfo=UTC)
TEXTS = ("plain", "“quotes” 'and' \"more\"\n\ttab", "العربية مع 漢字 ї œ", "", "Z", "a", "ä", "%s :name \\ {x}")


def _value(column: Column[Any], n: int) -> Any:
    """A value of a column's type, another one for each row, as odd as may be."""
    if isinstance(column.type, JSON):
        return {"n": n, "deep": [1.5, None, True, {"ключ": TEXTS[2]}]} if "{" in repr(column.default) else [n, "x"]
    if isinstance(column.type, LargeBinary):
        return bytes(range(256)) * (n + 1)
    if isinstance(column.type, Boolean):
        return bool(n % 2)
    if isinstance(column.type, Float):
        return 0.1 + n / 3
    if isinstance(column.type, Integer):
        return 1000 + n
    if "DateTime" in type(column.type).__name__:
        aware = "UTC" in type(column.type).__name__
        return (NOW if aware else NOW.replace(tzinfo=None)) + timedelta(microseconds=n)
    return f"{TEXTS[n % len(TEXTS)]}{n}" if column.primary_key or column.unique or n % 3 else TEXTS[n % len(TEXTS)]


def _row(table: Table, n: int) -> dict[str, Any]:
    """A row that refers to rows of the same number elsewhere, in circles where the tables do."""
    row = {}
    for column in table.columns:
        if column.foreign_keys:
            (key,) = column.foreign_keys
            numeric = isinstance(column.type, Integer)
            row[column.name] = None if column.nullable and n % 2 else n + 1 if numeric else _key(key.column, n)
        elif column.name == "id" and isinstance(column.type, Integer):
            row[column.name] = n + 1
        else:
            row[column.name] = None if column.nullable and n % 4 == 3 else _value(column, n)
    return row


def _key(column: Column[Any], n: int) -> Any:
    return n + 1 if column.name == "id" and isinstance(column.type, Integer) else _value(column, n)


async def fill(db: Database, rows: int = 9) -> None:
    """Rows in every table of ours, whatever tables there will be; the events of two spaces in unbroken chains."""
    async with db.engine.begin() as connection:
        if db.sqlite:
            await connection.execute(text("pragma defer_foreign_keys = on"))
        else:
            await connection.execute(text("set session_replication_role = replica"))
        for table in SQLModel.metadata.tables.values():
            if table.name not in ("event", "aside"):
                await connection.execute(insert(table), [_row(table, n) for n in range(rows)])
        for space in (1, 2):
            await connection.execute(insert(SQLModel.metadata.tables["event"]), _chain(space, 501))


def _chain(space: int, events: int) -> list[dict[str, Any]]:
    found, prev = [], "0" * 64
    for seq in range(1, events + 1):
        ev = json.dumps(
            {"n": seq, "text": TEXTS[seq % len(TEXTS)]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        bare = f'{{"ev":{ev},"prev":"{prev}","seq":{seq}}}'
        hashed = hashlib.sha256(bare.encode()).hexdigest()
        found.append({"space_id": space, "seq": seq, "prev": prev, "hash": hashed, "ev": ev, "at": NOW})
        prev = hashed
    return found


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
    finally:
        await db.aclose()


async def everything(db: Database) -> dict[str, list[dict[str, Any]]]:
    async with db.engine.connect() as connection:
        return {
            name: [row async for page in _pages(connection, table) for row in page]
            for name, table in SQLModel.metadata.tables.items()
        }


def _quietly(_table: str, _rows: int) -> None:
    pass


@pytest.fixture
async def full(db: Database) -> str:
    """A database of each kind with rows in every table."""
    await fill(db)
    await db.aclose()
    return db.url


@pytest.fixture
def elsewhere(engine: str, postgres: Any, tmp_path: Path) -> Any:
    """Addresses of an empty database of the other kind, and of one more of the same kind."""
    other, file = postgres.database(), f"sqlite:///{tmp_path}/elsewhere.db"
    yield (other, file) if engine == "sqlite" else (file, other)
    postgres.drop(other)


async def test_every_row_of_every_table_goes_to_the_other_kind_and_comes_back(full: str, elsewhere: Any) -> None:
    there, back = elsewhere
    told: list[tuple[str, int]] = []
    async with opened(full) as first, opened(there) as second, opened(back) as third:
        counts = await copy(first, second, lambda *so_far: told.append(so_far), {})
        await copy(second, third, _quietly, {})
        before, between, after = await everything(first), await everything(second), await everything(third)
    assert before == between == after
    assert all(before[name] for name in before if name != "aside")
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert dict(told) == counts
    assert ("event", 500) in told


async def test_numbers_go_on_after_the_highest(full: str, elsewhere: Any) -> None:
    async with opened(full) as first, opened(elsewhere[0]) as second:
        await copy(first, second, _quietly, {})
        async with second.write() as session:
            space = Space(name="the next one", title="")
            session.add(space)
            await session.flush()
            assert space.id == 10


async def test_references_are_kept_as_strictly_as_before(full: str, elsewhere: Any) -> None:
    async with opened(full) as first, opened(elsewhere[0]) as second:
        await copy(first, second, _quietly, {})
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            async with second.engine.begin() as connection:
                await connection.execute(text("insert into document (space_id, name) values (4711, 'x')"))


async def test_a_database_with_anything_in_it_is_refused_and_left_alone(full: str, elsewhere: Any) -> None:
    async with opened(full) as first, opened(elsewhere[0]) as second:
        await migrate(second)
        async with second.write() as session:
            session.add(Space(name="mine", title=""))
        with pytest.raises(CopyFailed) as failed:
            await copy(first, second, _quietly, {})
        assert (failed.value.why, failed.value.detail) == ("not empty", "space")
        async with second.engine.connect() as connection:
            assert (await connection.execute(select(func.count()).select_from(Space))).scalar_one() == 1


@pytest.mark.parametrize("fails", ["witness", "interrupted"])
async def test_a_copy_that_is_broken_off_leaves_nothing_and_can_be_begun_again(
    full: str, elsewhere: Any, fails: str
) -> None:
    class Stop(Exception):
        pass

    def stop(*_: Any) -> None:
        raise Stop

    def at_flash(table: str, _rows: int) -> None:
        if table == "flash":
            raise Stop

    async with opened(full) as first, opened(elsewhere[0]) as second:
        with pytest.raises(Stop):
            await copy(first, second, at_flash if fails == "interrupted" else _quietly, {"event": stop})
        assert not any((await everything(second)).values())
        await copy(first, second, _quietly, {})


@pytest.mark.parametrize(("found", "why"), [("0001", "older"), ("9999", "newer")])
async def test_only_a_database_of_this_version_is_copied(full: str, elsewhere: Any, found: str, why: str) -> None:
    async with opened(full) as first, opened(elsewhere[0]) as second:
        async with first.engine.begin() as connection:
            await connection.execute(text(f"update alembic_version set version_num = '{found}'"))
        with pytest.raises(CopyFailed) as failed:
            await copy(first, second, _quietly, {})
        assert (failed.value.why, failed.value.detail) == (why, found)


async def test_another_row_than_was_written_is_found(
    full: str, elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(full) as first, opened(elsewhere[0]) as second:
        kept = copying._rows

        async def altering(ends: Any, table: Table, told: Any) -> int:
            count = await kept(ends, table, told)
            if table.name == "space":
                await ends.target.execute(text("update space set title = 'another' where id = 3"))
            return count

        monkeypatch.setattr(copying, "_rows", altering)
        with pytest.raises(CopyFailed) as failed:
            await copy(first, second, _quietly, {})
        assert (failed.value.why, failed.value.detail) == ("differs", "space 3")
        assert not any((await everything(second)).values())


async def test_postgresql_that_others_have_open_is_not_copied(postgres: Any, tmp_path: Path) -> None:
    url = postgres.migrated()
    async with opened(url) as first, opened(url) as bot, opened(f"sqlite:///{tmp_path}/x.db") as second:
        await bot.ping()
        with pytest.raises(CopyFailed) as failed:
            await copy(first, second, _quietly, {})
        assert failed.value.why == "in use"
    postgres.drop(url)


async def test_nobody_writes_to_sqlite_while_it_is_copied(tmp_path: Path, migrated_file: Path) -> None:
    async with opened(f"sqlite:///{migrated_file}") as first, opened(f"sqlite:///{tmp_path}/x.db") as second:
        blocked: list[str] = []

        def told(table: str, _rows: int) -> None:
            with (
                sqlite3.connect(migrated_file, timeout=0) as other,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                other.execute("insert into seen values ('x', '2026-01-01')")
            other.close()
            blocked.append(table)

        await copy(first, second, told, {})
        assert blocked
