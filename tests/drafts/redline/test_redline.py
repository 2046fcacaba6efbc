"""What the redline files promise: each form shows the comparison's own runs, in pieces and rows that all of them share."""

import pytest

from bot.drafts.comparison import Run
from bot.drafts.reading import Paragraph
from bot.drafts.redline.docx import docx
from bot.drafts.redline.html import html
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.pieces import inline, pieces
from bot.drafts.redline.png import png
from bot.drafts.redline.rows import folds, is_rtl, rows, trimmed
from tests.drafts.redline.sheets import both_views, change, page_texts, printed, reading, sheet, women_and_men


def test_pieces_carry_labels_marks_breaks_and_the_drafts_own_strikes() -> None:
    old = (Paragraph(1, "one two", label="1."),)
    new = (Paragraph(1, "one", label="1.", struck=((0, 3),)), Paragraph(2, "two", label="2.", mark="[agreed]"))
    found = pieces(change("split", (1,), (1, 2), ("=", "one"), ("-", " "), ("+", "\n"), ("=", "two")), old, new)
    assert [(p.op, p.text, p.role, p.struck) for p in found] == [
        ("=", "1.", "label", False),
        ("=", "one", "text", True),
        ("-", " ", "text", False),
        ("+", "", "break", False),
        ("+", "2.", "label", False),
        ("=", "two", "text", False),
        ("+", "[agreed]", "mark", False),
    ]
    assert [p.text for p in inline(found)] == ["1.", "one", "", "2.", "two", "[agreed]"]


def test_words_that_changed_in_typography_only_are_shown_as_they_are_now() -> None:
    told = sheet(
        reading("“a”"),
        reading('"a"'),
        change("typography", (1,), (1,), ("-", "“"), ("+", '"'), ("=", "a"), ("-", "”"), ("+", '"')),
    )
    (row,) = rows(told.comparison)
    assert not row.shown
    assert {p.op for p in row.pieces} == {"="}
    assert "".join(p.text for p in row.pieces) == '"a"'


def test_a_word_in_other_typography_is_never_shown_changed_by_itself() -> None:
    """Neither beside other changes of its paragraph; a Word file has it, which must give back both drafts."""
    runs: list[Run] = [("-", "Children's"), ("+", "Children’s"), ("=", " rights"), ("+", " online"), ("=", ".")]
    told = sheet(
        reading("Children's rights."), reading("Children’s rights online."), change("reworded", (1,), (1,), *runs)
    )
    (row,) = rows(told.comparison)
    assert [(p.op, p.text) for p in row.pieces] == [("=", "Children’s"), ("=", " rights"), ("+", " online"), ("=", ".")]
    assert both_views(told) == (printed(told.comparison.old), printed(told.comparison.new))


def test_a_blank_that_came_or_went_is_never_shown_as_a_change() -> None:
    runs: list[Run] = [("=", "["), ("+", " "), ("=", "All rights"), ("-", " "), ("=", "]"), ("+", " hold")]
    told = sheet(reading("[All rights ]"), reading("[ All rights] hold"), change("reworded", (1,), (1,), *runs))
    (row,) = rows(told.comparison)
    assert "".join(p.text for p in row.pieces if p.op == "=") == "[ All rights]"
    assert [(p.op, p.text) for p in row.pieces if p.op != "="] == [("+", " hold")]
    assert both_views(told) == (printed(told.comparison.old), printed(told.comparison.new))


def test_a_strike_is_shown_though_the_words_are_the_same() -> None:
    struck = reading(Paragraph(1, "Children’s rights.", struck=((0, 10),)))
    runs: list[Run] = [("-", "Children's"), ("+", "Children’s"), ("=", " rights.")]
    (row,) = rows(sheet(reading("Children's rights."), struck, change("reworded", (1,), (1,), *runs)).comparison)
    assert [p.op for p in row.pieces] == ["-", "+", "="]


def test_a_paragraph_without_a_label_is_called_as_in_the_chats() -> None:
    told = sheet(
        reading("Gone."),
        reading("New."),
        change("deleted", (1,), (), ("-", "Gone.")),
        change("added", (), (1,), ("+", "New.")),
    )
    assert [row.name for row in rows(told.comparison)] == ["former ¶ 1", "¶ 1"]


