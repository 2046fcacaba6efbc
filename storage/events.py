"""The events of a space's record, in order."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Aside, EventRow

_LOCK = 0x5261_7071  # with the space's number: one chain has one writer at a time


async def lock(session: AsyncSession, space_id: int) -> None:
    """Keeps other writers from the space's chain until the transaction ends (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select pg_advisory_xact_lock(:lock, :space)"), {"lock": _LOCK, "space": space_id})


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
