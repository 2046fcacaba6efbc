"""Meetings: what a source tells of them, and what is ahead in a space."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import MeetingRow, Source


async def of_source(session: AsyncSession, source_id: int) -> Sequence[MeetingRow]:
    query = select(MeetingRow).where(MeetingRow.source_id == source_id)
    return (await session.exec(query.order_by(col(MeetingRow.starts), col(MeetingRow.id)))).all()


async def ahead(session: AsyncSession, space_id: int, now: datetime) -> Sequence[MeetingRow]:
    """The meetings of a space that are not over, from sources that are watched, the next one first."""
    query = select(MeetingRow).join(Source).where(MeetingRow.space_id == space_id, MeetingRow.ends > now)
    query = query.where(Source.state != "paused")
    return (await session.exec(query.order_by(col(MeetingRow.starts), col(MeetingRow.id)))).all()


async def told(session: AsyncSession, space_id: int) -> Sequence[MeetingRow]:
    """Every meeting of a space that its sources tell."""
    query = select(MeetingRow).where(MeetingRow.space_id == space_id)
    return (await session.exec(query.order_by(col(MeetingRow.starts), col(MeetingRow.id)))).all()


async def replace(session: AsyncSession, source_id: int, rows: Iterable[MeetingRow]) -> None:
    """What a source tells now, in place of what it told."""
    await session.exec(delete(MeetingRow).where(col(MeetingRow.source_id) == source_id))
    session.add_all(list(rows))
    await session.flush()
