"""A source that tells meetings: an iCalendar file, or a page whose lines name hours and rooms.

They are kept as facts: looking is as in session while one lasts, the Flash counts down to the next plenary where the
configuration names none, and a time or room that changed is told once.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import regex
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import sandbox
from bot.drafts.keeping.plenary import meeting
from bot.drafts.looking import sight
from bot.drafts.looking.sight import Seen, Sight
from bot.drafts.pages import meetings
from bot.drafts.pages.meetings import Meeting, News
from bot.drafts.pages.order import LONGEST_SUBJECT, PATTERN_SECONDS, read_pattern
from bot.drafts.pages.preview import kind_of
from bot.drafts.watching.first_look import LOOKS_APART_S
from bot.errors import FetchError, Unreadable
from bot.message import Block, Message, Title, para
from bot.outbox import tell_officers, tell_space
from bot.sentences import meetings as sentences
from bot.sentences import watch as watch_sentences
from bot.wording import clock, counted
from storage import meetings as queries
from storage import watching
from storage.tables import Document, MeetingRow, Source, Space

_TOLD = 8  # changes that one message names


async def look_at_calendar(look: Sight) -> str:
    """One look; returns what it found in a word or two."""
    source, first = look.source, look.source.state == "starting"
    seen = await look.changed(source.url, whole=first)
    if seen is None:
        await _share(look)
        return "unchanged"
    zone = await _zone(look)
    found = await meetings_in(look, seen, zone)
    async with look.desk.db.read() as session:
        known = [meeting(row) for row in await queries.of_source(session, source.id)]
    news = meetings.news(known, found, look.desk.clock())
    if not first and news:
        await look.desk.pause(LOOKS_APART_S)
        if await meetings_in(look, await look.again(source.url), zone) != found:
            return "unsettled"
    await _note(look, seen, meetings.kept(known, found), news, zone)
    return "told" if news and not first else "same"


async def meetings_in(look: Sight, seen: Seen, zone: ZoneInfo) -> list[Meeting]:
    """The meetings that stand there, those that the source's pattern names."""
    found = await meetings_at(seen, zone, look.desk.clock())
    if not look.source.links:
        return found
    pattern = read_pattern(look.source.links)
    return [one for one in found if _matches(pattern, one.title)]


async def meetings_at(seen: Seen, zone: ZoneInfo, now: datetime) -> list[Meeting]:
    """The meetings of a calendar or a notice page. ShowsElse if a login form or the like stands there."""
    answer = seen.answer
    if kind_of(answer.data, answer.mime) == "list":
        return meetings.on_page(sight.view(seen), zone, now.astimezone(zone).date())
    return await read_calendar(answer.data, zone, now)


async def read_calendar(data: bytes, zone: ZoneInfo, now: datetime) -> list[Meeting]:
    """The meetings of an iCalendar file; FetchError if it is none."""
    try:
        told = await sandbox.parse_safely(meetings.READER, data, now.isoformat())
    except Unreadable as error:
        raise FetchError(watch_sentences.NO_CALENDAR, cause=f"{error} {error.cause}") from error
    return [meetings.from_json(one, zone) for one in told]


def _matches(pattern: "regex.Pattern[str]", title: str) -> bool:
    try:
        return pattern.search(title[:LONGEST_SUBJECT], timeout=PATTERN_SECONDS) is not None
    except TimeoutError:
        return False


async def _zone(look: Sight) -> ZoneInfo:
    async with look.desk.db.read() as session:
        return ZoneInfo((await session.get_one(Space, look.source.space_id)).timezone)


