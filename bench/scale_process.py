"""One of several processes on a database: `python -m bench.scale_process PART DATABASE_URL NUMBER …`.

One that looks begins when there is something to do, and ends when that is done; its last line is JSON: what of a processor it
had between. One that sends does so until its standard input ends.
"""

import asyncio
import json
import resource
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.scale_looks import desk, now
from bot.desk import Desk
from bot.jobs import Work
from bot.jobs.cluster import ClusterJobs
from bot.presence import Presence
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from handlers.request import Chats
from handlers.telegram.chat import TelegramChat
from handlers.works import looks, sends
from storage.tables import Source

Left = Callable[[AsyncSession], Awaitable[int]]
"""How much is to be done, by any process."""


@asynccontextmanager
async def process(url: str, number: str) -> AsyncIterator[Desk]:
    """A desk that is known to the others."""
    async with desk(url) as bare:
        presence = Presence(bare.db, "watch,chat", number)
        await presence.begin()
        beating = asyncio.create_task(presence.run())
        yield replace(bare, process=number, sure=presence.sure)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await presence.end()


@asynccontextmanager
async def _working(at: Desk, work: dict[str, Work]) -> AsyncIterator[None]:
    """As the bot does."""
    jobs = ClusterJobs(at.db, work)
    jobs.follow(at.db)
    working = asyncio.create_task(jobs.run())
    yield
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def _until(at: Desk, left: Left, holds: Callable[[int], bool]) -> None:
    while True:
        async with at.db.read() as session:
            if holds(await left(session)):
                return
        await asyncio.sleep(0.5)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def look(url: str, number: str) -> None:
    """Looks at what is due."""

    async def due(session: AsyncSession) -> int:
        query = select(func.count()).select_from(Source).where(Source.next_due <= now(), Source.state != "paused")
        return (await session.exec(query)).one()

    async with process(url, number) as at, _working(at, {"look": looks(at)}):
        await _until(at, due, lambda number: number > 0)
        spent = _cpu_s()
        await _until(at, due, lambda number: number == 0)
        print(json.dumps({"cpu_s": _cpu_s() - spent}))


async def send(url: str, number: str, api_url: str, tokens: str) -> None:
    """Sends what is to be sent, for so many tokens, as fast as the platform takes it."""
    chats: dict[tuple[str, str], Any] = {
        ("telegram", str(n)): TelegramChat(token=f"{n}:TEST", api_url=api_url) for n in range(1, int(tokens) + 1)
    }

    async with process(url, number) as at:
        drain = Drain(at, Chats(chats), {"telegram": Pace(per_second=1000)})
        async with _working(at, {"drain": sends(at, drain)}):
            await asyncio.to_thread(sys.stdin.read)
        for chat in chats.values():
            await chat.aclose()


PARTS: dict[str, Callable[..., Coroutine[Any, Any, None]]] = {"look": look, "send": send}

if __name__ == "__main__":
    asyncio.run(PARTS[sys.argv[1]](*sys.argv[2:]))
