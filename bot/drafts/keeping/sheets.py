"""Redlines of drafts that are kept: the sheet with what its head says of them, and the file in the form that was asked for."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, comparing
from bot.drafts.provenance import written
from bot.drafts.redline.html import html
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.png import picture
from bot.drafts.redline.sheet import Sheet, Side
from bot.drafts.sandbox.press import print_safely
from bot.message import Upload
from bot.sentences import redline
from bot.wording import clock
from storage.tables import Document, Draft, FlashRow, Space


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the redline as a file: what writes it, and its media type."""

    write: Callable[[Sheet], bytes]
    mime: str


def _pdf(told: Sheet) -> bytes:
    return pdf(told, print_safely)


def _docx(told: Sheet) -> bytes:
    from bot.drafts.redline.docx import docx  # python-docx and lxml take 7 MB of a bot that may never write one

    return docx(told)


FORMS: Mapping[str, Form] = {
    "pdf": Form(_pdf, "application/pdf"),
    "docx": Form(_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": Form(html, "text/html"),
}


def sheet(document: Document, old: Draft, new: Draft, comparison: Comparison, now: datetime, zone: ZoneInfo) -> Sheet:
    """The comparison of two drafts with all that the head of a file says of them; times as read in the zone."""
    return Sheet(
        comparison=comparison,
        document=document.name,
        old=_side(old, now, zone),
        new=_side(new, now, zone),
        at=now,
        compared=clock(now, zone, now.astimezone(zone).date()),
    )


def _side(draft: Draft, now: datetime, zone: ZoneInfo) -> Side:
    called = f"{archive.name(draft)} – {draft.label}" if draft.label else archive.name(draft)
    url = written(draft.url, draft.brought)
    return Side(name=called, url=url, seen=clock(draft.seen, zone, now.astimezone(zone).date()))


def upload(told: Sheet, document: Document, old: Draft, new: Draft, form: str) -> Upload:
    """The redline as a file to send; `form`: a key of FORMS. Takes seconds: not for the event loop. Raises NotMade."""
    named, chosen = _named(document, old, new), FORMS[form]
    return Upload(_file_name(named, form), chosen.write(told), redline.FILE_TITLE.format(**named), chosen.mime)


async def of_flash(session: AsyncSession, row: FlashRow, now: datetime) -> Upload | None:
    """The picture of the first changes that a Flash tells, as they are read now; None if there is nothing to show."""
    if row.against is None:
        return None
    old, new = await session.get_one(Draft, row.against), await session.get_one(Draft, row.draft_id)
    document = await session.get_one(Document, new.document_id)
    space = await session.get_one(Space, document.space_id)
    comparison = await comparing.told(session, old, new, space.terms)

    def made() -> Upload | None:
        drawn = picture(sheet(document, old, new, comparison, now, ZoneInfo(space.timezone)), by=print_safely)
        if not drawn.changes:
            return None
        sentence = redline.PICTURE_ALL if drawn.shown == drawn.changes else redline.PICTURE_FIRST
        named = _named(document, old, new)
        return Upload(_file_name(named, "png"), drawn.data, sentence.format(**named), "image/png", drawn.words)

    return await asyncio.to_thread(made)


def _named(document: Document, old: Draft, new: Draft) -> dict[str, str]:
    return {"document": document.name, "old": archive.name(old), "new": archive.name(new)}


def _file_name(named: Mapping[str, str], ending: str) -> str:
    stem = re.sub(r"[\s/\\]+", "-", redline.FILE_NAME.format(**named))
    return f"{stem}.{ending}"
