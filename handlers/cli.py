"""The command line: a table of commands, and how what goes wrong is said.

Exit 0 done, 1 could not, 2 wrong usage, 130 interrupted. A command's code is loaded when it is asked for: `read` and `diff`
load no chat library and no database.
"""

import os
import sys
import traceback
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.errors import BadInput, RapporteurError
from bot.roles import ROLES, roles_of
from bot.sentences import cli as sentences
from handlers.line.output import tell, use_utf8

PROGRAM = "python -m bot"
CONFIG = "config.toml"
DEBUG = "RAPPORTEUR_DEBUG"

Run = Callable[[Namespace], int]


@dataclass(frozen=True, slots=True)
class Command:
    """`help`: one line; `options` adds what it takes; `run` does it and returns the exit code."""

    help: str
    options: Callable[[ArgumentParser], object]
    run: Run


def main(argv: Sequence[str], *, run: Run, demo: Run) -> int:
    """Runs one command line and returns its exit code; `run` and `demo` are plugged in by `bot.__main__`."""
    use_utf8()
    commands = {
        "run": Command(sentences.HELP_RUN, _run_options, run),
        "demo": Command(sentences.HELP_DEMO, _demo, demo),
    }
    commands |= COMMANDS
    try:
        asked = _parser(commands).parse_args(argv or [_default()])
    except SystemExit as stop:  # argparse ends --help so, and only that: see _Parser
        return int(stop.code or 0)
    except _WrongUsage as error:
        tell(str(error))
        return 2
    return _guarded(commands[asked.command].run, asked)


def _default() -> str:
    if Path(CONFIG).exists():
        return "run"
    tell(sentences.NO_COMMAND)
    return "demo"


def _guarded(run: Run, asked: Namespace) -> int:
    """Runs a command; whatever stops it becomes one sentence and an exit code."""
    try:
        code = run(asked)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        tell(sentences.INTERRUPTED)
        return 130
    except Exception as error:  # noqa: BLE001 -- the last guard: a person reads a sentence, a traceback only when asked for
        if asked.debug or os.environ.get(DEBUG):
            tell(_hidden("".join(traceback.format_exception(error))))
        tell(_sentence(error))
        return 2 if isinstance(error, BadInput) else 1


def _sentence(error: Exception) -> str:
    if isinstance(error, RapporteurError):
        return str(error)
    return sentences.UNFORESEEN.format(type=type(error).__name__, what=_hidden(" ".join(str(error).split())[:200]))


def _hidden(text: str) -> str:
    """Without tokens and passwords: what goes wrong in a library may say them, and a person is asked to report the line."""
    from handlers.logs import hidden

    return hidden(text)


class _WrongUsage(Exception):
    pass


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongUsage(sentences.MORE_HELP.format(what=message[:1].upper() + message[1:], prog=self.prog))


def _parser(commands: dict[str, Command]) -> ArgumentParser:
    parser = _Parser(PROGRAM, description=sentences.ABOUT, allow_abbrev=False)
    choose = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in commands.items():
        one = choose.add_parser(name, help=command.help, description=command.help, allow_abbrev=False)
        command.options(one)
        one.add_argument("--config", metavar="FILE", default=CONFIG, help=sentences.HELP_CONFIG)
        one.add_argument("--debug", action="store_true", help=sentences.HELP_DEBUG)
    return parser


def _nothing(_: ArgumentParser) -> None:
    pass


def _run_options(parser: ArgumentParser) -> None:
    parser.add_argument("--only", metavar="ROLE,…", type=_roles, default=tuple(ROLES), help=sentences.HELP_ONLY)


def _roles(text: str) -> tuple[str, ...]:
    try:
        return roles_of(text)
    except ValueError as error:
        raise ArgumentTypeError(sentences.NO_ROLE.format(role=error, roles=", ".join(ROLES))) from error


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("--script", metavar="FILE", help=sentences.HELP_SCRIPT)


def _read_options(parser: ArgumentParser) -> None:
    parser.add_argument("draft", metavar="FILE_OR_URL", help=sentences.HELP_DRAFT)
    parser.add_argument("--original", action="store_true", help=sentences.HELP_ORIGINAL)
    parser.add_argument("--json", action="store_true", help=sentences.HELP_JSON)


