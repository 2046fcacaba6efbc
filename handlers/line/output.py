"""Where the command line writes: results to standard output, everything said beside them to standard error."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.errors import RapporteurError
from bot.sentences import cli as sentences


def use_utf8() -> None:
    """A lone surrogate out of a broken file, or a file's name that is no UTF-8, is written as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def put_json(value: dict[str, Any]) -> None:
    put(json.dumps(value, ensure_ascii=False))


def tell(text: str) -> None:
    """What the person should know and the next program in a pipe should not."""
    sys.stderr.write(text if text.endswith("\n") else f"{text}\n")


def write_file(path: Path, data: bytes) -> None:
    """The whole file or none of it: what stood there before stays until the new one is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        raise RapporteurError(sentences.CANNOT_WRITE, path=path, why=error.strerror, cause=repr(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
