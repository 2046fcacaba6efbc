"""The engine: what a block wrote is there when it ends well, and nothing of it when it does not."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import select

from storage.db import Database, async_url
from storage.tables import Space


async def test_a_write_that_ends_well_is_kept(db: Database) -> None:
    async with db.write() as session:
        session.add(Space(name="vision", title="Vision"))
    async with db.read() as session:
        assert (await session.exec(select(Space.name))).all() == ["vision"]


async def test_a_write_that_fails_leaves_nothing_and_lets_the_next_one_in(db: Database) -> None:
    async def write_and_fail() -> None:
        async with db.write() as session:
            session.add(Space(name="vision", title="Vision"))
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    async with db.write() as session:
        assert (await session.exec(select(Space))).all() == []


async def test_a_row_can_be_read_after_its_session_has_ended(db: Database) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
    assert space.name == "vision"
    assert space.id


async def test_jobs_are_nudged_after_every_commit_and_after_nothing_else(db: Database) -> None:
    nudges: list[str] = []
    db.after_commit.append(lambda: nudges.append("now"))
    async with db.write():
        pass
    with pytest.raises(LookupError):
        async with db.write():
            raise LookupError
    async with db.read():
        pass
    assert nudges == ["now"]


async def test_many_writers_at_once_all_get_their_turn(db: Database) -> None:
    async def one(number: int) -> None:
        async with db.write() as session:
            session.add(Space(name=f"s{number}", title="Vision"))

    await asyncio.gather(*(one(number) for number in range(40)))
    async with db.read() as session:
        assert len((await session.exec(select(Space.id))).all()) == 40


async def test_a_reader_does_not_wait_for_a_writer(db: Database) -> None:
    async with db.write() as session:
        session.add(Space(name="vision", title="Vision"))
        await session.flush()
        async with asyncio.timeout(60), db.read() as other:
            assert (await other.exec(select(Space))).all() == []


async def test_it_says_whether_it_answers(db: Database) -> None:
    await db.ping()


async def test_sqlite_keeps_what_it_committed_through_a_power_cut(sqlite: Database) -> None:
    async with sqlite.engine.connect() as connection:
        pragmas = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_a_large_transaction_writes_nothing_before_its_commit_and_keeps_little_after_it(sqlite: Database) -> None:
    file = Path(make_url(sqlite.url).database or "")
    journal = file.with_name(f"{file.name}-wal")
    async with sqlite.write() as session:
        await session.exec(select(1))
        before = journal.stat().st_size if journal.exists() else 0
        many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)"
        long = "insert into seen (key, at) select hex(zeroblob(400)) || i, current_timestamp from n"
        await (await session.connection()).execute(text(f"{many} {long}"))  # 20 MB
        assert journal.stat().st_size == before
        kept = (await (await session.connection()).execute(text("pragma cache_size"))).scalar_one()
    assert kept == -8192
    assert journal.stat().st_size > 16_000_000


async def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/var/deep/rapporteur.db")
    await db.ping()
    await db.aclose()
    assert (tmp_path / "var/deep/rapporteur.db").exists()


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:///var/x.db", "sqlite+aiosqlite:///var/x.db"),
        ("postgresql://user:secret@host/db", "postgresql+psycopg://user:secret@host/db"),
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
    ],
)
def test_addresses_name_the_driver_that_is_used(written: str, used: str) -> None:
    assert async_url(written) == used


def test_the_log_never_shows_a_password() -> None:
    assert "secret" not in Database("postgresql://user:secret@host/db").shown_url
