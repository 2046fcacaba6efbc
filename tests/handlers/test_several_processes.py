"""Several processes share one database: what one has in hand the others leave alone, and take over when it is dead."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, update
from sqlmodel import col, select

from bot.desk import Desk
from bot.jobs.cluster import ClusterJobs
from bot.message import say
from bot.places import Place
from bot.presence import Presence
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from handlers.request import Chats
from handlers.works import works
from storage import held, processes
from storage.db import Database
from storage.tables import Delivery, Document, Process, Source, Space

pytestmark = pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])


@pytest.fixture(autouse=True)
def _a_server_that_runs_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        processes, "_STARTED", select(func.clock_timestamp(), func.clock_timestamp() - timedelta(hours=1))
    )


class Bot:
    """One process, as far as the database and the platform can see."""

    def __init__(self, desk: Desk, chat: Any, number: str) -> None:
        self.chat = chat
        self.presence = Presence(desk.db, number=number)
        self.desk = replace(desk, process=number, sure=self.presence.sure)
        self.chats = Chats({(chat.platform, tenant): chat for tenant in ("", "t0", "t1", "t2", "t3")})
        self.drain = Drain(self.desk, self.chats, {"fake": Pace(per_second=500)})

    async def sent(self) -> None:
        for token in await self.drain.due():
            await self.drain.run(token)


@pytest.fixture
async def bot(db: Database, desk_of: Callable[[Database], Desk], new_chat: Any) -> Any:
    """Begins a process."""

    async def bot(number: str, finds: bool = True) -> Bot:
        made = Bot(desk_of(db), new_chat(finds=finds), number)
        await made.presence.begin()
        return made

    return bot


async def _queue(db: Database, now: Any, *keys: str, tenant: str = "", **more: Any) -> None:
    async with db.write() as session:
        for key in keys:
            body = {"blocks": [{"kind": "para", "spans": [{"text": key}]}]}
            row = {"kind": "told", "platform": "fake", "tenant": tenant, "chat": key, "body": body, "due": now}
            session.add(Delivery(key=key, **row, **more))


async def _states(db: Database) -> dict[str, str]:
    async with db.read() as session:
        rows = (await session.exec(select(Delivery).execution_options(populate_existing=True))).all()
    return {row.key: row.state for row in rows}


async def _dead(db: Database, number: str) -> None:
    async with db.write() as session:
        since = await processes.clock(session) - timedelta(minutes=1)
        await session.exec(update(Process).where(col(Process.id) == number).values(seen=since))


async def test_what_a_living_process_is_sending_is_left_to_it(db: Database, bot: Any, clock: Any) -> None:
    await bot("a")
    b = await bot("b")
    await _queue(db, clock(), "m", state="sending", claimed=clock(), claimed_by="a")
    await b.drain.recover()
    assert await _states(db) == {"m": "sending"}


async def test_what_a_dead_process_was_sending_is_looked_up_and_sent_once(db: Database, bot: Any, clock: Any) -> None:
    await bot("a")
    b = await bot("b")
    await _queue(db, clock(), "m", state="sending", claimed=clock(), claimed_by="a")
    await _dead(db, "a")
    await b.drain.recover()
    assert await _states(db) == {
        "m": "unknown"
    }  # the platform has nothing of that key, and what was asked may still be done
    clock.advance(31)
    await b.drain.recover()
    assert await _states(db) == {"m": "ready"}
    await b.sent()
    assert [said.key for said in b.chat.said] == ["m"]


async def test_who_looked_up_a_message_too_long_ago_decides_nothing_of_it(db: Database, bot: Any, clock: Any) -> None:
    a, b = await bot("a"), await bot("b")
    await _queue(db, clock(), "m", state="unknown", claimed=clock() - timedelta(minutes=1), claimed_by="dead")
    find = a.chat.find

    async def slow(*about: Any) -> Any:
        found = await find(*about)
        await b.drain.recover()  # b finds nothing either and sends it; and is lost before it can say so
        clock.advance(1)
        await b.sent()
        async with db.write() as session:
            await session.exec(update(Delivery).values(state="unknown"))
        return found

    a.chat.find = slow
    await a.drain.settle()
    assert await _states(db) == {"m": "unknown"}


async def test_what_a_slow_process_posted_after_it_was_taken_for_dead_is_found(
    db: Database, bot: Any, clock: Any
) -> None:
    await bot("a")
    b = await bot("b")
    await _queue(db, clock(), "m", state="sending", claimed=clock(), claimed_by="a")
    await _dead(db, "a")
    await b.drain.recover()
    await b.chat.send(Place("fake", "", "m"), say("m"), "m")  # what a asked for is carried out now
    clock.advance(31)
    await b.drain.recover()
    await b.sent()
    assert [said.key for said in b.chat.said] == ["m"]
    assert await _states(db) == {"m": "sent"}


async def test_who_may_have_been_taken_for_dead_sends_nothing(db: Database, bot: Any, clock: Any) -> None:
    a = await bot("a")
    await _queue(db, clock(), "m")
    a.presence._said -= 60  # frozen for a minute
    await a.sent()
    assert a.chat.said == []
    assert await _states(db) == {"m": "ready"}
    await a.presence.beat()
    await a.sent()
    assert [said.key for said in a.chat.said] == ["m"]


async def test_what_another_process_took_over_is_not_written_over_by_the_one_that_woke_again(
    db: Database, bot: Any, clock: Any
) -> None:
    a = await bot("a")
    await _queue(db, clock(), "m")
    [token] = await a.drain.due()
    gate = asyncio.Event()
    send = a.chat.send

    async def slow(*about: Any) -> Any:
        await gate.wait()
        return await send(*about)

    a.chat.send = slow
    running = asyncio.create_task(a.drain.run(token))
    while (await _states(db))["m"] != "sending":
        await asyncio.sleep(0.01)
    async with db.write() as session:
        await session.exec(update(Delivery).values(claimed_by="b", state="held"))
    gate.set()
    await running
    assert await _states(db) == {"m": "held"}


async def test_what_was_taken_in_a_commit_that_was_cut_off_is_not_forgotten(db: Database, bot: Any, clock: Any) -> None:
    a = await bot("a")
    await _queue(db, clock(), "m", state="sending", claimed=clock(), claimed_by="a")
    await a.drain.leave_lost()
    assert await _states(db) == {"m": "sending"}  # it may be about to begin
    clock.advance(61)
    await a.drain.leave_lost()
    assert await _states(db) == {"m": "unknown"}


async def test_what_is_slow_is_not_taken_for_lost(db: Database, bot: Any, clock: Any) -> None:
    a = await bot("a")
    await _queue(db, clock(), "m")
    [token] = await a.drain.due()
    gate, send = asyncio.Event(), a.chat.send

    async def slow(*about: Any) -> Any:
        await gate.wait()
        return await send(*about)

    a.chat.send = slow
    running = asyncio.create_task(a.drain.run(token))
    while (await _states(db))["m"] != "sending":
        await asyncio.sleep(0.01)
    clock.advance(61)
    await a.drain.leave_lost()
    gate.set()
    await running
    await a.drain.write_down()
    assert await _states(db) == {"m": "sent"}


@contextlib.asynccontextmanager
async def _working(*bots: Bot) -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks = [asyncio.create_task(ClusterJobs(one.desk.db, works(one.desk, one.drain)).run()) for one in bots]
    beats = [asyncio.create_task(one.presence.run()) for one in bots]
    try:
        yield tasks
    finally:
        for task in (*tasks, *beats):
            task.cancel()
        await asyncio.gather(*tasks, *beats, return_exceptions=True)


async def test_two_processes_share_the_tokens_and_send_each_message_once(db: Database, bot: Any, clock: Any) -> None:
    bots = [await bot(number) for number in "ab"]
    for tenant in range(4):
        await _queue(db, clock(), *(f"{tenant}-{n}" for n in range(25)), tenant=f"t{tenant}")
    async with _working(*bots), asyncio.timeout(60):
        while set((await _states(db)).values()) != {"sent"}:
            await asyncio.sleep(0.1)
    by = {one.presence.number: Counter(said.key.split("-")[0] for said in one.chat.said) for one in bots}
    assert sum(by.values(), Counter()) == {str(tenant): 25 for tenant in range(4)}
    assert not set(by["a"]) & set(by["b"])  # a token stays with one process


async def test_a_process_that_ends_hands_its_tokens_over(db: Database, bot: Any, clock: Any) -> None:
    a, b = await bot("a"), await bot("b")
    async with _working(a) as [first]:
        await _queue(db, clock(), "one", tenant="t0")
        async with asyncio.timeout(60):
            while (await _states(db))["one"] != "sent":
                await asyncio.sleep(0.05)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    await _queue(db, clock(), "two", tenant="t0")
    async with _working(b), asyncio.timeout(60):
        while (await _states(db))["two"] != "sent":
            await asyncio.sleep(0.05)
    assert [said.key for said in (*a.chat.said, *b.chat.said)] == ["one", "two"]


async def test_a_source_that_one_process_looks_at_is_not_looked_at_by_another(
    db: Database, bot: Any, clock: Any
) -> None:
    await bot("a")
    await bot("b")
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        document = Document(space_id=space.id, name="Vision")
        session.add(document)
        await session.flush()
        many = [
            Source(
                space_id=space.id,
                document_id=document.id,
                url=f"https://wsis.example/{n}",
                kind="list",
                next_due=clock(),
            )
            for n in range(40)
        ]
        session.add_all(many)
    ids = [one.id for one in many]

    async def hold(number: str) -> list[int]:
        async with db.write() as session:
            return await held.hold(session, ids, number, clock())

    a, b = await asyncio.gather(hold("a"), hold("b"))
    assert sorted(a + b) == ids
    async with db.write() as session:
        await held.let_go(session, b, "b")
    assert await hold("b") == b
    await _dead(db, "a")
    assert sorted(b + await hold("b")) == ids  # those of the dead one are free; its own it has
