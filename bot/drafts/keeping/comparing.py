"""Kept drafts compared: two of them as their Flash tells it, or all of a document, each with the next.

Pages of an answer are asked for one by one, and many people ask about one document: comparisons are kept. A reading never
changes and a better one is another, so a comparison is found by the readings that it was made from.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import lineage
from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.keeping import archive
from bot.drafts.lineage import Chain
from bot.drafts.reading import Reading
from storage import drafts as queries
from storage.tables import Draft

_MOST = 50  # drafts that one answer looks through
_KEPT = 64  # comparisons: about 30 MB for drafts of 12,000 words
_told: OrderedDict[tuple[tuple[int | str, ...], ...], Comparison] = OrderedDict()


@lru_cache(maxsize=_KEPT)
def compared(old: Reading, new: Reading) -> Comparison:
    """Two readings compared, without bases or terms; kept for those who ask next."""
    return compare(old, new)


async def told(session: AsyncSession, old: Draft, new: Draft, terms: Sequence[str] = ()) -> Comparison:
    """Two kept drafts as their Flash tells them: what is added is looked for in the drafts before the older one.

    Asked for again, nothing but the readings' numbers is fetched. What they say belongs to the key: the number of a reading
    that was never committed is given to another one.
    """
    before = await queries.numbered(session, old.document_id, most=archive.OLDER, up_to=(old.number or 0) - 1)
    drafts = (old, new, *before)
    readings = await queries.reading_ids(session, [one.id for one in drafts])
    key = (tuple(readings), tuple(one.sequence for one in drafts), tuple(terms))
    if key not in _told:
        _told[key] = await against(session, old, await archive.load(session, new), terms)
        while len(_told) > _KEPT:
            _told.popitem(last=False)
    _told.move_to_end(key)
    return _told[key]


async def against(session: AsyncSession, old: Draft, new: Reading, terms: Sequence[str]) -> Comparison:
    """A kept draft compared with a reading, as `told`; the loop is free meanwhile. Where nothing is added, nothing can be back
    in, and the older drafts are left alone."""
    last = await archive.load(session, old)
    compared = await asyncio.to_thread(compare, last, new, terms=terms)
    if "added" not in compared.counts():
        return compared
    before = await queries.numbered(session, old.document_id, most=archive.OLDER, up_to=(old.number or 0) - 1)
    older = await archive.load_all(session, before)
    return (
        replace(await asyncio.to_thread(compare, last, new, bases=older, terms=terms), gone=()) if older else compared
    )


async def around(session: AsyncSession, draft: Draft) -> tuple[Sequence[Draft], int | None]:
    """The drafts that the history of a draft is told from, oldest first: all of its document, of very many the newest.

    If it is older than those: as many that end with it. A base has no history and stands alone. Then the number of the last
    draft left out, None where none is.
    """
    if draft.number is None:
        return [draft], None
    found = await queries.numbered(session, draft.document_id, most=_MOST + 1)
    if draft.number < (found[-_MOST:][0].number or 0):
        found = await queries.numbered(session, draft.document_id, most=_MOST + 1, up_to=draft.number)
    return found[-_MOST:], found[0].number if len(found) > _MOST else None


async def chain(session: AsyncSession, drafts: Sequence[Draft]) -> Chain:
    """The current readings of these drafts, oldest first, each compared with the next. The loop is free meanwhile."""
    return await chain_of([await archive.load(session, draft) for draft in drafts])


async def chain_of(readings: Sequence[Reading]) -> Chain:
    """These readings, oldest first, each compared with the next. The loop is free meanwhile."""
    return await asyncio.to_thread(_chain, readings)


def _chain(readings: Sequence[Reading]) -> Chain:
    return lineage.chained(readings, [compared(old, new) for old, new in pairwise(readings)])
