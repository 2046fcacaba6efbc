"""A database is brought to the newest revision at every start, whoever else starts at the same time."""

import asyncio
import multiprocessing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (fills SQLModel.metadata)
from storage import migrate as migrating
from storage.db import Database
from storage.migrate import migrate, revision


async def test_an_empty_database_gets_every_table(empty_url: str) -> None:
    db = Database(empty_url)
    try:
        before, now = await migrate(db)
        assert before is None
        assert (now, now) == await revision(db)
        async with db.engine.connect() as connection:
            tables = await connection.run_sync(lambda c: set(inspect(c).get_table_names()))
        queues = {name for name in tables if name.startswith("procrastinate_")}
        assert bool(queues) == (not db.sqlite)
        assert tables - queues == set(SQLModel.metadata.tables) | {"alembic_version"}
    finally:
        await db.aclose()


async def test_migrating_again_changes_nothing(db: Database) -> None:
    before, now = await migrate(db)
    assert before == now
    assert await migrate(db) == (now, now)


async def test_the_tables_and_the_migrations_say_the_same(db: Database) -> None:
    async with db.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


def _differences(connection: Connection) -> list[object]:
    ours = {"include_name": lambda name, _kind, _parents: not (name or "").startswith("procrastinate_")}
    context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
    return list(compare_metadata(context, SQLModel.metadata))


def test_migrations_are_numbered_in_order() -> None:
    names = sorted(path.stem for path in Path(migrating.__file__).parent.glob("migrations/versions/*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


def test_several_processes_may_start_at_once(empty_url: str) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(_start, [empty_url] * 2, chunksize=1)
    assert len({now for _, now in results}) == 1
    assert sorted(before is None for before, _ in results) == [False, True]


def _start(url: str) -> tuple[str | None, str | None]:
    async def start() -> tuple[str | None, str | None]:
        db = Database(url)
        try:
            return await migrate(db)
        finally:
            await db.aclose()

    return asyncio.run(start())


async def test_several_tasks_may_migrate_at_once(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(3)]
    results = await asyncio.gather(*(migrate(db) for db in databases))
    for db in databases:
        await db.aclose()
    assert sorted(before is None for before, _ in results) == [False, False, True]
