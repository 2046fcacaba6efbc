"""A source that is a feed: entries that lead to drafts are the rows of a list, the others are notices, each told once.

Nothing is said of an entry that is there no more: a feed shows its newest entries, and forgets the others by itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import sandbox
from bot.drafts.arriving.files import Visit
from bot.drafts.looking import sight
from bot.drafts.looking.listing import listing
from bot.drafts.looking.pace import late_since
from bot.drafts.looking.sight import Seen, Sight
from bot.drafts.pages import feed
from bot.drafts.pages.feed import Entry
from bot.drafts.pages.order import Posting, drafts_on
from bot.drafts.watching import neighbours
from bot.drafts.watching.belonging import of_document
from bot.drafts.watching.first_look import tell_first_look
from bot.drafts.watching.neighbours import left_to
from bot.drafts.watching.page_news import tell_several
from bot.drafts.watching.watch_list import take_listing, without_many
from bot.errors import FetchError, Unreadable
from bot.message import Message, Para, Span, Title
from bot.outbox import tell_space
from bot.sentences import flash as sentences
from bot.sentences import watch as watch_sentences
from bot.wording import excerpt
from storage import watching
from storage.tables import Address, Document, Source

_TOLD = 5  # notices of one look that are told one by one
_LONGEST = 300


async def look_at_feed(look: Sight) -> str:
    """One look; returns what it found in a word or two."""
    source, first = look.source, look.source.state == "starting"
    visit = Visit(look, first=first, late_since=late_since(source, look.desk.clock()))
    seen = await look.changed(source.url, whole=first or look.awaits())
    if seen is None:
        await visit.recheck({})
        return visit.outcome
    await look.know_all()
    entries = await entries_of(seen)
    page = feed.page_of(entries, seen.answer.url)
    postings = drafts_on(page, pattern=source.links or None, language=look.language)
    mine = await of_document(visit, left_to(visit, postings, page, await neighbours.of(look)))
    known = {url: row for url, row in visit.rows.items() if visit.known(url)}
    found = await without_many(visit, replace(listing(mine, known, frozenset(visit.rows)), removed=(), renamed=()))
    await take_listing(visit, found, mine)
    await _note(visit, seen, _new(visit, feed.notices(entries, seen.answer.url, _addresses(mine))))
    return visit.outcome


async def entries_of(seen: Seen) -> list[Entry]:
    """The entries of a feed. ShowsElse if a login form or the like stands there, FetchError if something else."""
    try:
        told = await sandbox.parse_safely(feed.READER, seen.answer.data, seen.answer.url)
    except Unreadable as error:
        if "html" in seen.answer.mime:
            sight.view(seen)
        raise FetchError(watch_sentences.NO_FEED, cause=f"{error} {error.cause}") from error
    return [feed.from_json(entry) for entry in told]


def _addresses(postings: Sequence[Posting]) -> frozenset[str]:
    return frozenset(link.url for one in postings for link in (*one.renditions, *one.translations))


def _key(source: Source, entry: Entry) -> str:
    """The address by which a notice is remembered; what names an entry need be no address at all."""
    return f"{source.url}#{hashlib.sha256(entry.id.encode()).hexdigest()[:24]}"


def _hash(entry: Entry) -> str:
    return hashlib.sha256(feed.words(entry).encode()).hexdigest()


def _new(visit: Visit, notices: Sequence[Entry]) -> list[tuple[Entry, Address | None]]:
    """The notices that were not seen yet, and those that say something else now, with what is known of them."""
    known = [(entry, visit.rows.get(_key(visit.sight.source, entry))) for entry in notices]
    return [(entry, row) for entry, row in known if row is None or row.sha256 != _hash(entry)]


async def _note(visit: Visit, seen: Seen, notices: Sequence[tuple[Entry, Address | None]]) -> None:
    """Remembers the feed and its notices as seen, and tells what is new, in one transaction."""
    now = visit.sight.desk.clock()
    async with visit.sight.desk.db.write() as session:
        source = await session.get_one(Source, visit.sight.source.id)
        document = await session.get_one(Document, source.document_id)
        for entry, _ in notices:
            await _remember(session, source, entry, now)
        if notices and not visit.first:
            visit.verdicts.append("told")
            key = f"notice:{source.id}:{seen.sha256[:16]}:{now.timestamp():.6f}"
            await tell_space(session, source.space_id, key, partial(_message, document, seen.answer.url, notices), now)
        await sight.note(session, source.id, source.url, now, state="page", seen=None if visit.unfinished else seen)
        source.state = "watching"
        session.add(source)
        if visit.first:
            await tell_first_look(session, source, document, now, failed=visit.failed)
        await tell_several(session, source, document, now, late=visit.late_since is not None)


async def _remember(session: AsyncSession, source: Source, entry: Entry, now: datetime) -> None:
    row = await watching.address(session, source.id, _key(source, entry))
    row = row or Address(source_id=source.id, url=_key(source, entry), checked=now, state="passed")
    row.label, row.sha256, row.checked = entry.title, _hash(entry), now
    session.add(row)


def _message(document: Document, url: str, notices: Sequence[tuple[Entry, Address | None]]) -> Message:
    told = [_line(entry, row, url) for entry, row in notices[-_TOLD:]]
    more = len(notices) - len(told)
    title = Title(sentences.NOTICES.format(document=document.name))
    earlier = [Para((Span(sentences.NOTICES_EARLIER.format(n=more)),))] if more else []
    return Message((title, *earlier, *told))


def _line(entry: Entry, row: Address | None, url: str) -> Para:
    said = sentences.NOTICE_CHANGED if row else sentences.NOTICE
    words = feed.words(entry).removeprefix(entry.title).strip()
    text = said.format(title=excerpt(entry.title, 120), words=excerpt(words, _LONGEST)).strip(" :")
    href = next((link.url for link in feed.links_of(entry, url)), "")
    return Para((Span(text, href=href) if href else Span(text),))
