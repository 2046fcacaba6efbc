"""/diff latest answered from the database, with few drafts stored and with many: milliseconds from command to first page.

The file that goes with a long comparison comes after it and is not counted.

There is no peer: nothing else answers this in a chat. What binds is the ratio of the two rows.
"""

import argparse
import asyncio
import gc
import json
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.desk import Desk
from bot.drafts.fetching.fetch import Fetcher
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading.read import read
from bot.drafts.sandbox import read_safely
from bot.places import Person, Place
from bot.positions.onward import carrying
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.dispatch import Dispatcher
from handlers.request import Chats
from handlers.terminal.chat import ROOM, TerminalChat
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Chat, Document, Space

PERSON = Person("terminal", "", "ada", "Ada")
WORDS = (
    "states",
    "rights",
    "access",
    "networks",
    "affirm",
    "shall",
    "should",
    "people",
    "media",
    "[reaffirm]",
    "cooperation",
)


class Nowhere:
    """A screen that notes when an answer came, by the clock and by the processor, and what it says first."""

    def __init__(self) -> None:
        self.at: float | None = None
        self.cpu, self.first = 0.0, ""

    def clear(self) -> None:
        self.at = None

    def write(self, text: str, /) -> int:
        if self.at is None:
            self.at, self.cpu, self.first = time.perf_counter(), time.process_time(), text
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


def _now() -> datetime:
    return datetime.now(UTC)


async def _pause(_seconds: float) -> None: ...


def draft(number: int, words: int, chance: random.Random) -> bytes:
    """A draft of so many words in paragraphs of 50: some have other words than in the draft before, a few are left out once."""
    steady = random.Random(1)
    lines = []
    for n in range(1, words // 50 + 1):
        source = chance if chance.random() < 0.05 else steady
        line = f"{n}. " + " ".join(f"{steady.choice(WORDS)}{n % 97}" for _ in range(49)) + f" {source.choice(WORDS)}."
        lines += [line] if (number + n) % 37 else []
    return "\n\n".join([f"Draft {number}", *lines]).encode()


async def fill(db: Database, drafts: int, words: int) -> None:
    """A space with a chat and a document that has so many drafts of so many words, all of them settled."""
    chance = random.Random(2)
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        session.add(Chat(space_id=space.id, platform="terminal", chat=ROOM.chat))
        document = Document(space_id=space.id, name="Vision")
        session.add(document)
    for number in range(1, drafts + 1):
        data = draft(number, words, chance)
        reading = replace(read(data, f"r{number}.txt"), source=f"https://example.org/r{number}.txt")
        found = Posted(reading.source, data, "text/plain", reading)
        async with db.write() as session:
            await carrying.settle(session, await archive.keep(session, document.id, None, found, _now()), _now())


@asynccontextmanager
async def _room(drafts: int, words: int) -> AsyncIterator[Callable[[str], Awaitable[tuple[float, float]]]]:
    """A chat whose document has so many drafts; to be asked with a key for the milliseconds until it answers, by the clock and
    by the processor."""
    screen = Nowhere()
    chat = TerminalChat([PERSON], out=screen)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        await migrate(db)
        await fill(db, drafts, words)
        async with Fetcher("") as fetcher:
            desk = Desk(db=db, clock=_now, fetcher=fetcher, read=read_safely, pause=_pause)
            dispatcher = Dispatcher(desk, Chats({("terminal", ""): chat}), COMMANDS)

            async def ask(key: str) -> tuple[float, float]:
                screen.clear()
                began, spent = time.perf_counter(), time.process_time()
                await dispatcher(Command(key, PERSON, Place("terminal", "", ROOM.chat), "diff latest"))
                assert screen.at is not None
                assert f"r{drafts - 1} → r{drafts}" in screen.first, screen.first
                return 1000 * (screen.at - began), 1000 * (screen.cpu - spent)

            yield ask
        await db.aclose()


async def measure(sizes: Sequence[int], words: int, times: int) -> list[dict[str, float]]:
    """Asks in every room in turn, so that whatever else the machine does slows them all alike."""
    async with AsyncExitStack() as stack:
        rooms = {drafts: await stack.enter_async_context(_room(drafts, words)) for drafts in sizes}
        gc.freeze()  # as the bot does when it starts
        took = [[await ask(f"bench:{n}") for ask in rooms.values()] for n in range(times)]
    return [_row(drafts, [turn[k] for turn in took]) for k, drafts in enumerate(sizes)]


def _row(drafts: int, took: Sequence[tuple[float, float]]) -> dict[str, float]:
    first, *rest = (clock for clock, _ in took)
    rest.sort()
    p99 = rest[int(len(rest) * 0.99)]
    cpu = statistics.median(spent for _, spent in took[1:])
    return {"drafts": drafts, "first_ms": first, "median_ms": statistics.median(rest), "p99_ms": p99, "cpu_ms": cpu}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench asked", description=__doc__)
    parser.add_argument("--drafts", default="10,1000", help="how many drafts are stored, one row each")
    parser.add_argument("--words", type=int, default=12_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    sizes = [int(drafts) for drafts in asked.drafts.split(",")]
    rows = asyncio.run(measure(sizes, asked.words, asked.times))
    if asked.json:
        print(json.dumps(rows))
        return 0
    for row in rows:
        print(
            f"{row['drafts']:>6.0f} drafts of {asked.words} words: first {row['first_ms']:.0f} ms, "
            f"then median {row['median_ms']:.1f} ms, p99 {row['p99_ms']:.1f} ms"
        )
    return 0
