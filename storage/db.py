"""Engine, sessions, and the writer's lock.

SQLite: WAL, synchronous FULL (NORMAL may lose the last commits on power loss), BEGIN IMMEDIATE, and one writer at a time in
the process, which cuts the longest wait about a hundredfold; readers begin plainly; what is deleted is overwritten.
PostgreSQL: psycopg, no lock of ours. Readers have an engine of their own on both: who reads and waits to write holds up no
writer.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import driver

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON", "secure_delete=ON")
_PAGES = {
    driver.BEGIN_READ: ("cache_size=-1024",),  # a reader forgets them at the next commit
    driver.BEGIN_WRITE: ("cache_size=-8192", "cache_spill=16384"),
}
"""What a connection keeps in memory: 1 MiB, or 8. A draft that changes 150,000 holdings has 64, so that it writes each of their
pages once, and gives them back; a `cache_size` of as much would fill, with time, with what is in the file."""

_SERVER = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
    "client_encoding": "utf8",
}
"""A network that is cut without a word is noticed within half a minute: by itself libpq finds out after two hours, and psycopg
waits 130 s for a connection (PostgreSQL's manual, "Parameter Key Words"). Text is UTF-8, whatever the environment prefers."""


def _nobody(_seconds: float) -> None:
    """Where nobody measures."""


class Database:
    """One database: `read()` and `write()` give sessions; a write session commits when its block ends without error.

    Before every commit of a write session the callbacks of `before_commit` are called with it, after it those of
    `after_commit`: that is how the jobs are nudged.
    """

    committed: Callable[[float], None]
    """Told of each commit of a write session how many seconds it took."""

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.committed = _nobody
        self.sqlite = self.url.startswith("sqlite")
        self.before_commit: list[Callable[[AsyncSession], Awaitable[None]]] = []
        self.after_commit: list[Callable[[], None]] = []
        self._turn = asyncio.Lock() if self.sqlite else nullcontext()
        if self.sqlite:
            _make_file(self.url)
        self.engine = _engine(self.url, driver.BEGIN_WRITE)
        self._reader = _engine(self.url, driver.BEGIN_READ)

    @property
    def shown_url(self) -> str:
        """The address without its password, for logs."""
        return make_url(self.url).render_as_string(hide_password=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with self._turn, AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session
            for callback in self.before_commit:
                await callback(session)
            began = time.perf_counter()
            await session.commit()
            self.committed(time.perf_counter() - began)
        for told in self.after_commit:
            told()

    def rebuilding(self) -> AsyncEngine:
        """An engine of its own for migrations: SQLite drops a table to rebuild it, and must follow no reference meanwhile."""
        engine = _engine(self.url, driver.BEGIN_WRITE)
        if self.sqlite:
            event.listen(engine.sync_engine, "connect", _follow_nothing)
        return engine

    async def ping(self) -> None:
        """Raises what the driver raises when the database does not answer."""
        async with self.read() as session:
            await session.exec(select(1))

    async def aclose(self) -> None:
        await self.engine.dispose()
        await self._reader.dispose()


def async_url(url: str) -> str:
    """The address with the driver we use: aiosqlite or psycopg."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    driver = drivers.get(parsed.drivername, parsed.drivername)
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def server_options(url: str) -> dict[str, str]:
    """What a connection to a server is opened with, but for what its address says itself."""
    return {name: value for name, value in _SERVER.items() if name not in make_url(url).query}


def _make_file(url: str) -> None:
    """The file and its folder, readable by the bot's own user alone: positions and people stand in it."""
    name = make_url(url).database
    if name and name != ":memory:":
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _engine(url: str, begin: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        # a server that was started anew is met by nobody's command
        return create_async_engine(url, pool_pre_ping=True, connect_args=server_options(url))
    engine = create_async_engine(url, module=driver.module(), pool_size=10)
    event.listen(engine.sync_engine, "connect", lambda connection, _: _set_up(connection, _PAGES[begin]))
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _set_up(connection: Any, pages: Sequence[str]) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    for pragma in (*_PRAGMAS, *pages):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _follow_nothing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF").close()
