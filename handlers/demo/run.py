"""The whole story on this machine, with nothing configured: a secretariat's site, a database in a temporary folder, a chat in
the terminal with two people in it.

From a script (a file, or standard input that is no terminal) the clock is the story's own and everything prints the same
every time; at a terminal the next draft appears while people look.
"""

import asyncio
import logging
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TextIO

from sqlalchemy import func, update
from sqlmodel import select

from bot.declared import declare
from bot.desk import Desk
from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.sandbox import read_safely
from bot.errors import Unreadable
from bot.jobs.local import LocalJobs
from bot.message import say
from bot.places import Person
from bot.sentences import demo as sentences
from bot.settings import Config, DelegationSection, SpaceSection, WatchSection
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from handlers.demo.sample import BASE, ZONE
from handlers.demo.script import STORY
from handlers.demo.site import BASE_LINKS, DRAFT_LINKS, Secretariat
from handlers.dispatch import Dispatcher
from handlers.grammar import parse
from handlers.request import Chats
from handlers.terminal.chat import ROOM, TerminalChat
from handlers.works import works
from storage.db import Database
from storage.migrate import migrate
from storage.tables import FlashRow, Source

PEOPLE = (Person("terminal", "", "ada", "Ada"), Person("terminal", "", "ben", "Ben"))
_BEGIN = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)  # before the first posting of the story
_SEEN_AFTER = timedelta(seconds=8)
_BETWEEN_LINES = timedelta(seconds=61)  # in a script: the minute in which an act can be undone is over by the next line
_PORT = re.compile(r"(127\.0\.0\.1:)\d+")
_HEAD = re.compile(r"(record |head )[0-9a-f]{8,64}")  # of a record that holds the port and random salts
_NEXT_DRAFT_S = (4.0, 45.0)  # at a terminal: the first draft after so many seconds, then one in so many


