"""People, their accounts, seats and offices."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, union_all, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_once
from storage.tables import Account, Aside, Delegation, JoinRequest, Membership, Officer, Person


async def person_of(session: AsyncSession, platform: str, tenant: str, user: str) -> Person | None:
    """The person behind an account."""
    return (await _found(session, platform, tenant, user))[0]


async def _found(session: AsyncSession, platform: str, tenant: str, user: str) -> tuple[Person | None, str]:
    """The person behind an account, and the account's handle."""
    query = select(Person, Account.handle).join(Account).where(_on(platform, tenant), Account.user == user)
    return (await session.exec(query.order_by(col(Account.tenant).desc()))).first() or (None, "")


async def known(
    session: AsyncSession, platform: str, tenant: str, user: str, name: str, handle: str = ""
) -> Person | None:
    """The person behind an account, None where `meet` has something to write down."""
    person, called = await _found(session, platform, tenant, user)
    new = person and ((name and _nameless(person, platform)) or (handle and handle != called))
    return None if new else person


async def meet(session: AsyncSession, platform: str, tenant: str, user: str, name: str, handle: str = "") -> Person:
    """The person behind an account, made known if new; one known by an account alone gets the name, the account its handle."""
    met, called = await _found(session, platform, tenant, user)
    if met:
        if name and _nameless(met, platform):
            met.name = name
        if handle and handle != called:
            await _call(session, platform, tenant, user, handle)
        return met
    person = Person(name=name or f"{platform}:{user}")
    session.add(person)
    await session.flush()
    if not await add_once(session, Account(person_id=person.id, platform=platform, tenant=tenant, user=user)):
        await session.delete(person)  # met by another writer at this moment
        return await meet(session, platform, tenant, user, name, handle)
    if handle:
        await _call(session, platform, tenant, user, handle)
    return person


async def by_handle(session: AsyncSession, platform: str, tenant: str, handle: str) -> Person | None:
    """The person who is mentioned by a handle, or by the account's own id, on a platform; case aside."""
    wanted = handle.casefold()
    query = select(Person).join(Account).where(_on(platform, tenant))
    called = or_(func.lower(col(Account.handle)) == wanted, func.lower(col(Account.user)) == wanted)
    return (await session.exec(query.where(called))).first()


async def _call(session: AsyncSession, platform: str, tenant: str, user: str, handle: str) -> None:
    """Writes an account's handle; whoever was called so before is not any more."""
    same = func.lower(col(Account.handle)) == handle.casefold()
    await session.exec(update(Account).where(_on(platform, tenant), same).values(handle=""))
    await session.exec(update(Account).where(_on(platform, tenant), col(Account.user) == user).values(handle=handle))


def _on(platform: str, tenant: str) -> ColumnElement[bool]:
    """The accounts of a platform. A Slack account declared without its workspace fits any workspace."""
    return and_(col(Account.platform) == platform, col(Account.tenant).in_({tenant, ""}))


def _nameless(person: Person, platform: str) -> bool:
    return person.name.startswith(f"{platform}:")


async def accounts(session: AsyncSession, person_id: int) -> Sequence[Account]:
    return (await session.exec(select(Account).where(Account.person_id == person_id).order_by(col(Account.id)))).all()


async def first_accounts(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Account]:
    """Of each of these persons the account that they were known by first."""
    every = sorted(person_ids)
    found: dict[int, Account] = {}
    for some in (every[at : at + 500] for at in range(0, len(every), 500)):
        query = select(Account).where(col(Account.person_id).in_(some)).order_by(col(Account.id))
        for account in (await session.exec(query)).all():
            found.setdefault(account.person_id, account)
    return found


async def offices(session: AsyncSession, space_id: int, person_id: int, now: datetime) -> list[str]:
    """The offices ("chair", "secretariat") that a person holds now."""
    query = select(Officer.role).where(
        Officer.space_id == space_id, Officer.person_id == person_id, _holds(Officer.since, Officer.until, now)
    )
    return list((await session.exec(query)).all())


async def officers(session: AsyncSession, space_id: int, now: datetime) -> Sequence[Officer]:
    query = select(Officer).where(Officer.space_id == space_id, _holds(Officer.since, Officer.until, now))
    return (await session.exec(query.order_by(col(Officer.id)))).all()


async def seats(session: AsyncSession, space_id: int, person_id: int, now: datetime) -> list[tuple[Delegation, str]]:
    """(delegation, role) of every seat that a person holds now in a space."""
    query = (
        select(Delegation, Membership.role)
        .join(Membership)
        .where(
            Delegation.space_id == space_id,
            Membership.person_id == person_id,
            _holds(Membership.since, Membership.until, now),
        )
        .order_by(col(Membership.id))
    )
    return list((await session.exec(query)).all())


