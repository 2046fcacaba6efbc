"""A card in every open chat of its space: posted once, edited in place; what it says is made when it is sent.

Edits are coalesced: of the edits of one posted card at most one waits, and it shows the state at the moment of sending. So the
last state is always shown. Every function takes part in the caller's transaction.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.outbox import new_token, place_of
from bot.places import Place
from storage import cards, spaces
from storage.tables import Card, Delivery

APART = timedelta(seconds=3)
"""Between two edits of one posted card: twenty a minute is all that a Telegram group takes (chat.md, section 6)."""


async def post(session: AsyncSession, card: Card, now: datetime, *, flash_id: int | None = None) -> None:
    """Posts a new card in the open chats. `flash_id`: the Flash under which it goes there, once that is posted."""
    for chat in await spaces.live_chats(session, card.space_id):
        if chat.kind == "open":
            key = f"card:{card.id}:{chat.id}"
            session.add(_delivery(key, card, place_of(chat), now, chat_id=chat.id, flash_id=flash_id))


async def touch(session: AsyncSession, card: Card, now: datetime) -> None:
    """What the card says has changed: it is edited wherever it was posted, no oftener than every few seconds."""
    for posted in await cards.postings(session, card.id):
        if posted.state == "ready" or await cards.edit_waits(session, posted.id):
            continue
        last = await cards.last_edit(session, posted.id) or posted.sent or now
        due = max(now, last + APART)
        place = Place(posted.platform, posted.tenant, posted.chat, posted.thread)
        key = f"{posted.key}:edit:{new_token()}"  # of one moment there may be two, one sent already
        session.add(_delivery(key, card, place, due, chat_id=posted.chat_id, edits=posted.id))
        await session.flush()


async def touch_places(session: AsyncSession, document_id: int, threads: Collection[int], now: datetime) -> None:
    """Positions on these paragraphs have changed: every open card that shows one of them."""
    wanted = set(threads)
    for card in await cards.open_cards(session, document_id):
        if card.kind != "poll" and wanted & set(card.threads):
            await touch(session, card, now)


async def close(session: AsyncSession, card: Card, why: str, now: datetime, heir: Card | None = None) -> None:
    """The card is over ("over"), or its words have changed ("changed"): it is edited a last time and lives no more."""
    card.closed, card.why, card.heir = now, why, heir.id if heir else None
    session.add(card)
    await touch(session, card, now)


def _delivery(
    key: str,
    card: Card,
    place: Place,
    due: datetime,
    *,
    chat_id: int | None,
    edits: int | None = None,
    flash_id: int | None = None,
) -> Delivery:
    return Delivery(
        key=key,
        kind="card",
        platform=place.platform,
        tenant=place.tenant,
        chat=place.chat,
        thread=place.thread,
        due=due,
        chat_id=chat_id,
        card_id=card.id,
        edits=edits,
        flash_id=flash_id,
    )
