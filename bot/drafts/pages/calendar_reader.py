"""A calendar's bytes → its meetings. Run by the limited child alone (`bot.drafts.sandbox`).

iCalendar (RFC 5545) is read by icalendar; recurring-ical-events tells when a series takes place, with its exceptions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import recurring_ical_events

from bot.drafts.pages.meetings import MOST, Meeting, to_json
from bot.errors import Unreadable
from bot.sentences import watch as sentences

BEFORE, AFTER = timedelta(days=1), timedelta(days=180)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Calendar:
    meetings: tuple[Meeting, ...]

    def to_json(self) -> list[dict[str, Any]]:
        return [to_json(meeting) for meeting in self.meetings]


def read(data: bytes, source: str, **_: object) -> Calendar:
    """The meetings around an instant, in order of time; `source`: the instant, in ISO 8601. Unreadable if it is no calendar."""
    now = datetime.fromisoformat(source)
    try:
        calendars: Any = icalendar.Calendar.from_ical(data.decode("utf-8", "replace"), multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise Unreadable(sentences.NO_CALENDAR, cause=repr(error)) from error
    if not calendars:
        raise Unreadable(sentences.NO_CALENDAR, cause=f"{len(data)} bytes")
    found = [meeting for calendar in calendars for meeting in _meetings(calendar, now)]
    return Calendar(tuple(sorted(found, key=lambda meeting: meeting.starts.replace(tzinfo=None))[:MOST]))


def _meetings(calendar: Any, now: datetime) -> Iterator[Meeting]:
    series = {str(event.get("UID")) for event in calendar.walk("VEVENT") if _repeats(event)}
    query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
    for event in query.between(now - BEFORE, now + AFTER):
        yield _meeting(event, series)


def _repeats(event: Any) -> bool:
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _meeting(event: Any, series: set[str]) -> Meeting:
    key = str(event.get("UID", "")) or str(event.get("SUMMARY", ""))
    if key in series and "RECURRENCE-ID" in event:
        key += f" {event['RECURRENCE-ID'].dt.isoformat()}"
    return Meeting(
        key=key[:_LONGEST],
        title=_words(event, "SUMMARY"),
        room=_words(event, "LOCATION"),
        starts=_instant(event.start),
        ends=_instant(event.end),
        whole_days=not isinstance(event.start, datetime),
        off=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _words(event: Any, name: str) -> str:
    return " ".join(str(event.get(name, "")).split())[:_LONGEST]


def _instant(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)
