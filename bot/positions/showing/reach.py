"""Who was shown which words in person: a private message about them was accepted, or a button on them was pressed.

A post in a chat reaches nobody: who reads there is not known (commands.md, `/heard`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.showing import mirror
from bot.positions.words.ground import ground
from bot.positions.words.scopes import scopes
from storage import cards, people, spaces
from storage import standing as queries
from storage.tables import Delivery, Reach

WHOLE = 0
"""The thread that stands for a whole draft."""


async def delivered(session: AsyncSession, delivery: Delivery, now: datetime) -> None:
    """A message was accepted: notes what a delegation was shown by it, if the delivery says so (`Delivery.reaches`)."""
    told = delivery.reaches
    for one in told.get("each", [told] if told else []):
        await _shown(session, one, now)


async def _shown(session: AsyncSession, told: Mapping[str, Any], now: datetime) -> None:
    shown = {"draft_id": told["draft"], "silence_id": told.get("silence"), "person_id": told["person"]}
    threads = told.get("threads") or [WHOLE]
    shown |= {"delegation_id": told["delegation"], "how": "message", "at": now}
    await _note(session, [Reach(thread=thread, **shown) for thread in threads], now)


async def pressed(
    session: AsyncSession, space_id: int, person_id: int, draft_id: int, threads: Iterable[int], now: datetime
) -> None:
    """A person pressed a button on words of a draft: so their delegations have been shown them."""
    shown = list(threads) or [WHOLE]
    seats = {seat.id for seat, _ in await people.seats(session, space_id, person_id, now)}
    rows = [
        Reach(delegation_id=seat, draft_id=draft_id, thread=thread, person_id=person_id, how="button", at=now)
        for seat in sorted(seats)
        for thread in shown
    ]
    await _note(session, rows, now)


async def pressed_on(
    session: AsyncSession, space_id: int, person_id: int, document: str, ref: str, words: str, now: datetime
) -> None:
    """The same from what a button says: `ref` of a document, with the first digits of the hash of its words (on:).

    Nothing is noted where those are not the words that positions stand on.
    """
    known = next((one for one in await spaces.documents(session, space_id) if one.name == document), None)
    if known is None or not words:
        return
    on = await ground(session, known)
    for scope in scopes(on.reading, on.threads, [ref])[0]:
        if scope.text_hash.startswith(words.casefold()):
            await pressed(session, space_id, person_id, on.draft.id, scope.threads, now)


async def _note(session: AsyncSession, rows: Iterable[Reach], now: datetime) -> None:
    """Adds what was not known; the card of a silence says who is not reached yet."""
    fresh = [row for row in rows if not await queries.was_reached(session, row)]
    session.add_all(fresh)
    await session.flush()
    for silence_id in {row.silence_id for row in fresh if row.silence_id is not None}:
        card = await cards.of_silence(session, silence_id)
        if card:
            await mirror.touch(session, card, now)
