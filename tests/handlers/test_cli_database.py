"""migrate, backup, restore and copy from the command line."""

import asyncio
import hashlib
import sqlite3
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from handlers import cli
from storage.db import Database
from storage.tables import Space

Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Runs a command line in a folder with a configuration: (exit code, standard output, standard error)."""
    (tmp_path / "config.toml").write_text('[database]\nurl = "sqlite:///live.db"\n', "utf-8")
    monkeypatch.chdir(tmp_path)

    def nothing(_: Namespace) -> int:
        return 0

    def call(*argv: str) -> tuple[int, str, str]:
        code = cli.main(argv, run=nothing, demo=nothing)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_migrate_says_from_where_to_where(line: Line) -> None:
    code, out, _ = line("migrate")
    assert code == 0
    assert "from revision none to 0" in out
    code, out, _ = line("migrate")
    assert code == 0
    assert "nothing to do" in out


def test_a_backup_prints_its_digest_as_sha256sum_does(line: Line, tmp_path: Path) -> None:
    line("migrate")
    code, out, err = line("backup", "b.db")
    assert code == 0
    digest = hashlib.sha256((tmp_path / "b.db").read_bytes()).hexdigest()
    assert out == f"{digest}  b.db\n"
    assert "read back whole" in err
    code, out, err = line("restore", "b.db")
    assert (code, out) == (0, f"{digest}  b.db\n")
    assert "live.db.before-restore" in err


def test_of_a_backup_that_cannot_be_written_the_name_is_said_that_was_given(line: Line) -> None:
    line("migrate")
    code, _, err = line("backup", "nowhere/b.db")
    assert (code, err) == (1, "nowhere/b.db cannot be written: No such file or directory.\n")
    code, _, err = line("backup", "config.toml")
    assert (code, err) == (1, "config.toml is there already and is no backup: name another file, or move it away.\n")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["backup", "b.db"], "There is no database in"),
        (["restore", "none.db"], "There is no database in none.db"),
        (["restore", "config.toml"], "no whole database"),
        (["backup", "nowhere/b.db"], "cannot be written"),
        (["migrate", "--config", "none.toml"], "There is no configuration file none.toml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(line: Line, argv: list[str], said: str) -> None:
    code, out, err = line(*argv)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:9/x", "postgresql://u@127.0.0.1:9/x?password=secret"])
def test_no_password_is_printed(line: Line, tmp_path: Path, url: str) -> None:
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")
    for argv in (["migrate"], ["backup", "b.db"], ["restore", "config.toml"]):
        code, out, err = line(*argv)
        assert (code, err.count("\n")) == (1, 1)
        assert "secret" not in out + err


def test_copy_moves_everything_and_says_how_much(line: Line, tmp_path: Path) -> None:
    line("migrate")
    code, out, err = line("copy", "sqlite:///live.db", "sqlite:///other.db")
    assert code == 0
    assert "sqlite:///other.db now holds all of sqlite:///live.db: 0 rows in" in out
    assert "space: 0\n" in err
    for source, target, said in (
        ("sqlite:///live.db", "sqlite:///live.db", "Both addresses are of one database"),
        ("sqlite:///none.db", "sqlite:///new.db", "There is no database in none.db"),
        ("sqlite:///config.toml", "sqlite:///new.db", "sqlite:///config.toml could not be copied"),
        ("sqlite:///live.db", "postgresql://u:secret@127.0.0.1:9/x", "could not be copied to postgresql://u:***@127"),
        ("here", "sqlite:///new.db", "[database] url is no address"),
    ):
        code, out, err = line("copy", source, target)
        assert (code, out) == (1, "")
        assert said in err.splitlines()[-1]
        assert "secret" not in err


async def _recorded(url: str) -> None:
    """A space with two events."""
    db = Database(url)
    async with db.write() as session:
        session.add(Space(id=1, name="v", title="Vision"))
        await session.flush()
        for said in ("first", "second"):
            await record_log.note(session, 1, said, datetime(2026, 6, 11, tzinfo=UTC), by=Personal("Anna"))
    await db.aclose()


@pytest.mark.parametrize(
    ("altered", "said"),
    [
        ("update event set ev = replace(ev, 'second', 'another') where seq = 2", "broken at event 2"),
        ("delete from event where seq = 1", "broken at event 1"),
        ("update aside set text = 'Berta' where seq = 1", "A text beside event 1 of space 1 is not the one"),
    ],
)
def test_a_record_that_was_altered_is_not_copied(line: Line, tmp_path: Path, altered: str, said: str) -> None:
    line("migrate")
    asyncio.run(_recorded("sqlite:///live.db"))
    code, out, _ = line("copy", "sqlite:///live.db", "sqlite:///whole.db")
    assert (code, "records of its spaces (1) are unbroken" in out) == (0, True)
    with closing(sqlite3.connect(tmp_path / "live.db")) as connection:
        connection.execute(altered)
        connection.commit()
    code, out, err = line("copy", "sqlite:///live.db", "sqlite:///broken.db")
    assert (code, out) == (1, "")
    assert said in err
    with closing(sqlite3.connect(tmp_path / "broken.db")) as connection:
        assert connection.execute("select count(*) from space").fetchone() == (0,)


@pytest.mark.parametrize("url", ["here", "mysql://h/db"])
def test_an_address_of_no_database_is_said(line: Line, tmp_path: Path, url: str) -> None:
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")
    code, _, err = line("migrate")
    assert code == 1
    assert err.startswith("[database] url is no address")
