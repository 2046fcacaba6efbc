"""What a text found at an address is: a draft, the same text again, or something to be told as what it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.drafts.comparison.changes import compare
from bot.drafts.keeping import news
from bot.drafts.keeping.news import Known, alike, doubts, judge, likeness, quality, settled
from bot.drafts.reading import Reading

WORDS = ("rights", "media", "culture", "access", "security", "ethics", "languages", "content", "science", "learning",
         "health", "farming", "youth", "women", "the environment", "employment")  # fmt: skip
LINES = tuple(f"{n}. We affirm that {word} shall serve people everywhere." for n, word in enumerate(WORDS, 1))


@pytest.fixture
def latest(reading: Callable[..., Reading]) -> Reading:
    return reading(*LINES)


@pytest.fixture
def changed(reading: Callable[..., Reading]) -> Reading:
    return reading(*LINES[:-1], "16. Something new.")


def test_new_words_are_a_draft(latest: Reading, changed: Reading) -> None:
    assert judge(Known(latest=latest), changed) == "draft"
    assert judge(Known(latest=latest, replaced=True), changed) == "draft"


def test_the_very_text_of_the_latest_draft_is_the_same(latest: Reading) -> None:
    assert judge(Known(latest=latest, same="latest"), latest) == "same"
    assert judge(Known(latest=latest, same="latest", base=True), latest) == "same"


def test_the_text_of_an_older_draft_is_a_step_back(latest: Reading, changed: Reading) -> None:
    assert judge(Known(latest=changed, same="older"), latest) == "older"


def test_a_text_of_a_base_is_one_whatever_else_it_is(latest: Reading, changed: Reading) -> None:
    assert judge(Known(latest=latest, base=True), changed) == "base"


def test_the_first_text_of_a_document_is_the_first_draft(latest: Reading) -> None:
    assert judge(Known(), latest) == "first"


def test_a_translation_is_a_language_version(latest: Reading, reading: Callable[..., Reading]) -> None:
    french = reading(*(f"{n}. Nous affirmons que cela sert chacun partout." for n in range(16)), language="fr")
    assert judge(Known(latest=latest), french) == "language"
    assert judge(Known(latest=latest), replace(french, language=None)) == "draft"


def test_a_wrong_guess_of_the_language_makes_no_translation(latest: Reading, changed: Reading) -> None:
    assert judge(Known(latest=latest), replace(changed, language="pt")) == "draft"


@pytest.mark.parametrize(("left", "verdict"), [(4, "collapse"), (5, "draft"), (16, "draft")])
def test_a_page_of_which_most_is_gone_has_collapsed(
    latest: Reading, reading: Callable[..., Reading], left: int, verdict: str
) -> None:
    assert judge(Known(latest=latest, replaced=True), reading(*LINES[:left])) == verdict
    assert judge(Known(latest=latest, replaced=False), reading(*LINES[:left])) == "draft"


def test_a_short_text_cannot_collapse(reading: Callable[..., Reading]) -> None:
    assert judge(Known(latest=reading(*LINES[:9]), replaced=True), reading(LINES[0])) == "draft"


def test_a_reading_with_little_in_common_is_doubtful(latest: Reading, reading: Callable[..., Reading]) -> None:
    other = reading(*(f"{n}. Quite something else is printed at this place today!" for n in range(16)))
    (doubt,) = doubts(compare(latest, other))
    assert "%" in doubt


@pytest.mark.parametrize(("left", "doubtful"), [(9, 1), (10, 0), (16, 0)])
def test_a_reading_whose_paragraphs_changed_by_more_than_forty_percent_is_doubtful(
    latest: Reading, reading: Callable[..., Reading], left: int, doubtful: int
) -> None:
    assert len(doubts(compare(latest, reading(*LINES[:left])))) == doubtful


def test_what_the_reader_doubted_itself_comes_first(latest: Reading, changed: Reading) -> None:
    assert doubts(compare(latest, replace(changed, doubts=("Two scripts.",)))) == ("Two scripts.",)


def test_another_format_of_the_same_text_reads_alike(latest: Reading, changed: Reading, reading: Any) -> None:
    typography = reading(*(line.replace("that", "that\u00a0").replace(".", ".", 1) for line in LINES))
    assert alike(compare(latest, typography)) == 1.0
    assert alike(compare(latest, changed)) < news.ALIKE
    empty = replace(latest, paragraphs=())
    assert alike(compare(empty, empty)) == 1.0


def test_texts_are_alike_by_their_runs_of_words(latest: Reading, changed: Reading, reading: Any) -> None:
    assert likeness(latest, latest) == 1.0
    assert likeness(latest, changed) > news.DRAFT
    assert likeness(latest, reading("Minutes of the meeting of the board on 3 May in the large room.")) < news.MAYBE
    assert likeness(latest, reading("Too short.")) == 0.0


def test_word_keeps_more_of_a_text_than_html_and_that_more_than_pdf() -> None:
    assert quality("docx") > quality("html") > quality("pdf") == quality("never heard of")


def test_two_fetches_of_the_same_text_are_settled_whatever_their_bytes(latest: Reading) -> None:
    assert settled(latest, replace(latest, sha256="1" * 64, format="pdf"))
