"""Positions and what they stand on: settled drafts, threads, acts, holdings."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, ParagraphRow, ReadingRow

# ── settled drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def settled(session: AsyncSession, document_id: int, *, after: int = 0) -> Sequence[Draft]:
    """The drafts of a document on whose words positions may stand, oldest first; those numbered above `after`."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.settled).is_not(None))
    return (await session.exec(query.where(col(Draft.number) > after).order_by(col(Draft.number)))).all()


async def newest_settled(session: AsyncSession, document_id: int, *, before: int | None = None) -> Draft | None:
    """The last of them; with `before` the last with a lower number."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.settled).is_not(None))
    if before is not None:
        query = query.where(col(Draft.number) < before)
    return (await session.exec(query.order_by(col(Draft.number).desc()).limit(1))).first()


# ── threads ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def threads(session: AsyncSession, reading_id: int) -> dict[int, int | None]:
    """A paragraph's n → its thread, None where it has none yet."""
    query = select(ParagraphRow.n, ParagraphRow.thread).where(ParagraphRow.reading_id == reading_id)
    return dict((await session.exec(query)).all())


async def last_thread(session: AsyncSession, document_id: int) -> int:
    """The highest thread that any reading of the document has; 0 if none has one."""
    query = select(func.max(ParagraphRow.thread)).join(ReadingRow).join(Draft)
    return (await session.exec(query.where(Draft.document_id == document_id))).one() or 0


async def thread_reading(session: AsyncSession, reading_id: int, threads: Mapping[int, int]) -> None:
    """Writes the threads of a reading's paragraphs."""
    rows = [{"reading_id": reading_id, "n": n, "thread": thread} for n, thread in threads.items()]
    await session.exec(update(ParagraphRow), params=rows)


async def threaded(session: AsyncSession, document_id: int) -> Sequence[tuple[Draft, ReadingRow]]:
    """The readings that threads run through, in the order in which they do: of every settled draft the current reading, after
    those before it that have threads."""
    has = exists().where(col(ParagraphRow.reading_id) == ReadingRow.id, col(ParagraphRow.thread).is_not(None))
    query = select(Draft, ReadingRow).join(ReadingRow)
    query = query.where(Draft.document_id == document_id, col(Draft.settled).is_not(None))
    query = query.where(or_(col(ReadingRow.current), has))
    return (await session.exec(query.order_by(col(Draft.number), col(ReadingRow.id)))).all()
