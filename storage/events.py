"""The events of a space's record, in order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Aside, EventRow

_LOCK = 0x5261_7071  # with the space's number: one chain has one writer at a time


async def lock(session: AsyncSession, space_id: int) -> None:
    """Keeps other writers from the space's chain until the transaction ends (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(select(func.pg_advisory_xact_lock(_LOCK, space_id)))


async def last(session: AsyncSession, space_id: int) -> EventRow | None:
    """The head of the chain."""
    query = select(EventRow).where(EventRow.space_id == space_id).order_by(col(EventRow.seq).desc()).limit(1)
    return (await session.exec(query)).first()


async def after(session: AsyncSession, space_id: int, seq: int, most: int = 1000) -> Sequence[EventRow]:
    """The next events after a number, in order."""
    query = select(EventRow).where(EventRow.space_id == space_id, EventRow.seq > seq)
    return (await session.exec(query.order_by(col(EventRow.seq)).limit(most))).all()


async def asides(session: AsyncSession, space_id: int) -> Sequence[Aside]:
    """The personal texts beside the events, in their order."""
    return (await session.exec(select(Aside).where(Aside.space_id == space_id).order_by(col(Aside.seq)))).all()


async def texts(session: AsyncSession, space_id: int, person_id: int) -> Sequence[str]:
    """What a person said, and names of theirs, as it stands beside the events."""
    query = select(Aside.text).where(Aside.space_id == space_id, Aside.person_id == person_id).distinct()
    return [text for text in (await session.exec(query)).all() if text]


async def erase(session: AsyncSession, space_id: int, person_id: int, now: datetime) -> None:
    """Erases a person's texts beside the events; their hashes stay."""
    query = update(Aside).where(col(Aside.space_id) == space_id, col(Aside.person_id) == person_id)
    await session.exec(query.values(text=None, salt="", erased=now))
