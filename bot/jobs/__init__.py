"""The jobs port: a job only says "look at row X now"; the rows that are due are the truth, and losing every job loses nothing.

Work   what one kind of job does: `due()` finds the rows to look at now, `run(row)` looks at one of them
Jobs   an engine that runs them: `local` (one process, APScheduler as the clock)
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of job. A row is never looked at twice at once; `at_once`: rows of this kind at the same time.

    `stop`: tells a job that may go on for long that the bot is about to end.
    """

    due: Callable[[], Awaitable[Sequence[Any]]]
    run: Callable[[Any], Awaitable[object]]
    at_once: int = 5
    stop: Callable[[], None] | None = None


class Jobs(Protocol):
    """An engine."""

    def nudge(self) -> None:
        """Something was committed: look for due rows now instead of at the next tick."""

    def every(self, name: str, seconds: float, run: Callable[[], Awaitable[object]]) -> None:
        """Runs something once in each period."""

    async def run(self) -> None:
        """Works until cancelled; what is under way is finished within ten seconds."""

    async def settle(self) -> None:
        """Runs what is due until nothing is: for scripts and tests."""
