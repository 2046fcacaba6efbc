"""What waits, in numbers: for whoever watches over the bot. Each a count that an index answers, and none that grows with the
messages that were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import DELIVERY_STATES, Delivery, Draft, Source

LEFT = tuple(state for state in DELIVERY_STATES if state not in ("sent", "joined"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """`due`: since when the look waits that is due longest; `sources`: how many by state; `failing`: those in trouble;
    `deliveries`: (how many, due since when) by state, of all that are not sent."""

    due: datetime | None
    sources: dict[str, int]
    failing: int
    deliveries: dict[str, tuple[int, datetime]]
    drafts: int


async def waiting(session: AsyncSession, now: datetime) -> Waiting:
    """What waits at this moment."""
    oldest = select(func.min(Source.next_due)).where(Source.state != "paused", Source.next_due <= now)
    states = (await session.exec(select(Source.state, func.count()).group_by(Source.state))).all()
    failing = select(func.count()).select_from(Source).where(Source.failures > 0, Source.state != "paused")
    drafts = select(func.count()).select_from(Draft)
    return Waiting(
        due=(await session.exec(oldest)).one(),
        sources=dict(states),
        failing=(await session.exec(failing)).one(),
        deliveries={state: (number, since) for state, number, since in await _deliveries(session)},
        drafts=(await session.exec(drafts)).one(),
    )


async def _deliveries(session: AsyncSession) -> Sequence[tuple[str, int, datetime]]:
    query = select(Delivery.state, func.count(), func.min(Delivery.due)).where(col(Delivery.state).in_(LEFT))
    return (await session.exec(query.group_by(Delivery.state))).all()
