"""One more file of a draft that is known: the same text as Word, HTML or PDF.

The first readable file raises the Flash; a better one becomes the draft's reading, quietly, and the Flash is corrected in place
where it now says something else. Where two files of one draft read differently, chairs and secretariat are told; where they
have little in common, they are asked.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.citing import paragraph
from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.keeping import archive, comparing, flashes, news, settling
from bot.drafts.looking import sight
from bot.drafts.looking.sight import Sight, Text
from bot.drafts.reading import Reading
from bot.message import Button, Message, say
from bot.outbox import edit_flash, tell_officers
from bot.positions.record.record_log import note
from bot.sentences import flash as sentences
from bot.wording import excerpt, listed
from storage import drafts, positions
from storage.tables import Address, Document, Draft, FlashRow, Rendition


async def take_rendition(look: Sight, draft_id: int, text: Text) -> Address:
    """Keeps the file, judges it against the draft's reading, and does what follows, in one transaction."""
    found, now = text.posted, look.desk.clock()
    async with look.desk.db.read() as session:
        draft = await session.get_one(Draft, draft_id)
        current = await archive.load(session, draft)
        row = await drafts.flash_of(session, draft_id)
        compared = await asyncio.to_thread(compare, current, found.reading)
        share = news.alike(compared)
        better = share >= news.ALIKE and news.quality(found.reading.format) > news.quality(current.format)
        corrected = await flashes.again(session, row, found.reading, now) if better and row else None
        doubts = await _doubts(session, draft, found.reading) if better and not draft.settled else ()
    async with look.desk.db.write() as session:
        draft = await session.get_one(Draft, draft_id)
        await drafts.lock(session, draft.document_id)
        rendition = await archive.keep_rendition(session, draft_id, found, now)
        known = await sight.note(
            session, look.source.id, found.url, now, state="draft", seen=text.seen, draft_id=draft_id, label=found.label
        )
        if share < 1:
            await _tell(session, look, draft, rendition, known, compared, now)
        if better:
            await archive.keep_reading(session, draft, rendition, found.reading, now)
            named = {"draft": archive.name(draft), "format": found.reading.format, "file": found.reading.sha256}
            await note(session, look.source.space_id, "reading", now, **named, words=draft.sequence)
        if corrected and row:
            await _correct(session, row.id, corrected, now)
        if better:
            await settling.read_better(session, draft, doubts, now)
    return known


async def _doubts(session: AsyncSession, draft: Draft, reading: Reading) -> tuple[str, ...]:
    """Why positions cannot stand on a better reading of a draft either."""
    settled = await positions.newest_settled(session, draft.document_id)
    if settled is None:
        return reading.doubts
    return news.doubts(await comparing.against(session, settled, reading, ()))


async def _tell(
    session: AsyncSession,
    look: Sight,
    draft: Draft,
    rendition: Rendition,
    known: Address,
    compared: Comparison,
    now: datetime,
) -> None:
    """The two files differ: where, or, if they have little in common, whether the file is a draft of its own."""
    document = await session.get_one(Document, draft.document_id)
    names = {"document": document.name, "name": archive.name(draft), "url": rendition.url}
    tell = partial(_told, names, compared, f"watch draft {known.id}")
    await tell_officers(session, look.source.space_id, f"rendition:{rendition.id}", tell, now)


def _told(names: Mapping[str, str], compared: Comparison, line: str) -> Message:
    share = news.alike(compared)
    formats = {"format": compared.new.format, "other": compared.old.format}
    if share < news.ALIKE:
        told = sentences.RENDITION_UNLIKE.format(**names, **formats, percent=int(100 * share))
        button = Button(sentences.BUTTON_OWN_DRAFT, line, "go")
        return Message(say(told).blocks, ((button,),))
    other = [change for change in compared.changes if change.to_show]
    counts = formats | {"counts": _counting(compared)}
    return say(sentences.RENDITION_DIFFERS.format(**names, **counts, n=len(other), places=_places(compared)))


def _counting(compared: Comparison) -> str:
    """The format of the two that the draft's reading is taken from."""
    formats = (compared.old.format, compared.new.format)
    return max(formats, key=news.quality)


def _places(compared: Comparison) -> str:
    places = [paragraph(compared, change) for change in compared.changes if change.to_show]
    return listed([place.label.rstrip(".") or f"“{excerpt(place.text, 30)}”" for place in places], 6)


async def _correct(session: AsyncSession, flash_id: int, corrected: flash.Flash, now: datetime) -> None:
    """The Flash says something else now: posted in place wherever it was posted."""
    row = await session.get_one(FlashRow, flash_id)
    row.facts = flash.FLASH.dump_python(corrected, mode="json")
    row.corrected = now
    session.add(row)
    await edit_flash(session, row, now, redraws=True)
