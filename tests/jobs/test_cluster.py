"""Several processes on one PostgreSQL: here as several engines, as far as the database can see; killed ones in test_killed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.jobs import Work
from bot.jobs.cluster import ClusterJobs, _cron
from bot.presence import Presence
from storage import queue
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Space

pytestmark = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])


class Rows:
    """Rows that are due until they were looked at, by whichever process, which takes seconds or until something holds; `most`:
    of one row at once."""

    def __init__(self, *due: Any, takes: float = 0.0, until: Callable[[], bool] = lambda: True) -> None:
        self.waiting, self.takes, self._until = list(due), takes, until
        self.log: list[tuple[str, Any]] = []
        self._live: list[Any] = []
        self.most = 0

    async def due(self) -> list[Any]:
        return list(self.waiting)

    def by(self, name: str) -> Work:
        async def run(row: Any) -> None:
            self._live.append(row)
            self.most = max(self.most, self._live.count(row))
            self.log.append((name, row))
            await asyncio.sleep(self.takes)
            await _until(self._until)
            self._live.remove(row)
            self.waiting.remove(row)

        return Work(self.due, run, at_once=3)


@contextlib.asynccontextmanager
async def _running(*several: ClusterJobs) -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks = [asyncio.create_task(jobs.run()) for jobs in several]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def _say(db: Database, statement: str) -> list[Any]:
    async with db.engine.begin() as connection:
        found = await connection.execute(text(statement))
        return list(found.scalars()) if found.returns_rows else []


async def test_two_processes_share_the_work_and_look_at_each_row_once(db: Database) -> None:
    rows = Rows(*range(60), until=lambda: len({name for name, _ in rows.log}) == 2)
    async with _running(*(ClusterJobs(db, {"look": rows.by(name)}) for name in "ab")):
        await _until(lambda: not rows.waiting)
    assert sorted(row for _, row in rows.log) == list(range(60))
    assert rows.most == 1
    assert {name for name, _ in rows.log} == {"a", "b"}


async def test_what_is_committed_is_looked_at_at_once_by_a_process_that_knows_nothing_of_it(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_tick(*_: Any) -> None:
        """The sweep of every second, which would find it too."""

    monkeypatch.setattr(ClusterJobs, "_tick", no_tick)
    monkeypatch.setattr("bot.jobs.cluster._POLL_S", 3600)
    rows, writer = Rows(), Database(db.url)
    ClusterJobs(writer, {"look": rows.by("never runs")}).follow(writer)
    async with _running(ClusterJobs(db, {"look": rows.by("a")})):
        listening = "state = 'idle' and query like '%LISTEN %' and datname = current_database()"
        while await _say(db, f"select count(*) from pg_stat_activity where {listening}") != [2]:
            await asyncio.sleep(0.05)
        async with writer.write() as session:
            session.add(Space(name="vision", title="Vision"))
            rows.waiting.append("vision")
        await _until(lambda: bool(rows.log))
    await writer.aclose()


async def test_the_job_is_there_if_and_only_if_the_commit_is(db: Database) -> None:
    jobs = ClusterJobs(db, {"look": Rows().by("a")})
    jobs.follow(db)
    with contextlib.suppress(ZeroDivisionError):
        async with db.write() as session:
            await jobs._defer_sweep(session)
            raise ZeroDivisionError
    assert await _say(db, "select count(*) from procrastinate_jobs") == [0]
    async with db.write() as session:
        session.add(Space(name="vision", title="Vision"))
    assert await _say(db, "select task_name from procrastinate_jobs") == ["sweep"]


async def test_losing_every_job_loses_nothing(db: Database) -> None:
    rows = Rows(*range(20), takes=0.02)
    async with _running(ClusterJobs(db, {"look": rows.by("a")})):
        await _until(lambda: len(rows.log) > 5)
        await _say(db, "delete from procrastinate_jobs where status = 'todo'")
        await _until(lambda: not rows.waiting)
    assert len(rows.log) == 20


async def test_a_process_does_what_is_its_own_and_leaves_the_rest_to_others(db: Database) -> None:
    looks, drains = Rows(1, 2), Rows(3, 4)
    work = {"look": looks.by("a"), "drain": drains.by("a")}
    async with _running(ClusterJobs(db, work, mine=["look"])):
        await _until(lambda: not looks.waiting)
        await asyncio.sleep(0.5)
        assert drains.log == []
        others = {"look": looks.by("b"), "drain": drains.by("b")}
        async with _running(ClusterJobs(db, others, mine=["drain"])):
            await _until(lambda: not drains.waiting)
    assert {name for name, _ in looks.log} == {"a"}
    assert {name for name, _ in drains.log} == {"b"}


async def test_something_periodic_is_done_once_in_each_period_of_the_whole_cluster(db: Database) -> None:
    times: list[str] = []

    def ticking(name: str) -> ClusterJobs:
        async def tick() -> None:
            times.append(name)

        jobs = ClusterJobs(db, {})
        jobs.every("tick", 1, tick)
        return jobs

    now = asyncio.get_running_loop().time
    begun = now()
    async with _running(*(ticking(name) for name in "abc")):
        await _until(lambda: len(times) >= 6)
        periods = now() - begun
    assert len(times) <= periods + 3  # each process for itself would have three in each period


async def test_what_a_dead_process_had_in_hand_is_taken_over(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.rescue._EACH_S", 0.2)
    rows = Rows("a")
    await _say(db, "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 min')")
    await _say(
        db,
        "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)"
        """ select 'look', 'look', 'look:"a"', 'look:"a"', '{"row": "a"}', 'doing', id from procrastinate_workers""",
    )
    async with _running(ClusterJobs(db, {"look": rows.by("other")})):
        await _until(lambda: not rows.waiting)
    assert rows.log == [("other", "a")]


async def test_a_job_whose_end_could_not_be_noted_blocks_its_row_for_seconds_only(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.rescue._EACH_S", 0.2)
    rows = Rows("a")
    jobs = ClusterJobs(db, {"look": rows.by("a")})
    async with _running(jobs):
        await _until(lambda: not rows.waiting)
        while await _say(db, "select 1 from procrastinate_jobs where queue_name = 'look'"):
            await asyncio.sleep(0.05)
        [worker] = jobs._rescue._workers
        await _say(
            db,
            "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)"
            f""" values ('look', 'look', 'look:"a"', 'look:"a"', '{{"row": "a"}}', 'doing', {worker})""",
        )
        rows.waiting.append("a")
        await _until(lambda: not rows.waiting)
    assert rows.log == [("a", "a")] * 2


async def test_a_database_that_cuts_every_connection_ends_nothing(db: Database) -> None:
    rows = Rows(1)
    async with _running(ClusterJobs(db, {"look": rows.by("a")})):
        await _until(lambda: not rows.waiting)
        ours = "datname = current_database() and pid <> pg_backend_pid()"
        await _say(db, f"select pg_terminate_backend(pid) from pg_stat_activity where {ours}")
        await db.engine.dispose()
        rows.waiting.append(2)
        await _until(lambda: not rows.waiting)
    assert rows.log == [("a", 1), ("a", 2)]


async def test_a_server_that_is_restarted_in_the_midst_of_the_work_ends_nothing(own_postgres: Any, engine: str) -> None:
    url, restart = own_postgres
    db = Database(url)
    await migrate(db)
    rows = Rows(*range(40), takes=0.2)
    presence = Presence(db)
    await presence.begin()
    beats = asyncio.create_task(presence.run())
    async with _running(ClusterJobs(db, {"look": rows.by("a")})):
        for done in (5, 20):
            await _until(lambda done=done: len(rows.log) >= done)
            await asyncio.to_thread(restart)
        await _until(lambda: not rows.waiting)
        await _until(presence.sure)
    assert sorted({row for _, row in rows.log}) == list(range(40))
    assert rows.most == 1
    beats.cancel()
    await asyncio.gather(beats, return_exceptions=True)
    await db.aclose()


async def test_a_rescue_and_a_sweep_that_the_server_cannot_answer_end_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.rescue._EACH_S", 0.1)
    asked: list[str] = []

    def away(name: str) -> Callable[..., Any]:
        async def fails(*_: Any) -> None:
            asked.append(name)
            raise OperationalError(name, {}, Exception("server closed the connection unexpectedly"))

        return fails

    rows = Rows(1)
    with monkeypatch.context() as patch:
        patch.setattr(queue, "doing", away("rescue"))
        patch.setattr(queue, "lock", away("sweep"))
        async with _running(ClusterJobs(db, {"look": rows.by("a")})) as [running]:
            await _until(lambda: {*asked} == {"rescue", "sweep"})
            patch.undo()
            await _until(lambda: not rows.waiting)
            assert not running.done()


async def test_a_row_whose_look_the_server_did_not_answer_is_looked_at_again_at_once(db: Database) -> None:
    failing: list[Exception] = [OperationalError("update", {}, Exception("deadlock detected"))]
    failing.append(ExceptionGroup("looks", [OperationalError("select", {}, Exception("the connection is lost"))]))
    rows = Rows(1)
    work = rows.by("a")

    async def run(row: Any) -> None:
        if failing:
            raise failing.pop()
        await work.run(row)

    async with _running(ClusterJobs(db, {"look": Work(work.due, run)})):
        await _until(lambda: not rows.waiting)  # what fails by itself is set aside for a minute
    assert not failing


async def test_a_commit_whose_sweep_cannot_be_deferred_fails_as_a_database_does(db: Database) -> None:
    ClusterJobs(db, {}).follow(db)

    async def write() -> None:
        async with db.write() as session:
            raw = await (await session.connection()).get_raw_connection()
            await raw.driver_connection.close()

    with pytest.raises(OperationalError):
        await write()


@pytest.mark.parametrize(
    ("seconds", "cron"), [(15, "* * * * * */15"), (60, "*/1 * * * *"), (1800, "*/30 * * * *"), (3600, "0 * * * *")]
)
def test_a_period_is_one_of_the_clock(seconds: float, cron: str, engine: str) -> None:
    assert _cron(seconds) == cron


def test_a_period_that_no_clock_has_is_refused(engine: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        _cron(7)
