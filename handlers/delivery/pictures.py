"""The picture that goes with a Flash: drawn once for all chats of a language, sent behind everything else, never waited for.

A picture is due when its Flash has been posted. It has a drain and a pace of its own: what goes wrong with it, slow or refused,
is its own affair.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from aiolimiter import AsyncLimiter
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.drafts import flash
from bot.drafts.keeping import sheets
from bot.errors import ChatError, CutOff, Gone
from bot.languages import speaking, spoken
from bot.message import Message, Upload, para, say
from bot.places import Place, Posted
from bot.sentences import chat as sentences
from handlers.chat import Chat
from handlers.delivery import letters, outcomes
from handlers.delivery.outcomes import Outcome
from handlers.request import Chats
from storage import claims
from storage.tables import Delivery, FlashRow
from storage.trail import following

log = logging.getLogger(__name__)
_BATCH = 20
_PER_SECOND = 4.0  # with the 25 of Telegram's messages below its 30
_TRIES = 3
_KEPT = 4  # pictures kept for the chats that are still to come
_DRAWN_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class _Due:
    """A picture to be sent. `posted`: the delivery of its Flash; `pictured`: whether a picture goes with it as it stands;
    `shown`: the id of the picture whose place it takes, "" if it is the first; `languages`: of the chat and of its space."""

    picture: Delivery
    posted: Delivery
    flash: FlashRow
    pictured: bool
    shown: str
    languages: tuple[str, str]


async def _due(session: AsyncSession, picture: Delivery, posted: Delivery) -> _Due:
    row = await session.get_one(FlashRow, picture.flash_id)
    first = await session.get(Delivery, picture.edits) if picture.edits else None
    pictured = flash.pictured(flash.FLASH.validate_python(row.facts))
    shown = first.posted or "" if first else ""
    return _Due(picture, posted, row, pictured, shown, await letters.languages(session, picture))


@dataclass(slots=True)
class Pictures:
    """Sends the pictures that are due, for every token. `paces`: pictures a second by platform."""

    desk: Desk
    chats: Chats
    paces: Mapping[str, float] = field(default_factory=dict)
    _drawn: dict[str, asyncio.Task[Upload | None]] = field(default_factory=dict)

    async def due(self) -> Sequence[tuple[str, str]]:
        """The tokens that have a picture to send and a connection to send it by, which may be another process's."""
        async with self.desk.db.read() as session:
            tokens = await claims.pictures_due(session, self.desk.clock())
        return [token for token in tokens if self.desk.shared or self.chats.at(*token)]

    async def run(self, token: tuple[str, str]) -> None:
        """Sends every picture that is due for one token."""
        chat = self.chats.at(*token)
        limit = AsyncLimiter(1, 1 / self.paces.get(token[0], _PER_SECOND))
        while chat and (batch := await self._claim(chat, token)):
            await asyncio.gather(*(self._one(chat, due, limit) for due in batch))

    async def _claim(self, chat: Chat, token: tuple[str, str]) -> Sequence[_Due]:
        """Takes some; a thread is noted before the picture goes there, for whoever must find it after a crash."""
        async with self.desk.db.write() as session:
            if not self.desk.sure():
                return []
            batch = await claims.claim_pictures(session, *token, self.desk.clock(), _BATCH, self.desk.process)
            for picture, flash in batch:
                if chat.threads:
                    picture.thread = picture.thread or flash.posted
            return [await _due(session, picture, flash) for picture, flash in batch]

    async def _one(self, chat: Chat, due: _Due, limit: AsyncLimiter) -> None:
        if due.posted.state != "sent" or not chat.pictures:
            outcome: Outcome = outcomes.nothing
        else:
            with following(due.picture.trail), speaking(*due.languages):
                outcome = await self._send(chat, due, limit)
        await outcomes.record(self.desk.db, due.picture.id, outcome)

    async def _send(self, chat: Chat, due: _Due, limit: AsyncLimiter) -> Outcome:
        picture, file = due.picture, await self._file(due.flash)
        place = Place(picture.platform, picture.tenant, picture.chat, picture.thread)
        if file is None and (due.pictured or not due.shown):
            return outcomes.nothing
        note = _note(file, picture) if file else say(sentences.PICTURE_OVER)
        try:
            async with limit:
                if due.shown:
                    posted = await chat.redraw(Posted(place, due.shown), file, note, picture.key)
                    return outcomes.redrawn(posted.id, self.desk.clock())
                assert file is not None
                posted = await chat.upload(place, file, note, picture.key)
                return outcomes.sent(posted.id, self.desk.clock())
        except ChatError as error:
            log.info("picture %s: %s %s", picture.key, type(error).__name__, error.cause or error)
            return self._failed(error, picture)
        except (
            Exception
        ) as error:  # one defect must not stop the other pictures; it is recorded as dead, with its cause
            log.exception("picture %s", picture.key)
            return outcomes.dead(f"{type(error).__name__}: {error}")

    def _failed(self, error: ChatError, picture: Delivery) -> Outcome:
        """That a place takes no picture says nothing of messages; and a late one is not worth many tries."""
        last = picture.tries >= _TRIES and not isinstance(error, CutOff)
        if isinstance(error, Gone) or last:
            return outcomes.dead(error.cause or str(error))
        return outcomes.failed(error, self.desk.clock())

    async def _file(self, flash: FlashRow) -> Upload | None:
        """The picture of a Flash as it stands, in the language that is spoken: of other facts another one."""
        key = f"{spoken()} {flash.id} {flash.draft_id} {flash.against} {flash.facts}"
        if key not in self._drawn:
            for old in list(self._drawn)[: -_KEPT + 1]:
                del self._drawn[old]
            self._drawn[key] = asyncio.create_task(self._draw(flash.id))
        return await self._drawn[key]

    async def _draw(self, flash_id: int) -> Upload | None:
        try:
            async with asyncio.timeout(_DRAWN_WITHIN_S), self.desk.db.read() as session:
                row = await session.get_one(FlashRow, flash_id)
                return await sheets.of_flash(session, row, self.desk.clock())
        except Exception:  # a Flash without its picture is whole; why there is none is for the log
            log.exception("no picture for Flash %s", flash_id)
            return None


def _note(file: Upload, picture: Delivery) -> Message:
    note = replace(say(file.title), quiet=True)
    return replace(note, blocks=(*note.blocks, para(sentences.REPEAT))) if picture.repeat else note
