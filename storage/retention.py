"""What is not kept for ever: looks, keys of commands taken, what old buttons stood for, what was said in messages sent, visits
to the install page."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import people
from storage.db import Database
from storage.tables import (
    Account,
    Asked,
    Ballot,
    Chat,
    Delegation,
    Delivery,
    Document,
    Draft,
    FlashRow,
    Follow,
    JoinRequest,
    LinkCode,
    LinkTry,
    Look,
    Membership,
    Mute,
    Note,
    Person,
    Poll,
    Position,
    Press,
    Rendition,
    Seen,
    Silence,
    SlackState,
    Space,
)

LOOKS = timedelta(days=30)
KEYS = timedelta(days=7)  # no platform brings a command again after so long
BUTTONS = timedelta(days=180)
TRIES = timedelta(days=1)
BODIES = timedelta(days=7)  # of messages that arrived, what they said stands in the chat; and of those that never will

DROPPED = "file:"
"""How the address of a file begins that somebody dropped into a chat; its name follows."""

_HABITS = ("space_id", "timezone", "language", "quiet_hours", "digest", "text_mode")
_NAMED = 100  # texts that one statement looks for


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
        never = (col(Delivery.state) == "dead") & (col(Delivery.due) < now - BODIES)
        await session.exec(update(Delivery).where(sent | never).values(body={}))


async def erase_person(session: AsyncSession, space_id: int, person_id: int, name: str) -> None:
    """What a person said in a space, what they wanted to be told of there, and the words of messages already sent there; their
    name and habits, unless they are known in another space, where nobody asked for it. Acts and hashes stay."""
    mine = (col(Position.space_id) == space_id) & (col(Position.person_id) == person_id)
    await _buttons(session, space_id, person_id, (await session.exec(select(Position).where(mine))).all())
    await session.exec(update(Position).where(mine).values(reason="", wording=""))
    theirs = (col(Silence.space_id) == space_id) & (col(Silence.person_id) == person_id)
    await session.exec(update(Silence).where(theirs).values(said="", forced=""))
    asked = (col(Poll.space_id) == space_id) & (col(Poll.person_id) == person_id)
    await session.exec(update(Poll).where(asked).values(question=name))
    await session.exec(delete(Note).where(_noted_in(space_id, person_id)))
    await session.exec(update(Ballot).where(_answered_in(space_id, person_id)).values(reason=""))
    await _brought(session, space_id, person_id, name)
    await _wishes(session, space_id, person_id)
    if not await _elsewhere(session, space_id, person_id):
        await _confirmed(session, space_id, (await session.get_one(Person, person_id)).name, name)
        await _unknown(session, person_id, name)
    over = col(Delivery.state).in_(("sent", "dead"))
    await session.exec(update(Delivery).where(_to(space_id), over).values(body={}))


async def said(session: AsyncSession, space_id: int, person_id: int) -> Collection[str]:
    """The reasons of a person's acts, of those too that have not taken effect, and the words that they would accept."""
    query = select(Position.reason, Position.wording).where(Position.space_id == space_id)
    found = (await session.exec(query.where(Position.person_id == person_id))).all()
    return {text for texts in found for text in texts if text}


async def unsent(session: AsyncSession, space_id: int) -> Sequence[Delivery]:
    """The messages to a space's chats, and to persons, that may still be sent and whose words are made already."""
    query = select(Delivery).where(_to(space_id), col(Delivery.state).not_in(("sent", "dead", "joined")))
    return [row for row in (await session.exec(query)).all() if row.body]


def _to(space_id: int) -> ColumnElement[bool]:
    """To a chat of the space, or to a person: of these messages nothing says of which space they are."""
    here = select(Chat.id).where(col(Chat.space_id) == space_id)
    return col(Delivery.chat_id).in_(here) | col(Delivery.chat_id).is_(None)


