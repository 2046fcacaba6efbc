"""What waits for a word of a delegation because the words that it spoke on changed, as things stand now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.positions.onward.confirming import Letter, Said, said_by
from bot.positions.onward.consequences import Effect, what
from bot.positions.onward.steps import Step, spots_of
from bot.positions.words import ground as grounds
from storage import positions
from storage.tables import Delegation, Document, Draft, Holding, Position, Space


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the message of `onward.confirming` is made from: the letter, what is asked in the order of the draft, what the acts
    said; and the acts, by their ids."""

    letter: Letter
    effects: tuple[Effect, ...]
    said: Mapping[int, Said]
    acts: Mapping[int, Position]

    def on(self, threads: Collection[int]) -> "Waiting":
        """What is asked about these paragraphs."""
        return replace(self, effects=tuple(effect for effect in self.effects if effect.spot.thread in threads))


async def waiting(
    session: AsyncSession,
    space: Space,
    document: Document,
    delegation: Delegation,
    now: datetime,
    by: int | None = None,
) -> Waiting | None:
    """None if no draft is settled. `by`: only what this person said for the delegation."""
    newest = await positions.newest_settled(session, document.id)
    if newest is None:
        return None
    stood = await grounds.on(session, newest)
    rows = await positions.unconfirmed(session, document.id, delegation.id)
    mine = [(act, holding) for act, holding in rows if by in (None, act.person_id)]
    effects: list[Effect] = []
    older: list[str] = []
    for draft_id, some in groupby(mine, key=lambda row: row[0].draft_id):
        before = await session.get_one(Draft, draft_id)
        effects += _effects(Step(before, newest, await grounds.on(session, before), stood), list(some))
        older += [archive.name(before)] if before.document_id == document.id and before.id != newest.id else []
    place = {thread: n for n, thread in stood.threads.items()}
    effects.sort(key=lambda effect: place.get(effect.spot.thread, 0))
    letter = Letter(
        document=document.name,
        name=archive.name(newest),
        before=older[0] if older else "",
        delegation=delegation.name,
        code=delegation.code,
        now=now,
        zone=ZoneInfo(space.timezone),
    )
    acts = {act.id: act for act, _ in mine}
    return Waiting(letter, tuple(effects), {one.id: said_by(one) for one in acts.values()}, acts)


def _effects(step: Step, rows: Sequence[tuple[Position, Holding]]) -> Iterator[Effect]:
    """From the words that an act was given on to those of now."""
    spots = spots_of(step, {holding.thread for _, holding in rows})
    for act, holding in rows:
        became = what(act.stance, holding.state, holding.cause, signoff=act.signoff)
        if holding.thread in spots:
            yield Effect(became, holding.cause, act.delegation_id or 0, act.id, spots[holding.thread])
