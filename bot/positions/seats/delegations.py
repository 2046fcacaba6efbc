"""Who may speak for whom: the roles that a person holds in a space now."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.seats.roles import RANK, Role
from storage import people


async def roles_of(session: AsyncSession, space_id: int, person_id: int, now: datetime) -> frozenset[Role]:
    """Every role of a person in a space: offices and seats. Empty for a stranger."""
    held = await people.roles(session, space_id, person_id, now)
    return frozenset(role for role in RANK if role in held)


async def who_seats(
    session: AsyncSession, space_id: int, delegation_id: int, now: datetime
) -> tuple[Sequence[int], bool]:
    """The persons who are asked to seat somebody: the heads of the delegation (True), else the chairs of the space."""
    heads = await people.heads(session, delegation_id, now)
    if heads:
        return heads, True
    officers = await people.officers(session, space_id, now)
    return [one.person_id for one in officers if one.role == "chair"], False


async def may_seat(session: AsyncSession, space_id: int, delegation_id: int, person_id: int, now: datetime) -> bool:
    """Heads and alternates seat people of their own delegation; the secretariat and the chair of any."""
    if await people.offices(session, space_id, person_id, now):
        return True
    seats = await people.seats(session, space_id, person_id, now)
    return any(held.id == delegation_id and role in ("head", "alternate") for held, role in seats)
