"""All drafts of a document, each compared with the next: what history and brackets are told from.

Pages of an answer are asked for one by one, and many people ask about one document: comparisons are kept. They are values found
by value, so a better reading of a draft is simply another one.
"""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import archive, lineage
from bot.drafts.changes import compare
from bot.drafts.comparison import Comparison
from bot.drafts.lineage import Chain
from bot.drafts.reading import Reading
from storage import drafts as queries
from storage.tables import Draft

_MOST = 50  # drafts that one answer looks through
_KEPT = 64  # comparisons: about 30 MB for drafts of 12,000 words


@lru_cache(maxsize=_KEPT)
def compared(old: Reading, new: Reading) -> Comparison:
    """Two readings compared, without bases or terms; kept for those who ask next."""
    return compare(old, new)


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
    readings = [await archive.load(session, draft) for draft in drafts]
    return await asyncio.to_thread(_chain, readings)


def _chain(readings: Sequence[Reading]) -> Chain:
    return lineage.chained(readings, [compared(old, new) for old, new in pairwise(readings)])
