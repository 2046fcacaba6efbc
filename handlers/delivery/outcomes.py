"""What became of a delivery, as the change of its row: sent, for later, moved, gone, or open."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.drafts.keeping.archive import name
from bot.errors import ChatError, CutOff, Gone, Later, Moved
from bot.message import MESSAGE, Message, say
from bot.outbox import tell_elsewhere, tell_officers
from bot.places import Place, Posted
from bot.positions.record import record_log
from bot.positions.showing import reach
from bot.sentences import chat as sentences
from bot.wording import of_chat
from handlers import moved
from storage import apart, deliveries, spaces
from storage.db import Database
from storage.tables import Chat, Delivery, Draft, FlashRow, Space

log = logging.getLogger(__name__)

Outcome = Callable[[AsyncSession, Delivery], Awaitable[None]]
TRIES = 24  # with the pauses between them about three hours of a platform that is down
_SLOWEST_S = 600.0
_SETTLE_AFTER_S = 30.0  # a request that was cut off may still be carried out


async def record(db: Database, delivery_id: int, outcome: Outcome) -> None:
    """Writes down what became of a delivery."""
    async with db.write() as session:
        await outcome(session, await session.get_one(Delivery, delivery_id))


async def note(session: AsyncSession, ended: Sequence[tuple[Delivery, Outcome]]) -> None:
    """The same of several in one transaction: one that cannot be written down is dead, with its cause, and stops no other.
    Where the database itself fails it is no fault of the row."""
    became = {row.id: outcome for row, outcome in ended}

    async def write(row: Delivery, _: Any) -> None:
        await became[row.id](session, row)

    rows = [row for row, _ in ended]
    for row, error in zip(rows, await apart.each(session, rows, write), strict=True):
        if error is not None:
            log.error("what became of delivery %s", row.id, exc_info=error)
            row.state, row.error = "dead", f"{type(error).__name__}: {error}"


def sent(posted: str, now: datetime) -> Outcome:
    """The whole message has arrived; `posted`: its last part."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        _arrived(row, posted)
        row.state, row.error = "sent", ""
        if row.sent is None:  # else these are parts by which it has grown
            row.sent = now
            await reach.delivered(session, row, now)
            await _in_the_record(session, row, now)

    return record


def edited(at: Sequence[Posted], grown: Message | None, now: datetime) -> Outcome:
    """All the parts of a message were edited. `grown`: what it says, where that is more than they hold: the further parts are
    posted as those of any message are, each once, and a crash loses none."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        row.state, row.posted, row.sent, row.error = "sent", at[0].id, now, ""
        await deliveries.forget_edits(session, row)
        original = await session.get_one(Delivery, row.edits)
        if grown and original.state == "sent":
            original.body, original.parts = MESSAGE.dump_python(grown, mode="json"), [part.id for part in at]
            await ready(now)(session, original)
            original.tries = 0

    return record


def _arrived(row: Delivery, posted: str) -> None:
    row.parts = [*row.parts, posted]
    row.posted = row.parts[0]


async def _in_the_record(session: AsyncSession, row: Delivery, now: datetime) -> None:
    """That a Flash was posted in a chat is an event of the space; the chat is named by its number among ours."""
    if row.kind != "flash" or row.chat_id is None or row.flash_id is None:
        return
    chat = await session.get_one(Chat, row.chat_id)
    flash = await session.get_one(FlashRow, row.flash_id)
    draft = await session.get_one(Draft, flash.draft_id)
    metrics.FLASH_AFTER_SIGHT.observe((now - draft.seen).total_seconds())
    if draft.published and draft.published <= draft.seen:
        metrics.FLASH_AFTER_PUBLICATION.observe((now - draft.published).total_seconds())
    await record_log.note(session, chat.space_id, "flash", now, draft=name(draft), chat=chat.id, repeat=row.repeat)


def part(posted: str, now: datetime) -> Outcome:
    """One part of a message has arrived, and the next may go; whatever happens to that, this one is not sent again."""

    async def record(_: AsyncSession, row: Delivery) -> None:
        _arrived(row, posted)
        row.state, row.due, row.tries, row.repeat, row.error = "ready", now, 0, False, ""

    return record


def ready(now: datetime, *, repeat: bool = False) -> Outcome:
    """To be sent, again if `repeat`: then it says that it may be."""

    async def record(_: AsyncSession, row: Delivery) -> None:
        row.state, row.due, row.repeat = "ready", now, row.repeat or repeat

    return record


def absent(claimed: datetime | None, now: datetime) -> Outcome:
    """The platform has nothing of it: to be sent; while the request of `claimed` may still be carried out, looked up once more.
    None: whoever made that request is known to be no more."""
    later = claimed + timedelta(seconds=_SETTLE_AFTER_S) if claimed else now
    if later <= now:
        return ready(now)

    async def record(_: AsyncSession, row: Delivery) -> None:
        row.due = later

    return record


def held(now: datetime) -> Outcome:
    """A person decides: the platform cannot tell whether it arrived, and the configuration says not to repeat."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        row.state = "held"
        chat = await session.get(Chat, row.chat_id) if row.chat_id else None
        if chat:
            where, key = (chat.platform, chat.chat, chat.title), row.key

            def told() -> Message:
                return say(sentences.HELD.format(chat=of_chat(*where), key=key))

            await tell_officers(session, chat.space_id, f"held:{row.id}", told, now)

    return record


