"""How positions stand, read as sets: the same on SQLite and on PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest

from storage import standing as queries
from storage.db import Database
from storage.tables import (
    Blob,
    Delegation,
    Document,
    Draft,
    Holding,
    Membership,
    ParagraphRow,
    Person,
    Position,
    Reach,
    ReadingRow,
    Rendition,
    Space,
)


@pytest.fixture
async def room(db: Database, clock: Any) -> dict[str, Any]:
    """A document of two paragraphs; Norway signs both, Iran objects to the second and Dina comments on it; Kenya is silent."""
    now = clock()
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add_all([space, Blob(sha256="s", data=b"")])
        await session.flush()
        document = Document(space_id=space.id, name="Vision")
        people = {name: Person(name=name) for name in ("alma", "reza", "dina")}
        bodies = {
            code: Delegation(space_id=space.id, code=code, name=code, group="governments")
            for code in ("NO", "IR", "KE")
        }
        session.add_all([document, *people.values(), *bodies.values()])
        await session.flush()
        draft = Draft(document_id=document.id, number=1, url="u", seen=now, sequence="q", settled=now)
        session.add(draft)
        await session.flush()
        file = Rendition(draft_id=draft.id, url="u", format="html", sha256="s", sequence="q", seen=now)
        session.add(file)
        await session.flush()
        reading = ReadingRow(draft_id=draft.id, rendition_id=file.id, made=now, words=2)
        session.add(reading)
        await session.flush()
        common = {"reading_id": reading.id, "kind": "paragraph", "label": "", "key": "", "text": "x", "word_hash": ""}
        session.add_all([ParagraphRow(n=n, thread=n, text_hash=f"h{n}", **common) for n in (1, 2)])
        seats = (("NO", "alma", "Chang"), ("IR", "reza", ""), ("IR", "dina", ""))
        for code, name, by in seats:
            seat = {"delegation_id": bodies[code].id, "person_id": people[name].id, "since": now - timedelta(1)}
            session.add(Membership(**seat, role="head", by=by, until=now if name == "dina" else None))
        said = {
            "space_id": space.id,
            "document_id": document.id,
            "draft_id": draft.id,
            "text_hash": "h",
            "pressed": now,
        }
        acts = {
            "all": Position(
                level="document", ref="all", breadth=2, threads=[1, 2], stance="support", signoff=True, **said
            ),
            "two": Position(level="paragraph", ref="C2", threads=[2], stance="object", reason="no", **said),
            "own": Position(level="paragraph", ref="C2", threads=[2], stance="concern", capacity="personal", **said),
            "held": Position(level="paragraph", ref="C2", threads=[2], stance="accept", **said),
            "r1": Position(level="record", ref="r1", stance="object", **said),
        }
        by = {
            "all": ("NO", "alma"),
            "two": ("IR", "reza"),
            "own": ("", "dina"),
            "held": ("IR", "dina"),
            "r1": ("IR", "reza"),
        }
        for key, act in acts.items():
            code, name = by[key]
            act.delegation_id, act.person_id = bodies[code].id if code else None, people[name].id
            act.state = "held" if key == "held" else "taken"
        session.add_all(acts.values())
        await session.flush()
        holds = (
            ("all", 1, "live", True),
            ("all", 2, "stale", True),
            ("two", 2, "standing", True),
            ("own", 2, "live", False),
        )
        for key, thread, state, speaks in holds:
            held = {
                "position_id": acts[key].id,
                "thread": thread,
                "document_id": document.id,
                "row": "plain" if key == "all" else "blocking",
            }
            held |= {"text_hash": f"h{thread}", "word_hash": "", "draft_id": draft.id, "signed": key == "all"}
            session.add(Holding(delegation_id=acts[key].delegation_id, state=state, speaks=speaks, **held))
        shown = {"draft_id": draft.id, "person_id": people["reza"].id, "how": "message", "at": now + timedelta(1)}
        session.add_all([Reach(delegation_id=bodies["IR"].id, thread=2, **shown)])
    ids = {key: act.id for key, act in acts.items()} | {code: one.id for code, one in bodies.items()}
    return {"space": space.id, "document": document.id, "draft": draft.id, **ids}


async def test_each_act_that_speaks_stands_under_its_paragraph_and_state(db: Database, room: dict[str, Any]) -> None:
    async with db.read() as session:
        one = await queries.speaking(session, room["document"], 1)
        assert [(row.id, row.holds, row.signed) for row in one] == [(room["all"], "live", True)]
        two = await queries.speaking(session, room["document"], 2)
        assert {(row.id, row.holds) for row in two} == {(room["all"], "stale"), (room["two"], "standing")}
        assert sorted(await queries.heard(session, room["document"])) == [
            (1, "live", str(room["NO"])),
            (2, "stale", str(room["NO"])),
            (2, "standing", str(room["IR"])),
        ]


@pytest.mark.parametrize("threads", [None, [1, 2]])
async def test_those_who_hold_nothing_up_come_as_sets(db: Database, room: dict[str, Any], threads: Any) -> None:
    async with db.read() as session:
        loud = await queries.blocking(session, room["document"], threads)
        assert list(map(tuple, loud)) == [(2, "standing", str(room["two"]))]
        rest = sorted(map(tuple, await queries.quiet(session, room["document"], threads)))
    assert rest == [("plain", "live", True, 1, str(room["NO"])), ("plain", "stale", True, 2, str(room["NO"]))]


async def test_what_an_act_says_and_who_gave_it(db: Database, room: dict[str, Any]) -> None:
    async with db.read() as session:
        rows = await queries.details(session, room["document"], [room["two"]])
        assert [(row.stance, row.reason, row.person, row.platform) for row in rows] == [("object", "no", "reza", None)]
        beside = await queries.apart(session, room["document"])
        assert [row.id for row in beside] == [room["r1"]]
        own = await queries.comments(session, room["document"], [2])
        assert [(row.id, row.thread, row.holds, row.person) for row in own] == [(room["own"], 2, "live", "dina")]


async def test_delegations_come_with_those_who_are_seated_now(db: Database, clock: Any, room: dict[str, Any]) -> None:
    async with db.read() as session:
        rows = await queries.parties(session, room["space"], clock())
    assert [(row.code, row.person_id is not None, row.by) for row in rows] == [
        ("IR", True, ""),
        ("KE", False, None),
        ("NO", True, "Chang"),
    ]


async def test_who_was_shown_what_and_who_took_a_position_on_it(db: Database, clock: Any, room: dict[str, Any]) -> None:
    async with db.read() as session:
        assert list(await queries.reached(session, room["document"])) == [(room["draft"], 2, str(room["IR"]))]
        served = dict(await queries.served(session, room["draft"]))
        assert served == {room["NO"]: clock(), room["IR"]: clock()}
        assert list(await queries.posted(session, room["draft"])) == []
        assert sorted(await queries.hashes(session, [room["draft"]])) == [(room["draft"], n, f"h{n}") for n in (1, 2)]
        like = {"draft_id": room["draft"], "person_id": 1, "how": "button", "at": clock()}
        assert await queries.was_reached(session, Reach(delegation_id=room["IR"], thread=2, **like))
        assert not await queries.was_reached(session, Reach(delegation_id=room["IR"], thread=1, **like))


async def test_the_past_of_a_document_is_in_order_and_the_state_beside_it(db: Database, room: dict[str, Any]) -> None:
    async with db.read() as session:
        rows = await queries.past(session, room["document"])
        assert [(act.ref, number, person) for act, number, person, _ in rows] == [
            ("all", 1, "alma"),
            ("C2", 1, "reza"),
            ("C2", 1, "dina"),
        ]
        assert sorted(await queries.states(session, room["document"], [1])) == [(room["all"], "live")]
