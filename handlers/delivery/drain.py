"""Deliveries on their way to the platforms: claim, send, record what became of them.

One drain per token (a Telegram bot, a Slack workspace), paced by that token's rate. It takes a little ahead, notes what was
sent a few at a time, and never waits for its slowest: order is kept per chat, and a 429 moves the chat's own next time and
stops nobody else. A delivery of which nobody knows whether it arrived – after a crash, or cut off – is looked up by its key
where the platform can tell, and otherwise sent once more, marked, or held.
"""

import asyncio
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.desk import Desk
from bot.errors import ChatError, CutOff, Later, Moved, Refused
from bot.places import Place
from handlers import menus
from handlers.chat import Chat
from handlers.delivery import letters, outcomes
from handlers.delivery.letters import Letter
from handlers.delivery.outcomes import Outcome
from handlers.delivery.pace import Lane, Pace
from handlers.request import Chats
from storage import apart, claims, deliveries, processes
from storage.tables import Delivery
from storage.trail import following

log = logging.getLogger(__name__)
_TURN_S = 0.1
"""How long what was sent waits at most until it is written down: several share a commit."""

Token = tuple[str, str]


@dataclass(slots=True)
class Drain:
    """Sends what is due, for every token."""

    desk: Desk
    chats: Chats
    paces: Mapping[str, Pace] = field(default_factory=dict)
    _lanes: dict[Token, Lane] = field(default_factory=dict)
    _running: set[Token] = field(default_factory=set)
    _hands: set[int] = field(default_factory=set)
    _stopping: bool = False

    async def due(self) -> Sequence[Token]:
        """The tokens that have something to send that may be sent now, and a connection to send it by."""
        async with self.desk.db.read() as session:
            ready = await claims.tokens_ready(session, self.desk.clock())
            tokens = [token for token in ready if token not in self._running]  # what runs looks for itself
            found = [token for token in tokens if self.chats.at(*token) and await self._takeable(session, token)]
        return found + [token for token, lane in self._lanes.items() if lane.settled and token not in found]

    async def run(self, token: Token) -> None:
        """Sends everything that may be sent for one token, until nothing is left or it is told to stop."""
        chat = self.chats.at(*token)
        lane = self._lane(token)
        self._running.add(token)
        try:
            while chat:
                await self._turn(chat, token, lane)
                lane.turned(asyncio.get_running_loop().time())
                if lane.under_way:
                    await asyncio.wait(lane.under_way, timeout=_TURN_S)
                elif not lane.settled:  # the last one may have ended while the turn was looking for more
                    return
        finally:
            lane.turned(math.inf)
            self._running.discard(token)

    @property
    def busy(self) -> bool:
        """Whether something is under way, or sent and not yet written down."""
        return any(lane.under_way or lane.settled for lane in self._lanes.values())

    def answered(self, place: Place) -> None:
        """An answer was sent there without waiting: it counts in the pace of its token and its chat."""
        self._lane((place.platform, place.tenant)).beside(place.chat, self.desk.clock())

    def stop(self) -> None:
        """Nothing more is taken; what is under way is brought to its end."""
        self._stopping = True

    @property
    def stopping(self) -> bool:
        return self._stopping

    def quiet(self, token: Token) -> bool:
        """Whether nothing is under way for a token and its pace remembers nothing: another process may take it over."""
        return token not in self._lanes or self._lanes[token].quiet(self.desk.clock())

    async def write_down(self) -> None:
        """What was sent by a run that was cut short before it could be written down."""
        for token, lane in list(self._lanes.items()):
            if not lane.settled or token in self._running:
                continue
            async with lane.writing:
                ended = lane.settled[:]
                async with self.desk.db.write() as session:
                    await self._note(session, ended)
                self._written(lane, len(ended))

    async def leave_lost(self) -> None:
        """What the database says that this process is sending, and it is not."""
        async with self.desk.db.write() as session:
            await deliveries.leave_lost(session, self.desk.process, self._hands, self.desk.clock())

    def _written(self, lane: Lane, ended: int) -> None:
        self._hands.difference_update(number for number, _ in lane.settled[:ended])
        del lane.settled[:ended]

    def _lane(self, token: Token) -> Lane:
        if token not in self._lanes:
            self._lanes[token] = Lane(self.paces.get(token[0], Pace()))
        return self._lanes[token]

    async def _takeable(self, session: AsyncSession, token: Token) -> bool:
        room = self._lane(token).room(self.desk.clock())
        return bool(await claims.takeable(session, *token, self.desk.clock(), room))

    async def _turn(self, chat: Chat, token: Token, lane: Lane) -> None:
        """One transaction: what was sent is written down, and the next few are taken; then they are sent."""
        if not lane.settled and not await self._more(token):
            return
        now = self.desk.clock()
        sending: list[tuple[Delivery, Letter]] = []
        async with lane.writing:
            ended = len(lane.settled)
            async with self.desk.db.write() as session:
                await self._note(session, lane.settled[:ended])
                if self._takes:
                    claimed = await claims.claim(session, *token, now, lane.room(now), self.desk.process)
                    sending = await self._letters(session, claimed, chat, now)
            self._written(lane, ended)
        for row, letter in sending:
            self._hands.add(row.id)
            lane.take(row.chat, now, edit=bool(letter.edited))
            task = asyncio.create_task(self._one(chat, lane, row, letter))
            lane.under_way.add(task)
            task.add_done_callback(lane.under_way.discard)

    async def _note(self, session: AsyncSession, ended: Sequence[tuple[int, Outcome]]) -> None:
        """Writes down what became of some, but for those that another process has in hand: it took this one for dead."""
        held = await deliveries.around(session, [number for number, _ in ended])
        rows = [(await session.get_one(Delivery, number), outcome) for number, outcome in ended]
        mine = (None, "", self.desk.process)
        await outcomes.note(session, [(row, outcome) for row, outcome in rows if row.claimed_by in mine])
        del held

    async def _more(self, token: Token) -> bool:
        if not self._takes:
            return False
        async with self.desk.db.read() as session:
            return await self._takeable(session, token)

    @property
    def _takes(self) -> bool:
        return not self._stopping and self.desk.sure()

    async def _letters(
        self, session: AsyncSession, rows: Sequence[Delivery], chat: Chat, now: datetime
    ) -> list[tuple[Delivery, Letter]]:
        """What to send, by its delivery; where there is nothing, what becomes of the delivery is noted instead."""
        held = await deliveries.around(session, [row.id for row in rows])

        async def written(row: Delivery, drawn: letters.Drawn) -> Letter | Outcome:
            return await letters.written(session, row, chat, now, drawn)

        made = dict(zip((row.id for row in rows), await apart.each(session, rows, written), strict=True))
        await outcomes.note(
            session, [(row, _instead(row, one)) for row in rows if not isinstance(one := made[row.id], Letter)]
        )
        del held
        return [(row, one) for row in rows if isinstance(one := made[row.id], Letter)]

    async def _one(self, chat: Chat, lane: Lane, row: Delivery, letter: Letter) -> None:
        await lane.turn(bool(letter.edited))
        with following(row.trail):
            lane.settled.append((row.id, await self._send(chat, lane, row, letter)))

    async def _send(self, chat: Chat, lane: Lane, row: Delivery, letter: Letter) -> Outcome:
        """Tries once; what happened, as the change of the row that records it. Nothing is sent by a process that the others may
        have taken for dead."""
        now = self.desk.clock()
        if not self.desk.sure():
            return outcomes.ready(now)
        try:
            if letter.edited:
                for at, page in zip(letter.edited, letter.pages, strict=True):
                    await chat.edit(at, page)
                _counted(row, "edited")
                log.info("delivery %s: edited in %s", row.key, row.chat)
                return outcomes.edited(letter.edited, letter.grown, now)
            posted = await chat.send(letter.to, letter.pages[0], letter.key)
            _counted(row, "posted")
            log.info("delivery %s: posted in %s as %s", row.key, row.chat, posted.id)
            return outcomes.part(posted.id, now) if letter.more else outcomes.sent(posted.id, now)
        except ChatError as error:
            log.info("delivery %s: %s %s", row.key, type(error).__name__, error.cause or error)
            _counted(row, type(error).__name__.lower())
            if isinstance(error, Moved):
                await menus.of_moved(self.desk.db, chat, letter.to, error.new)
            if isinstance(error, Later):
                lane.refused(row.chat, bool(letter.edited), now + timedelta(seconds=error.seconds))
            return outcomes.failed(error, now)
        except Exception as error:  # one bad row must not stop the others; it is recorded as dead, with its cause
            log.exception("delivery %s", row.key)
            _counted(row, "defect")
            return outcomes.dead(f"{type(error).__name__}: {error}")

    async def recover(self) -> None:
        """What a process that is no more had in its hands is open, and is settled; what a living one has is left to it."""
        async with self.desk.db.write() as session:
            alive = await processes.living(session)
            if alive is not None:
                await deliveries.leave_open(session, self.desk.clock(), {self.desk.process, *alive})
        await self.settle()

    async def settle(self) -> None:
        """Finds out what became of the deliveries that may or may not have arrived; those without a connection wait."""
        async with self.desk.db.read() as session:
            unsettled = await deliveries.unsettled(session, self.desk.clock())
        for delivery in unsettled:
            chat = self.chats.at(delivery.platform, delivery.tenant)
            if chat:
                outcome = await self._settled(chat, delivery)
                async with self.desk.db.write() as session:
                    row = await deliveries.still(session, delivery.id, "unknown")
                    if row and row.claimed == delivery.claimed:  # else another has settled it, and it was sent since
                        await outcome(session, row)

    async def _settled(self, chat: Chat, delivery: Delivery) -> Outcome:
        now = self.desk.clock()
        try:
            found = await chat.find(letters.place_of(delivery), letters.part_key(delivery))
        except Refused:  # the platform cannot tell
            repeat = self.paces.get(delivery.platform, Pace()).repeat
            return outcomes.ready(now, repeat=True) if repeat else outcomes.held(now)
        except (Later, CutOff) as error:
            log.info("delivery %s cannot be looked up yet: %s", delivery.key, error.cause or error)
            return outcomes.cut_off(error, now)
        except ChatError as error:
            return outcomes.failed(error, now)
        if found is None:  # a process that was taken for dead may only have been slow
            return outcomes.absent(delivery.claimed if self.desk.shared else None, now)
        more = letters.left(delivery, chat.budget)
        return outcomes.part(found.id, now) if more else outcomes.sent(found.id, now)


def _counted(row: Delivery, outcome: str) -> None:
    metrics.SENDS.labels(row.platform, outcome).inc()


def _instead(row: Delivery, made: Outcome | Exception) -> Outcome:
    """What becomes of a delivery that is no letter; one bad row is recorded as dead, with its cause."""
    if not isinstance(made, Exception):
        return made
    log.error("delivery %s", row.key, exc_info=made)
    return outcomes.dead(f"{type(made).__name__}: {made}")
