"""This program on the origin of `bench.watch`: `python -m bench.watch_ours PART …`, one JSON object as its last line."""

import asyncio
import gc
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, func, select, update

from bench import watch_bare
from bench.watch_pages import ADVERSARIAL, NOISE, REAL, REVERT
from bot.desk import Desk
from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from bot.drafts.watching.rounds import Rounds
from storage import people, spaces
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Chat, Delivery, Document, Draft, FlashRow, Look, Officer, Source, Space

Row = dict[str, Any]
AT_ONCE = watch_bare.AT_ONCE
ALONE = Limits(
    spacing=0, per_host=AT_ONCE, at_once=AT_ONCE
)  # one host stands for hundreds: the peers keep no distance either


def now() -> datetime:
    return datetime.now(UTC)


async def read_here(data: bytes, url: str) -> Reading:
    """In this process: what limited children spend on files is none of a watcher's time."""
    return await asyncio.to_thread(read, data, url)


@asynccontextmanager
async def desk(database: str, pause: Callable[[float], Any] = asyncio.sleep) -> AsyncIterator[Desk]:
    db = Database(database)
    gc.collect()
    gc.freeze()  # as the bot does when it starts
    async with Fetcher("", ["127.0.0.0/8"], ALONE, robots=False) as fetcher:
        yield Desk(db=db, clock=now, fetcher=fetcher, read=read_here, pause=pause)
    await db.aclose()


async def watch(at: Desk, sources: Iterable[tuple[str, str, str]]) -> None:
    """A space with a chat and a chair, and sources: (name of the document, address, kind)."""
    async with at.db.write() as session:
        space = Space(name="bench", title="Bench")
        session.add(space)
        await session.flush()
        session.add(Chat(space_id=space.id, platform="fake", chat="room", kind="open"))
        chair = await people.meet(session, "fake", "", "chair", "Chair")
        session.add(Officer(space_id=space.id, person_id=chair.id, role="chair", since=now()))
        for name, url, kind in sources:
            document = await spaces.document(session, space.id, name)
            about: Row = {"space_id": space.id, "document_id": document.id, "links": r"\.txt"}
            session.add(Source(url=url, kind=kind, next_due=now(), **about))


async def round_of_all(at: Desk) -> None:
    await make_due(at)
    await due(at)


async def make_due(at: Desk) -> None:
    async with at.db.write() as session:
        await session.exec(update(Source).values(next_due=now() - timedelta(seconds=1)))


async def due(at: Desk) -> None:
    rounds = Rounds(at)
    while found := await rounds.due():
        for ids in found:
            await rounds.run(ids)


# ── sweeps ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def begin(database: str, base: str, count: int) -> Row:
    """First looks at all of them, so that a sweep has nothing to learn."""

    async def no_pause(_: float) -> None:
        pass

    await migrate(Database(database))
    async with desk(database, no_pause) as at:
        await watch(at, ((f"Paper {n}", f"{base}/p/{n}", "document" if n % 2 else "list") for n in range(count)))
        await due(at)
        await round_of_all(at)
        async with at.db.read() as session:
            states = Counter((await session.exec(select(Source.state))).all())
    return {"states": dict(states)}


async def sweep(database: str, base: str, count: int, repeats: int) -> Row:
    async with desk(database) as at:
        await round_of_all(at)
        watch_bare.ask(base, "reset")
        times = []
        for _ in range(repeats):
            await make_due(at)
            began, spent = time.perf_counter(), watch_bare.cpu()
            await due(at)
            times.append((time.perf_counter() - began, watch_bare.cpu() - spent))
        async with at.db.read() as session:
            query = select(Look.outcome).order_by(col(Look.id).desc()).limit(count * repeats)
            outcomes = Counter((await session.exec(query)).all())
        return watch_bare.row(base, count, times) | {"outcomes": dict(outcomes)}


