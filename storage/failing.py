"""What stands behind an error of a database, told apart by what SQLite and PostgreSQL say; neither has better than words for it
all (sqlite3.h, "Result Codes"; PostgreSQL's manual, appendix A)."""

from typing import Literal

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, TimeoutError

FAILS = (OperationalError, InterfaceError, TimeoutError)
"""The database itself: away, full, locked, two that wait for each other. What is wrong with a row is none of these."""

AWAY = (SQLAlchemyError, OSError)
"""What a database that is away may raise to who waits for it; Python's own TimeoutError is an OSError."""

Kind = Literal[
    "locked", "read-only", "full", "closed", "damaged", "no server", "refused", "missing", "encoding", "other"
]

_SAYS: tuple[tuple[str, Kind], ...] = (
    ("database is locked", "locked"),
    ("database table is locked", "locked"),
    ("readonly database", "read-only"),
    ("read-only transaction", "read-only"),
    ("disk is full", "full"),
    ("disk full", "full"),
    ("no space left", "full"),
    ("disk i/o error", "full"),  # how SQLite tells of a file that may not grow (RLIMIT_FSIZE, a quota)
    ("file too large", "full"),
    ("unable to open database file", "closed"),
    ("permission denied", "closed"),
    ("file is not a database", "damaged"),
    ("malformed", "damaged"),
    ("authentication failed", "refused"),
    ("no pg_hba.conf entry", "refused"),
    ("does not exist", "missing"),
    ("server_encoding is", "encoding"),
    ("connection refused", "no server"),
    ("could not translate host", "no server"),
    ("failed to resolve host", "no server"),
    ("no such file or directory", "no server"),
    ("timeout", "no server"),
    ("server closed the connection", "no server"),
    ("terminating connection", "no server"),
    ("shutting down", "no server"),
    ("starting up", "no server"),
    ("connection is bad", "no server"),
    ("connection is closed", "no server"),
    ("connection is lost", "no server"),
    ("connection failed", "no server"),
)


def database_fails(error: BaseException) -> bool:
    """Whether it is the database itself, or several at once that are all the database itself."""
    if isinstance(error, BaseExceptionGroup):
        return all(database_fails(one) for one in error.exceptions)
    return isinstance(error, FAILS)


def kind(error: Exception) -> Kind:
    """What is wrong, as far as the database says."""
    told = said(error).casefold()
    return next((kind for words, kind in _SAYS if words in told), "other")


def said(error: BaseException) -> str:
    """What the driver says, without the statement that SQLAlchemy adds."""
    if isinstance(error, BaseExceptionGroup):
        return said(error.exceptions[0])
    told = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    return " ".join(told.split()) or type(error).__name__
