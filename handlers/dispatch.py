"""One command from the moment it arrives to its answer: take it once, know who asks where, run it, say it.

Repeats are dropped by key, errors become one polite sentence to the asker, and whatever else goes wrong is logged with an id
that the asker is told.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk import Desk
from bot.errors import BadInput, ChatError, RapporteurError
from bot.message import say
from bot.sentences import chat as sentences
from handlers import saying
from handlers.asking import make_request
from handlers.chat import Chat, Command
from handlers.grammar import Line, parse
from handlers.request import Answer, Chats, Entry, RepeatedError
from storage import deliveries, people
from storage.tables import Person, Press

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Takes every command of every platform; an instance is what `Chat.run` hands them to."""

    desk: Desk
    chats: Chats
    commands: Mapping[str, Entry]

    async def __call__(self, command: Command) -> None:
        chat = self.chats.at(command.place.platform, command.place.tenant)
        if chat is None:
            log.error("no connection for %s", command.place)
            return
        try:
            await self._take(chat, command)
        except RepeatedError:
            log.info("dropped a repeat of %s", command.key)
        except ChatError as error:
            log.warning("could not answer %s at %s: %s (%s)", command.key, command.place, error, error.cause)

    async def _take(self, chat: Chat, command: Command) -> None:
        press, line = await self._line(command)
        person = await self._admit(command, line)
        try:
            answer = await self._run(chat, command, line, person, press)
        except (RepeatedError, ChatError):
            raise
        except RapporteurError as error:
            log.info("%s by %s: %s %s", line.verb, command.who.id, error, error.cause)
            answer = saying.apology(error, chat.command_form)
        except Exception:  # the last net: a defect of ours must not leave the asker without an answer
            name = secrets.token_hex(4)
            log.exception("%s failed on %s", name, command.text or command.token)
            answer = Answer(say(sentences.WENT_WRONG.format(id=name)))
        await saying.reply(self.desk, chat, command, line, person, press, answer)

    async def _line(self, command: Command) -> tuple[Press | None, Line]:
        """What was pressed, and the line that was typed or that the press stands for."""
        if not command.token:
            return None, parse(command.text)
        async with self.desk.db.read() as session:
            press = await deliveries.press(session, command.token)
        return press, parse(press.line if press else "")

    async def _admit(self, command: Command, line: Line) -> Person:
        """The person who asks. A command that only reads is noted as taken here; one that acts does so when it acts."""
        entry = self.commands.get(line.verb)
        who = command.who
        async with self.desk.db.write() as session:
            acts = entry is not None and entry.acts
            if not acts and not await deliveries.first_time(session, command.key, self.desk.clock()):
                raise RepeatedError
            return await people.meet(session, who.platform, who.tenant, who.id, who.name)

    async def _run(self, chat: Chat, command: Command, line: Line, person: Person, press: Press | None) -> Answer:
        if command.token and press is None:
            raise BadInput(sentences.OLD_BUTTON)
        async with self.desk.db.read() as session:
            request = await make_request(self, session, chat, command, line, person, press)
            return await self.commands[line.verb].run(request)