def _diff_options(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help=sentences.HELP_OLD)
    parser.add_argument("new", metavar="NEW", help=sentences.HELP_NEW)
    parser.add_argument("--base", metavar="NAME=FILE", action="append", default=[], help=sentences.HELP_BASE)
    parser.add_argument("--term", metavar="WORDS", action="append", default=[], help=sentences.HELP_TERM)
    parser.add_argument("--original", action="store_true", help=sentences.HELP_ORIGINAL)
    parser.add_argument("--json", action="store_true", help=sentences.HELP_JSON)
    for kind, title in {"html": "HTML", "pdf": "PDF", "docx": "Word", "png": "a picture"}.items():
        parser.add_argument(f"--{kind}", metavar="OUT", help=sentences.HELP_OUT.format(kind=title))


def _check_options(parser: ArgumentParser) -> None:
    parser.add_argument("page", metavar="URL_OR_FILE", help=sentences.HELP_PAGE)
    parser.add_argument("--kind", choices=("list", "document", "feed", "calendar"), help=sentences.HELP_KIND)
    parser.add_argument("--links", metavar="PATTERN", help=sentences.HELP_LINKS)
    parser.add_argument("--follow", action="store_true", help=sentences.HELP_FOLLOW)
    parser.add_argument("--browser", action="store_true", help=sentences.HELP_BROWSER)
    parser.add_argument("--json", action="store_true", help=sentences.HELP_JSON)


def _backup_options(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", help=sentences.HELP_BACKUP_OUT)


def _restore_options(parser: ArgumentParser) -> None:
    parser.add_argument("backup", metavar="IN", help=sentences.HELP_RESTORE_IN)


def _copy_options(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM_URL", help=sentences.HELP_FROM_URL)
    parser.add_argument("target", metavar="TO_URL", help=sentences.HELP_TO_URL)


def _export_options(parser: ArgumentParser) -> None:
    parser.add_argument("space", metavar="SPACE", help=sentences.HELP_SPACE)
    parser.add_argument("out", metavar="OUT", help=sentences.HELP_EXPORT_OUT)


def _verify_options(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", help=sentences.HELP_VERIFY_OUT)
    parser.add_argument("--head", metavar="HASH", help=sentences.HELP_HEAD)


def _read(asked: Namespace) -> int:
    from handlers.line.read import run

    return run(asked)


def _diff(asked: Namespace) -> int:
    from handlers.line.diff import run

    return run(asked)


def _check(asked: Namespace) -> int:
    from handlers.line.check import run

    return run(asked)


def _export(asked: Namespace) -> int:
    from handlers.line.record import export_record

    return export_record(asked)


def _verify(asked: Namespace) -> int:
    from handlers.line.record import verify

    return verify(asked)


def _doctor(asked: Namespace) -> int:
    from handlers.line.doctor import run

    return run(asked)


def _backup(asked: Namespace) -> int:
    from handlers.line.database import backup

    return backup(asked)


def _restore(asked: Namespace) -> int:
    from handlers.line.database import restore

    return restore(asked)


def _migrate(asked: Namespace) -> int:
    from handlers.line.database import migrate

    return migrate(asked)


def _copy(asked: Namespace) -> int:
    from handlers.line.database import copy

    return copy(asked)


# Beside these: run and demo, which bot.__main__ brings.
COMMANDS: dict[str, Command] = {
    "read": Command(sentences.HELP_READ, _read_options, _read),
    "diff": Command(sentences.HELP_DIFF, _diff_options, _diff),
    "check": Command(sentences.HELP_CHECK, _check_options, _check),
    "export": Command(sentences.HELP_EXPORT, _export_options, _export),
    "verify": Command(sentences.HELP_VERIFY, _verify_options, _verify),
    "doctor": Command(sentences.HELP_DOCTOR, _nothing, _doctor),
    "backup": Command(sentences.HELP_BACKUP, _backup_options, _backup),
    "restore": Command(sentences.HELP_RESTORE, _restore_options, _restore),
    "migrate": Command(sentences.HELP_MIGRATE, _nothing, _migrate),
    "copy": Command(sentences.HELP_COPY, _copy_options, _copy),
}
