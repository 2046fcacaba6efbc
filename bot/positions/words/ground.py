"""What positions stand on: the newest settled draft of a document, its reading, the threads of its paragraphs.

A draft whose reading is in doubt is not settled: nobody acts on it until a chair confirms it or a better reading arrives.
Threads are given once to each reading, when positions come to stand on it, and never change.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.keeping.comparing import compared
from bot.drafts.reading import Paragraph, Reading
from bot.errors import BadInput
from bot.positions.words.threads import Threads, going_on, numbered, onward
from bot.sentences import carry as sentences
from bot.sentences import chat
from storage import drafts, positions
from storage import threads as queries
from storage.tables import Document, Draft, ReadingRow

_KEPT = 64  # readings: about 60 MB for drafts of 12,000 words
_Key = tuple[str, int, datetime]
_known: OrderedDict[_Key, "Stood"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Stood:
    """A reading and the threads of its paragraphs."""

    reading: Reading
    threads: Threads

    def paragraphs(self) -> dict[int, Paragraph]:
        """Thread → its paragraph."""
        return {self.threads[p.n]: p for p in self.reading.paragraphs}


@dataclass(frozen=True, slots=True)
class Ground:
    """`draft`: the newest settled one; `threads`: a paragraph's n → its thread; `in_doubt`: a newer one that is not settled."""

    document: Document
    draft: Draft
    reading: Reading
    threads: Mapping[int, int]
    in_doubt: Draft | None = None


async def ground(session: AsyncSession, document: Document) -> Ground:
    """What one may take a position on. BadInput where there is no draft yet, or none beyond doubt."""
    draft = await positions.newest_settled(session, document.id)
    latest = await drafts.latest(session, document.id)
    if latest is None:
        raise BadInput(chat.NO_DRAFTS, document=document.name)
    if draft is None:
        raise BadInput(sentences.ALL_IN_DOUBT, document=document.name, name=archive.name(latest))
    stood = await on(session, draft)
    in_doubt = latest if latest.id != draft.id else None
    return Ground(document, draft, stood.reading, stood.threads, in_doubt)


async def kept(session: AsyncSession, document: Document) -> Ground:
    """The same for a write session: no draft takes its place until the transaction ends."""
    await drafts.lock(session, document.id)
    return await ground(session, document)


async def on(session: AsyncSession, draft: Draft) -> Stood:
    """A settled draft as it reads now."""
    return await stood(session, await _current(session, draft))


async def assign(session: AsyncSession, draft: Draft, *, newest: bool) -> None:
    """Gives the paragraphs of a settled draft's current reading their threads, unless they have them; for a write session.

    `newest`: no settled draft of the document has a higher number.
    """
    row = await _current(session, draft)
    await drafts.lock(session, draft.document_id)
    if None in (await queries.of_reading(session, row.id)).values():
        await queries.write(session, row.id, await _given(session, draft, row))
    await queries.stand(session, draft.document_id, row.id, newest=newest)


async def _given(session: AsyncSession, draft: Draft, row: ReadingRow) -> Threads:
    new, last = await archive.load_reading(session, row), await queries.last(session, draft.document_id)
    before = await queries.before(session, draft, row.id)
    if before is None:
        return numbered(new, last)
    old = await stood(session, before)
    on = going_on(old.threads, await asyncio.to_thread(compared, old.reading, new))
    added = sorted({p.word_hash for p in new.paragraphs if p.text and p.n not in on})
    gone = await queries.gone(session, draft.document_id, before.id)
    had = await queries.that_had(session, draft.document_id, added)
    return onward(on, new, {thread: archive.paragraph(one) for thread, one in gone.items()}, had, last)


async def _current(session: AsyncSession, draft: Draft) -> ReadingRow:
    row = await drafts.current_reading(session, draft.id)
    if row is None:
        raise LookupError(f"draft {draft.id} has no reading")
    return row


async def stood(session: AsyncSession, row: ReadingRow) -> Stood:
    """One reading of a settled draft. What never changes is kept in memory: readings are known by their number and the instant
    at which they were made, since a number may be given again after a rollback."""
    key = str(session.get_bind().engine.url), row.id, row.made
    if key not in _known:
        threads = await queries.of_reading(session, row.id)
        written = {n: thread for n, thread in threads.items() if thread is not None}
        if len(written) < len(threads):
            raise LookupError(f"reading {row.id} has no threads")
        _known[key] = Stood(await archive.load_reading(session, row), written)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    _known.move_to_end(key)
    return _known[key]
