"""A chat in the terminal with several people in it: what a line asks for goes in, messages come out.

It reads lines and turns "/…" and "@press" into commands (`lines`); other @words are given to it by whoever runs it. At a
terminal the line is edited with history and completion while messages arrive; from a pipe, lines are read one by one.
Everything that it counts begins at 1, so that a script prints the same every time.
"""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.errors import BadInput, Gone, Refused
from bot.message import Message, Upload, say
from bot.places import Person, Place, Posted
from bot.sentences import terminal as sentences
from handlers.chat import Attached, Command, On, Resume, Standing
from handlers.terminal import buttons
from handlers.terminal.lines import Line, read_line
from handlers.terminal.prompt import Prompt
from handlers.terminal.render import BUDGET, render, safe

ROOM = Place("terminal", "", "room")
_WIDEST, _NARROWEST, _PIPE = 100, 40, 100
_INDENT = 2


class Out(Protocol):
    """Where messages are printed: as much of a text file as is used."""

    def write(self, text: str, /) -> int: ...
    def flush(self) -> None: ...
    def isatty(self) -> bool: ...


@dataclass(slots=True)
class _Shown:
    """A message on the screen. `only`: the one person who was told."""

    message: Message
    key: str = ""
    only: Person | None = None


class TerminalChat:
    """The port (`handlers.chat.Chat`) for people at one terminal; the first speaks where a line names nobody.

    `out`: where messages go, standard output by default. `colour`, `width`: by what `out` is, unless given. `files`: folder
    for files that are sent; without one only their names are printed. `verbs`: offered while typing. `history`: file of the
    lines typed before.
    """

    platform = "terminal"
    budget = BUDGET
    command_form = "/{}"
    pictures = False
    threads = False

    def __init__(
        self,
        people: Sequence[Person],
        *,
        out: Out | None = None,
        colour: bool | None = None,
        width: int | None = None,
        files: Path | None = None,
        verbs: Sequence[str] = (),
        history: Path | None = None,
    ) -> None:
        self.people = tuple(people)
        self.words: Mapping[str, Callable[[], Awaitable[None]]] = {}
        self._out, self._colour, self._width, self._files = out, colour, width, files
        self._verbs, self._history = tuple(verbs), history
        self._on: On | None = None
        self._commands = 0
        self._shown: dict[str, _Shown] = {}
        self._questions: dict[Person, str] = {}  # who was asked → the token of the last question
        self._closed = False

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        only = next((person for person in self.people if person.id == to.chat), None)
        self._print(message, sentences.ONLY.format(name=only.name) if only else "")
        return self._keep(_Shown(message, key, only))

    async def find(self, to: Place, key: str) -> Posted | None:
        return next((Posted(ROOM, id) for id, shown in self._shown.items() if shown.key == key), None)

    async def edit(self, at: Posted, message: Message) -> None:
        shown = self._shown.get(at.id)
        if shown is None:
            raise Refused(sentences.NO_SUCH_MESSAGE)
        if shown.message != message:
            shown.message = message
            self._shown[at.id] = self._shown.pop(at.id)  # now the newest on the screen
            self._print(message, sentences.EDITED)

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        name = Path(file.name).name
        lines = [sentences.FILE.format(name=name, title=file.title)]
        if self._files is not None:
            path = self._files / name
            await asyncio.to_thread(path.write_bytes, file.data)
            lines.append(sentences.SAVED.format(path=path))
        message = Message((*note.blocks, *say(*lines).blocks), note.buttons, note.quiet)
        return await self.send(to, message, key)

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        return await self.upload(at.place, file, note, key) if file else at

    async def whisper(self, to: Command, message: Message, resume: Resume | None = None) -> None:
        self._print(message, sentences.ONLY.format(name=to.who.name))
        self._keep(_Shown(message, only=to.who))

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        """Prints the question; the person's next plain line answers it."""
        hint = say(sentences.ANSWER.format(name=to.who.name))
        await self.whisper(to, Message((*prompt.blocks, *hint.blocks)))
        self._questions[to.who] = token
        return None

    async def home(self, who: Person, message: Message) -> None:
        """A terminal has no such page: /home answers with it."""

    async def menu(self, at: Place, language: str) -> None:
        """A terminal has no such list: /help answers with one."""

    async def files(self, to: Command) -> tuple[Attached, ...]:
        return to.files

    async def fetch_file(self, file: Attached) -> bytes:
        raise Refused(sentences.NO_FILES)

    async def standing(self, who: Person, place: Place) -> Standing:
        """The first person is the chat's administrator, as whoever makes a group is."""
        if who not in self.people or place != ROOM:
            return "absent"
        return "admin" if who == self.people[0] else "member"

    async def run(self, on: On) -> None:
        """Reads lines until the input ends (Ctrl-D at a terminal), one command after the other."""
        self.attach(on)
        if sys.stdin.isatty():
            prompt = Prompt(f"{self.people[0].name}> ", self._offers, self._history)
            await prompt.each(self.feed)
        else:
            while line := await asyncio.to_thread(sys.stdin.readline):
                await self.feed(line, echo=True)

    def attach(self, on: On) -> None:
        """Says where commands go; for those who call `feed` instead of `run`."""
        self._on = on

    async def feed(self, line: str, *, echo: bool = False) -> bool:
        """Handles one line to the end. False if it was not understood: then a sentence says what would have been.

        `echo`: prints the line first, comments too, as input from a pipe shows nowhere else.
        """
        if echo and line.strip():
            self._write(f"> {safe(line.strip())}\n")
        try:
            names = [person.name for person in self.people]
            asked = [at for at, person in enumerate(self.people) if person in self._questions]
            if read := read_line(line, names, tuple(self.words), asked):
                await self._do(read)
        except BadInput as error:
            self._print(say(str(error)))
            return False
        return True

    async def aclose(self) -> None:
        self._closed = True

    async def _do(self, line: Line) -> None:
        who = self.people[line.who]
        if line.act == "command":
            await self._command(who, text=line.text)
        elif line.act == "answer":
            await self._command(who, text=line.text, token=self._questions.pop(who))
        elif line.act == "press":
            await self._press(who, line.text)
        else:
            await self.words[line.act]()

    async def _press(self, who: Person, label: str) -> None:
        """Presses the newest button of that label among those that the person sees."""
        seen = [(id, shown.message) for id, shown in reversed(self._shown.items()) if shown.only in (None, who)]
        id, button = buttons.find(label, seen)
        if button.url:
            self._print(say(sentences.A_LINK.format(label=button.label, url=button.url)))
            return
        await self._command(who, token=button.token, pressed=Posted(ROOM, id))

    async def _command(self, who: Person, text: str = "", token: str = "", pressed: Posted | None = None) -> None:
        assert self._on is not None, "attach() or run() first"
        self._commands += 1
        await self._on(Command(f"terminal:{self._commands}", who, ROOM, text, token, pressed))

    def _keep(self, shown: _Shown) -> Posted:
        id = str(len(self._shown) + 1)
        self._shown[id] = shown
        return Posted(ROOM, id)

    def _offers(self, typed: str) -> list[str]:
        """What may be typed next: verbs, @words, and the labels of the newest buttons."""
        newest = next((shown.message for shown in reversed(self._shown.values()) if shown.message.buttons), say())
        labels = [f"@press {button.label}" for row in newest.buttons for button in row]
        lines = [f"/{verb}" for verb in self._verbs] + labels + [f"@{word}" for word in self.words]
        return [line for line in lines if typed and line.lower().startswith(typed.lower())]

    def _print(self, message: Message, heading: str = "") -> None:
        """A message and an empty line; under a heading it is indented, so that it is never taken for a new Flash."""
        out = self._out or sys.stdout
        colour = out.isatty() if self._colour is None else self._colour
        lines = render(message, width=self._columns(out), colour=colour, indent=_INDENT if heading else 0)
        self._write(f"{heading}\n{lines}\n" if heading else f"{lines}\n")

    def _columns(self, out: Out) -> int:
        if self._width is not None:
            return self._width
        if not out.isatty():
            return _PIPE
        return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 1))

    def _write(self, text: str) -> None:
        if self._closed:
            raise Gone(sentences.CLOSED)
        out = self._out or sys.stdout
        out.write(text)
        out.flush()
