"""A whole house on a fake platform, and the Slack and Telegram simulators of ../shared/sims.

A test that uses `sims` carries `pytest.mark.sims`; each use starts three programs.
"""

import asyncio
import contextlib
import importlib.util
import itertools
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
import uvicorn
from sqlmodel import select

from bot.desk import Desk
from bot.drafts.arriving.case import Manner
from bot.drafts.arriving.intake import take
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted as Found
from bot.drafts.looking.sight import Sight
from bot.drafts.reading import Reading
from bot.places import Person, Place, Posted
from bot.positions.onward import carrying
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from handlers.dispatch import Dispatcher
from handlers.request import Chats
from handlers.works import effects, endings, mornings
from storage import people, spaces
from storage.db import Database
from storage.tables import Chat, Delegation, Membership, Officer, Position, Source, Space
from tests.handlers.vision import CHAIR, R1, R2

SIMS = Path(__file__).resolve().parents[3] / "shared" / "sims"


@pytest.fixture(scope="session")
def simulators() -> ModuleType:
    """The module sims.py; the test is skipped where the simulators or their installation are missing."""
    if not (SIMS / "sims.py").is_file():
        pytest.skip("no ../shared/sims: the simulators are not here")
    spec = importlib.util.spec_from_file_location("sims", SIMS / "sims.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _be_patient(module)
    missing = [path for path in (module.PYTHON, module.NODE, module.EMULATE) if not Path(path).exists()]
    if missing:
        pytest.skip(f"the simulators are not installed: bash {SIMS}/install.sh")
    return module


def _be_patient(module: ModuleType) -> None:
    """What the simulators wait for some seconds they wait for a minute: a busy machine must not fail a test."""
    until = module.until

    async def patiently(check: Any, wait: float = 60, step: float = 0.05) -> Any:
        return await until(check, wait if wait < 5 else 60, step)

    module.until = patiently


@pytest.fixture
async def sims(simulators: ModuleType) -> AsyncIterator[Any]:
    """Both simulators, fresh: `.slack` and `.tg` are people, `.slack_api` and `.tg_api` the addresses to connect to."""
    async with simulators.Sims() as running:
        yield running


@pytest.fixture
def brought_again(until: Any) -> Callable[[Any], Awaitable[None]]:
    """`await brought_again(sims)`: Telegram brings its last update once more, after the bot has confirmed it: the request that
    confirms takes out what waits with that number, and the second one with it."""

    async def brought_again(sims: Any) -> None:
        async with httpx.AsyncClient(base_url=f"{sims.tg_api}/bot123456:TEST") as telegram:

            async def confirmed() -> bool:
                return (await telegram.get("/getWebhookInfo")).json()["result"]["pending_update_count"] == 0

            await until(confirmed)
        await sims.tg.dup()

    return brought_again


@pytest.fixture(scope="session")
def served() -> Callable[..., contextlib.AbstractAsyncContextManager[str]]:
    """`async with served(app) as url`: an ASGI application on the loopback; on a socket that is given, if its address must be
    known before."""

    @contextlib.asynccontextmanager
    async def served(web: Any, listening: socket.socket | None = None) -> AsyncIterator[str]:
        listening = listening or socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(web, log_level="warning", ws="none", lifespan="off"))
        running = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running

    return served


# Who is who in the house, by account: an office, or a seat in the delegation of Norway.
OFFICES = {"chang": "chair", "sekou": "secretariat"}
SEATS = {"hansen": "head", "alma": "alternate", "dina": "delegate", "oscar": "observer"}
CHATS = {"room": "open", "corner": "caucus", "channel": "public"}


QUICK = Pace(per_second=1000)
"""All that is due is taken in one turn, on a busy machine too; who asks for the pace gives a drain one."""


