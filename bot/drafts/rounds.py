"""Rounds: the sources that are due are taken up together, looked at a few at a time, and written down in batches.

Each is told of as it is found, while the others are still being looked at: nobody waits for the slowest page.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.desk import Desk
from bot.drafts import sight
from bot.drafts.logbook import Logbook
from bot.drafts.watch import look_at
from storage import drafts

_MOST = 200  # sources taken up at a time
_WRITTEN_S = 0.5  # what was seen is written at least so often


@dataclass(slots=True)
class Rounds:
    """`under_way`: sources that are being looked at, so that none is looked at twice at once."""

    desk: Desk
    under_way: set[int] = field(default_factory=set)

    async def due(self) -> Sequence[tuple[int, ...]]:
        """The next round: ids of the sources that are due and not under way; none if there are none."""
        async with self.desk.db.read() as session:
            due = await drafts.due_sources(session, self.desk.clock(), _MOST + len(self.under_way))
        ids = tuple(one for one in due if one not in self.under_way)
        return [ids] if ids else []

    async def run(self, ids: Sequence[int]) -> None:
        """Looks at each of them. A defect of ours in one look does not stop the others, and is raised in the end."""
        mine = [one for one in ids if one not in self.under_way]
        self.under_way.update(mine)
        try:
            defects = await self._looks(mine)
        finally:
            self.under_way.difference_update(mine)
        if defects:
            raise BaseExceptionGroup("looks", defects)

    async def _looks(self, ids: Sequence[int]) -> list[BaseException]:
        """A source is free for its next look as soon as this one is written down: a slow one holds no other up."""
        logbook, defects = Logbook(self.desk), list[BaseException]()
        looks = await sight.begin(self.desk, ids)
        running = {asyncio.create_task(look_at(seen, logbook)): seen.source.id for seen in looks}
        while running:
            done, _ = await asyncio.wait(running, timeout=_WRITTEN_S)
            await logbook.write()
            self.under_way.difference_update(running.pop(task) for task in done)
            defects += [error for task in done if (error := task.exception())]
        return defects
