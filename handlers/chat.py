"""The port: what every chat platform does for us, and what reaches us from it.

`slack/`, `telegram/` and `terminal/` each hold a `chat.py` (events in, messages out, the platform's failures turned into
`bot.errors`) and a `render.py` (a message in the platform's own form, pure). No platform's name or library is known above.

Failures of whatever asks the platform: Gone, Moved, Later, Refused, CutOff (bot.errors); never a library's own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.message import Budget, Message, Upload
from bot.places import Person, Place, Posted

Standing = Literal["admin", "member", "absent"]


LARGEST_FILE = 50 * 1024 * 1024
"""Bytes of a file that is taken from a chat: as many as from a page."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a chat. `id`: the platform's own, known to the adapter alone; `size`: bytes as the platform says, 0 where it
    does not."""

    id: str
    name: str
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that somebody asked, typed or pressed.

    `key`: the platform's own id of the event; the same key twice is one command. `text`: what was typed, without slash, bot
    name and umbrella ("diff latest"); empty for a press. `token`: what a pressed button carried. `pressed`: the message
    that the button stands on; with `text` beside a token it is the answer to a question of ours. `replied`: the message of
    ours that this one replies to. `named`: people whom the text mentions, else the one whose message it replies to.
    `files`: those on the message itself, else on the one that it replies to, where the platform says so with the message.
    `slash`: one stood before what was typed. `private`: nobody else reads this place. `tab`: it comes from the person's own
    page in the app, which was opened or on which a button was pressed. `moved`: nobody said anything, the platform tells that
    the chat of that place has this id now. `called`: what its people call the chat, or "". `locale`: language of the person's
    client, or "". `handle`: what an answer in private needs (Slack's response_url, Telegram's callback id), known to the
    adapter alone.
    """

    key: str
    who: Person
    place: Place
    text: str = ""
    token: str = ""
    pressed: Posted | None = None
    replied: Posted | None = None
    named: tuple[Person, ...] = ()
    files: tuple[Attached, ...] = ()
    slash: bool = False
    private: bool = False
    tab: bool = False
    moved: str = ""
    called: str = ""
    locale: str = ""
    handle: str = ""


On = Callable[[Command], Awaitable[None]]


Resume = Callable[[], Awaitable[str]]
"""Keeps what was asked, and gives the token by which it is answered later."""


class Chat(Protocol):
    """One connection to one platform. `command_form`: how a person types a command there, e.g. "/draft {}" or "/{}".

    `pictures`: a picture is shown, not only named. `threads`: a message of ours can be the parent of a thread.
    """

    platform: str
    budget: Budget
    command_form: str
    pictures: bool
    threads: bool

    async def send(self, to: Place, message: Message, key: str) -> Posted:
        """Posts a page. `key`: the delivery's, carried with the message where the platform can, for `find`."""

    async def find(self, to: Place, key: str) -> Posted | None:
        """The message sent with this key, None if there is none; Refused where the platform cannot tell."""

    async def edit(self, at: Posted, message: Message) -> None:
        """Replaces a message of ours. The same content again is success."""

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        """Posts a file with a short note."""

    async def redraw(self, at: Posted, file: Upload | None, note: Message, key: str) -> Posted:
        """Another picture in place of one of ours, None takes it away: where it stands then. Where the platform cannot do it
        in place, the old one goes and the new one is posted below; where it cannot take it away, the note says so there."""

    async def whisper(self, to: Command, message: Message, resume: Resume | None = None) -> None:
        """Answers the asker alone (Slack: ephemeral; Telegram: private chat, or a toast for a short answer to a press).

        Where the person cannot be written to, a pointer without content is left in the group (Telegram: a start link); it
        carries what `resume` gives, by which the answer follows there.
        """

    async def ask(self, to: Command, prompt: Message, token: str) -> Posted | None:
        """Asks one person for words: a modal whose answer comes as a Command with `token` and `text` (Slack), or a message in
        private that is answered by a reply to it, a Command with `replied` (Telegram: then the message is returned)."""

    async def home(self, who: Person, message: Message) -> None:
        """Shows somebody their own page in the app (Slack: App Home); nothing where the platform has none."""

    async def menu(self, at: Place, language: str) -> None:
        """Shows the platform's own list of commands there in a language, "" for that of each reader's app; nothing where the
        platform has none."""

    async def files(self, to: Command) -> tuple[Attached, ...]:
        """The files that a command is about: on its message, on the one that it replies to, or in its thread."""

    async def fetch_file(self, file: Attached) -> bytes:
        """The bytes of a file; Refused if there are more than LARGEST_FILE, or more than the platform hands out."""

    async def standing(self, who: Person, place: Place) -> Standing:
        """What the person is in that chat, by the platform's word. Roles in a space are the core's."""

    async def run(self, on: On) -> None:
        """Listens until cancelled; hands every command to `on`, acknowledged to the platform before."""

    async def aclose(self) -> None:
        """Ends the connection; nothing is listened to or sent afterwards."""
