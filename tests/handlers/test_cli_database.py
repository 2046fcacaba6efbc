"""migrate, backup and restore from the command line."""

import hashlib
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers import cli

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


@pytest.mark.parametrize("url", ["here", "mysql://h/db"])
def test_an_address_of_no_database_is_said(line: Line, tmp_path: Path, url: str) -> None:
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")
    code, _, err = line("migrate")
    assert code == 1
    assert err.startswith("[database] url is no address")
