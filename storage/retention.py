"""What is not kept for ever: looks, keys of commands taken, what old buttons stood for, what was said in messages sent, visits
to the install page."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import people
from storage.db import Database
from storage.tables import (
    Asked,
    Ballot,
    Chat,
    Delegation,
    Delivery,
    Document,
    Draft,
    FlashRow,
    LinkCode,
    LinkTry,
    Look,
    Note,
    Person,
    Poll,
    Position,
    Press,
    Seen,
    Silence,
    SlackState,
    Space,
)

LOOKS = timedelta(days=30)
KEYS = timedelta(days=7)  # no platform brings a command again after so long
BUTTONS = timedelta(days=180)
TRIES = timedelta(days=1)
BODIES = timedelta(days=7)  # of messages that arrived: what they said stands in the chat


async def forget(db: Database, now: datetime) -> None:
    """Deletes what is older than it is kept. A button that is pressed later says that it is no longer known."""
    async with db.write() as session:
        await session.exec(delete(Look).where(col(Look.at) < now - LOOKS))
        await session.exec(delete(Seen).where(col(Seen.at) < now - KEYS))
        await session.exec(delete(Asked).where(col(Asked.at) < now - BUTTONS))
        await session.exec(delete(LinkCode).where(col(LinkCode.expires) < now))
        await session.exec(delete(SlackState).where(col(SlackState.expire_at) < now.replace(tzinfo=None)))
        await session.exec(delete(LinkTry).where(col(LinkTry.at) < now - TRIES))
        await session.exec(delete(Press).where(col(Press.made) < now - BUTTONS))
        sent = (col(Delivery.state) == "sent") & (col(Delivery.sent) < now - BODIES)
        await session.exec(update(Delivery).where(sent).values(body={}))


async def erase_person(session: AsyncSession, space_id: int, person_id: int, name: str) -> None:
    """What a person said in a space, and the words of messages already sent there; their name, unless they are known in another
    space, where nobody asked for it. Acts and hashes stay."""
    mine = (col(Position.space_id) == space_id) & (col(Position.person_id) == person_id)
    await session.exec(update(Position).where(mine).values(reason="", wording=""))
    theirs = (col(Silence.space_id) == space_id) & (col(Silence.person_id) == person_id)
    await session.exec(update(Silence).where(theirs).values(said="", forced=""))
    await session.exec(delete(Note).where(_noted_in(space_id, person_id)))
    await session.exec(update(Ballot).where(_answered_in(space_id, person_id)).values(reason=""))
    await _brought(session, space_id, person_id, name)
    if not await _elsewhere(session, space_id, person_id):
        await session.exec(update(Person).where(col(Person.id) == person_id).values(name=name))
    here = select(Chat.id).where(col(Chat.space_id) == space_id)
    posted = col(Delivery.chat_id).in_(here) | col(Delivery.chat_id).is_(None)
    await session.exec(update(Delivery).where(posted, col(Delivery.state) == "sent").values(body={}))


def _answered_in(space_id: int, person_id: int) -> ColumnElement[bool]:
    here = select(Poll.id).where(Poll.space_id == space_id)
    return (col(Ballot.person_id) == person_id) & col(Ballot.poll_id).in_(here)


def _noted_in(space_id: int, person_id: int) -> ColumnElement[bool]:
    here = select(Delegation.id).where(Delegation.space_id == space_id)
    return (col(Note.person_id) == person_id) & col(Note.delegation_id).in_(here)


async def _elsewhere(session: AsyncSession, space_id: int, person_id: int) -> bool:
    others = (await session.exec(select(Space.id).where(Space.id != space_id))).all()
    return any([await people.known_in(session, other, person_id) for other in others])


async def _brought(session: AsyncSession, space_id: int, person_id: int, name: str) -> None:
    """Drafts that they dropped into a chat say by name who did, and so do their Flashes."""
    person = await session.get_one(Person, person_id)
    query = select(Draft, FlashRow).outerjoin(FlashRow, col(FlashRow.draft_id) == Draft.id)
    query = query.join(Document, col(Draft.document_id) == Document.id).where(Document.space_id == space_id)
    for draft, flash in (await session.exec(query.where(Draft.person_id == person_id))).all():
        draft.brought = draft.brought.replace(person.name, name)
        session.add(draft)
        if flash:
            flash.facts = {**flash.facts, "brought": draft.brought}
            session.add(flash)
    await session.flush()
