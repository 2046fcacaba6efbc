"""One more file of a draft that is known: the same text as Word, HTML or PDF.

The first readable file raises the Flash; a better one becomes the draft's reading, quietly, and the Flash is corrected in place
where it now says something else. Where two files of one draft read differently, chairs and secretariat are told.
"""

import asyncio
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import archive, flash, news
from bot.drafts.archive import Posted
from bot.drafts.changes import compare
from bot.drafts.comparison import Comparison
from bot.drafts.flash import paragraph
from bot.message import say
from bot.outbox import edit_flash, tell_officers
from bot.sentences import flash as sentences
from bot.wording import excerpt, listed
from storage import drafts
from storage.tables import Document, Draft, FlashRow, Source, Space


async def take_rendition(desk: Desk, source: Source, draft: Draft, found: Posted) -> None:
    """Keeps the file, judges it against the draft's reading, and does what follows."""
    async with desk.db.read() as session:
        current = await archive.load(session, draft)
    compared = await asyncio.to_thread(compare, current, found.reading)
    share = news.alike(compared)
    better = share >= news.ALIKE and news.quality(found.reading.format) > news.quality(current.format)
    now = desk.clock()
    async with desk.db.write() as session:
        mine = await session.get_one(Draft, draft.id)
        rendition = await archive.keep_rendition(session, mine.id, found, now)
        if share < 1:
            document = await session.get_one(Document, mine.document_id)
            told = _told(document.name, mine, found, compared, share)
            await tell_officers(session, source.space_id, f"rendition:{rendition.id}", say(told), now)
        if better:
            await archive.keep_reading(session, mine, rendition, found.reading, now)
    if better:
        await correct(desk, draft.id)


def _told(document: str, draft: Draft, found: Posted, compared: Comparison, share: float) -> str:
    names = {"document": document, "name": archive.name(draft), "url": found.url}
    formats = {"format": compared.new.format, "other": compared.old.format}
    if share < news.ALIKE:
        return sentences.RENDITION_UNLIKE.format(**names, **formats, percent=round(100 * share))
    other = [change for change in compared.changes if change.to_show]
    places = [paragraph(compared, change) for change in other]
    shown = listed([place.label.rstrip(".") or f"“{excerpt(place.text, 30)}”" for place in places], 6)
    return sentences.RENDITION_DIFFERS.format(**names, **formats, n=len(other), places=shown)


async def correct(desk: Desk, draft_id: int) -> None:
    """The Flash of a draft again from its present reading; posted in place where it says something else now."""
    async with desk.db.read() as session:
        row = await drafts.flash_of(session, draft_id)
        if row is None:
            return
        old = flash.FLASH.validate_python(row.facts)
        new = await _again(session, row, old)
    now = desk.clock()
    if _said(new) == _said(old):
        return
    async with desk.db.write() as session:
        mine = await session.get_one(FlashRow, row.id)
        mine.facts = flash.FLASH.dump_python(replace(new, corrected=now), mode="json")
        mine.corrected = now
        session.add(mine)
        await edit_flash(session, mine, now)


async def _again(session: AsyncSession, row: FlashRow, told: flash.Flash) -> flash.Flash:
    """What the Flash would say now."""
    draft = await session.get_one(Draft, row.draft_id)
    reading = await archive.load(session, draft)
    document = await session.get_one(Document, draft.document_id)
    space = await session.get_one(Space, document.space_id)
    against = await session.get(Draft, row.against) if row.against else None
    facts = flash.facts_of(told)
    if against is None:
        return flash.first_flash(facts, reading)
    before = [one for one in await drafts.numbered(session, document.id) if (one.number or 0) < (against.number or 0)]
    older = await archive.load_older(session, before)
    last = await archive.load(session, against)
    compared = await asyncio.to_thread(compare, last, reading, bases=older or None, terms=space.terms)
    return flash.flash(replace(facts, doubts=news.doubts(compared)), archive.name(against), compared)


def _said(told: flash.Flash) -> tuple[object, ...]:
    """What a reader of the Flash is told of the text."""
    return told.counts, told.labels, told.brackets, told.terms, told.back, told.doubts
