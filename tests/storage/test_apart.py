"""Several rows in one transaction: one that cannot be done stops no other, and is as it was."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from storage import apart
from storage.db import Database
from storage.tables import Space


@pytest.fixture
async def three(db: Database) -> None:
    async with db.write() as session:
        session.add_all(Space(name=name, title=name) for name in ("a", "b", "c"))


async def _titles(db: Database) -> list[str]:
    async with db.read() as session:
        return list((await session.exec(select(Space.title).order_by(col(Space.name)))).all())


async def _each(db: Database, act: Any) -> list[Any]:
    async with db.write() as session:
        rows = (await session.exec(select(Space).order_by(col(Space.name)))).all()
        return await apart.each(session, rows, act)


async def test_all_are_done_and_share_what_was_found_out_once(db: Database, three: None) -> None:
    async def act(row: Space, shared: dict[str, int]) -> int:
        shared["done"] = shared.get("done", 0) + 1
        row.title = f"{row.name} {shared['done']}"
        return shared["done"]

    assert await _each(db, act) == [1, 2, 3]
    assert await _titles(db) == ["a 1", "b 2", "c 3"]


async def test_one_that_fails_is_as_it_was_and_the_others_are_done_once(db: Database, three: None) -> None:
    async def act(row: Space, shared: dict[str, int]) -> str:
        shared["done"] = shared.get("done", 0) + 1
        row.title += f" {shared['done']}"
        if row.name == "b":
            raise ValueError("not this one")
        return row.title

    first, failed, last = await _each(db, act)
    assert (first, last) == ("a 1", "c 1")
    assert isinstance(failed, ValueError)
    assert await _titles(db) == ["a 1", "b", "c 1"]


async def test_one_that_the_database_refuses_stops_no_other(db: Database, three: None) -> None:
    async def act(row: Space, _: Any) -> None:
        row.title = row.title.upper()
        row.name = "a" if row.name == "b" else row.name

    first, refused, last = await _each(db, act)
    assert first is last is None
    assert isinstance(refused, Exception)
    assert await _titles(db) == ["A", "b", "C"]


async def test_a_database_that_fails_is_no_fault_of_a_row(db: Database, three: None) -> None:
    async def act(row: Space, _: Any) -> None:
        row.title = "lost"
        raise OperationalError("a statement", {}, Exception("away"))

    with pytest.raises(OperationalError):
        await _each(db, act)
    assert await _titles(db) == ["a", "b", "c"]
