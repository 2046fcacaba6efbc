"""The rules of a silence, as plain calls."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.positions.asking import silence
from bot.positions.asking.silence import Act, Window
from bot.positions.asking.silence_words import missing, when
from bot.positions.words.stances import STANCES, WITHDRAW

OPENED = datetime(2014, 6, 11, 10, tzinfo=UTC)
ENDS = OPENED + timedelta(hours=30)
WINDOW = Window(OPENED, ENDS, {3: "hash of C8", 4: "hash of C9"})


def act(stance: str = "object", voice: int | None = 7, threads: tuple[int, ...] = (4,), minutes: float = 0) -> Act:
    return Act(1, stance, voice, frozenset(threads), ENDS + timedelta(minutes=minutes))


@pytest.mark.parametrize("stance", [*STANCES, WITHDRAW])
def test_of_all_stances_an_objection_alone_breaks_it(stance: str) -> None:
    assert silence.objects(WINDOW, act(stance)) == (stance == "object")


def test_it_breaks_up_to_the_last_instant_and_is_late_after_it() -> None:
    assert silence.objects(WINDOW, act(minutes=0))
    assert not silence.late(WINDOW, act(minutes=0))
    assert not silence.objects(WINDOW, act(minutes=0.001))
    assert silence.late(WINDOW, act(minutes=0.001))


def test_what_is_said_elsewhere_or_by_nobody_s_voice_does_not_concern_it() -> None:
    assert not silence.objects(WINDOW, act(threads=(5, 6)))
    assert not silence.objects(WINDOW, act(threads=()))
    assert not silence.objects(WINDOW, act(voice=None))
    assert silence.objects(WINDOW, act(threads=(1, 2, 3, 4, 5)))


def test_of_several_objections_the_one_pressed_first_counts() -> None:
    early, late = act(minutes=-9), act(minutes=-2)
    assert silence.first_objection(WINDOW, [late, early, act("concern", minutes=-20)]) == early
    assert silence.first_objection(WINDOW, [act("concern"), act(minutes=1)]) is None


def test_other_words_of_a_pinned_paragraph_count_and_nothing_else_does() -> None:
    assert silence.changed(WINDOW, {4: "other"}) == {4}
    assert silence.changed(WINDOW, {3: None}) == {3}
    assert silence.changed(WINDOW, {4: "hash of C9", 9: "new"}) == set()


@pytest.mark.parametrize(
    ("since", "until", "more"),
    [
        (-60, -30, 0),  # back before it opened
        (-60, 10, 10),
        (10, 14, 4),
        (29 * 60, 31 * 60, 120),  # away over the deadline: as much time is left as there was
        (30 * 60, 31 * 60, 0),  # it was over when the bot went
    ],
)
def test_an_outage_adds_the_time_that_it_took(since: int, until: int, more: int) -> None:
    found = silence.added(WINDOW, OPENED + timedelta(minutes=since), OPENED + timedelta(minutes=until))
    assert found == timedelta(minutes=more)


@given(st.lists(st.tuples(st.integers(0, 40 * 60), st.integers(3, 300)), max_size=6))
def test_whatever_the_outages_nobody_loses_a_minute(away: list[tuple[int, int]]) -> None:
    ends, present, at = ENDS, timedelta(), OPENED
    for gap, long in away:
        since = at + timedelta(minutes=gap)
        present += max(min(since, ends) - at, timedelta())
        until = since + timedelta(minutes=long)
        ends += silence.added(Window(OPENED, ends, {}), since, until)
        at = until
    present += max(ends - at, timedelta())
    assert present == ENDS - OPENED


def test_it_ends_after_its_deadline_when_nothing_pressed_before_can_be_undone() -> None:
    a_minute = timedelta(minutes=1)
    assert not silence.may_end(WINDOW, [], ENDS)
    assert silence.may_end(WINDOW, [], ENDS + a_minute)
    assert not silence.may_end(WINDOW, [ENDS - a_minute], ENDS + a_minute)
    assert silence.may_end(WINDOW, [ENDS + a_minute], ENDS + 2 * a_minute)


@pytest.mark.need(61)
def test_who_was_not_reached_is_named_those_without_a_seat_too() -> None:
    found = missing({1: "Norway", 2: "Iran"}, [1], ["Kenya"], ["technical community"])
    assert found == ["Iran", "Kenya (nobody seated at its opening)", "technical community (no delegation)"]


@pytest.mark.need(28)
def test_one_instant_is_told_in_the_time_of_the_venue_and_in_utc() -> None:
    at = datetime(2014, 6, 12, 16, tzinfo=UTC)
    assert when(at, "Europe/Zurich") == "Thu 12 June 18:00 Zurich (16:00 UTC)"
    assert when(at, "Asia/Tokyo") == "Fri 13 June 01:00 Tokyo (12 June 16:00 UTC)"
    assert when(at, "UTC") == "Thu 12 June 16:00 UTC"
