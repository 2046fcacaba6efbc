"""Acts and what they hold: those that are pending, those of one voice, the holdings of a delegation."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Holding, ParagraphRow, Position, ReadingRow

_NAMED = 500  # ids that are sent one by one


async def due(session: AsyncSession, now: datetime, most: int = 50) -> Sequence[int]:
    """The pending acts whose time to be undone is over, in the order in which they were pressed."""
    query = select(Position.id).where(Position.state == "pending", col(Position.due) <= now)
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)).limit(most))).all()


Speaker = tuple[str, int | None, int]
"""Capacity, delegation, person: whose voice. Of a delegation whoever of it spoke, else the person alone."""


async def of_voice(
    session: AsyncSession, document_id: int, who: Speaker, *states: str, since: datetime | None = None
) -> Sequence[Position]:
    """The acts of one voice on a document that are in one of these states, in the order in which they were pressed; those
    pressed since an instant."""
    capacity, delegation_id, person_id = who
    query = select(Position).where(
        Position.document_id == document_id, Position.capacity == capacity, col(Position.state).in_(states)
    )
    if capacity == "delegation":
        query = query.where(Position.delegation_id == delegation_id)
    else:
        query = query.where(Position.person_id == person_id)
    if since is not None:
        query = query.where(col(Position.pressed) >= since)
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def held(session: AsyncSession, document_id: int, delegation_id: int | None) -> Sequence[Position]:
    """The acts of a delegation on a document that a colleague contradicts and nobody has settled, oldest first."""
    query = select(Position).where(Position.document_id == document_id, Position.state == "held")
    query = query.where(Position.delegation_id == delegation_id)
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def release(session: AsyncSession, position_id: int, threads: Collection[int] | None = None) -> None:
    """The act holds on nothing any more, or no more on these paragraphs."""
    mine = col(Holding.position_id) == position_id
    await session.exec(delete(Holding).where(mine if threads is None else mine & col(Holding.thread).in_(threads)))


async def held_by(
    session: AsyncSession, position_ids: Collection[int], *, present: bool = False
) -> dict[int, set[int]]:
    """Act → the paragraphs that it holds on, by thread; `present`: those of them that are in the text."""
    every = sorted(position_ids)
    found: dict[int, set[int]] = {one: set() for one in every}
    for some in (every[at : at + _NAMED] for at in range(0, len(every), _NAMED)):
        query = select(Holding.position_id, Holding.thread).where(col(Holding.position_id).in_(some))
        query = query.where(Holding.state != "dormant") if present else query
        for position_id, thread in (await session.exec(query)).all():
            found[position_id].add(thread)
    return found


async def words_of(session: AsyncSession, document_id: int, beginning: str) -> tuple[Draft, ParagraphRow] | None:
    """The paragraph whose text hash begins so, with its draft; the newest of several."""
    query = (
        select(Draft, ParagraphRow)
        .join(ReadingRow, col(ReadingRow.draft_id) == Draft.id)
        .join(ParagraphRow, col(ParagraphRow.reading_id) == ReadingRow.id)
        .where(Draft.document_id == document_id, col(Draft.number).is_not(None), col(ParagraphRow.thread).is_not(None))
        .where(col(ParagraphRow.text_hash).startswith(beginning, autoescape=True))
        .order_by(col(Draft.number).desc(), col(ReadingRow.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()
