"""A draft was none of its document: what stood on it goes back to the words before, and what it did to positions is undone.

What was given on its own words is carried to those before by the table of `carry`. What it had changed is again
as it was, where that can be told: on the very words that an act is bound to. A signature is on again only if these words stood
unchanged in every draft since it was given. Whatever is uncertain stays "stale". Everything takes part in the caller's
transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.onward import carrying
from bot.positions.onward.following import follow
from bot.positions.onward.steps import News, Step
from bot.positions.words.ground import Stood, on, stood
from storage import positions as queries
from storage import threads as lineage
from storage import undone
from storage.tables import Draft

_Way = Sequence[tuple[Draft, Stood]]


async def give_back(session: AsyncSession, draft: Draft, before: Draft, now: datetime) -> News | None:
    """From the newest settled draft, which is none of the document any more, back to the one before it."""
    document_id = draft.document_id
    rows = [(one, row) for one, row in await lineage.readings(session, document_id) if row.current]
    way = [(one, await stood(session, row)) for one, row in rows if (one.number or 0) <= (before.number or 0)]
    step = Step(draft, before, await on(session, draft), way[-1][1], undone=True)
    await undone.forget(session, await undone.spread(session, document_id, draft.id))
    fates = await carrying.carry(session, step)
    await _restore(session, step, way)
    return await follow(session, step, fates, now)


async def _restore(session: AsyncSession, step: Step, way: _Way) -> None:
    """What the draft had changed, on words that are again those that it is bound to."""
    document_id, of, before = step.draft.document_id, step.before.id, step.draft.id
    words = _words(way[-1][1])
    bound = [row for row in await undone.fallen(session, document_id, of) if words.get(row.thread) == row.text_hash]
    await undone.set_held(session, bound, before, state="live")
    without = await undone.unsigned(session, document_id, of, before)
    signed = [row for row in without if _stood_ever_since(row, way)]
    await undone.set_held(session, [one for one in signed if one.as_is], before, signed=True)
    await undone.set_held(session, [one for one in signed if not one.as_is], before, signed=True, row="signoff")
    threads = {row.thread for row in (*bound, *signed)} | set(step.old.threads.values())
    await queries.speak(session, document_id, threads | await queries.beside(session, document_id, threads))


def _stood_ever_since(row: Any, way: _Way) -> bool:
    """Whether the words that an act is bound to stood unchanged in every draft from that on which it was given."""
    since = next((at for at, (draft, _) in enumerate(way) if draft.id == row.draft_id), None)
    return since is not None and all(_words(stood).get(row.thread) == row.text_hash for _, stood in way[since:])


def _words(stood: Stood) -> dict[int, str]:
    return {thread: p.text_hash for thread, p in stood.paragraphs().items()}
