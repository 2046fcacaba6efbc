"""Real processes of the bot on one PostgreSQL, with the Telegram simulator: one reads the messages, the next takes over."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage.db import Database

log = logging.getLogger(__name__)
postgres = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
ROOT = Path(__file__).resolve().parents[2]

CONFIG = """
[database]
url = "{url}"
[server]
listen = "127.0.0.1:0"
[security]
ballot_secret = "of the tests"
[telegram]
token = "123456:TEST"
api_url = "{api}"
[[space]]
name = "vision"
chats = ["telegram:-100"]
"""


_PATIENCE_S = 120.0


class Process:
    """`python -m bot run`, and what it says."""

    def __init__(self, process: asyncio.subprocess.Process, said: Path) -> None:
        self._process, self._said = process, said

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8")

    def ready(self) -> bool:
        """Whether it takes SIGTERM as word to end in order: the last thing that it prepares."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
        return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """The exit code."""
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), _PATIENCE_S)


Begin = Callable[..., Awaitable[Process]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """Begins a process on a database and Telegram's server."""
    begun: list[Process] = []

    async def begin(url: str, api: str, *options: str) -> Process:
        config = tmp_path / "config.toml"
        config.write_text(CONFIG.format(url=url, api=api), "utf-8")
        config.chmod(0o600)
        said = tmp_path / f"said{len(begun)}.txt"
        with said.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", *options, "--config", str(config),
                cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        begun.append(Process(process, said))
        return begun[-1]

    yield begin
    for one in begun:
        await one.end(signal.SIGKILL)
        log.info("a process said:\n%s", one.said)


async def _until(holds: Callable[[], Any]) -> None:
    """Waits until something holds. How long it takes is for `python -m bench scale`: a busy machine must not fail a test."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            found = holds()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.1)


async def _holder(db: Database) -> str:
    """Host and number of the process that reads Telegram's messages."""
    async with db.engine.connect() as connection:
        query = (
            "select process.name from lease join process on process.id = process_id where lease.name like 'telegram%'"
        )
        return (await connection.execute(text(query))).scalar() or ""


@asynccontextmanager
async def _one_reads(db: Database, *several: Process) -> AsyncIterator[tuple[Process, Process]]:
    """(the one that reads, the other)."""
    await _until(lambda: _holder(db))
    number = int((await _holder(db)).rpartition(":")[2])
    reads = next(one for one in several if one._process.pid == number)
    yield reads, next(one for one in several if one is not reads)


@pytest.mark.sims
@postgres
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_telegram_is_read_by_one_process_and_by_the_next_after_its_end(
    db: Database, sims: Any, begin: Begin, how: signal.Signals
) -> None:
    url = db.url.replace("+psycopg", "")
    await sims.tg.chat(7, started=True)
    both = [await begin(url, sims.tg_api) for _ in range(2)]
    async with _one_reads(db, *both) as (reads, waits):
        assert await sims.tg.say("/help", chat=7, user=7)
        await reads.end(how)
        await _until(lambda: _reads(db, waits))
        assert await sims.tg.say("/help", chat=7, user=7)
        answers = [one for one in await sims.tg.messages(7) if one["from"].get("is_bot")]
        assert len(answers) == 2  # each answered once
        assert await waits.end() == 0
    conflicts = [call for call in await sims.tg.log("getUpdates") if not call["ok"]]
    assert conflicts == []


async def _reads(db: Database, one: Process) -> bool:
    return (await _holder(db)).endswith(f":{one._process.pid}")


@pytest.mark.sims
@postgres
@pytest.mark.parametrize("role", ["watch", "chat", "jobs", "web", "watch,jobs"])
async def test_each_role_begins_and_ends_when_it_is_told_to(db: Database, sims: Any, begin: Begin, role: str) -> None:
    one = await begin(db.url.replace("+psycopg", ""), sims.tg_api, "--only", role)
    await _until(one.ready)
    assert await _alive(db)
    await asyncio.sleep(2)
    assert one._process.returncode is None, one.said
    assert await one.end() == 0, one.said
    assert "Traceback" not in one.said, one.said
    assert not await _alive(db)


async def _alive(db: Database) -> int:
    async with db.engine.connect() as connection:
        return int((await connection.execute(text("select count(*) from process"))).scalar() or 0)


async def test_a_second_bot_on_one_file_is_told_so_and_ends(tmp_path: Path, begin: Begin) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    first = await begin(url, "http://127.0.0.1:9")
    await _until(lambda: "at revision" in first.said)
    second = await begin(url, "http://127.0.0.1:9")
    await asyncio.wait_for(second._process.wait(), _PATIENCE_S)
    assert second._process.returncode == 1
    assert "Another bot runs on" in second.said
    assert f":{first._process.pid}" in second.said
    assert "Traceback" not in second.said
    await first.end(signal.SIGKILL)
    third = await begin(url, "http://127.0.0.1:9")
    await _until(lambda: "at revision" in third.said)  # a kill leaves no lock behind


async def test_a_file_is_not_shared_by_roles(tmp_path: Path, begin: Begin) -> None:
    one = await begin(f"sqlite:///{tmp_path}/bot.db", "http://127.0.0.1:9", "--only", "watch")
    await asyncio.wait_for(one._process.wait(), _PATIENCE_S)
    assert "PostgreSQL" in one.said


async def test_a_role_that_is_none_is_wrong_usage(tmp_path: Path, begin: Begin) -> None:
    one = await begin(f"sqlite:///{tmp_path}/bot.db", "http://127.0.0.1:9", "--only", "watch,cook")
    assert await asyncio.wait_for(one._process.wait(), _PATIENCE_S) == 2
    assert "cook" in one.said
