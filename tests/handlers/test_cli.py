"""The command line: what it prints, writes and answers, called as `python -m bot` calls it."""

import json
import os
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from handlers import cli

OLD = """Draft of 10 June

1. We affirm the "rights" of all people.

2. We recall the first phase of the process and thank the host country warmly.

3. We invite all stakeholders [and groups] to take part.
"""
NEW = """Draft of 10 June

1. We affirm the “rights” of all people.

2. We recall the second phase of the process and thank the host country warmly.

3. We invite all stakeholders to take part.

4. We decide to meet again next year in the same place.
"""
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Runs a command line in a folder with old.txt and new.txt: (exit code, standard output, standard error)."""
    (tmp_path / "old.txt").write_text(OLD, "utf-8")
    (tmp_path / "new.txt").write_text(NEW, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RAPPORTEUR_DEBUG", raising=False)

    def call(*argv: str) -> tuple[int, str, str]:
        code = cli.main(argv, run=_said("run"), demo=_said("demo"))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def _said(word: str) -> Callable[[Namespace], int]:
    def command(_: Namespace) -> int:
        sys.stdout.write(f"{word}\n")
        return 0

    return command


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site on loopback with the two drafts at /old.txt and /new.txt."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = {"/old.txt": OLD, "/new.txt": NEW}.get(self.path)
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


# read


def test_read_prints_every_paragraph_with_its_label(line: Line) -> None:
    code, out, err = line("read", "old.txt")
    assert (code, err) == (0, "")
    assert "2. We recall the first phase" in out
    assert len(out.split("\n\n")) >= 4


def test_read_json_has_the_keys_of_the_contract(line: Line) -> None:
    _, out, _ = line("read", "old.txt", "--json")
    read = json.loads(out)
    assert {"source", "format", "sha256", "words", "language", "warnings", "paragraphs"} <= set(read)
    keys = {"n", "kind", "label", "key", "heading", "page", "mark", "text", "struck", "text_hash", "word_hash"}
    assert all(keys <= set(paragraph) for paragraph in read["paragraphs"])
    assert [paragraph["n"] for paragraph in read["paragraphs"]] == [1, 2, 3, 4]
    assert read["source"] == "old.txt"


def test_an_address_typed_here_may_be_private(line: Line, site: str) -> None:
    code, out, _ = line("read", f"{site}/old.txt", "--json")
    assert code == 0
    assert json.loads(out)["source"] == f"{site}/old.txt"


@pytest.mark.parametrize("name", ["none.txt", ".", "picture.png", "empty.txt", "http://127.0.0.1:9/draft", "ftp://x/y"])
def test_what_cannot_be_read_is_one_sentence_with_its_name(line: Line, tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.txt").touch()
    code, out, err = line("read", name)
    assert (code, out) == (1, "")
    assert err.startswith(f"{name}: ")
    assert err.count("\n") == 1
    assert "tried again" not in err


def test_warnings_go_to_standard_error(line: Line, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(
        "Déclaration de la première réunion, tenue à Genève en été.\n".encode("latin-1") * 5
    )
    code, out, err = line("read", "latin.txt", "--json")
    assert code == 0
    assert json.loads(out)["warnings"]
    assert err.startswith("latin.txt: ")


# diff


def test_diff_shows_struck_and_inserted_words_with_signs_in_a_pipe(line: Line) -> None:
    code, out, _ = line("diff", "old.txt", "new.txt")
    assert code == 0
    assert "[-first-]{+second+}" in out
    assert "Square brackets: 1 → 0" in out
    assert "\x1b" not in out


def test_diff_has_colours_at_a_terminal_unless_no_color_is_set(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.line.show.sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[9;31mfirst" in line("diff", "old.txt", "new.txt")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-first-]" in line("diff", "old.txt", "new.txt")[1]


def test_diff_json_gives_both_texts_back_letter_for_letter(line: Line) -> None:
    _, out, _ = line("diff", "old.txt", "new.txt", "--json", "--term", "phase")
    compared = json.loads(out)
    new = [
        text for change in compared["changes"] for text in ["".join(t for op, t in change["runs"] if op != "-")] if text
    ]
    old = [
        text for change in compared["changes"] for text in ["".join(t for op, t in change["runs"] if op != "+")] if text
    ]
    assert "We recall the first phase of the process and thank the host country warmly." in old
    assert "We recall the second phase of the process and thank the host country warmly." in new
    assert compared["counts"]["typography"] == 1
    assert compared["terms"] == {"phase": {"old": 1, "new": 1}}


def test_outputs_combine(line: Line, tmp_path: Path) -> None:
    outs = {kind: tmp_path / f"redline.{kind}" for kind in ("html", "pdf", "docx", "png")}
    options = [word for kind, path in outs.items() for word in (f"--{kind}", str(path))]
    code, out, err = line("diff", "old.txt", "new.txt", "--json", *options)
    assert code == 0
    assert json.loads(out)["counts"]
    begins = {"html": b"<!doctype html", "pdf": b"%PDF", "docx": b"PK", "png": b"\x89PNG"}
    for kind, path in outs.items():
        assert path.read_bytes()[:14].lower().startswith(begins[kind].lower())
        assert str(path) in err
    assert not list(tmp_path.glob(".*.part"))


def test_a_file_alone_leaves_standard_output_empty(line: Line, tmp_path: Path) -> None:
    assert line("diff", "old.txt", "new.txt", "--html", "x.html")[1] == ""
    assert b"second" in (tmp_path / "x.html").read_bytes()


def test_what_must_be_known_first_is_said_beside_files_and_in_json_too(line: Line) -> None:
    """That nothing changed here; that two have little in common, as well."""
    said = "No change in words between old.txt and old.txt. The files are the same, byte for byte."
    assert line("diff", "old.txt", "old.txt", "--html", "x.html")[2].startswith(f"{said}\n")
    assert json.loads(line("diff", "old.txt", "old.txt", "--json")[1])["notices"] == [said]
    assert json.loads(line("diff", "old.txt", "new.txt", "--json")[1])["notices"] == []


def test_a_folder_that_is_not_there_is_said(line: Line) -> None:
    code, _, err = line("diff", "old.txt", "new.txt", "--html", "nowhere/x.html")
    assert code == 1
    assert err == "nowhere/x.html cannot be written: No such file or directory.\n"


def test_a_base_says_where_words_come_from(line: Line, tmp_path: Path) -> None:
    (tmp_path / "chair=1.txt").write_text(NEW, "utf-8")
    _, out, _ = line("diff", "old.txt", "new.txt", "--base", "chair=new.txt", "--json")
    [restored] = [change for change in json.loads(out)["changes"] if change["kind"] == "restored"]
    assert restored["origin"] == "chair"
    _, out, _ = line("diff", "old.txt", "new.txt", "--base", "new.txt")
    assert "‹new›" in out
    _, out, _ = line("diff", "old.txt", "new.txt", "--base", "chair=1.txt")
    assert "‹chair=1›" in out


def test_two_bases_of_one_name_are_wrong_usage(line: Line) -> None:
    code, _, err = line("diff", "old.txt", "new.txt", "--base", "x=old.txt", "--base", "x=new.txt")
    assert code == 2
    assert "called x" in err


def test_identical_files_are_said_to_be(line: Line, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(OLD, "utf-8")
    (tmp_path / "spaced.txt").write_text(OLD + "\n\n", "utf-8")
    assert "byte for byte" in line("diff", "old.txt", "copy.txt")[1]
    assert "the files (SHA-256" in line("diff", "old.txt", "spaced.txt")[1]


def test_two_unlike_texts_are_shown_all_the_same(line: Line, tmp_path: Path) -> None:
    words = "Der Ausschuss nimmt die Berichte der Staaten zur Kenntnis und dankt für die Zusammenarbeit mit dem Rat. "
    (tmp_path / "other.txt").write_text(words * 3, "utf-8")
    code, out, _ = line("diff", "old.txt", "other.txt")
    assert code == 0
    assert "little in common" in out
    assert "different languages (English and German)" in out


def test_each_side_that_cannot_be_read_is_named(line: Line) -> None:
    code, _, err = line("diff", "none.txt", "new.txt")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("none.txt: ")
    assert line("diff", "none.txt", "nothing.txt")[2].count("\n") == 2


# the rest


def test_without_a_command_the_folder_decides(line: Line, tmp_path: Path) -> None:
    code, out, err = line()
    assert (code, out) == (0, "demo\n")
    assert "demo" in err
    (tmp_path / "config.toml").touch()
    assert line() == (0, "run\n", "")


@pytest.mark.parametrize(
    "argv", [["read"], ["dif"], ["read", "a", "b"], ["diff", "a"], ["read", "a", "--jsn"], ["--x"]]
)
def test_wrong_usage_is_one_sentence(line: Line, argv: list[str]) -> None:
    code, out, err = line(*argv)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--help" in err


@pytest.mark.parametrize("command", ["", *cli.COMMANDS, "run", "demo"])
def test_every_command_has_help(line: Line, command: str) -> None:
    code, out, _ = line(*([command] if command else []), "--help")
    assert code == 0
    assert "usage: python -m bot" in out


def test_what_nobody_foresaw_is_a_sentence_and_a_traceback_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Namespace) -> int:
        raise KeyError("a\nb")

    monkeypatch.delenv("RAPPORTEUR_DEBUG", raising=False)
    assert cli.main(["run"], run=broken, demo=broken) == 1
    err = capsys.readouterr().err
    assert "KeyError" in err
    assert "Traceback" not in err
    assert err.count("\n") == 1
    assert cli.main(["run", "--debug"], run=broken, demo=broken) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: Namespace) -> int:
        raise KeyboardInterrupt

    assert cli.main(["run"], run=interrupted, demo=interrupted) == 130
    assert "Traceback" not in capsys.readouterr().err


_START = "import sys; from handlers.cli import main; sys.exit(main(sys.argv[1:], run=None, demo=None))"


def _process(*argv: str, shell: str = "") -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).resolve().parents[2]
    start = [sys.executable, "-c", _START, *argv]
    command = ["bash", "-c", f'set -o pipefail; "$@" {shell}', "bash", *start] if shell else start
    return subprocess.run(
        command, cwd=root, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False
    )


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("\n\n".join(f"{n}. A paragraph of words." for n in range(20_000)), "utf-8")
    ended = _process("read", str(tmp_path / "long.txt"), shell="| head -1 >/dev/null")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_reading_and_comparing_load_no_chat_library_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(OLD, "utf-8")
    old = str(tmp_path / "old.txt")
    told = (
        "import sys; from handlers.cli import main; main(sys.argv[1:], run=None, demo=None);"
        "print([m for m in ('slack_sdk', 'telegram', 'sqlalchemy', 'httpx', 'pydantic', 'rich') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", told, "diff", old, old, "--json"], cwd=root, capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"
