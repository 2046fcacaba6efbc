"""Times and rooms: what pages and calendars tell, what changed about it, what follows from it. Pure."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.drafts import sandbox
from bot.drafts.pages import meetings
from bot.drafts.pages.meetings import Meeting, from_json, is_plenary, kept, news, on_page, sessions
from bot.drafts.pages.page import page
from bot.errors import Unreadable

ZURICH = ZoneInfo("Europe/Zurich")
TODAY = date(2014, 6, 11)
NOW = datetime(2014, 6, 11, 6, tzinfo=UTC)


def lines(*told: str) -> list[Meeting]:
    html = "".join(f"<p>{line}</p>" for line in told)
    return on_page(page(html.encode(), "https://x.example/"), ZURICH, TODAY)


@pytest.mark.parametrize(
    ("line", "title", "room", "start", "end"),
    [
        ("Plenary: 14:00 - 16:00 (Room Popov)", "Plenary", "Room Popov", "14:00", "16:00"),
        ("12 June 2014: Drafting group, 9.30–11.00, Room XVII", "Drafting group", "Room XVII", "09:30", "11:00"),
        ("10h00 à 13h00 Séance plénière, Salle 4", "Séance plénière", "Salle 4", "10:00", "13:00"),
        ("Informals 3:00 pm", "Informals", "", "15:00", "16:00"),
        ("Night session 22:00-01:00", "Night session", "", "22:00", "01:00"),
        ("15:00-18:00 全体会议 会议室 5", "全体会议", "会议室 5", "15:00", "18:00"),
    ],
)
def test_a_line_with_hours_is_a_meeting(line, title, room, start, end):
    (found,) = lines(line)
    shown = [f"{at.astimezone(ZURICH):%H:%M}" for at in (found.starts, found.ends)]
    assert (found.title, found.room, *shown) == (title, room, start, end)


@pytest.mark.parametrize("line", ["Rev.2 of 11 June 2014", "ratio 1:20000", "C9.30 is agreed", "14:00", "at 25:70"])
def test_what_has_no_hours_or_no_title_is_none(line):
    assert lines(line) == []


def test_the_day_is_the_lines_own_or_that_of_the_heading_above():
    found = lines("Thursday, 12 June 2014", "Plenary 10:00-13:00", "13 June 2014 Plenary 15:00-18:00")
    assert [one.starts.day for one in found] == [12, 13]
    assert [one.dated for one in found] == [True, True]


def test_a_time_of_the_corpus_that_changed_is_one_change(corpus):
    folder = corpus / "pages-reconstructed"
    before, after = (
        on_page(page((folder / f"itu-wsis-mpp.{name}.html").read_bytes(), "https://x.example/"), ZURICH, TODAY)
        for name in ("before", "after")
    )
    found = news(before, after, NOW)
    ((old, one),) = found.changed
    assert (old.title, old.room, one.room) == ("Plenary", "Room Popov", "Room Popov")
    assert one.ends - old.ends == timedelta(hours=2)
    assert (found.added, found.gone) == ((), ())


def test_a_page_without_a_day_says_the_same_tomorrow():
    html = b"<p>Plenary: 14:00 - 16:00 (Room Popov)</p>"
    first, second = (on_page(page(html, "https://x.example/"), ZURICH, TODAY + timedelta(days=n)) for n in (0, 1))
    assert not news(first, second, NOW)
    assert kept(first, second) == first


def at(key="a", hour=15, title="Plenary", room="", day=11, **more):
    start = datetime(2014, 6, day, hour, tzinfo=UTC)
    return Meeting(key, title, room, start, start + timedelta(hours=2), **more)


def test_a_room_that_changed_is_a_change_and_what_is_over_is_nobodys_business():
    found = news([at(), at("b", day=10, room="1")], [at(room="Room 2"), at("b", day=10, room="3")], NOW)
    assert [(a.room, b.room) for a, b in found.changed] == [("", "Room 2")]


def test_a_meeting_under_another_day_has_moved():
    found = news([at("plenary 11")], [at("plenary 12", day=12)], NOW)
    assert [(a.starts.day, b.starts.day) for a, b in found.changed] == [(11, 12)]
    assert (found.added, found.gone) == ((), ())


def test_a_cancelled_meeting_is_no_longer_announced_and_a_past_one_just_vanishes():
    assert [one.key for one in news([at()], [at(off=True)], NOW).gone] == ["a"]
    assert not news([at(day=10)], [], NOW)
    assert not news([at(off=True)], [], NOW)


def test_sessions_are_the_hours_of_what_is_ahead():
    days = at("d", day=12, whole_days=True)
    assert sessions([at(), at("o", off=True), at("p", day=9), days], ZURICH, NOW) == ["2014-06-11T17:00/19:00"]


@pytest.mark.parametrize(
    ("title", "is_one"), [("Closing Plenary", True), ("Séance plénière", True), ("全体会议", True), ("Group 2", False)]
)
def test_a_plenary_is_known_by_its_name(title, is_one):
    assert is_plenary(at(title=title)) is is_one


ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:a\r
SUMMARY:Plenary\r
LOCATION:Room XVII\r
DTSTART;TZID=Europe/Zurich:20140611T170000\r
DTEND;TZID=Europe/Zurich:20140611T180000\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:b\r
SUMMARY:Drafting group\r
DTSTART:20140611T080000\r
DURATION:PT2H\r
RRULE:FREQ=DAILY;COUNT=3\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:c\r
SUMMARY:Session\r
DTSTART;VALUE=DATE:20140609\r
DTEND;VALUE=DATE:20140614\r
STATUS:CANCELLED\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def read(data):
    told = await sandbox.parse_safely(meetings.READER, data, NOW.isoformat())
    return [from_json(one, ZURICH) for one in told]


async def test_a_calendar_tells_its_meetings_and_each_of_a_series():
    found = await read(ICS)
    assert [one.title for one in found] == [
        "Session",
        *["Drafting group", "Plenary", "Drafting group", "Drafting group"],
    ]
    plenary = next(one for one in found if one.title == "Plenary")
    assert (plenary.key, plenary.room, plenary.starts.hour) == ("a", "Room XVII", 15)
    assert len({one.key for one in found}) == 5
    assert found[1].starts.hour == 6, "without a zone it is the space's"
    assert (found[0].whole_days, found[0].off) == (True, True)


async def test_a_single_meeting_that_moves_keeps_its_name():
    moved = await read(
        ICS.replace(b"20140611T170000", b"20140612T100000").replace(b"20140611T180000", b"20140612T110000")
    )
    found = news(await read(ICS), moved, NOW)
    assert [(a.key, a.starts.day, b.starts.day) for a, b in found.changed] == [("a", 11, 12)]


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\nEND:VEVENT", b"\xff\xfe\x00", b"<html>"])
async def test_what_is_no_calendar_is_one_sentence(data):
    with pytest.raises(Unreadable):
        await read(data)


async def test_a_series_without_end_every_second_is_ended_by_the_childs_limits():
    endless = ICS.replace(b"FREQ=DAILY;COUNT=3", b"FREQ=SECONDLY")
    with contextlib.suppress(Unreadable):
        assert len(await read(endless)) <= meetings.MOST
