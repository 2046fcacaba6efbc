"""Cards and how they were posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

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


async def joined(session: AsyncSession, digest: int) -> Sequence[Card]:
    """The cards that a digest shows, in the order in which they would have been posted."""
    query = select(Card).join(Delivery, col(Delivery.card_id) == Card.id).where(Delivery.digest == digest)
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def to_edit(session: AsyncSession, card_id: int) -> Sequence[tuple[Delivery, datetime | None]]:
    """The deliveries that have posted a card or a part of it, or a digest with it, or are about to, and of which no edit waits;
    each with when it was last shown. What is yet to be posted says how it stands then."""
    return (await session.exec(_TO_EDIT, params={"card": card_id})).all()


def _to_edit() -> SelectOfScalar[Any]:
    edit = aliased(Delivery)
    of_it = col(edit.edits) == col(Delivery.id)
    waits = select(edit.id).where(of_it, edit.state == "ready").exists()
    last = select(func.max(edit.sent)).where(of_it).scalar_subquery()
    shown = func.coalesce(last, Delivery.sent)
    post = aliased(Delivery)
    at = select(func.coalesce(post.digest, post.id)).where(post.card_id == bindparam("card"), col(post.edits).is_(None))
    query = select(Delivery, shown).where(col(Delivery.id).in_(at), ~waits)
    unsaid = col(Delivery.state).in_(("ready", "waiting")) & col(Delivery.posted).is_(None)
    return query.where(col(Delivery.state) != "dead", ~unsaid).order_by(col(Delivery.id))  # type: ignore[return-value]


_TO_EDIT = _to_edit()  # made once: to make it costs more than to ask it, and every press on a card asks
