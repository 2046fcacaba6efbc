"""Rows added and set, whatever the table: unless one is there, all or none, many in one statement or in parts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

T = TypeVar("T")


async def add_new(session: AsyncSession, table: type[SQLModel], **values: Any) -> bool:
    """Adds a row, by one statement, unless one like it is there; whether it was added."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = await session.exec(insert(table).values(**values).on_conflict_do_nothing().returning(literal(1)))
    return added.first() is not None


async def add_once(session: AsyncSession, *rows: SQLModel) -> bool:
    """Adds rows, all or none; False if another writer has added the like of one since we looked (PostgreSQL)."""
    try:
        async with session.begin_nested():
            session.add_all(rows)
    except IntegrityError:
        return False
    return True


async def set_rows(session: AsyncSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Sets columns of many rows, each named by its `id`, in one statement. The id itself is not set, not even to what it is:
    SQLite would look for all that refers to the row."""
    if rows:
        known = table.__table__  # type: ignore[attr-defined]
        statement = known.update().where(known.c.id == bindparam("row_id"))
        renamed = [{"row_id" if name == "id" else name: value for name, value in row.items()} for row in rows]
        await (await session.connection()).execute(statement, renamed)


async def add_rows(session: AsyncSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds many rows in one statement, without having them back."""
    if rows:
        await (await session.connection()).execute(table.__table__.insert(), rows)  # type: ignore[attr-defined]


def in_parts(several: Collection[T]) -> list[list[T]]:
    """Not more in a statement than every database takes."""
    every = list(several)
    return [every[at : at + 500] for at in range(0, len(every), 500)]
