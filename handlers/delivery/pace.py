"""How fast a token may send, and what of it is under way: posts and edits in all, and how often in one chat."""

import asyncio
import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiolimiter import AsyncLimiter

from handlers.delivery.outcomes import Outcome
from storage.claims import Room

_AHEAD_S, _MOST_AHEAD_S = 0.2, 2.0
"""Posts are taken so much ahead of their turn: what was taken when the process dies must be settled. On a machine that is busy
with other work as much as the drain's own turn takes, or the pace would be lost."""

_MINUTE = timedelta(seconds=60)


_ONE_EDIT_IN = 20
"""Where a platform counts edits among messages, one in so many requests may be an edit while posts wait: a card shows its last
state during a long fan-out too, and the fan-out keeps 95 % of its pace."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a token may send. `per_second`: messages in all. `edits`: edits a second, where the platform counts them apart.
    `apart`: seconds between two things in one chat; `a_minute`: how many in one chat; `at_once`: how many requests may wait for
    the platform's answer. `repeat`: what to do after a crash where nobody can tell."""

    per_second: float = 25.0
    edits: float | None = None
    apart: float = 0.0
    a_minute: int | None = None
    at_once: int = 40
    repeat: bool = True


PACES = {
    # chat.postMessage: one a second in a channel; chat.update: Tier 3, 50 a minute and workspace (docs.slack.dev, rate limits)
    "slack": Pace(per_second=5, edits=50 / 60, apart=1),
    # 30 a second in all, one a second in a chat, 20 a minute in a group (Telegram's Bots FAQ)
    "telegram": Pace(per_second=28.8, apart=1, a_minute=20),
}


class Lane:
    """One token's way out. `under_way`: tasks that send; `settled`: what became of deliveries, to be written down,
    by one at a time: `writing`."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.under_way: set[asyncio.Task[None]] = set()
        self.settled: list[tuple[int, Outcome]] = []
        self.writing = asyncio.Lock()
        self.waiting = 0
        self._posts = AsyncLimiter(2, 2 / pace.per_second)  # two: one that is late does not make all later
        self._edits = _bucket(pace.edits) if pace.edits else None
        self._rests = _Rests(pace)
        self._ahead_s, self._turned = _AHEAD_S, math.inf
        self._since_edit = 0
        self._beside: set[asyncio.Task[None]] = set()

    def room(self, now: datetime) -> Room:
        """What may be taken now."""
        ahead = max(1, int(self.pace.per_second * self._ahead_s))
        posts = max(0, min(ahead - self.waiting, self.pace.at_once - len(self.under_way)))
        edits = None if self._edits is None else _free(self._edits)
        if self._rests.all_edits and self._rests.all_edits > now:
            edits = 0
        first = int(edits is None and posts > 0 and self._since_edit + 1 >= _ONE_EDIT_IN)
        return Room(posts, edits, first, self._rests.at(now), apart=self.pace.apart > 0)

    def turned(self, at: float) -> None:
        """A turn of the drain begins at an instant (seconds of any clock); inf: the first after a rest."""
        took = at - self._turned if math.isfinite(at) and math.isfinite(self._turned) else 0.0
        self._ahead_s, self._turned = min(_MOST_AHEAD_S, max(_AHEAD_S, 1.5 * took)), at

    def quiet(self, now: datetime) -> bool:
        """Whether nothing is under way, and nothing was sent or refused so lately that a chat rests for it."""
        return not self.under_way and not self.settled and not self._rests.any(now)

    def take(self, chat: str, now: datetime, *, edit: bool = False) -> None:
        """Something is about to be sent to a chat."""
        self.waiting += 1
        self._since_edit = 0 if edit else self._since_edit + 1
        self._rests.note(chat, now)

    def beside(self, chat: str, now: datetime) -> None:
        """An answer went to a chat at once: what is waiting goes as much later."""
        self._rests.note(chat, now)
        turn = asyncio.create_task(self._posts.acquire())
        self._beside.add(turn)
        turn.add_done_callback(self._beside.discard)

    async def turn(self, edit: bool) -> None:
        """Waits for the turn of what was taken."""
        try:
            await (self._edits if edit and self._edits else self._posts).acquire()
        finally:
            self.waiting -= 1

    def refused(self, chat: str, edit: bool, until: datetime) -> None:
        """The platform wants nothing there before an instant; edits that it counts for the whole token rest together."""
        if edit and self._edits:
            self._rests.all_edits = until
        else:
            self._rests.until[chat] = until


@dataclass(slots=True)
class _Rests:
    """The chats that rest: what was sent there within the last minute, and until when the platform refused more."""

    pace: Pace
    until: dict[str, datetime] = field(default_factory=dict)
    all_edits: datetime | None = None
    sent: dict[str, deque[datetime]] = field(default_factory=dict)

    def note(self, chat: str, now: datetime) -> None:
        if self.pace.apart or self.pace.a_minute:
            self.sent.setdefault(chat, deque()).append(now)

    def at(self, now: datetime) -> frozenset[str]:
        """The chats to which nothing may be sent now."""
        self.until = {chat: until for chat, until in self.until.items() if until > now}
        for chat, times in list(self.sent.items()):
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if not times:
                del self.sent[chat]
        return frozenset(self.until) | {chat for chat, times in self.sent.items() if self._full(times, now)}

    def any(self, now: datetime) -> bool:
        """Whether anything is remembered."""
        self.at(now)
        return bool(self.until or self.sent or (self.all_edits and self.all_edits > now))

    def _full(self, times: deque[datetime], now: datetime) -> bool:
        most = self.pace.a_minute
        return times[-1] > now - timedelta(seconds=self.pace.apart) or (most is not None and len(times) >= most)


def _bucket(a_second: float) -> AsyncLimiter:
    """A minute's worth and no more in any minute, five of them at once where five have been saved."""
    burst = max(1.0, min(5.0, 60 * a_second - 5))
    steady = max(a_second / 2, (60 * a_second - burst) / 60)
    return AsyncLimiter(burst, burst / steady)


def _free(limiter: AsyncLimiter) -> int:
    return next(n for n in range(int(limiter.max_rate), -1, -1) if limiter.has_capacity(n))
