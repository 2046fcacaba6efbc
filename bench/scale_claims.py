"""Due sources on PostgreSQL, taken up by several processes: none is looked at twice, none is missed."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import select, update

from bench.postgres import Server
from bench.scale_looks import desk, fill, now
from bench.town import until
from bot.desk import Desk
from storage.processes import living
from storage.tables import Look, Source

Row = dict[str, Any]


def processes(count: int, part: str, url: str, *more: str) -> list[subprocess.Popen[str]]:
    """So many processes of `bench.scale_process` on one database."""
    line = [sys.executable, "-m", "bench.scale_process", part, url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return [subprocess.Popen([*line, f"p{n}", *more], **pipes) for n in range(count)]


async def ended(running: Sequence[subprocess.Popen[str]]) -> list[str]:
    """Waits for them, their input being over; what each said. SystemExit if one failed."""
    told = await asyncio.gather(*(asyncio.to_thread(one.communicate) for one in running))
    if any(one.returncode for one in running):
        sys.exit("a process of bench.scale_process failed")
    return [out for out, _ in told]


async def all_alive(at: Desk, count: int) -> None:
    """Waits until so many processes have begun and had a moment for what they begin with."""

    async def alive() -> bool:
        async with at.db.read() as session:
            return len(await living(session) or ()) >= count

    if not await until(alive, 60):
        sys.exit("a process of bench.scale_process did not begin")
    await asyncio.sleep(2)


async def claimed(there: Server, sources: int, count: int) -> Row:
    """So many due sources, so many processes."""
    url = there.database()
    async with desk(url) as at:
        await fill(at, sources, now() + timedelta(days=1))
        running = processes(count, "look", url)
        await all_alive(at, count)
        began, served = time.perf_counter(), there.cpu_s()
        async with at.db.write() as session:
            await session.exec(update(Source).values(next_due=now()))
        spent = [json.loads(out.splitlines()[-1])["cpu_s"] for out in await ended(running)]
        took = time.perf_counter() - began
        async with at.db.read() as session:
            looked = Counter((await session.exec(select(Look.source_id))).all())
    row: Row = {"what": "claims", "sources": sources, "processes": count, "seconds": took}
    row |= {"twice": sum(times - 1 for times in looked.values()), "missed": sources - len(looked)}
    return row | {"cpu_s": [round(one, 1) for one in spent], "server_cpu_s": there.cpu_s() - served}
