"""Drafts for the eyes of some chats only: kept beside the sequence of drafts, told there alone, and never settled.

A private draft has no number, so that no question about the drafts of a document is answered with one; whoever shows its words
asks `storage.drafts.private` for it, and `handlers.private` whether the asker may read them.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.keeping import archive, comparing, flashes
from bot.drafts.keeping.archive import Posted
from bot.drafts.keeping.news import sequence
from bot.drafts.keeping.plenary import plenaries
from bot.message import Button, Message, Title
from bot.outbox import place_of, queue
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.sentences import files as sentences
from bot.sentences import flash as flash_sentences
from storage import drafts
from storage.tables import Chat, Circulation, Document, Draft, Space


async def keep(
    session: AsyncSession, document: Document, chat: Chat, found: Posted, now: datetime
) -> tuple[Draft, bool]:
    """Keeps a text for a chat, whose people may read it from now on, and posts there what it changes.

    The draft, and whether it is news to the chat: the same words are one private draft, wherever they were dropped.
    """
    await drafts.lock(session, document.id)
    known = await drafts.private(session, document.id)
    draft = next((one for one in known if one.sequence == sequence(found.reading)), None)
    if draft is None:
        draft = await archive.keep(session, document.id, None, found, now, private=len(known) + 1)
        await _note(session, document, draft, found, now)
    elif chat.id in {one.id for one in await drafts.circulated(session, draft.id)}:
        return draft, False
    session.add(Circulation(draft_id=draft.id, chat_id=chat.id, at=now))
    space = await session.get_one(Space, document.space_id)
    message = await _message(session, space, document, draft, found, now)
    await queue(
        session, key(draft, chat), "private draft", place_of(chat), message, now, space_id=space.id, chat_id=chat.id
    )
    return draft, True


def key(draft: Draft, chat: Chat) -> str:
    """Of the delivery that tells a chat of a private draft."""
    return f"private:{draft.id}:{chat.id}"


async def _note(session: AsyncSession, document: Document, draft: Draft, found: Posted, now: datetime) -> None:
    """In the record: that there is one, and the hash of its file. Nothing else of it leaves the chats that it is for."""
    by = Personal(found.brought, found.person_id, withheld=True)
    known = {"document": document.name, "draft": archive.name(draft), "file": found.reading.sha256, "withheld": True}
    await record_log.note(session, document.space_id, "draft", now, **known, by=by)


async def _message(
    session: AsyncSession, space: Space, document: Document, draft: Draft, found: Posted, now: datetime
) -> Message:
    """What a Flash would say of it, against the latest draft, under a heading of its own."""
    against = await drafts.latest(session, document.id)
    compared = await comparing.against(session, against, found.reading, space.terms) if against else None
    known = flash.Facts(document.name, 0, found.label, found.url, now, found.published, brought=found.brought)
    zone, name = ZoneInfo(space.timezone), archive.name(draft)
    plenary = await plenaries(session, space)
    told = flash.message(flashes.made(known, against, found.reading, compared), now, zone, plenary)
    heading = sentences.PRIVATE_TITLE.format(
        document=document.name, name=name, label=sentences.LABEL.format(label=found.label) if found.label else ""
    )
    doc = f'doc:"{document.name}"'
    row = [Button(flash_sentences.BUTTON_DRAFTS, f"drafts {doc}")]
    if against:
        row.insert(0, Button(flash_sentences.BUTTON_DIFF, f"diff {archive.name(against)} {name} {doc}"))
    return replace(told, blocks=(Title(heading), *told.blocks[1:]), buttons=(tuple(row),))
