"""The sentence itself: one source looked at once, from its page to the Flash.

page → links to drafts → fetch what is new or changed → fetch it once more → read → judge → keep and tell. A change is told
only after a second fetch has shown the same. The first look fetches three times, learns what flaps, keeps what is there as
drafts and raises no Flash.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.desk import Desk
from bot.drafts.looking import sight
from bot.drafts.looking.sight import Sight
from bot.drafts.watching.logbook import Logbook, Looked
from bot.drafts.watching.watch_calendar import look_at_calendar
from bot.drafts.watching.watch_document import look_at_document
from bot.drafts.watching.watch_feed import look_at_feed
from bot.drafts.watching.watch_list import look_at_list
from bot.drafts.watching.watch_mail import look_at_mail
from bot.errors import HostWaits, RapporteurError
from storage.tables import Source
from storage.trail import following, new

log = logging.getLogger(__name__)
_KINDS: Mapping[str, Callable[[Sight], Awaitable[str]]] = {
    "list": look_at_list,
    "document": look_at_document,
    "feed": look_at_feed,
    "calendar": look_at_calendar,
    "mail": look_at_mail,
}
_DEFECT = timedelta(minutes=5)  # until a look is tried again that a defect of ours ended


async def look(desk: Desk, source_id: int) -> str:
    """Looks at a source once; returns the outcome in a word or two. Never raises what a page or server did."""
    logbook = Logbook(desk)
    for seen in await sight.begin(desk, [source_id]):
        outcome = await look_at(seen, logbook)
    await logbook.write()
    return outcome


async def look_at(seen: Sight, logbook: Logbook) -> str:
    """One look that has begun, to its entry in the logbook. All that it sets going carries its trail."""
    with following(new()):
        return await _look_at(seen, logbook)


async def _look_at(seen: Sight, logbook: Logbook) -> str:
    desk, began = seen.desk, seen.desk.clock()
    error: RapporteurError | None = None
    try:
        seen.headers = await sight.read_headers(seen.source)
        outcome = await _KINDS[seen.source.kind](seen)
    except HostWaits as waits:
        error, outcome = waits, "put off"
    except RapporteurError as failure:
        error, outcome = failure, "failed"
    except Exception:  # raised again; but nobody's server is asked once a second because of a defect of ours
        await _put_off(desk, seen.source.id)
        raise
    looked = Looked(seen, began, desk.clock(), outcome, error)
    if not looked.plain:
        log.info("source %s: looked at %s: %s", seen.source.id, seen.source.url, outcome)
    await logbook.add(looked)
    return outcome


async def _put_off(desk: Desk, source_id: int) -> None:
    async with desk.db.write() as session:
        source = await session.get_one(Source, source_id)
        source.next_due = desk.clock() + _DEFECT
        session.add(source)
