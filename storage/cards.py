"""Cards and how they were posted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Card, Delivery


async def open_cards(session: AsyncSession, document_id: int) -> Sequence[Card]:
    query = select(Card).where(Card.document_id == document_id, col(Card.closed).is_(None))
    return (await session.exec(query.order_by(col(Card.id)))).all()


async def of_poll(session: AsyncSession, poll_id: int) -> Card | None:
    return (await session.exec(select(Card).where(Card.poll_id == poll_id))).first()


async def of_silence(session: AsyncSession, silence_id: int) -> Card | None:
    return (await session.exec(select(Card).where(Card.silence_id == silence_id))).first()


async def postings(session: AsyncSession, card_id: int) -> Sequence[Delivery]:
    """The deliveries that post a card, one a chat; not the edits of it, not those that came to nothing."""
    query = select(Delivery).where(Delivery.card_id == card_id, col(Delivery.edits).is_(None), Delivery.state != "dead")
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def edit_waits(session: AsyncSession, delivery_id: int) -> bool:
    """Whether an edit of that posted message waits to be sent."""
    query = select(Delivery.id).where(Delivery.edits == delivery_id, Delivery.state == "ready").limit(1)
    return (await session.exec(query)).first() is not None


async def last_edit(session: AsyncSession, delivery_id: int) -> datetime | None:
    """When that posted message was edited last."""
    return (await session.exec(select(func.max(Delivery.sent)).where(Delivery.edits == delivery_id))).one()
