"""A person's own words: cleaned, parted, dated; whatever is typed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.positions.words.said import MOST, dated, kept, parted, until

ZONE = ZoneInfo("Europe/Zurich")
NOW = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


@given(st.text(max_size=200))
def test_what_is_kept_turns_no_line_and_stays_as_it_is(text: str) -> None:
    once = kept(text)
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x00\x1b\n")
    assert once.encode().decode() == once
    assert kept(f"({once})") == f"({once})"


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_letters_of_every_script_are_kept(word: str) -> None:
    assert kept(f"  {word}  {word} ") == f"{word} {word}"


def test_a_text_of_the_longest_length_is_kept_and_one_more_letter_is_refused() -> None:
    assert len(kept("x" * MOST)) == MOST
    with pytest.raises(BadInput, match=r"has 2\u202f001 characters; 2\u202f000 can be recorded"):
        kept("x" * (MOST + 1))


@pytest.mark.parametrize(
    ("text", "reason", "wording"),
    [
        ("red line", "red line", ""),
        ("red line; would accept: the old words", "red line", "the old words"),
        ("red line.\nWould accept : “old”", "red line.", "“old”"),
        ("would accept: the old words", "", "the old words"),
        ("we would accept nothing of this", "we would accept nothing of this", ""),
        ("nobody would acceptx: it", "nobody would acceptx: it", ""),
    ],
)
def test_the_words_that_would_lift_it_are_parted_from_the_reason(text: str, reason: str, wording: str) -> None:
    assert parted(text) == (reason, wording)


@pytest.mark.parametrize(
    ("text", "time", "rest"),
    [
        ("2014-06-11 16:00 capital", "2014-06-11T16:00", "capital"),
        ("2014-06-11T16:00", "2014-06-11T16:00", ""),
        ("16:00 capital", "16:00", "capital"),
        ("2014-06-12 capital", "2014-06-12", "capital"),
        ("capital by 16:00", "", "capital by 16:00"),
        ("2014-06-123", "", "2014-06-123"),
    ],
)
def test_a_text_may_begin_with_its_date(text: str, time: str, rest: str) -> None:
    assert dated(text) == (time, rest)


def _ahead(text: str) -> bool | None:
    """Whether it is ahead; None where it is refused."""
    try:
        return until(text, NOW, ZONE) > NOW
    except BadInput:
        return None


@given(st.text(max_size=30) | st.datetimes().map(lambda at: at.isoformat(timespec="minutes")))
def test_whatever_is_typed_as_a_time_is_one_ahead_or_refused(text: str) -> None:
    assert _ahead(text) is not False


@pytest.mark.parametrize("text", ["", "tomorrow", "2014-06-31", "25:00", "2014-06-10", "11:57", "0001-01-01"])
def test_a_time_that_cannot_be_is_answered_with_one_that_can(text: str) -> None:
    with pytest.raises(BadInput, match="until:2014-06-11T23:00"):
        until(text, NOW, ZONE)


@given(st.integers(1, 4000))
def test_a_day_ends_at_its_last_minute_in_the_zone(days: int) -> None:
    on = (NOW + timedelta(days=days)).date()
    at = until(on.isoformat(), NOW, ZONE).astimezone(ZONE)
    assert (at.date(), at.hour, at.minute) == (on, 23, 59)
