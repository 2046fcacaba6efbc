"""Values put into words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.wording import anded, clock, day, excerpt, hours, listed, short

GENEVA, NEW_YORK = ZoneInfo("Europe/Zurich"), ZoneInfo("America/New_York")
NOON = datetime(2014, 6, 11, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "today", "said"),
    [
        (GENEVA, date(2014, 6, 11), "12:00"),
        (NEW_YORK, date(2014, 6, 11), "06:00"),
        (GENEVA, date(2014, 6, 12), "11 June 12:00"),
        (GENEVA, date(2015, 6, 11), "11 June 2014 12:00"),
        (ZoneInfo("Pacific/Auckland"), date(2014, 6, 11), "22:00"),
    ],
)
def test_an_instant_is_told_in_its_zone_with_no_more_than_is_needed(zone: ZoneInfo, today: date, said: str) -> None:
    assert clock(NOON, zone, today) == said


@pytest.mark.need(28)
def test_one_instant_is_told_to_each_in_his_own_zone() -> None:
    assert clock(NOON, GENEVA, date(2014, 6, 11)) != clock(NOON, NEW_YORK, date(2014, 6, 11))


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(hours=5), "5 h 00"),
        (timedelta(hours=4, minutes=50, seconds=59), "4 h 50"),
        (timedelta(minutes=45), "45 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(hours=47, minutes=59), "47 h 59"),
        (timedelta(days=2, hours=4), "2 d 4 h"),
    ],
)
def test_lengths_of_time(length: timedelta, said: str) -> None:
    assert hours(length) == said


def test_a_day_and_a_hash() -> None:
    assert day(date(2014, 6, 1)) == "1 June"
    assert short("3f9c1a72" + "0" * 56) == "3f9c1a72"


@pytest.mark.parametrize(
    ("words", "said"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_lists_are_said_with_and(words: tuple[str, ...], said: str) -> None:
    assert anded(words) == said


def test_arabic_labels_do_not_draw_the_number_behind_them_to_their_other_side() -> None:
    shown = listed(["المادة 3", "المادة 5", "C9"], 2)
    assert shown == "المادة 3\u200e المادة 5\u200e … 1 more"
    assert anded(["المادة 3", "C9"]) == "المادة 3\u200e and C9"


def test_a_long_list_says_how_many_more() -> None:
    assert listed(["C3", "C5"]) == "C3 C5"
    assert listed([f"C{n}" for n in range(1, 8)], 3) == "C1 C2 C3 … 4 more"
    assert listed(["C3", "C5"], 3, of=18) == "C3 C5 … 16 more"


def test_an_excerpt_ends_at_a_blank() -> None:
    assert excerpt("short") == "short"
    assert excerpt("Affirm that the same rights, must be protected", 30) == "Affirm that the same rights …"
    assert len(excerpt("x" * 100, 30)) <= 32
