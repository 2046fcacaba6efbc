"""A chat that has another id now, as a Telegram group that became a supergroup has: everything of it follows."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.places import Place
from handlers import menus
from handlers.chat import Chat
from storage import deliveries, spaces
from storage.db import Database


async def heard(db: Database, connection: Chat, old: Place, new: str) -> None:
    """The platform tells of it."""
    await menus.of_moved(db, connection, old, new)
    async with db.write() as session:
        await follow(session, old, new)


async def follow(session: AsyncSession, old: Place, new: str) -> bool:
    """The chat and what is on its way to it; False, and nothing is moved, where the other chat is one of ours already."""
    chat = await spaces.chat_at(session, old.platform, old.tenant, old.chat)
    if chat and await spaces.chat_at(session, old.platform, old.tenant, new):
        return False
    if chat:
        chat.chat = new
    await deliveries.move(session, old.platform, old.tenant, old.chat, new)
    return True
