"""A chair says that a draft is really a base, such as the Chair's report: it leaves the sequence of drafts.

All that followed from its place there is put right. Everything takes part in the caller's transaction.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import archive, flashes, leaving
from bot.message import say
from bot.outbox import tell_space
from bot.positions import following
from bot.positions.record_log import Personal, note
from bot.sentences import basing as sentences
from storage import drafts
from storage.tables import Document, Draft, Person


async def make_base(session: AsyncSession, draft: Draft, base: str, person: Person, now: datetime) -> None:
    """The draft is the base of that name from now on; its number stays free.

    Positions that stood on it go back to the words before it, the Flash of the draft after it is compared with the one before,
    its own Flash says what it is. BadInput where positions would have no words to stand on.
    """
    assert draft.number is not None
    document = await session.get_one(Document, draft.document_id)
    number, was = draft.number, archive.name(draft)
    brought = await leaving.given_back(session, document, draft, now)
    draft.former, draft.number, draft.base, draft.settled = number, None, base, None
    session.add(draft)
    await session.flush()
    told = {"document": document.name, "draft": was, "base": base}
    await note(session, document.space_id, "base", now, **told, by=Personal(person.name, person.id))
    if own := await drafts.flash_of(session, draft.id):
        await flashes.amend(session, own, now, is_base=base)
    await leaving.compared_anew(session, document.id, draft, number, now)
    if brought:
        await following.tell(session, brought, None, now)
    names = {**told, "label": draft.label or draft.url}
    key = f"base:{draft.id}:{now.timestamp():.6f}"
    await tell_space(
        session, document.space_id, key, lambda: say(sentences.MADE.format(**names)), now, about=document.id
    )
