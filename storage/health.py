"""How a source has been: its last trouble, and the last draft that it brought."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Delivery, Draft, FlashRow, Look


async def last_failed(session: AsyncSession, source_id: int) -> datetime | None:
    """When a look at a source failed last, as far back as looks are kept."""
    query = select(func.max(Look.at)).where(Look.source_id == source_id, Look.outcome == "failed")
    return (await session.exec(query)).one()


@dataclass(frozen=True, slots=True)
class Times:
    """How a draft came: `published` as page or file says, None where they do not; `seen` by us; `posted`: when the first chat
    had its Flash, None while none has."""

    draft: Draft
    published: datetime | None
    seen: datetime
    posted: datetime | None


async def times(session: AsyncSession, source_id: int, *, most: int = 1) -> list[Times]:
    """The last drafts from a source that had a Flash, the newest first."""
    first = (
        select(func.min(Delivery.sent))
        .where(Delivery.flash_id == FlashRow.id, Delivery.kind == "flash", col(Delivery.edits).is_(None))
        .scalar_subquery()
    )
    query = select(Draft, first).join(FlashRow, col(FlashRow.draft_id) == Draft.id).where(Draft.source_id == source_id)
    rows = (await session.exec(query.order_by(col(Draft.id).desc()).limit(most))).all()
    return [Times(draft, draft.published, draft.seen, posted) for draft, posted in rows]