class House:
    """The space "vision" with people of every role, three chats, drafts r1 and r2 and the base "chair", on a fake platform."""

    def __init__(self, desk: Desk, chat: Any, tenant: str = "", ids: Mapping[str, str] | None = None) -> None:
        """`ids`: a person's or chat's name here → its id on the platform; those that are missing are their own."""
        self.desk, self.chat, self.db = desk, chat, desk.db
        self.tenant, self.ids = tenant, ids or {}
        self.chats = Chats({(chat.platform, ""): chat})
        self.dispatcher = Dispatcher(desk, self.chats, COMMANDS)
        self.drain = Drain(desk, self.chats, {chat.platform: QUICK})
        self.space_id = self.document_id = 0
        self._keys = (f"event{n}" for n in itertools.count(1))

    def place(self, name: str) -> Place:
        return Place(self.chat.platform, self.tenant, self.ids.get(name, name))

    async def furnish(self, reading: Callable[..., Reading]) -> None:
        """The space, its people, chats, drafts."""
        async with self.db.write() as session:
            space = Space(name="vision", title="WSIS+10 Vision", timezone="Europe/Zurich", terms=["human rights"])
            session.add(space)
            await session.flush()
            self.space_id = space.id
            norway = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
            session.add_all([norway, Delegation(space_id=space.id, code="KE", name="Kenya", group="governments")])
            for chat, kind in CHATS.items():
                at = self.place(chat)
                session.add(Chat(space_id=space.id, platform=at.platform, tenant=at.tenant, chat=at.chat, kind=kind))
            await session.flush()
            for user in (*OFFICES, *SEATS):
                at = self.place(user)
                person = await people.meet(session, at.platform, at.tenant, at.chat, user.title())
                since = {"person_id": person.id, "since": self.desk.clock()}
                if user in OFFICES:
                    session.add(Officer(space_id=space.id, role=OFFICES[user], **since))
                else:
                    session.add(Membership(delegation_id=norway.id, role=SEATS[user], **since))
            self.document_id = (await spaces.document(session, space.id, "Vision")).id
        await self.keep(reading(*CHAIR, source="https://wsis.example/chair.html"), base="chair", label="Chair’s report")
        await self.keep(reading(*R1), label="Draft of 10 June")
        self.desk.clock.advance(3600)
        await self.keep(
            reading(*R2, source="https://wsis.example/r2.html"), label="Proposal by Chairman of WSIS+10 (11 June)"
        )

    async def say(self, text: str, who: str = "dina", at: str = "room", **more: Any) -> list[Any]:
        """Somebody types a command; what the bot said to it."""
        private = more.pop("private", at == who)
        command = Command(
            more.pop("key", None) or next(self._keys),
            Person(self.chat.platform, "", who, who.title(), more.pop("anonymous", False)),
            self.place(at),
            text,
            slash=text.startswith("/"),
            private=private,
            **more,
        )
        before = len(self.chat.said)
        await self.dispatcher(command)
        return self.chat.said[before:]

    async def press(self, on: Any, label: str, who: str = "dina", **more: Any) -> list[Any]:
        """Somebody presses the button of that label on something the bot said."""
        at = on.at or Posted(on.to, "whispered")
        more.setdefault("at", at.place.chat)
        return await self.say("", who, token=on.token(label), pressed=at, **more)

    async def delivered(self) -> list[Any]:
        """Sends what waits in the outbox; what was sent."""
        before = len(self.chat.said)
        for token in await self.drain.due():
            await self.drain.run(token)
        return self.chat.said[before:]

    async def wait(self, seconds: float = 60) -> None:
        """Time passes, and the acts whose minute is over take effect."""
        self.desk.clock.advance(seconds)
        work = effects(self.desk)
        for row in await work.due():
            await work.run(row)

    async def at(self, time: str) -> list[Any]:
        """The clock goes on to a time of the venue (UTC+2), "2014-06-12T07:00"; what the jobs did then."""
        self.desk.clock.now = datetime.fromisoformat(f"{time}:00+02:00").astimezone(UTC)
        before = len(self.chat.said)
        jobs = (effects(self.desk), endings(self.desk), mornings(self.desk))
        while rows := [(work, row) for work in jobs for row in await work.due()]:
            for work, row in rows:
                await work.run(row)
        await self.delivered()
        return list(self.chat.said[before:])

    async def positions(self, *states: str) -> list[Position]:
        """Every act, oldest first; those in these states."""
        async with self.db.read() as session:
            found = (await session.exec(select(Position).order_by(Position.id))).all()
        return [one for one in found if not states or one.state in states]

    async def seat(
        self, user: str, code: str, role: str = "delegate", name: str = "", group: str = "governments"
    ) -> None:
        """Seats somebody in a delegation, made if it is new."""
        async with self.db.write() as session:
            person = await people.meet(session, self.chat.platform, "", user, user.title())
            delegation = await people.delegation(session, self.space_id, code)
            if delegation is None:
                delegation = Delegation(space_id=self.space_id, code=code, name=name or code, group=group)
                session.add(delegation)
                await session.flush()
            seat = {"delegation_id": delegation.id, "person_id": person.id, "role": role}
            session.add(Membership(**seat, since=self.desk.clock()))

    async def keep(self, reading: Reading, label: str = "", base: str = "", **more: Any) -> int:
        """Keeps a reading as the next draft, or as a base; its id."""
        found = Found(
            url=reading.source, data=reading.sha256.encode(), mime="text/html", reading=reading, label=label, **more
        )
        async with self.db.write() as session:
            draft = await archive.keep(session, self.document_id, None, found, self.desk.clock(), base)
            if not base:
                await carrying.settle(session, draft, self.desk.clock())
        return draft.id


