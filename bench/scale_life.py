"""The life of a house, and the truth about it: papers that change, polls that people press on, deadlines that pass.

What was done is noted here as it was done, apart from what the bot's database says of it.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.scale_pages import Papers
from bench.scale_posts import APOLOGIES, OVER
from bench.town import TEAM, now, until
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading.read import read
from bot.positions.asking import polls
from bot.positions.asking.silence_opening import Plan, open_silence
from bot.positions.onward import carrying
from bot.positions.words import ground
from bot.positions.words.scopes import scopes
from bot.presence import AWAY
from storage import people
from storage.db import Database
from storage.tables import (
    Chat,
    Delegation,
    Delivery,
    Document,
    Draft,
    Membership,
    Person,
    Poll,
    Silence,
    Source,
    Space,
)

Row = dict[str, Any]
T = TypeVar("T")
PAPERS, ROOMS, CHANNELS, PERSONS = 8, 20, 6, 8
GROUPS = tuple(-1000 - n for n in range(ROOMS))
TABLES = (-1, -2)
OPTIONS = ("Yes", "No", "Later")
DRAFT = "\n\n".join(
    f"C{n}. The States affirm the right of people to cooperation, as in {n}." for n in range(1, 30)
).encode()
_SILENCE_S = 25


@dataclass
class Life:
    """`drafts`: when each (paper, number) was posted; `ballots`: the options by (poll, user) as they were pressed;
    `unanswered`: how many presses nobody answered; `again`: how many were made again, for that or for an apology; `poll_s`: how
    long a poll is open."""

    db: Database
    sims: Any
    pages: Papers
    channels: list[str]
    seed: int
    poll_s: float = 120
    drafts: dict[tuple[int, int], float] = field(default_factory=dict)
    ballots: dict[tuple[int, int], int] = field(default_factory=dict)
    silences: set[int] = field(default_factory=set)
    polls: set[int] = field(default_factory=set)
    unanswered: int = 0
    again: int = 0
    _pressing: set[asyncio.Task[None]] = field(default_factory=set)
    _looked: dict[int, tuple[float, asyncio.Future[list[Row]]]] = field(default_factory=dict)

    async def begin(self) -> None:
        """Two spaces: one whose papers are watched, for many chats; one with a table where people are asked."""
        for n in range(PERSONS):
            await self.sims.tg.chat(_user(n), started=True)
        async with self.db.write() as session:
            wide, table = Space(name="papers", title="Papers"), Space(name="table", title="Table")
            session.add_all((wide, table))
            await session.flush()
            public: Row = {"space_id": wide.id, "kind": "public"}
            session.add_all(Chat(platform="telegram", chat=str(one), **public) for one in GROUPS)
            session.add_all(Chat(platform="slack", tenant=TEAM, chat=one, **public) for one in self.channels)
            session.add_all(Chat(platform="telegram", chat=str(one), space_id=table.id) for one in TABLES)
            for n in range(1, PAPERS + 1):
                await self._watch(session, wide.id, n)
            await self._table(session, table.id)

    async def _watch(self, session: AsyncSession, space_id: int, n: int) -> None:
        document = Document(space_id=space_id, name=f"Paper {n}")
        session.add(document)
        await session.flush()
        about: Row = {"space_id": space_id, "document_id": document.id, "kind": "document", "every_s": 4}
        session.add(Source(url=self.pages.url(n), next_due=now(), **about))

    async def _table(self, session: AsyncSession, space_id: int) -> None:
        document = Document(space_id=space_id, name="Vision")
        session.add(document)
        await session.flush()
        reading = replace(read(DRAFT, "r1.txt"), source="https://example.org/r1.txt")
        found = Posted(reading.source, DRAFT, "text/plain", reading)
        await carrying.settle(session, await archive.keep(session, document.id, None, found, now()), now())
        await people.meet(session, "telegram", "", "1", "Chair")
        for n in range(PERSONS):
            person = await people.meet(session, "telegram", "", str(_user(n)), f"Delegate {n}")
            seat = Delegation(space_id=space_id, code=f"D{n}", name=f"Delegation {n}", group="governments")
            session.add(seat)
            await session.flush()
            session.add(Membership(delegation_id=seat.id, person_id=person.id, role="head", since=now()))

    async def watched(self) -> bool:
        """Whether every paper has had its first look."""
        return await self.asked(_starting) == 0

    async def live(self, seconds: float, drafts: float, asked: float) -> None:
        """Goes on for so long, with a draft, and a poll and a silence, every so many seconds; then the last presses are waited
        for. Telegram takes 20 messages a minute in a group, edits among them: what is asked more often than each half minute
        waits longer and longer."""
        ends = time.time() + seconds
        kinds = ((self._post, drafts), (self._poll, asked), (self._silence, asked))
        await asyncio.gather(*(_every(gap, ends, self.seed + n, act) for n, (act, gap) in enumerate(kinds)))
        if self._pressing:
            await asyncio.wait(self._pressing)

    async def waits(self) -> int:
        """What is still to come of what was done: drafts that nobody has seen, deliveries on their way, deadlines."""
        known = await self.asked(_numbers)
        unseen = sum(number + 1 - known.get(f"Paper {n}", 0) for n, number in self.pages.posted.items())
        return unseen + await self.asked(_waiting)

    # papers

    async def _post(self, chance: random.Random) -> None:
        """The next draft of a paper whose last one was seen."""
        known = await self.asked(_numbers)
        ready = [n for n in range(1, PAPERS + 1) if known.get(f"Paper {n}") == self.pages.posted[n] + 1]
        if ready:
            n = chance.choice(ready)
            self.pages.posted[n] += 1
            self.drafts[n, self.pages.posted[n] + 1] = time.time()

    # people

    async def _poll(self, chance: random.Random) -> None:
        question = f"Keep it, {time.time()}?"

        async def open_one(session: AsyncSession) -> int:
            on, chair = await _ground(session), await session.get_one(Person, 1)
            scope = scopes(on.reading, on.threads, [f"C{chance.randrange(1, 30)}"])[0][0]
            about: Row = {"space_id": on.document.space_id, "document_id": on.document.id, "draft_id": on.draft.id}
            about |= {"person_id": chair.id, "thread": scope.threads[0], "ref": scope.ref, "text_hash": scope.text_hash}
            closes = now() + timedelta(seconds=self.poll_s)
            poll = Poll(**about, question=question, options=list(OPTIONS), opened=now(), closes=closes)
            await polls.open_poll(session, poll, now())
            return poll.id

        number = await self.asked(open_one, write=True)
        self.polls.add(number)
        for n in range(PERSONS):
            task = asyncio.create_task(
                self._press(number, question, _user(n), chance.uniform(0, self.poll_s / 10), chance.randrange(3))
            )
            self._pressing.add(task)
            task.add_done_callback(self._pressing.discard)

    async def _press(self, poll: int, question: str, user: int, wait: float, option: int) -> None:
        """Somebody presses once; where nobody answers, or with an apology, once more, as people do. Who is told that the poll
        is over has no ballot."""
        await asyncio.sleep(wait)
        chat = TABLES[user % len(TABLES)]
        found: list[Any] = []

        async def shown() -> bool:
            found[:] = [one for one in await self._messages(chat) if question in one.get("text", "")]
            return bool(found)

        if not await until(shown, 0.6 * self.poll_s):
            return
        self.ballots[poll, user] = option
        buttons = [one for row in found[0]["reply_markup"]["inline_keyboard"] for one in row]
        for _ in range(3):
            data = buttons[option]["callback_data"]
            pressed = await self.sims.tg.click(chat, found[0]["message_id"], user=user, data=data, wait=15)
            self.unanswered += not pressed["answered"]
            if str(pressed.get("text") or "").startswith(OVER):
                del self.ballots[poll, user]
                return
            if pressed["answered"] and not await self._apologised(user, pressed):
                return
            self.again += 1

    async def _messages(self, chat: int) -> list[Row]:
        """What stands in a chat, asked for once for all who look at the same time."""
        now = asyncio.get_running_loop().time()
        if chat not in self._looked or self._looked[chat][0] < now - 0.4:
            self._looked[chat] = now, asyncio.ensure_future(self.sims.tg.messages(chat))
        return await self._looked[chat][1]

    async def _apologised(self, user: int, pressed: Row) -> bool:
        """Whether somebody is told to try again: over the button that they pressed, or in private a little later."""
        if pressed.get("text"):
            return str(pressed["text"]).startswith(APOLOGIES)
        before = await self._in_private(user)
        for _ in range(4):
            await asyncio.sleep(3)
            if await self._in_private(user) > before:
                return True
        return False

    async def _in_private(self, user: int, *begins: str) -> int:
        return sum(one.get("text", "").startswith(begins or APOLOGIES) for one in await self.sims.tg.messages(user))

    async def lost(self, kept: Mapping[tuple[int, int], int]) -> int:
        """How many ballots are not as they were pressed; but for those whose owners were told later that the poll was over."""
        missing = Counter(user for (poll, user), option in self.ballots.items() if kept.get((poll, user)) != option)
        return sum([max(0, many - await self._in_private(user, OVER)) for user, many in missing.items()])

    async def _silence(self, chance: random.Random) -> None:
        async def open_one(session: AsyncSession) -> int:
            on, chair = await _ground(session), await session.get_one(Person, 1)
            space = await session.get_one(Space, on.document.space_id)
            ref = f"C{chance.randrange(1, 30)}"
            plan = Plan(ref, tuple(scopes(on.reading, on.threads, [ref])[0]), now() + timedelta(seconds=_SILENCE_S))
            return (await open_silence(session, space, on, plan, chair, now())).id

        self.silences.add(await self.asked(open_one, write=True))

    def wanted(self) -> set[str]:
        """The chats that every Flash is for."""
        return {*map(str, GROUPS), *self.channels}

    async def asked(self, what: Callable[[AsyncSession], Awaitable[T]], *, write: bool = False) -> T:
        """Asks the database, again while it is away. What is written when the answer is lost may be written twice."""
        while True:
            try:
                async with self.db.write() if write else self.db.read() as session:
                    return await what(session)
            except AWAY:
                await asyncio.sleep(0.5)


def _user(n: int) -> int:
    return 1001 + n


async def _every(gap: float, ends: float, seed: int, act: Callable[[random.Random], Awaitable[None]]) -> None:
    chance = random.Random(seed)
    while time.time() < ends:
        await act(chance)
        await asyncio.sleep(gap * chance.uniform(0.5, 1.5))


async def _ground(session: AsyncSession) -> ground.Ground:
    query = select(Document.id).where(Document.name == "Vision")
    return await ground.ground(session, await session.get_one(Document, (await session.exec(query)).one()))


async def _starting(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).select_from(Source).where(Source.state == "starting"))).one()


async def _numbers(session: AsyncSession) -> dict[str, int]:
    """The number of the last draft of each document that was told, or found at its first look."""
    query = select(Document.name, func.max(Draft.number)).join(Draft).group_by(Document.name)
    return {name: number or 0 for name, number in (await session.exec(query)).all()}


async def _waiting(session: AsyncSession) -> int:
    """Deliveries on their way, and what is open though it has a deadline."""
    waiting = select(func.count()).select_from(Delivery).where(col(Delivery.state).in_(("ready", "sending", "unknown")))
    waits = (await session.exec(waiting)).one()
    waits += (await session.exec(select(func.count()).select_from(Poll).where(Poll.state == "open"))).one()
    return (
        waits + (await session.exec(select(func.count()).select_from(Silence).where(Silence.state == "running"))).one()
    )
