"""When the plenaries of a space are: what the configuration says, or else what its calendars tell."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.pages.meetings import Meeting, is_plenary
from bot.spans import moment
from storage import meetings as queries
from storage.tables import MeetingRow, Space


async def plenaries(session: AsyncSession, space: Space) -> Sequence[datetime]:
    if space.plenary:
        zone = ZoneInfo(space.timezone)
        return [moment(text, zone) for text in space.plenary]
    return [row.starts for row in await queries.told(session, space.id) if is_plenary(meeting(row))]


def meeting(row: MeetingRow) -> Meeting:
    return Meeting(**{field.name: getattr(row, field.name) for field in fields(Meeting)})
