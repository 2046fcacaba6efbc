"""Positions brought from draft to draft, in the transaction of what brings them: a draft, a confirmation, a better reading."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.ground import assign
from storage.tables import Draft


async def settle(session: AsyncSession, draft: Draft, now: datetime) -> None:
    """From now on positions stand on the words of this draft."""
    draft.settled = now
    session.add(draft)
    await session.flush()
    await assign(session, draft.document_id)
