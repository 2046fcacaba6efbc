"""What a command is given and what it gives back."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Desk
from bot.languages import speak, told
from bot.message import Message, Upload
from bot.positions.seats.roles import Role
from bot.wording import clock
from handlers.chat import Chat, Command
from handlers.grammar import Line
from storage.presses import first_time
from storage.tables import Chat as ChatRow
from storage.tables import Person, Space

Files = Callable[[], Awaitable[list[Upload]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says. `public`: to the chat, not to the asker alone. `files`: made only when they are wanted, beside a
    message of more than three pages or with `always` (then in private where the message is). `alone`: the files are all of
    the answer. `thread`: where in the chat a public answer goes. `asks`: the message is a question to the asker; what they
    answer completes this command line."""

    message: Message
    public: bool = False
    files: Files | None = None
    always: bool = False
    alone: bool = False
    thread: str | None = None
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: what runs it, its help, the keys and flags that it knows. `acts`: it may change something, by `write()`;
    `listed`: shown in /help; `prose`: references and options come first, the rest of the line is a text of the person's own;
    `personal`: about the asker, whatever the space."""

    run: "Callable[[Request], Awaitable[Answer]]"
    doc: str
    keys: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    acts: bool = False
    needs_space: bool = True
    listed: bool = True
    prose: bool = False
    personal: bool = False

    @property
    def help(self) -> str:
        """What it does and how it is written, in the language that is spoken."""
        return told("help", self.doc.strip())

    @property
    def summary(self) -> str:
        return self.help.splitlines()[0]


class RepeatedError(Exception):
    """The platform delivered the same command twice; the first one has been taken."""


@dataclass(frozen=True, slots=True)
class Request:
    """One command with everything that it may use. `session` reads; what acts opens `write()`. `form`: how a line is typed;
    `taken`: the keys that were noted by what it wrote."""

    desk: Desk
    session: AsyncSession
    command: Command
    line: Line
    person: Person
    chat: ChatRow | None
    roles: frozenset[Role]
    now: datetime
    form: str
    chats: "Chats"
    commands: Mapping[str, Entry]
    bound_space: Space | None = None
    taken: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """The command's own transaction: all of it or nothing, once for its key."""
        async with self.desk.db.write() as session:
            if not await first_time(session, self.command.key, self.now):
                raise RepeatedError
            yield session
        self.taken.add(self.command.key)

    @property
    def space(self) -> Space:
        """The space of this command; dispatch has made sure that there is one."""
        assert self.bound_space is not None
        return self.bound_space

    def aloud(self) -> None:
        """From here on the answer is for everybody in this chat: in its language, not in the asker's."""
        if self.chat is not None and not self.command.private:
            speak(self.chat.language, self.space.language)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.bound_space.timezone if self.bound_space else "UTC")

    @property
    def own_zone(self) -> ZoneInfo | None:
        """The asker's own, for what they alone read; None if they have named none."""
        return ZoneInfo(self.person.timezone) if self.person.timezone else None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def clock(self, at: datetime, *, seconds: bool = False) -> str:
        """An instant as the asker alone reads it: in the space's zone, beside it in their own."""
        return clock(at, self.zone, self.today, self.own_zone, seconds=seconds)

    def typed(self, line: str) -> str:
        """A command line as a person types it here."""
        return self.form.format(line)

    def typed_on(self, line: str) -> dict[str, str]:
        """By platform, the line as people type it there: for what is read elsewhere than here."""
        return {chat.platform: chat.command_form.format(line) for chat in self.chats}


class Chats:
    """The connections to the platforms, by platform and tenant: "" where one connection serves all of a platform."""

    def __init__(self, chats: Mapping[tuple[str, str], Chat]) -> None:
        self._chats = dict(chats)

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._chats.values())

    def at(self, platform: str, tenant: str) -> Chat | None:
        """The connection that serves a place; where the tenant is not known, the platform's only one."""
        exact = self._chats.get((platform, tenant)) or self._chats.get((platform, ""))
        if exact or tenant:
            return exact
        same = [chat for (name, _), chat in self._chats.items() if name == platform]
        return same[0] if len(same) == 1 else None

    def put(self, platform: str, tenant: str, chat: Chat) -> None:
        """From now on this connection serves the tenant."""
        self._chats[platform, tenant] = chat

    def drop(self, platform: str, tenant: str) -> None:
        """Nothing serves the tenant any more."""
        self._chats.pop((platform, tenant), None)
