"""What belongs to one person: seats, offices, wishes, acts that are open."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Delegation, Holding, JoinRequest, Membership, Officer, Person, Position


async def spaces_touched(session: AsyncSession, person_id: int) -> set[int]:
    """The spaces in which a person acted, sat, or asked for a seat."""
    acted = select(Position.space_id).where(Position.person_id == person_id)
    sat = select(Delegation.space_id).join(Membership).where(Membership.person_id == person_id)
    asked = select(Delegation.space_id).join(JoinRequest).where(JoinRequest.person_id == person_id)
    return {space_id for query in (acted, sat, asked) for space_id in (await session.exec(query.distinct())).all()}


async def seats(session: AsyncSession, person_id: int) -> Sequence[Membership]:
    """The seats that a person holds, in every space, oldest first."""
    query = select(Membership).where(Membership.person_id == person_id, col(Membership.until).is_(None))
    return (await session.exec(query.order_by(col(Membership.since), col(Membership.id)))).all()


async def offices(session: AsyncSession, person_id: int) -> Sequence[Officer]:
    """The offices that a person holds, in every space, oldest first."""
    query = select(Officer).where(Officer.person_id == person_id, col(Officer.until).is_(None))
    return (await session.exec(query.order_by(col(Officer.since), col(Officer.id)))).all()


async def wishes(session: AsyncSession, person_id: int) -> Sequence[JoinRequest]:
    """What a person asked to be seated in and nobody has decided, oldest first."""
    query = select(JoinRequest).where(JoinRequest.person_id == person_id, col(JoinRequest.outcome).is_(None))
    return (await session.exec(query.order_by(col(JoinRequest.id)))).all()


async def own_words(session: AsyncSession, person_id: int) -> Sequence[Position]:
    """What a person said for themselves, not for a delegation, and that holds, in the order in which it was pressed."""
    query = select(Position).where(
        Position.person_id == person_id, Position.capacity != "delegation", Position.state == "taken"
    )
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def held(session: AsyncSession, person_id: int) -> Sequence[Position]:
    """The acts of a person that a colleague contradicts and nobody has settled, oldest first."""
    query = select(Position).where(Position.person_id == person_id, Position.state == "held")
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def ever_seated(session: AsyncSession, space_id: int, person_id: int) -> Sequence[tuple[Delegation, Membership]]:
    """Every seat that a person holds or held in a space, oldest first."""
    query = select(Delegation, Membership).join(Membership)
    query = query.where(Delegation.space_id == space_id, Membership.person_id == person_id)
    return (await session.exec(query.order_by(col(Membership.since), col(Membership.id)))).all()


async def waiting(session: AsyncSession, space_id: int, person_id: int) -> Sequence[Position]:
    """The acts of a person that are pending or held, oldest first."""
    query = select(Position).where(Position.space_id == space_id, Position.person_id == person_id)
    query = query.where(col(Position.state).in_(("pending", "held")))
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def to_confirm(session: AsyncSession, space_id: int, person_id: int) -> Sequence[tuple[Position, str]]:
    """The acts of a person whose words changed, each with "stale" or "standing", oldest first; stale where it is both."""
    query = select(Position, func.min(Holding.state)).join(Holding, col(Holding.position_id) == Position.id)
    query = query.where(Position.space_id == space_id, Position.person_id == person_id, Position.state == "taken")
    query = query.where(col(Holding.state).in_(("stale", "standing"))).group_by(col(Position.id))
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def holding(session: AsyncSession, space_id: int, person_id: int) -> Sequence[Position]:
    """The acts of a person that count for their voice on words that are there, unchanged since, the newest first."""
    counts = select(Holding.position_id).where(col(Holding.speaks), Holding.state == "live")
    query = select(Position).where(Position.space_id == space_id, Position.person_id == person_id)
    query = query.where(Position.state == "taken", col(Position.id).in_(counts))
    return (await session.exec(query.order_by(col(Position.pressed).desc(), col(Position.id).desc()))).all()


async def seats_asked(session: AsyncSession, space_id: int) -> Sequence[tuple[JoinRequest, Delegation, Person]]:
    """Who asks for a seat in a space and has no answer yet, oldest first."""
    query = select(JoinRequest, Delegation, Person).join(Delegation, col(JoinRequest.delegation_id) == Delegation.id)
    query = query.join(Person, col(JoinRequest.person_id) == Person.id)
    query = query.where(Delegation.space_id == space_id, col(JoinRequest.outcome).is_(None))
    return (await session.exec(query.order_by(col(JoinRequest.id)))).all()
