"""A PostgreSQL server on which tests make databases of their own."""

import asyncio
import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.db import Database
from storage.migrate import migrate

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
            finished(at_newest(url))
            self._template = url.partition("?")[0].rpartition("/")[2]
        return self.database(self._template)

    def drop(self, url: str) -> None:
        name = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')

    def drop_template(self) -> None:
        if self._template:
            self.drop(_with_database(self.url, self._template))


@contextlib.contextmanager
def started() -> Iterator[str]:
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


def _with_database(url: str, name: str) -> str:
    before, _, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{options}"


def finished(work: Any) -> Any:
    """Runs a coroutine to its end, beside the event loop of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def at_newest(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.aclose()
