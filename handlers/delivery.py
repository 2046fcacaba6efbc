"""Deliveries on their way to the platforms: claim, send, record what became of them.

One drain per token (a Telegram bot, a Slack workspace), paced by that token's rate; order is kept per chat, and a 429 moves
the chat's own next time and stops nobody else. A delivery of which nobody knows whether it arrived – after a crash, or cut
off – is looked up by its key where the platform can tell, and otherwise sent once more, marked, or held.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aiolimiter import AsyncLimiter
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import flash
from bot.errors import ChatError, CutOff, Later, Refused
from bot.message import MESSAGE, Budget, Message, Para, Span, paginate
from bot.outbox import seal
from bot.places import Place, Posted
from bot.positions import cards
from bot.sentences import chat as sentences
from bot.spans import moment
from handlers import outcomes
from handlers.chat import Chat
from handlers.outcomes import Outcome
from handlers.request import Chats
from storage import deliveries
from storage.tables import Card, Delivery, FlashRow, Space
from storage.tables import Chat as ChatRow

log = logging.getLogger(__name__)
_BATCH = 20
_UNPOSTED = "what it edits was never posted"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a token may send. `per_second`: messages in all; `apart`: seconds between two in one chat; `repeat`: what to do
    after a crash where nobody can tell."""

    per_second: float = 25.0
    apart: float = 0.0
    repeat: bool = True


@dataclass(slots=True)
class Drain:
    """Sends what is due, for every token."""

    desk: Desk
    chats: Chats
    paces: Mapping[str, Pace] = field(default_factory=dict)
    _limits: dict[tuple[str, str], AsyncLimiter] = field(default_factory=dict)
    _chats: dict[tuple[str, str, str], AsyncLimiter] = field(default_factory=dict)

    async def due(self) -> Sequence[tuple[str, str]]:
        """The tokens that have something to send and a connection to send it by."""
        async with self.desk.db.read() as session:
            tokens = await deliveries.tokens_due(session, self.desk.clock())
        return [token for token in tokens if self.chats.at(*token)]

    async def run(self, token: tuple[str, str]) -> None:
        """Sends everything that is due for one token, batch by batch."""
        platform, tenant = token
        chat = self.chats.at(platform, tenant)
        if chat is None:
            return
        while True:
            async with self.desk.db.write() as session:
                batch = await deliveries.claim(session, platform, tenant, self.desk.clock(), _BATCH)
            if not batch:
                return
            await asyncio.gather(*(self._one(chat, delivery, self._limit(token)) for delivery in batch))

    def _limit(self, token: tuple[str, str]) -> AsyncLimiter:
        if token not in self._limits:
            self._limits[token] = AsyncLimiter(1, 1 / self.paces.get(token[0], Pace()).per_second)
        return self._limits[token]

    def _spaced(self, delivery: Delivery) -> AbstractAsyncContextManager[None]:
        """Waits until enough time has passed since the last message to the same chat."""
        apart = self.paces.get(delivery.platform, Pace()).apart
        if not apart:
            return nullcontext()
        chat = (delivery.platform, delivery.tenant, delivery.chat)
        return self._chats.setdefault(chat, AsyncLimiter(1, apart))

    async def _one(self, chat: Chat, delivery: Delivery, limit: AsyncLimiter) -> None:
        async with self._spaced(delivery), limit:
            outcome = await self._send(chat, delivery)
        await outcomes.record(self.desk.db, delivery.id, outcome)

    async def _send(self, chat: Chat, delivery: Delivery) -> Outcome:
        """Tries once; what happened, as the change of the row that records it."""
        now = self.desk.clock()
        try:
            async with self.desk.db.write() as session:
                message, original = await self._message(session, delivery, now)
                if chat.threads and delivery.card_id is not None and delivery.flash_id is not None:
                    await _under_flash(session, delivery)
            first, *more = _parts(message, chat.budget)
            if delivery.edits is None:
                posted = await chat.send(_place(delivery), first, delivery.key)
                for number, part in enumerate(more, 2):
                    await chat.send(_place(delivery), part, f"{delivery.key}:{number}")
                return outcomes.sent(posted.id, now)
            if original is None or original.state in ("dead", "held"):
                return outcomes.dead(_UNPOSTED)
            if original.posted is None:
                return outcomes.put_off(now, 2.0)
            await chat.edit(Posted(_place(original), original.posted), first)
            return outcomes.sent(original.posted, now)
        except ChatError as error:
            log.info("delivery %s: %s %s", delivery.key, type(error).__name__, error.cause or error)
            return outcomes.failed(error, now)
        except Exception as error:  # one bad row must not stop the others; it is recorded as dead, with its cause
            log.exception("delivery %s", delivery.key)
            return outcomes.dead(f"{type(error).__name__}: {error}")

    async def _message(
        self, session: AsyncSession, delivery: Delivery, now: datetime
    ) -> tuple[Message, Delivery | None]:
        """What to send now, and the delivery that it edits."""
        original = await session.get(Delivery, delivery.edits) if delivery.edits else None
        if delivery.card_id is not None:
            message = await _card_message(session, delivery.card_id, now)
        elif delivery.flash_id is None:
            message = MESSAGE.validate_python(delivery.body)
        else:
            shown_posted = original.sent if original and original.sent else now
            message = await _flash_message(session, delivery, shown_posted, now)
        if delivery.repeat:
            message = replace(message, blocks=(*message.blocks, Para((Span(sentences.REPEAT),))))
        return message, original

    async def recover(self) -> None:
        """At the start: what a former life had in its hands is open, and is settled."""
        async with self.desk.db.write() as session:
            await deliveries.leave_open(session, self.desk.clock())
        await self.settle()

    async def settle(self) -> None:
        """Finds out what became of the deliveries that may or may not have arrived; those without a connection wait."""
        async with self.desk.db.read() as session:
            unsettled = await deliveries.unsettled(session, self.desk.clock())
        for delivery in unsettled:
            chat = self.chats.at(delivery.platform, delivery.tenant)
            if chat:
                await outcomes.record(self.desk.db, delivery.id, await self._settled(chat, delivery))

    async def _settled(self, chat: Chat, delivery: Delivery) -> Outcome:
        now = self.desk.clock()
        try:
            found = await chat.find(_place(delivery), delivery.key)
        except Refused:  # the platform cannot tell
            repeat = self.paces.get(delivery.platform, Pace()).repeat
            return outcomes.ready(now, repeat=True) if repeat else outcomes.held(now)
        except (Later, CutOff) as error:
            log.info("delivery %s cannot be looked up yet: %s", delivery.key, error.cause or error)
            return outcomes.cut_off(error, now)
        except ChatError as error:
            return outcomes.failed(error, now)
        return outcomes.sent(found.id, now) if found else outcomes.ready(now)


