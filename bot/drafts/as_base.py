"""A chair says that a draft is really a base, such as the Chair's report: it leaves the sequence of drafts.

All that followed from its place there is put right. Everything takes part in the caller's transaction.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import archive, flashes
from bot.errors import BadInput
from bot.message import say
from bot.outbox import tell_space
from bot.positions import carrying, following
from bot.positions.record_log import Personal, note
from bot.positions.steps import News
from bot.sentences import basing as sentences
from storage import drafts
from storage import positions as queries
from storage.tables import Document, Draft, Person


async def make_base(session: AsyncSession, draft: Draft, base: str, person: Person, now: datetime) -> None:
    """The draft is the base of that name from now on; its number stays free.

    Positions that stood on it go back to the words before it, the Flash of the draft after it is compared with the one before,
    its own Flash says what it is. BadInput where positions would have no words to stand on.
    """
    assert draft.number is not None
    document = await session.get_one(Document, draft.document_id)
    number, was = draft.number, archive.name(draft)
    brought = await _given_back(session, document, draft, now)
    draft.former, draft.number, draft.base, draft.settled = number, None, base, None
    session.add(draft)
    await session.flush()
    told = {"document": document.name, "draft": was, "base": base}
    await note(session, document.space_id, "base", now, **told, by=Personal(person.name, person.id))
    if own := await drafts.flash_of(session, draft.id):
        await flashes.amend(session, own, now, is_base=base)
    await _compared_anew(session, document, draft, number, now)
    if brought:
        await following.tell(session, brought, None, now)
    names = {**told, "label": draft.label or draft.url}
    key = f"base:{draft.id}:{now.timestamp():.6f}"
    await tell_space(
        session, document.space_id, key, lambda: say(sentences.MADE.format(**names)), now, about=document.id
    )


async def _given_back(session: AsyncSession, document: Document, draft: Draft, now: datetime) -> News | None:
    """Positions brought to the words before, where they stood on those of this draft."""
    stands = await queries.newest_settled(session, document.id)
    if stands is None or stands.id != draft.id:
        return None
    before = await queries.newest_settled(session, document.id, before=draft.number)
    if before is None and await queries.given(session, document.id):
        raise BadInput(sentences.HELD, document=document.name, name=archive.name(draft))
    return await carrying.give_back(session, draft, before, now) if before else None


async def _compared_anew(session: AsyncSession, document: Document, draft: Draft, number: int, now: datetime) -> None:
    """The Flash that was compared with this draft."""
    row = await drafts.flash_against(session, draft.id)
    if row is not None:
        before = await drafts.numbered(session, document.id, most=1, up_to=number)
        await flashes.compare_with(session, row, before[0] if before else None, now)
