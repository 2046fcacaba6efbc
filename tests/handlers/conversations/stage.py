"""What every stage has: a house, what was said in it, and who is who; and the stage of FakeChat."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

from handlers.chat import Command
from handlers.delivery.pace import Pace

PEOPLE = ("chang", "sekou", "hansen", "alma", "dina", "oscar", "eve")
ROOMS = ("room", "corner", "channel")
TEAM = "T000000001"


@dataclass(frozen=True)
class Seen:
    """`how`: "to room", "to hansen alone", "in place, room", "asks hansen", "file to room". `at`: what a press needs."""

    how: str
    words: str
    buttons: tuple[tuple[str, str], ...] = ()
    at: Any = None


ONE_BY_ONE = Pace(per_second=1000, at_once=1)
"""Who was shown something is noted before the next is sent: what a card says does not hang on whose answer is quicker."""


class Stage:
    """A house and what was said in it. `ids`: a name → its id on the platform."""

    def __init__(self, house: Any) -> None:
        self.house = house
        house.drain.paces = {house.chat.platform: ONE_BY_ONE}
        self.names = {house.place(name).chat: name for name in (*PEOPLE, *ROOMS)}
        self.done = 0

    async def on(self, command: Command) -> None:
        try:
            await self.house.dispatcher(command)
        finally:
            self.done += 1

    async def obeyed(self, before: int) -> None:
        async with asyncio.timeout(60):
            while self.done == before:
                await asyncio.sleep(0.01)

    async def drained(self) -> None:
        """Sends what waits in the outbox."""
        while tokens := await self.house.drain.due():
            for token in tokens:
                await self.house.drain.run(token)

    def to(self, chat: str) -> str:
        name = self.names[chat]
        return f"{name} alone" if name in PEOPLE else name


class FakeStage(Stage):
    def __init__(self, house: Any) -> None:
        super().__init__(house)
        self._at = 0

    async def typed(self, who: str, where: str, text: str) -> None:
        await self.house.say(text, who, where if where in ROOMS else who)

    async def pressed(self, who: str, on: Seen, label: str) -> None:
        await self.house.press(on.at, label, who)

    async def answered(self, who: str, on: Seen, words: str) -> None:
        await self.house.say(words, who, on.at.to.chat, token=on.at.key)

    async def seen(self) -> list[Seen]:
        new, self._at = self.house.chat.said[self._at :], len(self.house.chat.said)
        return [self._one(said) for said in new]

    def _one(self, said: Any) -> Seen:
        buttons = tuple((one.label, one.token) for row in said.message.buttons for one in row)
        match said.how:
            case "ask":
                return Seen(f"asks {said.who.id}", said.text, (), said)
            case "whisper":
                return Seen(f"to {said.who.id} alone", said.text, buttons, said)
            case "edit":
                return Seen(f"in place, {self.to(said.to.chat)}", said.text, buttons, said)
            case "upload":
                return Seen(f"file to {self.to(said.to.chat)}", said.text, (), said)
        return Seen(f"to {self.to(said.to.chat)}", said.text, buttons, said)


async def ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