async def _confirmed(session: AsyncSession, space_id: int, theirs: str, name: str) -> None:
    """Seats that they gave or declined say by whom."""
    here = select(Delegation.id).where(Delegation.space_id == space_id)
    for table in (Membership, JoinRequest):
        mine = col(table.delegation_id).in_(here) & (col(table.by) == theirs)
        await session.exec(update(table).where(mine).values(by=name))


def _answered_in(space_id: int, person_id: int) -> ColumnElement[bool]:
    here = select(Poll.id).where(Poll.space_id == space_id)
    return (col(Ballot.person_id) == person_id) & col(Ballot.poll_id).in_(here)


def _noted_in(space_id: int, person_id: int) -> ColumnElement[bool]:
    here = select(Delegation.id).where(Delegation.space_id == space_id)
    return (col(Note.person_id) == person_id) & col(Note.delegation_id).in_(here)


async def _elsewhere(session: AsyncSession, space_id: int, person_id: int) -> bool:
    others = (await session.exec(select(Space.id).where(Space.id != space_id))).all()
    return any([await people.known_in(session, other, person_id) for other in others])


async def _unknown(session: AsyncSession, person_id: int, name: str) -> None:
    """A person as one whom we meet for the first time."""
    habits = {one: Person.model_fields[one].default for one in _HABITS}
    await session.exec(update(Person).where(col(Person.id) == person_id).values(name=name, **habits))
    await session.exec(update(Account).where(col(Account.person_id) == person_id).values(handle=""))


async def _wishes(session: AsyncSession, space_id: int, person_id: int) -> None:
    """The documents of a space that they muted, and the paragraphs that they followed."""
    documents = select(Document.id).where(col(Document.space_id) == space_id)
    for table in (Mute, Follow):
        theirs = (col(table.person_id) == person_id) & col(table.document_id).in_(documents)
        await session.exec(delete(table).where(theirs))


async def _buttons(session: AsyncSession, space_id: int, person_id: int, acts: Sequence[Position]) -> None:
    """Buttons that only they may press, and those that would say their words once more."""
    said = [
        col(Press.line).contains(text, autoescape=True) for one in acts for text in (one.reason, one.wording) if text
    ]
    for some in (said[at : at + _NAMED] for at in range(0, len(said) or 1, _NAMED)):
        theirs = col(Press.space_id) == space_id
        gone = select(Press.token).where(theirs, or_(col(Press.person_id) == person_id, *some))
        await session.exec(delete(Asked).where(col(Asked.token).in_(gone)))
        await session.exec(delete(Press).where(col(Press.token).in_(gone)))


async def _brought(session: AsyncSession, space_id: int, person_id: int, name: str) -> None:
    """Drafts that they dropped into a chat say who did, by name, and as which file; so do their Flashes."""
    person = await session.get_one(Person, person_id)
    query = select(Draft, FlashRow).outerjoin(FlashRow, col(FlashRow.draft_id) == Draft.id)
    query = query.join(Document, col(Draft.document_id) == Document.id).where(Document.space_id == space_id)
    for draft, flash in (await session.exec(query.where(Draft.person_id == person_id))).all():
        draft.brought = draft.brought.replace(person.name, name)
        if draft.url.startswith(DROPPED):
            draft.brought = draft.brought.replace(draft.url.removeprefix(DROPPED), name)
            draft.url = f"{DROPPED}{name}"
        session.add(draft)
        if flash:
            flash.facts = {**flash.facts, "brought": draft.brought, "url": draft.url}
            session.add(flash)
    await session.flush()
    await _dropped(session, space_id, person_id, name)


async def _dropped(session: AsyncSession, space_id: int, person_id: int, name: str) -> None:
    """Files that were dropped beside a draft: nobody kept who dropped them, so that all lose their names."""
    query = select(Rendition, Draft).join(Draft).join(Document)
    query = query.where(Document.space_id == space_id, col(Rendition.url).startswith(DROPPED))
    for file, draft in (await session.exec(query)).all():
        if draft.person_id == person_id or file.url != draft.url:
            file.url = f"{DROPPED}{name}"
            session.add(file)
    await session.flush()
