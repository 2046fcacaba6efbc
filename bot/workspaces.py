"""A workspace that put the bot out, or took it in again: what becomes of its chats and of what was on its way there.

Both take part in the caller's transaction.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.languages import speaking
from bot.message import say
from bot.outbox import queue, tell_elsewhere
from bot.places import Place
from bot.sentences import slack as sentences
from storage import installations, people
from storage.tables import Account, Person, Space


async def left(session: AsyncSession, platform: str, tenant: str, name: str, now: datetime) -> None:
    """Its chats are set aside, what was on its way there ends, and the officers of their spaces are told where else they are.

    A private message goes to the next account of its reader. `name`: what people call the workspace.
    """
    for row in await installations.on_the_way(session, platform, tenant):
        row.state, row.error = "dead", sentences.UNINSTALLED
        if row.kind == "private":
            await tell_elsewhere(session, row, now)
    closed: Counter[int] = Counter()
    for chat in await installations.chats(session, platform, tenant):
        chat.gone = sentences.UNINSTALLED
        closed[chat.space_id] += 1
    for space_id, chats in closed.items():
        space = await session.get_one(Space, space_id)
        about = {"workspace": name, "space": space.title, "n": chats}
        key = f"left:{platform}:{tenant}:{space_id}:{now.timestamp():.6f}"
        await _tell_officers_elsewhere(session, space_id, (platform, tenant), key, about, now)


async def came_back(session: AsyncSession, platform: str, tenant: str, lost: Collection[str] = ()) -> None:
    """The chats that were set aside when it left are open again, and those set aside for one of the reasons `lost`."""
    await installations.reopen(session, platform, tenant, {sentences.UNINSTALLED, *lost})


async def _tell_officers_elsewhere(
    session: AsyncSession, space_id: int, closed: tuple[str, str], key: str, about: Mapping[str, object], now: datetime
) -> None:
    ours = (await session.get_one(Space, space_id)).language
    for person_id in sorted({one.person_id for one in await people.officers(session, space_id, now)}):
        open_ones = [one for one in await people.accounts(session, person_id) if not _is_of(one, *closed)]
        for account in open_ones[:1]:
            place = Place(account.platform, account.tenant, account.user)
            with speaking((await session.get_one(Person, person_id)).language, ours):
                message = say(sentences.WORKSPACE_LEFT.format(**about))
            await queue(session, f"{key}:p{person_id}", "private", place, message, now, space_id=space_id)


def _is_of(account: Account, platform: str, tenant: str) -> bool:
    """An account declared without its workspace may be of any."""
    return account.platform == platform and account.tenant in (tenant, "")
