"""Silences whose time is over, as work for the jobs."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.jobs import Work
from bot.positions import heartbeat, silences


def endings(desk: Desk) -> Work:
    """Which silences can be told the outcome of, and telling one. What the bot missed itself is added first."""

    async def due() -> Sequence[int]:
        async with desk.db.read() as session:
            return await silences.due(session, desk.clock())

    async def run(number: int) -> None:
        await heartbeat.catch_up(desk)
        async with desk.db.write() as session:
            await silences.close(session, number, desk.clock())

    return Work(due=due, run=run)
