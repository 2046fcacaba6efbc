"""Tracked changes: accepting all gives the new draft, rejecting all the old one, whatever changed."""

import io
import zipfile
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts.comparison import Change, Run
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.formats import docx as reader
from bot.drafts.redline.docx import docx
from bot.drafts.redline.rows import rows
from bot.drafts.redline.sheet import Sheet
from bot.sentences import redline
from tests.drafts.redline.sheets import NEW_SHA, both_views, change, printed, reading, sheet, women_and_men

CASES: dict[str, tuple[Reading, Reading, tuple[Change, ...]]] = {
    "words, a deletion, an addition": (
        women_and_men().comparison.old,
        women_and_men().comparison.new,
        women_and_men().comparison.changes,
    ),
    "a split": (
        reading("1.|One. Two.", "2.|Next."),
        reading("1.|One.", "2.|Two.", "3.|Next."),
        (
            change("split", (1,), (1, 2), ("=", "One."), ("-", " "), ("+", "\n"), ("=", "Two.")),
            change("renumbered", (2,), (3,), ("=", "Next."), renumbered=True),
        ),
    ),
    "a merger at the end": (
        reading("1.|One.", "2.|Two."),
        reading("1.|One. Two!"),
        (change("merged", (1, 2), (1,), ("=", "One."), ("-", "\n"), ("+", " "), ("=", "Two"), ("-", "."), ("+", "!")),),
    ),
    "a merger around a deletion": (
        reading("a", "b", "c"),
        reading("a c"),
        (
            change("merged", (1, 3), (1,), ("=", "a"), ("-", "\n"), ("+", " "), ("=", "c")),
            change("deleted", (2,), (), ("-", "b")),
        ),
    ),
    "first and last added and deleted": (
        reading("old first", "kept", "old last"),
        reading("new first", "kept", "new last"),
        (
            change("deleted", (1,), (), ("-", "old first")),
            change("added", (), (1,), ("+", "new first")),
            change("same", (2,), (2,), ("=", "kept")),
            change("deleted", (3,), (), ("-", "old last")),
            change("added", (), (3,), ("+", "new last")),
        ),
    ),
    "a move with other words": (
        reading("1.|goes away now", "2.|stays", "3.|stays too"),
        reading("1.|stays", "2.|stays too", "3.|went away"),
        (
            change("renumbered", (2,), (1,), ("=", "stays"), renumbered=True),
            change("renumbered", (3,), (2,), ("=", "stays too"), renumbered=True),
            change(
                "reworded",
                (1,),
                (3,),
                ("-", "goes"),
                ("+", "went"),
                ("=", " away"),
                ("-", " now"),
                moved=True,
                renumbered=True,
            ),
        ),
    ),
    "a mark that was won": (
        reading(Paragraph(1, "Text.", label="C9.")),
        reading(Paragraph(1, "Text.", label="C9.", mark="[agreed]")),
        (change("same", (1,), (1,), ("=", "Text."), mark=(None, "[agreed]")),),
    ),
    "everything is new": (
        reading(),
        reading("1.|a", "2.|b"),
        tuple(change("added", (), (n,), ("+", "ab"[n - 1])) for n in (1, 2)),
    ),
    "everything is gone": (
        reading("a", "b"),
        reading(),
        tuple(change("deleted", (n,), (), ("-", "ab"[n - 1])) for n in (1, 2)),
    ),
}


@pytest.mark.need(5)
@pytest.mark.parametrize("case", CASES)
def test_accepting_all_gives_the_new_draft_and_rejecting_all_the_old_one(case: str) -> None:
    old, new, changes = CASES[case]
    assert both_views(sheet(old, new, *changes)) == (printed(old), printed(new))


