"""Dates as secretariats print them beside their drafts: in several notations and languages, and nothing that only looks so.

A date has a day, a month and a year of four digits: "30 days", "Room 14", "14:00 - 16:00" and "5 pages 2014" are none.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

LANGUAGES = ["en", "fr", "es", "ru", "pt", "de", "it", "zh", "ar"]
YEARS = range(1945, 2100)

_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d])")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_CHINESE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_EIGHT = re.compile(r"(?<!\d)(\d{8})(?!\d)")
_MONTH = r"[^\W\d_]{3,12}"
_WORDS = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s\u00a0-]+(?:de\s+)?{_MONTH}\.?,?[\s\u00a0-]+(?:del?\s+)?\d{{4}}(?!\d)"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d)"
)


@lru_cache(maxsize=1024)  # links of one row ask for the same words
def dates_in(text: str) -> tuple[date, ...]:
    """Every date in a text. 05/06/2014 is read day first, as the United Nations write it, unless only the other way fits."""
    return tuple(day for day in _all(text[:2000]) if day is not None and day.year in YEARS)


def latest_date(text: str) -> date | None:
    """The latest date in a row: a title names older ones ("report of 11 June"), the date of posting comes after them."""
    return max(dates_in(text), default=None)


def without_dates(text: str) -> str:
    """A text without what may be a date in it."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _CHINESE, _WORDS):
        text = pattern.sub(" ", text)
    return text


def _all(text: str) -> Iterator[date | None]:
    for found in _YEAR_FIRST.finditer(text):
        yield _date(found[1], found[3], found[4])
    for found in _DAY_FIRST.finditer(text):
        yield _date(found[4], found[3], found[1]) or _date(found[4], found[1], found[3])
    for found in _CHINESE.finditer(text):
        yield _date(found[1], found[2], found[3])
    for found in _EIGHT.finditer(text):
        yield eight_digits(found[1])
    for found in _WORDS.finditer(text):
        yield _in_words(found[0])


def eight_digits(digits: str) -> date | None:
    """20140416 or 16042014, where only one of the two can be a date."""
    ways = [_date(digits[:4], digits[4:6], digits[6:]), _date(digits[4:], digits[2:4], digits[:2])]
    days = [day for day in ways if day is not None and day.year in YEARS]
    return days[0] if len(days) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _in_words(text: str) -> date | None:
    from dateparser import parse  # costs 100 ms to load, and many pages have no such date

    found = parse(text, languages=LANGUAGES, settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})
    return found.date() if found else None
