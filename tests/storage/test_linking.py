"""Two persons become one: no row of any table is left behind. Rows are made from the tables as they are, also those to come."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, Table, insert, select
from sqlmodel import SQLModel
from sqlmodel import select as rows_of
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import linking, people
from storage.db import Database
from storage.tables import Ballot, Delivery, Person, Poll, TookPart

NOW = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)
NUMBERS = itertools.count(1)
PERSONS = {f"{column.table.name}.{column.name}": column for column in linking.columns_of_persons()}


def _plain(column: Column[Any]) -> Any:
    """Some value of the column's type, another one each time where it may stand only once."""
    kinds: tuple[tuple[type, Any], ...] = ((Boolean, False), (Float, 0.0), (DateTime, NOW), (LargeBinary, b"x"))
    for kind, value in kinds:
        if isinstance(column.type, kind) or getattr(column.type, "impl", None).__class__ is kind:
            return value
    if isinstance(column.type, Integer):
        return next(NUMBERS)
    return [] if column.type.python_type in (list, dict) else f"x{next(NUMBERS)}"


async def _row(session: AsyncSession, table: Table, **given: Any) -> Any:
    """A new row with parents of its own; its values by column."""
    values = dict(given)
    for column in table.columns:
        own_id = column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys
        if column.name in values or column.nullable or (own_id and len(table.primary_key) == 1):
            continue
        key = next(iter(column.foreign_keys), None)
        parent = await _row(session, key.column.table) if key else None
        values[column.name] = parent[key.column.name] if key else _plain(column)
    made = await session.exec(insert(table).values(values))
    return values | dict(zip(table.primary_key.columns.keys(), made.inserted_primary_key, strict=True))


async def _two(session: AsyncSession) -> tuple[Person, Person]:
    kept = await people.meet(session, "slack", "T1", "U1", "Anna")
    return kept, await people.meet(session, "telegram", "", "7", "Anna H.")


def test_every_column_that_names_a_person_is_known() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("person_id")
    }
    assert named == set(PERSONS), "a column that names a person needs a foreign key to it"
    voters = {f"{t.name}.{c.name}" for t in SQLModel.metadata.sorted_tables for c in t.columns if "voter" in c.name}
    known = {f"{column.table.name}.{column.name}" for column in linking.columns_of_voters()}
    assert voters == known | {"sealedballot.voter"}, "the name of a sealed ballot cannot be read, and is not moved"


@pytest.mark.parametrize("named", PERSONS)
async def test_no_row_is_left_behind(db: Database, named: str) -> None:
    column = PERSONS[named]
    async with db.write() as session:
        kept, gone = await _two(session)
        row = await _row(session, column.table, **{column.name: gone.id})
        await linking.move(session, gone.id, kept.id)
        await session.delete(gone)
    async with db.read() as session:
        here = [part == row[part.name] for part in column.table.primary_key.columns if part.name != column.name]
        assert (await session.exec(select(column).where(*here))).scalars().all() == [kept.id]


async def test_of_two_ballots_the_later_counts(db: Database) -> None:
    async with db.write() as session:
        kept, gone = await _two(session)
        polls = [(await _row(session, SQLModel.metadata.tables["poll"]))["id"] for _ in range(3)]
        for poll, who, choice, hour in (
            (polls[0], kept, 1, 10),
            (polls[0], gone, 2, 11),
            (polls[1], kept, 1, 11),
            (polls[1], gone, 2, 10),
            (polls[2], gone, 2, 10),
        ):
            at = NOW.replace(hour=hour)
            session.add(Ballot(poll_id=poll, voter=f"p{who.id}", person_id=who.id, choices=[choice], at=at))
        session.add_all([TookPart(poll_id=polls[0], voter=f"p{one.id}") for one in (kept, gone)])
        await session.flush()
        await linking.move(session, gone.id, kept.id)
        await session.delete(gone)
    async with db.read() as session:
        cast = {row.poll_id: (row.voter, row.choices) for row in (await session.exec(rows_of(Ballot))).all()}
        assert (await session.exec(rows_of(TookPart.voter))).all() == [f"p{kept.id}"]
    assert cast == dict(zip(polls, [(f"p{kept.id}", [n]) for n in (2, 1, 2)], strict=True))


async def test_an_open_secret_poll_is_known_and_a_closed_one_is_no_matter(db: Database) -> None:
    async with db.write() as session:
        _, gone = await _two(session)
        number = (await _row(session, SQLModel.metadata.tables["poll"], state="open", secret=True))["id"]
        session.add(TookPart(poll_id=number, voter=f"p{gone.id}"))
        await session.flush()
        poll = await linking.open_secret_poll(session, gone.id)
        assert poll is not None
        poll.state = "closed"
        await session.flush()
        assert await linking.open_secret_poll(session, gone.id) is None
        assert (await session.exec(rows_of(Poll))).one().id == number


async def test_a_message_on_its_way_reaches_the_one_who_stays(db: Database) -> None:
    async with db.write() as session:
        kept, gone = await _two(session)
        told = {"kind": "private", "platform": "telegram", "chat": "7", "due": NOW}
        session.add(Delivery(key="k", reaches={"delegation": 1, "person": gone.id}, **told))
        await session.flush()
        await linking.move(session, gone.id, kept.id)
    async with db.read() as session:
        assert (await session.exec(rows_of(Delivery.reaches))).one() == {"delegation": 1, "person": kept.id}
