"""A database that is closed, missing, locked, damaged or newer as a process starts: one plain sentence, nothing corrupted."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from handlers import cli
from handlers.line.database import hold_the_clock_against
from storage import failing
from storage.alone import Taken, alone
from storage.db import Database, server_options
from storage.tables import Heartbeat

ROOT = Path(__file__).resolve().parents[2]
Line = Callable[..., tuple[int, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """migrate on a database of that address, as every start does: (exit code, what is said)."""
    monkeypatch.chdir(tmp_path)

    def nothing(_: Namespace) -> int:
        return 0

    def call(url: str) -> tuple[int, str]:
        (tmp_path / "config.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")
        code = cli.main(["migrate"], run=nothing, demo=nothing)
        captured = capsys.readouterr()
        return code, captured.err or captured.out

    return call


# ── at the start ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "postgresql://u:secret@127.0.0.1:9/x",
            "postgresql://u:***@127.0.0.1:9/x cannot be used: the server does not answer",
        ),
        ("postgresql://u@nowhere.invalid/x", "the server does not answer"),
        ("sqlite:////proc/nothing/here.db", "cannot be used"),
    ],
)
def test_a_database_that_is_not_there_is_one_sentence(line: Line, url: str, said: str) -> None:
    code, told = line(url)
    assert code == 1
    assert told.count("\n") == 1
    assert said in told
    assert "secret" not in told


def test_a_server_that_takes_connections_and_says_nothing_is_not_waited_for_long(line: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code, told = line(f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/x?connect_timeout=2")
    assert (code, told.count("\n")) == (1, 1)
    assert "the server does not answer" in told


def test_what_the_address_says_of_the_connection_goes_before_what_we_say() -> None:
    assert server_options("postgresql://u@host/x")["connect_timeout"] == "10"
    assert "connect_timeout" not in server_options("postgresql://u@host/x?connect_timeout=2")


@pytest.mark.postgres
def test_a_server_without_that_database_names_what_makes_one(line: Line, postgres: Any) -> None:
    url = postgres.url.replace("/postgres?", "/not_there?")
    code, told = line(url)
    assert (code, "createdb" in told, told.count("\n")) == (1, True, 1)


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_does_not_keep_utf_8_is_refused_before_anything_is_written(
    line: Line, postgres: Any, encoding: str
) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as server:
        server.execute(f"create database in_{encoding} encoding '{encoding}' locale 'C' template template0")
    url = postgres.url.replace("/postgres?", f"/in_{encoding.lower()}?")
    code, told = line(url)
    postgres.drop(url)
    assert (code, "its text is not kept as UTF-8" in told, told.count("\n")) == (1, True, 1)


def test_a_file_that_is_no_database_is_left_as_it_is(line: Line, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("these are my notes, not a database " * 100)
    code, told = line("sqlite:///x.db")
    assert (code, told.count("\n")) == (1, 1)
    assert "the file is damaged, or no database; restore a backup" in told
    assert (tmp_path / "x.db").read_text().startswith("these are my notes")


def test_a_newer_schema_is_refused_untouched_and_an_older_one_brought_up(
    line: Line, tmp_path: Path, migrated_file: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "x.db")
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
        before = list(connection.iterdump())
        code, told = line("sqlite:///x.db")
        assert (code, told.count("\n")) == (1, 1)
        assert "is at revision 9999, which this version does not know" in told
        assert list(connection.iterdump()) == before


def test_a_locked_file_is_waited_for_and_then_said(
    line: Line, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.db._PRAGMAS", ("busy_timeout=200",))
    shutil.copy(migrated_file, tmp_path / "x.db")
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        code, told = line("sqlite:///x.db")
        assert (code, told.count("\n")) == (1, 1)
        assert "another program keeps it locked" in told
        other.execute("rollback")
    assert line("sqlite:///x.db")[0] == 0


@pytest.fixture
def others_folder(migrated_file: Path) -> Iterator[Path]:
    """A folder that everybody may enter, with a database in it that only its owner may write to."""
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-"))
    folder.chmod(0o755)
    shutil.copy(migrated_file, folder / "x.db")
    (folder / "x.db").chmod(0o444)
    (folder / "config.toml").write_text('[database]\nurl = "sqlite:///x.db"\n')
    (folder / "config.toml").chmod(0o444)
    yield folder
    shutil.rmtree(folder)


_AS_NOBODY = """
import os, sys, sqlalchemy.dialects.sqlite, storage.db, storage.migrate, handlers.line.database
from handlers import cli
from handlers.line.database import hold_the_clock_against
if os.geteuid() == 0:
    os.seteuid(65534)
