"""An answer on its way back: which page of it, to whom, as what, with which file."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.errors import BadInput, ChatError, Gone, NotMade, RapporteurError
from bot.message import Button, Message, in_words, paginate, para, say
from bot.places import Place
from bot.sentences import chat as sentences
from bot.sentences import inline
from handlers.chat import Chat, Command, Resume
from handlers.grammar import Line, with_page
from handlers.request import Answer
from storage.tables import Person, Press

log = logging.getLogger(__name__)
Record = Callable[[Message, bool], Awaitable[Message]]
"""Notes the command as taken and gives the message with its buttons sealed, whispered or not; RepeatedError if it was taken."""

_FILES_FROM = 4  # pages: a message this long comes with its file


def apology(error: RapporteurError, form: str) -> Answer:
    """An error as its sentence, with what would work instead as buttons."""
    choices = error.choices if isinstance(error, BadInput) else ()
    rows = tuple((Button(form.format(line), line),) for line in choices)
    return Answer(Message(say(error.told().rstrip()).blocks, rows))


@dataclass(frozen=True, slots=True)
class _Way:
    """How an answer goes back. `private`: asked where nobody else reads; `turned`: a page of it was turned; `foreign`: by a
    button that is somebody else's; `edits`: in place of the pressed message; `public`: to the chat."""

    private: bool
    turned: bool
    foreign: bool
    edits: bool
    public: bool

    @property
    def whispered(self) -> bool:
        """To the asker alone, in a chat that others read."""
        return not (self.edits or self.public or self.private)

    @property
    def alone(self) -> bool:
        """Read by the asker alone."""
        return self.private or not (self.public or self.edits)


def _way(command: Command, line: Line, person: Person, press: Press | None, answer: Answer) -> _Way:
    turned = press is not None and "page" in line.keys and command.pressed is not None
    foreign = press is not None and press.person_id is not None and press.person_id != person.id
    edits = turned and not foreign and press is not None and (command.private or not press.whispered)
    return _Way(command.private, turned, foreign, edits, answer.public and not turned and not foreign)


async def reply(
    chat: Chat,
    command: Command,
    line: Line,
    person: Person,
    press: Press | None,
    answer: Answer,
    record: Record,
    resume: Resume | None,
) -> None:
    """Says the answer: in place of the message whose page was turned, in the chat, or to the asker alone. `resume`: by which it
    follows, where the asker cannot be written to yet."""
    if answer.alone:
        await record(answer.message, False)
        await _upload(chat, _place(command, answer, public=not command.private), command, answer)
        return
    way = _way(command, line, person, press, answer)
    pages = paginate(in_words(answer.message) if person.text_mode and way.alone else answer.message, chat.budget)
    message = _one_page(pages, _page(line, len(pages)), command, line, press)
    if way.foreign:
        message = replace(message, blocks=(*say(sentences.NOT_YOURS).blocks, *message.blocks))
    message = await record(message, way.whispered)
    await _say(chat, command, line, way, message, answer, resume)
    if person.text_mode and not way.alone and message.blocks != in_words(message).blocks:
        await chat.whisper(command, replace(in_words(message), buttons=()))  # what all read keeps its styles
    if answer.files and not way.turned and (answer.always or len(pages) >= _FILES_FROM):
        await _bring(chat, command, way, answer)


async def _say(
    chat: Chat, command: Command, line: Line, way: _Way, message: Message, answer: Answer, resume: Resume | None
) -> None:
    if command.tab and line.verb == "home":
        await chat.home(command.who, message)
    elif way.edits:
        await _turn(chat, command, message)
    elif way.public or way.private:
        await chat.send(_place(command, answer, public=way.public), message, f"reply:{command.key}")
    else:
        await chat.whisper(command, message, resume)


async def _bring(chat: Chat, command: Command, way: _Way, answer: Answer) -> None:
    """The files beside an answer; where others read, only those that the asker wants in any case, in private."""
    place = _place(command, answer, public=way.public)
    if way.public or way.private:
        await _upload(chat, place, command, answer)
    elif answer.always:
        await _upload(chat, Place(place.platform, place.tenant, command.who.id), command, answer)


def _page(line: Line, pages: int) -> int:
    """The page asked for, the nearest there is."""
    asked = line.keys.get("page", "1")
    return min(max(int(asked), 1), pages) if asked.isdecimal() else 1


def _one_page(pages: list[Message], number: int, command: Command, line: Line, press: Press | None) -> Message:
    page = pages[number - 1]
    if len(pages) == 1:
        return page
    typed = press.line if press else command.text
    turns = []
    if number > 1:
        turns.append(Button(inline.BUTTON_PREVIOUS, with_page(typed, number - 1)))
    if number < len(pages):
        turns.append(Button(inline.BUTTON_NEXT, with_page(typed, number + 1)))
    foot = para(inline.PAGE.format(page=number, pages=len(pages)))
    return replace(page, blocks=(*page.blocks, foot), buttons=(*page.buttons, tuple(turns)))


def _place(command: Command, answer: Answer, *, public: bool) -> Place:
    return replace(command.place, thread=answer.thread or command.place.thread) if public else command.place


async def _turn(chat: Chat, command: Command, message: Message) -> None:
    """Edits the pressed message; one that is no longer there is posted anew."""
    assert command.pressed is not None
    try:
        await chat.edit(command.pressed, message)
    except Gone:
        await chat.send(command.place, message, f"reply:{command.key}")


async def _upload(chat: Chat, place: Place, command: Command, answer: Answer) -> None:
    assert answer.files is not None
    try:
        files = await answer.files()
    except NotMade as error:
        log.warning("no file for %s: %s (%s)", place, error, error.cause)
        await chat.whisper(command, say(error.told()))
        return
    for number, file in enumerate(files):
        try:
            await chat.upload(place, file, say(file.title), f"file:{command.key}:{number}")
        except ChatError as error:
            log.warning("could not send %s to %s: %s (%s)", file.name, place, error, error.cause)
            if answer.alone or answer.always:
                await chat.whisper(command, say(sentences.FILE_NOT_SENT.format(file=file.title, why=error)))
