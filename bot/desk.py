"""What the core works with: the database, the clock, the way out to the web, the reader of files."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.drafts.fetching.answer import Fetched, NotModified, Validators
from bot.drafts.fetching.post import Post
from bot.drafts.reading import Reading
from storage.db import Database


class Getter(Protocol):
    """The fetcher, as the core uses it."""

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        unspaced: bool = False,
        despite_robots: bool = False,
    ) -> Fetched | NotModified: ...


Read = Callable[[bytes, str], Awaitable[Reading]]


@dataclass(frozen=True, slots=True)
class Desk:
    """`process`: which of those that share the database this one is; `sure`: whether the others still count on it.

    `read`: bytes and their address to a reading, in a limited child; `pause`: waits so many seconds; `ballot_secret`: the
    operator's, by which the answers to secret polls are sealed; `post`: the mailbox, where one is configured; `browser`: what
    fetches pages that need their scripts, where there is one."""

    db: Database
    clock: Callable[[], datetime]
    fetcher: Getter
    read: Read
    pause: Callable[[float], Awaitable[None]]
    ballot_secret: str = ""
    process: str = ""
    sure: Callable[[], bool] = lambda: True
    post: Post | None = None
    browser: Getter | None = None

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return bool(self.process) and not self.db.sqlite
