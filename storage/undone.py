"""What a draft did to positions that is none of its document any more: found by the draft that each holding names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, update
from sqlmodel import col, false, select, true
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Holding, Poll, Position, Silence

_HELD: tuple[Any, ...] = (Holding.position_id, Holding.thread, Holding.text_hash, Position.draft_id, Position.as_is)


async def spread(session: AsyncSession, document_id: int, draft_id: int) -> Sequence[tuple[int, int]]:
    """(act, paragraph) where an act holds since the draft because words of its own went there, or were added to its scope; of
    acts that were not given on the draft."""
    query = select(Holding.position_id, Holding.thread, Position.threads)
    query = query.join(Position, col(Holding.position_id) == Position.id)
    query = query.where(Holding.document_id == document_id, Holding.draft_id == draft_id, Position.draft_id != draft_id)
    query = query.where(col(Holding.cause).in_(("split", "merged", "added")))
    rows = (await session.exec(query.where(col(Holding.state).in_(("stale", "standing"))))).all()
    return [(act, thread) for act, thread, given in rows if thread not in given]


async def forget(session: AsyncSession, held: Sequence[tuple[int, int]]) -> None:
    """These acts hold on these paragraphs no more."""
    for act, thread in held:
        await session.exec(delete(Holding).where(col(Holding.position_id) == act, col(Holding.thread) == thread))


async def fallen(session: AsyncSession, document_id: int, draft_id: int) -> Sequence[Row[Any]]:
    """(position_id, thread, text_hash, draft_id, as_is) of what is stale, or stands on other words, since the draft."""
    query = select(*_HELD).join(Position, col(Holding.position_id) == Position.id)
    query = query.where(Holding.document_id == document_id, Holding.draft_id == draft_id, Position.draft_id != draft_id)
    rows: Sequence[Row[Any]] = (await session.exec(query.where(col(Holding.state).in_(("stale", "standing"))))).all()
    return rows


async def unsigned(session: AsyncSession, document_id: int, draft_id: int, before_id: int) -> Sequence[Row[Any]]:
    """The same of signed acts that are in force without their signature since the draft, or since it was taken out again."""
    query = select(*_HELD).join(Position, col(Holding.position_id) == Position.id)
    query = query.where(Holding.document_id == document_id, Position.draft_id != draft_id, Holding.state == "live")
    query = query.where(col(Holding.signed) == false(), col(Position.signoff) == true())
    again = (col(Holding.draft_id) == before_id) & (col(Holding.cause) == "undone")
    rows: Sequence[Row[Any]] = (await session.exec(query.where(or_(col(Holding.draft_id) == draft_id, again)))).all()
    return rows


async def set_held(session: AsyncSession, rows: Sequence[Row[Any]], draft_id: int, **values: object) -> None:
    """These holdings are so since a draft that is stood on again."""
    if rows:
        told = {"draft_id": draft_id, "cause": "undone", **values}
        each = [{"position_id": one.position_id, "thread": one.thread, **told} for one in rows]
        await session.exec(update(Holding), params=each)


async def silences(session: AsyncSession, document_id: int, at: datetime) -> Sequence[Silence]:
    """Those that lapsed at that instant, which is when a draft was settled, and were not begun again."""
    again = select(Silence.reopens).where(col(Silence.reopens).is_not(None))
    query = select(Silence).where(Silence.document_id == document_id, Silence.state == "lapsed", Silence.closed == at)
    return (await session.exec(query.where(col(Silence.id).not_in(again)).order_by(col(Silence.id)))).all()


async def polls(session: AsyncSession, document_id: int, at: datetime) -> Sequence[Poll]:
    """Those that took no more answers from that instant on, because the words changed."""
    query = select(Poll).where(Poll.document_id == document_id, Poll.why == "changed", Poll.closes == at)
    return (await session.exec(query.order_by(col(Poll.id)))).all()


async def given_on(session: AsyncSession, draft_id: int) -> Sequence[Position]:
    """What delegations said on the words of a draft and is in force or about to be."""
    query = select(Position).where(Position.draft_id == draft_id, col(Position.state).in_(("pending", "held", "taken")))
    query = query.where(Position.capacity == "delegation", Position.stance != "withdraw")
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()
