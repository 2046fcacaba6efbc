"""What the configuration file declares – spaces, chats, people, delegations, sources – into the database, at every start.

The file wins for what it names; what was made in chat beside it stays. What the file named once and names no longer is kept,
as if made in chat: nothing that was seen or said is lost by editing a file.
"""

import logging
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.flashes import show_latest
from bot.drafts.watching import despite
from bot.errors import BadInput
from bot.places import read_account, read_place
from bot.positions.acting import linking
from bot.settings import Config, DelegationSection, SpaceSection, WatchSection
from bot.spans import seconds
from storage import people, spaces, watching
from storage.tables import Account, Chat, Delegation, Membership, Officer, Person, Source, Space

log = logging.getLogger(__name__)

_SEATS = {"head": "head", "alternates": "alternate", "members": "delegate", "observers": "observer"}


async def declare(session: AsyncSession, config: Config, now: datetime) -> None:
    """Brings the database to what the file says; of several processes that start at once, one after the other."""
    await spaces.lock(session)
    for table in (Space, Chat, Delegation, Membership, Officer, Source):
        await session.exec(update(table).values(declared=False))
    for section in config.space:
        space = await _space(session, section)
        await _chats(session, section, space.id, now)
        for role, people_of in (("chair", section.chairs), ("secretariat", section.secretariat)):
            for accounts in people_of:
                await _officer(session, space.id, await _person(session, accounts, now), role, now)
        for delegation in section.delegation:
            await _delegation(session, space.id, delegation, now)
        for watch in section.watch:
            await _source(session, space, watch, now)


async def _space(session: AsyncSession, section: SpaceSection) -> Space:
    space = await spaces.by_name(session, section.name) or Space(name=section.name, title=section.title)
    space.title = section.title or section.name
    for field in ("timezone", "language", "holidays", "min_notice_h", "working_hours", "undo", "private"):
        setattr(space, field, getattr(section, field))
    for field in ("terms", "required_groups", "plenary"):
        setattr(space, field, list(getattr(section, field)))
    space.declared = True
    session.add(space)
    await session.flush()
    return space


async def _chats(session: AsyncSession, section: SpaceSection, space_id: int, now: datetime) -> None:
    """The chats of a space; one that is new to it is shown the latest drafts."""
    for kind, addresses in (("open", section.chats), ("caucus", section.caucus), ("public", section.public)):
        for address in addresses:
            place = read_place(address)
            chat = await spaces.chat_at(session, place.platform, place.tenant, place.chat) or Chat(
                space_id=space_id, platform=place.platform, tenant=place.tenant, chat=place.chat
            )
            is_new = chat.id is None or chat.space_id != space_id
            chat.space_id, chat.kind, chat.thread, chat.declared, chat.gone = space_id, kind, place.thread, True, None
            session.add(chat)
            await session.flush()
            if is_new:
                await show_latest(session, chat, now)


async def _person(session: AsyncSession, accounts: str, now: datetime) -> Person:
    """The one person behind several accounts; those who were known apart until now become one."""
    read = [read_account(account) for account in accounts.split()]
    known = [await people.person_of(session, *account) for account in read]
    person = next((one for one in known if one), None)
    if person is None:
        return await _meet_all(session, read)
    for account, owner in zip(read, known, strict=True):
        if owner is None:
            session.add(Account(person_id=person.id, platform=account[0], tenant=account[1], user=account[2]))
    await session.flush()
    for number in {one.id for one in known if one} - {person.id}:
        person = await _one(session, person, await session.get_one(Person, number), now)
    return person


async def _one(session: AsyncSession, person: Person, other: Person, now: datetime) -> Person:
    try:
        return await linking.link(session, person, other, now)
    except BadInput as error:  # a secret poll is open: the next start makes them one
        log.warning("%s and %s are one person by the file, and stay two for now: %s", person.name, other.name, error)
        return person


async def _meet_all(session: AsyncSession, accounts: list[tuple[str, str, str]]) -> Person:
    platform, tenant, user = accounts[0]
    person = await people.meet(session, platform, tenant, user, "")
    for platform, tenant, user in accounts[1:]:
        session.add(Account(person_id=person.id, platform=platform, tenant=tenant, user=user))
    await session.flush()
    return person


async def _officer(session: AsyncSession, space_id: int, person: Person, role: str, now: datetime) -> None:
    query = select(Officer).where(
        Officer.space_id == space_id, Officer.person_id == person.id, Officer.role == role, col(Officer.until).is_(None)
    )
    officer = (await session.exec(query)).first() or Officer(
        space_id=space_id, person_id=person.id, role=role, since=now
    )
    officer.declared = True
    session.add(officer)


async def _delegation(session: AsyncSession, space_id: int, section: DelegationSection, now: datetime) -> None:
    row = await people.delegation(session, space_id, section.code) or Delegation(
        space_id=space_id, code=section.code, name=section.name, group=section.group
    )
    row.name, row.group, row.declared = section.name, section.group, True
    session.add(row)
    await session.flush()
    for field, role in _SEATS.items():
        for accounts in getattr(section, field):
            await _member(session, row.id, await _person(session, accounts, now), role, now)


async def _member(session: AsyncSession, delegation_id: int, person: Person, role: str, now: datetime) -> None:
    query = select(Membership).where(
        Membership.delegation_id == delegation_id, Membership.person_id == person.id, col(Membership.until).is_(None)
    )
    seat = (await session.exec(query)).first()
    if seat is not None and seat.role != role:
        seat.until = now
        session.add(seat)
        seat = None
    seat = seat or Membership(delegation_id=delegation_id, person_id=person.id, role=role, since=now)
    seat.declared = True
    session.add(seat)


async def _source(session: AsyncSession, space: Space, section: WatchSection, now: datetime) -> None:
    document = await spaces.document(session, space.id, section.document or space.title)
    query = select(Source).where(Source.space_id == space.id, Source.url == section.url, Source.base == section.base)
    source = (await session.exec(query.where(Source.document_id == document.id))).first() or Source(
        space_id=space.id, document_id=document.id, url=section.url, kind=section.kind, base=section.base, next_due=now
    )
    if source.kind != section.kind:
        source.state = "starting"  # what was learnt at the first look was learnt of another kind
    source.kind, source.links, source.headers_file = section.kind, section.links, section.headers_file
    source.every_s, source.in_session_s = seconds(section.every), seconds(section.every_in_session)
    source.sessions, source.senders, source.declared = list(section.sessions), list(section.senders), True
    source.browser = section.browser
    session.add(source)
    await session.flush()
    if section.despite_robots:
        await despite.override(session, source, None, now)
    if source.state == "paused":
        begun = await watching.address(session, source.id, source.url)
        source.state = "watching" if begun else "starting"
