"""What positions stand on: the newest settled draft of a document, its reading, the threads of its paragraphs.

A draft whose reading is in doubt is not settled: nobody acts on it until a chair confirms it or a better reading arrives.
Threads are given once to each reading, in the order of the settled drafts, and never change.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.reading import Paragraph, Reading
from bot.errors import BadInput
from bot.positions.threads import Threads, chained
from bot.sentences import carry as sentences
from bot.sentences import chat
from storage import drafts
from storage import positions as queries
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
    draft = await queries.newest_settled(session, document.id)
    latest = await drafts.latest(session, document.id)
    if latest is None:
        raise BadInput(chat.NO_DRAFTS, document=document.name)
    if draft is None:
        raise BadInput(sentences.ALL_IN_DOUBT, document=document.name, name=archive.name(latest))
    stood = await on(session, draft)
    in_doubt = latest if latest.id != draft.id else None
    return Ground(document, draft, stood.reading, stood.threads, in_doubt)


async def kept(session: AsyncSession, document: Document) -> Ground:
    """The same for a write session: its threads are written, and no draft takes its place until the transaction ends."""
    await drafts.lock(session, document.id)
    await assign(session, document.id)
    return await ground(session, document)


async def on(session: AsyncSession, draft: Draft) -> Stood:
    """A settled draft as it reads now. Threads that are not written yet are worked out and not written."""
    row = await drafts.current_reading(session, draft.id)
    if row is None:
        raise LookupError(f"draft {draft.id} has no reading")
    return await stood(session, draft.document_id, row)


async def stood(session: AsyncSession, document_id: int, row: ReadingRow) -> Stood:
    """One reading of a settled draft."""
    found = await _kept(session, row)
    return found or next(one for other, one in await _chain(session, document_id) if other.id == row.id)


async def assign(session: AsyncSession, document_id: int) -> None:
    """Writes the threads of every settled draft that has none yet; for a write session."""
    if not await queries.unthreaded(session, document_id):
        return
    await drafts.lock(session, document_id)
    for row, stood in await _chain(session, document_id):
        if None in (await queries.threads(session, row.id)).values():
            await queries.thread_reading(session, row.id, stood.threads)


async def _chain(session: AsyncSession, document_id: int) -> Sequence[tuple[ReadingRow, Stood]]:
    rows = [row for _, row in await queries.threaded(session, document_id)]
    known = [await _kept(session, row) for row in rows]
    read = [
        one.reading if one else await archive.load_reading(session, row) for row, one in zip(rows, known, strict=True)
    ]
    given = [one.threads if one else None for one in known]
    last = await queries.last_thread(session, document_id)
    threads = chained(list(zip(read, given, strict=True)), last)
    return [(row, Stood(one, given)) for row, one, given in zip(rows, read, threads, strict=True)]


async def _kept(session: AsyncSession, row: ReadingRow) -> Stood | None:
    """A reading with the threads that are written, None where they are not. What never changes is kept in memory: readings are
    known by their number and the instant at which they were made, since a number may be given again after a rollback."""
    key = str(session.get_bind().engine.url), row.id, row.made
    if key not in _known:
        written = await queries.threads(session, row.id)
        threads = {n: thread for n, thread in written.items() if thread is not None}
        if len(threads) < len(written):
            return None
        _known[key] = Stood(await archive.load_reading(session, row), threads)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    _known.move_to_end(key)
    return _known[key]
