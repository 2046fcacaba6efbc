"""Jobs of several processes on PostgreSQL: procrastinate carries them, the rows that are due are the truth.

A job says "look at row X now" and has the row as its lock: one process looks at it at a time. Whoever commits something defers
in the same transaction a job that sweeps: it finds the rows that are due and defers a job for each that has none. One such
comes every second by itself, so losing every job loses nothing. Jobs of a process that died are thrown away, and the next
sweep makes them anew; nothing is retried by procrastinate but what failed, a minute later.

A retry beside a waiting job of the same row ends in an error (procrastinate's issue #1543): a row that is being looked at gets
no second job.
"""

import asyncio
import contextlib
import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from psycopg import AsyncConnection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.jobs import Work
from bot.jobs.fairly import Fairly
from bot.jobs.rescue import AWAY, Rescue, said
from storage import failing, queue
from storage.db import Database, server_options
from storage.processes import LEASE_S

log = logging.getLogger(__name__)
_BREATH_S = 0.2
"""Between two sweeps of a process: of the commits of a busy moment one sweep serves all. The first is at once."""

_POLL_S = 0.5  # how late a job may be found whose notice was lost, or that was put off
_BEAT_S = 3.0
_GRACE_S = 7.0
_ASIDE_S = 60
_AT_ONCE = 4  # jobs of the clock itself
_SWEEP, _CLOCK = "sweep", "clock"


