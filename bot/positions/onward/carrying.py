"""Positions brought from draft to draft, in the transaction of what brings them: a draft, a confirmation, a better reading.

Everything is done by sets: what is held alike on a paragraph (the same row, state, words) is carried alike, by one statement.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.comparing import compared
from bot.positions.onward.carry import Fate, Held, carried, fates, grown
from bot.positions.onward.continued import come_over
from bot.positions.onward.following import follow
from bot.positions.onward.steps import News, Step
from bot.positions.words.ground import assign, stood
from bot.positions.words.scopes import hash_of
from storage import positions as queries
from storage import spaces
from storage import threads as lineage
from storage.tables import Draft, Holding, Position, ReadingRow


async def settle(session: AsyncSession, draft: Draft, now: datetime) -> News | None:
    """From now on positions stand on the words of this draft, the newest that is beyond doubt.

    What it did to them, recorded and told to polls and silences; None for a first draft, unless its document goes on from
    others. Drafts older than the newest settled one must not be settled.
    """
    last = await queries.newest_settled(session, draft.document_id)
    draft.settled = now
    session.add(draft)
    await session.flush()
    await assign(session, draft, newest=True)
    if last is None:
        return await come_over(session, draft, await spaces.continued(session, draft.document_id), now)
    return await _carried(session, await _steps(session, draft.document_id, last), now)


async def reread(session: AsyncSession, draft: Draft, now: datetime) -> News | None:
    """A settled draft has another reading now: what stands on it is carried to that, and no sign-off outlives other words.

    None where no position stood on its words: it is not the newest.
    """
    last = await queries.newest_settled(session, draft.document_id)
    newest = last is not None and last.id == draft.id
    await assign(session, draft, newest=newest)
    rows = await lineage.of_draft(session, draft.id)
    if not newest or len(rows) < 2:
        return None
    return await _carried(session, await _along(session, [(draft, row) for row in rows[-2:]]), now)


async def _carried(session: AsyncSession, steps: Sequence[Step], now: datetime) -> News | None:
    news = None
    for step in steps:
        news = await follow(session, step, await carry(session, step), now)
    return news


async def bring(session: AsyncSession, position: Position, now: datetime) -> None:
    """Carries one position from the words that were shown through all settled drafts to the newest."""
    if position.level == "deletion":
        await _rest(session, position)
    given_on = await session.get_one(Draft, position.draft_id)
    for step in await _steps(session, position.document_id, given_on, position):
        await carry(session, step)


async def _rest(session: AsyncSession, position: Position) -> None:
    """An objection to a deletion holds on the paragraph that is gone, by a row of its own."""
    for thread in position.threads:
        held = await session.get(Holding, (position.id, thread))
        held = held or Holding(
            position_id=position.id,
            thread=thread,
            document_id=position.document_id,
            delegation_id=position.delegation_id if position.capacity == "delegation" else None,
            row="",
            text_hash=position.text_hash,
            word_hash="",
            draft_id=position.draft_id,
            speaks=position.capacity == "delegation",
        )
        held.row = "deletion"
        session.add(held)
    await session.flush()


async def _steps(
    session: AsyncSession, document_id: int, draft: Draft, position: Position | None = None
) -> Sequence[Step]:
    """The steps from a settled draft to the newest; for a position from the reading on whose words it was given."""
    way = await lineage.readings(session, document_id, since=draft.number or 0)
    if position is None:
        way = [one for one in way if one[1].current]
    elif way and draft.id not in {one.id for one, _ in way}:
        return [await _from_outside(session, position, draft, *way[-1])]
    at = max((k for k, (one, _) in enumerate(way) if one.id == draft.id), default=len(way))
    while position is not None and at < len(way) and not await _given_on(session, position, way[at][1]):
        if at == 0 or way[at - 1][0].id != draft.id:
            break
        at -= 1
    return await _along(session, way[at:], position.id if position else None)


async def _from_outside(
    session: AsyncSession, position: Position, draft: Draft, newest: Draft, row: ReadingRow
) -> Step:
    """From a draft that is none of the document any more: it was taken out of it before the act took effect."""
    readings = await lineage.of_draft(session, draft.id)
    given = [one for one in readings if await _given_on(session, position, one)]
    old = await stood(session, [*readings[:1], *given][-1])
    return Step(draft, newest, old, await stood(session, row), position.id, undone=True)


async def _along(session: AsyncSession, way: Sequence[tuple[Draft, ReadingRow]], only: int | None = None) -> list[Step]:
    on = [(draft, await stood(session, row)) for draft, row in way]
    return [Step(before, draft, old, new, only) for (before, old), (draft, new) in pairwise(on)]


async def _given_on(session: AsyncSession, position: Position, row: ReadingRow) -> bool:
    """Whether these are the very words that somebody was shown."""
    there = (await stood(session, row)).paragraphs()
    return hash_of([there[t].text_hash for t in position.threads if t in there]) == position.text_hash


async def carry(session: AsyncSession, step: Step) -> dict[int, Fate]:
    """Carries everything that is held on a document (or by one position) one step; what happened to the paragraphs whose words
    changed."""
    document_id, draft_id = step.draft.document_id, step.draft.id
    told = await asyncio.to_thread(compared, step.old.reading, step.new.reading)
    every = fates(told, step.old.threads, step.new.threads)
    loud = {thread: fate for thread, fate in every.items() if not fate.quiet}
    whole = set(await queries.whole(session, document_id, [t for t, fate in loud.items() if fate.kind != "back"]))
    await _change(session, step, loud)
    for thread, fate in loud.items():
        for part in fate.parts:
            where = queries.on_thread(document_id, thread, step.only)
            await queries.spread(session, where, part, draft_id, _cause(step, fate), bound=True)
    grown_ones, joined = await _grow(session, step)
    whole |= grown_ones
    voided = whole if step.only is None else whole & {step.only}
    await queries.void(session, voided, draft_id, step.cause or "scope")
    # what fell with one of its words gives way, on words that did not change too
    contested = _contested(step, loud) | joined | {*await queries.threads_held(session, *sorted(voided))}
    await queries.speak(session, document_id, contested | await queries.beside(session, document_id, contested))
    return loud


def _cause(step: Step, fate: Fate) -> str:
    return step.cause or fate.cause


async def _change(session: AsyncSession, step: Step, loud: Mapping[int, Fate]) -> None:
    """What is held on paragraphs whose words changed, by the table."""
    document_id = step.draft.document_id
    moves = []
    for kind in await queries.kinds(session, document_id, list(loud), step.only):
        fate, old = loud[kind.thread], Held(kind.row, kind.state, kind.was, kind.signed, kind.text_hash)
        new = carried(old, fate, reread=step.reread)
        if replace(new, text_hash=old.text_hash) != old:
            since = {"new_cause": _cause(step, fate), "new_draft_id": step.draft.id}
            moves.append({"old_thread": kind.thread, **_named("old", old), **_named("new", new), **since})
    await queries.move(session, document_id, moves, step.only)
    words = {thread: fate.new.text_hash for thread, fate in loud.items() if fate.kind == "brackets" and fate.new}
    await queries.rebind(session, document_id, words, step.only)


def _named(when: str, held: Held) -> dict[str, object]:
    return {f"{when}_{name}": getattr(held, name) for name in held.__slots__}


async def _grow(session: AsyncSession, step: Step) -> tuple[set[int], set[int]]:
    """Scopes of several paragraphs in which others stand now hold on these too; the positions that were given on such scopes,
    and the threads of these others."""
    before = frozenset(step.old.threads.values())
    alike: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for position in await queries.wide(session, step.draft.document_id, step.only):
        alike[position.level, tuple(position.threads)].append(position.id)
    found: set[int] = set()
    joined: set[int] = set()
    for (level, threads), ids in alike.items():
        held = [*threads, *await queries.threads_held(session, ids[0])]
        if level == "document":
            held += before
        more = grown(level, held, step.new.reading, step.new.threads, before)
        for thread in more:
            where = queries.of_positions(step.draft.document_id, threads[0], ids)
            await queries.spread(session, where, thread, step.draft.id, step.cause or "added", bound=False)
        found |= set(ids) if more else set()
        joined |= set(more)
    return found, joined


def _contested(step: Step, loud: Mapping[int, Fate]) -> set[int]:
    """The threads on which another act of a delegation may be the one that speaks now."""
    found = set(step.new.threads.values()) ^ set(step.old.threads.values())
    return found.union(*(fate.parts for fate in loud.values()))
