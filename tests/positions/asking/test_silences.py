"""Silences in the database: over restarts, frozen processes, several of them, and against a model of ten lines."""

import asyncio
import json
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.desk import Desk
from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.positions.acting import acts
from bot.positions.acting.acts import Act
from bot.positions.asking import heartbeat, silences
from bot.positions.asking.silence_opening import Plan, open_silence
from bot.positions.onward import carrying
from bot.positions.seats.voices import Voice
from bot.positions.words.ground import ground
from bot.positions.words.scopes import scopes
from bot.positions.words.targets import of_scope
from handlers.works import effects, endings
from storage import people, spaces
from storage.db import Database
from storage.retention import erase_person
from storage.tables import Delegation, EventRow, Membership, Outage, Person, Silence, Space

OPENED = datetime(2014, 6, 11, 10, tzinfo=UTC)
TEXT = ("# III. Action lines", "C5. Building confidence.", "C8. Cultural diversity.", "C9. The same rights online.")


@dataclass
class Hall:
    """A space with a chair, Norway and Iran, and one document; every process of the bot is a desk on its database."""

    desk: Desk
    reading: Callable[..., Any]
    space_id: int = 0
    document_id: int = 0

    @property
    def clock(self) -> Any:
        return self.desk.clock

    async def build(self) -> None:
        async with self.desk.db.write() as session:
            space = Space(name="vision", title="Vision", timezone="Europe/Zurich")
            session.add(space)
            await session.flush()
            self.space_id = space.id
            self.document_id = (await spaces.document(session, space.id, "Vision")).id
            for code in ("NO", "IR"):
                person = await people.meet(session, "fake", "", code.lower(), code)
                delegation = Delegation(space_id=space.id, code=code, name=code, group="governments")
                session.add(delegation)
                await session.flush()
                session.add(
                    Membership(delegation_id=delegation.id, person_id=person.id, role="head", since=self.clock())
                )
            await people.meet(session, "fake", "", "chair", "Chair")
        await self.draft(*TEXT)

    async def draft(self, *lines: str) -> None:
        found = Posted(url="https://wsis.example", data=b"", mime="text/html", reading=self.reading(*lines))
        async with self.desk.db.write() as session:
            kept = await archive.keep(session, self.document_id, None, found, self.clock())
            await carrying.settle(session, kept, self.clock())

    async def person(self, session: Any, name: str) -> Person:
        return (await session.exec(select(Person).where(Person.name == name))).one()

    async def open(self, minutes: float, refs: tuple[str, ...] = ("C8", "C9")) -> int:
        async with self.desk.db.write() as session:
            document = (await spaces.documents(session, self.space_id))[0]
            stands = await ground(session, document)
            found, _ = scopes(stands.reading, stands.threads, refs)
            plan = Plan(", ".join(refs), tuple(found), self.clock() + timedelta(minutes=minutes))
            space = await session.get_one(Space, self.space_id)
            row = await open_silence(session, space, stands, plan, await self.person(session, "Chair"), self.clock())
        return row.id

    async def press(self, stance: str, ref: str, code: str = "IR", *, own: bool = False) -> None:
        async with self.desk.db.write() as session:
            document = (await spaces.documents(session, self.space_id))[0]
            stands = await ground(session, document)
            [scope], _ = scopes(stands.reading, stands.threads, [ref])
            delegation = None if own else await people.delegation(session, self.space_id, code)
            person = await self.person(session, code)
            voice = Voice(person, None, "personal" if own else "delegation", "" if own else "head", delegation)
            space = await session.get_one(Space, self.space_id)
            target = of_scope(document.id, stands.draft.id, "r", scope)
            await acts.record(session, space, voice, target, Act(stance, "because"), self.clock())

    async def work(self) -> None:
        """What the jobs find to do now."""
        jobs = (effects(self.desk), endings(self.desk))
        while rows := [(work, row) for work in jobs for row in await work.due()]:
            for work, row in rows:
                await work.run(row)

    async def minute(self, number: float) -> None:
        """The clock stands at so many minutes behind the opening, and the bot is there."""
        self.clock.now = OPENED + timedelta(minutes=number)
        await heartbeat.beat(self.desk)
        await self.work()

    async def silence(self, number: int = 1) -> Silence:
        async with self.desk.db.read() as session:
            return await session.get_one(Silence, number)

    async def events(self) -> list[dict[str, Any]]:
        async with self.desk.db.read() as session:
            return [json.loads(one.ev) for one in (await session.exec(select(EventRow).order_by(EventRow.seq))).all()]


