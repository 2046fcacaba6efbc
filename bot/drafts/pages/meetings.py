"""Meetings that a calendar or a notice page tells: what changed about them, when looking is to be faster, which is the plenary.
Pure: values and `now` in.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.drafts.pages.dates import dates_in, without_dates
from bot.drafts.pages.page import Page

MOST = 500
READER = "bot.drafts.pages.calendar_reader:read"
LONGEST_SESSION = timedelta(hours=24)
_LONGEST_LINE = 300

_CLOCK = r"(?<![\w:.])([01]?\d|2[0-3])\s?[:.hH]\s?([0-5]\d)(?:\s?([ap])\.?m\b\.?)?(?![\d])"
_SPAN = re.compile(rf"{_CLOCK}(?:\s*(?:[-–—]|to|à|a|до|至)\s*{_CLOCK})?", re.IGNORECASE)
_ROOM = re.compile(
    r"[(\[,;·–-]?\s*((?:conference )?(?:room|hall|salle|sala|зал|raum|saal|会议室)"
    r"\s+[^\s,;()\[\]]+(?:\s[A-Z0-9][\w.-]*)*)\s*[)\]]?",
    re.IGNORECASE,
)
_PLENARY = re.compile(r"plenar|plén|пленар|全体|全會|الجلسة العامة", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. `key`: by which it is known again; `whole_days`: it has days and no hours; `dated`: its day is told, not
    guessed; `off`: it is cancelled. Instants without a zone are in that of the space."""

    key: str
    title: str
    room: str
    starts: datetime
    ends: datetime
    whole_days: bool = False
    dated: bool = True
    off: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What is different: `added`, `changed` (as it was, as it is now), `gone` (or cancelled)."""

    added: tuple[Meeting, ...] = ()
    changed: tuple[tuple[Meeting, Meeting], ...] = ()
    gone: tuple[Meeting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def to_json(meeting: Meeting) -> dict[str, Any]:
    return asdict(meeting) | {"starts": meeting.starts.isoformat(), "ends": meeting.ends.isoformat()}


def from_json(told: Mapping[str, Any], zone: ZoneInfo) -> Meeting:
    starts, ends = (_in(datetime.fromisoformat(told[name]), zone) for name in ("starts", "ends"))
    return Meeting(**{**told, "starts": starts, "ends": ends})


def _in(at: datetime, zone: ZoneInfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


# A notice page


def on_page(page: Page, zone: ZoneInfo, today: date) -> list[Meeting]:
    """The meetings that a page's own lines tell: "Plenary: 14:00 - 18:00 (Room Popov)".

    The day is that of the line or of the nearest line above that names one; where none does, it is today's.
    """
    found: list[Meeting] = []
    counts: Counter[tuple[str, date | None]] = Counter()
    day: date | None = None
    for line in (line.text[:_LONGEST_LINE] for line in page.lines if not line.apart):
        days = dates_in(line)
        day = days[0] if days else day
        span = next(
            (one for one in _SPAN.finditer(line) if one[4] or "." not in one[0]), None
        )  # 9.30 alone may be a number
        if span is None or (title := _title(line, span)) == "":
            continue
        counts[title, day] += 1
        key = f"{title.casefold()} {day or ''} {counts[title, day]}"
        starts, ends = _hours(span, day or today, zone)
        found.append(Meeting(key, title, _room(line), starts, ends, dated=day is not None))
    return found[:MOST]


def _title(line: str, span: re.Match[str]) -> str:
    """The words of a line without its hours, room and day."""
    words = _ROOM.sub(" ", line[: span.start()] + " " + line[span.end() :])
    words = re.sub(r"\(\s*\)|\[\s*\]", " ", words)
    return " ".join(without_dates(words).split()).strip(" :,;.·–—-()[]")[:120]


def _room(line: str) -> str:
    found = _ROOM.search(line)
    return " ".join(found[1].split()) if found else ""


def _hours(span: re.Match[str], day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, second = _clock(*span.group(1, 2, 3)), _clock(*span.group(4, 5, 6)) if span[4] else None
    starts = datetime.combine(day, first, zone)
    ends = datetime.combine(day, second, zone) if second else starts + timedelta(hours=1)
    return starts.astimezone(UTC), (ends if ends > starts else ends + timedelta(days=1)).astimezone(UTC)


def _clock(hour: str, minute: str, half: str | None) -> time:
    at = int(hour)
    if half and at <= 12:
        at = at % 12 + (12 if half.lower() == "p" else 0)
    return time(at, int(minute))


# What is different


def news(known: Sequence[Meeting], found: Sequence[Meeting], now: datetime) -> News:
    """What changed of the meetings that are not over. A meeting that vanishes while one of its title appears has moved."""
    before, after = {one.key: one for one in known}, {one.key: one for one in found}
    pairs = [(before[key], after[key]) for key in before.keys() & after.keys()]
    lost = [one for key, one in before.items() if key not in after]
    new = [one for key, one in after.items() if key not in before]
    for old, other in _moved(lost, new):
        lost.remove(old)
        new.remove(other)
        pairs.append((old, other))
    ended = [old for old, other in pairs if other.off and not old.off]
    changed = [(old, one) for old, one in pairs if not one.off and _differs(old, one)]
    return News(
        added=tuple(_ahead([one for one in new if not one.off], now)),
        changed=tuple(
            sorted(((a, b) for a, b in changed if max(a.ends, b.ends) > now), key=lambda pair: pair[1].starts)
        ),
        gone=tuple(_ahead([*(one for one in lost if not one.off), *ended], now)),
    )


def _moved(lost: Sequence[Meeting], new: Sequence[Meeting]) -> list[tuple[Meeting, Meeting]]:
    """The only one that is lost of a title, with the only one that is new."""
    titles: defaultdict[str, tuple[list[Meeting], list[Meeting]]] = defaultdict(lambda: ([], []))
    for at, meetings in enumerate((lost, new)):
        for meeting in meetings:
            titles[meeting.title.casefold()][at].append(meeting)
    return [(old[0], now[0]) for old, now in titles.values() if len(old) == len(now) == 1]


def _differs(old: Meeting, one: Meeting) -> bool:
    if (old.room, old.title, old.whole_days, old.off) != (one.room, one.title, one.whole_days, one.off):
        return True
    if old.dated and one.dated:
        return (old.starts, old.ends) != (one.starts, one.ends)
    return (old.starts.time(), old.ends - old.starts) != (one.starts.time(), one.ends - one.starts)


def _ahead(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    return sorted((one for one in meetings if one.ends > now), key=lambda one: one.starts)


def kept(known: Sequence[Meeting], found: Sequence[Meeting]) -> list[Meeting]:
    """The meetings as they are to be remembered: one without a day stays on the day on which it was first seen so."""
    before = {one.key: one for one in known}
    return [_as_before(before.get(one.key), one) for one in found]


def _as_before(old: Meeting | None, one: Meeting) -> Meeting:
    if old is None or one.dated or _differs(old, one):
        return one
    return replace(one, starts=old.starts, ends=old.ends)


# What follows


def sessions(meetings: Iterable[Meeting], zone: ZoneInfo, now: datetime) -> list[str]:
    """The meetings that are not over as sessions are written, "2014-06-11T09:00/18:00" in the zone; none of whole days."""
    return list(dict.fromkeys(_sessions(meetings, zone, now)))


def _sessions(meetings: Iterable[Meeting], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    for one in sorted(meetings, key=lambda one: one.starts):
        if not one.whole_days and not one.off and one.ends > now and one.ends - one.starts < LONGEST_SESSION:
            yield f"{one.starts.astimezone(zone):%Y-%m-%dT%H:%M}/{one.ends.astimezone(zone):%H:%M}"


def is_plenary(meeting: Meeting) -> bool:
    return not meeting.whole_days and not meeting.off and _PLENARY.search(meeting.title) is not None
