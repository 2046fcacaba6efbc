"""When a source is looked at next, and whether what is seen now is seen late. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import FetchError, RapporteurError
from bot.spans import session as session_of
from storage.tables import Source

LATE_LOOKS = 3  # intervals without a look after which a text is seen late …
LATE_AT_LEAST = timedelta(minutes=15)  # … but not after a shorter time than this
_JITTER = 0.2
_SLOWEST_S = 3600.0


def in_session(source: Source, zone: ZoneInfo, now: datetime) -> bool:
    return any(start <= now < end for start, end in (session_of(text, zone) for text in source.sessions))


def next_look(
    source: Source, now: datetime, *, session: bool, jitter: float, error: RapporteurError | None = None
) -> datetime:
    """The interval, the shorter one in session, spread by 20 % (`jitter` from -1 to 1); doubled with each failure after the
    first, up to an hour; never before the server's own Retry-After."""
    seconds = source.in_session_s if session else source.every_s
    if error is not None and source.failures > 1:
        seconds = max(seconds, min(seconds * 2.0 ** min(source.failures - 1, 10), _SLOWEST_S))
    wait = timedelta(seconds=seconds * (1 + _JITTER * jitter))
    if isinstance(error, FetchError) and error.after:
        wait = max(wait, timedelta(seconds=error.after))
    return now + wait


def late_since(source: Source, now: datetime) -> datetime | None:
    """The last look, if it lies so far back that what changed since may have been posted long ago."""
    if source.looked is None:
        return None
    silence = now - source.looked
    return source.looked if silence > max(LATE_LOOKS * timedelta(seconds=source.every_s), LATE_AT_LEAST) else None
