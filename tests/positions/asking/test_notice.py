"""When a deadline may be: notice, working hours, and the changes of the clock."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.days_off import holiday
from bot.positions.asking.notice import hindrances, inside, next_moment
from bot.spans import deadline, hours

GENEVA = ZoneInfo("Europe/Zurich")
DAY = hours("08:00-20:00")
NOON = datetime(2014, 6, 11, 10, tzinfo=UTC)  # in Geneva


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("17:00", "2014-06-11T15:00"),
        ("2014-06-12T18:00", "2014-06-12T16:00"),
        ("2014-12-12T18:00", "2014-12-12T17:00"),
        ("9:30", "2014-06-11T07:30"),
    ],
)
def test_a_time_is_one_of_the_venue(typed: str, meant: str) -> None:
    assert deadline(typed, NOON, GENEVA) == datetime.fromisoformat(f"{meant}:00+00:00")


@pytest.mark.parametrize("typed", ["soon", "2014-06-12", "25:00", "2014-02-30T12:00", "17:00Z"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        deadline(typed, NOON, GENEVA)


def test_where_the_clocks_change_the_later_of_two_meanings_counts() -> None:
    twice = deadline("2014-10-26T02:30", NOON, GENEVA)
    left_out = deadline("2014-03-30T02:30", datetime(2014, 3, 1, tzinfo=UTC), GENEVA)
    assert twice == datetime(2014, 10, 26, 1, 30, tzinfo=UTC)
    assert left_out == datetime(2014, 3, 30, 1, 30, tzinfo=UTC)


@pytest.mark.need(70)
def test_noon_to_five_is_short_notice_and_a_day_is_not() -> None:
    day = timedelta(hours=24)
    assert hindrances(deadline("17:00", NOON, GENEVA), NOON, day, DAY, GENEVA) == ("short",)
    assert hindrances(deadline("2014-06-12T12:00", NOON, GENEVA), NOON, day, DAY, GENEVA) == ()


def test_hours_of_the_venue_hold_over_a_change_of_clocks() -> None:
    before, after = (deadline(f"2014-10-{day}T20:00", NOON, GENEVA) for day in (25, 26))
    assert inside(before, DAY, GENEVA)
    assert inside(after, DAY, GENEVA)
    assert after - before == timedelta(hours=25)
    assert not inside(after + timedelta(minutes=1), DAY, GENEVA)


def test_several_hindrances_are_all_named_and_a_past_time_alone() -> None:
    late = deadline("23:00", NOON, GENEVA)
    assert hindrances(late, NOON, timedelta(hours=24), DAY, GENEVA) == ("short", "outside")
    assert hindrances(NOON, NOON, timedelta(), DAY, GENEVA) == ("past",)
    assert hindrances(late, NOON, timedelta(), DAY, GENEVA, given=late) == ("past",)


@pytest.mark.parametrize("text", ["08:00-20:00", "8:00-20:00", "00:00-24:00", "20:00-04:00"])
def test_working_hours_can_be_any_part_of_a_day(text: str) -> None:
    assert next_moment(NOON, timedelta(hours=1), hours(text), GENEVA) > NOON


@pytest.mark.parametrize("text", ["08:00", "24:00-08:00", "08:00-08:00", "08:00-25:00", "day and night"])
def test_what_are_no_working_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        hours(text)


@given(
    st.datetimes(datetime(2014, 1, 1), datetime(2016, 1, 1)),
    st.integers(0, 72 * 60),
    st.sampled_from(["08:00-20:00", "00:00-24:00", "20:00-04:00", "01:45-02:45", "09:07-09:09"]),
    st.sampled_from(["Europe/Zurich", "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_what_is_offered_could_be_taken_five_minutes_later(now: datetime, notice: int, text: str, zone: str) -> None:
    at, allowed, long = now.replace(tzinfo=UTC), hours(text), timedelta(minutes=notice)
    offered = next_moment(at, long, allowed, ZoneInfo(zone))
    later = at + timedelta(minutes=5)
    assert hindrances(offered, later, long, allowed, ZoneInfo(zone)) in ((), ("past",) if offered <= later else ())
    assert offered - at < long + timedelta(days=2)


def test_a_deadline_is_on_no_holiday_and_the_next_moment_is_behind_it() -> None:
    whit_monday, eve = "2014-06-09T12:00", datetime(2014, 6, 7, 14, tzinfo=UTC)  # the Saturday before
    geneva, at = partial(holiday, "CH-GE"), deadline(whit_monday, eve, GENEVA)
    assert hindrances(at, eve, timedelta(hours=24), DAY, GENEVA, off=geneva) == ("holiday",)
    assert hindrances(at, eve, timedelta(hours=24), DAY, GENEVA) == ()
    offered = next_moment(eve, timedelta(hours=40), DAY, GENEVA, off=geneva)
    assert offered == deadline("2014-06-10T08:00", eve, GENEVA)