async def alert(database: str, base: str, count: int, repeats: int) -> Row:
    """From the start of the round to the delivery in the table, and from the moment in which the changed page is asked for; how
    often others were still to be looked at then."""
    seconds, looks, left = [], [], []
    async with desk(database) as at:
        for turn in range(repeats):
            number = (turn * 37 + count // 2) % count
            watch_bare.ask(base, f"publish?i={number}")
            before = await _delivered(at)
            watch_bare.ask(base, "reset")
            began = time.perf_counter()
            running = asyncio.create_task(round_of_all(at))
            await _handed_over(at, before)
            seconds.append(time.perf_counter() - began)
            looks.append(time.time() - float(watch_bare.ask(base, f"found?i={number}")))
            left.append(0 if running.done() else 1)
            await running
    return {
        "sources": count,
        "alert_s": statistics.median(seconds),
        "slowest_s": max(seconds),
        "from_look_s": statistics.median(looks),
        "slowest_from_look_s": max(looks),
        "others_still_looked_at": f"{sum(left)} of {repeats}",
    }


async def _handed_over(at: Desk, before: int) -> None:
    committed = asyncio.Event()
    at.db.after_commit.append(committed.set)
    async with asyncio.timeout(60):
        while await _delivered(at) <= before:
            await committed.wait()
            committed.clear()
    at.db.after_commit.remove(committed.set)


async def _delivered(at: Desk) -> int:
    async with at.db.read() as session:
        return (await session.exec(select(func.count()).select_from(Delivery))).one()


# ── quality ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Found:
    """What a tool told. `alarms`: by kind of noise; `told`: kinds of changes; `beside`: those found beside noise; `revert`:
    whether the way back was told."""

    alarms: Counter[str] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    revert: bool = False


async def quality(base: str, seed: int, ask: Callable[[str], Any]) -> Found:
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        ask("real?v=0")
        noise = [(kind, f"{base}/f/{seed}/{kind}") for kind in NOISE]
        async with watched(f"sqlite:///{folder}/noise.db", noise) as (_, look):
            for _ in range(4):
                found.alarms.update(await look())
        changes = [(kind, f"{base}/r/{seed}/{kind}") for kind in (*REAL, *ADVERSARIAL)]
        beside = [(f"{kind} beside noise", f"{base}/b/{seed}/{kind}") for kind in REAL]
        async with watched(f"sqlite:///{folder}/real.db", [*changes, *beside]) as (_, look):
            ask("real?v=1")
            told = await look()
            found.told = {kind for kind in told if not kind.endswith(" beside noise")}
            found.beside = {kind.removesuffix(" beside noise") for kind in told if kind.endswith(" beside noise")}
            ask("real?v=0")
            found.revert = REVERT in await look()
    return found


@asynccontextmanager
async def watched(database: str, sources: list[tuple[str, str]]) -> AsyncIterator[tuple[Desk, Callable[[], Any]]]:
    """A desk that has had its first looks, and a function that looks at all once more and returns whose alerts went out."""
    await migrate(Database(database))
    async with desk(database) as at:
        await watch(at, ((name, url, "list") for name, url in sources))
        await due(at)
        known = set(await _deliveries(at))

        async def look() -> set[str]:
            await round_of_all(at)
            new = {number: names for number, names in (await _deliveries(at)).items() if number not in known}
            known.update(new)
            return {name for names in new.values() for name in names}

        yield at, look


async def _deliveries(at: Desk) -> dict[int, set[str]]:
    """Which documents each delivery names, whoever it is for."""
    async with at.db.read() as session:
        names = (await session.exec(select(Document.name))).all()
        urls = {source.url: source.document_id for source in (await session.exec(select(Source))).all()}
        by_id = {document.id: document.name for document in (await session.exec(select(Document))).all()}
        rows = (await session.exec(select(Delivery))).all()
        flashes = {row.id: row for row in rows}
    found = {}
    for number, row in flashes.items():
        text = json.dumps(row.body, ensure_ascii=False)
        named = {
            name
            for name in names
            if f"{name}:" in text or f"{name} " in text or f"“{name}”" in text or f"{name}," in text
        }
        named |= {by_id[document] for url, document in urls.items() if f"{url} " in text or f'{url}"' in text}
        named = {name for name in named if not any(name != other and name in other for other in named)}
        found[number] = named | await _of_flash(at, row)
    return found


async def _of_flash(at: Desk, row: Delivery) -> set[str]:
    if row.flash_id is None:
        return set()
    async with at.db.read() as session:
        query = select(Document.name).join(Draft).join(FlashRow, col(FlashRow.draft_id) == Draft.id)
        query = query.where(FlashRow.id == row.flash_id)
        return set((await session.exec(query)).all())


PARTS = {"begin": begin, "sweep": sweep, "alert": alert}

if __name__ == "__main__":
    numbers = [int(one) if one.isdigit() else one for one in sys.argv[2:]]
    print(json.dumps(asyncio.run(PARTS[sys.argv[1]](*numbers))))  # type: ignore[operator]
