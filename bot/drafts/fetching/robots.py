"""robots.txt: what a host lets programs look at, and how often (RFC 9309). Read by Protego, which Scrapy keeps alive: it knows
wildcards and Crawl-delay, which Python's own reader gets wrong.

A person who watches a page is told when it is closed to programs, and may decide to look nevertheless; that is recorded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx

from bot.errors import AddressRefused, FetchError, KeptOut
from bot.sentences import fetch as say

NAME = "Rapporteur"
LARGEST = 1024 * 1024  # bytes, more than RFC 9309 wants read; what is longer is taken as no rules
_KEPT_S = 86_400.0
_KNOWN = 4096  # origins

Get = Callable[[httpx.URL], Awaitable[bytes]]


@dataclass(slots=True)
class _Known:
    """The rules of one origin. `rules`: Protego's, None where everything is allowed; `until`: when they are asked for again."""

    rules: Any = None
    until: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Robots:
    """`get`: fetches a robots.txt, raising FetchError; `clock`: seconds that only grow."""

    def __init__(self, get: Get, clock: Callable[[], float]) -> None:
        self._get = get
        self._clock = clock
        self._of = lru_cache(maxsize=_KNOWN)(lambda origin: _Known())

    async def ask(self, url: httpx.URL) -> float:
        """Seconds that the host wants between two visits, 0 if it does not say; KeptOut where programs are to stay away.

        A host that has no robots.txt (4xx) allows everything; one that cannot say (5xx, no answer) is left alone.
        """
        known = self._of((url.scheme, url.host, url.port))
        async with known.lock:
            if self._clock() >= known.until:
                known.rules = await self._rules(url)
                known.until = self._clock() + _KEPT_S
        if known.rules is None:
            return 0.0
        if not known.rules.can_fetch(str(url), NAME):
            raise KeptOut(say.ROBOTS, again=False, host=url.host, cause=str(url))
        return float(known.rules.crawl_delay(NAME) or 0.0)

    async def _rules(self, url: httpx.URL) -> Any:
        from protego import Protego  # only where there are rules: most hosts have none

        try:
            data = await self._get(url.copy_with(path="/robots.txt", query=None, fragment=None))
        except FetchError as error:
            if error.again or isinstance(error, AddressRefused):
                raise
            return None
        return Protego.parse(data.decode("utf-8", "replace"))
