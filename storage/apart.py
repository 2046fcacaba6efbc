"""Several rows in one transaction, where one that cannot be done must stop no other."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import failing

Row = TypeVar("Row", bound=SQLModel)
T = TypeVar("T")
Act = Callable[[Row, dict[Any, Any]], Awaitable[T]]
"""What is done with one row; those under one savepoint share a dictionary for what they need not find out twice."""


async def each(session: AsyncSession, rows: Sequence[Row], act: Act[Row, T]) -> list[T | Exception]:
    """What each row's act gives, or why it gives nothing: then the row is as it was. All are under one savepoint; if one
    fails, each is done again under its own. Where the database itself fails that is raised."""
    if not rows:
        return []
    try:
        async with session.begin_nested():
            shared: dict[Any, Any] = {}
            return [await act(row, shared) for row in rows]
    except failing.FAILS:
        raise
    except Exception:  # noqa: BLE001  (whose it is comes out when each is done by itself)
        return [await _alone(session, row, act) for row in rows]


async def _alone(session: AsyncSession, row: Row, act: Act[Row, T]) -> T | Exception:
    await session.refresh(row)
    try:
        async with session.begin_nested():
            return await act(row, {})
    except failing.FAILS:
        raise
    except Exception as error:  # noqa: BLE001  (given to the caller, who says what becomes of it)
        await session.refresh(row)
        return error
