"""How people want to be told, what waits for them, what they mute and follow."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Card, Chat, ChatMute, Delivery, Document, Follow, Holding, Mute, Person, Position

_NAMED = 500  # ids that are sent one by one

Line = tuple[str, str, str, str | None]
"""Platform, tenant, chat, thread: where messages follow one another."""


async def quiet(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Person]:
    """Those of these persons who have set quiet hours."""
    every = sorted(person_ids)
    found: dict[int, Person] = {}
    for some in (every[at : at + _NAMED] for at in range(0, len(every), _NAMED)):
        query = select(Person).where(col(Person.id).in_(some), Person.quiet_hours != "")
        found |= {one.id: one for one in (await session.exec(query)).all()}
    return found


async def zones(session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    """Those of these persons who have named a time zone of their own, with it."""
    return await _named(session, person_ids, Person.timezone)


async def languages(session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    """Those of these persons who have named a language of their own, with it."""
    return await _named(session, person_ids, Person.language)


async def _named(session: AsyncSession, person_ids: Collection[int], column: Any) -> dict[int, str]:
    every = sorted(person_ids)
    found: dict[int, str] = {}
    for some in (every[at : at + _NAMED] for at in range(0, len(every), _NAMED)):
        query = select(Person.id, column).where(col(Person.id).in_(some), column != "")
        found |= dict((await session.exec(query)).all())
    return found


async def waking(session: AsyncSession, now: datetime) -> list[Line]:
    """Where messages waited until now for quiet hours to end."""
    lines = select(Delivery.platform, Delivery.tenant, Delivery.chat, Delivery.thread).distinct()
    return list((await session.exec(lines.where(Delivery.state == "waiting", Delivery.due <= now))).all())


async def waiting(session: AsyncSession, line: Line, now: datetime | None = None) -> Sequence[Delivery]:
    """What waits at a place, oldest first; with `now` what has waited long enough. Another worker waits for this one."""
    platform, tenant, chat, thread = line
    query = select(Delivery).where(Delivery.platform == platform, Delivery.tenant == tenant, Delivery.chat == chat)
    query = query.where(col(Delivery.thread).is_not_distinct_from(thread), Delivery.state == "waiting")
    if now is not None:
        query = query.where(Delivery.due <= now)
    return (await session.exec(query.order_by(col(Delivery.id)).with_for_update())).all()


async def waiting_cards(session: AsyncSession, space_id: int, about: int | None = None) -> Sequence[Delivery]:
    """The cards that wait to be posted in the chats of a space, those about one document where it is given, oldest first."""
    query = select(Delivery).join(Chat, col(Delivery.chat_id) == Chat.id)
    query = query.where(Chat.space_id == space_id, Delivery.state == "waiting")
    if about is not None:
        query = query.join(Card, col(Delivery.card_id) == Card.id).where(Card.document_id == about)
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


# ── muted documents ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def muting(session: AsyncSession, document_id: int) -> set[int]:
    """The persons who want no private message about a document."""
    return set((await session.exec(select(Mute.person_id).where(Mute.document_id == document_id))).all())


async def muted_in(session: AsyncSession, chat_id: int) -> Sequence[Document]:
    """The documents that a chat muted, oldest first."""
    query = select(Document).join(ChatMute, col(ChatMute.document_id) == Document.id)
    return (await session.exec(query.where(ChatMute.chat_id == chat_id).order_by(col(Document.id)))).all()


async def muted(session: AsyncSession, person_id: int) -> Sequence[Document]:
    """The documents that a person muted, oldest first."""
    query = select(Document).join(Mute, col(Mute.document_id) == Document.id).where(Mute.person_id == person_id)
    return (await session.exec(query.order_by(col(Document.id)))).all()


async def documents(session: AsyncSession, space_ids: Collection[int]) -> Sequence[Document]:
    """The documents of several spaces, oldest first."""
    query = select(Document).where(col(Document.space_id).in_(space_ids))
    return (await session.exec(query.order_by(col(Document.id)))).all()


# ── followed paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────────


async def followers(
    session: AsyncSession, document_id: int, threads: Collection[int] | None = None
) -> Mapping[int, set[int]]:
    """Person → the paragraphs of a document that they follow, by thread; those among `threads` where these are given."""
    query = select(Follow.person_id, Follow.thread).where(Follow.document_id == document_id)
    found: dict[int, set[int]] = {}
    for person_id, thread in (await session.exec(query)).all():
        if threads is None or thread in threads:
            found.setdefault(person_id, set()).add(thread)
    return found


async def followed(session: AsyncSession, person_id: int, document_ids: Collection[int]) -> Sequence[Follow]:
    """What a person follows of these documents, by document and thread."""
    query = select(Follow).where(Follow.person_id == person_id, col(Follow.document_id).in_(document_ids))
    return (await session.exec(query.order_by(col(Follow.document_id), col(Follow.thread)))).all()


async def unfollow(session: AsyncSession, person_id: int, document_id: int, threads: Collection[int]) -> None:
    mine = (col(Follow.person_id) == person_id) & (col(Follow.document_id) == document_id)
    await session.exec(delete(Follow).where(mine, col(Follow.thread).in_(threads)))


async def held(session: AsyncSession, document_id: int, person_id: int, delegation_ids: Collection[int]) -> set[int]:
    """The paragraphs, by thread, on which a person or one of these delegations holds a position."""
    query = select(Holding.thread).join(Position, col(Holding.position_id) == Position.id)
    mine = (col(Position.person_id) == person_id) | col(Holding.delegation_id).in_(delegation_ids)
    return set((await session.exec(query.where(Holding.document_id == document_id, mine).distinct())).all())
