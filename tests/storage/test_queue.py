"""procrastinate's tables come with the first start, and anew with another version of it."""

import pytest
from sqlalchemy import text

from storage import queue
from storage.db import Database
from storage.migrate import migrate

pytestmark = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])


async def _say(db: Database, statement: str) -> list:
    async with db.write() as session:
        found = await (await session.connection()).execute(text(statement))
        return found.scalars().all() if found.returns_rows else []


async def test_they_are_left_alone_while_the_version_is_the_same(db: Database) -> None:
    await _say(db, "insert into procrastinate_jobs (queue_name, task_name) values ('a', 'b')")
    await migrate(db)
    assert await _say(db, "select count(*) from procrastinate_jobs") == [1]


async def test_another_version_makes_them_anew_and_loses_nothing_but_jobs(db: Database) -> None:
    await _say(db, "insert into procrastinate_jobs (queue_name, task_name) values ('a', 'b')")
    await _say(db, "insert into lease (name, process_id, since) values ('a', 'b', now())")
    await _say(db, "comment on table procrastinate_jobs is 'of before'")
    await migrate(db)
    assert await _say(db, "select count(*) from procrastinate_jobs") == [0]
    assert await _say(db, "select count(*) from lease") == [1]


async def test_a_database_that_never_had_them_gets_them(db: Database) -> None:
    async with db.write() as session:
        await (await session.connection()).execute(text(queue.CLEAR))
    left = "select count(*) from pg_class where relname like 'procrastinate%'"
    assert await _say(db, left) == [0]
    await migrate(db)
    assert await _say(db, "select count(*) from procrastinate_jobs") == [0]