@st.composite
def comparisons(draw: st.DrawFn) -> Sheet:
    """Any pairing of any paragraphs: kept, split, merged, added, deleted, in any order on the new side."""
    word = st.text("ab [中م", min_size=1, max_size=6).map(lambda text: " ".join(f"x{text}x".split()))
    shapes = draw(st.lists(st.sampled_from([(1, 1), (1, 1), (1, 0), (0, 1), (1, 2), (2, 1)]), min_size=1, max_size=8))
    order = draw(st.permutations(range(len(shapes))))
    old, new, parts = [], [], []
    for many, _ in shapes:
        parts.append([draw(word) for _ in range(many)])
        old += parts[-1]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    changes = []
    for i in order:
        olds, news = parts[i], [draw(word) for _ in range(shapes[i][1])]
        numbers = tuple(starts[i] + k + 1 for k in range(len(olds)))
        fresh = tuple(len(new) + k + 1 for k in range(len(news)))
        new += news
        changes.append(
            change("reworded", numbers, fresh, *_runs("\n".join(olds), "\n".join(news)), moved=draw(st.booleans()))
        )
    return sheet(reading(*old), reading(*new), *changes)


def _runs(old: str, new: str) -> list[Run]:
    same = next((i for i, (a, b) in enumerate(zip_longest(old, new)) if a != b), len(old))
    return [run for run in (("=", old[:same]), ("-", old[same:]), ("+", new[same:])) if run[1]]  # type: ignore[misc]


@settings(max_examples=40, deadline=None)
@given(comparisons())
def test_accepting_and_rejecting_hold_for_any_comparison(told: Sheet) -> None:
    assert both_views(told) == (printed(told.comparison.old), printed(told.comparison.new))


@pytest.mark.parametrize(
    ("runs", "struck", "inserted"),
    [
        ((("=", "نفس "), ("-", "الحقوق"), ("+", "الواجبات"), ("=", " هنا")), "الحقوق ", "الواجبات "),
        ((("=", "نفس "), ("-", "الحقوق"), ("+", "الواجبات"), ("=", ".")), " الحقوق", " الواجبات"),
        ((("=", "a"), ("-", "."), ("+", ";"), ("=", " b")), ".", ";"),
        ((("-", "第"), ("+", "条")), "第", "条"),
    ],
    ids=["blank behind", "blank before", "no words", "no blank"],
)
def test_struck_words_and_those_in_their_place_are_parted_by_the_blank_beside_them(
    runs: tuple[Run, ...], struck: str, inserted: str
) -> None:
    """Arabic letters would join, and "resolutionresolutions" be left of the one kept and the other accepted."""
    old, new = ("".join(text for op, text in runs if op in ("=", kept)) for kept in "-+")
    told = sheet(reading(f"1.|{old}"), reading(f"1.|{new}"), change("reworded", (1,), (1,), *runs))
    with zipfile.ZipFile(io.BytesIO(docx(told))) as archive:
        body = archive.read("word/document.xml").decode()
    assert f">{struck}</w:delText>" in body
    assert f">{inserted}</w:t>" in body
    assert both_views(told) == (printed(told.comparison.old), printed(told.comparison.new))


def test_numbers_alone_run_as_the_rest_of_the_draft_does() -> None:
    both = reading("نؤكد نفس الحقوق", "2027", "نقرر ذلك")
    told = sheet(both, both, *(change("same", (p.n,), (p.n,), ("=", p.text)) for p in both.paragraphs))
    with zipfile.ZipFile(io.BytesIO(docx(told))) as archive:
        assert archive.read("word/document.xml").decode().count("<w:bidi/>") == 3
    assert [row.rtl for row in rows(told.comparison)] == [True, True, True]


def test_a_moved_paragraph_is_a_move_in_word() -> None:
    old, new, changes = CASES["a move with other words"]
    said = reader.read(docx(sheet(old, new, *changes))).warnings[0]
    assert "0 moves" not in said


def test_signs_that_xml_forbids_are_left_out_of_the_word_file() -> None:
    told = sheet(
        reading("a\x0bb"), reading("a\x0bc"), change("reworded", (1,), (1,), ("=", "a\x0b"), ("-", "b"), ("+", "c"))
    )
    assert both_views(told) == (["ab"], ["ac"])


def test_the_word_file_names_its_author_and_time_and_keeps_the_facts_out_of_the_text() -> None:
    data = docx(women_and_men())
    assert reader.read(data).blocks[0].text == "C1. Same words."
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
        heads = "".join(
            archive.read(name).decode() for name in archive.namelist() if "header" in name or "footer" in name
        )
    assert f'w:author="{redline.AUTHOR}"' in body
    assert 'w:date="2014-06-11T09:57:00Z"' in body
    assert "r2 – Proposal by Chairman" in heads
    assert NEW_SHA in heads
