"""One command from the moment it arrives to its answer: know who asks where, run it, note it as taken, say it.

A command is noted in the transaction in which its answer's buttons are sealed, just before it is said: one that only reads
has no other. A repeat that comes meanwhile is worked out twice and said once. One that acts is noted when it acts.
Repeats are dropped by key, errors become one polite sentence to the asker, and whatever else goes wrong is logged with an id
that the asker is told.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.desk import Desk
from bot.errors import BadInput, ChatError, RapporteurError
from bot.languages import speaking
from bot.message import Button, Message, say
from bot.outbox import seal
from bot.places import Person as Account
from bot.places import Place, Posted
from bot.positions.showing import reach
from bot.sentences import chat as sentences
from handlers import moved, saying
from handlers.asking import make_request
from handlers.chat import Chat, Command
from handlers.grammar import Line, completed, parse
from handlers.request import Answer, Chats, Entry, RepeatedError
from storage import failing, people, presses
from storage.tables import Asked, Person, Press
from storage.trail import current, following, new

log = logging.getLogger(__name__)
_AGAIN_S = (0.5, 1.0, 2.0, 4.0)
"""Until a command is taken once more whose server of the database is away: it comes back from a restart within seconds, and
nobody's press was for nothing."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is said, as the answer to which line, about which space. `failed`: it says why there is no answer; `taken`: the
    command's key was noted when it acted."""

    answer: Answer
    line: Line
    space_id: int | None
    failed: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Takes every command of every platform; an instance is what `Chat.run` hands them to. `answered`: told where a message was
    sent as an answer."""

    desk: Desk
    chats: Chats
    commands: Mapping[str, Entry]
    answered: Callable[[Place], None] | None = None

    async def __call__(self, command: Command) -> None:
        with following(new()):
            await self._answer(command)

    async def _answer(self, command: Command) -> None:
        chat = self.chats.at(command.place.platform, command.place.tenant)
        if chat is None:
            log.error("no connection for %s", command.place)
            return
        began = time.perf_counter()
        try:
            with speaking(command.locale):
                await self._patiently(chat, command)
            kind = "press" if command.token else "line"
            metrics.ANSWER_SECONDS.labels(kind).observe(time.perf_counter() - began)
        except RepeatedError:
            log.info("dropped a repeat of %s", command.key)
        except ChatError as error:
            log.warning("could not answer %s at %s: %s (%s)", command.key, command.place, error, error.cause)
        except DBAPIError as error:
            log.error("could not answer %s: the database fails: %s", command.key, failing.said(error))
            await self._without_memory(chat, command)

    async def _patiently(self, chat: Chat, command: Command) -> None:
        """Takes it; what was done before the server went away is known by its key, and is not done twice."""
        for wait in _AGAIN_S:
            try:
                await self._take(chat, command)
                return
            except DBAPIError as error:
                if failing.kind(error) != "no server":
                    raise
                log.warning("%s waits for the database: %s", command.key, failing.said(error))
            await self.desk.pause(wait)
        await self._take(chat, command)

    async def _without_memory(self, chat: Chat, command: Command) -> None:
        """What can be said while the database does not answer; a command that is brought again is taken then."""
        try:
            with speaking(command.locale):
                await chat.whisper(command, say(sentences.NO_DATABASE))
        except ChatError as error:
            log.warning("could not say so at %s: %s (%s)", command.place, error, error.cause)

    async def _take(self, chat: Chat, command: Command) -> None:
        if command.moved:
            await moved.heard(self.desk.db, chat, command.place, command.moved)
            return
        async with self.desk.db.read() as session:
            if await presses.seen(session, command.key):
                raise RepeatedError
            press, line = await _line(session, command)
            person = await self._person(session, command.who)
            outcome = await self._outcome(session, chat, command, line, person, press)

        async def record(message: Message, whispered: bool) -> Message:
            if outcome.taken and not any(message.buttons) and not _remembered(command, person, outcome):
                return message  # a commit costs more than a press should
            async with self.desk.db.write() as session:
                await self._note(session, command, person, outcome)
                # a page that is made anew each time it is looked at keeps its buttons, as a card does
                mine = None if command.tab and outcome.line.verb == "home" else person.id
                about = {"space_id": outcome.space_id, "person_id": mine}
                return await seal(session, message, self.desk.clock(), **about, whispered=whispered)

        if outcome.answer.asks:
            await self._ask(chat, command, outcome.answer, record)
            return
        resume = None if command.token or command.who.anonymous else partial(self._keep, command, outcome, person)
        await saying.reply(chat, command, outcome.line, person, press, outcome.answer, record, resume)
        if self.answered and (outcome.answer.public or not command.token):  # what shows over a button is no message
            self.answered(command.place)
        if command.tab and self._acted(outcome):
            await self(replace(command, key=f"{command.key}:home", text="home", token="", pressed=None))

    async def _keep(self, command: Command, outcome: _Outcome, person: Person) -> str:
        """What was typed is kept for when the person can be written to: what only reads is answered then; nothing that acted,
        or would have, is done at that time: their own page says what was recorded, its /help why it was not."""
        entry = self.commands.get(outcome.line.verb)
        line = "home" if outcome.taken else command.text
        if outcome.failed and (entry is None or entry.acts):
            line = f"help {outcome.line.verb}"
        kept = Message((), ((Button("", line),),))
        async with self.desk.db.write() as session:
            about = {"space_id": outcome.space_id, "person_id": person.id}
            sealed = await seal(session, kept, self.desk.clock(), **about, whispered=True)
        return sealed.buttons[0][0].token

    def _acted(self, outcome: _Outcome) -> bool:
        entry = self.commands.get(outcome.line.verb)
        return entry is not None and entry.acts and not outcome.failed

    async def _ask(self, chat: Chat, command: Command, answer: Answer, record: saying.Record) -> None:
        """Puts the question; where it is answered by a reply, notes which message is the question."""
        stands_for = Message((), ((Button("", answer.asks),),))
        token = (await record(stands_for, True)).buttons[0][0].token
        question = await chat.ask(command, answer.message, token)
        if question:
            async with self.desk.db.write() as session:
                at = question.place
                session.add(
                    Asked(
                        platform=at.platform,
                        tenant=at.tenant,
                        chat=at.chat,
                        message=question.id,
                        token=token,
                        at=self.desk.clock(),
                    )
                )

    async def _person(self, session: AsyncSession, who: Account) -> Person:
        """The person who asks; of one who is known nothing is written."""
        account = (who.platform, who.tenant, who.id, who.name, who.handle)
        known = await people.known(session, *account)
        if known:
            return known
        async with self.desk.db.write() as writing:
            met = await people.meet(writing, *account)
        await session.commit()  # ends what it saw of the database: from here on it sees them
        return met

    async def _outcome(
        self, session: AsyncSession, chat: Chat, command: Command, line: Line, person: Person, press: Press | None
    ) -> _Outcome:
        """What the command says, or what is said in its place. An apology stands beside a page, not in place of it."""
        space_id = press.space_id if press else None
        try:
            if command.token and press is None:
                raise BadInput(sentences.OLD_BUTTON)
            request = await make_request(self, session, chat, command, line, person, press)
            space_id = request.bound_space.id if request.bound_space else None
            answer = await self.commands[line.verb].run(request)
            return _Outcome(answer, line, space_id, taken=command.key in request.taken)
        except (RepeatedError, ChatError):
            raise
        except RapporteurError as error:
            log.info("%s by %s: %s %s", line.verb, command.who.id, error, error.cause)
            answer = saying.apology(error, chat.command_form)
        except Exception as error:  # the last net: a defect of ours must not leave the asker without an answer
            if isinstance(error, DBAPIError) and failing.kind(error) != "other":
                raise
            answer = self._defect(command)
        return _Outcome(answer, Line(line.verb), space_id, failed=True)

    def _defect(self, command: Command) -> Answer:
        """Says that something of ours failed, under the name by which the log has it."""
        name = current()
        log.exception("%s failed on %s", name, command.text or command.token)
        metrics.DEFECTS.labels("command").inc()
        return Answer(say(sentences.WENT_WRONG.format(id=name)))

    async def _note(self, session: AsyncSession, command: Command, person: Person, outcome: _Outcome) -> None:
        """Notes the command as taken, and the space that was chosen in private.

        One that acts has noted its key when it acted; what it could not do may be brought again.
        """
        line = outcome.line
        entry = self.commands.get(line.verb)
        acts = entry is not None and entry.acts
        if acts and outcome.failed:
            return
        if not await presses.first_time(session, command.key, self.desk.clock()) and not acts:
            raise RepeatedError
        remembered = _remembered(command, person, outcome)
        if "space" in remembered:
            (await session.get_one(Person, person.id)).space_id = outcome.space_id
        if "on" in remembered and outcome.space_id is not None:
            about = {"document": line.keys.get("doc", ""), "ref": (*line.refs(), "")[0], "words": line.keys["on"]}
            await reach.pressed_on(session, outcome.space_id, person.id, now=self.desk.clock(), **about)


def _remembered(command: Command, person: Person, outcome: _Outcome) -> set[str]:
    """What of a line is noted beside its being taken: "space", chosen in private; "on", the words that a button stood on."""
    keys = outcome.line.keys
    if outcome.space_id is None:
        return set()
    space = command.private and "space" in keys and person.space_id != outcome.space_id
    on = command.token and "on" in keys and not outcome.failed
    return {key for key, noted in {"space": space, "on": on}.items() if noted}


async def _question(session: AsyncSession, replied: Posted) -> Press | None:
    at = replied.place
    return await presses.question(session, at.platform, at.tenant, at.chat, replied.id)


async def _line(session: AsyncSession, command: Command) -> tuple[Press | None, Line]:
    """What was pressed or asked, and the line that was typed, or that it stands for with the answer behind it.

    A link to a private chat carries the token of what was begun elsewhere: "start TOKEN" goes on with it.
    """
    if command.token:
        press = await presses.press(session, command.token)
        return press, completed(parse(press.line if press else ""), command.text)
    question = await _question(session, command.replied) if command.replied else None
    if question:
        return question, completed(parse(question.line), command.text)
    line = parse(command.text)
    begun = await presses.press(session, line.words[0]) if line.verb == "start" and line.words else None
    return (begun, parse(begun.line)) if begun else (None, line)
