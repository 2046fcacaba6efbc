"""Values that people write in the configuration and in commands: lengths of time, deadlines, sessions, zones, addresses.

The checkers return their text unchanged and raise ValueError with a sentence that holds "{key}", which the caller fills.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.days_off import holiday
from bot.places import read_account, read_place
from bot.sentences import config as sentences

_TYPED = re.compile(r"(?:(\d{4}-\d{2}-\d{2})T)?(\d{1,2}):(\d{2})", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")

Hours = tuple[int, int]
"""Working hours of a day: the minutes after midnight at which they begin and end."""


def seconds(text: str) -> float:
    """Seconds in "15s", "10m", "2h" or "1d"; ValueError otherwise."""
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    return float(match[1]) * _UNITS[match[2]]


def session(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end (UTC) of "2026-06-11T09:00/18:00" in a time zone; ValueError otherwise."""
    start_text, _, end_text = text.partition("/")
    start = datetime.fromisoformat(start_text)
    end = datetime.combine(start.date(), clock.fromisoformat(end_text))
    if end <= start:
        end += timedelta(days=1)
    return start.replace(tzinfo=zone).astimezone(UTC), end.replace(tzinfo=zone).astimezone(UTC)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of "2026-06-11T17:00" in a time zone; ValueError otherwise."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def deadline(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of "2014-06-12T18:00", or of "17:00" today, in a zone. ValueError if it is neither.

    A time that a change of clocks leaves out or brings twice is the later of what it can mean.
    """
    match = _TYPED.fullmatch(text)
    if not match:
        raise ValueError(text)
    day = date.fromisoformat(match[1]) if match[1] else now.astimezone(zone).date()
    return instant(datetime.combine(day, clock(int(match[2]), int(match[3]))), zone)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a wall clock's time; the later one where the clocks change."""
    return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def hours(text: str) -> Hours:
    """The working hours "08:00-20:00" of every day; ValueError otherwise."""
    match = _HOURS.fullmatch(text.replace(" ", ""))
    if not match or match[1] + match[2] == (match[3] or "") + (match[4] or ""):
        raise ValueError(text)
    return int(match[1]) * 60 + int(match[2]), int(match[3] or 24) * 60 + int(match[4] or 0)


def hours_text(text: str) -> str:
    return _checked(text, hours, sentences.BAD_HOURS, "hours")


def seconds_text(text: str) -> str:
    return _checked(text, seconds, sentences.BAD_SPAN, "span")


def session_text(text: str) -> str:
    return _checked(text, lambda t: session(t, ZoneInfo("UTC")), sentences.BAD_SESSION, "session")


def time_text(text: str) -> str:
    return _checked(text, lambda t: moment(t, ZoneInfo("UTC")), sentences.BAD_TIME, "time")


def address(text: str) -> str:
    return _checked(text, read_place, sentences.BAD_ADDRESS, "address")


def accounts_of(text: str) -> str:
    """One person's accounts, apart by blanks."""
    for account in text.split() or [text]:
        _checked(account, read_account, sentences.BAD_ACCOUNT, "address")
    return text


def holidays(text: str) -> str:
    """The code of a country, or of a part of it, whose public holidays are known; "" for none."""
    return _checked(text, lambda code: holiday(code, date(2000, 1, 1)), sentences.BAD_HOLIDAYS, "code")


def zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(sentences.BAD_ZONE.format(key="{key}", zone=text)) from None
    return text


def pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(sentences.BAD_PATTERN.format(key="{key}", pattern=text, why=error)) from error
    return text


def _checked(text: str, read: Callable[[str], object], sentence: str, name: str) -> str:
    try:
        read(text)
    except ValueError:
        raise ValueError(sentence.format(key="{key}", **{name: text})) from None
    return text
