"""Seats, offices and delegations: given and ended from a time on, and noted in the record. Nothing that was said is lost by it.

What stands in the configuration file is ended there: at the next start the file would bring it back.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.positions.record.record_log import Personal, note
from bot.positions.showing import mirror
from bot.sentences import chat as sentences
from storage import cards, people, spaces
from storage.tables import Delegation, Membership, Officer, Person


async def seat(
    session: AsyncSession, delegation: Delegation, person: Person, role: str, by: Person, now: datetime
) -> None:
    """A person sits in a delegation from now on."""
    session.add(Membership(delegation_id=delegation.id, person_id=person.id, role=role, by=by.name, since=now))
    await _note(session, delegation.space_id, "join", person, by, now, delegation=delegation.code, role=role)


async def unseat(session: AsyncSession, delegation: Delegation, seat: Membership, by: Person, now: datetime) -> None:
    """A seat ends; what was said from it stays, as said by a former one. BadInput if the file names it."""
    if seat.declared:
        raise BadInput(sentences.SEAT_DECLARED, what=delegation.name)
    seat.until = now
    session.add(seat)
    person = await session.get_one(Person, seat.person_id)
    told = {"delegation": delegation.code, "role": seat.role}
    await _note(session, delegation.space_id, "seat ended", person, by, now, **told)


async def appoint(session: AsyncSession, space_id: int, person: Person, role: str, by: Person, now: datetime) -> None:
    """A person holds an office from now on; nothing happens if they hold it already."""
    if role in await people.offices(session, space_id, person.id, now):
        return
    session.add(Officer(space_id=space_id, person_id=person.id, role=role, since=now))
    await _note(session, space_id, "officer", person, by, now, role=role)


async def dismiss(session: AsyncSession, office: Officer, by: Person, now: datetime) -> None:
    """An office ends. BadInput if the file names it, or if nobody else would be chair."""
    if office.declared:
        raise BadInput(sentences.SEAT_DECLARED, what=sentences.THE_OFFICE)
    held = await people.officers(session, office.space_id, now)
    if office.role == "chair" and not any(one.role == "chair" and one.id != office.id for one in held):
        raise BadInput(sentences.LAST_CHAIR)
    office.until = now
    session.add(office)
    person = await session.get_one(Person, office.person_id)
    await _note(session, office.space_id, "office ended", person, by, now, role=office.role)


async def set_up(
    session: AsyncSession, space_id: int, code: str, name: str, group: str, by: Person, now: datetime
) -> None:
    """A delegation is there from now on."""
    session.add(Delegation(space_id=space_id, code=code, name=name, group=group))
    told = {"code": code, "name": name, "group": group}
    await note(session, space_id, "delegation", now, **told, by=Personal(by.name, by.id))


async def correct(
    session: AsyncSession, delegation: Delegation, name: str, group: str, by: Person, now: datetime
) -> None:
    """A delegation has this name and group from now on. BadInput if the file names it."""
    if delegation.declared:
        raise BadInput(sentences.SEAT_DECLARED, what=delegation.name)
    delegation.name, delegation.group = name, group
    session.add(delegation)
    told = {"code": delegation.code, "name": name, "group": group}
    await note(session, delegation.space_id, "delegation corrected", now, **told, by=Personal(by.name, by.id))
    await _touch_cards(session, delegation.space_id, now)


async def _note(
    session: AsyncSession, space_id: int, kind: str, person: Person, by: Person, now: datetime, **told: str
) -> None:
    who = {"person": Personal(person.name, person.id), "by": Personal(by.name, by.id)}
    await note(session, space_id, kind, now, **told, **who)
    await _touch_cards(session, space_id, now)


async def _touch_cards(session: AsyncSession, space_id: int, now: datetime) -> None:
    """The open cards are brought up to date: they say who is former, whose group is confirmed, and the names of delegations."""
    for document in await spaces.documents(session, space_id):
        for card in await cards.open_cards(session, document.id):
            await mirror.touch(session, card, now)
