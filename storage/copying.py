"""A whole database into another, empty one, of whatever kind: all of it or nothing, and nothing on trust.

Every row is read from the one, written to the other, and read from both again to be compared; then the transaction is
committed. A copy that was broken off has changed nothing, so it is begun anew. Jobs are not copied: the rows that are due are
the truth.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    func,
    inspect,
    literal,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage import tables  # noqa: F401 -- fills SQLModel.metadata
from storage.backup import OTHERS
from storage.db import Database
from storage.migrate import migrate, revision

Why = Literal["older", "newer", "not empty", "in use", "differs", "itself"]
Told = Callable[[str, int], None]
"""Told of a table how many of its rows are copied so far."""

Witness = Callable[[Mapping[str, Any]], None]
"""Shown each row that arrived, in the order of its key; raises CopyFailed or an error of its own for one that cannot be."""


class CopyFailed(Exception):
    """`why`: what stands in the way; `detail`: a revision, a table, a row."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Ends:
    source: AsyncConnection
    target: AsyncConnection


async def copy(source: Database, target: Database, told: Told, witnesses: Mapping[str, Witness]) -> dict[str, int]:
    """Copies every table; how many rows each has. CopyFailed, or what the databases raise, and then nothing was copied.

    `witnesses`: by the name of a table. Nobody can write to the source meanwhile.
    """
    await _newest(source)
    await _empty(target)
    await migrate(target)
    async with source.engine.connect() as reading, target.engine.begin() as writing:
        ends = _Ends(reading, writing)
        await _shut(ends)
        await _check_references(writing, late=True)
        counts = {table.name: await _rows(ends, table, told) for table in _tables()}
        for table in _tables():
            await _compare(ends, table, witnesses.get(table.name, _nobody))
        await _numbers(writing)
        await _check_references(writing, late=False)
    return counts


def _tables() -> list[Table]:
    return list(SQLModel.metadata.tables.values())


def _nobody(_row: Mapping[str, Any]) -> None:
    """Where a row is only compared."""


# ── what must be so before ───────────────────────────────────────────────────────────────────────────────────────────────


async def _newest(source: Database) -> None:
    now, newest = await revision(source)
    if now != newest:
        raise CopyFailed("older" if (now or "") < (newest or "") else "newer", now or "")


async def _empty(target: Database) -> None:
    """No row in any table of ours: looked at before anything is changed."""
    async with target.engine.connect() as connection:
        there = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
        for table in _tables():
            if (
                table.name in there
                and (await connection.execute(select(literal(1)).select_from(table).limit(1))).first()
            ):
                raise CopyFailed("not empty", table.name)


async def _shut(ends: _Ends) -> None:
    """Nobody else has the source, and nobody can write to it until we are done."""
    if ends.source.dialect.name == "postgresql":
        if (await ends.source.execute(text(OTHERS))).scalar_one():
            raise CopyFailed("in use")
        names = ", ".join(f'"{table.name}"' for table in _tables())
        await ends.source.execute(text(f"lock table {names} in share mode"))
        return
    await ends.source.execute(text("select 1"))  # begins, as every writer does: with the lock


async def _check_references(target: AsyncConnection, *, late: bool) -> None:
    """When references are checked: rows refer to one another in circles, so only after the last one."""
    if target.dialect.name == "sqlite":  # which checks them at the commit then
        await target.execute(text("pragma defer_foreign_keys = on"))
        return
    if not late:
        await target.execute(text("set constraints all immediate"))
    when = "deferrable initially deferred" if late else "not deferrable"
    for table, name in await target.run_sync(_references):
        await target.execute(text(f'alter table "{table}" alter constraint "{name}" {when}'))


def _references(connection: Connection) -> list[tuple[str, str]]:
    looked = inspect(connection)
    return [(table.name, str(key["name"])) for table in _tables() for key in looked.get_foreign_keys(table.name)]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _rows(ends: _Ends, table: Table, told: Told) -> int:
    count = 0
    async for some in _pages(ends.source, table):
        await ends.target.execute(table.insert(), some)
        count += len(some)
        told(table.name, count)
    if not count:
        told(table.name, 0)
    return count


async def _pages(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows of a table in the order of its key, as many at a time as may be held: files are large."""
    most = 16 if any(isinstance(column.type, LargeBinary) for column in table.columns) else 500
    key = [_ordered(connection, column) for column in table.primary_key.columns]
    query, last = select(table).order_by(*key).limit(most), None
    while True:
        after = query if last is None else query.where(tuple_(*key) > tuple_(*(literal(one) for one in last)))
        some = [dict(row) for row in (await connection.execute(after)).mappings()]
        if some:
            yield some
        if len(some) < most:
            return
        last = [some[-1][column.name] for column in table.primary_key.columns]


def _ordered(connection: AsyncConnection, column: Column[Any]) -> Any:
    """Text in the order of its bytes, as SQLite has it: a language's own order differs from machine to machine."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return column.collate("C")
    return column


async def _compare(ends: _Ends, table: Table, witness: Witness) -> None:
    """Row by row, both read anew."""
    ours, theirs = _pages(ends.source, table), _pages(ends.target, table)
    while True:
        some: list[dict[str, Any]] = await anext(ours, [])
        others: list[dict[str, Any]] = await anext(theirs, [])
        if not some and not others:
            return
        for row, other in zip_longest(some, others):
            if row is None or other is None or row != other:
                raise CopyFailed("differs", _named(table, row or other))
            witness(other)


def _named(table: Table, row: Mapping[str, Any]) -> str:
    return f"{table.name} {', '.join(str(row[column.name]) for column in table.primary_key.columns)}"


async def _numbers(target: AsyncConnection) -> None:
    """PostgreSQL counts on after the highest number that was copied."""
    if target.dialect.name != "postgresql":
        return
    for table in _tables():
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, Integer) and not key[0].foreign_keys:
            highest = (await target.execute(select(func.max(key[0])))).scalar_one()
            name = f"pg_get_serial_sequence('\"{table.name}\"', '{key[0].name}')"
            await target.execute(text(f"select setval({name}, {(highest or 0) + 1}, false)"))
