"""Quiet hours, and an instant in two zones, as plain calls."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.habits import quiet_until, waits_until
from bot.message import Button, Message, Para, Quote, Rule, Span, Title, in_words, say
from bot.waking import MOST_BUTTONS, digest, parts
from bot.wording import clock, yours

ZURICH, NEW_YORK, TOKYO = ZoneInfo("Europe/Zurich"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")


def at(text: str, zone: ZoneInfo = ZURICH) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "quiet", "ends"),
    [
        ("2014-06-11T21:59", "22:00-07:00", None),
        ("2014-06-11T22:00", "22:00-07:00", "2014-06-12T07:00"),
        ("2014-06-12T06:59", "22:00-07:00", "2014-06-12T07:00"),
        ("2014-06-12T07:00", "22:00-07:00", None),
        ("2014-06-12T13:00", "12:30-14:00", "2014-06-12T14:00"),
        ("2014-06-12T14:00", "12:30-14:00", None),
        ("2014-06-12T23:30", "22:00-24:00", "2014-06-13T00:00"),
        ("2014-06-12T23:30", "", None),
        ("2014-10-25T23:00", "22:00-07:00", "2014-10-26T07:00"),  # the clocks go back in between
    ],
)
def test_quiet_hours_end_by_the_wall_clock(now: str, quiet: str, ends: str | None) -> None:
    assert quiet_until(at(now), quiet, ZURICH) == (at(ends) if ends else None)


def test_quiet_hours_are_those_of_the_zone() -> None:
    assert quiet_until(at("2014-06-11T23:00"), "22:00-07:00", NEW_YORK) is None
    assert quiet_until(at("2014-06-12T05:00"), "22:00-07:00", NEW_YORK) == at("2014-06-12T07:00", NEW_YORK)


def test_what_must_be_read_sooner_does_not_wait() -> None:
    now, ends = at("2014-06-11T23:00"), at("2014-06-12T07:00")
    hour = timedelta(hours=1)
    assert waits_until(now, "22:00-07:00", ZURICH) == ends
    assert waits_until(now, "22:00-07:00", ZURICH, ends + hour) == ends
    assert waits_until(now, "22:00-07:00", ZURICH, ends + hour - timedelta(minutes=1)) is None
    assert waits_until(now, "22:00-07:00", ZURICH, now) is None


def test_one_instant_has_two_times_where_the_clocks_differ() -> None:
    noon, day = at("2014-06-12T18:00"), at("2014-06-12T09:00").date()
    assert clock(noon, ZURICH, day, NEW_YORK) == "18:00 (your 12:00 New York)"
    assert clock(noon, ZURICH, day, TOKYO) == "18:00 (your 13 June 01:00 Tokyo)"
    assert clock(noon, ZURICH, day, ZoneInfo("Europe/Paris")) == "18:00"
    assert yours(noon, ZURICH, None) == ""


def test_text_mode_says_in_words_what_styles_show() -> None:
    spans = (
        Span("C9 ", "strong"),
        Span("shall", "del"),
        Span("should", "add"),
        Span(" source", href="https://a.example"),
    )
    message = Message((Title("Vision r2"), Quote(spans, folded=True), Rule()), ((Button("Diff", "diff"),),))
    title, para, rule = in_words(message).blocks
    assert isinstance(para, Para)
    assert [span.text for span in para.spans] == ["C9 ", "[deleted: shall]", "[added: should]", " source"]
    assert {span.mark for span in para.spans} == {""}
    assert para.spans[-1].href == "https://a.example"
    assert (title, rule, in_words(message).buttons) == (message.blocks[0], message.blocks[2], message.buttons)
    assert in_words(message).plain() == message.plain()


def test_a_digest_keeps_every_word_and_button_under_its_number() -> None:
    first = Message((Title("Silence"), *say("until 18:00").blocks), ((Button("Seen", "seen 1"),),))
    told = digest([first, say("Your reserve is attached.")], "In the night")
    assert told.plain().splitlines() == [
        "In the night",
        "—",
        "1. Silence",
        "until 18:00",
        "—",
        "2. Your reserve is attached.",
    ]
    assert [(button.label, button.line) for row in told.buttons for button in row] == [("1 · Seen", "seen 1")]


def test_a_digest_has_no_more_buttons_than_can_be_found() -> None:
    assert parts([4, 0, 4]) == [[0, 1, 2]]
    assert parts([MOST_BUTTONS, 0, 1, MOST_BUTTONS + 9, 2]) == [[0, 1], [2], [3], [4]]
    assert parts([]) == []
