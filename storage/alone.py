"""One SQLite file serves one bot: who runs on it holds a lock beside it."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class Taken(Exception):
    """Another process has the file; the text says which, as far as it is known."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Holds the file of an SQLite database; Taken if another process does. Does nothing for other databases.

    The system lets go of the lock when the process ends, however it ends. A file system that knows no locks is not asked twice.
    """
    name = make_url(url).database
    if not make_url(url).drivername.startswith("sqlite") or not name or name == ":memory:":
        yield
        return
    path = Path(f"{name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a folder that may not be written to: the database itself says so next, in its own sentence
        yield
        return
    with os.fdopen(held, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(file.read().strip() or "unknown") from error
        file.truncate(0)
        file.write(f"{socket.gethostname()}:{os.getpid()}\n")
        file.flush()
        yield
