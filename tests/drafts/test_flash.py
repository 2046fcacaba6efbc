"""The Flash: what is new, what changed, and when."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.drafts.comparison.changes import compare
from bot.drafts.flash import FLASH, Facts, Flash, facts_of, first_flash, flash, message, pictured, summary
from bot.drafts.reading import Reading
from bot.drafts.summing import counts
from bot.message import Message

GENEVA = ZoneInfo("Europe/Zurich")
NOON = datetime(2014, 6, 11, 10, 0, tzinfo=UTC)
FIVE = NOON + timedelta(hours=5)
LABEL = "Proposal by Chairman of WSIS+10 High-Level Event (11 June)"
FACTS = Facts("Vision", 2, LABEL, "https://wsis.example/vision-r2.pdf", NOON + timedelta(minutes=1), published=NOON)

OLD = (
    "# III. Action lines",
    "C3. Access to information and knowledge for all.",
    "C5. Building confidence [and security] in the use of information.",
    "C8. Cultural diversity and identity shall be respected by everyone.",
    "C9. Affirm that the same rights must be protected online [and offline], in all media.",
    "C10. Ethical dimensions of the information society matter.",
)
NEW = (
    "# III. Action lines",
    "C3. Access to information and knowledge for all.",
    "C5. Building confidence and security in the use of information.",
    "C8. Cultural diversity and identity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online, in all media.",
    "C11. International and [regional] cooperation shall be strengthened.",
)


@pytest.fixture
def told(reading: Callable[..., Reading]) -> Flash:
    return flash(FACTS, "r1", compare(reading(*OLD), reading(*NEW), terms=["human rights", "gender"]))


def said(told: Flash, posted: datetime = NOON + timedelta(minutes=2), plenary: Any = (FIVE,)) -> Message:
    return message(told, posted, GENEVA, plenary)


@pytest.mark.need(2)
@pytest.mark.need(3)
def test_published_seen_and_posted_are_three_times(told: Flash) -> None:
    assert "published 12:00 · seen 12:01 · posted 12:02" in said(told).plain()


@pytest.mark.need(4)
def test_a_noon_post_leaves_five_hours_to_the_five_o_clock_plenary(told: Flash) -> None:
    assert "5 h 00 from posting to the 17:00 plenary" in said(told).plain()


@pytest.mark.need(4)
def test_where_the_page_gives_no_time_the_window_runs_from_when_it_was_seen(told: Flash) -> None:
    text = said(replace(told, published=None)).plain()
    assert "the page gives no time" in text
    assert "4 h 59 from posting to the 17:00 plenary" in text


def test_it_counts_down_to_the_next_plenary_and_not_to_one_that_is_over(told: Flash) -> None:
    yesterday, tomorrow = FIVE - timedelta(days=1), FIVE + timedelta(days=1)
    assert "5 h 00 from posting to the 17:00" in said(told, plenary=(tomorrow, yesterday, FIVE)).plain()
    assert "29 h 00 from posting to the 12 June 17:00" in said(told, plenary=(yesterday, tomorrow)).plain()
    assert "plenary" not in said(told, plenary=(yesterday,)).plain()


@pytest.mark.need(9)
def test_the_secretariats_label_stands_apart_from_our_number(told: Flash) -> None:
    assert said(told).blocks[0].text == f"FLASH  Vision r2  “{LABEL}”"
    assert said(replace(told, label="")).blocks[0].text == "FLASH  Vision r2"


@pytest.mark.need(8)
def test_it_is_unofficial_and_says_of_which_bytes_fetched_when_from_where(told: Flash) -> None:
    last = said(told).blocks[-1]
    assert re.fullmatch(rf"unofficial · sha {told.sha256[:8]} · fetched 12:01 · ", last.spans[0].text)
    assert (last.spans[1].text, last.spans[1].href) == ("source", FACTS.url)


def test_what_changed_is_counted_by_kind_with_its_labels(told: Flash) -> None:
    assert told.counts == {"reworded": 2, "added": 1, "deleted": 1, "brackets": 1}
    assert summary(told) == "2 reworded (C8 C9) · 1 added (C11) · 1 deleted (C10) · 1 in brackets only (C5)"
    assert "Compared with r1: 2 reworded (C8 C9)" in said(told).plain()


def test_what_has_no_number_is_counted_among_the_others(reading: Callable[..., Reading]) -> None:
    old = reading("C1. One thing.", "Words without a number.", "More of them stand here.")
    new = reading("C1. Another thing.", "Words with no number at all.", "More of those stand here.")
    assert summary(flash(FACTS, "r1", compare(old, new))) == "3 reworded (C1 … 2 more)"


@pytest.mark.need(13)
def test_watched_words_are_counted_where_they_changed(told: Flash) -> None:
    text = said(told).plain()
    assert "“human rights” 0 → 1" in text
    assert "gender" not in text


def test_brackets_opened_closed_and_open_now(told: Flash) -> None:
    assert told.brackets == (1, 2, 1)
    assert "1 bracket opened · 2 brackets closed · 1 open now" in said(told).plain()


@pytest.mark.need(12)
def test_what_is_back_in_names_the_draft_where_it_stood_last(reading: Callable[..., Reading]) -> None:
    without = reading(*OLD[:5])
    compared = compare(without, reading(*OLD), bases={"r1": reading(*OLD)})
    text = said(flash(replace(FACTS, number=3), "r2", compared)).plain()
    assert "1 back in (C10)" in text
    assert "Back in: C10 (last in r1)" in text


def test_a_paragraph_that_is_no_longer_agreed_is_news(reading: Callable[..., Reading]) -> None:
    words = "C9. Affirms that the same rights hold online and offline."
    agreed, open_again = (reading(line) for line in (words.replace(" Aff", " [agreed] Aff"), words))
    assert agreed.paragraphs[0].mark == "[agreed]"
    told = flash(FACTS, "r1", compare(agreed, open_again))
    assert summary(told) == "1 with another mark (C9)"
    assert pictured(told)


def test_the_same_words_in_other_bytes_change_nothing(reading: Callable[..., Reading]) -> None:
    compared = compare(reading(*OLD), reading(*OLD))
    assert counts(compared) == {}
    assert summary(flash(FACTS, "r1", compared)) == "no change of words"


def test_the_first_draft_is_not_compared(reading: Callable[..., Reading]) -> None:
    told = first_flash(replace(FACTS, number=1), reading(*OLD))
    text = said(told).plain()
    assert f"First draft: 6 paragraphs, {told.words} words." in text
    assert "Compared" not in text
    assert [b.label for row in said(told).buttons for b in row] == ["Drafts"]


def test_several_doubts_are_one_warning(told: Flash) -> None:
    message = said(replace(told, doubts=("The letters are of two scripts.", "Half is a picture.")))
    warning = "Reading doubtful: compare with the original. The letters are of two scripts. Half is a picture."
    assert message.plain().splitlines()[1] == warning


def test_a_doubtful_reading_is_headed_so_before_anything_else(told: Flash) -> None:
    message = said(replace(told, doubts=("The letters are of two scripts.",)))
    assert message.blocks[1].spans[0].mark == "strong"
    assert message.blocks[1].spans[0].text == (
        "Reading doubtful: compare with the original. The letters are of two scripts."
    )


def test_a_corrected_flash_says_since_when(told: Flash) -> None:
    assert (
        "Corrected 12:20: our reading changed." in said(replace(told, corrected=NOON + timedelta(minutes=20))).plain()
    )


def test_a_text_seen_late_says_between_when(told: Flash) -> None:
    late = replace(told, late_since=NOON - timedelta(hours=2))
    assert "Seen late: the page was not looked at between 10:00 and 12:01." in said(late).plain()


def test_times_of_another_day_carry_their_day(told: Flash) -> None:
    assert "published 11 June 12:00" in said(told, posted=NOON + timedelta(days=1)).plain()


def test_its_buttons_bring_the_diff_the_bases_and_the_drafts(told: Flash) -> None:
    (row,) = said(replace(told, bases=("chair", "mpp", "third"))).buttons
    assert [(b.label, b.line) for b in row] == [
        ("Diff", 'diff r1 r2 doc:"Vision"'),
        ("vs chair", 'diff r2 vs:chair doc:"Vision"'),
        ("vs mpp", 'diff r2 vs:mpp doc:"Vision"'),
        ("Drafts", 'drafts doc:"Vision"'),
        ("My paragraphs", 'follow diff r2 doc:"Vision"'),
    ]


def test_warnings_are_said_once(reading: Callable[..., Reading]) -> None:
    doubtful = reading(*OLD, warnings=("Half is a picture.", "Notes were left out."))
    told = first_flash(replace(FACTS, doubts=("Half is a picture.",)), doubtful)
    text = said(told).plain()
    assert text.count("Half is a picture.") == 1
    assert "Note: Notes were left out." in text


def test_a_flash_is_kept_as_json_and_comes_back(told: Flash) -> None:
    assert FLASH.validate_python(FLASH.dump_python(told, mode="json")) == told


def test_a_better_reading_keeps_what_is_known_of_the_draft(told: Flash) -> None:
    assert facts_of(told) == FACTS


def test_the_same_facts_in_another_zone(told: Flash) -> None:
    text = message(told, NOON + timedelta(minutes=2), ZoneInfo("America/New_York"), (FIVE,)).plain()
    assert "published 06:00 · seen 06:01 · posted 06:02 · 5 h 00 from posting to the 11:00 plenary" in text
