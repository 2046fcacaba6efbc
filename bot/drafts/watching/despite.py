"""A page that its host closes to programs (robots.txt) is looked at nevertheless: somebody's decision, kept in the record."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from storage.tables import Person, Source

CONFIGURATION = "configuration"


async def override(session: AsyncSession, source: Source, person: Person | None, now: datetime) -> None:
    """From now on robots.txt is not asked for this source; `person`: who decided, None where the configuration file says so."""
    if source.despite_robots:
        return
    source.despite_robots = True
    session.add(source)
    by = Personal(person.name, person.id) if person else CONFIGURATION
    await record_log.note(session, source.space_id, "override", now, rule="robots.txt", url=source.url, by=by)


async def keep(session: AsyncSession, source: Source, person: Person, now: datetime) -> None:
    """From the next look on robots.txt is kept to again; `person`: who decided."""
    if not source.despite_robots:
        return
    source.despite_robots = False
    session.add(source)
    told = {"rule": "robots.txt", "url": source.url, "by": Personal(person.name, person.id)}
    await record_log.note(session, source.space_id, "override ended", now, **told)
