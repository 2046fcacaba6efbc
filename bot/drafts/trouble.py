"""A source that cannot be looked at: told to chairs and secretariat once when it lasts, and once when it is over."""

import logging
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.errors import FetchError, RapporteurError
from bot.message import say
from bot.outbox import tell_officers
from bot.sentences import flash as sentences
from bot.wording import clock, hours
from storage.tables import Source, Space

log = logging.getLogger(__name__)
PASSING = 3  # looks that fail one after the other before anybody is told


async def failed(desk: Desk, source_id: int, error: RapporteurError) -> None:
    """Notes a failed look. A passing fault is nobody's business; one that lasts, or cannot pass, is told once."""
    now = desk.clock()
    log.info("source %s: %s %s", source_id, error, error.cause)
    async with desk.db.write() as session:
        source = await session.get_one(Source, source_id)
        source.failures += 1
        source.failing_since = source.failing_since or now
        source.error = str(error)
        lasting = source.failures >= PASSING or not (isinstance(error, FetchError) and error.again)
        if lasting and not source.error_told:
            source.error_told = True
            space = await session.get_one(Space, source.space_id)
            since = clock(
                source.failing_since, ZoneInfo(space.timezone), now.astimezone(ZoneInfo(space.timezone)).date()
            )
            told = sentences.DOWN.format(url=source.url, since=since, why=error)
            await tell_officers(session, space.id, _key("down", source), say(told), now)
        session.add(source)


async def over(desk: Desk, source_id: int) -> None:
    """Notes that a source can be looked at again."""
    now = desk.clock()
    async with desk.db.write() as session:
        source = await session.get_one(Source, source_id)
        if source.error_told and source.failing_since:
            told = sentences.UP.format(url=source.url, length=hours(now - source.failing_since))
            await tell_officers(session, source.space_id, _key("up", source), say(told), now)
        source.failures, source.failing_since, source.error, source.error_told = 0, None, "", False
        session.add(source)


def _key(what: str, source: Source) -> str:
    since = source.failing_since.timestamp() if source.failing_since else 0
    return f"{what}:{source.id}:{since:.0f}"