sys.exit(cli.main(["migrate"], run=None, demo=None))
"""


def test_a_file_that_may_only_be_read_is_said(others_folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    others_folder.chmod(0o555 if os.geteuid() else 0o755)
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY],
        cwd=others_folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1
    assert "this user may not" in done.stderr


@pytest.mark.parametrize(
    "said", ["database or disk is full", "disk I/O error", "could not extend file: No space left on device"]
)
def test_a_full_disk_is_known_by_any_of_its_names(said: str) -> None:
    assert failing.kind(OperationalError("insert", {}, Exception(said))) == "full"


def test_where_no_lock_can_be_laid_beside_the_file_the_database_itself_says_why(tmp_path: Path) -> None:
    with alone("sqlite:////proc/nothing/here.db"):
        pass
    with alone(f"sqlite:///{tmp_path}/x.db"), pytest.raises(Taken), alone(f"sqlite:///{tmp_path}/x.db"):
        pass


@pytest.mark.parametrize(("ahead", "told"), [(-3600, 0), (0, 0), (60, 0), (180, 1)])
async def test_a_clock_that_was_set_back_is_said(
    db: Database, clock: Any, caplog: pytest.LogCaptureFixture, ahead: float, told: int
) -> None:
    async with db.write() as session:
        session.add(Heartbeat(name="bot", at=clock() + timedelta(seconds=ahead)))
    await hold_the_clock_against(db, clock())
    assert len(caplog.records) == told
    if told:
        assert "clock says 2014-06-11 09:57 UTC, and the database was in use at 2014-06-11 10:00 UTC" in caplog.text


@pytest.mark.postgres
@pytest.mark.parametrize("step", ["hold_the_clock_against", "declare", "begin", "beat", "recover"])
def test_a_server_that_goes_away_while_a_process_starts_is_one_sentence(
    postgres: Any, tmp_path: Path, step: str
) -> None:
    url = postgres.migrated()
    (tmp_path / "config.toml").write_text(
        f'[database]\nurl = "{url}"\n[telegram]\ntoken = "1:x"\napi_url = "http://127.0.0.1:9"\n'
        '[server]\nlisten = "127.0.0.1:0"\n'
    )
    done = subprocess.run(
        [sys.executable, "-c", _GOES_AWAY, step, str(tmp_path / "config.toml")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    postgres.drop(url)
    assert done.returncode == 1, done.stderr
    assert "cannot be used: the server does not answer" in done.stderr.splitlines()[-1]
    assert not {"Traceback", "unforeseen"} & set(done.stderr.split())


_GOES_AWAY = """
import sys
from pathlib import Path
import storage.db, bot.declared, bot.positions.asking.heartbeat, bot.presence, handlers.line.database, handlers.delivery.drain
from bot.__main__ import _run
from handlers import cli

STEPS = {
    "hold_the_clock_against": handlers.line.database,
    "declare": bot.declared,
    "begin": bot.presence.Presence,
    "beat": bot.positions.asking.heartbeat,
    "recover": handlers.delivery.drain.Drain,
}
step, config = sys.argv[1:]
whole = getattr(STEPS[step], step)

def as_the_server_ends(*about):
    storage.db.Database.read = storage.db.Database.write = away
    return whole(*about)

def away(self):
    made = storage.db.create_async_engine("postgresql+psycopg://u@127.0.0.1:9/x")
    return storage.db.AsyncSession(made)

setattr(STEPS[step], step, as_the_server_ends)
sys.exit(cli.main(["run", "--config", config], run=_run, demo=None))
"""
