"""Dates beside drafts, and what only looks like one."""

from datetime import date

import pytest

from bot.drafts.pages.dates import dates_in, latest_date


@pytest.mark.parametrize(
    "text",
    [
        "11 June 2014",
        "June 11, 2014",
        "Wednesday, 11th June 2014, 9.57",
        "11-Jun-2014",
        "2014-06-11T09:57",
        "2014/06/11",
        "11.06.2014",
        "11 juin 2014",
        "11 de junio de 2014",
        "11 июня 2014 г.",
        "11. Juni 2014",
        "2014年6月11日",
        "11 يونيو 2014",
        "vision_20140611.pdf",
        "vision-11062014-clean",
    ],
)
def test_a_date_is_read_in_many_notations(text):
    assert dates_in(text) == (date(2014, 6, 11),)


@pytest.mark.parametrize(
    "text",
    [
        "within 30 days",
        "14:00 - 16:00 (Room 14)",
        "5 pages 2014",
        "A/RES/78/220",
        "11.06.14",
        "32 June 2014",
        "2014-13-45",
        "12345678",
        "Room 20 May",
        "session 2014",
        "tel. 022 730 2014",
        "Rev 22 2014",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert dates_in(text) == ()


def test_days_come_before_months_unless_they_cannot():
    assert (dates_in("05/06/2014"), dates_in("06/25/2014")) == ((date(2014, 6, 5),), (date(2014, 6, 25),))


def test_the_latest_date_of_a_row_is_that_of_its_posting():
    assert latest_date("Report of the meeting of 2 July 2024 (posted 2024-07-15)") == date(2024, 7, 15)


@pytest.mark.parametrize("text", ["1" * 5000, "1 a " * 2000, "1-1-" * 2000, "June " * 2000])
def test_no_text_takes_long(text):
    assert dates_in(text) == ()
