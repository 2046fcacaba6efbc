"""Rounds: the sources that are due are taken up together, looked at a few at a time, and written down in batches.

Each is told of as it is found, while the others are still being looked at: nobody waits for the slowest page. Where several
processes share the database a source is held by the one that looks at it.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import true

from bot.desk import Desk
from bot.drafts.looking import sight
from bot.drafts.watching.logbook import Logbook
from bot.drafts.watching.watch import look_at
from storage import held, watching

_MOST = 200  # sources taken up at a time
_SHARED = 4  # rounds that are offered at a time where several processes share them
_WRITTEN_S = 0.5  # what was seen is written at least so often


@dataclass(slots=True)
class Rounds:
    """`under_way`: sources that are being looked at, so that none is looked at twice at once."""

    desk: Desk
    under_way: set[int] = field(default_factory=set)

    async def due(self) -> Sequence[tuple[int, ...]]:
        """The next rounds: ids of the sources that are due and not under way; none if there are none. One round where there is
        one process, else as many as a few can take up."""
        rounds = _SHARED if self.desk.shared else 1
        async with self.desk.db.read() as session:
            free = await held.free(session) if self.desk.shared else true()
            most = _MOST * rounds + len(self.under_way)
            ids = await watching.due_sources(session, self.desk.clock(), most, free, self.under_way)
        size = _MOST if self.desk.shared else max(1, len(ids))
        return [tuple(ids[at : at + size]) for at in range(0, len(ids), size)]

    async def run(self, ids: Sequence[int]) -> None:
        """Looks at each of them. A defect of ours in one look does not stop the others, and is raised in the end."""
        mine = await self._hold([one for one in ids if one not in self.under_way])
        self.under_way.update(mine)
        try:
            defects = await self._looks(mine)
        finally:
            await self._let_go(mine)
        if defects:
            raise BaseExceptionGroup("looks", defects)

    async def _hold(self, ids: list[int]) -> list[int]:
        if not self.desk.shared or not ids:
            return ids
        async with self.desk.db.write() as session:
            return await held.hold(session, ids, self.desk.process, self.desk.clock())

    async def _let_go(self, ids: Collection[int]) -> None:
        self.under_way.difference_update(ids)
        if self.desk.shared and ids:
            async with self.desk.db.write() as session:
                await held.let_go(session, ids, self.desk.process)

    async def _looks(self, ids: Sequence[int]) -> list[BaseException]:
        """A source is free for its next look as soon as this one is written down: a slow one holds no other up."""
        logbook, defects = Logbook(self.desk), list[BaseException]()
        looks = await sight.begin(self.desk, ids)
        running = {asyncio.create_task(look_at(seen, logbook)): seen.source.id for seen in looks}
        try:
            while running:
                done, _ = await asyncio.wait(running, timeout=_WRITTEN_S)
                defects += [error for task in done if (error := task.exception())]
                await logbook.write()
                await self._let_go([running.pop(task) for task in done])
        finally:  # without a database, or told to end: no look goes on when its source is another's
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return defects
