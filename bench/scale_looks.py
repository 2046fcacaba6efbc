"""What a look costs with few sources and with many, and with few drafts behind it and with many.

The pages are answered from memory: what is counted is ours, and of PostgreSQL the server's own processor time too.
"""

import gc
import random
import resource
import sqlite3
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import make_url, text
from sqlmodel import SQLModel, col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bench import asked
from bench.postgres import Server
from bench.watch_ours import read_here
from bot.desk import Desk
from bot.drafts.fetching.answer import Fetched, NotModified, Validators
from bot.drafts.watching.rounds import Rounds
from storage import drafts
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Address, Document, Source, Space

Row = dict[str, Any]
FEW = 10
_ROUND = 200
_SPACES = 1000
_PAGE = b"<html><title>Paper</title><p>1. The States affirm the right of everybody to read what they are to sign.</p></html>"


def now() -> datetime:
    return datetime.now(UTC)


async def _no_pause(_seconds: float) -> None: ...


class Answers:
    """Stands where the fetcher stands: every page is as it was, but those that `posted` names."""

    def __init__(self) -> None:
        self.posted: dict[str, bytes] = {}

    async def get(
        self, url: str, validators: Validators | None = None, *_: object, **__: object
    ) -> Fetched | NotModified:
        known = Validators('"1"', "", url)
        if url not in self.posted and validators and validators.etag:
            return NotModified(url, known, None)
        data = self.posted.get(url, _PAGE)
        return Fetched(
            url, 200, data, "text/plain" if url.endswith(".txt") else "text/html", "utf-8", known, None, None, ""
        )


@asynccontextmanager
async def desk(url: str) -> AsyncIterator[Desk]:
    db = Database(url)
    yield Desk(db=db, clock=now, fetcher=Answers(), read=read_here, pause=_no_pause)
    await db.aclose()


# ── sources ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def fill(at: Desk, sources: int, due: datetime) -> None:
    """So many sources that were looked at before, each of another page, in up to a thousand spaces."""
    await migrate(at.db)
    async with at.db.write() as session:
        for row in (
            Space(id=1, name="s1", title="S 1"),
            Document(id=1, space_id=1, name="Paper 1"),
            _source(due),
            _address(),
        ):
            session.add(row)
            await session.flush()
        space, url = f"(n - 1) % {_SPACES} + 1", "'https://p' || n || '.example/'"
        await _copy(session, Space, min(sources, _SPACES), name="'s' || n", title="'S ' || n")
        await _copy(session, Document, sources, space_id=space, name="'Paper ' || n")
        await _copy(session, Source, sources, space_id=space, document_id="n", url=url)
        await _copy(session, Address, sources, source_id="n", url=url)


async def _copy(session: AsyncSession, table: type[SQLModel], up_to: int, **own: str) -> None:
    """Rows 2, 3, … as the first one is, but for what is their own: by column, an expression of n."""
    shown = table.__table__  # type: ignore[attr-defined]
    own |= {"id": "n"}
    names, values = zip(*((one.name, own.get(one.name, f"first.{one.name}")) for one in shown.columns), strict=True)
    into = f"insert into {shown.name} ({', '.join(names)})"
    numbers = f"with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < {up_to})"
    copies = f"select {', '.join(values)} from numbers, {shown.name} as first where first.id = 1 and n <= {up_to}"
    await (await session.connection()).execute(text(f"{into} {numbers} {copies}"))


async def _tidied(db: Database) -> None:
    """What the database does by itself some time after so large a change: else it does so while looks are counted."""
    if db.sqlite:
        with closing(sqlite3.connect(make_url(db.url).database or "")) as file:
            file.execute("pragma wal_checkpoint(truncate)")
        return
    async with db.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("vacuum analyze")


def _source(due: datetime) -> Source:
    about: Row = {"kind": "document", "state": "watching", "every_s": 86_400}
    return Source(id=1, space_id=1, document_id=1, url="https://p1.example/", next_due=due, **about)


def _address() -> Address:
    return Address(id=1, source_id=1, url="https://p1.example/", etag='"1"', checked=now(), state="page", sha256="0")