@pytest.fixture
async def hall(db: Database, desk_of: Callable[[Database], Desk], reading: Callable[..., Any], clock: Any) -> Hall:
    clock.now = OPENED
    made = Hall(desk_of(db), reading)
    await made.build()
    return made


# ── over restarts ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def present(hall: Hall, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await hall.minute(number)


@pytest.mark.need(41)
async def test_four_minutes_without_the_bot_are_added_noted_and_announced(hall: Hall) -> None:
    await hall.open(60)
    await present(hall, 0, 3)
    await hall.minute(7)
    row = await hall.silence()
    assert (row.extended_s, row.state) == (240, "running")
    told = (await hall.events())[-1]
    assert (told["kind"], told["silences"]) == ("outage", [1])
    assert (told["since"], told["until"]) == ("2014-06-11T10:03:00+00:00", "2014-06-11T10:07:00+00:00")
    async with hall.desk.db.read() as session:
        [away] = (await session.exec(select(Outage))).all()
    assert away.until - away.since == timedelta(minutes=4)


async def test_two_minutes_are_no_outage(hall: Hall) -> None:
    await hall.open(60)
    await hall.minute(0)
    await hall.minute(2)
    assert (await hall.silence()).extended_s == 0
    assert "outage" not in [one["kind"] for one in await hall.events()]


async def test_after_a_restart_past_the_deadline_nothing_is_declared_before_the_added_time_is_over(hall: Hall) -> None:
    await hall.open(10)
    await present(hall, 0, 8)
    hall.desk = again(hall.desk)  # killed, and started at minute 20
    await present(hall, 20, 22)
    assert (await hall.silence()).state == "running"
    await hall.minute(23)
    row = await hall.silence()
    assert (row.state, row.extended_s, row.closed) == ("observed", 12 * 60, OPENED + timedelta(minutes=23))
    await hall.desk.db.aclose()


def again(desk: Desk) -> Desk:
    """Another process on the same database."""
    return Desk(Database(desk.db.url), desk.clock, desk.fetcher, desk.read, desk.pause)


async def test_an_act_that_was_pending_when_the_bot_was_killed_still_counts(hall: Hall) -> None:
    await hall.open(10)
    await present(hall, 0, 9)
    await hall.press("object", "C9")
    hall.desk = again(hall.desk)
    await hall.minute(30)
    row = await hall.silence()
    assert (row.state, row.closed) == ("broken", None)
    await hall.desk.db.aclose()


async def test_a_process_that_was_frozen_past_the_deadline_declares_nothing_when_it_wakes(hall: Hall) -> None:
    await hall.open(10)
    await present(hall, 0, 9)
    hall.clock.now = OPENED + timedelta(minutes=40)
    work = endings(hall.desk)
    assert await work.due() == []
    await work.run(1)  # found due before it froze
    row = await hall.silence()
    assert (row.state, row.extended_s) == ("running", 31 * 60)


