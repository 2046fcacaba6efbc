"""Which process is looking at which source: none is looked at by two, and those of a dead process are free again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import processes
from storage.tables import Source
from storage.watching import SAME_PAGE


async def free(session: AsyncSession) -> ColumnElement[bool]:
    """The condition that no living process has a source in hand."""
    alive = await processes.living(session)
    nobody = col(Source.held_by).is_(None)
    return nobody if alive is None else nobody | col(Source.held_by).not_in(alive)


async def hold(session: AsyncSession, ids: Collection[int], by: str, now: datetime) -> list[int]:
    """Takes those of the sources that are due still and free, with those of the same pages that will be soon; which."""
    due = select(Source.url).where(col(Source.id).in_(ids), Source.next_due <= now)
    wanted = select(Source.id).where(col(Source.id).in_(ids), Source.state != "paused", await free(session))
    wanted = wanted.where(col(Source.url).in_(due), Source.next_due <= now + SAME_PAGE)
    wanted = wanted.order_by(col(Source.id)).with_for_update(skip_locked=True)
    mine = list((await session.exec(wanted)).all())
    held = update(Source).where(col(Source.id).in_(mine)).values(held_by=by)
    await session.exec(held.execution_options(synchronize_session=False))
    return mine


async def let_go(session: AsyncSession, ids: Collection[int], by: str) -> None:
    """They are free for their next look."""
    mine = update(Source).where(col(Source.id).in_(ids), col(Source.held_by) == by).values(held_by=None)
    await session.exec(mine.execution_options(synchronize_session=False))
