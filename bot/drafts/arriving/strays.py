"""Drafts of another document on a source's page: a chair moved them there, and what is like them goes the same way."""

from collections.abc import Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive, news
from bot.drafts.looking.sight import Sight
from bot.drafts.reading import Reading
from storage import drafts
from storage.tables import Address, Draft, Source


def documents(rows: Iterable[Address]) -> Sequence[int]:
    """The other documents whose drafts stand at addresses of a source, by their ids."""
    return sorted({row.document_id for row in rows if row.document_id and row.draft_id})


async def document_of(look: Sight, known: Address | None, found: Reading) -> int | None:
    """The other document that a text at an address is of, None if it is of the source's own: that of the draft that stands
    there, or that a chair has named; of a new text the one whose last draft it is most like."""
    if known is not None and (known.draft_id or known.document_id):
        return known.document_id
    others = documents(look.rows.values())
    if not others:
        return None
    own = look.source.document_id
    async with look.desk.db.read() as session:
        alike = {one: await _likeness(session, one, found) for one in (own, *others)}
    likest = max(alike, key=lambda one: (alike[one], one == own))
    return None if likest == own else likest


async def readings(look: Sight) -> Sequence[Reading]:
    """The last draft of each of these documents."""
    async with look.desk.db.read() as session:
        last = [await drafts.latest(session, one) for one in documents(look.rows.values())]
        return [await archive.load(session, one) for one in last if one]


async def _likeness(session: AsyncSession, document_id: int, found: Reading) -> float:
    last = await drafts.latest(session, document_id)
    return news.likeness(await archive.load(session, last), found) if last else 0.0


async def noted(session: AsyncSession, source: Source, row: Address, draft: Draft | None) -> None:
    """Remembers of an address that its draft is another document's."""
    if draft is not None:
        row.document_id = draft.document_id if draft.document_id != source.document_id else None
        session.add(row)
        await session.flush()
