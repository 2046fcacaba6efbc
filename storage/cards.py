"""Cards and how they were posted."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import in_parts
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


async def edits_since(
    session: AsyncSession, postings: Collection[int], since: datetime
) -> dict[int, tuple[bool, datetime | None]]:
    """Of these posted messages those of which an edit waits, and when they were edited last, if not before an instant."""
    waits = func.max(case((col(Delivery.state) == "ready", 1), else_=0))
    found: dict[int, tuple[bool, datetime | None]] = {}
    for some in in_parts(postings):
        query = select(Delivery.edits, waits, func.max(Delivery.sent)).where(col(Delivery.edits).in_(some))
        query = query.where(or_(col(Delivery.state) == "ready", col(Delivery.sent) > since)).group_by(
            col(Delivery.edits)
        )
        found |= {
            posted: (bool(waiting), last) for posted, waiting, last in (await session.exec(query)).all() if posted
        }
    return found
