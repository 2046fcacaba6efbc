"""Positions that come over from the documents that another one goes on from: two statements put into one, or one taken apart.

What stands on the newest settled words of the older documents comes over to those of the newer one by the table of
`carry`, as if these were the next draft: where the words are the same it stands, else it is to be confirmed, or
standing where it blocks. It comes over as an act of its own, dated as it was pressed; the older one stays where it was taken.
Every function takes part in the caller's transaction.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.keeping.comparing import compared
from bot.drafts.keeping.continuing import joined
from bot.positions.onward.carry import Fate, Held, carried, fallen, fates
from bot.positions.onward.following import follow
from bot.positions.onward.steps import News, Step
from bot.positions.record import record_log
from bot.positions.words.ground import Stood, on
from bot.positions.words.scopes import single
from storage import continuing as queries
from storage import positions
from storage.tables import Document, Draft, Holding, Position


@dataclass(frozen=True, slots=True)
class _Place:
    """How an act holds on a paragraph of the newer document, and why, if that has changed; `word_hash`: of the words
    that it is bound to."""

    held: Held
    cause: str
    word_hash: str


async def come_over(session: AsyncSession, draft: Draft, older: Sequence[Document], now: datetime) -> News | None:
    """Brings what stands on older documents over to a settled draft: the first one, or the newest when it is said that its
    document goes on from them. None where none of them has settled words. Each is to be brought over once."""
    newest = [one for one in [await positions.newest_settled(session, of.id) for of in older] if one]
    if not newest:
        return None
    stood = [await on(session, one) for one in newest]
    step = Step(newest[-1], draft, _together(stood), await on(session, draft))
    told = await asyncio.to_thread(compared, step.old.reading, step.new.reading)
    every = fates(told, step.old.threads, step.new.threads)
    document, came = await session.get_one(Document, draft.document_id), dict[str, int]()
    known = {_voice(one) for one in await queries.taken(session, draft.document_id)}
    for of, places in zip(newest, _places(stood), strict=True):
        rows = await queries.held(session, of.document_id)
        for _, some in groupby(rows, key=lambda row: row[0].id):
            there = {thread: every[n] for thread, n in places.items() if n in every}
            came |= await _bring(session, step, list(some), there, known, now)
    if came:
        names = {"document": document.name, "draft": archive.name(draft), "of": [one.name for one in older]}
        await record_log.note(session, document.space_id, "carried", now, **names, acts=came)
    await positions.speak(session, draft.document_id, set(step.new.threads.values()))
    return await follow(session, step, {}, now)


def _together(stood: Sequence[Stood]) -> Stood:
    """Several texts as one. Its threads are none of any document: below zero."""
    reading = joined([one.reading for one in stood])
    return Stood(reading, {p.n: -p.n for p in reading.paragraphs})


def _places(stood: Sequence[Stood]) -> Iterator[dict[int, int]]:
    """Of each text: a paragraph's thread → its thread in the texts put together."""
    before = 0
    for one in stood:
        yield {thread: -(before + n) for n, thread in one.threads.items()}
        before += len(one.reading.paragraphs)


async def _bring(
    session: AsyncSession,
    step: Step,
    rows: Sequence[tuple[Position, Holding]],
    every: Mapping[int, Fate],
    known: set[tuple[object, ...]],
    now: datetime,
) -> dict[str, int]:
    """One act; what its voice has said on the very same paragraphs of the newer document already is not said again. The act as
    it stands there → as it was taken."""
    position = rows[0][0]
    found = _landed(step, [holding for _, holding in rows], every)
    if position.as_is and position.breadth > 1:
        found = _whole(found, all(h.thread in every and every[h.thread].quiet for _, h in rows))
    if not found:
        return {}
    act = _act(position, step, sorted(found, key=_order(step)), now)
    if _voice(act) in known:
        return {}
    session.add(act)
    await session.flush()
    session.add_all(_holding(act, thread, place) for thread, place in found.items())
    await session.flush()
    return {str(act.id): position.id}


def _holding(act: Position, thread: int, place: _Place) -> Holding:
    return Holding(
        position_id=act.id,
        thread=thread,
        document_id=act.document_id,
        delegation_id=act.delegation_id if act.capacity == "delegation" else None,
        row=place.held.row,
        state=place.held.state,
        signed=place.held.signed,
        text_hash=place.held.text_hash,
        word_hash=place.word_hash,
        draft_id=act.draft_id,
        cause=place.cause,
        speaks=False,
    )


def _landed(step: Step, holdings: Sequence[Holding], every: Mapping[int, Fate]) -> dict[int, _Place]:
    """Thread of the newer document → how the act holds there; of two that come to one paragraph what is to be confirmed."""
    found: dict[int, _Place] = {}
    for holding in holdings:
        fate = every.get(holding.thread)
        for thread, place in _pieces(step, holding, fate) if fate else ():
            if thread not in found or found[thread].held.state == "live":
                found[thread] = place
    return found


def _pieces(step: Step, holding: Holding, fate: Fate) -> Iterator[tuple[int, _Place]]:
    held = Held(holding.row, holding.state, holding.was, holding.signed, holding.text_hash)
    if fate.new is not None:
        then = carried(held, fate)
        changed = (then.state, then.signed) != (held.state, held.signed)
        yield step.new.threads[fate.new.n], _Place(then, fate.cause if changed else holding.cause, holding.word_hash)
    for part in fate.parts:
        row = "plain" if held.row == "signoff" else held.row
        yield part, _Place(replace(held, row=row, state=fallen(row), signed=False), fate.cause, holding.word_hash)


def _whole(found: Mapping[int, _Place], same: bool) -> dict[int, _Place]:
    """As-is on several paragraphs is void with any change in them."""
    if same:
        return dict(found)
    return {
        thread: replace(one, held=replace(one.held, state="stale", signed=False), cause="scope")
        if one.held.state == "live"
        else one
        for thread, one in found.items()
    }


def _order(step: Step) -> Callable[[int], int]:
    at = {thread: n for n, thread in step.new.threads.items()}
    return at.__getitem__


def _act(position: Position, step: Step, threads: Sequence[int], now: datetime) -> Position:
    """The act as it stands in the newer document: as broad as it was, so that a narrower one still counts before it."""
    there, stood = step.new.paragraphs(), step.new
    ends = [single(stood.reading, stood.threads, there[thread]).ref for thread in (threads[0], threads[-1])]
    here: dict[str, Any] = {
        **{"document_id": step.draft.document_id, "draft_id": step.draft.id, "threads": list(threads)},
        **{"level": "range" if len(threads) > 1 else "paragraph", "ref": "-".join(dict.fromkeys(ends))},
        **{"taken": now, "due": None},
    }
    return Position(**position.model_dump(exclude={"id", *here}), **here)


def _voice(act: Position) -> tuple[object, ...]:
    """Who says it, on which paragraphs."""
    who = act.delegation_id if act.capacity == "delegation" else act.person_id
    return act.capacity, who, tuple(act.threads)