async def roles(session: AsyncSession, space_id: int, person_id: int, now: datetime) -> set[str]:
    """Every office and every role of a seat that a person holds now in a space."""
    office = select(Officer.role).where(Officer.space_id == space_id, Officer.person_id == person_id)
    seat = select(Membership.role).join(Delegation).where(Delegation.space_id == space_id)
    seat = seat.where(Membership.person_id == person_id, _holds(Membership.since, Membership.until, now))
    both = union_all(office.where(_holds(Officer.since, Officer.until, now)), seat)
    return {role for (role,) in (await session.exec(both)).all()}  # type: ignore[call-overload]


async def groups_of(session: AsyncSession, space_id: int, persons: Collection[int], now: datetime) -> dict[int, str]:
    """The group of the first seat that each of these persons held in a space at an instant."""
    if not persons:
        return {}
    query = select(Membership.person_id, Delegation.group).join(Delegation).where(Delegation.space_id == space_id)
    query = query.where(_holds(Membership.since, Membership.until, now)).order_by(col(Membership.id).desc())
    return {person: group for person, group in (await session.exec(query)).all() if person in set(persons)}


async def seat_ended(session: AsyncSession, delegation_id: int, person_id: int, now: datetime) -> datetime | None:
    """When a person's last seat in a delegation ended; None if they hold one still, or never did."""
    query = select(Membership).where(Membership.delegation_id == delegation_id, Membership.person_id == person_id)
    held = (await session.exec(query)).all()
    ends = [one.until for one in held if one.until is not None and one.until <= now]
    return max(ends) if ends and len(ends) == len(held) else None


async def spaces_of(session: AsyncSession, person_id: int, now: datetime) -> list[int]:
    """The spaces in which a person holds a seat or an office, oldest first."""
    seated = (
        select(Delegation.space_id)
        .join(Membership)
        .where(Membership.person_id == person_id, _holds(Membership.since, Membership.until, now))
    )
    office = select(Officer.space_id).where(Officer.person_id == person_id, _holds(Officer.since, Officer.until, now))
    return sorted(set((await session.exec(seated)).all()) | set((await session.exec(office)).all()))


async def delegation(session: AsyncSession, space_id: int, code: str) -> Delegation | None:
    query = select(Delegation).where(Delegation.space_id == space_id)
    return next((row for row in (await session.exec(query)).all() if row.code.casefold() == code.casefold()), None)


async def delegations(session: AsyncSession, space_id: int) -> Sequence[Delegation]:
    return (
        await session.exec(select(Delegation).where(Delegation.space_id == space_id).order_by(Delegation.code))
    ).all()


async def heads(session: AsyncSession, delegation_id: int, now: datetime) -> Sequence[int]:
    """The persons who are head of a delegation now."""
    query = select(Membership.person_id).where(
        Membership.delegation_id == delegation_id,
        Membership.role == "head",
        _holds(Membership.since, Membership.until, now),
    )
    return (await session.exec(query)).all()


async def seated(session: AsyncSession, space_id: int, now: datetime) -> dict[int, list[int]]:
    """Delegation → the persons who speak for it now: heads, alternates, delegates."""
    query = select(Membership.delegation_id, Membership.person_id).join(Delegation)
    query = query.where(Delegation.space_id == space_id, Membership.role != "observer")
    found: dict[int, list[int]] = {}
    for delegation_id, person_id in await session.exec(
        query.where(_holds(Membership.since, Membership.until, now)).order_by(col(Membership.id))
    ):
        found.setdefault(delegation_id, []).append(person_id)
    return found


async def open_request(session: AsyncSession, delegation_id: int, person_id: int) -> JoinRequest | None:
    query = select(JoinRequest).where(
        JoinRequest.delegation_id == delegation_id,
        JoinRequest.person_id == person_id,
        col(JoinRequest.outcome).is_(None),
    )
    return (await session.exec(query)).first()


def _holds(since: datetime, until: datetime | None, now: datetime) -> ColumnElement[bool]:
    return (col(since) <= now) & or_(col(until).is_(None), col(until) > now)


async def known_in(session: AsyncSession, space_id: int, person_id: int) -> bool:
    """Whether a person has ever held a seat or an office in a space, or said something of its record."""
    seat = select(Membership.id).join(Delegation).where(Delegation.space_id == space_id)
    for query in (
        seat.where(Membership.person_id == person_id),
        select(Officer.id).where(Officer.space_id == space_id, Officer.person_id == person_id),
        select(Aside.seq).where(Aside.space_id == space_id, Aside.person_id == person_id),
    ):
        if (await session.exec(query.limit(1))).first() is not None:
            return True
    return False
