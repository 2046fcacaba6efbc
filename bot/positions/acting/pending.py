"""The minute in which an act can be undone: it is pending, its author alone sees it, and a restart does not lose it.

At its end, or by *Send now*, it takes effect, dated at the press. An act that was undone leaves no row and no event
(positions.md, section 9).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.acting import holding
from storage import events
from storage.tables import Position


async def alone(session: AsyncSession, space_id: int) -> None:
    """Keeps other writers from the acts of a space until the transaction ends: each is weighed against all the others. To be
    called before an act is read that is to be changed."""
    await events.lock(session, space_id)


async def begin(session: AsyncSession, positions: Sequence[Position], now: datetime) -> None:
    """Acts just recorded: those of a space without a time to undo take effect at once."""
    for position in positions:
        await alone(session, position.space_id)
        if position.due is not None and position.due <= now:
            await holding.effect(session, position, now)


async def run(session: AsyncSession, position_id: int, now: datetime) -> None:
    """The time to undo an act is over; nothing if it was undone or sent meanwhile."""
    position = await session.get(Position, position_id)
    if position is None:
        return
    await alone(session, position.space_id)
    position = await session.get(Position, position_id, populate_existing=True)
    if position and position.state == "pending" and position.due is not None and position.due <= now:
        await holding.effect(session, position, now)


async def send(session: AsyncSession, positions: Sequence[Position], now: datetime) -> None:
    """Acts take effect now, before their time; those that are pending still."""
    for position in positions:
        if position.state == "pending":
            position.due = now
            await holding.effect(session, position, now)


async def undo(session: AsyncSession, positions: Sequence[Position], now: datetime) -> None:
    """Pending acts are gone, without a row and without an event; what was held against one of them is let go."""
    for position in positions:
        await session.delete(position)
    await session.flush()
    for position in positions:
        await holding.let_go(session, position, now)
