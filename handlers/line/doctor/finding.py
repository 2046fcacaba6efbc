"""What a check starts from and what it finds."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.settings import Config


@dataclass(frozen=True, slots=True)
class Patient:
    """`config`: as it would run, None if it cannot be loaded (`why` says why); `written`: with the sections that are off."""

    path: Path
    config: Config | None
    written: Config | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`note`: works, and yet somebody should know. `mend`: what to do about it."""

    verdict: Literal["ok", "note", "fails"]
    said: str
    mend: str = ""


def ok(said: str) -> Finding:
    return Finding("ok", said)


def note(said: str, mend: str) -> Finding:
    return Finding("note", said, mend)


def fails(said: str, mend: str) -> Finding:
    return Finding("fails", said, mend)
