"""Polls whose time has come, as work for the jobs."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.jobs import Work
from bot.positions import polls
from storage import polls as queries


def closing(desk: Desk) -> Work:
    """Which open polls are over, and closing one of them."""

    async def due() -> Sequence[int]:
        async with desk.db.read() as session:
            return await queries.due(session, desk.clock())

    async def run(poll_id: int) -> None:
        async with desk.db.write() as session:
            poll = await queries.lock(session, poll_id)
            if poll and poll.state == "open":
                await polls.close(session, poll, poll.why or "time", desk.clock(), desk.ballot_secret)

    return Work(due=due, run=run)
