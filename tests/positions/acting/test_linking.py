"""Codes that make two persons one, on every database."""

import asyncio
from collections import Counter
from typing import Any

from sqlmodel import select

from bot.positions.acting import linking
from storage import people
from storage.db import Database
from storage.tables import LinkTry, Person


async def test_a_code_that_two_give_at_the_same_moment_is_taken_once(db: Database, clock: Any) -> None:
    async with db.write() as session:
        anna = await people.meet(session, "slack", "T1", "U1", "Anna")
        code = await linking.new_code(session, anna, clock())
        others = [await people.meet(session, "telegram", "", str(n), f"Other {n}") for n in range(4)]

    async def give(person: Person) -> str:
        async with db.write() as session:
            found = await linking.give(session, person, code, clock())
            if not isinstance(found, Person):
                return found
            await linking.link(session, await session.get_one(Person, person.id), found, clock())
            return "linked"

    assert Counter(await asyncio.gather(*map(give, others))) == {"linked": 1, "used": 3}
    async with db.read() as session:
        assert len((await session.exec(select(Person))).all()) == 4
        assert len((await session.exec(select(LinkTry))).all()) == 3


async def test_a_person_known_by_an_account_alone_gets_the_others_name(db: Database, clock: Any) -> None:
    async with db.write() as session:
        declared = await people.meet(session, "slack", "T1", "U1", "")
        other = await people.meet(session, "telegram", "", "7", "Anna")
        other.space_id = None
        kept = await linking.link(session, other, declared, clock())
    assert (kept.id, kept.name) == (declared.id, "Anna")
    async with db.read() as session:
        assert linking.named(await people.accounts(session, kept.id)) == "slack T1/U1, telegram 7"
