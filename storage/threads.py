"""Threads: a number for each paragraph of a document that stays with it from draft to draft.

A thread is written on the paragraphs of every reading that it runs through, and by itself with the place where it last stood:
what a new draft costs does not grow with the drafts before it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, literal, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import in_parts
from storage.tables import Draft, ParagraphRow, ReadingRow, Thread

_threaded = exists().where(col(ParagraphRow.reading_id) == ReadingRow.id, col(ParagraphRow.thread).is_not(None))
_newest_first = (col(Draft.number).desc(), col(ReadingRow.id).desc())


def _settled(document_id: int) -> ColumnElement[bool]:
    return (col(Draft.document_id) == document_id) & col(Draft.settled).is_not(None)


# ── the readings that threads run through ────────────────────────────────────────────────────────────────────────────────


async def readings(session: AsyncSession, document_id: int, *, since: int = 0) -> Sequence[tuple[Draft, ReadingRow]]:
    """The readings of the settled drafts numbered `since` and above, in the order in which threads run through them."""
    query = (
        select(Draft, ReadingRow).join(ReadingRow).where(_settled(document_id), col(Draft.number) >= since, _threaded)
    )
    return (await session.exec(query.order_by(col(Draft.number), col(ReadingRow.id)))).all()


async def before(session: AsyncSession, draft: Draft, reading_id: int) -> ReadingRow | None:
    """The one that threads run through before they come to this reading of a settled draft."""
    own = (col(Draft.id) == draft.id) & (col(ReadingRow.id) < reading_id)
    earlier = or_(own, col(Draft.number) < draft.number)
    query = select(ReadingRow).join(Draft).where(_settled(draft.document_id), earlier, _threaded)
    return (await session.exec(query.order_by(*_newest_first).limit(1))).first()


async def of_draft(session: AsyncSession, draft_id: int) -> Sequence[ReadingRow]:
    """Those of a draft, the oldest first; also of one that is none of its document any more."""
    query = select(ReadingRow).where(ReadingRow.draft_id == draft_id, _threaded).order_by(col(ReadingRow.id))
    return (await session.exec(query)).all()


# ── the threads ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def of_reading(session: AsyncSession, reading_id: int) -> dict[int, int | None]:
    """A paragraph's n → its thread, None where it has none; in order."""
    query = select(ParagraphRow.n, ParagraphRow.thread).where(ParagraphRow.reading_id == reading_id)
    return dict((await session.exec(query.order_by(col(ParagraphRow.n)))).all())


async def last(session: AsyncSession, document_id: int) -> int:
    """The highest thread that the document has ever had; 0 if none."""
    return (await session.exec(select(func.max(Thread.thread)).where(Thread.document_id == document_id))).one() or 0


async def gone(session: AsyncSession, document_id: int, reading_id: int) -> dict[int, Row[Any]]:
    """Of each thread that does not run through this reading the paragraph where it last stood in a settled draft, the last to
    go first: the table's columns. None without words."""
    other = aliased(ParagraphRow)
    here = exists().where(col(other.reading_id) == reading_id, col(other.thread) == Thread.thread)
    place = (col(ParagraphRow.reading_id) == Thread.reading_id) & (col(ParagraphRow.n) == Thread.n)
    query = (
        select(*ParagraphRow.__table__.columns)  # type: ignore[attr-defined]
        .join_from(Thread, ParagraphRow, place)
        .join(ReadingRow, col(ReadingRow.id) == Thread.reading_id)
        .join(Draft)
        .where(Thread.document_id == document_id, _settled(document_id), col(ParagraphRow.text) != "", ~here)
        .order_by(*_newest_first, col(ParagraphRow.n))
    )
    return {row.thread: row for row in (await session.exec(query)).all()}


async def that_had(session: AsyncSession, document_id: int, word_hashes: Sequence[str]) -> dict[str, list[int]]:
    """Word hash → the threads that stood in these words in a settled draft."""
    found: dict[str, list[int]] = {}
    for part in in_parts(word_hashes):
        query = select(ParagraphRow.word_hash, ParagraphRow.thread).distinct().join(ReadingRow).join(Draft)
        query = query.where(_settled(document_id), col(ParagraphRow.word_hash).in_(part))
        for word_hash, thread in (await session.exec(query)).all():
            if thread is not None:
                found.setdefault(word_hash, []).append(thread)
    return found


async def write(session: AsyncSession, reading_id: int, threads: Mapping[int, int]) -> None:
    """Writes threads on the paragraphs of a reading."""
    rows = [{"reading_id": reading_id, "n": n, "thread": thread} for n, thread in threads.items()]
    await session.exec(update(ParagraphRow), params=rows)


async def stand(session: AsyncSession, document_id: int, reading_id: int, *, newest: bool) -> None:
    """The threads of a reading stand there: all of them, if it is the `newest`, else those that stood nowhere yet."""
    p, here = ParagraphRow, col(ParagraphRow.reading_id) == reading_id
    known = exists().where(col(Thread.document_id) == document_id, col(Thread.thread) == p.thread)
    if newest:
        at = {"reading_id": reading_id, "n": p.n}
        where = (col(Thread.document_id) == document_id) & (col(Thread.thread) == p.thread)
        await session.exec(update(Thread).where(where, here, col(p.text) != "").values(**at))
    fresh = select(literal(document_id), p.thread, p.reading_id, p.n).where(here, col(p.thread).is_not(None), ~known)
    await session.exec(insert(Thread).from_select(["document_id", "thread", "reading_id", "n"], fresh))


async def stand_without(session: AsyncSession, draft: Draft) -> None:
    """A draft was taken out of its document: its threads stand where they last stood in the others; those of it alone stay."""
    its = select(ReadingRow.id).where(ReadingRow.draft_id == draft.id)
    moved = select(Thread.thread).where(Thread.document_id == draft.document_id, col(Thread.reading_id).in_(its))
    rank = func.row_number().over(partition_by=col(ParagraphRow.thread), order_by=_newest_first).label("rank")
    places = select(ParagraphRow.thread, ParagraphRow.reading_id, ParagraphRow.n, rank).join(ReadingRow).join(Draft)
    places = places.where(
        _settled(draft.document_id), col(ParagraphRow.thread).in_(moved), col(ParagraphRow.text) != ""
    )
    every = places.subquery()
    query = select(every.c.thread, every.c.reading_id, every.c.n).where(every.c.rank == 1)
    at = {"document_id": draft.document_id}
    found = [{**at, "thread": t, "reading_id": r, "n": n} for t, r, n in (await session.exec(query)).all()]
    if found:
        await session.exec(update(Thread), params=found)
