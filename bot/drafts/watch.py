"""The sentence itself: one source looked at once, from its page to the Flash.

page → links to drafts → fetch what is new or changed → fetch it once more → read → judge → keep and tell. A change is told
only after a second fetch has shown the same. The first look fetches three times, learns what flaps, keeps what is there as
drafts and raises no Flash.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.drafts import pace, trouble
from bot.drafts.watch_document import look_at_document
from bot.drafts.watch_list import look_at_list
from bot.errors import FetchError, RapporteurError
from bot.sentences import watch as sentences
from storage.tables import Look, Source, Space

_KINDS: Mapping[str, Callable[[Desk, Source], Awaitable[str]]] = {
    "list": look_at_list,
    "document": look_at_document,
}


async def look(desk: Desk, source_id: int) -> str:
    """Looks at a source once; returns the outcome in a word or two. Never raises what a page or server did."""
    began = desk.clock()
    async with desk.db.read() as session:
        source = await session.get_one(Source, source_id)
    error: RapporteurError | None = None
    try:
        kind = _KINDS.get(source.kind)
        if kind is None:
            raise FetchError(sentences.KIND_LATER, kind=source.kind, again=False)
        outcome = await kind(desk, source)
        if source.failures:
            await trouble.over(desk, source_id)
    except RapporteurError as failure:
        error, outcome = failure, "failed"
        await trouble.failed(desk, source_id, failure)
    await _record(desk, source_id, began, outcome, error)
    return outcome


async def _record(desk: Desk, source_id: int, began: datetime, outcome: str, error: RapporteurError | None) -> None:
    """Notes the look and when the next one is due."""
    now = desk.clock()
    async with desk.db.write() as session:
        source = await session.get_one(Source, source_id)
        space = await session.get_one(Space, source.space_id)
        source.looked = began
        if error is None and outcome not in ("unchanged", "unsettled"):
            source.changed = began
        in_session = pace.in_session(source, ZoneInfo(space.timezone), now)
        jitter = random.uniform(-1, 1)  # noqa: S311  (spreads the looks, hides nothing)
        source.next_due = pace.next_look(source, now, session=in_session, jitter=jitter, error=error)
        session.add(source)
        milliseconds = (now - began) / timedelta(milliseconds=1)
        session.add(Look(source_id=source_id, at=began, milliseconds=milliseconds, outcome=outcome))
