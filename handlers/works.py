"""All work that waits for its time: which rows are due, and what is done with one of them (`bot.jobs`)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import waking
from bot.desk import Desk
from bot.drafts.watching.rounds import Rounds
from bot.jobs import Work
from bot.positions.acting import pending
from bot.positions.asking import heartbeat, polls, silences
from handlers.delivery.drain import Drain
from handlers.delivery.tending import Tending
from storage import acts, habits
from storage import polls as poll_queries
from storage.habits import Line
from storage.trail import following, new

Row = TypeVar("Row")
_ROUNDS = 50  # at once: one that waits for a slow server holds nobody else up


_TOKENS = 100  # that speak at the same time: one with much to say holds no other up


def works(desk: Desk, drain: Drain) -> dict[str, Work]:
    """Everything that waits for its time."""
    return {
        "look": looks(desk),
        "drain": sends(desk, drain),
        "silence": endings(desk),
        "poll": closing(desk),
        "act": effects(desk),
        "morning": mornings(desk),
    }


def sends(desk: Desk, drain: Drain) -> Work:
    """The tokens that have something to say, and saying it. Where several processes share the database a token stays with the
    one that has it."""
    way: Drain | Tending = Tending(drain) if desk.shared else drain
    return Work(way.due, way.run, at_once=_TOKENS, stop=drain.stop, stays=True)


def looks(desk: Desk) -> Work:
    """Which sources are due, and a round of looks at them."""
    rounds = Rounds(desk)
    return Work(due=rounds.due, run=rounds.run, at_once=_ROUNDS)


def effects(desk: Desk) -> Work:
    """Which pending acts are past their minute, and letting one take effect."""

    async def run(position_id: int) -> None:
        async with desk.db.write() as session:
            await pending.run(session, position_id, desk.clock())

    return _work(desk, acts.due, run)


def closing(desk: Desk) -> Work:
    """Which open polls are over, and closing one of them."""

    async def run(poll_id: int) -> None:
        async with desk.db.write() as session:
            poll = await poll_queries.lock(session, poll_id)
            if poll and poll.state == "open":
                await polls.close(session, poll, poll.why or "time", desk.clock(), desk.ballot_secret)

    return _work(desk, poll_queries.due, run)


def endings(desk: Desk) -> Work:
    """Which silences can be told the outcome of, and telling one. What the bot missed itself is added first."""

    async def run(number: int) -> None:
        await heartbeat.catch_up(desk)
        async with desk.db.write() as session:
            await silences.close(session, number, desk.clock())

    return _work(desk, silences.due, run)


def mornings(desk: Desk) -> Work:
    """At which places something waited for the end of quiet hours, and letting it go."""

    async def run(line: Line) -> None:
        async with desk.db.write() as session:
            await waking.wake(session, line, desk.clock())

    return _work(desk, habits.waking, run)


def _work(
    desk: Desk,
    rows: Callable[[AsyncSession, datetime], Awaitable[Sequence[Row]]],
    run: Callable[[Row], Awaitable[None]],
) -> Work:
    async def due() -> Sequence[Row]:
        async with desk.db.read() as session:
            return await rows(session, desk.clock())

    async def with_a_trail(row: Row) -> None:
        with following(new()):
            await run(row)

    return Work(due=due, run=with_a_trail)
