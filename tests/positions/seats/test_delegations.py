"""Who may speak for whom, in one space and at one time."""

from datetime import timedelta
from typing import Any

import pytest

from bot.positions.seats.delegations import may_seat, roles_of, who_seats
from storage.db import Database
from storage.tables import Delegation, Membership, Officer, Person, Space


@pytest.fixture
async def room(db: Database, clock: Any) -> dict[str, Any]:
    """Two spaces; in the first a chair, Norway with a head and a delegate, Kenya without anybody."""
    async with db.write() as session:
        vision, other = Space(name="vision", title="Vision"), Space(name="other", title="Other")
        session.add_all([vision, other])
        await session.flush()
        norway = Delegation(space_id=vision.id, code="NO", name="Norway", group="governments")
        kenya = Delegation(space_id=vision.id, code="KE", name="Kenya", group="governments")
        people = {name: Person(name=name) for name in ("chair", "secretary", "head", "alternate", "delegate")}
        session.add_all([norway, kenya, *people.values()])
        await session.flush()
        for name, role in (("chair", "chair"), ("secretary", "secretariat")):
            session.add(Officer(space_id=vision.id, person_id=people[name].id, role=role, since=clock()))
        for name in ("head", "alternate", "delegate"):
            session.add(Membership(delegation_id=norway.id, person_id=people[name].id, role=name, since=clock()))
    return {"vision": vision.id, "other": other.id, "norway": norway.id, "kenya": kenya.id} | {
        name: person.id for name, person in people.items()
    }


async def test_roles_are_held_in_one_space_and_from_their_time_on(db: Database, clock: Any, room: dict) -> None:
    async with db.read() as session:
        assert await roles_of(session, room["vision"], room["head"], clock()) == {"head"}
        assert await roles_of(session, room["vision"], room["chair"], clock()) == {"chair"}
        assert await roles_of(session, room["other"], room["chair"], clock()) == frozenset()
        assert await roles_of(session, room["vision"], room["chair"], clock() - timedelta(1)) == frozenset()


async def test_a_person_with_two_hats_holds_both_roles(db: Database, clock: Any, room: dict) -> None:
    async with db.write() as session:
        session.add(Officer(space_id=room["vision"], person_id=room["head"], role="chair", since=clock()))
    async with db.read() as session:
        assert await roles_of(session, room["vision"], room["head"], clock()) == {"head", "chair"}


async def test_the_head_is_asked_to_seat_people_and_without_one_the_chair(db: Database, clock: Any, room: dict) -> None:
    async with db.read() as session:
        assert await who_seats(session, room["vision"], room["norway"], clock()) == ([room["head"]], True)
        assert await who_seats(session, room["vision"], room["kenya"], clock()) == ([room["chair"]], False)


@pytest.mark.parametrize(
    ("person", "delegation", "may"),
    [
        ("head", "norway", True),
        ("alternate", "norway", True),
        ("delegate", "norway", False),
        ("head", "kenya", False),
        ("chair", "kenya", True),
        ("secretary", "kenya", True),
    ],
)
async def test_people_are_seated_by_their_own_head_or_by_the_officers(
    db: Database, clock: Any, room: dict, person: str, delegation: str, may: bool
) -> None:
    async with db.read() as session:
        assert await may_seat(session, room["vision"], room[delegation], room[person], clock()) == may
