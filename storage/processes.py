"""The processes that share a database: who is alive, and who alone does what.

Times are the database's own, so a machine whose clock is wrong takes nothing from the others. On SQLite there is one process.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, literal, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from storage.tables import Lease, Process

LEASE_S = 15.0
"""Who has not been seen for so long is taken for dead."""

_STARTED: Select[datetime, datetime] = select(func.clock_timestamp(), func.pg_postmaster_start_time())


async def enlist(session: AsyncSession, number: str, name: str, roles: str) -> None:
    """A process begins. Those that have been dead for a day are forgotten; on SQLite, which has one alone, all before it."""
    now = await clock(session)
    await session.exec(delete(Process).where(col(Process.seen) < now - timedelta(days=1)))
    if _alone(session):
        await session.exec(delete(Process))
        await session.exec(delete(Lease))
    session.add(Process(id=number, name=name, roles=roles, since=now, seen=now))


async def seen(session: AsyncSession, number: str) -> bool:
    """The process is alive; False if the others have taken it for dead and forgotten it."""
    here = update(Process).where(col(Process.id) == number).values(seen=await clock(session))
    return bool((await session.exec(here.returning(literal(1)))).first())


async def leave(session: AsyncSession, number: str) -> None:
    """A process ends: what it alone did is free at once."""
    await session.exec(delete(Lease).where(col(Lease.process_id) == number))
    await session.exec(delete(Process).where(col(Process.id) == number))


async def living(session: AsyncSession) -> Collection[str] | None:
    """The processes that are alive; None where nobody can say: the server itself was away, and none could tell it."""
    if not _alone(session):
        now, started = (await session.exec(_STARTED)).one()
        if now - started < timedelta(seconds=LEASE_S):
            return None
    since = await clock(session) - timedelta(seconds=LEASE_S)
    return (await session.exec(select(Process.id).where(Process.seen > since))).all()


async def roles(session: AsyncSession) -> list[tuple[str, ...]]:
    """What each process does that is alive."""
    since = await clock(session) - timedelta(seconds=LEASE_S)
    found = await session.exec(select(Process.roles).where(Process.seen > since))
    return [tuple(filter(None, one.split(","))) for one in found]


async def take(session: AsyncSession, name: str, number: str) -> bool:
    """Whether a process has a lease now: nobody had it, it was its own, or its holder is dead."""
    alive = await living(session)
    insert = sqlite.insert if _alone(session) else postgresql.insert
    mine = insert(Lease).values(name=name, process_id=number, since=await clock(session))
    free = col(Lease.process_id) == number
    if alive is not None:
        free |= col(Lease.process_id).not_in(alive)
    taken = mine.on_conflict_do_update(
        index_elements=["name"], set_={"process_id": number, "since": mine.excluded.since}, where=free
    )
    return (await session.exec(taken.returning(literal(1)))).first() is not None


async def give_up(session: AsyncSession, name: str, number: str) -> None:
    await session.exec(delete(Lease).where(col(Lease.name) == name, col(Lease.process_id) == number))


async def holder(session: AsyncSession, name: str) -> str | None:
    """The process that has a lease."""
    return (await session.exec(select(Lease.process_id).where(Lease.name == name))).first()


async def clock(session: AsyncSession) -> datetime:
    """The time as the database has it."""
    if _alone(session):
        return datetime.now(UTC)
    now: datetime = (await session.exec(select(func.clock_timestamp()))).one()
    return now


def _alone(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
