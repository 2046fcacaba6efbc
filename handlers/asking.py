"""Who asks, where, about which space, and whether they may: a command becomes a request, or the sentence that refuses it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from rapidfuzz import process
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.errors import BadInput, NotAllowed
from bot.languages import speak
from bot.positions.seats.delegations import roles_of
from bot.positions.seats.roles import may, who_may
from bot.sentences import chat as sentences
from bot.wording import anded
from handlers.chat import Chat, Command
from handlers.chat_habits import of_this_chat
from handlers.grammar import Line, prose, written
from handlers.request import Chats, Entry, Request
from storage import people, spaces
from storage.tables import Chat as ChatRow
from storage.tables import Person, Press, Space

_READ_ON = timedelta(hours=1)
_NEAR = 80  # of 100: as like each other are a word and a command that was meant by it
_OFFERED = {"help": "help", "show": "show C9", "diff": "diff latest", "add": "drafts add"}
_MOST_WORDS = 300  # each is looked up: thousands would keep everybody waiting


class House(Protocol):
    """What a request is made from beside the command itself: the dispatcher."""

    @property
    def desk(self) -> Desk: ...
    @property
    def chats(self) -> Chats: ...
    @property
    def commands(self) -> Mapping[str, Entry]: ...


async def make_request(
    house: House,
    session: AsyncSession,
    chat: Chat,
    command: Command,
    line: Line,
    person: Person,
    press: Press | None,
) -> Request:
    """The request, or BadInput / NotAllowed with the nearest valid choice."""
    row, now = await _chat(house.desk, session, command), house.desk.clock()
    speak(person.language, row.language if row else "", command.locale)
    entry = _entry(house.commands, line, command, chat.command_form)
    line = prose(line) if entry.prose else line
    _check_length(line)
    if entry.acts and command.who.anonymous:  # all anonymous administrators of all groups have one and the same account
        raise NotAllowed(sentences.ANONYMOUS)
    space = None if entry.personal else await _space(session, command, line, entry, person, row, press, now)
    speak(person.language, row.language if row else "", space.language if space else command.locale)
    if space is None and entry.needs_space:
        raise no_space(command, chat.command_form)
    request = Request(
        desk=house.desk,
        session=session,
        command=command,
        line=line,
        person=person,
        chat=row,
        roles=await roles_of(session, space.id, person.id, now) if space else frozenset(),
        now=now,
        form=chat.command_form,
        chats=house.chats,
        commands=house.commands,
        bound_space=space,
    )
    _check_role(request, press)
    _check_words(entry, request)
    return request


async def _chat(desk: Desk, session: AsyncSession, command: Command) -> ChatRow | None:
    """The chat of a command, if it is of a space; what its people call it now is kept."""
    place = command.place
    row = await spaces.chat_at(session, place.platform, place.tenant, place.chat)
    if row and command.called not in ("", row.title):
        async with desk.db.write() as writing:
            (await writing.get_one(ChatRow, row.id)).title = command.called
    return row


def _entry(commands: Mapping[str, Entry], line: Line, command: Command, form: str) -> Entry:
    """The command that is meant; in private what does not begin with a slash may be a sentence of conversation."""
    entry = commands.get(line.verb)
    if entry is not None:
        return entry
    if command.private and (line.verb or line.text) and not command.slash:
        raise _no_command(commands, line, form)
    if not line.verb:
        raise BadInput(sentences.NOTHING_TYPED, help=form.format("help"))
    near = [one[0] for one in process.extract(line.verb, [v for v, e in commands.items() if e.listed], limit=3)]
    shown = anded([form.format(verb) for verb in near])
    raise BadInput(sentences.UNKNOWN_VERB, verb=line.verb, near=shown, help=form.format("help"), choices=tuple(near))


def _no_command(commands: Mapping[str, Entry], line: Line, form: str) -> BadInput:
    """What is said to a sentence of conversation in private; with the commands that its first word is near to."""
    verbs = [verb for verb, entry in commands.items() if entry.listed]
    near = [one[0] for one in process.extract(line.verb, verbs, limit=3, score_cutoff=_NEAR)] if line.verb[2:] else []
    said = sentences.PRIVATE_NEAR.format(near=anded([form.format(verb) for verb in near])) if near else ""
    forms = {name: form.format(typed) for name, typed in _OFFERED.items()}
    choices = tuple(f"{verb} {line.text}".rstrip() for verb in near)
    return BadInput(sentences.PRIVATE_TEXT, near=said, **forms, choices=choices)


async def _space(
    session: AsyncSession,
    command: Command,
    line: Line,
    entry: Entry,
    person: Person,
    row: ChatRow | None,
    press: Press | None,
    now: datetime,
) -> Space | None:
    """The space of a command: of the button, of the chat; in private the one named, chosen before, or the person's only one."""
    if press and press.space_id:
        return await session.get(Space, press.space_id)
    wanted = line.keys.get("space")
    if row:
        here = await session.get_one(Space, row.space_id)
        if wanted is not None and wanted.casefold() != here.name.casefold():
            raise BadInput(sentences.OTHER_SPACE, space=here.title, name=here.name, asked=wanted)
        return here
    if not command.private:
        return None
    held = await people.spaces_of(session, person.id, now)
    mine = [await session.get_one(Space, space_id) for space_id in held]
    chosen = [one for one in mine if (one.name == wanted if wanted else one.id == person.space_id)]
    if chosen or len(mine) < 2:
        return next(iter(chosen or ([] if wanted else mine)), None)
    raise BadInput(sentences.WHICH_SPACE, choices=tuple(_about(line, one.name, entry) for one in mine))


