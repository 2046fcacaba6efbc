"""Drafts, their files and readings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, delete, func, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_once
from storage.tables import (
    Blob,
    Chat,
    Circulation,
    Delivery,
    Document,
    Draft,
    FlashRow,
    ParagraphRow,
    ReadingRow,
    Rendition,
)


async def numbered(
    session: AsyncSession, document_id: int, *, most: int | None = None, up_to: int | None = None
) -> Sequence[Draft]:
    """The drafts of a document outside its bases, r1 first; the last `most` of them, those numbered up to `up_to`."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.number).is_not(None))
    if up_to is not None:
        query = query.where(col(Draft.number) <= up_to)
    newest_first = (await session.exec(query.order_by(col(Draft.number).desc()).limit(most))).all()
    return newest_first[::-1]


async def latest(session: AsyncSession, document_id: int) -> Draft | None:
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.number).is_not(None))
    return (await session.exec(query.order_by(col(Draft.number).desc()).limit(1))).first()


async def bases(session: AsyncSession, document_id: int) -> dict[str, Draft]:
    """The newest draft of each base of a document, by the base's name."""
    query = select(Draft).where(Draft.document_id == document_id, Draft.base != "").order_by(col(Draft.id))
    return {draft.base: draft for draft in (await session.exec(query)).all()}


async def after(session: AsyncSession, document_id: int, number: int) -> Draft | None:
    """The draft that follows a number."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.number) > number)
    return (await session.exec(query.order_by(col(Draft.number)).limit(1))).first()


async def with_sequence(session: AsyncSession, document_id: int, sequence: str, base: str) -> Draft | None:
    """The newest draft of a document (or of its base) one of whose files is this very text; never a private one, nor one that
    is another document's."""
    query = (
        select(Draft)
        .join(Rendition)
        .where(Draft.document_id == document_id, Rendition.sequence == sequence, Draft.base == base)
        .where(col(Draft.private).is_(None), col(Draft.moved_to).is_(None))
    )
    return (await session.exec(query.order_by(col(Draft.id).desc()))).first()


async def private(session: AsyncSession, document_id: int) -> Sequence[Draft]:
    """The private drafts of a document, oldest first. No other question about drafts is answered with one."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.private).is_not(None))
    return (await session.exec(query.order_by(col(Draft.private)))).all()


async def circulated(session: AsyncSession, draft_id: int) -> Sequence[Chat]:
    """The chats in which a private draft may be read."""
    query = select(Chat).join(Circulation, col(Circulation.chat_id) == Chat.id)
    return (await session.exec(query.where(Circulation.draft_id == draft_id).order_by(col(Chat.id)))).all()


async def given(session: AsyncSession, draft_id: int) -> Sequence[tuple[Chat, datetime | None]]:
    """The chats in which a private draft was posted, and when."""
    query = (
        select(Chat, col(Delivery.sent))
        .join(Circulation, col(Circulation.chat_id) == Chat.id)
        .join(Delivery, col(Delivery.chat_id) == Chat.id)
        .where(Circulation.draft_id == draft_id, col(Delivery.key).startswith(f"private:{draft_id}:"))
    )
    return (await session.exec(query.where(col(Delivery.sent).is_not(None)).order_by(col(Delivery.id)))).all()


async def symbols(session: AsyncSession, source_id: int) -> dict[int, str]:
    """The symbols of the drafts that a source brought."""
    query = select(Draft.id, Draft.symbol).where(Draft.source_id == source_id)
    return dict((await session.exec(query)).all())


async def newest_id(session: AsyncSession, document_id: int) -> int:
    """The id of the draft that was kept last, bases included; 0 if there is none."""
    return (await session.exec(select(func.max(Draft.id)).where(Draft.document_id == document_id))).one() or 0


async def lock(session: AsyncSession, document_id: int) -> None:
    """Keeps other writers from the document until the transaction ends (SQLite has one writer anyway).

    To be taken before the lock of a space's record. What only names the document, as an act does, is not kept waiting: it may
    hold the record that we are about to wait for.
    """
    await session.exec(select(Document.id).where(Document.id == document_id).with_for_update(key_share=True))


async def untold(session: AsyncSession, document_id: int) -> Sequence[tuple[FlashRow, Draft]]:
    """The Flashes of a document that wait for the one message that tells them all, oldest first."""
    query = select(FlashRow, Draft).join(Draft, col(FlashRow.draft_id) == Draft.id)
    return (
        await session.exec(
            query.where(Draft.document_id == document_id, col(FlashRow.told).is_(False)).order_by(col(Draft.number))
        )
    ).all()


async def next_number(session: AsyncSession, document_id: int) -> int:
    """The number of the next draft; numbers are never reused."""
    query = select(func.max(Draft.number), func.max(Draft.former)).where(Draft.document_id == document_id)
    return max(one or 0 for one in (await session.exec(query)).one()) + 1


async def last_flashed(session: AsyncSession, space_id: int) -> Document | None:
    """The document of the draft that was seen last in a space. Drafts are numbered as they are seen: of each document only
    the last one is looked at."""
    one = aliased(Draft)
    last = select(func.max(one.number)).where(one.document_id == Document.id).scalar_subquery()
    query = (
        select(Document)
        .join(Draft)
        .where(Document.space_id == space_id, Draft.number == last)
        .order_by(col(Draft.seen).desc(), col(Draft.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def reading_ids(session: AsyncSession, draft_ids: Sequence[int]) -> Sequence[int]:
    """The current readings of these drafts, by number, sorted by draft."""
    query = select(ReadingRow.id).where(col(ReadingRow.draft_id).in_(draft_ids), col(ReadingRow.current).is_(True))
    return (await session.exec(query.order_by(col(ReadingRow.draft_id)))).all()


async def current_reading(session: AsyncSession, draft_id: int) -> ReadingRow | None:
    query = select(ReadingRow).where(ReadingRow.draft_id == draft_id, col(ReadingRow.current).is_(True))
    return (await session.exec(query)).first()


async def paragraphs(session: AsyncSession, reading_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """The paragraphs of a reading in order, as plain rows of the table's columns."""
    query = select(*ParagraphRow.__table__.columns).where(ParagraphRow.reading_id == reading_id)  # type: ignore[attr-defined]
    return (await session.exec(query.order_by(col(ParagraphRow.n)))).all()


