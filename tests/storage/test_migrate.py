"""A database is brought to the newest revision at every start, whoever else starts at the same time."""

import asyncio
import multiprocessing
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

import storage.tables  # noqa: F401  (fills SQLModel.metadata)
from storage import db as database
from storage import migrate as migrating
from storage import spaces
from storage.db import Database
from storage.migrate import migrate, revision
from storage.tables import Address, Source, Space


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


async def test_sources_and_their_addresses_outlive_a_new_key(db: Database, clock: Callable[[], datetime]) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        vision, plan = [await spaces.document(session, space.id, name) for name in ("Vision", "Plan")]
        about = {"space_id": space.id, "url": "https://wsis.example/", "kind": "list", "next_due": clock()}
        source = Source(document_id=vision.id, sessions=["2014-06-11T09:00/18:00"], **about)
        session.add(source)
        await session.flush()
        session.add(Address(source_id=source.id, url="https://wsis.example/r1.pdf", checked=clock()))
    engine = db.rebuilding()
    async with engine.begin() as connection:
        await connection.run_sync(_down, "0022")
    await engine.dispose()
    await migrate(db)
    async with db.write() as session:
        assert (await session.exec(select(Source.id, Source.sessions))).all() == [(source.id, source.sessions)]
        assert (await session.exec(select(Address.source_id))).all() == [source.id]
        session.add(Source(document_id=plan.id, **about))
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            session.add(Source(document_id=vision.id, **about))


def _down(connection: Connection, to: str) -> None:
    made = migrating.config()
    made.attributes["connection"] = connection
    command.downgrade(made, to)


def test_migrations_are_numbered_in_order() -> None:
    names = sorted(path.stem for path in Path(migrating.__file__).parent.glob("migrations/versions/*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


def test_a_file_is_named_after_its_revision() -> None:
    scripts = ScriptDirectory.from_config(migrating.config())
    assert migrating.known()[-1] == scripts.get_current_head()
    assert set(migrating.known()) == {script.revision for script in scripts.walk_revisions()}


def test_several_processes_may_start_at_once(empty_url: str) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(_start, [empty_url] * 2, chunksize=1)
    assert len({now for _, now in results}) == 1
    assert sorted(before is None for before, _ in results) == [False, True]


_PATIENT = (*database._PRAGMAS, "busy_timeout=300000")  # on a machine that others use a migration takes its time


def _start(url: str) -> tuple[str | None, str | None]:
    database._PRAGMAS = _PATIENT

    async def start() -> tuple[str | None, str | None]:
        db = Database(url)
        try:
            return await migrate(db)
        finally:
            await db.aclose()

    return asyncio.run(start())


async def test_several_tasks_may_migrate_at_once(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", _PATIENT)
    databases = [Database(empty_url) for _ in range(3)]
    results = await asyncio.gather(*(migrate(db) for db in databases))
    for db in databases:
        await db.aclose()
    assert sorted(before is None for before, _ in results) == [False, False, True]
