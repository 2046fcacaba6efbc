"""The bot's own pulse: when it was away, and what that adds to the silences that were running.

One row for the whole bot, whatever number of processes it has: only when all of them were away is there a gap. A process that
was frozen counts as away. Whoever ends a silence looks here first.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.message import Message, say
from bot.outbox import tell_space
from bot.positions.asking import silence
from bot.positions.asking.silence_words import when
from bot.positions.record import record_log
from bot.positions.showing import mirror
from bot.sentences import silence as sentences
from bot.wording import hours
from storage import cards, events
from storage import silences as queries
from storage.rows import add_once
from storage.tables import Heartbeat, Outage, Silence, Space

EVERY_S = 60.0
GAP = timedelta(minutes=2)
_BOT = "bot"


async def beat(desk: Desk) -> None:
    """We are alive. If nobody was for more than two minutes, that was an outage, and the running silences are longer for it."""
    async with desk.db.write() as session:
        await note(session, desk.clock())


async def catch_up(desk: Desk) -> None:
    """Notes an outage that ends now and that nobody has noted yet, before anything is decided by the clock."""
    async with desk.db.read() as session:
        away = await unnoted(session, desk.clock())
    if away:
        await beat(desk)


async def note(session: AsyncSession, now: datetime) -> Outage | None:
    """As `beat`, in the caller's transaction, which must not hold the record of any space."""
    row = await queries.pulse(session, _BOT, to_write=True)
    if row is None:
        await add_once(session, Heartbeat(name=_BOT, at=now))
        return None
    since = row.at
    row.at = max(since, now)
    session.add(row)
    if now - since <= GAP:
        return None
    outage = Outage(since=since, until=now)
    session.add(outage)
    await session.flush()
    for space in (await session.exec(select(Space).order_by(col(Space.id)))).all():
        await _tell(session, space, outage, now)
    return outage


async def unnoted(session: AsyncSession, now: datetime) -> tuple[datetime, datetime] | None:
    """The outage that ends now and that nobody has noted yet, as (since, until)."""
    row = await queries.pulse(session, _BOT)
    return (row.at, now) if row and now - row.at > GAP else None


async def _tell(session: AsyncSession, space: Space, outage: Outage, now: datetime) -> None:
    await events.lock(session, space.id)
    longer = await _lengthen(await queries.open_ones(session, space.id), outage)
    away = {"since": outage.since.isoformat(timespec="seconds"), "until": outage.until.isoformat(timespec="seconds")}
    await record_log.note(session, space.id, "outage", now, **away, silences=[one.id for one in longer])
    for one in longer:
        session.add(one)
        card = await cards.of_silence(session, one.id)
        if card:
            await mirror.touch(session, card, now)
        key, told = f"outage:{outage.id}:{one.id}", partial(_longer, one, outage)
        await tell_space(session, space.id, key, told, now, about=one.document_id)


def _longer(one: Silence, outage: Outage) -> Message:
    until = when(silence.ends(one.deadline, one.extended_s), one.zone)
    return say(sentences.LENGTHENED.format(refs=one.refs, away=hours(outage.until - outage.since), until=until))


async def _lengthen(running: Iterable[Silence], outage: Outage) -> list[Silence]:
    """Adds the outage to each silence that it took time from; those."""
    longer = []
    for one in running:
        window = silence.Window(one.opened, silence.ends(one.deadline, one.extended_s), {})
        more = silence.added(window, outage.since, outage.until).total_seconds()
        if more:
            one.extended_s += more
            longer.append(one)
    return longer
