"""Two persons who are one: codes, and everything that belonged to the one written over to the other."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, delete, exists, func
from sqlmodel import SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Ballot, Delivery, LinkCode, LinkTry, Poll, TookPart

_UNSENT = ("waiting", "ready", "sending", "unknown", "held")


async def new_code(session: AsyncSession, person_id: int, code: str, expires: datetime) -> None:
    """A person's code; an older one that was not used is none any more."""
    unused = (col(LinkCode.person_id) == person_id) & col(LinkCode.used).is_(None)
    await session.exec(delete(LinkCode).where(unused))
    session.add(LinkCode(code=code, person_id=person_id, expires=expires))


async def tries(session: AsyncSession, person_id: int, since: datetime) -> int:
    """How often a person gave a code that was none."""
    query = select(func.count()).select_from(LinkTry).where(LinkTry.person_id == person_id, LinkTry.at > since)
    return (await session.exec(query)).one()


async def open_secret_poll(session: AsyncSession, person_id: int) -> Poll | None:
    """An open secret poll in which a person took part: their sealed answer is under a name that cannot be changed."""
    query = select(Poll).join(TookPart, col(TookPart.poll_id) == Poll.id)
    return (await session.exec(query.where(TookPart.voter == _voter(person_id), Poll.state == "open"))).first()


async def move(session: AsyncSession, gone: int, kept: int) -> None:
    """Everything that says one person says the other; of two rows that must not be twice the kept person's stays, of two
    ballots the later."""
    await _later_ballots(session, gone, kept)
    for column in columns_of_persons():
        await _write_over(session, column, gone, kept)
    for voters in columns_of_voters():
        await _write_over(session, voters, _voter(gone), _voter(kept))
    for delivery in (await session.exec(select(Delivery).where(col(Delivery.state).in_(_UNSENT)))).all():
        delivery.reaches = _reaching(delivery.reaches, gone, kept)


def _reaching(told: dict[str, Any], gone: int, kept: int) -> dict[str, Any]:
    """What a message shows, to the person who stays."""
    if "each" in told:
        return {"each": [_reaching(one, gone, kept) for one in told["each"]]}
    return {**told, "person": kept} if told.get("person") == gone else told


def columns_of_persons() -> Iterator[Column[int]]:
    """Every column of every table that says who."""
    for table in SQLModel.metadata.sorted_tables:
        yield from (
            column for column in table.columns if any(key.target_fullname == "person.id" for key in column.foreign_keys)
        )


def columns_of_voters() -> Iterator[Column[str]]:
    """Those that say so among other voters; the names of sealed ballots cannot be read."""
    yield from (SQLModel.metadata.tables[name].columns["voter"] for name in ("ballot", "tookpart"))


def _voter(person_id: int) -> str:
    return f"p{person_id}"


async def _later_ballots(session: AsyncSession, gone: int, kept: int) -> None:
    """Where both answered a poll the kept person has the later answer."""
    rows = (await session.exec(select(Ballot).where(col(Ballot.voter).in_((_voter(gone), _voter(kept)))))).all()
    mine = {row.poll_id: row for row in rows if row.voter == _voter(kept)}
    for row in rows:
        own = mine.get(row.poll_id)
        if own is not None and row is not own and row.at > own.at:
            own.choices, own.reason, own.at = list(row.choices), row.reason, row.at
    await session.flush()


async def _write_over(session: AsyncSession, column: Column[Any], old: object, new: object) -> None:
    table = column.table
    assert isinstance(table, Table)
    for others in _once_with(table, column):
        twin = table.alias()
        same = [twin.c[other.name] == other for other in others]
        await session.exec(delete(table).where(column == old, exists().where(twin.c[column.name] == new, *same)))
    await session.exec(update(table).where(column == old).values({column.name: new}))


def _once_with(table: Table, column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """With which other columns a value of this column may stand only once."""
    sets = [list(table.primary_key.columns)]
    sets += [list(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    sets += [list(index.columns) for index in table.indexes if index.unique]
    for one in sets:
        if column.name in [member.name for member in one]:
            yield [member for member in one if member.name != column.name]
