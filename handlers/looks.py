"""Looking at sources, as work for the jobs."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.drafts.watch import look
from bot.jobs import Work
from storage import drafts

_AT_A_TIME = 50


def looks(desk: Desk) -> Work:
    """Which sources are due, and one look at one of them."""

    async def due() -> Sequence[int]:
        async with desk.db.read() as session:
            return await drafts.due_sources(session, desk.clock(), _AT_A_TIME)

    async def run(source_id: int) -> None:
        await look(desk, source_id)

    return Work(due=due, run=run)
