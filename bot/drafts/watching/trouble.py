"""A source that cannot be looked at: told once when it lasts, and once when it is over. Part of the caller's transaction.

Chairs and secretariat hear of faults; that a page shows a login form or a notice instead of its drafts is told in the open
chats, as what it is.
"""

import logging
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import FetchError, KeptOut, RapporteurError, ShowsElse
from bot.message import Button, Message, say
from bot.outbox import tell_officers, tell_space
from bot.sentences import flash as sentences
from bot.sentences import watch
from bot.wording import clock, hours
from storage.tables import Source

log = logging.getLogger(__name__)
PASSING = 3  # looks that fail one after the other before anybody is told


async def failed(session: AsyncSession, source: Source, error: RapporteurError, zone: ZoneInfo, now: datetime) -> None:
    """Notes a failed look. A passing fault is nobody's business; one that lasts, or cannot pass, is told once."""
    log.info("source %s: %s %s", source.id, error, error.cause)
    source.failures += 1
    source.failing_since = source.failing_since or now
    source.error = str(error)
    if isinstance(error, ShowsElse):
        if source.error_told != "space":
            await tell_space(session, source.space_id, _key("else", source), lambda: say(error.told()), now)
        source.error_told = "space"
    elif not source.error_told and _lasts(source, error):
        tell = partial(_down, source.url, source.failing_since, error, zone, now, source.id)
        await tell_officers(session, source.space_id, _key("down", source), tell, now)
        source.error_told = "officers"


def _down(url: str, since: datetime, error: RapporteurError, zone: ZoneInfo, now: datetime, source_id: int) -> Message:
    at = clock(since, zone, now.astimezone(zone).date())
    told = say(sentences.DOWN.format(url=url, since=at, why=error.told()))
    despite = Button(watch.BUTTON_DESPITE, f"watch despite {source_id}")
    return replace(told, buttons=((despite,),)) if isinstance(error, KeptOut) else told


def _lasts(source: Source, error: RapporteurError) -> bool:
    return source.failures >= PASSING or not (isinstance(error, FetchError) and error.again)


async def over(session: AsyncSession, source: Source, now: datetime) -> None:
    """Notes that a source can be looked at again; those hear it who heard of the trouble."""
    if source.error_told and source.failing_since:
        url, length = source.url, hours(now - source.failing_since)
        tell = tell_space if source.error_told == "space" else tell_officers
        key = _key("up", source)
        await tell(session, source.space_id, key, lambda: say(sentences.UP.format(url=url, length=length)), now)
    source.failures, source.failing_since, source.error, source.error_told = 0, None, "", ""


def _key(what: str, source: Source) -> str:
    since = source.failing_since.timestamp() if source.failing_since else 0
    return f"{what}:{source.id}:{since:.0f}"
