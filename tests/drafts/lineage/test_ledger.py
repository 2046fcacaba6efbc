"""Brackets over the drafts. What is expected of the demo's drafts was read off their files by eye (handlers/demo/drafts)."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from bot.drafts.comparison.changes import compare
from bot.drafts.comparison.scope import called
from bot.drafts.lineage.ledger import Ledger, alternatives, ledger
from bot.drafts.reading import Block, Reading
from bot.drafts.reading.paragraphs import paragraphs
from bot.drafts.reading.read import read
from handlers.demo import sample


def _sample(name: str) -> Reading:
    blocks = [
        Block(part.text, kind="heading" if part.kind == "heading" else "paragraph", label=part.label or None)
        for part in sample.load(name).parts
    ]
    return Reading(f"{name}.html", "html", name * 32, 0, "en", paragraphs(blocks))


@pytest.fixture(scope="module")
def demo() -> list[Reading]:
    """r1 to r4 of the demo."""
    return [_sample(name) for name in sample.DRAFTS]


def at(readings: Sequence[Reading], draft: int) -> Ledger:
    return ledger(readings, [compare(old, new) for old, new in pairwise(readings)], draft)


def closed(readings: Sequence[Reading], draft: int, how: str) -> list[tuple[str, str]]:
    """Label and words of the brackets that a draft closed in one way."""
    before = readings[draft - 1].paragraphs
    found = (one.bracket for one in at(readings, draft).closed if one.how == how)
    return [(called(before, before[bracket.n - 1]), bracket.text) for bracket in found]


@pytest.mark.need(14)
def test_brackets_that_went_with_their_words_are_told_as_deleted(demo: list[Reading]) -> None:
    assert closed(demo, 1, "deleted") == [
        ("6", "[, and that none of them can build the information society alone]"),
        ("10", "[inform]"),
        ("13", "[every five years]"),
        ("C1", "[shall]"),
        ("C3", "[shall]"),
        ("С5", "[support]"),
        ("26", "[, at all times and by all parties,]"),
        ("29", "[, with speaking time shared equally among stakeholder groups]"),
    ]


@pytest.mark.need(15)
def test_brackets_taken_off_words_that_stay_are_told_as_kept(demo: list[Reading]) -> None:
    assert closed(demo, 2, "kept") == [
        ("15", "[within three years]"),
        ("16", "[local]"),
        ("C10", "[should be]"),
        ("23", "[welcome]"),
    ]


def test_brackets_whose_words_were_changed_are_told_as_reworded(demo: list[Reading]) -> None:
    assert closed(demo, 3, "reworded") == [("14(e)", "[, in line with national legislation]")]
    assert ("C9", "[the safety of journalists,]") in closed(demo, 1, "reworded")


@pytest.mark.need(82)
def test_each_open_bracket_is_told_with_the_draft_that_opened_it(demo: list[Reading]) -> None:
    found = {bracket.text: bracket.opened for bracket in at(demo, 2).open}
    assert found["[fair and]"] == 1  # "fair [and mutually agreed]" in r1, "[fair and] mutually agreed" from r2 on
    assert found["[, where appropriate,]"] == 0
    assert [bracket.text for bracket in at(demo, 1).opened] == ["[, as far as possible,]", "[local]", "[fair and]"]
    assert at(demo, 0).opened == ()


def test_the_last_bracket_of_the_story(demo: list[Reading]) -> None:
    (last,) = at(demo, 3).open
    assert (last.text, last.opened) == ("[made permanent]", 0)


def test_alternatives_stand_together_and_what_is_nested_by_itself(demo: list[Reading]) -> None:
    groups = alternatives(at(demo, 0).open, demo[0])
    texts = [[bracket.text for bracket in group] for group in groups]
    assert ["[guide]", "[inform]"] in texts
    assert ["[made permanent]", "[extended by ten years]"] in texts
    assert ["[, where appropriate,]"] in texts
    (nested,) = (g[0] for g in groups if g[0].text == "[, where appropriate,]")
    assert nested.span.depth == 2


def test_an_inner_pair_of_alternatives_does_not_hide_that_the_outer_ones_are(reading: Callable[..., Reading]) -> None:
    draft = reading("1. They [[shall][should] act][may act] now.")
    texts = [[bracket.text for bracket in group] for group in alternatives(at([draft], 0).open, draft)]
    assert texts == [["[[shall][should] act]", "[may act]"], ["[shall]", "[should]"]]


def test_an_outer_bracket_is_kept_although_the_words_of_an_inner_one_are_deleted(
    reading: Callable[..., Reading],
) -> None:
    r1 = reading("1. We ask who owns them [and [, where appropriate,] who finances them] in every country.")
    r2 = reading("1. We ask who owns them and who finances them in every country.")
    assert [one.how for one in at([r1, r2], 1).closed] == ["kept", "deleted"]


def test_a_bracket_of_a_deleted_paragraph_became_nothing(reading: Callable[..., Reading]) -> None:
    r1, r2 = reading("1. Peace on earth.", "2. Bread [for all] who lack it."), reading("1. Peace on earth.")
    (one,) = at([r1, r2], 1).closed
    assert (one.how, one.now, one.bracket.text) == ("deleted", (), "[for all]")


def test_one_that_is_opened_again_with_its_paragraph_is_a_new_one(reading: Callable[..., Reading]) -> None:
    one, other = "1. Bread [for all] who lack it anywhere.", "2. Peace on earth."
    drafts = [reading(one, other), reading(other), reading(one, other)]
    assert [bracket.opened for bracket in at(drafts, 2).open] == [2]


def _adds_up(readings: Sequence[Reading]) -> None:
    steps = [compare(old, new) for old, new in pairwise(readings)]
    for k, step in enumerate(steps, 1):
        kept = ledger(readings, steps, k)
        told = (len(kept.open), len(kept.opened), len(kept.closed))
        assert told == (step.brackets.new, step.brackets.opened, step.brackets.closed)


def test_what_is_opened_and_closed_is_what_the_flash_counts(demo: list[Reading]) -> None:
    _adds_up(demo)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["paris-agreement-md", "ietf-securitytxt"])
def test_and_in_real_drafts(corpus: Path, name: str) -> None:
    files = sorted(path for path in (corpus / name).iterdir() if path.name[0].isdigit())
    _adds_up([read(path.read_bytes(), path.name) for path in files])