async def _flash_message(session: AsyncSession, delivery: Delivery, posted: datetime, now: datetime) -> Message:
    """The Flash for one chat, its buttons sealed."""
    row = await session.get_one(FlashRow, delivery.flash_id)
    chat = await session.get_one(ChatRow, delivery.chat_id)
    space = await session.get_one(Space, chat.space_id)
    zone = ZoneInfo(space.timezone)
    plenary = [moment(text, zone) for text in space.plenary]
    message = flash.message(flash.FLASH.validate_python(row.facts), posted, zone, plenary)
    return await seal(session, message, now, space_id=space.id)


async def _under_flash(session: AsyncSession, delivery: Delivery) -> None:
    """A card that goes under a Flash goes to its thread; noted before it is sent, for whoever must find it after a crash."""
    flash_posted = await deliveries.flash_in(session, delivery.flash_id or 0, delivery.chat_id or 0)
    if delivery.thread is None and flash_posted and flash_posted.posted:
        row = await session.get_one(Delivery, delivery.id)
        row.thread = delivery.thread = flash_posted.posted
        session.add(row)


async def _card_message(session: AsyncSession, card_id: int, now: datetime) -> Message:
    """A card as it stands at this moment; everyone may press its buttons."""
    card = await session.get_one(Card, card_id)
    return await seal(session, await cards.message(session, card, now), now, space_id=card.space_id)


def _parts(message: Message, budget: Budget) -> list[Message]:
    """A message in as many parts as the platform needs, the buttons under the last."""
    pages = paginate(message, budget)
    return [replace(page, buttons=()) for page in pages[:-1]] + pages[-1:]


def _place(delivery: Delivery) -> Place:
    return Place(delivery.platform, delivery.tenant, delivery.chat, delivery.thread)