class ClusterJobs:
    """`work`: name → what it does; `mine`: the names, of these and of what is done in each period, that this process does; all
    if left out. See `bot.jobs.Jobs`."""

    def __init__(self, db: Database, work: Mapping[str, Work], mine: Collection[str] | None = None) -> None:
        self._db, self._work = db, work
        self._does: Callable[[str], bool] = mine.__contains__ if mine is not None else lambda _: True
        self._mine = [name for name in work if self._does(name)]
        self._queues = [_SWEEP, _CLOCK]
        address = make_url(db.url).set(drivername="postgresql").update_query_dict(server_options(db.url))
        conninfo = address.render_as_string(hide_password=False)
        connector = procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=8)
        self._rows, self._clock = procrastinate.App(connector=connector), procrastinate.App(connector=connector)
        self._rows.job_manager = Fairly(connector, db, [name for name, one in work.items() if one.stays])
        self._tasks = {name: self._task(name, one) for name, one in work.items()}
        self._sweeper = self._clock.task(name=_SWEEP, queue=_SWEEP)(self._asked_to_sweep)
        self._clock.periodic(cron="* * * * * *")(
            self._clock.task(name="tick", queue=_CLOCK, queueing_lock="tick")(self._tick)
        )
        # a worker without anything periodic stops watching over its own heartbeat (procrastinate 3.10, _monitor_side_tasks)
        self._rows.periodic(cron="0 0 1 1 *")(self._rows.task(name="year", queue=_CLOCK)(self._tick))
        self._rescue = Rescue(db, self._rows.job_manager)
        self._begun: set[asyncio.Task[None]] = set()
        self._one_sweep = asyncio.Lock()
        self._wanted = False

    def follow(self, db: Database) -> None:
        db.before_commit.append(self._defer_sweep)

    def nudge(self) -> None:
        task = asyncio.create_task(self._swept_soon())
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    def every(self, name: str, seconds: float, run: Callable[[], Awaitable[object]]) -> None:
        async def periodic(timestamp: int) -> None:
            try:
                await run()
            except Exception:  # the next period does it again
                log.exception("%s failed", name)

        own = f"every:{name}"
        self._clock.periodic(cron=_cron(seconds))(
            self._clock.task(name=own, queue=own, lock=own, queueing_lock=own)(periodic)
        )
        if self._does(name):
            self._queues.append(own)

    async def run(self) -> None:
        await self._opened()
        workers = [self._work_on(self._clock, self._queues, _AT_ONCE)]
        workers += [self._work_on(self._rows, queues, most) for most, queues in self._groups().items()]
        tasks = [asyncio.create_task(one) for one in (*workers, self._rescue.run())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            await asyncio.gather(*done)
        finally:
            await self._end(tasks)

    async def _end(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        """What is under way is finished; what long jobs leave is told to them first."""
        for name in self._mine:
            if stop := self._work[name].stop:
                stop()
        for task in (*tasks, *self._begun):
            task.cancel()
        await asyncio.gather(*tasks, *self._begun, return_exceptions=True)
        await self._rows.close_async()

    async def settle(self) -> None:
        await self._opened()
        try:
            while await self._sweep():
                for most, queues in self._groups().items():
                    await self._worker(self._rows, queues, most, wait=False)
        finally:
            await self._rows.close_async()

    # rows

    def _task(self, name: str, work: Work) -> Any:
        async def look(context: procrastinate.JobContext, row: Any) -> None:
            with self._rescue.noted(context.job):
                try:
                    await work.run(_row(row))
                except Exception as error:  # one row's defect stops no other; it stays due and is tried again later
                    if failing.database_fails(error):  # no fault of the row: the next sweep finds it
                        log.warning("%s %s: the database fails: %s", name, row, failing.said(error))
                        return
                    log.exception("%s %s failed", name, row)
                    metrics.DEFECTS.labels("job").inc()
                    raise

        again = procrastinate.RetryStrategy(wait=_ASIDE_S)
        return self._rows.task(name=name, queue=name, pass_context=True, retry=again)(look)

    def _job(self, name: str, row: Any) -> Job:
        key = f"{name}:{json.dumps(row)}"
        if len(key) > 200:
            key = f"{name}:{hashlib.sha256(key.encode()).hexdigest()}"
        job: Job = self._tasks[name].configure(lock=key, queueing_lock=key, task_kwargs={"row": row}).job
        return job

    # sweeping

    async def _defer_sweep(self, session: AsyncSession) -> None:
        """In the transaction of whoever commits: the sweep is there if and when the commit is. Where it cannot be, the error is
        one that whoever writes to the database knows."""
        raw = await (await session.connection()).get_raw_connection()
        connection: AsyncConnection[Any] | None = raw.driver_connection
        try:
            await self._sweeper.configure(connection=connection).defer_async()
        except ConnectorException as error:
            raise OperationalError("a sweep", {}, error.__cause__ or error) from error

    async def _asked_to_sweep(self) -> None:
        await self._swept_soon()

    async def _tick(self, timestamp: int) -> None:
        await self._swept_soon()

    async def _swept_soon(self) -> None:
        """Sweeps; who asks while another waits for its turn is served by that one."""
        if self._wanted:
            return
        self._wanted = True
        async with self._one_sweep:
            self._wanted = False
            try:
                await self._sweep()
            except AWAY as error:  # the next second asks again
                log.warning("jobs: no sweep now: %s", said(error))
            await asyncio.sleep(_BREATH_S)

    async def _sweep(self) -> int:
        """One process at a time defers what is due and has no job; returns how many. The turn ends with its connection, so a
        kill in the midst holds up nobody."""
        async with self._db.engine.begin() as connection:
            await queue.lock(connection)
            await queue.drop_waiting(connection, _SWEEP)
            jobs = [job for name, work in self._work.items() for job in await self._due(name, work)]
            known = await queue.known(connection, [str(job.lock) for job in jobs])
            new = list({job.lock: job for job in jobs if job.lock not in known}.values())
            if new:
                with contextlib.suppress(AlreadyEnqueued):  # turns that the server mixed up: the next sweep sees to it
                    await self._rows.job_manager.batch_defer_jobs_async(new)
        return len(new)

    async def _due(self, name: str, work: Work) -> Sequence[Job]:
        try:
            return [self._job(name, _told(row)) for row in await work.due()]
        except failing.FAILS as error:  # the next sweep asks again; one kind that fails must not hold up the others
            log.warning("jobs: could not find what is due: %s: the database fails: %s", name, failing.said(error))
        except Exception:  # the same, and a defect of ours
            log.exception("could not find what is due: %s", name)
        return []

    # working

    async def _opened(self) -> None:
        while True:
            try:
                await self._rows.open_async()
                return
            except AWAY as error:
                log.error("jobs: the database does not answer: %s", said(error))
                await asyncio.sleep(1)

    def _groups(self) -> dict[int, list[str]]:
        """Queues by how many of their jobs may run at once: a worker for each number."""
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for name in self._mine:
            groups[self._work[name].at_once].append(name)
        return groups

    async def _work_on(self, app: procrastinate.App, queues: list[str], most: int) -> None:
        """A worker until cancelled: one that lost the database begins anew."""
        while True:
            try:
                await self._worker(app, queues, most)
            except AWAY as error:
                log.error("jobs: the database does not answer: %s", said(error))
            await asyncio.sleep(1)

    async def _worker(self, app: procrastinate.App, queues: list[str], most: int, wait: bool = True) -> None:
        await app.run_worker_async(
            queues=queues,
            concurrency=most,
            wait=wait,
            fetch_job_polling_interval=_POLL_S,
            shutdown_graceful_timeout=_GRACE_S,
            listen_notify=wait,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=_BEAT_S,
            stalled_worker_timeout=LEASE_S,
        )


def _told(row: Any) -> Any:
    """A row as JSON has it; several columns are a list."""
    return list(row) if isinstance(row, Sequence) and not isinstance(row, str) else row


def _row(told: Any) -> Any:
    """A row as `due` gave it: JSON knows no tuples."""
    return tuple(told) if isinstance(told, list) else told


def _cron(seconds: float) -> str:
    """A period that divides a minute or an hour, with a sixth field for seconds, as croniter has it."""
    whole = int(seconds)
    if whole == seconds and 0 < whole < 60 and 60 % whole == 0:
        return f"* * * * * */{whole}"
    minutes, rest = divmod(whole, 60)
    if whole != seconds or rest or not minutes or 60 % minutes:
        raise ValueError(f"no period of the clock: {seconds} s")
    return "0 * * * *" if minutes == 60 else f"*/{minutes} * * * *"
