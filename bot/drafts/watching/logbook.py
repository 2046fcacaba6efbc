"""What looks found, written down: those that found nothing in batches, everything else at once.

A look that is not written down yet when the process dies is made again: nothing was told of it.
"""

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.desk import Desk
from bot.drafts.looking import pace, sight
from bot.drafts.looking.sight import Sight
from bot.drafts.pages.steady import MOST_NOISE
from bot.drafts.watching import trouble
from bot.errors import HostWaits, RapporteurError
from bot.message import Message, say
from bot.outbox import tell_officers, tell_space
from bot.sentences import flash as told
from bot.wording import anded, excerpt
from storage.rows import add_rows, set_rows
from storage.tables import Address, Document, Look, Source, Space
from storage.trail import current, following

NO_CHANGE = frozenset({"unchanged", "unsettled", "same", "unreachable"})
_MOST = 200  # looks that wait to be written


@dataclass(frozen=True)
class Looked:
    """One look that has ended. `error`: why nothing could be seen; `trail`: its own."""

    seen: Sight
    began: datetime
    ended: datetime
    outcome: str
    error: RapporteurError | None = None
    trail: str = field(default_factory=current)

    @cached_property
    def plain(self) -> bool:
        """Whether there is nothing in it but that it took place."""
        quiet = self.error is None and not self.seen.source.failures and not self.seen.moved_to
        return quiet and not self.seen.first and not self.seen.learnt and NO_CHANGE.issuperset(self.outcome.split())


@dataclass(slots=True)
class Logbook:
    """The looks of one round that wait to be written. One task writes at a time, so who has written has seen all written."""

    desk: Desk
    waiting: list[Looked] = field(default_factory=list)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, look: Looked) -> None:
        self.waiting.append(look)
        if not look.plain or len(self.waiting) >= _MOST:
            await self.write()

    async def write(self) -> None:
        """All that wait, in one transaction; those that another is writing are written when this ends."""
        async with self._writing:
            looks, self.waiting = self.waiting, []
            if looks:
                await self._write(looks)

    async def _write(self, looks: list[Looked]) -> None:
        plain = [look for look in looks if look.plain]
        async with self.desk.db.write() as session:
            await _plain(session, plain)
            for look in looks:
                if not look.plain:
                    with following(look.trail):
                        await _one(session, look)
            unchanged = [noted for look in looks for noted in _unchanged(look)]
            await set_rows(session, Address, unchanged)
            await add_rows(session, Look, [_row(look) for look in looks])
        _count(looks)


def _count(looks: Sequence[Looked]) -> None:
    kinds = Counter("plain" if look.plain else "failed" if look.error else "told" for look in looks)
    for kind, n in kinds.items():
        metrics.LOOKS.labels(kind).inc(n)
    for look in looks:
        metrics.LOOK_SECONDS.observe((look.ended - look.began).total_seconds())


async def _plain(session: AsyncSession, looks: list[Looked]) -> None:
    rows = [
        {"id": look.seen.source.id, "looked": look.began, "next_due": _next(look.seen.source, look)} for look in looks
    ]
    await set_rows(session, Source, rows)


async def _one(session: AsyncSession, look: Looked) -> None:
    """Notes whether the source is in trouble, what changed, and when the next look is due."""
    source = await session.get_one(Source, look.seen.source.id)
    space = await session.get_one(Space, source.space_id)
    zone = ZoneInfo(space.timezone)
    waits = isinstance(look.error, HostWaits)
    if look.error and not waits:
        await trouble.failed(session, source, look.error, zone, look.ended)
    elif source.failures and not waits:
        await trouble.over(session, source, look.ended)
    if not waits:
        source.looked = look.began
    if not look.error and (look.seen.first or not NO_CHANGE.issuperset(look.outcome.split())):
        source.changed = look.began
    source.next_due = _next(source, look)
    if not look.error:
        await _learnt(session, source, look.seen, look.ended)
    session.add(source)
    await session.flush()
    if look.seen.moved_to:
        await _tell_moved(session, source, look.seen.moved_to, look.ended)


async def _learnt(session: AsyncSession, source: Source, seen: Sight, now: datetime) -> None:
    """What differs at every fetch, and what changes again and again; of that it is told that it will not be told."""
    source.noise, source.tokens = sorted(seen.noise)[:MOST_NOISE], sorted(seen.tokens)
    source.shuffled, source.restless = seen.shuffled, seen.calm.kept()
    if seen.calm.last:
        document = (await session.get_one(Document, source.document_id)).name
        lines = [f"“{excerpt(line, 80)}”" for line in seen.calm.last]
        key = f"restless:{source.id}:{now.timestamp():.6f}"
        await tell_space(
            session, source.space_id, key, lambda: _restless(document, lines), now, about=source.document_id
        )


def _restless(document: str, lines: Sequence[str]) -> Message:
    return say(told.RESTLESS.format(document=document, lines=anded(lines)))


def _next(source: Source, look: Looked) -> datetime:
    jitter = random.uniform(-1, 1)  # noqa: S311  (spreads the looks, hides nothing)
    zone = ZoneInfo(look.seen.timezone)
    return pace.next_look(source, zone, look.ended, jitter=jitter, error=look.error, fresh_for=look.seen.fresh_for)


def _row(look: Looked) -> dict[str, Any]:
    milliseconds = (look.ended - look.began) / timedelta(milliseconds=1)
    return {
        "source_id": look.seen.source.id,
        "at": look.began,
        "milliseconds": milliseconds,
        "outcome": look.outcome,
    }


def _unchanged(look: Looked) -> list[dict[str, Any]]:
    """What was learnt of addresses that did not change."""
    return [
        {"id": known.id, "checked": look.ended, "sha256": sha256, **sight.remembered(known, answer)}
        for known, answer, sha256 in look.seen.unchanged
    ]


async def _tell_moved(session: AsyncSession, source: Source, to: str, now: datetime) -> None:
    """Every look follows the address; chairs and secretariat hear once that it is another one now."""
    key = f"moved:{source.id}:{hashlib.sha256(to.encode()).hexdigest()[:16]}"
    url = source.url
    await tell_officers(session, source.space_id, key, lambda: say(told.MOVED.format(url=url, to=to)), now)
