"""The platforms' own lists of commands, in the language that a chat or a person chose; else in that of each reader's app."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.languages import SOURCE, first
from bot.places import Place
from handlers.chat import Chat as Connection
from handlers.request import Request
from storage import people, spaces
from storage.db import Database
from storage.tables import Chat, Space


def languages(space: Space, chats: Sequence[Chat]) -> dict[int, str]:
    """The language that was chosen for each of these chats of a space, by their ids; "" for none.

    A space in English is no choice: English is what a space is in before anybody has chosen.
    """
    ours = space.language if first(space.language) != SOURCE else ""
    return {chat.id: chat.language or ours for chat in chats}


async def of_chats(request: Request, space: Space, chats: Sequence[Chat], before: Mapping[int, str]) -> None:
    """The lists in these chats of a space where another language is chosen than `before`."""
    chosen = languages(space, chats)
    for chat in chats:
        if chosen[chat.id] != before.get(chat.id, ""):
            await _menu(request, Place(chat.platform, chat.tenant, chat.chat), chosen[chat.id])


async def of_asker(request: Request, language: str) -> None:
    """The lists in the private chats of whoever asks and chose another language; "": none of their own any more."""
    if language == request.person.language:
        return
    for account in await people.accounts(request.session, request.person.id):
        await _menu(request, Place(account.platform, account.tenant, account.user), language)


async def of_moved(db: Database, connection: Connection, old: Place, new: str) -> None:
    """The list of a chat that has another id now, where it had one of its own: the platform knows it by the old one. A chat of
    that id that is ours already keeps the list that it has."""
    async with db.read() as session:
        row = await spaces.chat_at(session, old.platform, old.tenant, old.chat)
        row = None if await spaces.chat_at(session, old.platform, old.tenant, new) else row
        language = languages(await session.get_one(Space, row.space_id), [row])[row.id] if row else ""
    if language:
        await connection.menu(replace(old, chat=new, thread=None), language)


async def _menu(request: Request, at: Place, language: str) -> None:
    connection = request.chats.at(at.platform, at.tenant)
    if connection:
        await connection.menu(at, language)
