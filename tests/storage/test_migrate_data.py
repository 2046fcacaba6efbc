"""Data of every earlier revision comes over: a row in each table is there after the upgrade, and can be read."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import SQLModel

from storage import migrate as migrating
from storage.db import Database
from storage.migrate import config, migrate
from storage.tables import Thread

REVISIONS = sorted(path.name[:4] for path in Path(migrating.__file__).parent.glob("migrations/versions/[0-9]*.py"))
NOW = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


def _to(connection: sa.Connection, revision: str) -> None:
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, revision)


def _value(column: sa.Column[Any]) -> Any:
    """Something that may stand in a column: of whatever it refers to, the one row that there is."""
    match column.type:
        case sa.Boolean():
            return False
        case sa.Integer():
            return 1
        case sa.Float() | sa.Numeric():
            return 1.0
        case sa.DateTime():
            return NOW.replace(tzinfo=None) if not getattr(column.type, "timezone", False) else NOW
        case sa.LargeBinary():
            return b"x"
        case sa.JSON():
            return {} if column.name in ("body", "reaches") else []
    return "1"


def _fill(connection: sa.Connection) -> dict[str, int]:
    """A row in each table; how many rows each has."""
    found = sa.MetaData()
    found.reflect(connection)
    tables = [table for table in found.sorted_tables if not table.name.startswith(("alembic", "procrastinate"))]
    for table in tables:
        row = {column.name: _value(column) for column in table.columns}
        row |= {"edits": None} if table.name == "delivery" else {}
        connection.execute(table.insert().values(row))
    return _counts(connection, [table.name for table in tables])


def _counts(connection: sa.Connection, names: Sequence[str]) -> dict[str, int]:
    return {name: connection.execute(sa.text(f'select count(*) from "{name}"')).scalar_one() for name in names}


@pytest.mark.parametrize("revision", REVISIONS[:-1])
async def test_a_row_of_each_table_comes_over(empty_url: str, revision: str) -> None:
    db = Database(empty_url)
    try:
        async with db.engine.begin() as connection:
            await connection.run_sync(_to, revision)
            before = await connection.run_sync(_fill)
        await migrate(db)
        async with db.engine.begin() as connection:
            kept = [name for name in before if name in SQLModel.metadata.tables]
            after = await connection.run_sync(_counts, kept)
            assert {name: after[name] for name in kept if after[name] < before[name]} == {}
            for table in SQLModel.metadata.sorted_tables:
                await connection.execute(sa.select(table))
    finally:
        await db.aclose()


def test_there_is_a_file_for_each_revision() -> None:
    assert all(re.fullmatch(r"\d{4}", revision) for revision in REVISIONS)


def _fill_threads(connection: sa.Connection) -> None:
    """Document 1 has the threads 5 and 7, the first of which the newer draft lacks; document 2 has none yet."""
    found = sa.MetaData()
    found.reflect(connection)

    def add(name: str, /, **named: object) -> None:
        table = found.tables[name]
        connection.execute(table.insert().values({c.name: _value(c) for c in table.columns} | named))

    for name in ("space", "person", "chat", "document", "source", "blob"):
        add(name)
    add("document", id=2, name="2")
    for number, document in enumerate((1, 1, 2, 2), 1):
        add("draft", id=number, document_id=document, number=number, url=str(number), moved_to=None)
        add("rendition", id=number, draft_id=number)
        add("reading", id=number, draft_id=number, rendition_id=number, current=True)
    for reading, n, thread in ((1, 1, 5), (1, 2, 7), (2, 1, 7), (3, 1, None), (4, 1, None), (4, 2, None)):
        add("paragraph", reading_id=reading, n=n, thread=thread)


async def test_each_thread_stands_where_it_last_stood(empty_url: str) -> None:
    db = Database(empty_url)
    try:
        async with db.engine.begin() as connection:
            await connection.run_sync(_to, "0026")
            await connection.run_sync(_fill_threads)
        await migrate(db)
        async with db.engine.begin() as connection:
            rows = await connection.execute(sa.select(Thread.__table__).order_by("document_id", "thread"))
            assert list(map(tuple, rows)) == [(1, 5, 1, 1), (1, 7, 2, 1), (2, 1, 4, 1), (2, 2, 4, 2), (2, 3, 3, 1)]
    finally:
        await db.aclose()
