"""Fixtures that more than one tree of tests uses: databases of both kinds, a clock, a chat that writes everything down.

With RAPPORTEUR_NO_SKIP=1 (CI) a test that would be skipped fails: nothing that should run is left out unseen.
"""

import asyncio
import contextlib
import hashlib
import inspect
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest

from bot.desk import Desk
from bot.drafts.reading import Block, Reading
from bot.drafts.reading.paragraphs import paragraphs
from bot.errors import Refused
from bot.message import Budget, Message, Upload
from bot.places import Person, Place, Posted
from handlers.chat import Attached, Command, On, Standing
from storage.db import Database
from storage.migrate import migrate

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


class Postgres:
    """A server on which tests make databases of their own. `url`: any database of it that one may connect to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._template = ""

    def database(self, template: str = "template0") -> str:
        """The address of a new database."""
        name = f"rapporteur_{uuid.uuid4().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            # three times as quick where fsync is off; before 15 it was the only way and had no name
            how = "strategy file_copy" if connection.info.server_version >= 150000 else ""
            connection.execute(f'create database "{name}" template "{template}" {how}')
        return _with_database(self.url, name)

    def migrated(self) -> str:
        """The address of a new database at the newest revision, copied from one that was migrated once."""
        if not self._template:
            url = self.database()
            _run(_migrated(url))
            self._template = url.partition("?")[0].rpartition("/")[2]
        return self.database(self._template)

    def drop(self, url: str) -> None:
        name = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')

    def drop_template(self) -> None:
        if self._template:
            self.drop(_with_database(self.url, self._template))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """RAPPORTEUR_TEST_POSTGRES (an address whose user may create databases), else a server started for this run."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get("RAPPORTEUR_TEST_POSTGRES") or stack.enter_context(_server())
        server = Postgres(url)
        yield server
        server.drop_template()


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL of Debian's package on a socket in a folder of its own, without fsync; as its own user if we are root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        pytest.skip("no PostgreSQL: apt install postgresql, or set RAPPORTEUR_TEST_POSTGRES")
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-pg-"))
    become: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]

    def run(*line: str) -> None:
        done = subprocess.run([*become, *line], cwd=folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    data = folder / "data"
    try:
        run(f"{programs}/initdb", "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(f"{programs}/pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://tester@/postgres?host={folder}"
        finally:
            run(f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def own_postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a server of the test's own, and what ends it in the midst of everything and begins it again."""
    with _server() as url:
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


def _with_database(url: str, name: str) -> str:
    before, _, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{options}"


def _run(work: Any) -> Any:
    """Runs a coroutine to its end, beside the event loop of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.aclose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _run(_migrated(f"sqlite:///{path}"))
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


@dataclass(frozen=True)
class Said:
    """One thing that the bot did in a chat: `how` is send, edit, whisper, home, ask (`key`: the question's token) or upload;
    `at` the message posted or changed."""

    how: str
    to: Place
    message: Message
    key: str = ""
    at: Posted | None = None
    file: Upload | None = None
    who: Person | None = None

    @property
    def text(self) -> str:
        return self.message.plain()

    def token(self, label: str) -> str:
        """The token of the button of that label."""
        return next(b.token for row in self.message.buttons for b in row if b.label == label)

    @property
    def labels(self) -> list[str]:
        return [b.label for row in self.message.buttons for b in row]


@dataclass
class FakeChat:
    """A third adapter of `handlers.chat.Chat`: it writes everything down and fails as it is told to.

    `fail("send", error)`: the next call raises that error; with `done=True` it was carried out nevertheless.
    `finds`: whether the platform can tell what it has by a key. `admins`: ids of a chat's administrators.
    `contents`: the bytes of files by their id; `absent`: who is in no chat. `pictures`, `threads`: as in the port.
    `unstarted`: who cannot be written to in private; `pointers`: what the links carry that they were left.
    `by_reply`: a question is a message that is answered by a reply to it.
    """

    platform: str = "fake"
    budget: Budget = field(default_factory=lambda: Budget(3000, 60, 45))
    command_form: str = "/{}"
    pictures: bool = False
    threads: bool = False
    by_reply: bool = False
    finds: bool = True
    admins: set[str] = field(default_factory=set)
    contents: dict[str, bytes] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    heard: On | None = None
    closed: bool = False
    unstarted: set[str] = field(default_factory=set)
    pointers: list[str] = field(default_factory=list)
    menus: list[tuple[str, str]] = field(default_factory=list)
    _fails: dict[str, deque[tuple[Exception, bool]]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, call: str, *errors: Exception, done: bool = False) -> None:
        self._fails[call].extend((error, done) for error in errors)

    async def _do(self, said: Said) -> None:
        await asyncio.sleep(0)  # where a real one waits for the network
        error, done = self._fails[said.how].popleft() if self._fails[said.how] else (None, True)
        if done:
            self.said.append(said)
        if error:
            raise error

    def _next(self, to: Place) -> Posted:
        return Posted(to, str(len(self.said) + 1))

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        said = Said("send", to, message, key, self._next(to))
        await self._do(said)
        return next(one.at for one in self.said if one is said and one.at)

    async def find(self, to: Place, key: str) -> Posted | None:
        if self._fails["find"]:
            raise self._fails["find"].popleft()[0]
        if not self.finds:
            raise Refused("cannot tell")
        return next((one.at for one in self.said if one.key == key and one.to == to), None)

    async def edit(self, at: Posted, message: Message) -> None:
        await self._do(Said("edit", at.place, message, at=at))

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        at = self._next(to)
        await self._do(Said("upload", to, note, key, at, file))
        return at

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        await self._do(Said("redraw", at.place, note, key, at, file))
        return at

    async def whisper(self, to: Command, message: Message, resume: Any = None) -> None:
        if to.who.id in self.unstarted:
            self.pointers.append(await resume() if resume else "help")
            return
        await self._do(Said("whisper", to.place, message, who=to.who))

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        at = self._next(Place(self.platform, "", to.who.id)) if self.by_reply else None
        await self._do(Said("ask", to.place, prompt, token, at, who=to.who))
        return at

    async def home(self, who: Person, message: Message) -> None:
        await self._do(Said("home", Place(self.platform, "", who.id), message, who=who))

    async def menu(self, at: Place, language: str) -> None:
        self.menus.append((at.chat, language))

    async def files(self, to: Command) -> tuple[Attached, ...]:
        return to.files

    async def fetch_file(self, file: Attached) -> bytes:
        if self._fails["fetch_file"]:
            raise self._fails["fetch_file"].popleft()[0]
        return self.contents[file.id]

    async def standing(self, who: Person, place: Place) -> Standing:
        if who.id in self.absent:
            return "absent"
        return "admin" if who.id in self.admins else "member"

    async def run(self, on: On) -> None:
        self.heard = on
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed = True


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