def _about(line: Line, space: str, entry: Entry) -> str:
    """The same line about a space that it names."""
    if entry.prose:
        return written(replace(line, keys={**line.keys, "space": space}))
    return f"{line.verb} {line.text} space:{space}"


def no_space(command: Command, form: str) -> BadInput:
    """What is said where no space is meant. `form`: how a command is typed there."""
    if command.private:
        return BadInput(sentences.NO_SPACE_PRIVATE)
    return BadInput(sentences.NO_SPACE, form=form.format(sentences.NO_SPACE_FORM), add=form.format("space add CODE"))


def _check_role(request: Request, press: Press | None) -> None:
    """Deny by default: the table of `bot.positions.seats.roles`."""
    space, row, verb = request.bound_space, request.chat, request.line.verb
    if space is None:
        return  # nothing of any space is in reach; what opens a space asks the platform who is an administrator
    open_chat = row is not None and row.space_id == space.id and row.kind == "open"
    if may(request.roles, verb, open_chat=open_chat or _shown_just_now(request, press)):
        return
    if row is not None and of_this_chat(request.line):
        return  # the command asks the platform who is an administrator of the chat
    holders = who_may(verb)
    roles = anded([sentences.ROLE_NAMES[role] for role in holders])
    by_seat = "delegate" in holders and not request.roles & {"delegate", "alternate", "head"}
    ask = sentences.ASK_JOIN.format(form=request.typed("join")) if by_seat else ""
    said = sentences.NOT_ALLOWED_PRESS if press else sentences.NOT_ALLOWED
    raise NotAllowed(said, verb=request.typed(verb), roles=roles, space=space.title, ask=ask)


def _shown_just_now(request: Request, press: Press | None) -> bool:
    """Whether a button of an answer to this very person is pressed: what is shown in private is read on there."""
    return press is not None and press.person_id == request.person.id and request.now - press.made < _READ_ON


def _check_length(line: Line) -> None:
    count = len(line.refs())
    if count > _MOST_WORDS:
        raise BadInput(sentences.TOO_MANY_WORDS, most=_MOST_WORDS, count=count)


def _check_words(entry: Entry, request: Request) -> None:
    line, verb = request.line, request.typed(request.line.verb)
    known = anded(sorted(f"{key}:" for key in entry.keys - {"page"}))
    for key in line.keys:
        if key not in entry.keys:
            raise BadInput(sentences.BAD_KEY, verb=verb, key=f"{key}:", known=known)
    for flag in line.flags:
        if flag not in entry.flags:
            raise BadInput(sentences.BAD_FLAG, verb=verb, flag=flag, form=request.typed(f"help {line.verb}"))