async def _note(look: Sight, seen: Seen, found: Sequence[Meeting], news: News, zone: ZoneInfo) -> None:
    """Keeps the meetings and tells what is different, in one transaction."""
    now = look.desk.clock()
    async with look.desk.db.write() as session:
        source = await session.get_one(Source, look.source.id)
        document = await session.get_one(Document, source.document_id)
        rows = [MeetingRow(source_id=source.id, space_id=source.space_id, **asdict(one)) for one in found]
        await queries.replace(session, source.id, rows)
        await sight.note(session, source.id, source.url, now, state="page", seen=seen)
        if source.state == "starting":
            first = partial(_found, document, source.url, found, zone, now)
            await tell_officers(session, source.space_id, f"first:{source.id}", first, now)
        elif news:
            key = f"meetings:{source.id}:{seen.sha256[:16]}:{now.timestamp():.6f}"
            await tell_space(session, source.space_id, key, partial(_message, document, news, zone, now), now)
        source.state = "watching"
        session.add(source)
        await _tell_sources(session, source.space_id, zone, now)


async def _share(look: Sight) -> None:
    """Sources that were made since the calendar changed learn when the meetings are."""
    zone, now = await _zone(look), look.desk.clock()
    async with look.desk.db.read() as session:
        told = await _sessions(session, look.source.space_id, zone, now)
        sources = await watching.sources(session, look.source.space_id)
    if any(set(told) - set(source.meetings) for source in sources):
        async with look.desk.db.write() as session:
            await _tell_sources(session, look.source.space_id, zone, now)


async def _sessions(session: AsyncSession, space_id: int, zone: ZoneInfo, now: datetime) -> list[str]:
    return meetings.sessions([meeting(row) for row in await queries.ahead(session, space_id, now)], zone, now)


async def _tell_sources(session: AsyncSession, space_id: int, zone: ZoneInfo, now: datetime) -> None:
    """Every source of the space is looked at as in session while a meeting lasts, and at its beginning."""
    told = await _sessions(session, space_id, zone, now)
    rows = await queries.ahead(session, space_id, now)
    start = min((max(row.starts, now) for row in rows if not row.whole_days and not row.off), default=None)
    for source in await watching.sources(session, space_id):
        source.meetings = told
        if start is not None and source.state == "watching" and not source.failures:
            source.next_due = min(source.next_due, start)
        session.add(source)


def _found(document: Document, url: str, found: Sequence[Meeting], zone: ZoneInfo, now: datetime) -> Message:
    ahead = [one for one in found if one.ends > now and not one.off]
    lines: list[Block] = [para(counted(sentences.FIRST_LOOK, len(ahead), document=document.name, url=url))]
    lines += [para(line_of(one, zone, now)) for one in ahead[:3]]
    plenary = next((one for one in ahead if meetings.is_plenary(one)), None)
    if plenary and plenary not in ahead[:3]:
        lines.append(para(line_of(plenary, zone, now)))
    return Message(tuple(lines))


def _message(document: Document, news: News, zone: ZoneInfo, now: datetime) -> Message:
    told = [sentences.CHANGED.format(old=line_of(a, zone, now), new=line_of(b, zone, now)) for a, b in news.changed]
    told += [sentences.GONE.format(meeting=line_of(one, zone, now)) for one in news.gone]
    told += [sentences.ADDED.format(meeting=line_of(one, zone, now)) for one in news.added]
    more = [sentences.MORE.format(n=len(told) - _TOLD)] if len(told) > _TOLD else []
    title = Title(sentences.TITLE.format(document=document.name))
    return Message((title, *(para(line) for line in [*told[:_TOLD], *more])))


def line_of(one: Meeting, zone: ZoneInfo, now: datetime) -> str:
    """ "Plenary, 11 June 17:00–18:00, Room XVII"."""
    today = now.astimezone(zone).date()
    if one.whole_days:
        when = clock(one.starts, zone, today).rpartition(" ")[0] or sentences.TODAY
    else:
        when = sentences.HOURS.format(start=clock(one.starts, zone, today), end=f"{one.ends.astimezone(zone):%H:%M}")
    return ", ".join(part for part in (one.title or sentences.NO_TITLE, when, one.room) if part)
