"""A negotiation of 500 delegations on a draft of 300 paragraphs: how long the next draft, a card, /heard and the record take.

carry: a new draft settled, from the first statement to the commit: threads, the table for all 150,000 holdings (one for each
delegation and paragraph), the record, polls, silences; the drafts are compared before. "some": a third of the paragraphs has
other words; "all": every paragraph has, as no draft of a negotiation does. told: the private messages to all delegations
concerned. card, heard: made anew from the database; of one paragraph, of the document, of the space. events: appended by 8
writers, each in a transaction of its own; the chain is checked afterwards.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.keeping.comparing import compared
from bot.drafts.reading.read import read
from bot.positions import cards
from bot.positions.onward import carrying, following
from bot.positions.record.record_log import GENESIS, hash_of, note
from bot.positions.showing import hearing
from bot.positions.showing.heard import hearing as heard
from bot.positions.showing.standing import about_scope
from bot.positions.words.ground import ground
from bot.positions.words.scopes import Scope, scopes
from bot.positions.words.stances import STANCES, row_of
from storage import events
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Account, Card, Delegation, Document, Draft, Holding, Membership, Person, Position, Space

MOST = {"carry_some_s": 2.0, "card_ms": 20.0, "heard_ms": 100.0}
LEAST = {"events_per_second": 300.0}
NOW = datetime(2014, 6, 11, 10, tzinfo=UTC)
GROUPS = ("governments", "civil society", "business", "technical", "academia")
WORDS = ("states", "rights", "access", "networks", "affirm", "shall", "should", "people", "media", "[reaffirm]")
_WRITERS = 8
_AT_ONCE = 10_000  # rows of one statement


def _text(paragraphs: int, changed: float = 0.0) -> bytes:
    """A draft of so many paragraphs of 25 words; that share of them with another word."""
    steady, chance = random.Random(1), random.Random(2)
    lines = []
    for n in range(1, paragraphs + 1):
        words = [f"{steady.choice(WORDS)}{n % 97}" for _ in range(25)]
        if chance.random() < changed:
            words[12] = "otherwise"
        lines.append(f"C{n}. {' '.join(words)}.")
    return "\n\n".join(lines).encode()


async def _keep(session: AsyncSession, document_id: int, data: bytes, name: str) -> Draft:
    reading = replace(read(data, f"{name}.txt"), source=f"https://example.org/{name}.txt")
    return await archive.keep(session, document_id, None, Posted(reading.source, data, "text/plain", reading), NOW)


async def _fill(db: Database, delegations: int, paragraphs: int, *, wide: bool) -> None:
    """A space with its delegations, a settled draft, and what each of them holds on every paragraph."""
    async with db.write() as session:
        session.add(Space(id=1, name="vision", title="Vision", required_groups=list(GROUPS)))
        await session.flush()
        session.add(Document(id=1, space_id=1, name="Vision"))
        await session.flush()
        await carrying.settle(session, await _keep(session, 1, _text(paragraphs), "r1"), NOW)
        numbers = range(1, delegations + 1)
        await _insert(session, [Person(id=n, name=f"Person {n}") for n in numbers])
        await _insert(session, [Account(person_id=n, platform="terminal", user=f"user{n}") for n in numbers])
        await _insert(session, [_delegation(n) for n in numbers])
        await _insert(session, [Membership(delegation_id=n, person_id=n, role="head", since=NOW) for n in numbers])
    async with db.read() as session:
        on = await ground(session, await session.get_one(Document, 1))
        every = scopes(on.reading, on.threads, ["all"] if wide else [f"C{n}" for n in range(1, paragraphs + 1)])[0]
    acts = [_position(k, n, scope) for k, (n, scope) in enumerate(((n, s) for n in numbers for s in every), 1)]
    held: list[dict[str, Any]] = []
    async with db.write() as session:
        await _insert_all(session, Position, acts)
        for act, scope in zip(acts, every * delegations, strict=True):
            held += _holdings(act, scope)
        await _insert_all(session, Holding, held)


def _delegation(n: int) -> Delegation:
    return Delegation(id=n, space_id=1, code=f"D{n}", name=f"Delegation {n}", group=GROUPS[n % len(GROUPS)])


_POSITION = Position(
    space_id=1,
    document_id=1,
    person_id=1,
    level="",
    ref="",
    draft_id=1,
    text_hash="",
    stance="",
    pressed=NOW,
    state="taken",
).model_dump()
_HOLDING = Holding(position_id=1, thread=1, document_id=1, row="", text_hash="", word_hash="", draft_id=1).model_dump()


def _position(number: int, n: int, scope: Scope) -> dict[str, Any]:
    chance = random.Random(number)
    stance = chance.choices(tuple(STANCES), (30, 40, 10, 5, 10, 5))[0]
    return _POSITION | {
        "id": number,
        "delegation_id": n,
        "person_id": n,
        "level": scope.level,
        "ref": scope.ref,
        "breadth": len(scope.threads),
        "threads": list(scope.threads),
        "text_hash": scope.text_hash,
        "stance": stance,
        "signoff": stance in ("support", "accept") and chance.random() < 0.3,
        "as_is": stance == "accept" and chance.random() < 0.1,
        "reason": "red line in our instructions" if STANCES[stance].reason else "",
    }


def _holdings(act: dict[str, Any], scope: Scope) -> list[dict[str, Any]]:
    row = row_of(act["stance"], signoff=act["signoff"], as_is=act["as_is"])
    alike = _HOLDING | {
        "position_id": act["id"],
        "delegation_id": act["delegation_id"],
        "row": row,
        "signed": act["signoff"],
    }
    return [
        alike | {"thread": thread, "text_hash": p.text_hash, "word_hash": p.word_hash}
        for p, thread in zip(scope.paragraphs, scope.threads, strict=True)
    ]


async def _insert(session: AsyncSession, rows: Sequence[SQLModel]) -> None:
    await _insert_all(session, type(rows[0]), [row.model_dump() for row in rows])


async def _insert_all(session: AsyncSession, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(rows), _AT_ONCE):
        await session.exec(insert(table), params=rows[at : at + _AT_ONCE])


async def _carry(db: Database, paragraphs: int, changed: float, name: str) -> dict[str, float]:
    """Seconds for the next draft, and for telling the delegations."""
    async with db.write() as session:
        draft = await _keep(session, 1, _text(paragraphs, changed), name)
        old = (await ground(session, await session.get_one(Document, 1))).reading
    async with db.read() as session:
        compared(old, await archive.load(session, draft))
    began = time.perf_counter()
    async with db.write() as session:
        found = await carrying.settle(session, await session.get_one(Draft, draft.id), NOW)
    carried = time.perf_counter()
    assert found is not None
    async with db.write() as session:
        await following.tell(session, found, None, NOW)
    return {"carry": carried - began, "told": time.perf_counter() - carried}


async def _median(work: Callable[[], Awaitable[Any]], times: int) -> float:
    """Milliseconds of the median."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


