"""The pure steps of watching: when to look, what a text is, what flaps."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.drafts.keeping import news
from bot.drafts.looking import pace, texts
from bot.errors import FetchError
from storage.tables import Source

NOW = datetime(2014, 6, 11, 6, 58, tzinfo=UTC)
GENEVA = ZoneInfo("Europe/Zurich")


def source(**more):
    told = {"url": "u", "kind": "list", "space_id": 1, "document_id": 1, "next_due": NOW, "every_s": 600.0}
    return Source(**told | {"in_session_s": 15.0, "sessions": ["2014-06-11T09:00/18:00"]} | more)


def wait(source, now=NOW, jitter=0.0, error=None):
    return (pace.next_look(source, GENEVA, now, jitter=jitter, error=error) - now).total_seconds()


@pytest.mark.need(2)
def test_a_session_is_looked_at_from_its_first_minute():
    assert wait(source()) == 120
    assert wait(source(), NOW + timedelta(minutes=2)) == 15
    assert wait(source(), NOW + timedelta(hours=12)) == 600


@pytest.mark.parametrize(
    ("day", "looked_at", "not_any_more"),
    [
        (
            "2014-03-30",
            "2014-03-30T01:59+00:00",
            "2014-03-30T02:00+00:00",
        ),  # 01:00 to 04:00, of which one hour is left out
        ("2014-10-26", "2014-10-26T02:59+00:00", "2014-10-26T03:00+00:00"),  # … and one is twice
    ],
)
def test_a_session_ends_by_the_clock_of_the_venue_on_the_day_that_it_changes(day, looked_at, not_any_more):
    session = source(sessions=[f"{day}T01:00/04:00"])
    assert pace.in_session_at(session, GENEVA, datetime.fromisoformat(looked_at))
    assert not pace.in_session_at(session, GENEVA, datetime.fromisoformat(not_any_more))


def test_looks_are_spread_by_a_fifth():
    assert [wait(source(sessions=[]), jitter=one) for one in (-1, 0, 1)] == [480, 600, 720]


def test_a_server_that_fails_is_asked_less_often_and_never_before_it_says():
    failing = FetchError("x")
    assert [wait(source(sessions=[], failures=n), error=failing) for n in (1, 2, 3, 4, 40)] == [
        600,
        1200,
        2400,
        3600,
        3600,
    ]
    assert wait(source(sessions=[]), error=FetchError("x", after=7200)) == 7200


def test_in_session_a_server_that_fails_is_asked_at_least_at_the_ordinary_interval():
    noon = NOW + timedelta(hours=3)
    assert wait(source(failures=30), noon, error=FetchError("x")) == 600


@pytest.mark.parametrize(("minutes", "late"), [(5, False), (29, False), (31, True)])
def test_seen_late_is_what_came_in_a_long_silence(minutes, late):
    looked = NOW - timedelta(minutes=minutes)
    assert (pace.late_since(source(looked=looked), NOW) == looked) is late


def test_nothing_is_late_at_the_first_look():
    assert pace.late_since(source(looked=None), NOW) is None


LINES = tuple(f"{n}. Paragraph number {n} of the text." for n in range(1, 13))


@pytest.mark.parametrize(
    ("known", "lines", "verdict"),
    [
        ({"same": "latest"}, LINES, "same"),
        ({"same": "older"}, LINES, "older"),
        ({"base": True, "same": "older"}, LINES, "base"),
        ({}, LINES[:11], "draft"),
        ({"replaced": True}, LINES[:2], "collapse"),
        ({}, LINES[:2], "draft"),
    ],
    ids=["same", "older", "base", "draft", "most gone where it stood", "a short text at a new address"],
)
def test_what_a_text_is(reading, known, lines, verdict):
    assert news.judge(news.Known(latest=reading(*LINES), **known), reading(*lines)) == verdict


def test_the_first_text_of_a_document_is_its_first_draft(reading):
    assert news.judge(news.Known(), reading(*LINES)) == "first"


def test_a_wrong_guess_of_the_language_does_not_swallow_a_draft(reading):
    new = reading(*LINES[:11], "12. Ein neuer Absatz.", language="de")
    assert news.judge(news.Known(latest=reading(*LINES)), new) == "draft"
    french = reading(*(f"{n}. Un tout autre alinéa, le {n} du texte." for n in range(1, 13)), language="fr")
    assert news.judge(news.Known(latest=reading(*LINES)), french) == "language"


def test_what_differs_at_every_fetch_is_no_change_and_hides_none(reading):
    def at(clock, lines=LINES):
        return reading(*lines, f"It is {clock}.")

    found = texts.agreed([at("noon"), at("one"), at("two")], ())
    assert not found.open
    assert texts.changes(at("noon"), at("one"), found.noise | {"It is two."}) == []
    assert texts.changes(at("noon"), at("one", LINES[:11]), found.noise) != []
    assert texts.changes(at("noon"), at("one", (*LINES, "New.")), found.noise) == [("", "New.")]


def test_two_texts_that_take_turns_are_no_noise(reading):
    old, new = reading(*LINES), reading(*LINES[:11], "Another one.")
    found = texts.agreed([old, new, old, new], ())
    assert (found.open, found.noise) == (True, frozenset())