class StoryClock:
    """The story's time: it jumps with each posting; in between it runs on at a terminal, and in a script as it is told."""

    def __init__(self, *, running: bool) -> None:
        self._running = running
        self.move(_BEGIN)

    def move(self, to: datetime) -> None:
        self._at, self._since = to.astimezone(UTC), monotonic()

    def wait(self, length: timedelta) -> None:
        """Lets time pass where none passes by itself."""
        if not self._running:
            self._at += length

    def __call__(self) -> datetime:
        return self._at + (timedelta(seconds=monotonic() - self._since) if self._running else timedelta())


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that the demo runs on."""

    site: Secretariat
    db: Database
    clock: StoryClock
    chat: TerminalChat
    dispatcher: Dispatcher
    jobs: LocalJobs

    async def publish(self) -> None:
        """The next draft on the page; returns when its Flash, or "no change", is printed."""
        step = self.site.publish()
        if step is None:
            await self.chat.send(ROOM, say(sentences.STORY_OVER), "over")
            return
        self.clock.move(step.at + _SEEN_AFTER)
        before = await self._flashes()
        async with self.db.write() as session:
            await session.exec(update(Source).values(next_due=self.clock(), looked=self.clock()))
        await self.jobs.settle()
        if await self._flashes() == before:
            await self.chat.send(ROOM, say(sentences.NO_CHANGE), "no change")

    async def _flashes(self) -> int:
        async with self.db.read() as session:
            return (await session.exec(select(func.count()).select_from(FlashRow))).one()

    async def feed(self, line: str) -> bool:
        """One line of a script to its end; False if it was not understood. A minute passes before each, not before a press."""
        if line.strip() and not line.lstrip().startswith("#") and "@press" not in line:
            await self.rest()
        understood = await self.chat.feed(line, echo=True)
        await self.jobs.settle()
        _, _, typed = line.partition("/")
        return understood and (not typed or line.lstrip().startswith(("#", "@")) or parse(typed).verb in COMMANDS)

    async def rest(self) -> None:
        """A minute passes: what was pending takes effect, cards are edited."""
        self.clock.wait(_BETWEEN_LINES)
        await self.jobs.settle()


def demo_config(page: str) -> Config:
    """The space of the demo, declared as a configuration file would."""
    watch = [
        WatchSection(url=page, links=BASE_LINKS, document="Vision", base=BASE, every="5s"),
        WatchSection(url=page, links=DRAFT_LINKS, document="Vision", every="5s"),
    ]
    delegations = [
        DelegationSection(code="NL", name="Northland", group="governments", head=("terminal:ada",)),
        DelegationSection(code="OF", name="Open Forum", group="civil society", head=("terminal:ben",)),
    ]
    space = SpaceSection(
        name="vision",
        title=sentences.SPACE,
        timezone=ZONE,
        terms=("human rights", "gender equality"),
        chats=("terminal:room",),
        chairs=("terminal:ada",),
        plenary=("2026-06-11T17:00", "2026-06-12T10:00"),
        watch=tuple(watch),
        delegation=tuple(delegations),
    )
    return Config(space=(space,))


@asynccontextmanager
async def stage(folder: Path, *, running: bool) -> AsyncIterator[Stage]:
    """Site, database, chat and jobs, ready: the first look has been taken."""
    db = Database(f"sqlite:///{folder / 'demo.db'}")
    clock = StoryClock(running=running)
    out = None if running else _Steady(sys.stdout)
    chat = TerminalChat(PEOPLE, verbs=[*COMMANDS], files=folder if running else None, out=out)
    limits = Limits(spacing=0)
    async with Secretariat() as site, Fetcher("", ["127.0.0.0/8"], limits) as fetcher:
        desk = Desk(db=db, clock=clock, fetcher=fetcher, read=read_safely, pause=_no_pause)
        chats = Chats({("terminal", ""): chat})
        drain = Drain(desk, chats, {"terminal": Pace(per_second=1000, at_once=1)})
        jobs = LocalJobs(works(desk, drain))
        db.after_commit.append(jobs.nudge)
        await migrate(db)
        async with db.write() as session:
            await declare(session, demo_config(site.page), clock())
        dispatcher = Dispatcher(desk, chats, COMMANDS)
        chat.attach(dispatcher)
        made = Stage(site, db, clock, chat, dispatcher, jobs)
        chat.words = {"publish": made.publish}
        await jobs.settle()
        yield made
    await db.aclose()


class _Steady:
    """Standard output with the site's port and the head of the record left out: a script prints the same every time."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str, /) -> int:
        return self._out.write(_HEAD.sub(r"\1HEAD", _PORT.sub(r"\1PORT", text)))

    def flush(self) -> None:
        self._out.flush()

    def isatty(self) -> bool:
        return self._out.isatty()


async def _no_pause(_seconds: float) -> None:
    """The story's own site does not flap: a first look need not wait between its fetches."""


async def play(lines: list[str]) -> int:
    """A script from its first line to its last. 0; 1 if a line was not understood."""
    understood = True
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), running=False) as made:
            for line in lines:
                understood = await made.feed(line) and understood
            await made.rest()
    return 0 if understood else 1


async def interact() -> int:
    """Two people at a terminal, while the secretariat posts one draft after the other."""
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), running=True) as made:
            await made.chat.send(ROOM, say(*sentences.WELCOME), "welcome")
            posting = asyncio.create_task(_post(made))
            working = asyncio.create_task(made.jobs.run())
            try:
                await made.chat.run(made.dispatcher)
            finally:
                posting.cancel()
                working.cancel()
                await asyncio.gather(posting, working, return_exceptions=True)
    return 0


async def _post(made: Stage) -> None:
    first, later = _NEXT_DRAFT_S
    await asyncio.sleep(first)
    while not made.site.over:
        await made.publish()
        await asyncio.sleep(later)


def main(script: Path | None) -> int:
    """`demo [--script FILE]`."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if script is None and sys.stdin.isatty():
        return asyncio.run(interact())
    return asyncio.run(play(_script(script)))


def _script(script: Path | None) -> list[str]:
    try:
        text = script.read_text("utf-8") if script else sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(sentences.NO_SCRIPT, file=script, cause=str(error)) from error
    return (text if text.strip() else STORY.read_text("utf-8")).splitlines()