def redrawn(posted: str, now: datetime) -> Outcome:
    """A picture stands there anew; where it was posted anew, the next one takes that one's place."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        row.state, row.error, row.sent, row.posted = "sent", "", now, posted
        first = await session.get_one(Delivery, row.edits)
        first.posted = posted
        session.add(first)
        await deliveries.forget_edits(session, row)

    return record


async def nothing(session: AsyncSession, row: Delivery) -> None:
    """There is nothing to send after all; what was to take its place is the first."""
    await session.exec(update(Delivery).where(col(Delivery.edits) == row.id).values(edits=None))
    await session.delete(row)


def dead(why: str) -> Outcome:
    """It will not be sent; of a message that has grown what was posted stays, and is edited still."""

    async def record(_: AsyncSession, row: Delivery) -> None:
        row.state, row.error = "sent" if row.sent else "dead", why

    return record


def failed(error: ChatError, now: datetime) -> Outcome:
    """What a platform's failure means for the row."""
    match error:
        case Later(seconds=seconds):
            return _later(error, seconds, now)
        case Moved(new=new):
            return _moved(error, new, now)
        case Gone():
            return _gone(error, now)
        case CutOff():
            return cut_off(error, now)
        case _:
            return dead(_why(error))


def cut_off(error: ChatError, now: datetime) -> Outcome:
    """Nobody knows whether it arrived: it is settled a little later. An edit may be done twice."""

    async def record(_: AsyncSession, row: Delivery) -> None:
        row.state = "unknown" if row.edits is None else "ready"
        row.due, row.error = now + timedelta(seconds=_SETTLE_AFTER_S), _why(error)

    return record


def _later(error: ChatError, seconds: float, now: datetime) -> Outcome:
    """Again when the platform says, later and later from the third try on."""

    async def record(_: AsyncSession, row: Delivery) -> None:
        wait = max(seconds, min(_SLOWEST_S, 2.0**row.tries) if row.tries > 2 else 0)
        row.state = "ready" if row.tries < TRIES else "dead"
        row.due, row.error = now + timedelta(seconds=wait), _why(error)

    return record


def _moved(error: ChatError, new: str, now: datetime) -> Outcome:
    """The chat has another id: everything of it follows, unless that other chat is one of ours already."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        if not await moved.follow(session, Place(row.platform, row.tenant, row.chat), new):
            chat = await spaces.chat_at(session, row.platform, row.tenant, row.chat)
            assert chat is not None  # else there was nothing in the way
            chat.gone = str(error)
            row.state, row.error = "dead", _why(error)
            return
        row.state, row.due = "ready" if row.tries < TRIES else "dead", now

    return record


def _gone(error: ChatError, now: datetime) -> Outcome:
    """The chat is closed to us: it is set aside and the chairs are told. Of an edit it is the message that is gone."""

    async def record(session: AsyncSession, row: Delivery) -> None:
        row.state, row.error = "dead", _why(error)
        if row.kind == "private":
            await tell_elsewhere(session, row, now)
        chat = await session.get(Chat, row.chat_id) if row.chat_id and row.edits is None else None
        if chat is None or chat.gone:
            return
        chat.gone = str(error)
        space = await session.get_one(Space, chat.space_id)
        where, title = (chat.platform, chat.chat, chat.title), space.title

        def told() -> Message:
            return say(sentences.CHAT_GONE.format(chat=of_chat(*where), space=title, why=error.told()))

        await tell_officers(session, space.id, f"gone:{chat.id}:{row.id}", told, now)

    return record


def _why(error: ChatError) -> str:
    return error.cause or str(error)
