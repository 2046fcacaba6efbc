"""What waits for quiet hours to end: let go once, whoever looks; and who is asked about at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlmodel import select

from bot.message import say
from bot.outbox import Private, tell_many, tell_persons
from bot.positions.acting import linking
from bot.waking import wake
from storage import habits, people
from storage.db import Database
from storage.tables import Delivery, Document, Follow, Mute, Person, Space

NIGHT = datetime(2014, 6, 11, 21, 0, tzinfo=UTC)  # 23:00 in Geneva
MORNING = datetime(2014, 6, 12, 5, 0, tzinfo=UTC)


async def house(db: Database) -> tuple[int, Person]:
    """A space, and a person with quiet hours."""
    async with db.write() as session:
        space = Space(name="vision", title="Vision", timezone="Europe/Zurich")
        session.add(space)
        dina = await people.meet(session, "telegram", "", "7", "Dina")
        dina.quiet_hours = "22:00-07:00"
        await session.flush()
        return space.id, dina


async def rows(db: Database) -> list[tuple[str, str, datetime]]:
    async with db.read() as session:
        found = (await session.exec(select(Delivery).order_by(Delivery.id))).all()
        return [(row.key, row.state, row.due) for row in found]


async def told(db: Database, space_id: int, person_id: int, *keys: str) -> None:
    async with db.write() as session:
        for key in keys:
            await tell_persons(session, space_id, [person_id], key, partial(say, key), NIGHT)


async def test_what_waits_is_due_when_quiet_hours_end_and_not_before(db: Database) -> None:
    space_id, dina = await house(db)
    await told(db, space_id, dina.id, "one")
    async with db.read() as session:
        assert await habits.waking(session, MORNING - timedelta(seconds=1)) == []
        assert await habits.waking(session, MORNING) == [("telegram", "", "7", None)]
    assert await rows(db) == [(f"one:p{dina.id}", "waiting", MORNING)]


async def test_many_are_told_by_one_statement_alike(db: Database) -> None:
    space_id, dina = await house(db)
    async with db.write() as session:
        other = await people.meet(session, "telegram", "", "8", "Alma")
        letters = [
            Private([dina.id, other.id], "waits", lambda: say("waits")),
            Private([dina.id, other.id], "pierces", lambda: say("pierces"), by=MORNING),
        ]
        await tell_many(session, space_id, letters, NIGHT)
    assert {key: state for key, state, _ in await rows(db)} == {
        f"waits:p{dina.id}": "waiting",
        f"waits:p{other.id}": "ready",
        f"pierces:p{dina.id}": "ready",
        f"pierces:p{other.id}": "ready",
    }


async def test_it_is_let_go_once_by_however_many_workers(db: Database) -> None:
    space_id, dina = await house(db)
    await told(db, space_id, dina.id, "one", "two")

    async def worker() -> None:
        async with db.write() as session:
            await wake(session, ("telegram", "", "7", None), MORNING)

    await asyncio.gather(*(worker() for _ in range(3)))
    assert [(key.partition(":")[0], state) for key, state, _ in await rows(db)] == [
        ("one", "joined"),
        ("two", "joined"),
        ("digest", "ready"),
    ]


async def test_habits_become_those_of_one_person(db: Database) -> None:
    space_id, dina = await house(db)
    async with db.write() as session:
        document = Document(space_id=space_id, name="Vision")
        session.add(document)
        other = await people.meet(session, "slack", "T1", "U1", "Dina H.")
        other.timezone, other.quiet_hours, other.text_mode = "America/New_York", "21:00-06:00", True
        await session.flush()
        for person, thread in ((dina, 3), (other, 3), (other, 4)):
            session.add(Follow(person_id=person.id, document_id=document.id, thread=thread, ref=f"C{thread}"))
        session.add(Mute(person_id=other.id, document_id=document.id))
        await session.flush()
        kept = await linking.link(session, await session.get_one(Person, dina.id), other, NIGHT)
        assert (kept.timezone, kept.quiet_hours) == ("America/New_York", "22:00-07:00")
        assert (kept.digest, kept.text_mode) == (True, True)
        assert await habits.followers(session, document.id) == {dina.id: {3, 4}}
        assert await habits.muting(session, document.id) == {dina.id}
