"""A calendar as a source: meetings are facts, a changed time or room is told once, looking is faster while one lasts."""

from datetime import UTC, datetime

import pytest

from bot.drafts.keeping.plenary import plenaries
from storage.tables import MeetingRow, Source, Space

ICS = {"content-type": "text/calendar; charset=utf-8"}


def event(uid, title, start, end, room="Room XVII", day="20140612"):
    told = f"UID:{uid}\r\nSUMMARY:{title}\r\nLOCATION:{room}\r\nDTSTART:{day}T{start}00Z\r\nDTEND:{day}T{end}00Z\r\n"
    return f"BEGIN:VEVENT\r\n{told}END:VEVENT\r\n"


@pytest.fixture
async def watched(scene, site, clock):
    """A list, and a calendar with two meetings, both looked at for the first time; it is 11 June 2014."""
    clock.now = datetime(2014, 6, 11, 20, tzinfo=UTC)

    def show(*events):
        head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        site.pages["/ics"] = (200, f"{head}{''.join(events)}END:VCALENDAR\r\n".encode(), ICS)

    site.events = show
    site.group = event("g", "Drafting group", "0900", "1000")
    site.plenary = event("p", "Closing plenary", "1500", "1800")
    site.events(site.group, site.plenary)
    await scene.watch()
    site.list_id = scene.source_id
    await scene.watch("/ics", "calendar")
    return scene


async def test_meetings_are_kept_and_the_chair_alone_hears_of_the_first_look(watched):
    rows = await watched.rows(MeetingRow)
    assert [(row.title, row.room, row.starts.hour) for row in rows] == [
        ("Drafting group", "Room XVII", 9),
        ("Closing plenary", "Room XVII", 15),
    ]
    assert "Found 2 meetings ahead" in (await watched.said("chair"))[-1]
    assert await watched.said() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            event("p", "Closing plenary", "1600", "1900"),
            "12 June 15:00–18:00, Room XVII → Closing plenary, 12 June 16:00–19:00",
        ),
        (
            event("p", "Closing plenary", "1500", "1800", "Room Popov"),
            "18:00, Room XVII → Closing plenary, 12 June 15:00–18:00, Room Popov",
        ),
    ],
)
async def test_a_changed_time_or_room_is_told_once(watched, site, changed, told):
    site.events(site.group, changed)
    assert [await watched.look() for _ in range(3)] == ["told", "unchanged", "unchanged"]
    (said,) = await watched.said()
    assert told in said


async def test_the_same_meetings_in_other_bytes_are_nothing(watched, site):
    site.events(site.plenary, site.group.replace("UID:g", "DTSTAMP:20140611T220000Z\r\nUID:g"))
    assert await watched.look() == "same"
    assert await watched.said() == []


async def test_a_meeting_that_differs_at_the_next_fetch_is_not_told_yet(watched, site):
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    other = event("p", "Closing plenary", "1600", "1900").encode()
    site.etags = False
    bodies = iter([head + other + b"END:VCALENDAR", head + site.plenary.encode() + b"END:VCALENDAR"])
    site.pages["/ics"] = lambda _: (200, next(bodies), ICS)
    assert await watched.look() == "unsettled"
    assert await watched.said() == []


async def test_what_vanishes_and_what_is_new_are_told(watched, site):
    site.events(site.plenary, event("n", "Side event", "1200", "1300"))
    await watched.look()
    (said,) = await watched.said()
    assert "no longer announced: Drafting group" in said
    assert "new: Side event, 12 June 12:00–13:00, Room XVII" in said


async def test_every_source_of_the_space_is_looked_at_as_in_session_while_a_meeting_lasts(watched, site, clock):
    (listed,) = await watched.rows(Source, Source.id == site.list_id)
    assert listed.meetings == ["2014-06-12T09:00/10:00", "2014-06-12T15:00/18:00"]
    clock.now = datetime(2014, 6, 12, 9, 10, tzinfo=UTC)
    await watched.look(site.list_id, after=0)
    (listed,) = await watched.rows(Source, Source.id == site.list_id)
    assert (listed.next_due - clock.now).total_seconds() < 20
    clock.now = datetime(2014, 6, 12, 14, 59, tzinfo=UTC)
    await watched.look(site.list_id, after=0)
    (listed,) = await watched.rows(Source, Source.id == site.list_id)
    assert listed.next_due <= datetime(2014, 6, 12, 15, tzinfo=UTC)


async def test_a_source_made_later_learns_of_the_meetings_at_the_calendars_next_look(watched, site):
    site.put("/more", b"<a href='x.pdf'>x</a>")
    calendar = watched.source_id
    later = await watched.watch("/more", first=False)
    await watched.look(calendar)
    (source,) = await watched.rows(Source, Source.id == later)
    assert len(source.meetings) == 2


async def test_the_flash_counts_down_to_the_plenary_of_the_calendar_where_the_file_names_none(watched, clock):
    async with watched.db.write() as session:
        space = await session.get_one(Space, watched.space_id)
        assert list(await plenaries(session, space)) == [datetime(2014, 6, 12, 15, tzinfo=UTC)]
        space.plenary = ["2014-06-12T17:00"]
        assert list(await plenaries(session, space)) == [datetime(2014, 6, 12, 17, tzinfo=UTC)]


async def test_only_the_meetings_that_the_pattern_names_are_told(scene, site, watched):
    site.pages["/two"] = site.pages["/ics"]
    await scene.watch("/two", "calendar", links="plenary")
    rows = await scene.rows(MeetingRow, MeetingRow.source_id == scene.source_id)
    assert [row.title for row in rows] == ["Closing plenary"]


async def test_a_notice_page_tells_meetings_too(scene, site, clock):
    clock.now = datetime(2014, 6, 11, 8, tzinfo=UTC)
    site.put("/notice", b"<h1>Today</h1><p>Plenary: 14:00 - 16:00 (Room Popov)</p>")
    await scene.watch("/notice", "calendar")
    site.put("/notice", b"<h1>Today</h1><p>Plenary: 14:00 - 18:00 (Room Popov)</p>")
    await scene.look()
    (said,) = await scene.said()
    assert "Plenary, 14:00–16:00, Room Popov → Plenary, 14:00–18:00, Room Popov" in said


async def test_what_is_no_calendar_any_more_is_told_to_the_chair_when_it_lasts(watched, site):
    site.pages["/ics"] = (200, b"Sorry", {"content-type": "text/plain"})
    for _ in range(3):
        assert await watched.look() == "failed"
    assert "is no calendar" in (await watched.said("chair"))[-1]
    assert len(await watched.rows(MeetingRow)) == 2
