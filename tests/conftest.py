"""Fixtures that more than one tree of tests uses: databases of both kinds, a clock, a chat that writes everything down.

With RAPPORTEUR_NO_SKIP=1 (CI) a test that would be skipped fails: nothing that should run is left out unseen.
"""

import asyncio
import contextlib
import hashlib
import inspect
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bot.desk import Desk
from bot.drafts.reading import Block, Reading
from bot.drafts.reading.paragraphs import paragraphs
from storage.db import Database
from tests.fake_chat import FakeChat
from tests.postgres import Postgres, at_newest, finished, started

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
NO_SKIP = os.environ.get("RAPPORTEUR_NO_SKIP") == "1"

# The same examples in every run, however slow the machine: what one finds by chance belongs in a test of its own.
# To look for more: make test ARGS="--hypothesis-profile=explore"
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.register_profile(
    "rapporteur",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("rapporteur")


# ── nothing skipped in CI ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    return _forbid_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    return _forbid_skip((yield))


def _forbid_skip(report: Any) -> Any:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"skipped, and RAPPORTEUR_NO_SKIP forbids it: {why}"
    return report


# ── what lies beside the project ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real drafts beside the project; a test that reads them is skipped where it is not there."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("no ../shared/corpus: real drafts are not here")
    return folder


# ── databases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """RAPPORTEUR_TEST_POSTGRES (an address whose user may create databases), else a server started for this run."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get("RAPPORTEUR_TEST_POSTGRES") or stack.enter_context(started())
        server = Postgres(url)
        yield server
        server.drop_template()


@pytest.fixture
def own_postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server of the test's own, and what ends it in the midst of everything and begins it again."""
    with started() as url:
        folder = Path(url.partition("host=")[2])
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[4]))[-1]
        become = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
        )
        line = [*become, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w"]

        def restart() -> None:
            subprocess.run(
                [*line, "-m", "immediate", "restart"], cwd=folder, capture_output=True, check=True, timeout=60
            )

        yield url, restart


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    finished(at_newest(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """Which kind of database a test runs on."""
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, of each kind."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server = request.getfixturevalue("postgres")
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture
async def db(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[Database]:
    """A fresh database at the newest revision: each test that asks for it runs on SQLite and on PostgreSQL."""
    if engine == "sqlite":
        url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'test.db')}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.migrated()
    database = Database(url)
    yield database
    await database.aclose()
    if engine == "postgres":
        server.drop(url)


@pytest.fixture
async def sqlite(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Database]:
    """A fresh SQLite database at the newest revision, for what does not depend on the kind of database."""
    database = Database(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'test.db')}")
    yield database
    await database.aclose()


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)
"""11:57 in Geneva on the second day of the high-level event."""


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

PATIENCE_S = 60.0
"""No promise about time: only a machine that stands still is noticed."""


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], Any]], Awaitable[Any]]:
    """`await until(lambda: bot.heard)` waits until something holds and gives what it was; it may have to be awaited."""

    async def until(holds: Callable[[], Any]) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = holds()
                found = await found if inspect.isawaitable(found) else found
                if found:
                    return found
                await asyncio.sleep(0.01)

    return until


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Gives ports of the loopback below those that the system hands out by itself, so that none is taken before it is used."""
    candidates = iter(range(20_000 + os.getpid() % 100 * 100, 32_000))

    def free_port() -> int:
        for port in candidates:
            with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
                return port
        raise AssertionError("no port is free")

    return free_port


# ── a chat ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def fake_chat() -> FakeChat:
    return FakeChat()


@pytest.fixture(scope="session")
def new_chat() -> Callable[..., FakeChat]:
    """Makes further chats, with other habits."""
    return FakeChat


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _reading(*lines: str, source: str = "https://wsis.example/r1.html", format: str = "html", **more: Any) -> Reading:
    blocks = [
        Block(line.removeprefix("# "), kind="heading" if line.startswith("# ") else "paragraph") for line in lines
    ]
    told = {"language": "en", "words": sum(len(line.split()) for line in lines)} | more
    sha256 = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return Reading(source=source, format=format, sha256=sha256, paragraphs=paragraphs(blocks), **told)


@pytest.fixture(scope="session")
def reading() -> Callable[..., Reading]:
    """A reading of some lines, one a paragraph; "# " before a heading."""
    return _reading


# ── the desk ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class NoWeb:
    """Stands where the fetcher stands in tests that must not fetch."""

    async def get(self, url: str, *_: object) -> Any:
        raise AssertionError(f"fetched {url}")


def _desk(db: Database, clock: Clock) -> Desk:
    """A desk on a database, with nothing to fetch and nothing to read."""

    async def read(_data: bytes, url: str) -> Reading:
        raise AssertionError(f"read {url}")

    async def pause(seconds: float) -> None:
        clock.advance(seconds)

    return Desk(db=db, clock=clock, fetcher=NoWeb(), read=read, pause=pause)


@pytest.fixture
def desk_of(clock: Clock) -> Callable[[Database], Desk]:
    return lambda db: _desk(db, clock)


@pytest.fixture(scope="session")
def new_desk() -> Callable[[Database], Desk]:
    """A desk with a clock of its own, for what is made once for all tests."""
    return lambda db: _desk(db, Clock(NOON))
