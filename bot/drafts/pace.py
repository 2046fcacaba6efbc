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


def next_look(
    source: Source, zone: ZoneInfo, now: datetime, *, jitter: float, error: RapporteurError | None = None
) -> datetime:
    """The interval, the shorter one in session, spread by 20 % (`jitter` from -1 to 1); doubled with each failure after the
    first, up to an hour, in session up to the ordinary interval. Not past the beginning of the next session; never before
    the server's own Retry-After."""
    spans = [session_of(text, zone) for text in source.sessions]
    in_session = any(start <= now < end for start, end in spans)
    seconds = source.in_session_s if in_session else source.every_s
    if error is not None and source.failures > 1:
        most = source.every_s if in_session else _SLOWEST_S
        seconds = max(seconds, min(seconds * 2.0 ** min(source.failures - 1, 20), most))
    due = now + timedelta(seconds=seconds * (1 + _JITTER * jitter))
    due = min([due, *(start for start, _ in spans if start > now)])
    if isinstance(error, FetchError) and error.after:
        due = max(due, now + timedelta(seconds=error.after))
    return due


def late_since(source: Source, now: datetime) -> datetime | None:
    """The last look, if it lies so far back that what changed since may have been posted long ago."""
    if source.looked is None:
        return None
    silence = now - source.looked
    return source.looked if silence > max(LATE_LOOKS * timedelta(seconds=source.every_s), LATE_AT_LEAST) else None
