"""When somebody wants to be left alone, and until when a message waits. Pure."""

from datetime import datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from bot.spans import hours, instant

OFF = "off"
"""Of a chat that has no quiet hours, whatever its space has."""
ROOM = timedelta(hours=1)
"""What is left before a deadline, at the least, when quiet hours end; else the message does not wait for that."""


def quiet_until(now: datetime, quiet: str, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that run now end (UTC): "22:00-07:00" of every day in a zone, "" for none. None if none run."""
    if not quiet:
        return None
    begins, ends = hours(quiet)
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    over_midnight = ends <= begins
    asleep = minute >= begins or minute < ends if over_midnight else begins <= minute < ends
    if not asleep:
        return None
    midnight = datetime.combine(local.date(), clock())
    tomorrow = timedelta(days=1) if over_midnight and minute >= begins else timedelta()
    return instant(midnight + tomorrow + timedelta(minutes=ends), zone)


def of_chat(chat: str, space: str) -> str:
    """The quiet hours that hold in a chat: its own (`storage.tables.Chat.quiet_hours`), or those of its space."""
    return "" if chat == OFF else chat or space


def waits_until(now: datetime, quiet: str, zone: ZoneInfo, by: datetime | None = None) -> datetime | None:
    """Until when a message waits for quiet hours to end, None if it goes at once.

    `by`: when it must have been read: it goes at once if after the quiet hours too little time would be left.
    """
    ends = quiet_until(now, quiet, zone)
    return None if ends is None or (by is not None and by < ends + ROOM) else ends
