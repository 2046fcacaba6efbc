"""Deliveries: ready → sending → sent, or unknown until it is settled. How they are taken is told in `storage.claims`."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, func, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import in_parts
from storage.tables import Chat, Delivery, Draft, FlashRow, Space

T = TypeVar("T")
MESSAGE = col(Delivery.kind) != "picture"  # pictures wait for messages, and no message waits for a picture
_LOST = timedelta(minutes=1)


async def known(session: AsyncSession, key: str) -> bool:
    return (await session.exec(select(Delivery.id).where(Delivery.key == key))).first() is not None


async def began(session: AsyncSession, key: str) -> bool:
    """Whether a message was queued whose key begins so: the same message in several chats has one beginning."""
    query = select(Delivery.id).where(col(Delivery.key).startswith(f"{key}:", autoescape=True)).limit(1)
    return (await session.exec(query)).first() is not None


async def around(session: AsyncSession, numbers: Collection[int]) -> list[Any]:
    """Deliveries, and what sending and noting them asks for one by one: their chats, Flashes, drafts and spaces, by a statement
    for each table. To be kept as long as it is wanted: a session forgets what nobody holds."""
    if not numbers:
        return []
    rows = (await session.exec(select(Delivery).where(col(Delivery.id).in_(numbers)))).all()
    chats = await _of(session, Chat, {row.chat_id for row in rows})
    flashes = await _of(session, FlashRow, {row.flash_id for row in rows})
    drafts = await _of(session, Draft, {row.draft_id for row in flashes})
    return [*rows, *chats, *flashes, *drafts, *await _of(session, Space, {row.space_id for row in chats})]


async def _of(session: AsyncSession, table: type[T], numbers: set[int | None]) -> Sequence[T]:
    wanted = numbers - {None}
    if not wanted:
        return []
    return (await session.exec(select(table).where(table.id.in_(wanted)))).all()  # type: ignore[attr-defined]


async def leave_open(session: AsyncSession, now: datetime, alive: Collection[str] = ()) -> None:
    """What is in the hands of no process that is alive is open: an edit may be done twice, a message is to be settled."""
    await _open(session, col(Delivery.claimed_by).is_(None) | col(Delivery.claimed_by).not_in(alive), now)


async def leave_lost(session: AsyncSession, by: str, hands: Collection[int], now: datetime) -> None:
    """The same of what a process took and yet has not in its hands: the database was lost while that was committed."""
    taken = select(Delivery.id).where(Delivery.state == "sending", Delivery.claimed_by == by)
    old = (col(Delivery.claimed) <= now - _LOST) & MESSAGE | (col(Delivery.claimed) <= now - 10 * _LOST)
    lost = [number for number in await session.exec(taken.where(old)) if number not in hands]
    if lost:
        await _open(session, col(Delivery.id).in_(lost), now)


async def _open(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    sending = update(Delivery).where(col(Delivery.state) == "sending", which)
    sending = sending.execution_options(synchronize_session=False)
    await session.exec(sending.where(col(Delivery.edits).is_not(None)).values(state="ready", due=now))
    await session.exec(sending.where(col(Delivery.edits).is_(None)).values(state="unknown", due=now))


async def still(session: AsyncSession, number: int, state: str) -> Delivery | None:
    """A delivery if it is in that state still; nobody else changes it until the transaction ends."""
    query = select(Delivery).where(Delivery.id == number, Delivery.state == state).with_for_update()
    return (await session.exec(query)).first()


async def unsettled(session: AsyncSession, now: datetime) -> Sequence[Delivery]:
    """Deliveries that may or may not have arrived, whose time has come to find out."""
    query = select(Delivery).where(Delivery.state == "unknown", Delivery.due <= now)
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def move(session: AsyncSession, platform: str, tenant: str, chat: str, new: str) -> None:
    """Everything that goes to a chat goes to its new id."""
    await session.exec(
        update(Delivery)
        .where(col(Delivery.platform) == platform, col(Delivery.tenant) == tenant, col(Delivery.chat) == chat)
        .values(chat=new)
        .execution_options(synchronize_session="fetch")
    )


async def cut_off(session: AsyncSession, before: datetime) -> Sequence[Delivery]:
    """The deliveries of which nobody knows whether they arrived, claimed before an instant."""
    query = select(Delivery).where(Delivery.state == "unknown", col(Delivery.claimed) <= before)
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def forget_edits(session: AsyncSession, newest: Delivery) -> None:
    """Of the edits of one message the last is kept: a card that is pressed all day has one row, not a thousand."""
    older = delete(Delivery).where(col(Delivery.edits) == newest.edits, col(Delivery.id) < newest.id)
    await session.exec(older.where(col(Delivery.state) == "sent").execution_options(synchronize_session=False))


async def of_flash(session: AsyncSession, flash_id: int) -> Sequence[Delivery]:
    """The deliveries that posted a Flash, one a chat; not the edits of it."""
    query = select(Delivery).where(
        Delivery.flash_id == flash_id, col(Delivery.edits).is_(None), Delivery.kind == "flash"
    )
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def pictures_of(session: AsyncSession, flash_id: int) -> Sequence[Delivery]:
    """The deliveries that posted the picture of a Flash, or are about to, but for those that wait to be redrawn."""
    again = aliased(Delivery)
    waits = select(again.id).where(col(again.edits) == col(Delivery.id), again.state == "ready")
    query = select(Delivery).where(Delivery.flash_id == flash_id, Delivery.kind == "picture")
    query = query.where(col(Delivery.state).in_(("sent", "sending")), col(Delivery.edits).is_(None), ~waits.exists())
    return (await session.exec(query.order_by(col(Delivery.id)))).all()


async def flash_in(session: AsyncSession, flash_id: int, chat_id: int) -> Delivery | None:
    """How a Flash was posted in one chat."""
    query = select(Delivery).where(
        Delivery.flash_id == flash_id,
        Delivery.chat_id == chat_id,
        col(Delivery.edits).is_(None),
        Delivery.kind == "flash",
    )
    return (await session.exec(query)).first()


async def count(session: AsyncSession, state: str) -> int:
    return (await session.exec(select(func.count()).select_from(Delivery).where(Delivery.state == state))).one()


async def known_keys(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys that a delivery has already."""
    found: set[str] = set()
    for some in in_parts(keys):
        found.update((await session.exec(select(Delivery.key).where(col(Delivery.key).in_(some)))).all())
    return found
