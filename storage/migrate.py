"""Bringing a database to the newest revision; run at every start, safe to run by several processes at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage import queue
from storage.db import Database

_LOCK = 0x5261_7070  # any number, ours alone on that server


def config() -> Config:
    """Alembic's configuration without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.set_main_option("path_separator", "os")
    return made


async def migrate(db: Database) -> tuple[str | None, str | None]:
    """Upgrades to the newest revision, in one transaction. Returns (revision before, revision now).

    CommandError if a reference would lead nowhere afterwards.
    """
    engine = db.rebuilding()
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def revision(db: Database) -> tuple[str | None, str | None]:
    """(the database's revision, the newest one we know); equal when nothing is to be done."""
    async with db.engine.connect() as connection:
        now = await connection.run_sync(_revision)
    return now, ScriptDirectory.from_config(config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> tuple[str | None, str | None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = _revision(connection)
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
    if connection.dialect.name == "postgresql":
        queue.prepare(connection)
    now = _revision(connection)
    if before != now and connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
        if lost:
            raise CommandError(f"references that lead nowhere: {[tuple(row) for row in lost]}")
    return before, now