@pytest.fixture
async def empty_house(sqlite: Database, desk_of: Callable[[Database], Desk], fake_chat: Any) -> House:
    """The same house where nobody has set up anything."""
    return House(desk_of(sqlite), fake_chat)


@pytest.fixture(scope="session")
def furnished(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, new_desk: Any, new_chat: Any, reading: Any
) -> tuple[Path, House]:
    """The file of a house that was furnished once, to be copied; and that house."""
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("house") / "furnished.db"))

    async def furnish() -> House:
        db = Database(f"sqlite:///{path}")
        made = House(new_desk(db), new_chat())
        await made.furnish(reading)
        await db.aclose()
        return made

    with ThreadPoolExecutor(1) as beside:  # the event loop of the tests
        return path, beside.submit(asyncio.run, furnish()).result()


@pytest.fixture
async def house(empty_house: House, furnished: tuple[Path, House], reading: Callable[..., Reading]) -> House:
    if not empty_house.db.sqlite:
        await empty_house.furnish(reading)
        return empty_house
    path, made = furnished
    shutil.copy(path, empty_house.db.engine.url.database)  # nothing has been read of it yet
    empty_house.space_id, empty_house.document_id = made.space_id, made.document_id
    empty_house.desk.clock.now = made.desk.clock.now
    return empty_house


@pytest.fixture
async def post(house: House, reading: Callable[..., Reading]) -> Callable[..., Any]:
    """Posts a draft: it is taken in as from a watched page, and what is due is sent; what was said.

    Acts take effect at once, and Wanjiru is head of Kenya.
    """
    async with house.db.write() as session:
        space = await session.get_one(Space, house.space_id)
        space.undo = "0s"
        now, at = house.desk.clock(), "https://wsis.example/"
        source = Source(space_id=space.id, document_id=house.document_id, url=at, kind="list", next_due=now)
        session.add_all([space, source])
    await house.seat("wanjiru", "KE", "head")

    async def post(
        *lines: str, label: str = "Revised proposal", doubts: tuple[str, ...] = (), **manner: Any
    ) -> list[Any]:
        now = house.desk.clock.advance(600)
        made = replace(reading(*lines, source=f"https://wsis.example/{now:%H%M%S}.html"), doubts=doubts)
        posted = Found(made.source, made.sha256.encode(), "text/html", made, label=label)

        async def then(*_: Any) -> None: ...

        outcome = await take(Sight(house.desk, source, {}), posted, Manner(**manner), then)
        assert outcome.draft
        return await house.delivered()

    return post


@pytest.fixture
def new_house() -> type[House]:
    """Makes a house on another platform."""
    return House
