"""A chair says that a draft is really a base, such as the Chair's report: it leaves the sequence of drafts; or that it is one
after all, and it is there again under its own number.

All that followed from its place there is put right. Everything takes part in the caller's transaction.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive, comparing, flashes, leaving, news
from bot.message import say
from bot.outbox import tell_space
from bot.positions.onward import carrying, following
from bot.positions.onward.consequences import carried
from bot.positions.record.record_log import Personal, note
from bot.sentences import basing as sentences
from storage import drafts, positions, threads
from storage.tables import Document, Draft, Person


async def make_base(session: AsyncSession, draft: Draft, base: str, person: Person, now: datetime) -> None:
    """The draft is the base of that name from now on; its number stays free.

    Positions that stood on it go back to the words before it, the Flash of the draft after it is compared with the one before,
    its own Flash says what it is. BadInput where positions would have no words to stand on.
    """
    assert draft.number is not None
    document = await session.get_one(Document, draft.document_id)
    number, was = draft.number, archive.name(draft)
    ended = await leaving.ended_by(session, draft)
    brought = await leaving.given_back(session, document, draft, now)
    draft.former, draft.number, draft.base, draft.settled = number, None, base, None
    session.add(draft)
    await session.flush()
    await threads.stand_without(session, draft)
    told = {"document": document.name, "draft": was, "base": base}
    await note(session, document.space_id, "base", now, **told, by=Personal(person.name, person.id))
    if own := await drafts.flash_of(session, draft.id):
        await flashes.amend(session, own, now, is_base=base)
    await leaving.compared_anew(session, document.id, draft, number, now)
    if brought:
        await following.tell(session, brought, None, now)
    await leaving.tell_ended(session, document, was, ended, now)
    names = {**told, "label": draft.label or draft.url}
    key = f"base:{draft.id}:{now.timestamp():.6f}"
    await tell_space(
        session, document.space_id, key, lambda: say(sentences.MADE.format(**names)), now, about=document.id
    )


async def make_draft(session: AsyncSession, draft: Draft, person: Person, now: datetime) -> None:
    """What was made a base is a draft again, under the number that it had.

    Where it is the last one positions stand on its words, unless its reading is in doubt; on a text that others have followed
    since they do not come to stand again. The Flash of the draft after it is compared with it.
    """
    assert draft.former is not None
    document = await session.get_one(Document, draft.document_id)
    base, draft.number, draft.former, draft.base = draft.base, draft.former, None, ""
    session.add(draft)
    await session.flush()
    told = {"document": document.name, "draft": archive.name(draft), "base": base}
    await note(session, document.space_id, "base ended", now, **told, by=Personal(person.name, person.id))
    await _settled_again(session, draft, now)
    following_one = await drafts.after(session, document.id, draft.number or 0)
    if following_one and (row := await drafts.flash_of(session, following_one.id)):
        await flashes.compare_with(session, row, draft, now)
    names = {**told, "label": draft.label or draft.url}
    key = f"draft again:{draft.id}:{now.timestamp():.6f}"
    await tell_space(
        session, document.space_id, key, lambda: say(sentences.ENDED.format(**names)), now, about=document.id
    )


async def _settled_again(session: AsyncSession, draft: Draft, now: datetime) -> None:
    """Positions come to stand on it if it is the last; its Flash says what that did, and that it is no base."""
    stands, row = await positions.newest_settled(session, draft.document_id), await drafts.flash_of(session, draft.id)
    last = stands is None or (stands.number or 0) < (draft.number or 0)
    reading = await archive.load(session, draft)
    doubts = news.doubts(await comparing.against(session, stands, reading, ())) if stands else reading.doubts
    brought = await carrying.settle(session, draft, now) if last and not doubts else None
    if row:
        facts = {"carried": carried(brought.effects)} if brought else {}
        await flashes.amend(session, row, now, is_base="", **facts)
    if brought:
        await following.tell(session, brought, row.id if row else None, now)
    elif last and doubts:
        await following.ask_to_confirm(session, draft, stands, now)
