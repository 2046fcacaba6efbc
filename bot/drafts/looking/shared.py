"""One fetch for all looks of a round at the same page: it is watched in many spaces, and its host is asked once for all.

What confirms a change is asked for again after the answer that it confirms: no look gets the same answer twice, nor one to a
request that was sent before its last answer was there.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from storage.tables import Source

Found = TypeVar("Found")


@dataclass(slots=True, eq=False)
class Flight:
    """Something that is done once. `asked`: under which condition; `upto`: how many of its kind had begun when it ended."""

    asked: object
    found: asyncio.Future[Any]
    upto: int = 0


@dataclass(slots=True)
class Share:
    """One look's share. `flights`: by address or hash, as they began, the same list for all that share; `heard`: by address,
    how many of them are of no use to this look any more."""

    flights: defaultdict[str, list[Flight]]
    heard: dict[str, int] = field(default_factory=dict)

    async def fetch(self, url: str, asked: object, fetch: Callable[[], Awaitable[Found]]) -> Found:
        """An answer that this look has not had: another look's, asked under the same condition, or its own."""
        flight = await self._flight(url, asked, fetch)
        self.heard[url] = flight.upto
        found: Found = flight.found.result()
        return found

    async def read(self, sha256: str, read: Callable[[], Awaitable[Found]]) -> Found:
        """What stands in bytes that another look may have read already."""
        found: Found = (await self._flight(sha256, None, read)).found.result()
        return found

    async def _flight(self, of: str, asked: object, do: Callable[[], Awaitable[Any]]) -> Flight:
        """A flight that has ended; one whose own look was cancelled is flown once more by who waits for it."""
        flights = self.flights[of]
        while True:
            fit = (one for one in flights[self.heard.get(of, 0) :] if one.asked == asked and not one.found.cancelled())
            flight = next(fit, None)
            if flight is None:
                return await _fly(flights, asked, do)
            await asyncio.wait([flight.found])
            if not flight.found.cancelled():
                return flight


async def _fly(flights: list[Flight], asked: object, do: Callable[[], Awaitable[Any]]) -> Flight:
    flight = Flight(asked, asyncio.get_running_loop().create_future())
    flights.append(flight)
    try:
        found = await do()
    except Exception as error:  # noqa: BLE001  (raised by `result()`, in each look that shares it)
        flight.found.set_exception(error)
        flight.found.exception()  # asked for once here: nobody else may have waited for it
    else:
        flight.found.set_result(found)
    finally:
        flight.upto = len(flights)
        if not flight.found.done():
            flight.found.cancel()
    return flight


def shares(sources: Iterable[Source]) -> dict[int, Share]:
    """By source: its share in what is fetched, of those whose page others of the same round look at in the same way."""
    alike: defaultdict[Hashable, list[int]] = defaultdict(list)
    for source in sources:
        alike[source.url, source.kind, source.headers_file, source.browser, source.despite_robots].append(source.id)
    found = {}
    for ids in alike.values():
        flights: defaultdict[str, list[Flight]] = defaultdict(list)
        found.update({one: Share(flights) for one in ids} if len(ids) > 1 else {})
    return found
