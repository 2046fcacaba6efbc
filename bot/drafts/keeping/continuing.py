"""A document that goes on where others ended: two statements put into one PDF, or one that was taken apart.

The older documents as they stood together, draft by draft, are the past of the newer one: their texts one behind the other are
compared with its first draft like any draft before it, so a paragraph is found again whichever of them it was in.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.reading import Reading
from bot.sentences import files as sentences
from storage import drafts, spaces
from storage.tables import Document, Draft


@dataclass(frozen=True, slots=True)
class State:
    """The older documents as they stood together at one time. `name`: of the draft that had come last; `reading`: their texts,
    one behind the other; `places`: of each of its paragraphs, by n, the draft and the n there."""

    name: str
    reading: Reading
    places: Mapping[int, tuple[Draft, int]]


async def states(session: AsyncSession, document: Document, most: int) -> list[State]:
    """What a document goes on from, oldest first, at most so many; empty where it goes on from nothing.

    Drafts of the older documents that were seen after its own first draft are left out: they went another way.
    """
    older = await spaces.continued(session, document.id)
    if not older:
        return []
    first = next(iter(await drafts.numbered(session, document.id)), None)
    every = [(draft, of) for of in older for draft in await drafts.numbered(session, of.id)]
    steps = sorted(((d, of) for d, of in every if first is None or d.id < first.id), key=lambda step: step[0].id)
    readings = {draft.id: await archive.load(session, draft) for draft, _ in steps}
    now: dict[int, Draft] = {}
    found = []
    for draft, of in steps:
        now[of.id] = draft
        together = [(now[one.id], readings[now[one.id].id]) for one in older if one.id in now]
        found.append(_state(sentences.OF.format(document=of.name, name=archive.name(draft)), together))
    return found[-most:]


def _state(name: str, together: Sequence[tuple[Draft, Reading]]) -> State:
    places = [(draft, p.n) for draft, reading in together for p in reading.paragraphs]
    return State(name, joined([reading for _, reading in together]), dict(enumerate(places, 1)))


def joined(readings: Sequence[Reading]) -> Reading:
    """Several texts as one, their paragraphs counted through. Pure."""
    every = [p for reading in readings for p in reading.paragraphs]
    return replace(
        readings[0],
        sha256=hashlib.sha256("".join(reading.sha256 for reading in readings).encode()).hexdigest(),
        words=sum(reading.words for reading in readings),
        paragraphs=tuple(replace(p, n=n) for n, p in enumerate(every, 1)),
    )
