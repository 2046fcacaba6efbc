"""The sentence itself: one source looked at once, from its page to the Flash.

page → links to drafts → fetch what is new or changed → fetch it once more → read → judge → keep and tell. A change is told
only after a second fetch has shown the same. The first look fetches three times, learns what flaps, keeps what is there as
drafts and raises no Flash.
"""

import hashlib
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import pace, sight, trouble
from bot.drafts.sight import Sight
from bot.drafts.watch_document import look_at_document
from bot.drafts.watch_feed import look_at_feed
from bot.drafts.watch_list import look_at_list
from bot.errors import FetchError, RapporteurError
from bot.message import say
from bot.outbox import tell_officers
from bot.sentences import flash as told
from bot.sentences import watch as sentences
from storage.tables import Address, Look, Source, Space

_KINDS: Mapping[str, Callable[[Sight], Awaitable[str]]] = {
    "list": look_at_list,
    "document": look_at_document,
    "feed": look_at_feed,
}
_NO_CHANGE = frozenset({"unchanged", "unsettled", "same", "unreachable"})
_DEFECT = timedelta(minutes=5)  # until a look is tried again that a defect of ours ended


async def look(desk: Desk, source_id: int) -> str:
    """Looks at a source once; returns the outcome in a word or two. Never raises what a page or server did."""
    began = desk.clock()
    async with desk.db.read() as session:
        source = await session.get_one(Source, source_id)
    seen = await sight.begin(desk, source)
    error: RapporteurError | None = None
    try:
        seen.headers = await sight.read_headers(source)
        outcome = await _kind(source)(seen)
    except RapporteurError as failure:
        error, outcome = failure, "failed"
    except Exception:  # raised again; but nobody's server is asked once a second because of a defect of ours
        await _put_off(desk, source_id)
        raise
    await _record(seen, began, outcome, error)
    return outcome


def _kind(source: Source) -> Callable[[Sight], Awaitable[str]]:
    kind = _KINDS.get(source.kind)
    if kind is None:
        raise FetchError(sentences.KIND_LATER, kind=source.kind, again=False)
    return kind


async def _record(seen: Sight, began: datetime, outcome: str, error: RapporteurError | None) -> None:
    """Notes the look, what it learnt of addresses, whether the source is in trouble, and when the next look is due."""
    now = seen.desk.clock()
    async with seen.desk.db.write() as session:
        source = await session.get_one(Source, seen.source.id)
        space = await session.get_one(Space, source.space_id)
        zone = ZoneInfo(space.timezone)
        if error:
            await trouble.failed(session, source, error, zone, now)
        elif source.failures:
            await trouble.over(session, source, now)
        source.looked = began
        if not error and not _NO_CHANGE.issuperset(outcome.split()):
            source.changed = began
        jitter = random.uniform(-1, 1)  # noqa: S311  (spreads the looks, hides nothing)
        source.next_due = pace.next_look(source, zone, now, jitter=jitter, error=error)
        session.add(source)
        milliseconds = (now - began) / timedelta(milliseconds=1)
        session.add(Look(source_id=source.id, at=began, milliseconds=milliseconds, outcome=outcome))
        await _note_unchanged(session, seen, now)
        if seen.moved_to:
            await _tell_moved(session, source, seen.moved_to, now)


async def _note_unchanged(session: AsyncSession, seen: Sight, now: datetime) -> None:
    for known, answer, sha256 in seen.unchanged:
        row = await session.get_one(Address, known.id)
        sight.remember(row, answer)
        row.checked, row.sha256 = now, sha256
        session.add(row)


async def _tell_moved(session: AsyncSession, source: Source, to: str, now: datetime) -> None:
    """Every look follows the address; chairs and secretariat hear once that it is another one now."""
    key = f"moved:{source.id}:{hashlib.sha256(to.encode()).hexdigest()[:16]}"
    await tell_officers(session, source.space_id, key, say(told.MOVED.format(url=source.url, to=to)), now)


async def _put_off(desk: Desk, source_id: int) -> None:
    async with desk.db.write() as session:
        source = await session.get_one(Source, source_id)
        source.next_due = desk.clock() + _DEFECT
        session.add(source)
