"""How a source has been: its last trouble, and the last draft that it brought."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, FlashRow, Look


async def last_failed(session: AsyncSession, source_id: int) -> datetime | None:
    """When a look at a source failed last, as far back as looks are kept."""
    query = select(func.max(Look.at)).where(Look.source_id == source_id, Look.outcome == "failed")
    return (await session.exec(query)).one()


async def last_told(session: AsyncSession, source_id: int) -> Draft | None:
    """The last draft from a source that had a Flash."""
    query = select(Draft).join(FlashRow, col(FlashRow.draft_id) == Draft.id).where(Draft.source_id == source_id)
    return (await session.exec(query.order_by(col(Draft.id).desc()).limit(1))).first()
