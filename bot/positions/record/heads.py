"""The head of each record, posted once a day: who keeps the line can prove later that nothing before it was altered."""

from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.message import Message, say
from bot.outbox import tell_space
from bot.positions.record import record_log
from bot.sentences import record as sentences
from storage import deliveries, events
from storage.db import Database
from storage.tables import EventRow, Space

_FROM = time(18)  # by the space's own clock: the day's work is done, nobody sleeps yet


async def post_heads(db: Database, now: datetime) -> None:
    """Posts the head of every space whose record grew since midnight, once a day. To be called about every hour."""
    async with db.read() as session:
        grown = [space for space in (await session.exec(select(Space))).all() if _evening(space, now)]
    for space in grown:
        async with db.write() as session:
            key = f"head:{space.id}:{_local(space, now).date()}"
            head = await events.last(session, space.id)
            if head is None or not _today(space, head, now) or await deliveries.began(session, key):
                continue
            await tell_space(session, space.id, key, partial(_told, space.title, head), now)
            await record_log.note(session, space.id, "head", now, events=head.seq, head=head.hash)


def _told(space: str, head: EventRow) -> Message:
    return say(sentences.HEAD_TODAY.format(space=space, events=head.seq, head=head.hash))


def _local(space: Space, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(space.timezone))


def _evening(space: Space, now: datetime) -> bool:
    return _local(space, now).time() >= _FROM


def _today(space: Space, head: EventRow, now: datetime) -> bool:
    return _local(space, head.at).date() == _local(space, now).date()
