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

ROOT = Path(__file__).resolve().parent.parent
# who connects as the server stops, and says nothing, keeps it from ending for as long as it has to say who it is: a minute
_OPTIONS = (
    "-c authentication_timeout=10s -c listen_addresses='' -c max_connections=200 -c log_min_messages=fatal -k {folder}"
)


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
    """A way to the server by a process of its own, which can be cut: what goes through it stops, and who comes meanwhile is
    never answered."""

    port: int
    process: asyncio.subprocess.Process

    def url(self, database_url: str) -> str:
        """A database of the server by this way."""
        name = database_url.partition("?")[0].rpartition("/")[2]
        return f"postgresql://bench@127.0.0.1:{self.port}/{name}"

    async def cut(self, seconds: float) -> None:
        self.say("cut")
        await asyncio.sleep(seconds)
        self.say("mend")

    def say(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n".encode())


@contextlib.asynccontextmanager
async def wire(to: Server) -> AsyncIterator[Wire]:
    command = (sys.executable, "-m", "bench.postgres", str(to.socket))
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, start_new_session=True, **pipes)
    assert process.stdin
    assert process.stdout
    try:
        yield Wire(int(await process.stdout.readline()), process)
    finally:
        process.stdin.close()
        await process.wait()


@dataclass
class _Way:
    """What carries: everything that comes to a port, to a socket and back, while it is whole."""

    socket: str
    whole: bool = True
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            return
        try:
            inner, outer = await asyncio.open_unix_connection(self.socket)
        except OSError:  # the server is away; so is the way to it
            writer.transport.abort()
            return
        self.open |= {writer, outer}
        try:
            await asyncio.gather(_carry(reader, outer), _carry(inner, writer))
        finally:
            self.open -= {writer, outer}
            writer.close()
            outer.close()

    def obey(self, word: str) -> None:
        self.whole = word != "cut"
        if not self.whole:
            for writer in tuple(self.open):
                writer.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, OSError):  # either end has gone: so does the other
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _carry_all(path: str) -> None:
    """Says its port, then carries; does what the lines of its input say, until they end."""
    way = _Way(path)
    listening = await asyncio.start_server(way.serve, "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        way.obey(line.strip())
    way.obey("cut")
    listening.close()


if __name__ == "__main__":
    asyncio.run(_carry_all(sys.argv[1]))
