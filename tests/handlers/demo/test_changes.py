"""What the sample negotiation shows: every kind of change is found in it, whatever formats are compared."""

from collections import Counter

import pytest

from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from handlers.demo.printing import PRINTERS
from handlers.demo.sample import BASE, DRAFTS, load


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Each state read from another format: the format must not matter."""
    formats = ("pdf", "docx", "html", "pdf", "docx")
    return {
        name: read(PRINTERS[ending](load(name)), f"{name}.{ending}")
        for name, ending in zip((*DRAFTS, BASE), formats, strict=True)
    }


def compared(readings: dict[str, Reading], old: str, new: str, *bases: str) -> Comparison:
    return compare(readings[old], readings[new], bases={name: readings[name] for name in bases})


def kinds(comparison: Comparison) -> Counter[str]:
    return Counter(change.kind for change in comparison.changes)


def restored(comparison: Comparison) -> list[str]:
    return [comparison.new.paragraphs[c.new[0] - 1].label for c in comparison.changes if c.kind == "restored"]


def test_the_chairs_proposal_merges_deletes_and_takes_from_the_report(readings: dict[str, Reading]) -> None:
    found = compared(readings, "r1", "r2", BASE)
    assert (kinds(found)["merged"], kinds(found)["deleted"]) == (1, 2)
    assert restored(found) == ["2bis."]


def test_the_revised_proposal_splits_moves_and_brings_back(readings: dict[str, Reading]) -> None:
    found = compared(readings, "r2", "r3", "r1")
    assert (kinds(found)["split"], kinds(found)["added"]) == (1, 2)
    assert any(change.moved for change in found.changes)
    assert restored(found) == ["5."]


def test_of_the_revised_proposal_c5_is_the_same_and_c9_lost_two_words(readings: dict[str, Reading]) -> None:
    found = compared(readings, "r2", "r3")
    of = {found.new.paragraphs[change.new[0] - 1].key: change for change in found.changes if change.new}
    assert of["c5"].kind == "same"
    changed = [(sign, text.strip()) for sign, text, *_ in of["c9"].runs if sign != "="]
    assert changed == [("-", "and men")]


def test_the_last_draft_changes_one_apostrophe_as_typography(readings: dict[str, Reading]) -> None:
    found = compared(readings, "r3", "r4", "r1", "r2")
    assert kinds(found)["typography"] == 1
    assert restored(found) == ["24."]


@pytest.mark.parametrize("ending", PRINTERS)
def test_posting_again_changes_nothing(readings: dict[str, Reading], ending: str) -> None:
    again = read(PRINTERS[ending](load("r3"), again=True), f"vision-r3.{ending}")
    assert set(kinds(compare(readings["r3"], again))) == {"same"}
