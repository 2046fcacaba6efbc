"""Real processes, killed in the midst of their work: the others do what they had in hand, and no two the same at once."""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage.db import Database

pytestmark = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
ROOT = Path(__file__).resolve().parents[2]
ROWS = 120

WORKER = """
import asyncio, os, sys
from sqlalchemy import text
from bot.jobs import Work
from bot.jobs.cluster import ClusterJobs
from storage.db import Database

async def main():
    db = Database(sys.argv[1])

    async def say(statement, **named):
        async with db.engine.begin() as connection:
            return await connection.execute(text(statement), named)

    async def due():
        return list((await say("select id from chore where done is null order by id limit 20")).scalars())

    async def run(row):
        await say("insert into turn (chore, pid, begun) values (:row, :pid, clock_timestamp())", row=row, pid=os.getpid())
        await asyncio.sleep(0.3)
        await say("update turn set ended = clock_timestamp() where chore = :row and pid = :pid", row=row, pid=os.getpid())
        await say("update chore set done = now() where id = :row", row=row)

    async def tick():
        await say("insert into tick (second) values (floor(extract(epoch from clock_timestamp())))")

    jobs = ClusterJobs(db, {"chore": Work(due, run, at_once=4)})
    jobs.every("tick", 1, tick)
    await jobs.run()

asyncio.run(main())
"""


async def _say(db: Database, statement: str) -> list[Any]:
    async with db.engine.begin() as connection:
        found = await connection.execute(text(statement))
        return list(found.all()) if found.returns_rows else []


async def _begin(url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, url, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


async def test_killing_processes_at_random_loses_no_row_and_gives_none_to_two(db: Database) -> None:
    await _say(db, "create table chore (id int primary key, done timestamptz)")
    await _say(db, "create table turn (chore int, pid int, begun timestamptz, ended timestamptz)")
    await _say(db, "create table tick (second int)")
    await _say(db, f"insert into chore select n, null from generate_series(1, {ROWS}) n")
    running = [await _begin(db.url) for _ in range(3)]
    chance = random.Random(7)
    try:
        async with asyncio.timeout(180):
            before = ROWS
            while left := (await _say(db, "select count(*) from chore where done is null"))[0][0]:
                if before - left > ROWS // 5 and left > ROWS // 4:
                    before = left
                    victim = running.pop(chance.randrange(len(running)))
                    victim.send_signal(signal.SIGKILL)
                    await victim.wait()
                    running.append(await _begin(db.url))
                await asyncio.sleep(0.1)
    finally:
        for one in running:
            one.kill()
        await asyncio.gather(*(one.wait() for one in running))
    together = "select count(*) from turn a join turn b on a.chore = b.chore and a.pid < b.pid"
    both = f"{together} and a.ended is not null and b.ended is not null and a.begun < b.ended and b.begun < a.ended"
    assert await _say(db, both) == [(0,)]
    assert (await _say(db, "select count(distinct chore) from turn where ended is not null"))[0][0] == ROWS
    [(ticks, seconds)] = await _say(db, "select count(*), max(second) - min(second) from tick")
    assert ticks <= seconds + 3  # three processes that each did it would have three in each second
