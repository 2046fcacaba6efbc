"""Which deliveries may be sent now, and taking them: two workers never take the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.deliveries import MESSAGE
from storage.tables import Delivery

_ENDED = ("sent", "dead", "held")
_URGENCY = case({"flash": 0, "alert": 1, "private": 1}, value=col(Delivery.kind), else_=2)


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
    awake = (*ready, MESSAGE, col(Delivery.chat).not_in(room.resting))
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
    return set((await session.exec(query.where(stops, MESSAGE, col(Delivery.edits).is_(None)).distinct())).all())


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
    return due, col(flash.state).in_(_ENDED), ~posts.exists(), ~_under_way(picture).exists()


def _under_way(picture: type[Delivery]) -> SelectOfScalar[int]:
    """The earlier picture in whose place this one comes, unless it stands there or never will."""
    earlier = aliased(Delivery)
    of = or_(col(earlier.id) == picture.edits, col(earlier.edits) == picture.edits)
    return select(earlier.id).where(of, col(earlier.id) < picture.id, col(earlier.state).not_in(_ENDED))
