"""When a source is looked at next, and whether what is seen now is seen late. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import FetchError, HostWaits, RapporteurError
from bot.spans import session as session_of
from storage.tables import Source

LATE_LOOKS = 3  # intervals without a look after which a text is seen late …
LATE_AT_LEAST = timedelta(minutes=15)  # … but not after a shorter time than this
STILL = (
    (timedelta(days=30), 4.0),
    (timedelta(days=7), 2.0),
)  # without a change for so long: so many times the interval
_JITTER = 0.2
_SLOWEST_S = 3600.0


def next_look(
    source: Source,
    zone: ZoneInfo,
    now: datetime,
    *,
    jitter: float,
    error: RapporteurError | None = None,
    fresh_for: float | None = None,
) -> datetime:
    """The interval, spread by 20 % (`jitter` from -1 to 1); doubled with each failure after the first, up to an hour, in
    session up to the ordinary interval. Not past the beginning of the next session; never before the server's Retry-After.

    `fresh_for`: seconds for which the page says that it may be kept. Outside of sessions it is not asked earlier, up to an
    hour.
    """
    if isinstance(error, HostWaits):
        return now + timedelta(seconds=(error.after or 0) + source.in_session_s * (1 + jitter) / 2)
    seconds = interval(source, zone, now)
    in_session = in_session_at(source, zone, now)
    if error is not None and source.failures > 1:
        most = source.every_s if in_session else _SLOWEST_S
        seconds = max(seconds, min(seconds * 2.0 ** min(source.failures - 1, 20), most))
    if error is None and not in_session:
        seconds = max(seconds, min(fresh_for or 0.0, _SLOWEST_S))
    due = now + timedelta(seconds=seconds * (1 + _JITTER * jitter))
    due = min([due, *(start for start, _ in _sessions(source, zone) if start > now)])
    if isinstance(error, FetchError) and error.after:
        due = max(due, now + timedelta(seconds=error.after))
    return due


def interval(source: Source, zone: ZoneInfo, now: datetime) -> float:
    """Seconds between two looks: the shorter interval in session; the longer the page has stood still, the longer outside."""
    if in_session_at(source, zone, now):
        return source.in_session_s
    return _unhurried(source, now - source.changed if source.changed else timedelta())


def in_session_at(source: Source, zone: ZoneInfo, now: datetime) -> bool:
    return any(start <= now < end for start, end in _sessions(source, zone))


def _sessions(source: Source, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    return [session_of(text, zone) for text in (*source.sessions, *source.meetings)]


def late_since(source: Source, now: datetime) -> datetime | None:
    """The last look, if it lies so far back that what changed since may have been posted long ago."""
    if source.looked is None:
        return None
    still = source.looked - source.changed if source.changed else timedelta()
    every = timedelta(seconds=_unhurried(source, still))
    return source.looked if now - source.looked > max(LATE_LOOKS * every, LATE_AT_LEAST) else None


def _unhurried(source: Source, still: timedelta) -> float:
    """Seconds between two looks outside of sessions at a page that has stood still for so long."""
    times = next((times for length, times in STILL if still >= length), 1.0)
    return max(source.every_s, min(source.every_s * times, _SLOWEST_S))
