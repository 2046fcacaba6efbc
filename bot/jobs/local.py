"""Jobs in one process: APScheduler is the clock, a sweep finds the rows that are due, nothing is stored.

APScheduler's own stores are not used: with several processes they fire twice (docs/decisions/0002-jobs.md).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError

from bot import metrics
from bot.jobs import Work
from storage import failing
from storage.db import Database

log = logging.getLogger(__name__)
_TICK_S = 1.0
_BREATH_S = 0.2
"""Between two sweeps: of the commits of a busy moment each asks for one, and one serves them all. The first is at once."""

_GRACE_S = 7.0
_ASIDE_S = 60.0


class LocalJobs:
    """`work`: name → what it does. See `bot.jobs.Jobs`. A row whose job failed is set aside for a minute."""

    def __init__(self, work: Mapping[str, Work]) -> None:
        self._work = work
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._wake = asyncio.Event()
        self._live: dict[tuple[str, Any], asyncio.Task[None]] = {}
        self._aside: dict[tuple[str, Any], float] = {}
        self._failing = False

    def follow(self, db: Database) -> None:
        db.after_commit.append(self.nudge)

    def nudge(self) -> None:
        self._wake.set()

    def every(self, name: str, seconds: float, run: Callable[[], Awaitable[object]]) -> None:
        async def periodic() -> None:  # APScheduler awaits a coroutine function; what a lambda gives it lets lie
            try:
                await run()
            except Exception:  # the next period does it again
                log.exception("%s failed", name)

        self._scheduler.add_job(
            periodic, "interval", seconds=seconds, id=name, max_instances=1, coalesce=True, misfire_grace_time=None
        )

    async def run(self) -> None:
        self._scheduler.add_job(self._wake.set, "interval", seconds=_TICK_S, id="sweep", coalesce=True)
        self._scheduler.start()
        try:
            while True:
                self._wake.clear()
                await self._sweep()
                await asyncio.sleep(_BREATH_S)
                await self._wake.wait()
        finally:
            self._scheduler.shutdown(wait=False)
            await self._finish()

    async def settle(self) -> None:
        while await self._sweep() or self._live:
            if self._live:
                await asyncio.wait(self._live.values())

    async def _sweep(self) -> int:
        """Starts what is due and is not under way; returns how many were started."""
        started, now = 0, asyncio.get_running_loop().time()
        self._aside = {job: until for job, until in self._aside.items() if until > now}
        for name, work in self._work.items():
            free = work.at_once - sum(1 for kind, _ in self._live if kind == name)
            for row in await self._due(name, work):
                if free > 0 and (name, row) not in self._live and (name, row) not in self._aside:
                    self._start(name, work, row)
                    started, free = started + 1, free - 1
        return started

    async def _due(self, name: str, work: Work) -> list[Any]:
        try:
            found = list(await work.due())
            self._database(None)
            return found
        except DBAPIError as error:  # away, locked, full: the next sweep asks again
            self._database(failing.said(error))
            return []
        except Exception:  # the next sweep asks again; a database that is away for a moment must not end the bot
            log.exception("could not find what is due: %s", name)
            return []

    def _database(self, said: str | None) -> None:
        """Says once that the database fails, and once that it answers again."""
        if said and not self._failing:
            log.error("the database fails, everything waits for it: %s", said)
        if self._failing and not said:
            log.info("the database answers again")
        self._failing = bool(said)

    def _start(self, name: str, work: Work, row: Any) -> None:
        task = asyncio.create_task(self._one(name, work, row), name=f"{name}:{row}")
        self._live[name, row] = task
        task.add_done_callback(lambda _: self._done(name, row))

    def _done(self, name: str, row: Any) -> None:
        del self._live[name, row]
        self._wake.set()

    async def _one(self, name: str, work: Work, row: Any) -> None:
        try:
            await work.run(row)
        except Exception:  # one row's defect must not stop the others; the row stays due and is tried again later
            log.exception("%s %s failed", name, row)
            metrics.DEFECTS.labels("job").inc()
            self._aside[name, row] = asyncio.get_running_loop().time() + _ASIDE_S

    async def _finish(self) -> None:
        for work in self._work.values():
            if work.stop:
                work.stop()
        if self._live:
            await asyncio.wait(self._live.values(), timeout=_GRACE_S)
