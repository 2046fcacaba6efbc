"""A database that fails in the midst of the work: who asks is told so, nothing committed is lost, and on it goes."""

import asyncio
import contextlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import outbox
from bot.jobs import Work
from bot.jobs.local import LocalJobs
from bot.message import say
from bot.sentences import chat as sentences
from storage.db import Database
from storage.tables import Delivery, Seen

ROOT = Path(__file__).resolve().parents[2]


_FULL = """
import asyncio, resource, signal, sys
from storage.db import Database
from storage.tables import Seen
from storage import failing
from datetime import UTC, datetime

async def write(url):
    db, kept = Database(url), 0
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        for n in range(10_000):
            async with db.write() as session:
                session.add(Seen(key=f"{n:05}" + "x" * 4000, at=datetime.now(UTC)))
            kept += 1
    except Exception as error:
        print(kept, failing.kind(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    async with db.write() as session:
        session.add(Seen(key="room again", at=datetime.now(UTC)))
    await db.aclose()

asyncio.run(write(sys.argv[1]))
"""


def test_a_disk_that_becomes_full_loses_nothing_that_was_committed_and_takes_more_when_there_is_room(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = shutil.copy(migrated_file, tmp_path / "x.db")
    size = file.stat().st_size + 2_000_000
    line = [sys.executable, "-c", _FULL, f"sqlite:///{file}", str(size)]
    done = subprocess.run(
        line, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept, kind = done.stdout.split()
    assert kind == "full"
    assert int(kept) > 10
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from seen").fetchone() == (int(kept) + 1,)


async def test_who_asks_while_the_database_is_away_is_told_so_and_may_ask_again(
    house: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> Any:
        raise OperationalError("select", {}, Exception("connection refused"))

    with monkeypatch.context() as patch:
        patch.setattr(Database, "read", lambda self: away())
        (said,) = await house.say("drafts", key="the same")
    assert (said.how, said.text) == ("whisper", sentences.NO_DATABASE)
    assert caplog.text.count("the database fails: connection refused") == 1
    assert "Traceback" not in caplog.text
    (said,) = await house.say("drafts", key="the same")
    assert said.text != sentences.NO_DATABASE


async def test_a_press_while_the_server_restarts_is_taken_when_it_is_back(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, failures = Database.read, ["server closed the connection unexpectedly", "the connection is lost"]

    def restarts(self: Database) -> Any:
        if failures:
            raise OperationalError("select", {}, Exception(failures.pop()))
        return whole(self)

    monkeypatch.setattr(Database, "read", restarts)
    (said,) = await house.say("drafts")
    assert "r2" in said.text
    assert not failures


async def test_a_database_that_fails_within_a_command_is_no_defect_of_ours(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Any) -> Any:
        raise OperationalError("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(Database, "write", full)
    (said,) = await house.say("accept C9")
    assert said.text == sentences.NO_DATABASE


async def test_jobs_say_once_that_the_database_fails_and_once_that_it_answers(caplog: pytest.LogCaptureFixture) -> None:
    away = True

    async def due() -> list[int]:
        if away:
            raise OperationalError("select", {}, Exception("connection refused"))
        return []

    async def run(_: int) -> None:
        pass

    jobs = LocalJobs({"one": Work(due=due, run=run)})
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            await jobs.settle()
        away = False
        for _ in range(5):
            await jobs.settle()
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "the database fails, everything waits for it: connection refused",
        "the database answers again",
    ]


@pytest.mark.postgres
async def test_a_server_that_ended_every_connection_is_met_again_by_nobodys_command(postgres: Any) -> None:
    url = postgres.migrated()
    db = Database(url)
    for _ in range(3):
        async with db.write() as session:
            await session.exec(select(Delivery))
        await db.ping()
        with psycopg.connect(postgres.url, autocommit=True) as other:
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                (url.partition("?")[0].rpartition("/")[2],),
            )
    async with db.read() as session:
        assert (await session.exec(select(Seen))).all() == []
    await db.aclose()
    postgres.drop(url)


async def test_what_was_sent_while_the_database_failed_is_written_down_afterwards_and_not_sent_twice(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.db.write() as session:
        await outbox.queue(session, "one", "told", house.place("room"), say("hello"), house.desk.clock())
    write, taken = Database.write, 0

    def failing_later(self: Database) -> Any:
        nonlocal taken
        taken += 1
        if taken == 2:  # the first takes it, the second would write down that it was sent
            raise OperationalError("update", {}, Exception("database or disk is full"))
        return write(self)

    monkeypatch.setattr(Database, "write", failing_later)
    with contextlib.suppress(OperationalError):
        await house.delivered()
    await asyncio.sleep(0)
    await house.delivered()
    assert [said.text for said in house.chat.said] == ["hello"]
    async with house.db.read() as session:
        assert (await session.exec(select(Delivery.state).where(Delivery.key == "one"))).one() == "sent"


@pytest.mark.parametrize("at", ["handlers.delivery.letters.written", "bot.positions.showing.reach.delivered"])
async def test_a_database_that_fails_one_statement_is_no_fault_of_the_message(
    house: Any, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Two processes that wait for each other: the server ends one of them, and what it had in hand is done again."""
    async with house.db.write() as session:
        await outbox.queue(session, "one", "told", house.place("room"), say("hello"), house.desk.clock())

    async def deadlock(*_: Any) -> None:
        raise OperationalError("insert", {}, Exception("deadlock detected"))

    with monkeypatch.context() as patch, contextlib.suppress(OperationalError):
        patch.setattr(at, deadlock)
        await house.delivered()
    await asyncio.sleep(0)
    await house.delivered()
    assert [said.text for said in house.chat.said] == ["hello"]
    async with house.db.read() as session:
        assert (await session.exec(select(Delivery.state).where(Delivery.key == "one"))).one() == "sent"
