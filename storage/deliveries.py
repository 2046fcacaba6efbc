"""Deliveries: ready → sending → sent, or unknown until it is settled. Two workers never take the same one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_new
from storage.tables import Asked, Chat, Delivery, Draft, FlashRow, Press, Seen, Space

T = TypeVar("T")
_MESSAGE = col(Delivery.kind) != "picture"  # pictures wait for messages, and no message waits for a picture
_LOST = timedelta(minutes=1)
_ENDED = ("sent", "dead", "held")
_URGENCY = case({"flash": 0, "alert": 1, "private": 1}, value=col(Delivery.kind), else_=2)


async def known(session: AsyncSession, key: str) -> bool:
    return (await session.exec(select(Delivery.id).where(Delivery.key == key))).first() is not None


async def began(session: AsyncSession, key: str) -> bool:
    """Whether a message was queued whose key begins so: the same message in several chats has one beginning."""
    query = select(Delivery.id).where(col(Delivery.key).startswith(f"{key}:", autoescape=True)).limit(1)
    return (await session.exec(query)).first() is not None


@dataclass(frozen=True, slots=True)
class Room:
    """What may be taken at one moment: so many posts and edits, nothing of the chats that rest.

    `edits` None: as many as the posts leave. `first`: so many edits before any post, of those posts' number. `apart`: of one
    chat not more than one at a time, whatever its threads.
    """

    posts: int
    edits: int | None = None
    first: int = 0
    resting: frozenset[str] = frozenset()
    apart: bool = False


async def tokens_ready(session: AsyncSession, now: datetime) -> Sequence[tuple[str, str]]:
    """The (platform, tenant) pairs that have something whose time has come; `takeable` says whether it may be taken."""
    query = select(Delivery.platform, Delivery.tenant).where(Delivery.state == "ready", Delivery.due <= now).distinct()
    return sorted((await session.exec(query)).all())


async def claim(
    session: AsyncSession, platform: str, tenant: str, now: datetime, room: Room, by: str = ""
) -> Sequence[Delivery]:
    """Takes due deliveries of one token for sending: the Flash before alerts and private messages, these before other posts,
    all of them before edits.

    Of the posts of a chat and thread the oldest goes first, as early as the most urgent of them; one at a time. A place with
    a post under way, unsettled or waiting for a later time (a 429) is passed over: order is kept. Edits hold up no post.
    `by`: the process that takes them.
    """
    return await _take(session, await takeable(session, platform, tenant, now, room), now, by)


async def takeable(session: AsyncSession, platform: str, tenant: str, now: datetime, room: Room) -> list[int]:
    """The ids of what `claim` would take."""
    ready = (Delivery.platform == platform, Delivery.tenant == tenant, Delivery.state == "ready", Delivery.due <= now)
    awake = (*ready, _MESSAGE, col(Delivery.chat).not_in(room.resting))
    chats: set[str] = set()

    def free(chat: str) -> bool:
        taken = room.apart and chat in chats
        chats.add(chat)
        return not taken

    early = [number for number, chat in await _edits(session, platform, tenant, awake, room.first) if free(chat)]
    most = room.posts - len(early)
    posts = [number for number, chat in await _posts(session, platform, tenant, awake, now, most) if free(chat)]
    left = max(0, most - len(posts)) if room.edits is None else room.edits
    late = await _edits(session, platform, tenant, awake, left + len(early) if left else 0)
    return early + posts + [number for number, chat in late if number not in early and free(chat)]


async def _posts(
    session: AsyncSession, platform: str, tenant: str, awake: Sequence[Any], now: datetime, most: int
) -> list[tuple[int, str]]:
    """(id, chat) of the oldest post of each place, the most urgent place first."""
    first = func.min(Delivery.id)
    lines = select(first, Delivery.chat, Delivery.thread).where(*awake, col(Delivery.edits).is_(None))
    lines = lines.group_by(Delivery.chat, Delivery.thread).order_by(func.min(_URGENCY), first)  # type: ignore[arg-type]
    blocked = await _blocked(session, platform, tenant, now)
    found = (await session.exec(lines.limit(most + len(blocked)))).all() if most else []
    blocked |= await _blocked(session, platform, tenant, now)  # and what another worker took since
    return [(number, chat) for number, chat, thread in found if (chat, thread) not in blocked][:most]


async def _edits(
    session: AsyncSession, platform: str, tenant: str, awake: Sequence[Any], most: int
) -> Sequence[tuple[int, str]]:
    """(id, chat) of the oldest edit of each message that is posted, or never will be, and is not being edited; those that have
    waited longest first."""
    if not most:
        return []
    under_way = select(Delivery.edits).where(Delivery.platform == platform, Delivery.tenant == tenant)
    under_way = under_way.where(Delivery.state == "sending", col(Delivery.edits).is_not(None))
    first, posted = func.min(Delivery.id), aliased(Delivery)
    query = select(first, Delivery.chat).join(posted, col(posted.id) == col(Delivery.edits))
    query = query.where(*awake, col(Delivery.edits).not_in(under_way), col(posted.state).in_(_ENDED))
    query = query.group_by(col(Delivery.edits), Delivery.chat).order_by(func.min(Delivery.due), first)
    return (await session.exec(query.limit(most))).all()


async def _blocked(session: AsyncSession, platform: str, tenant: str, now: datetime) -> set[tuple[str, str | None]]:
    """The chats and threads where the next post must wait for one before it."""
    later = and_(col(Delivery.state) == "ready", col(Delivery.due) > now)
    stops = or_(col(Delivery.state).in_(("sending", "unknown")), later)
    query = select(Delivery.chat, Delivery.thread).where(Delivery.platform == platform, Delivery.tenant == tenant)
    return set((await session.exec(query.where(stops, _MESSAGE, col(Delivery.edits).is_(None)).distinct())).all())


async def _take(session: AsyncSession, numbers: Sequence[int], now: datetime, by: str) -> Sequence[Delivery]:
    """Marks deliveries as under way; what another worker holds at this moment, or has put off, is left to it."""
    open_still = select(Delivery.id).where(
        col(Delivery.id).in_(numbers), Delivery.state == "ready", Delivery.due <= now
    )
    mine = (await session.exec(open_still.order_by(col(Delivery.id)).with_for_update(skip_locked=True))).all()
    await session.exec(
        update(Delivery)
        .where(col(Delivery.id).in_(mine))
        .values(state="sending", claimed=now, claimed_by=by or None, tries=col(Delivery.tries) + 1)
        .execution_options(synchronize_session=False)
    )
    taken = select(Delivery).where(col(Delivery.id).in_(mine)).execution_options(populate_existing=True)
    rows = (await session.exec(taken)).all()
    return sorted(rows, key=lambda row: numbers.index(row.id))


async def pictures_due(session: AsyncSession, now: datetime) -> list[tuple[str, str]]:
    """The (platform, tenant) pairs that have a picture whose Flash was posted, or never will be, and no post to send."""
    picture, flash = aliased(Delivery), aliased(Delivery)
    query = select(picture.platform, picture.tenant).join(flash, _flash_of(picture, flash)).distinct()
    return sorted((await session.exec(query.where(*_pictures(picture, flash, now)))).all())


async def claim_pictures(
    session: AsyncSession, platform: str, tenant: str, now: datetime, most: int, by: str = ""
) -> Sequence[tuple[Delivery, Delivery]]:
    """Takes due pictures of one token for sending, oldest first, each with the delivery of its Flash."""
    picture, flash = aliased(Delivery), aliased(Delivery)
    query = (
        select(picture, flash)
        .join(flash, _flash_of(picture, flash))
        .where(*_pictures(picture, flash, now), picture.platform == platform, picture.tenant == tenant)
        .order_by(col(picture.id))
        .limit(most)
        .with_for_update(skip_locked=True, of=picture)
    )
    found = (await session.exec(query)).all()
    for row, _ in found:
        row.state, row.claimed, row.claimed_by, row.tries = "sending", now, by or None, row.tries + 1
    return found


def _flash_of(picture: type[Delivery], flash: type[Delivery]) -> ColumnElement[bool]:
    same = and_(col(flash.flash_id) == col(picture.flash_id), col(flash.chat_id) == col(picture.chat_id))
    return and_(same, col(flash.kind) == "flash", col(flash.edits).is_(None))


def _pictures(picture: type[Delivery], flash: type[Delivery], now: datetime) -> tuple[ColumnElement[bool], ...]:
    due = and_(col(picture.kind) == "picture", col(picture.state) == "ready", col(picture.due) <= now)
    post = aliased(Delivery)
    posts = select(post.id).where(post.platform == picture.platform, post.tenant == picture.tenant)
    posts = posts.where(post.state == "ready", post.due <= now, col(post.edits).is_(None), post.kind != "picture")
    return due, col(flash.state).in_(_ENDED), ~posts.exists()


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
    old = (col(Delivery.claimed) <= now - _LOST) & _MESSAGE | (col(Delivery.claimed) <= now - 10 * _LOST)
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
    """The deliveries that posted the picture of a Flash, but for those that wait to be redrawn."""
    again = aliased(Delivery)
    waits = select(again.id).where(col(again.edits) == col(Delivery.id), again.state == "ready")
    query = select(Delivery).where(Delivery.flash_id == flash_id, Delivery.kind == "picture", Delivery.state == "sent")
    query = query.where(col(Delivery.edits).is_(None), ~waits.exists())
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


async def known_keys(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys that a delivery has already."""
    found: set[str] = set()
    for some in in_parts(keys):
        found.update((await session.exec(select(Delivery.key).where(col(Delivery.key).in_(some)))).all())
    return found


def in_parts(several: Collection[T]) -> list[list[T]]:
    """Not more in a statement than every database takes."""
    every = list(several)
    return [every[at : at + 500] for at in range(0, len(every), 500)]


async def seen(session: AsyncSession, key: str) -> bool:
    """Whether a command was taken already."""
    return await session.get(Seen, key) is not None


async def first_time(session: AsyncSession, key: str, now: datetime) -> bool:
    """Whether a command's key is new; notes it. To be called in the command's own transaction."""
    return await add_new(session, Seen, key=key, at=now)
