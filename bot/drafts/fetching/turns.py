"""So many at the same time; whoever hurries goes before all who wait.

What confirms a change is asked for at once: behind the looks that a round has begun together it would wait for all of them.
"""

import asyncio
from collections import deque


class Turns:
    """`at_once`: turns that may be held at the same time."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self, *, hurries: bool = False) -> None:
        """Waits for a turn; those who do not hurry have theirs in the order in which they came."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        (self._waiting.appendleft if hurries else self._waiting.append)(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was given in the same moment
                self.give_back()
            raise

    def give_back(self) -> None:
        """Hands the turn to the next who waits."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
