"""export and verify from the command line."""

import asyncio
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.positions.record import record_log
from handlers import cli
from storage.db import Database
from storage.tables import Space

Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Runs a command line in a folder with a configuration and a space in which three things happened."""
    (tmp_path / "config.toml").write_text('[database]\nurl = "sqlite:///live.db"\n', "utf-8")
    monkeypatch.chdir(tmp_path)

    def nothing(_: Namespace) -> int:
        return 0

    def call(*argv: str) -> tuple[int, str, str]:
        code = cli.main(argv, run=nothing, demo=nothing)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    call("migrate")
    asyncio.run(_events(f"sqlite:///{tmp_path}/live.db"))
    return call


async def _events(url: str) -> None:
    db = Database(url)
    async with db.write() as session:
        session.add(Space(name="idle", title="Idle"))
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        for voice in ("NO", "IR", "SE"):
            await record_log.note(session, space.id, "position", datetime.now(UTC), voice=voice)
    await db.aclose()


@pytest.mark.parametrize("out", ["record", "record.zip"])
def test_an_export_is_checked_by_the_command_and_by_the_program_in_it(line: Line, tmp_path: Path, out: str) -> None:
    code, said, _ = line("export", "vision", out)
    assert (code, "events 1 to 3" in said) == (0, True)
    head = said.split()[-1].rstrip(")")
    assert line("verify", out, "--head", head)[:2] == (0, f"Whole and unaltered: 3 events, head {head}.\n")
    code, said, _ = line("verify", out, "--head", "0123456789")
    assert (code, "published head" in said) == (1, True)
    if out == "record":
        done = subprocess.run(
            [sys.executable, f"{out}/verify.py", out, head], capture_output=True, text=True, check=True
        )
        assert "Whole" in done.stdout


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["export", "visoin", "out"], 1, "There is no space visoin in this database. There are: idle and vision."),
        (["export", "idle", "out"], 1, "Nothing has been recorded in Idle yet."),
        (["export", "vision", "config.toml"], 1, "is there already"),
        (["export", "vision", "config.toml/out"], 1, "cannot be written"),
        (["verify", "nothing"], 1, "holds no record that can be read"),
        (["verify", "config.toml"], 1, "holds no record that can be read"),
        (["verify", "out", "--head", "xyz"], 2, "at least the first 8 digits"),
        (["export", "vision"], 2, "OUT"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(line: Line, argv: list[str], code: int, said: str) -> None:
    got, _, err = line(*argv)
    assert (got, said in err, err.count("\n")) == (code, True, 1), err
