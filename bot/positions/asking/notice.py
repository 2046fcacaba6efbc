"""When a deadline may be: enough notice, inside the working hours of the space, on no holiday, in the space's own time zone.
Pure."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

from bot.spans import Hours, instant

Hindrance = Literal["past", "short", "outside", "holiday"]
Off = Callable[[date], str]
"""The name of the holiday that a day is at the venue, "" if none."""

_STEP = timedelta(minutes=15)
_SPARE = timedelta(minutes=5)  # until somebody has read the offer and pressed it


def inside(at: datetime, hours: Hours, zone: ZoneInfo) -> bool:
    """Whether an instant falls into the working hours of its day; both ends belong to them."""
    opens, closes = hours
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return opens <= minute <= closes if opens < closes else minute >= opens or minute <= closes


def no_holidays(day: date) -> str:
    """`Off` of a venue without holidays."""
    return ""


def hindrances(
    at: datetime,
    now: datetime,
    notice: timedelta,
    hours: Hours,
    zone: ZoneInfo,
    *,
    given: datetime | None = None,
    off: Off = no_holidays,
) -> tuple[Hindrance, ...]:
    """What stands in the way of a deadline: it is past, its notice is short, it is outside the working hours, on a holiday.

    `given`: the deadline that it replaces; then notice has been given, and it must be later than that one.
    """
    if at <= (given or now):
        return ("past",)
    short: tuple[Hindrance, ...] = ("short",) if given is None and at - now < notice else ()
    outside: tuple[Hindrance, ...] = () if inside(at, hours, zone) else ("outside",)
    holiday: tuple[Hindrance, ...] = ("holiday",) if off(at.astimezone(zone).date()) else ()
    return short + outside + holiday


def next_moment(now: datetime, notice: timedelta, hours: Hours, zone: ZoneInfo, *, off: Off = no_holidays) -> datetime:
    """The first quarter of an hour (UTC) that has notice enough, in the working hours of a day that is no holiday."""
    earliest = now + notice + _SPARE
    at = instant(_rounded(earliest.astimezone(zone).replace(tzinfo=None)), zone)
    if inside(at, hours, zone) and not off(at.astimezone(zone).date()):
        return at
    first = earliest.astimezone(zone).date()
    openings = (_opening(first + timedelta(days=days), hours, zone) for days in count())
    return next(opening for opening in openings if opening >= at and not off(opening.astimezone(zone).date()))


def _opening(day: date, hours: Hours, zone: ZoneInfo) -> datetime:
    opens = timedelta(minutes=hours[0])
    return instant(datetime.combine(day, clock()) + opens, zone)


def _rounded(local: datetime) -> datetime:
    """Up to the next quarter of an hour on the wall clock."""
    past = (local - datetime.combine(local.date(), clock())) % _STEP
    return local + (_STEP - past) if past else local