@dataclass
class _Measured:
    """A database with sources, and what its looks cost: milliseconds of processor, ours and the server's."""

    at: Desk
    sources: int
    server: Server | None
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    async def ready(self, due: int | None) -> None:
        """Makes so many sources due, here and there; all if it is not said."""
        ids = random.Random(1).sample(range(1, self.sources + 1), due) if due else None
        async with self.at.db.write() as session:
            statement = update(Source).values(next_due=now() - timedelta(seconds=1))
            await session.exec(statement.where(col(Source.id).in_(ids)) if ids else statement)
        await _tidied(self.at.db)

    async def rounds(self, times: int) -> None:
        """So many rounds, or fewer if nothing is due."""
        looks, ours, theirs = 0, _cpu(), self.server.cpu_s() if self.server else 0.0
        at = Rounds(self.at)
        for _ in range(times):
            for ids in await at.due():
                looks += len(ids)
                await at.run(ids)
        assert looks, "nothing was due"
        self.ours.append(1000 * (_cpu() - ours) / looks)
        self.theirs.append(1000 * ((self.server.cpu_s() if self.server else 0.0) - theirs) / looks)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def cost(urls: dict[int, str], times: int, server: Server | None) -> list[Row]:
    """Milliseconds of processor for a look among so many sources (by number: a new database), where ten of them are due and
    where all are. Each in turn, so that whatever else the machine does slows them all alike."""
    async with AsyncExitStack() as stack:
        made = {}
        for sources, url in urls.items():
            at = await stack.enter_async_context(desk(url))
            await fill(at, sources, now() + timedelta(days=1))
            made[sources] = _Measured(at, sources, server)
        gc.collect()
        gc.freeze()
        few = await _in_turn(list(made.values()), times, FEW)
        every = await _in_turn([one for one in made.values() if one.sources >= _ROUND * 5], times, None)
        return few + every


async def _in_turn(made: Sequence[_Measured], times: int, due: int | None) -> list[Row]:
    for one in made:
        await one.ready(due)
        await one.rounds(1)
        one.ours.clear()
        one.theirs.clear()
    for turn in range(times):
        for one in made:
            if due or turn % 4 == 0:
                await one.ready(due)
            await one.rounds(1)
    base = next(iter(made), None)
    return [_cost_row(one, base, due) for one in made]


def _cost_row(one: _Measured, base: _Measured | None, due: int | None) -> Row:
    ours, theirs = (
        statistics.median(one.ours),
        statistics.median(one.theirs) if not due else statistics.mean(one.theirs),
    )
    first = statistics.median(base.ours) if base else ours
    kind = "postgresql" if one.server else "sqlite"
    row: Row = {"what": "look", "on": kind, "sources": one.sources, "due": due or one.sources, "cpu_ms": ours}
    return row | ({"server_cpu_ms": theirs} if one.server else {}) | {"ratio": ours / first}


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def drafts_behind(urls: dict[int, str], words: int, times: int) -> list[Row]:
    """Milliseconds of processor for a look at a page that did not change and at one with a new draft, where so many drafts of
    the document are kept: one text at one address, and a page with a link to each."""
    async with AsyncExitStack() as stack:
        rooms: dict[int, Desk] = {}
        for count, url in urls.items():
            at = await stack.enter_async_context(desk(url))
            await migrate(at.db)
            await asked.fill(at.db, count, words)
            await _watched(at, count)
            rooms[count] = at
        gc.collect()
        gc.freeze()
        took: dict[tuple[str, int], list[float]] = {}
        for turn in range(times + 1):
            for count, at in rooms.items():
                for what in ("document", "list", "new draft"):
                    spent = await _one_look(at, what, count + turn + 1, words)
                    took.setdefault((what, count), []).extend([spent] if turn else [])
    first = min(urls)
    medians = {key: statistics.median(one) for key, one in took.items()}
    return [
        {"what": f"look behind drafts: {what}", "drafts": count, "cpu_ms": one, "ratio": one / medians[what, first]}
        for (what, count), one in medians.items()
    ]


async def _watched(at: Desk, count: int) -> None:
    """Both sources of the document, with what is known of them after so many drafts."""
    async with at.db.write() as session:
        known = {draft.url: draft.id for draft in await drafts.numbered(session, 1)}
        for number, kind in enumerate(("document", "list"), 1):
            url = _URL[kind]
            about: Row = {"space_id": 1, "document_id": 1, "kind": kind, "state": "watching", "links": r"\.txt"}
            session.add(Source(id=number, url=url, next_due=now() + timedelta(days=1), every_s=86_400, **about))
        await session.flush()
        last = known[_draft_url(count)]
        session.add(Address(source_id=1, url=_URL["document"], etag='"1"', checked=now(), sha256="0", draft_id=last))
        session.add(Address(source_id=2, url=_URL["list"], etag='"1"', checked=now(), sha256="0", state="page"))
        for url, draft_id in known.items():
            session.add(Address(source_id=2, url=url, etag='"1"', checked=now(), sha256="0", draft_id=draft_id))


_URL = {"document": "https://document.example/paper.txt", "list": "https://list.example/"}


def _draft_url(number: int) -> str:
    return f"https://example.org/r{number}.txt"


async def _one_look(at: Desk, what: str, number: int, words: int) -> float:
    source = 2 if what == "list" else 1
    answers = at.fetcher
    assert isinstance(answers, Answers)
    answers.posted.clear()
    if what == "new draft":
        answers.posted[_URL["document"]] = asked.draft(number, words, random.Random(number))
    async with at.db.write() as session:
        await session.exec(update(Source).where(col(Source.id) == source).values(next_due=now() - timedelta(seconds=1)))
    rounds = Rounds(at)
    (ids,) = await rounds.due()
    assert list(ids) == [source]
    began = _cpu()
    await rounds.run(ids)
    return 1000 * (_cpu() - began)
