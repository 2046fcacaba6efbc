"""The jobs port: a job only says "look at row X now"; the rows that are due are the truth, and losing every job loses nothing.

Work   what one kind of job does: `due()` finds the rows to look at now, `run(row)` looks at one of them
Jobs   an engine that runs them: `local` (one process, APScheduler as the clock) or `cluster` (several, procrastinate)
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from storage.db import Database


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of job. A row is never looked at twice at once; `at_once`: rows of this kind at the same time in a process.

    `due` is asked in whichever process sweeps, `run` goes where the kind is done: a row is something that JSON can carry.
    `stop`: tells a job that may go on for long that the bot is about to end. `stays`: a row stays long with the process that
    looks at it, so several share them evenly.
    """

    due: Callable[[], Awaitable[Sequence[Any]]]
    run: Callable[[Any], Awaitable[object]]
    at_once: int = 5
    stop: Callable[[], None] | None = None
    stays: bool = False


class Jobs(Protocol):
    """An engine."""

    def follow(self, db: Database) -> None:
        """From now on each commit of this database nudges, in its own transaction where jobs are stored."""

    def nudge(self) -> None:
        """Something was committed: look for due rows now instead of at the next tick."""

    def every(self, name: str, seconds: float, run: Callable[[], Awaitable[object]]) -> None:
        """Runs something once in each period, in one of the processes."""

    async def run(self) -> None:
        """Works until cancelled; what is under way is finished within ten seconds."""

    async def settle(self) -> None:
        """Runs what is due until nothing is: for scripts and tests."""
