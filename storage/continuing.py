"""What stands on a document that another one goes on from."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Holding, Position


async def held(session: AsyncSession, document_id: int) -> Sequence[tuple[Position, Holding]]:
    """The acts in force on the words of a document, with how they hold on each paragraph, in the order in which they were
    pressed; not those on what is deleted there."""
    query = select(Position, Holding).join(Holding, col(Holding.position_id) == Position.id)
    query = query.where(Position.document_id == document_id, Position.state == "taken", Holding.state != "dormant")
    query = query.where(col(Position.level).in_(("document", "section", "range", "paragraph")))
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id), col(Holding.thread)))).all()


async def taken(session: AsyncSession, document_id: int) -> Sequence[Position]:
    """The acts in force on a document."""
    query = select(Position).where(Position.document_id == document_id, Position.state == "taken")
    return (await session.exec(query.order_by(col(Position.id)))).all()
