"""Pending acts whose time to be undone is over, as work for the jobs."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.jobs import Work
from bot.positions import pending
from storage import acts


def effects(desk: Desk) -> Work:
    """Which acts are to take effect now, and letting one take effect."""

    async def due() -> Sequence[int]:
        async with desk.db.read() as session:
            return await acts.due(session, desk.clock())

    async def run(position_id: int) -> None:
        async with desk.db.write() as session:
            await pending.run(session, position_id, desk.clock())

    return Work(due=due, run=run)
