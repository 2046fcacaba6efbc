"""The ends of quiet hours, as work for the jobs."""

from collections.abc import Sequence

from bot import waking
from bot.desk import Desk
from bot.jobs import Work
from storage import habits
from storage.habits import Line


def mornings(desk: Desk) -> Work:
    """At which places something waited until now, and letting it go."""

    async def due() -> Sequence[Line]:
        async with desk.db.read() as session:
            return await habits.waking(session, desk.clock())

    async def run(line: Line) -> None:
        async with desk.db.write() as session:
            await waking.wake(session, line, desk.clock())

    return Work(due=due, run=run)
