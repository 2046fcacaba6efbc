"""A PostgreSQL of Debian's package in a folder of its own, for what is measured on it: started, restarted, cut off."""

import asyncio
import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

_OPTIONS = "-c listen_addresses='' -c max_connections=200 -c log_min_messages=fatal -k {folder}"


@dataclass
class Server:
    """A running server on a socket in `folder`; it keeps every promise to disk that PostgreSQL makes by default."""

    folder: Path
    programs: Path
    become: tuple[str, ...]

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://bench@/{name}?host={self.folder}"

    def database(self) -> str:
        """The address of a new database."""
        name = f"bench_{uuid.uuid4().hex}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'create database "{name}"')
        return self.url(name)

    def start(self) -> None:
        options = _OPTIONS.format(folder=self.folder)
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-o", options, "-w", "start"
        )

    def stop(self, how: str = "immediate") -> None:
        """`immediate`: as after a power cut; what was committed is read back from its log at the next start."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def cpu_s(self) -> float:
        """Seconds that the server and its processes, those that have ended included, have had a processor."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        stats = [_stat(path) for path in Path("/proc").glob("[0-9]*/stat")]
        ticks = sum(sum(one[11:13]) for number, one in stats if number == first or one[1] == first)
        ticks += sum(sum(one[13:15]) for number, one in stats if number == first)
        return ticks / os.sysconf("SC_CLK_TCK")

    def _run(self, program: str, *line: str) -> None:
        whole = [*self.become, str(self.programs / program), *line]
        done = subprocess.run(whole, check=False, cwd=self.folder, capture_output=True, text=True, timeout=120)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def _stat(path: Path) -> tuple[int, list[int]]:
    """A process's number and the figures behind its name and state; none if it ended as it was read."""
    try:
        text = path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0, [0] * 50
    return int(path.parent.name), [0, *map(int, text.rpartition(")")[2].split()[1:])]


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Started for as long as it lasts; SystemExit where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        sys.exit("no PostgreSQL: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-bench-"))
    become: tuple[str, ...] = ()
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--")
    made = Server(folder, found[-1].parent, become)
    try:
        made._run("initdb", "-D", str(folder / "data"), "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync")
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder)


@dataclass
class Wire:
    """A way to the server that can be cut: what goes through it stops, and nobody gets through until it is mended."""

    server: Server
    port: int = 0
    _whole: bool = True
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def url(self, database_url: str) -> str:
        """A database of the server by this way."""
        name = database_url.partition("?")[0].rpartition("/")[2]
        return f"postgresql://bench@127.0.0.1:{self.port}/{name}"

    async def cut(self, seconds: float) -> None:
        self._whole = False
        self.drop()
        await asyncio.sleep(seconds)
        self._whole = True

    def drop(self) -> None:
        """Whoever is connected is so no more."""
        for writer in tuple(self._open):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not self._whole:
                return
            inner, outer = await asyncio.open_unix_connection(self.server.socket)
        except OSError:  # the server is away; so is the way to it
            writer.transport.abort()
            return
        self._open |= {writer, outer}
        try:
            await asyncio.gather(_carry(reader, outer), _carry(inner, writer))
        finally:
            self._open -= {writer, outer}
            writer.close()
            outer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, OSError):  # either end has gone: so does the other
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def wire(to: Server) -> AsyncIterator[Wire]:
    made = Wire(to)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        listening.close()
        made.drop()
        await asyncio.sleep(0.1)
