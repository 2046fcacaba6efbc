"""Rows added and set, many in one statement."""

from typing import Any

from sqlalchemy import event
from sqlmodel import col, select

from storage.db import Database
from storage.rows import add_once, set_rows
from storage.tables import Seen, Space


async def test_the_like_of_a_row_is_added_once_and_the_rest_of_the_transaction_lives(db: Database, clock: Any) -> None:
    async with db.write() as session:
        assert await add_once(session, Seen(key="k", at=clock()))
    async with db.write() as session:
        session.add(Space(name="vision", title="Vision"))
        assert not await add_once(session, Seen(key="k", at=clock()))
    async with db.read() as session:
        assert len((await session.exec(select(Seen))).all()) == 1
        assert len((await session.exec(select(Space))).all()) == 1


async def test_each_row_gets_its_own_values(db: Database) -> None:
    async with db.write() as session:
        session.add_all(Space(id=n, name=f"s{n}", title="Space") for n in (1, 2, 3))
        await session.flush()
        await set_rows(session, Space, [{"id": n, "title": f"Space {n}"} for n in (1, 3)])
    async with db.read() as session:
        titles = select(Space.title).order_by(col(Space.id))
        assert (await session.exec(titles)).all() == ["Space 1", "Space", "Space 3"]


async def test_the_id_of_a_row_is_not_set_since_all_that_refers_to_it_would_be_looked_for(db: Database) -> None:
    said: list[str] = []
    event.listen(db.engine.sync_engine, "before_cursor_execute", lambda *about: said.append(about[2]))
    async with db.write() as session:
        await set_rows(session, Space, [{"id": 1, "title": "Space 1"}])
    (told,) = [one for one in said if one.startswith("UPDATE")]
    assert "id" not in told.partition("WHERE")[0]
