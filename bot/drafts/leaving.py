"""A draft leaves the sequence of its document: it was a base, or another document's. Everything takes part in the caller's
transaction."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import archive, flashes
from bot.errors import BadInput
from bot.positions.giving_back import give_back
from bot.positions.steps import News
from bot.sentences import basing as sentences
from storage import drafts
from storage import positions as queries
from storage.tables import Document, Draft


async def given_back(session: AsyncSession, document: Document, draft: Draft, now: datetime) -> News | None:
    """Positions brought to the words before, where they stood on those of this draft; BadInput where there are none."""
    stands = await queries.newest_settled(session, document.id)
    if stands is None or stands.id != draft.id:
        return None
    before = await queries.newest_settled(session, document.id, before=draft.number)
    if before is None and await queries.given(session, document.id):
        raise BadInput(sentences.HELD, document=document.name, name=archive.name(draft))
    return await give_back(session, draft, before, now) if before else None


async def compared_anew(session: AsyncSession, document_id: int, draft: Draft, number: int, now: datetime) -> None:
    """The Flashes that were compared with this draft, which had that number."""
    before = await drafts.numbered(session, document_id, most=1, up_to=number)
    for row in await drafts.flashes_against(session, draft.id):
        await flashes.compare_with(session, row, before[0] if before else None, now)