def test_a_footnote_is_not_taken_for_the_paragraph_of_its_number() -> None:
    old, new = (reading("1.|Text.", Paragraph(2, text, label="1", kind="note")) for text in ("See.", "See also."))
    told = sheet(
        old,
        new,
        change("same", (1,), (1,), ("=", "Text.")),
        change("reworded", (2,), (2,), ("=", "See"), ("+", " also"), ("=", ".")),
    )
    assert [row.name for row in rows(told.comparison)] == ["1", "note 1"]


def test_paragraphs_that_are_only_renumbered_are_context_with_both_labels() -> None:
    renumbered = rows(women_and_men().comparison)[4]
    assert not renumbered.shown
    assert [(p.op, p.text) for p in renumbered.labels] == [("-", "C5."), ("+", "C4.")]


def test_a_moved_paragraph_says_where_it_stood() -> None:
    old, new = reading("1.|a", "2.|b", "3.|c"), reading("1.|c", "2.|a", "3.|b")
    moved = change("moved", (3,), (1,), ("=", "c"), renumbered=True, moved=True)
    rest = [change("renumbered", (n,), (n + 1,), ("=", "ab"[n - 1]), renumbered=True) for n in (1, 2)]
    assert rows(sheet(old, new, moved, *rest).comparison)[0].tags == ("moved, stood after 2.", "was 3.")


def test_context_is_folded_from_two_paragraphs_on() -> None:
    said = [fold.said for fold in folds(rows(women_and_men().comparison))]
    assert said == ["2 paragraphs with the same words, C1. to C2.", "", "", ""]


def test_long_unchanged_words_between_changes_are_left_out() -> None:
    long = "word " * 100
    found = rows(
        sheet(
            reading("x"), reading("y"), change("reworded", (1,), (1,), ("-", "a"), ("=", long), ("+", "b"))
        ).comparison
    )
    short = trimmed(found[0].pieces, 20)
    assert [p.text for p in short] == ["a", "word word word word … word word word ", "b"]


def test_unchanged_words_are_not_cut_between_a_letter_and_its_vowel() -> None:
    thai = "ที่" * 60  # a letter, a vowel and a tone mark
    told = sheet(reading("x"), reading("y"), change("reworded", (1,), (1,), ("-", "a"), ("=", thai), ("+", "b")))
    (row,) = rows(told.comparison)
    for around in (19, 20, 21):
        before, after = trimmed(row.pieces, around)[1].text.split(" … ")
        assert set(before.split("ที่")) == set(after.split("ที่")) == {""}


@pytest.mark.parametrize(
    ("text", "rtl"), [("1. نؤكد", True), ("[שלום", True), ("We", False), ("第七条", False), ("12", False)]
)
def test_the_direction_is_that_of_the_first_letter(text: str, rtl: bool) -> None:
    assert is_rtl(text) is rtl


def test_a_blank_that_gave_way_to_a_paragraphs_end_is_not_shown_between_a_label_and_its_words() -> None:
    old, new = reading("1.|One.", "2.|Two."), reading("1.|One. Two.")
    merged = change("merged", (1, 2), (1,), ("=", "One."), ("-", "\n"), ("+", " "), ("=", "Two."))
    (row,) = rows(sheet(old, new, merged).comparison)
    assert [(p.op, p.text) for p in row.inline] == [("=", "One."), ("-", ""), ("-", "2."), ("=", "Two.")]


def test_two_equal_texts_say_so_in_every_form() -> None:
    told = sheet(reading("a"), reading("a"), change("same", (1,), (1,), ("=", "a")))
    said = "No change in words between r1 – Draft after MPP 6 and r2 – Proposal by Chairman. The files are the same"
    assert said in html(told).decode()
    assert said in " ".join(page_texts(pdf(told))[0].split())
    assert png(told).startswith(b"\x89PNG")


def test_equal_sheets_give_equal_bytes() -> None:
    for form in (html, pdf, png, docx):
        assert form(women_and_men()) == form(women_and_men())
