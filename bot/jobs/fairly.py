"""Jobs that stay with their process for long, such as a token's, are shared evenly among those who do them.

Whoever is quicker would take them all, and keep them. So who has a share already leaves the next for a moment to those who have
less. If nobody comes for it he takes it, and asks no more for a while: a process that is alive and takes nothing delays no one.
"""

import asyncio
import time
from collections.abc import Collection, Iterable
from math import ceil

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from bot.roles import jobs_of
from storage import processes, queue
from storage.db import Database

_MOMENT_S = 0.025
_IN_VAIN_S = 3.0


class Fairly(JobManager):
    """Fetches jobs. `staying`: the queues of those that stay; `patience_s`: how long one is left to others."""

    def __init__(
        self, connector: BaseConnector, db: Database, staying: Collection[str], patience_s: float = 0.3
    ) -> None:
        super().__init__(connector)
        self._db, self._staying, self._patience_s = db, frozenset(staying), patience_s
        self._holds = False
        self._asks = 0.0

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """As procrastinate has it, a moment later where others have fewer."""
        staying = sorted(self._staying.intersection(queues or ()))
        if staying:
            await self._leave(staying, worker_id)
        job = await super().fetch_job(queues, worker_id)
        self._holds = self._holds or bool(job and job.queue in self._staying)
        return job

    async def _leave(self, staying: list[str], worker_id: int) -> None:
        until = time.monotonic() + self._patience_s
        while self._holds and time.monotonic() >= self._asks and await self._has_its_share(staying, worker_id):
            if time.monotonic() >= until:
                self._asks = time.monotonic() + _IN_VAIN_S
            await asyncio.sleep(_MOMENT_S)

    async def _has_its_share(self, staying: list[str], worker_id: int) -> bool:
        """Whether one more would be more than this process's share of those that wait or are done."""
        mine, done, waiting = await queue.shares(self._db, staying, worker_id)
        self._holds = mine > 0
        if not mine or not waiting:
            return False
        async with self._db.read() as session:
            roles = await processes.roles(session)
        others = sum(1 for one in roles if jobs_of(one).intersection(staying)) or 1
        return mine + 1 > ceil((done + 1) / others)
