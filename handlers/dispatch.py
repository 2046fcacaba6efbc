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
        space_id = press.space_id if press else None
        try:
            if command.token and press is None:
                raise BadInput(sentences.OLD_BUTTON)
            async with self.desk.db.read() as session:
                request = await make_request(self, session, chat, command, line, person, press)
                space_id = request.bound_space.id if request.bound_space else None
                answer = await self.commands[line.verb].run(request)
            await self._note(command, line, person, space_id)
        except (RepeatedError, ChatError):
            raise
        except RapporteurError as error:
            log.info("%s by %s: %s %s", line.verb, command.who.id, error, error.cause)
            answer, line = saying.apology(error, chat.command_form), Line(line.verb)  # it stands beside, not in place
        except Exception:  # the last net: a defect of ours must not leave the asker without an answer
            name = secrets.token_hex(4)
            log.exception("%s failed on %s", name, command.text or command.token)
            answer, line = Answer(say(sentences.WENT_WRONG.format(id=name))), Line(line.verb)
        await saying.reply(self.desk, chat, command, line, person, press, answer, space_id)

    async def _line(self, command: Command) -> tuple[Press | None, Line]:
        """What was pressed, and the line that was typed or that the press stands for."""
        if not command.token:
            return None, parse(command.text)
        async with self.desk.db.read() as session:
            press = await deliveries.press(session, command.token)
        return press, parse(press.line if press else "")

    def _acts(self, line: Line) -> bool:
        entry = self.commands.get(line.verb)
        return entry is not None and entry.acts

    async def _admit(self, command: Command, line: Line) -> Person:
        """The person who asks. A command that only reads is noted as taken here; one that acts does so when it acts."""
        who = command.who
        async with self.desk.db.write() as session:
            if self._acts(line):
                new = not await deliveries.seen(session, command.key)
            else:
                new = await deliveries.first_time(session, command.key, self.desk.clock())
            if not new:
                raise RepeatedError
            return await people.meet(session, who.platform, who.tenant, who.id, who.name)

    async def _note(self, command: Command, line: Line, person: Person, space_id: int | None) -> None:
        """Notes one that could act and only told something; and the space that was chosen in private."""
        chosen = command.private and "space" in line.keys and space_id is not None and person.space_id != space_id
        if not (chosen or self._acts(line)):
            return
        async with self.desk.db.write() as session:
            await deliveries.first_time(session, command.key, self.desk.clock())
            if chosen:
                (await session.get_one(Person, person.id)).space_id = space_id
