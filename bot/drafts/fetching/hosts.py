"""What is known of each host that is visited: how far apart visits are, how many at once, and until when it is left alone.

In memory only: after a restart a host is asked once more, and says so again.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache

from aiolimiter import AsyncLimiter

from bot.drafts.fetching.turns import Turns
from bot.errors import FetchError, HostWaits
from bot.sentences import fetch as say

_PASSING = 3  # visits in a row that a host did not answer, before the others wait as well
_FIRST_WAIT_S, _LONGEST_WAIT_S = 15.0, 600.0
_BUSY_S, _LONGEST_BUSY_S = 60.0, 3600.0
_SLOWEST_S = 60.0  # between two visits, whatever robots.txt asks for
_KNOWN = 4096  # hosts


def hold(error: FetchError, faults: int) -> float:
    """Seconds for which a whole host is left alone after a visit that failed; `faults`: in a row, this one included.

    "Too many requests" and Retry-After with 503 speak for the host (RFC 6585, 4; RFC 9110, 10.2.3), and so does a host that
    does not answer at all; any other fault is the page's own.
    """
    if error.status == 503:
        return error.after or 0.0
    if error.status == 429:
        return error.after or min(_BUSY_S * 2.0 ** min(faults - 1, 10), _LONGEST_BUSY_S)
    if error.status is None and error.again and faults >= _PASSING:
        return min(_FIRST_WAIT_S * 2.0 ** min(faults - _PASSING, 10), _LONGEST_WAIT_S)
    return 0.0


@dataclass(slots=True)
class Host:
    """`pace`: one visit, then the next after its spacing; `delay`: seconds that robots.txt asks for, if more than ours."""

    pace: AbstractAsyncContextManager[object]
    slots: Turns
    faults: int = 0
    closed_until: float = 0.0
    delay: float = 0.0


class Hosts:
    """`spacing`: seconds between two visits to one host (0: none); `at_once`: visits to one host; `clock`: seconds that only
    grow."""

    def __init__(self, spacing: float, at_once: int, clock: Callable[[], float]) -> None:
        self._spacing = spacing
        self._at_once = at_once
        self._clock = clock
        self.of = lru_cache(maxsize=_KNOWN)(self._new)

    @contextlib.asynccontextmanager
    async def visit(self, name: str, *, unspaced: bool = False) -> AsyncIterator[None]:
        """A visit in its turn, an `unspaced` one before all that wait; HostWaits if the host is to be left alone. What comes
        of it is remembered."""
        host = self.of(name)
        await host.slots.take(hurries=unspaced)
        try:
            await self.arrive(name, unspaced=unspaced)
            try:
                yield
            except FetchError as error:
                self._failed(host, error)
                raise
            host.faults = 0
        finally:
            host.slots.give_back()

    async def arrive(self, name: str, *, unspaced: bool = False) -> None:
        """Waits for the next visit to a host. `unspaced` ones go at once, unless its robots.txt asks for a delay."""
        host = self.of(name)
        wait = host.closed_until - self._clock()
        if wait > 0:
            raise HostWaits(say.HOST_WAITS, after=wait, host=name)
        async with contextlib.nullcontext() if unspaced and not host.delay else host.pace:
            pass

    def slow_down(self, name: str, seconds: float) -> None:
        """A host asks for so many seconds between two visits (Crawl-delay)."""
        host, wanted = self.of(name), min(seconds, _SLOWEST_S)
        if wanted > self._spacing and wanted != host.delay:
            host.pace, host.delay = AsyncLimiter(1, wanted), wanted

    def _failed(self, host: Host, error: FetchError) -> None:
        silent = error.status is None and error.again and not isinstance(error, HostWaits)
        host.faults = host.faults + 1 if silent or error.status == 429 else 0
        host.closed_until = max(host.closed_until, self._clock() + hold(error, host.faults))

    def _new(self, name: str) -> Host:
        """AsyncLimiter(n, s) with n > 1 would let a burst through first."""
        pace = AsyncLimiter(1, self._spacing) if self._spacing else contextlib.nullcontext()
        return Host(pace, Turns(self._at_once))
