"""One id from a page to a message: what a look or a command sets going carries its trail, in the log and in what it queues."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRAIL: ContextVar[str] = ContextVar("trail", default="")


def current() -> str:
    """The trail that is followed here, "" where there is none."""
    return _TRAIL.get()


def new() -> str:
    """A trail that nobody has followed yet: eight hexadecimal digits."""
    return secrets.token_hex(4)


@contextmanager
def following(trail: str) -> Iterator[None]:
    """What happens inside belongs to that trail."""
    before = _TRAIL.set(trail)
    try:
        yield
    finally:
        _TRAIL.reset(before)