async def _shown(db: Database, times: int) -> dict[str, float]:
    """Milliseconds for a card of one paragraph, for that of the document, and for /heard."""
    async with db.read() as session:
        on = await ground(session, await session.get_one(Document, 1))
        space = await session.get_one(Space, 1)
        one, every = (scopes(on.reading, on.threads, [ref])[0][0] for ref in ("C9", "all"))

    async def card(scope: Scope) -> None:
        async with db.read() as session:
            of: dict[str, Any] = {"level": scope.level, "ref": scope.ref, "threads": list(scope.threads)}
            shown = Card(space_id=1, document_id=1, draft_id=on.draft.id, person_id=1, opened=NOW, **of)
            shown.text_hash = scope.text_hash
            await cards.message(session, shown, NOW)

    async def hear() -> None:
        async with db.read() as session:
            here = await ground(session, await session.get_one(Document, 1))
            about = await about_scope(session, space, here, every, NOW)
            hearing.blocks(about, await heard(session, space, here, NOW))

    return {
        "card_ms": await _median(lambda: card(one), times),
        "card_document_ms": await _median(lambda: card(every), times),
        "heard_ms": await _median(hear, times),
    }


async def _events(db: Database, count: int) -> float:
    """Events a second; the chain that they make is whole."""

    async def write(writer: int) -> None:
        for n in range(count // _WRITERS):
            async with db.write() as session:
                await note(session, 1, "position", NOW, writer=writer, n=n)

    began = time.perf_counter()
    await asyncio.gather(*(write(writer) for writer in range(_WRITERS)))
    took = time.perf_counter() - began
    async with db.read() as session:
        prev = GENESIS
        rows = await events.after(session, 1, 0, most=10 * count)
        for seq, row in enumerate(rows, 1):
            assert (row.seq, row.prev, row.hash) == (seq, prev, hash_of(seq, prev, json.loads(row.ev)))
            prev = row.hash
    assert len(rows) >= count // _WRITERS * _WRITERS
    return count / took


async def _measure(asked: argparse.Namespace) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, float] = {"delegations": asked.delegations, "paragraphs": asked.paragraphs}
        for name, changed in (("some", 1 / 3), ("all", 1.0)):
            db = Database(f"sqlite:///{Path(folder) / name}.db")
            await migrate(db)
            await _fill(db, asked.delegations, asked.paragraphs, wide=not asked.narrow)
            if name == "some":
                found |= await _shown(db, asked.times)
            took = await _carry(db, asked.paragraphs, changed, "r2")
            found |= {f"carry_{name}_s": took["carry"], f"told_{name}_s": took["told"]}
            if name == "all":
                found["events_per_second"] = await _events(db, asked.events)
            await db.aclose()
        return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench positions", description=__doc__)
    parser.add_argument("--delegations", type=int, default=500)
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--narrow", action="store_true", help="one act on each paragraph, not one on the document")
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = asyncio.run(_measure(asked))
    slow = [name for name, most in MOST.items() if found[name] > most]
    slow += [name for name, least in LEAST.items() if found[name] < least]
    if asked.json:
        print(json.dumps(found | {"slow": slow}))
    else:
        for name, value in found.items():
            print(f"{name:<20} {value:>10.2f}{'   slower than it should be' if name in slow else ''}")
    sys.stdout.flush()
    return 1 if slow else 0