async def words_of(session: AsyncSession, document_id: int, text_hash: str) -> str:
    """The words of a hash, as they stood in some reading of the document; "" if in none."""
    query = select(ParagraphRow.text).join(ReadingRow).join(Draft)
    query = query.where(Draft.document_id == document_id, ParagraphRow.text_hash == text_hash)
    query = query.where(col(Draft.private).is_(None))
    return (await session.exec(query.order_by(col(ReadingRow.id).desc()).limit(1))).first() or ""


async def supersede_readings(session: AsyncSession, draft_id: int) -> None:
    """No reading of the draft is the current one any more."""
    await session.exec(update(ReadingRow).where(col(ReadingRow.draft_id) == draft_id).values(current=False))


async def renditions(session: AsyncSession, draft_id: int) -> Sequence[Rendition]:
    return (
        await session.exec(select(Rendition).where(Rendition.draft_id == draft_id).order_by(col(Rendition.id)))
    ).all()


async def detach(session: AsyncSession, draft_id: int, sha256: str) -> None:
    """A file is no longer one of a draft's, unless the draft was read from it. Its bytes are kept."""
    read = select(ReadingRow.rendition_id).where(ReadingRow.draft_id == draft_id)
    await session.exec(
        delete(Rendition).where(
            col(Rendition.draft_id) == draft_id, col(Rendition.sha256) == sha256, col(Rendition.id).not_in(read)
        )
    )


async def keep_blob(session: AsyncSession, sha256: str, data: bytes, mime: str) -> None:
    """Keeps bytes once; those that were kept for a time only, anew."""
    size = (await session.exec(select(func.length(Blob.data)).where(Blob.sha256 == sha256))).first()
    if size is None:
        await add_once(session, Blob(sha256=sha256, data=data, mime=mime))
    elif size == 0:
        await session.exec(update(Blob).where(col(Blob.sha256) == sha256).values(data=data))


async def flashes_against(session: AsyncSession, draft_id: int) -> Sequence[FlashRow]:
    """The Flashes that compare other drafts with this one."""
    return (await session.exec(select(FlashRow).where(FlashRow.against == draft_id).order_by(col(FlashRow.id)))).all()


async def flash_of(session: AsyncSession, draft_id: int) -> FlashRow | None:
    return (await session.exec(select(FlashRow).where(FlashRow.draft_id == draft_id))).first()
