"""What is not kept for ever: looks, the keys of commands taken, and what old buttons stood for."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col

from storage.db import Database
from storage.tables import Look, Press, Seen

LOOKS = timedelta(days=30)
KEYS = timedelta(days=7)  # no platform brings a command again after so long
BUTTONS = timedelta(days=180)


async def forget(db: Database, now: datetime) -> None:
    """Deletes what is older than it is kept. A button that is pressed later says that it is no longer known."""
    async with db.write() as session:
        await session.exec(delete(Look).where(col(Look.at) < now - LOOKS))
        await session.exec(delete(Seen).where(col(Seen.at) < now - KEYS))
        await session.exec(delete(Press).where(col(Press.made) < now - BUTTONS))
