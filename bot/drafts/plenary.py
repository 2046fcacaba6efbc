"""When the plenaries of a space are, by its configuration."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.spans import moment
from storage.tables import Space


async def plenaries(session: AsyncSession, space: Space) -> Sequence[datetime]:
    zone = ZoneInfo(space.timezone)
    return [moment(text, zone) for text in space.plenary]
