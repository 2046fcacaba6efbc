"""SQLite by aiosqlite, with one visit to its thread for each statement.

SQLAlchemy's own cursor goes there four times (make, execute, fetch, close), and a visit costs more than most statements: a
press on a card made 98 of them. Here a statement is executed and fetched in one, and BEGIN waits for the statement after it.
"""

import sqlite3
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT

BEGIN_READ, BEGIN_WRITE = "BEGIN", "BEGIN IMMEDIATE"


@dataclass(frozen=True, slots=True)
class _Done:
    """What a cursor tells of the statement that it executed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _adapt_connection: "_Connection"
    _cursor: Any

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection, self._connection = adapt_connection, adapt_connection._connection
        self._cursor, self._rows = _Done(), deque()
        self._soft_closed_memoized = EMPTY_DICT

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""

    def close(self) -> None:
        self._rows.clear()

    async def _execute_async(self, operation: str, parameters: Any) -> None:
        if operation in (BEGIN_READ, BEGIN_WRITE):
            self._adapt_connection.begin = operation
            return
        await self._visit("execute", operation, parameters or ())

    async def _executemany_async(self, operation: str, parameters: Any) -> None:
        await self._visit("executemany", operation, parameters)

    async def _visit(self, how: str, operation: str, parameters: Any) -> None:
        on = self._adapt_connection
        async with on._execute_mutex:
            begin, on.begin, on.begun = on.begin, "", True
            there = on._connection
            # aiosqlite offers what executes and fetches at once, but not with the names of the columns
            self._cursor, rows = await there._execute(_at_once, there._conn, begin, how, operation, parameters)
            self._rows = deque(rows)


def _at_once(
    connection: sqlite3.Connection, begin: str, how: str, operation: str, parameters: Any
) -> tuple[_Done, Sequence[Any]]:
    if begin:
        connection.execute(begin)
    cursor = connection.cursor()
    getattr(cursor, how)(operation, parameters)
    rows = cursor.fetchall() if cursor.description else ()
    done = _Done(cursor.description, cursor.rowcount, cursor.lastrowid)
    cursor.close()
    return done, rows


class _Connection(AsyncAdapt_aiosqlite_connection):
    """`begin`: what the next statement is to begin with; `begun`: whether there was one since the last end."""

    __slots__ = ("begin", "begun")
    _cursor_cls = _Cursor

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.begin, self.begun = "", False

    def commit(self) -> None:
        self._end(super().commit)

    def rollback(self) -> None:
        self._end(super().rollback)

    def _end(self, end: Any) -> None:
        self.begin = ""
        if self.begun:
            end()
            self.begun = False


class _Module(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **named: Any) -> _Connection:
        made = super().connect(*arg, **named)
        return _Connection(self, made._connection)


def module() -> _Module:
    """What `create_async_engine` is given as its `module`."""
    return _Module(aiosqlite, sqlite3)
