"""Jobs that nobody does any more are thrown away, and the next sweep makes them anew.

procrastinate rescues nothing by itself (its issue #1408), and a rescue that is itself a job with a lock is lost with its
process: so it is a loop of each process.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from storage import failing, queue
from storage.db import Database
from storage.processes import LEASE_S

log = logging.getLogger(__name__)
AWAY = (ConnectorException, *failing.AWAY)
_EACH_S = 5.0


class Rescue:
    """`manager`: of the jobs; it is told of those of this process by `noted`."""

    def __init__(self, db: Database, manager: JobManager) -> None:
        self._db, self._manager = db, manager
        self._running: set[int] = set()
        self._workers: set[int] = set()
        self._stuck: set[int] = set()

    @contextmanager
    def noted(self, job: Job) -> Iterator[None]:
        """While this process does a job."""
        assert job.id is not None
        if job.worker_id is not None:
            self._workers.add(job.worker_id)
        self._running.add(job.id)
        try:
            yield
        finally:
            self._running.discard(job.id)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_EACH_S)
            try:
                await self._throw_away()
            except AWAY as error:
                log.warning("jobs: no rescue now: %s", said(error))

    async def _throw_away(self) -> None:
        """Jobs of processes that died, and of this one those that ended while the database could not be told."""
        stalled = {job.id: job for job in await self._manager.get_stalled_jobs(seconds_since_heartbeat=LEASE_S)}
        ended = await queue.doing(self._db, self._workers) - self._running
        for number in [number for number in stalled if number is not None] + sorted(self._stuck & ended):
            log.warning("job %s was left by a process that died, or by a moment without the database", number)
            with suppress(ConnectorException):  # another process was quicker
                await self._manager.finish_job_by_id_async(number, Status.FAILED, delete_job=True)
        self._stuck = ended


def said(error: Exception) -> str:
    """What the driver says; procrastinate's own error says nothing."""
    return failing.said(error.__cause__ or error)
