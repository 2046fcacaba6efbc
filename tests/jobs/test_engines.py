"""The promises of both engines: what is due is done, never twice at once, and one row's trouble is its own.

Local: one process on SQLite. Cluster: several on PostgreSQL; here two in one program, as far as the database can see.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from bot.jobs import Jobs, Work
from bot.jobs.cluster import ClusterJobs
from bot.jobs.local import LocalJobs
from storage.db import Database

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


class Rows:
    """Rows that are due until they were looked at."""

    def __init__(self, *due: Any, job: Callable[[Any], Awaitable[None]] | None = None) -> None:
        self.waiting = list(due)
        self.log: list[Any] = []
        self.live = self.most = 0
        self._job = job

    async def due(self) -> list[Any]:
        return list(self.waiting)

    async def run(self, row: Any) -> None:
        self.live += 1
        self.most = max(self.most, self.live)
        self.log.append(row)
        try:
            await (self._job(row) if self._job else asyncio.sleep(0))
            self.waiting.remove(row)
        finally:
            self.live -= 1


Make = Callable[[Mapping[str, Work]], Jobs]


@pytest.fixture
def make(db: Database) -> Make:
    """An engine of each kind for some work."""
    return lambda work: LocalJobs(work) if db.sqlite else ClusterJobs(db, work)


@contextlib.asynccontextmanager
async def _running(*several: Jobs) -> Any:
    tasks = [asyncio.create_task(jobs.run()) for jobs in several]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.005)


async def test_everything_due_is_looked_at_once(make: Make) -> None:
    rows = Rows(*range(30))
    await make({"look": Work(rows.due, rows.run)}).settle()
    assert sorted(rows.log) == list(range(30))


async def test_a_row_may_be_words_and_no_word_as_what_is_due_gave_it(make: Make) -> None:
    line = ("telegram", "", "-100", None)
    rows = Rows(line)
    await make({"morning": Work(rows.due, rows.run)}).settle()
    assert rows.log == [line]


async def test_nothing_due_is_nothing_done(make: Make) -> None:
    await make({"look": Work(Rows().due, Rows().run)}).settle()


async def test_no_more_at_once_than_allowed(make: Make) -> None:
    full = asyncio.Event()

    async def job(_: int) -> None:
        if rows.live == 3:
            full.set()
        await full.wait()
        await asyncio.sleep(0.1)  # here a fourth would come

    rows = Rows(*range(9), job=job)
    await make({"look": Work(rows.due, rows.run, at_once=3)}).settle()
    assert rows.most == 3
    assert len(rows.log) == 9


async def test_a_row_is_never_looked_at_twice_at_once(make: Make) -> None:
    gate = asyncio.Event()
    rows = Rows("a", job=lambda _: gate.wait())
    jobs = make({"look": Work(rows.due, rows.run)})
    async with _running(jobs):
        await _until(lambda: rows.log == ["a"])
        for _ in range(5):
            jobs.nudge()
            await asyncio.sleep(0.01)
        assert rows.log == ["a"]
        gate.set()
        await _until(lambda: not rows.waiting)


async def test_a_nudge_is_followed_at_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_tick(*_: Any) -> None:
        """The sweep of every second, which would find it too."""

    monkeypatch.setattr("bot.jobs.local._TICK_S", 3600)
    monkeypatch.setattr(ClusterJobs, "_tick", no_tick)
    rows = Rows()
    jobs = make({"look": Work(rows.due, rows.run)})
    async with _running(jobs):
        await asyncio.sleep(0.3)
        rows.waiting.append("a")
        jobs.nudge()
        await _until(lambda: rows.log == ["a"])


async def test_what_becomes_due_by_itself_is_found_within_a_tick(make: Make) -> None:
    rows = Rows()
    async with _running(make({"look": Work(rows.due, rows.run)})):
        await asyncio.sleep(0.3)
        rows.waiting.append("a")
        await _until(lambda: rows.log == ["a"])


async def test_a_row_that_fails_stops_no_other_and_is_not_tried_in_a_hurry(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async def job(row: str) -> None:
        if row == "bad":
            raise ZeroDivisionError

    rows = Rows("bad", "good", job=job)
    jobs = make({"look": Work(rows.due, rows.run)})
    async with _running(jobs):
        await _until(lambda: "good" in rows.log and "look bad failed" in caplog.text)
        for _ in range(10):
            jobs.nudge()
            await asyncio.sleep(0.005)
    assert rows.log.count("bad") == 1
    assert rows.waiting == ["bad"]  # still due: it is tried again later


async def test_a_row_set_aside_is_tried_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.local._ASIDE_S", 0.05)
    monkeypatch.setattr("bot.jobs.cluster._ASIDE_S", 1)
    faults = [ZeroDivisionError()]

    async def job(_: str) -> None:
        if faults:
            raise faults.pop()

    rows = Rows("a", job=job)
    async with _running(make({"look": Work(rows.due, rows.run)})):
        await _until(lambda: not rows.waiting)
    assert rows.log == ["a", "a"]


async def test_a_database_that_is_away_for_a_moment_ends_nothing(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    rows, faults = Rows("a"), [OSError("away")]

    async def due() -> list[Any]:
        if faults:
            raise faults.pop()
        return await rows.due()

    jobs = make({"look": Work(due, rows.run)})
    async with _running(jobs):
        await asyncio.sleep(0.02)
        jobs.nudge()
        await _until(lambda: not rows.waiting)
    assert "could not find what is due: look" in caplog.text


async def test_what_is_under_way_at_the_end_is_finished(make: Make) -> None:
    rows = Rows("a", job=lambda _: asyncio.sleep(0.1))
    async with _running(make({"look": Work(rows.due, rows.run)})):
        await _until(lambda: rows.live == 1)
    assert rows.waiting == []


async def test_something_is_done_once_in_each_period(make: Make) -> None:
    times: list[float] = []

    async def tick(times: list[float]) -> None:
        times.append(time.monotonic())

    jobs = make({})
    jobs.every("tick", 1, lambda: tick(times))  # as the bot is wired: a function that gives what is to be awaited
    begun = time.monotonic()
    async with _running(jobs):
        await _until(lambda: len(times) >= 4)
    count = len(times)
    assert count <= times[-1] - begun + 3  # the periods that began before or end after it
    await asyncio.sleep(1.2)
    assert len(times) == count


async def test_a_job_that_goes_on_for_long_is_told_when_the_bot_ends(make: Make) -> None:
    gate = asyncio.Event()
    rows = Rows("a", job=lambda _: gate.wait())
    async with _running(make({"drain": Work(rows.due, rows.run, stop=gate.set)})):
        await _until(lambda: rows.log == ["a"])
    assert rows.waiting == []
