"""Live cards: what one says at the moment it is sent, and the opening of one.

A card is bound to words. While they stand it is edited in place, through however many drafts; when they change it is closed,
and only the way to the difference is left on it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.reading import Paragraph
from bot.message import Message
from bot.positions.asking import polls, silences
from bot.positions.showing import card as pure
from bot.positions.showing import mirror
from bot.positions.showing.lines import About
from bot.positions.showing.standing import standing, zone_of
from bot.positions.words import ground as grounds
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import Scope, single
from storage import cards as queries
from storage.tables import Card, Document, Draft, Poll, Silence, Space


async def message(session: AsyncSession, card: Card, now: datetime) -> Message:
    """The card as it stands now, with unsealed buttons."""
    if card.poll_id is not None:
        return await polls.card(session, await session.get_one(Poll, card.poll_id), now)
    if card.silence_id is not None:
        return await silences.card(session, await session.get_one(Silence, card.silence_id), now)
    space = await session.get_one(Space, card.space_id)
    on = await grounds.ground(session, await session.get_one(Document, card.document_id))
    scope = _scope(on, card)
    if card.closed or scope is None:
        return await _closed(session, space, on, card, now)
    told = await standing(session, space, on, scope, now)
    return pure.message(told.about, told.facts, told.board)


async def open_card(
    session: AsyncSession, space: Space, on: Ground, scope: Scope, person_id: int, now: datetime
) -> tuple[Card, bool]:
    """The card of a scope, posted in the open chats; True if it is new. One of these very words is brought up to date."""
    for known in await queries.open_cards(session, on.document.id):
        if known.kind == "scope" and (known.threads, known.text_hash) == (list(scope.threads), scope.text_hash):
            await mirror.touch(session, known, now)
            return known, False
    card = Card(
        space_id=space.id,
        document_id=on.document.id,
        level=scope.level,
        ref=scope.ref,
        threads=list(scope.threads),
        draft_id=on.draft.id,
        text_hash=scope.text_hash,
        person_id=person_id,
        opened=now,
    )
    session.add(card)
    await session.flush()
    await mirror.post(session, card, now)
    return card, True


def _scope(on: Ground, card: Card) -> Scope | None:
    """The scope of a card on the newest settled draft, under the label that it has there; None if a paragraph is gone."""
    by_thread = {on.threads[p.n]: p for p in on.reading.paragraphs}
    if not all(thread in by_thread for thread in card.threads):
        return None
    meant: Sequence[Paragraph] = [by_thread[thread] for thread in card.threads]
    if len(meant) == 1:
        return single(on.reading, on.threads, meant[0])
    return Scope(card.level, card.ref, tuple(meant), tuple(card.threads))  # type: ignore[arg-type]


async def _closed(session: AsyncSession, space: Space, on: Ground, card: Card, now: datetime) -> Message:
    draft = await session.get_one(Draft, card.draft_id)
    stood = await grounds.on(session, draft)
    about = About(
        document=on.document.name,
        level=card.level,
        ref=card.ref,
        words="",
        draft=archive.name(draft),
        text_hash=card.text_hash,
        order=tuple(card.threads),
        labels={},
        sha256=stood.reading.sha256,
        seen=draft.seen,
        url=draft.url,
        zone=zone_of(space),
        now=now,
    )
    heir = await session.get(Card, card.heir) if card.heir else None
    after = await session.get_one(Draft, heir.draft_id) if heir else on.draft
    return pure.closed(about, card.why or "changed", archive.name(after))
