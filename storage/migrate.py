"""Bringing a database to the newest revision; run at every start, safe to run by several processes at once."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage import queue
from storage.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x5261_7070  # any number, ours alone on that server


class MigrationFailed(Exception):
    """The database cannot be brought to the newest revision; the text says why."""


def config() -> "Config":
    """Alembic's configuration without a file."""
    from alembic.config import Config  # 10 MB that a bot whose database is at the newest revision never needs

    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    made.set_main_option("path_separator", "os")
    return made


async def migrate(db: Database) -> tuple[str | None, str | None]:
    """Upgrades to the newest revision, in one transaction. Returns (revision before, revision now).

    MigrationFailed if a reference would lead nowhere afterwards.
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
    return now, known()[-1]


@cache
def known() -> tuple[str, ...]:
    """The revisions that we know, in order: the numbers by which the names of their files begin."""
    return tuple(sorted(path.stem[:4] for path in (_SCRIPTS / "versions").glob("[0-9]*.py")))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _upgrade(connection: Connection) -> tuple[str | None, str | None]:
    if connection.dialect.name == "postgresql":
        _check_encoding(connection)
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = _revision(connection)
    if before != known()[-1]:
        _run(connection)
    if connection.dialect.name == "postgresql":
        queue.prepare(connection)
    now = _revision(connection)
    if before != now and connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
        if lost:
            raise MigrationFailed(f"references that lead nowhere: {[tuple(row) for row in lost]}")
    return before, now


def _check_encoding(connection: Connection) -> None:
    """Text that is not kept as UTF-8 can be of some languages only (PostgreSQL's manual, "Character Set Support")."""
    encoding = connection.execute(text("show server_encoding")).scalar()
    if encoding != "UTF8":
        raise MigrationFailed(f"server_encoding is {encoding}, not UTF8")


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.util import CommandError

    made = config()
    made.attributes["connection"] = connection
    try:
        command.upgrade(made, "head")
    except CommandError as error:
        raise MigrationFailed(str(error)) from error
