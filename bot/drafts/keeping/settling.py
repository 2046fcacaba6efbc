"""A draft settled after it was flashed: its reading was in doubt and is confirmed, or a better file was read.

Positions are brought to it, its Flash says what that did to them, in place, and whoever is concerned is told. Every function
takes part in the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import flash
from bot.drafts.keeping import archive, flashes
from bot.positions.onward import carrying, following
from bot.positions.onward.consequences import carried
from bot.positions.onward.steps import News
from bot.positions.record.record_log import Personal, note
from storage import drafts
from storage import positions as queries
from storage.tables import Document, Draft, Person


async def confirm(session: AsyncSession, draft: Draft, person: Person, by: str, now: datetime) -> None:
    """Somebody of the chair or the secretariat (`by`) has compared a doubtful reading with the original."""
    document = await session.get_one(Document, draft.document_id)
    told = {"document": document.name, "draft": archive.name(draft), "by": Personal(person.name, person.id)}
    await note(session, document.space_id, "reading", now, confirmed=True, office=by, **told)
    brought = await carrying.settle(session, draft, now)
    await _tell(session, draft, brought, now, waits=None, confirmed=(now, by))


async def read_better(session: AsyncSession, draft: Draft, doubts: Sequence[str], now: datetime) -> None:
    """A draft has a better reading. `doubts`: why positions cannot stand on that either, where they do not yet."""
    if draft.settled:
        brought = await carrying.reread(session, draft, now)
        if brought and brought.effects:
            await _tell(session, draft, brought, now)
        return
    newest = await queries.newest_settled(session, draft.document_id)
    if not doubts and draft.number is not None and (newest is None or (newest.number or 0) < draft.number):
        await _tell(session, draft, await carrying.settle(session, draft, now), now, waits=None)


async def _tell(session: AsyncSession, draft: Draft, brought: News | None, now: datetime, **facts: object) -> None:
    row = await drafts.flash_of(session, draft.id)
    if row:
        before = flash.FLASH.validate_python(row.facts).carried
        told = carried(brought.effects, before) if brought else before
        await flashes.amend(session, row, now, carried=told, **facts)
    if brought:
        await following.tell(session, brought, row.id if row else None, now)
