"""Buttons and questions of ours, what they stand for, and which of the commands that come from them were taken already."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_new, in_parts
from storage.tables import Asked, Press, Seen


async def press(session: AsyncSession, token: str) -> Press | None:
    return await session.get(Press, token)


async def question(session: AsyncSession, platform: str, tenant: str, chat: str, message: str) -> Press | None:
    """What a question of ours asks to complete; None if that message was no question."""
    asked = await session.get(Asked, (platform, tenant, chat, message))
    return await press(session, asked.token) if asked else None


async def shared_presses(session: AsyncSession, lines: Collection[str], space_id: int | None) -> list[Press]:
    """What buttons of those lines stand for where anyone may press them."""
    found: list[Press] = []
    for some in in_parts(lines):
        query = select(Press).where(col(Press.line).in_(some), Press.space_id == space_id)
        found += (await session.exec(query.where(col(Press.person_id).is_(None)))).all()
    return found


async def seen(session: AsyncSession, key: str) -> bool:
    """Whether a command was taken already."""
    return await session.get(Seen, key) is not None


async def first_time(session: AsyncSession, key: str, now: datetime) -> bool:
    """Whether a command's key is new; notes it. To be called in the command's own transaction."""
    return await add_new(session, Seen, key=key, at=now)
