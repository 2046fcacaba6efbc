"""Acts: what ends what, what contradicts what, and one act at a time on every kind of database."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.drafts.keeping import archive
from bot.positions.acting import pending
from bot.positions.acting.acts import Act, record, replaces, same_scope
from bot.positions.acting.holding import contradicts
from bot.positions.onward import carrying
from bot.positions.seats.voices import Voice
from bot.positions.words.ground import ground
from bot.positions.words.scopes import scopes
from bot.positions.words.targets import of_scope
from storage import acts, people
from storage.db import Database
from storage.tables import Delegation, Document, EventRow, Holding, Position, Space

NOW = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


# ── as rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

SCOPES = st.sampled_from(
    [
        ("paragraph", "C5", [1]),
        ("paragraph", "C9", [2]),
        ("deletion", "C9", [2]),
        ("range", "C5-C9", [1, 2]),
        ("section", "III", [1, 2, 3]),
        ("document", "all", [1, 2, 3]),
        ("record", "r1", []),
    ]
)


@st.composite
def positions(draw: st.DrawFn) -> Position:
    level, ref, threads = draw(SCOPES)
    stance = draw(st.sampled_from(["support", "accept", "concern", "object", "abstain", "reserve", "withdraw"]))
    return Position(
        id=draw(st.integers(1, 1000)),
        space_id=1,
        document_id=1,
        delegation_id=1,
        person_id=draw(st.integers(1, 3)),
        level=level,
        ref=ref,
        threads=threads,
        draft_id=1,
        text_hash="",
        stance=stance,
        pressed=NOW + timedelta(minutes=draw(st.integers(0, 90))),
    )


@given(positions(), positions())
def test_of_two_acts_never_both_end_each_other(one: Position, other: Position) -> None:
    assert not (replaces(one, other) and replaces(other, one))


@given(positions(), positions())
def test_only_a_withdrawal_ends_what_is_narrower(one: Position, other: Position) -> None:
    if replaces(one, other) and not same_scope(one, other):
        assert one.stance == "withdraw"
        assert set(other.threads) <= set(one.threads)


@given(positions(), positions())
def test_nobody_contradicts_themselves_nor_after_half_an_hour(one: Position, other: Position) -> None:
    if contradicts(one, other):
        assert one.person_id != other.person_id
        assert timedelta() <= one.pressed - other.pressed <= timedelta(minutes=30)
        assert not contradicts(other, one)
        assert {one.stance, other.stance} & {"object"}


# ── in a database ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def norway(db: Database, reading: Callable[..., Any]) -> dict[str, Any]:
    """Norway with a head and a delegate, and one draft of three paragraphs."""
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        document = Document(space_id=space.id, name="Vision")
        delegation = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
        session.add_all([document, delegation])
        await session.flush()
        found = archive.Posted(
            url="https://wsis.example/r1.html",
            data=b"r1",
            mime="text/html",
            reading=reading("C5. Security.", "C8. Culture.", "C9. Media."),
        )
        draft = await archive.keep(session, document.id, None, found, NOW)
        await carrying.settle(session, draft, NOW)
        voices = {}
        for role in ("head", "delegate"):
            person = await people.meet(session, "fake", "", role, role.title())
            voices[role] = Voice(person, None, "delegation", role, delegation)
    return {"db": db, "space": space, "document": document, **voices}


async def press(norway: dict[str, Any], who: str, ref: str, act: Act, at: datetime) -> int:
    async with norway["db"].write() as session:
        on = await ground(session, norway["document"])
        (scope,), _ = scopes(on.reading, on.threads, [ref])
        target = of_scope(norway["document"].id, on.draft.id, "r1", scope)
        position = await record(session, norway["space"], norway[who], target, act, at)
    return position.id


async def run(db: Database, number: int, now: datetime) -> None:
    async with db.write() as session:
        await pending.run(session, number, now)


async def test_an_act_takes_effect_once_however_many_workers_look_at_it(norway: dict[str, Any]) -> None:
    db, later = norway["db"], NOW + timedelta(seconds=60)
    number = await press(norway, "head", "C9", Act("object", "red line"), NOW)
    async with db.read() as session:
        assert await acts.due(session, later - timedelta(seconds=1)) == []
        assert await acts.due(session, later) == [number]
    await asyncio.gather(*(run(db, number, later) for _ in range(4)))
    async with db.read() as session:
        assert len((await session.exec(select(EventRow))).all()) == 1
        (held,) = (await session.exec(select(Holding))).all()
    assert (held.position_id, held.state, held.speaks) == (number, "live", True)


async def test_of_two_acts_at_once_the_later_press_stands_on_one_unbroken_chain(norway: dict[str, Any]) -> None:
    db, later = norway["db"], NOW + timedelta(seconds=90)
    first = await press(norway, "head", "C9", Act("support"), NOW)
    second = await press(norway, "head", "C9", Act("accept"), NOW + timedelta(seconds=1))
    await asyncio.gather(run(db, second, later), run(db, first, later))
    async with db.read() as session:
        one, other = [await session.get_one(Position, number) for number in (first, second)]
        events = (await session.exec(select(EventRow).order_by(EventRow.seq))).all()
    assert (one.state, one.ended_by, other.state) == ("ended", second, "taken")
    assert [event.prev for event in events[1:]] == [event.hash for event in events[:-1]]


async def test_of_two_opposite_acts_at_once_exactly_one_is_held(norway: dict[str, Any]) -> None:
    db, later = norway["db"], NOW + timedelta(seconds=90)
    first = await press(norway, "head", "C9", Act("support"), NOW)
    second = await press(norway, "delegate", "C9", Act("object", "red line"), NOW + timedelta(seconds=1))
    await asyncio.gather(run(db, second, later), run(db, first, later))
    async with db.read() as session:
        states = [(await session.get_one(Position, number)).state for number in (first, second)]
    assert states == ["taken", "held"]


async def test_an_undone_act_is_gone_and_its_worker_finds_nothing(norway: dict[str, Any]) -> None:
    db = norway["db"]
    number = await press(norway, "head", "all", Act("support"), NOW)
    async with db.write() as session:
        await pending.undo(session, [await session.get_one(Position, number)], NOW)
    await run(db, number, NOW + timedelta(seconds=60))
    async with db.read() as session:
        assert (await session.exec(select(Position))).all() == []
        assert (await session.exec(select(EventRow))).all() == []