async def test_what_fails_half_way_has_not_happened(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    await hall.open(10)
    await present(hall, 0, 10)
    hall.clock.now = OPENED + timedelta(minutes=11)

    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(silences, "_announce", broken)
        with pytest.raises(OSError, match="disk"):
            await endings(hall.desk).run(1)
    assert (await hall.silence()).state == "running"
    await hall.work()
    assert (await hall.silence()).state == "observed"


async def test_who_is_erased_leaves_no_words_on_a_silence(hall: Hall) -> None:
    number = await hall.open(10)
    async with hall.desk.db.write() as session:
        row = await session.get_one(Silence, number)
        row.said, row.forced = "I insist", "my plane leaves"
        session.add(row)
        await session.flush()
        await erase_person(session, hall.space_id, row.person_id, "erased")
    row = await hall.silence()
    assert (row.said, row.forced) == ("", "")


# ── several processes ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_while_one_process_is_there_nobody_was_away(hall: Hall) -> None:
    other = again(hall.desk)
    await hall.open(60)
    for number in range(10):
        hall.clock.now = OPENED + timedelta(minutes=number)
        await heartbeat.beat(other)
    await hall.minute(10)
    assert (await hall.silence()).extended_s == 0
    await other.db.aclose()


async def test_two_processes_that_come_back_together_count_the_time_once(hall: Hall) -> None:
    other = again(hall.desk)
    await hall.open(60)
    await hall.minute(0)
    hall.clock.now = OPENED + timedelta(minutes=5)
    await asyncio.gather(*(heartbeat.beat(desk) for desk in (hall.desk, other) * 3))
    assert (await hall.silence()).extended_s == 300
    assert [one["kind"] for one in await hall.events()].count("outage") == 1
    await other.db.aclose()


async def test_several_processes_tell_the_outcome_once(hall: Hall) -> None:
    other = again(hall.desk)
    await hall.open(10)
    await present(hall, 0, 10)
    hall.clock.now = OPENED + timedelta(minutes=11)
    await asyncio.gather(*(endings(desk).run(1) for desk in (hall.desk, other) * 3))
    assert [one["kind"] for one in await hall.events()].count("silence closed") == 1
    await other.db.aclose()


async def test_an_objection_and_the_end_at_one_moment_leave_one_outcome(hall: Hall) -> None:
    other = again(hall.desk)
    await hall.open(10)
    await present(hall, 0, 9)
    await hall.press("object", "C9")
    hall.clock.now = OPENED + timedelta(minutes=10, seconds=30)
    jobs = [effects(hall.desk).run(1), *(endings(desk).run(1) for desk in (other, hall.desk, other))]
    await asyncio.gather(*jobs)
    await hall.minute(11)
    assert (await hall.silence()).state == "broken"
    assert [one["kind"] for one in await hall.events()].count("silence closed") == 1
    await other.db.aclose()


# ── against a model ──────────────────────────────────────────────────────────────────────────────────────────────────────

BREAKS, LATER, HARMLESS = ("object", "C9", False), ("object", "all", False), ("concern", "C9", False)
DEEDS = (
    BREAKS,
    LATER,
    HARMLESS,
    ("object", "C5", False),
    ("object", "C9", True),
    "pinned words",
    "other words",
    "away",
)
Deed = Any
LASTS = 12


def expected(deeds: dict[int, Deed], away: set[int], end: int) -> tuple[str, int]:
    """(outcome, minutes added) of a silence of LASTS minutes, minute by minute."""
    ends, last, waiting, state, over = LASTS, 0, [], "running", False
    for minute in (number for number in range(end) if number not in away):
        if minute - last > 2 and last < ends and not over:
            ends += minute - last
        last = minute
        if state == "running" and any(pressed < minute and pressed <= ends for pressed in waiting):
            state = "broken"
        waiting = [pressed for pressed in waiting if pressed >= minute]
        if state == "running" and minute > ends:
            state = "observed"
        if deeds.get(minute) in (BREAKS, LATER):
            waiting.append(minute)
        if deeds.get(minute) == "pinned words" and minute <= ends:
            state, over = "lapsed" if state == "running" else state, True
    return state, ends - LASTS


class StandingClock:
    now = OPENED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.need(41)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(DEEDS), st.integers(1, 9)), max_size=7))
async def test_whatever_happens_it_ends_as_the_model_says(
    migrated_file: Path, folder: Path, reading: Callable[..., Any], steps: list[tuple[int, Deed, int]]
) -> None:
    file = folder / f"{uuid.uuid4().hex}.db"
    db = Database(f"sqlite:///{shutil.copy(migrated_file, file)}")

    async def pause(_: float) -> None:
        raise AssertionError("waited")

    hall = Hall(Desk(db, StandingClock(), Any, Any, pause), reading)
    deeds, away, at = {}, set(), 0
    for gap, deed, long in steps:
        at += gap
        if deed == "away":
            away |= set(range(at, at + long))
            at += long
        else:
            deeds[at] = deed
    end = max(at, LASTS) + len(away) + 3
    try:
        await hall.build()
        await heartbeat.beat(hall.desk)
        await hall.open(LASTS)
        for minute in (number for number in range(end) if number not in away):
            await hall.minute(minute)
            match deeds.get(minute):
                case "pinned words":
                    await hall.draft(*TEXT[:3], f"C9. The same rights online, as of minute {minute}.")
                case "other words":
                    await hall.draft(TEXT[0], f"C5. Building confidence by minute {minute}.", *TEXT[2:])
                case (stance, ref, own):
                    await hall.press(stance, ref, own=own)
        row = await hall.silence()
        assert (row.state, row.extended_s / 60) == expected(deeds, away, end)
    finally:
        await db.aclose()
        file.unlink()
