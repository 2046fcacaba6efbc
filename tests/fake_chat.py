"""A chat that writes everything down."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.errors import Refused
from bot.message import Budget, Message, Upload
from bot.places import Person, Place, Posted
from handlers.chat import Attached, Command, On, Standing

# ── a chat ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Said:
    """One thing that the bot did in a chat: `how` is send, edit, whisper, home, ask (`key`: the question's token) or upload;
    `at` the message posted or changed."""

    how: str
    to: Place
    message: Message
    key: str = ""
    at: Posted | None = None
    file: Upload | None = None
    who: Person | None = None

    @property
    def text(self) -> str:
        return self.message.plain()

    def token(self, label: str) -> str:
        """The token of the button of that label."""
        return next(b.token for row in self.message.buttons for b in row if b.label == label)

    @property
    def labels(self) -> list[str]:
        return [b.label for row in self.message.buttons for b in row]


@dataclass
class FakeChat:
    """A third adapter of `handlers.chat.Chat`: it writes everything down and fails as it is told to.

    `fail("send", error)`: the next call raises that error; with `done=True` it was carried out nevertheless.
    `finds`: whether the platform can tell what it has by a key. `admins`: ids of a chat's administrators.
    `contents`: the bytes of files by their id; `absent`: who is in no chat. `pictures`, `threads`: as in the port.
    `unstarted`: who cannot be written to in private; `pointers`: what the links carry that they were left.
    `by_reply`: a question is a message that is answered by a reply to it.
    """

    platform: str = "fake"
    budget: Budget = field(default_factory=lambda: Budget(3000, 60, 45))
    command_form: str = "/{}"
    pictures: bool = False
    threads: bool = False
    by_reply: bool = False
    finds: bool = True
    admins: set[str] = field(default_factory=set)
    contents: dict[str, bytes] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    heard: On | None = None
    closed: bool = False
    unstarted: set[str] = field(default_factory=set)
    pointers: list[str] = field(default_factory=list)
    menus: list[tuple[str, str]] = field(default_factory=list)
    _fails: dict[str, deque[tuple[Exception, bool]]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, call: str, *errors: Exception, done: bool = False) -> None:
        self._fails[call].extend((error, done) for error in errors)

    async def _do(self, said: Said) -> None:
        await asyncio.sleep(0)  # where a real one waits for the network
        error, done = self._fails[said.how].popleft() if self._fails[said.how] else (None, True)
        if done:
            self.said.append(said)
        if error:
            raise error

    def _next(self, to: Place) -> Posted:
        return Posted(to, str(len(self.said) + 1))

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        said = Said("send", to, message, key, self._next(to))
        await self._do(said)
        return next(one.at for one in self.said if one is said and one.at)

    async def find(self, to: Place, key: str) -> Posted | None:
        if self._fails["find"]:
            raise self._fails["find"].popleft()[0]
        if not self.finds:
            raise Refused("cannot tell")
        return next((one.at for one in self.said if one.key == key and one.to == to), None)

    async def edit(self, at: Posted, message: Message) -> None:
        await self._do(Said("edit", at.place, message, at=at))

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        at = self._next(to)
        await self._do(Said("upload", to, note, key, at, file))
        return at

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        await self._do(Said("redraw", at.place, note, key, at, file))
        return at

    async def whisper(self, to: Command, message: Message, resume: Any = None) -> None:
        if to.who.id in self.unstarted:
            self.pointers.append(await resume() if resume else "help")
            return
        await self._do(Said("whisper", to.place, message, who=to.who))

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        at = self._next(Place(self.platform, "", to.who.id)) if self.by_reply else None
        await self._do(Said("ask", to.place, prompt, token, at, who=to.who))
        return at

    async def home(self, who: Person, message: Message) -> None:
        await self._do(Said("home", Place(self.platform, "", who.id), message, who=who))

    async def menu(self, at: Place, language: str) -> None:
        self.menus.append((at.chat, language))

    async def files(self, to: Command) -> tuple[Attached, ...]:
        return to.files

    async def fetch_file(self, file: Attached) -> bytes:
        if self._fails["fetch_file"]:
            raise self._fails["fetch_file"].popleft()[0]
        return self.contents[file.id]

    async def standing(self, who: Person, place: Place) -> Standing:
        if who.id in self.absent:
            return "absent"
        return "admin" if who.id in self.admins else "member"

    async def run(self, on: On) -> None:
        self.heard = on
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed = True
