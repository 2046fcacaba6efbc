"""What stays with a process for long is shared evenly: who has a share leaves the next to those who have less."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import procrastinate
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.jobs.fairly import Fairly
from bot.presence import Presence
from storage.db import Database

pytestmark = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])


class One:
    """A process with a worker, as far as the database can see."""

    def __init__(self, fairly: Fairly, worker: int) -> None:
        self.fairly, self.worker = fairly, worker

    async def takes(self) -> str | None:
        job = await self.fairly.fetch_job(["drain"], self.worker)
        return job.lock if job else None


@contextlib.asynccontextmanager
async def _processes(db: Database, *roles: str, patience_s: float) -> AsyncIterator[list[One]]:
    address = make_url(db.url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=4)
    async with procrastinate.App(connector=connector).open_async():
        made = []
        for number, role in enumerate(roles):
            await Presence(db, role, str(number)).begin()
            fairly = Fairly(connector, db, ["drain"], patience_s)
            made.append(One(fairly, await fairly.register_worker()))
        yield made


async def _wait(db: Database, *tokens: str) -> None:
    async with db.engine.begin() as connection:
        for token in tokens:
            job: dict[str, Any] = {"token": token}
            insert = "insert into procrastinate_jobs (queue_name, task_name, lock) values ('drain', 'drain', :token)"
            await connection.execute(text(insert), job)


async def test_who_has_one_leaves_the_next_to_who_has_none(db: Database) -> None:
    async with _processes(db, "chat", "watch,chat", patience_s=60) as (quick, slow):
        await _wait(db, "a", "b", "c", "d")
        assert await quick.takes() == "a"
        second = asyncio.create_task(quick.takes())
        await asyncio.sleep(0.1)
        assert await slow.takes() == "b"
        assert await second == "c"
        third = asyncio.create_task(quick.takes())
        await asyncio.sleep(0.1)
        assert await slow.takes() == "d"
        assert await third is None


async def test_where_nobody_comes_it_is_taken_a_moment_later_and_nothing_more_is_left(db: Database) -> None:
    async with _processes(db, "chat", "chat", patience_s=0.05) as (quick, _):
        await _wait(db, *"abcde")
        assert [await quick.takes() for _ in range(5)] == list("abcde")


@pytest.mark.parametrize("roles", [("chat",), ("chat", "watch,jobs")])
async def test_who_alone_does_it_leaves_nothing(db: Database, roles: tuple[str, ...]) -> None:
    async with _processes(db, *roles, patience_s=3600) as (alone, *_):
        await _wait(db, "a", "b", "c")
        assert [await asyncio.wait_for(alone.takes(), 60) for _ in range(3)] == ["a", "b", "c"]
