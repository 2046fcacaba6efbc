"""The Flash of a draft made from what is stored: at once, again when our reading changed, and for a chat linked later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.comparison import Comparison
from bot.drafts.keeping import archive, comparing, news
from bot.drafts.keeping.plenary import plenaries
from bot.drafts.reading import Reading
from bot.message import Message, Title
from bot.outbox import edit_flash, in_chat, place_of, queue
from bot.sentences import flash as sentences
from storage import drafts, spaces
from storage.tables import Chat, Document, Draft, FlashRow, Space

# what a Flash tells that comes neither from the reading nor from the facts of its draft
_KEPT = ("carried", "waits", "confirmed", "record", "corrected", "anew", "is_base", "moved", "moved_from", "moved_to")


def facts(
    document: Document, draft: Draft, bases: Sequence[str] = (), late_since: datetime | None = None
) -> flash.Facts:
    """What the Flash of a draft tells beside its reading."""
    assert draft.number is not None
    return flash.Facts(
        document=document.name,
        number=draft.number,
        label=draft.label,
        url=draft.url,
        seen=draft.seen,
        published=draft.published,
        bases=tuple(bases),
        late_since=late_since,
        brought=draft.brought,
    )


def made(known: flash.Facts, against: Draft | None, reading: Reading, compared: Comparison | None) -> flash.Flash:
    """The Flash of a reading, compared with the draft before it, if there is one."""
    if against is None or compared is None:
        return flash.first_flash(replace(known, doubts=reading.doubts), reading)
    return flash.flash(replace(known, doubts=news.doubts(compared)), archive.name(against), compared)


async def again(session: AsyncSession, row: FlashRow, reading: Reading, now: datetime) -> flash.Flash | None:
    """The Flash as it would be made from another reading of its draft; None if it would say the same."""
    old = flash.FLASH.validate_python(row.facts)
    new = await _anew(session, row, old, reading)
    return None if _said(new) == _said(old) else replace(new, corrected=now)


async def compare_with(session: AsyncSession, row: FlashRow, against: Draft | None, now: datetime) -> None:
    """The Flash compared with another draft than before, because a chair put right what came before; posted in place."""
    row.against = against.id if against else None
    draft = await session.get_one(Draft, row.draft_id)
    reading = await archive.load(session, draft)
    new = await _anew(session, row, flash.FLASH.validate_python(row.facts), reading)
    row.facts = flash.FLASH.dump_python(replace(new, anew=now), mode="json")
    session.add(row)
    await edit_flash(session, row, now, redraws=True)


async def _anew(session: AsyncSession, row: FlashRow, old: flash.Flash, reading: Reading) -> flash.Flash:
    draft = await session.get_one(Draft, row.draft_id)
    document = await session.get_one(Document, draft.document_id)
    space = await session.get_one(Space, document.space_id)
    against = await session.get(Draft, row.against) if row.against else None
    change = await comparing.against(session, against, reading, space.terms) if against else None
    new = made(flash.facts_of(old), against, reading, change)
    kept = {name: getattr(old, name) for name in _KEPT}
    return replace(new, **kept)


async def amend(session: AsyncSession, row: FlashRow, now: datetime, **facts: object) -> None:
    """The Flash with other facts, posted in place wherever it was posted."""
    told = replace(flash.FLASH.validate_python(row.facts), **facts)  # type: ignore[arg-type]
    row.facts = flash.FLASH.dump_python(told, mode="json")
    session.add(row)
    await edit_flash(session, row, now)


def _said(told: flash.Flash) -> tuple[object, ...]:
    """What a reader of the Flash is told of the text."""
    size = () if told.against else (told.paragraphs, told.words)
    return told.counts, told.labels, told.brackets, told.terms, told.back, told.doubts, size


async def show_latest(session: AsyncSession, chat: Chat, now: datetime) -> None:
    """The newest draft of each document, once, to a chat that was linked after it was posted; it is no Flash."""
    space = await session.get_one(Space, chat.space_id)
    zone = ZoneInfo(space.timezone)
    for document in await spaces.documents(session, space.id):
        draft = await drafts.latest(session, document.id)
        if draft is None:
            continue
        told = await _latest(session, space, document, draft)
        plenary = await plenaries(session, space)
        message = await in_chat(session, chat, partial(_shown, told, document, draft, now, zone, plenary))
        key = f"latest:{chat.id}:{document.id}"
        await queue(session, key, "told", place_of(chat), message, now, space_id=space.id, chat_id=chat.id)


def _shown(
    told: flash.Flash, document: Document, draft: Draft, now: datetime, zone: ZoneInfo, plenary: Sequence[datetime]
) -> Message:
    message = flash.message(told, now, zone, plenary)
    title = sentences.LATEST_LABEL if draft.label else sentences.LATEST
    heading = Title(title.format(document=document.name, name=archive.name(draft), label=draft.label))
    return replace(message, blocks=(heading, *message.blocks[1:]), quiet=True)


async def _latest(session: AsyncSession, space: Space, document: Document, draft: Draft) -> flash.Flash:
    """What was told of a draft, or would have been: a first look keeps drafts without a Flash."""
    row = await drafts.flash_of(session, draft.id)
    if row:
        return flash.FLASH.validate_python(row.facts)
    numbered = await drafts.numbered(session, document.id)
    against = next((one for one in reversed(numbered) if (one.number or 0) < (draft.number or 0)), None)
    reading = await archive.load(session, draft)
    change = await comparing.against(session, against, reading, space.terms) if against else None
    known = facts(document, draft, tuple(await drafts.bases(session, document.id)))
    return made(known, against, reading, change)
