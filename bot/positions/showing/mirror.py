"""A card in every open chat of its space: posted once, edited in place; what it says is made when it is sent.

Edits are coalesced: of the edits of one posted card at most one waits, and it shows the state at the moment of sending. So the
last state is always shown. A new card waits until the quiet hours of the chat are over (`bot.waking`), unless it would be too
late then; several that waited may be one message, a digest. A chat that muted the document has none. Every function takes part
in the caller's transaction.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.habits import of_chat, waits_until
from bot.outbox import delivery, new_token, place_of
from bot.places import Place
from storage import cards, spaces
from storage.tables import Card, Chat, Space

APART = timedelta(seconds=3)
"""Between two edits of one posted card: twenty a minute is all that a Telegram group takes (chat.md, section 6)."""


async def post(
    session: AsyncSession, card: Card, now: datetime, *, flash_id: int | None = None, by: datetime | None = None
) -> None:
    """Posts a new card in the open chats. `flash_id`: the Flash under which it goes there, once that is posted; `by`: when it
    must have been read."""
    space = await session.get_one(Space, card.space_id)
    for chat in await spaces.live_chats(session, space.id, card.document_id):
        if chat.kind == "open":
            key, at, waits = f"card:{card.id}:{chat.id}", place_of(chat), quiet_until(chat, space, now, by)
            session.add(delivery(key, "card", at, now, waits, chat_id=chat.id, card_id=card.id, flash_id=flash_id))


def quiet_until(chat: Chat, space: Space, now: datetime, by: datetime | None = None) -> datetime | None:
    """Until when a new card waits in a chat of a space; None if it goes at once. `by`: when it must have been read."""
    return waits_until(now, of_chat(chat.quiet_hours, space.quiet_hours), ZoneInfo(space.timezone), by)


async def touch(session: AsyncSession, card: Card, now: datetime) -> None:
    """What the card says has changed: it is edited wherever it was posted, no oftener than every few seconds."""
    for posted, last in await cards.to_edit(session, card.id):
        due = max(now, last + APART) if last else now
        place = Place(posted.platform, posted.tenant, posted.chat, posted.thread)
        key = f"{posted.key}:edit:{new_token()}"  # of one moment there may be two, one sent already
        edit = delivery(key, posted.kind, place, due, chat_id=posted.chat_id, card_id=posted.card_id, edits=posted.id)
        session.add(edit)
    await session.flush()


async def touch_places(session: AsyncSession, document_id: int, threads: Collection[int], now: datetime) -> None:
    """Positions on these paragraphs have changed: every open card that shows one of them."""
    wanted = set(threads)
    for card in await cards.open_cards(session, document_id):
        if card.kind != "poll" and wanted & set(card.threads):
            await touch(session, card, now)


async def close(session: AsyncSession, card: Card, why: str, now: datetime, heir: Card | None = None) -> None:
    """The card is over ("over"), or its words have changed ("changed"): it is edited a last time and lives no more.

    Where it still waits to be posted and there is one after it, that one alone is posted.
    """
    card.closed, card.why, card.heir = now, why, heir.id if heir else None
    session.add(card)
    for posted in await cards.postings(session, card.id) if heir else ():
        if posted.state == "waiting":
            await session.delete(posted)
    await session.flush()
    await touch(session, card, now)
