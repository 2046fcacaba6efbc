"""What the redline files promise: each form shows the comparison's own runs, and nothing of a draft is taken for mark-up."""

import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import zip_longest

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts.comparison import Brackets, Change, ChangeKind, Comparison, Lost, Run
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.formats import docx as reader
from bot.drafts.redline.chart import Point, chart
from bot.drafts.redline.docx import docx
from bot.drafts.redline.html import html
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.pieces import inline, pieces
from bot.drafts.redline.png import png
from bot.drafts.redline.rows import folds, is_rtl, rows, trimmed
from bot.drafts.redline.sheet import Sheet, Side
from bot.sentences import redline

OLD_SHA, NEW_SHA = "a1" * 32, "b2" * 32
NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


def reading(*paragraphs: str | Paragraph, sha: str = OLD_SHA, language: str | None = "en") -> Reading:
    """Paragraphs numbered 1, 2, …; a string "C9.|text" has a label."""
    made = []
    for n, told in enumerate(paragraphs, 1):
        if isinstance(told, str):
            label, bar, text = told.partition("|")
            told = Paragraph(n, text if bar else label, label=label if bar else "")
        made.append(told)
    return Reading("draft", "txt", sha, 0, language, tuple(made))


def change(kind: ChangeKind, old: tuple[int, ...], new: tuple[int, ...], *runs: Run, **more: object) -> Change:
    return Change(kind, old, new, runs, **more)  # type: ignore[arg-type]


def sheet(old: Reading, new: Reading, *changes: Change, **more: object) -> Sheet:
    compared = Comparison(old, new, changes, **more)  # type: ignore[arg-type]
    sides = (
        Side("r1 – Draft after MPP 6", "https://example.org/r1.pdf", "30 May, 18:02 CEST", "30 May, 18:02 CEST"),
        Side("r2 – Proposal by Chairman", "https://example.org/r2.docx", "11 June, 11:57 CEST", "11 June, 11:57 CEST"),
    )
    return Sheet(compared, "Vision", *sides, at=NOON, compared="11 June 2014, 11:57 CEST")


def women_and_men() -> Sheet:
    old = reading(
        "C1.|Same words.", "C2.|More same words.", "C3.|Access for women.", "C4.|Gone for good.", "C5.|Stays."
    )
    new = reading(
        "C1.|Same words.",
        "C2.|More same words.",
        "C3.|Access for women and men.",
        "C4.|Stays.",
        "C5.|New.",
        sha=NEW_SHA,
    )
    return sheet(
        old,
        new,
        change("same", (1,), (1,), ("=", "Same words.")),
        change("same", (2,), (2,), ("=", "More same words.")),
        change("reworded", (3,), (3,), ("=", "Access for women"), ("+", " and men"), ("=", ".")),
        change("deleted", (4,), (), ("-", "Gone for good.")),
        change("renumbered", (5,), (4,), ("=", "Stays."), renumbered=True),
        change("added", (), (5,), ("+", "New.")),
        brackets=Brackets(3, 1, 0, 2),
        terms=(("human rights", 1, 3),),
        gone=(Lost("chair", 7, "What the chair had."),),
    )


HOSTILE = '#panic("x") *b* $x$ @a <script>alert(1)</script> {{ 7*7 }} & \\ // /* ```'


def hostile() -> Sheet:
    old, new = reading(f"1.|{HOSTILE}"), reading(f"1.|{HOSTILE} more", sha=NEW_SHA)
    return sheet(old, new, change("reworded", (1,), (1,), ("=", HOSTILE), ("+", " more")))


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


# Pieces and rows


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


# HTML


@pytest.mark.need(5)
def test_the_page_has_each_changed_paragraph_once_in_its_table_and_leads_to_it() -> None:
    page = html(women_and_men()).decode()
    links = re.findall(r'<th scope="row"><a href="#(c\d+)">([^<]+)</a>', page)
    assert links == [("c1", "C3."), ("c2", "C4."), ("c3", "C5.")]
    assert re.findall(r'<article class="(\w+)" id="(c\d+)"', page) == [
        ("reworded", "c1"),
        ("deleted", "c2"),
        ("added", "c3"),
    ]
    assert "<ins> and men</ins>" in page


def test_the_page_folds_what_did_not_change() -> None:
    page = html(women_and_men()).decode()
    inside = re.search(r"<details>(.*?)</details>", page, re.DOTALL)
    assert inside
    assert "More same words." in inside[1]
    assert "women" not in inside[1]


def test_the_page_says_where_it_comes_from_and_that_it_is_unofficial() -> None:
    page = html(women_and_men()).decode()
    for said in (
        "r1 – Draft after MPP 6",
        "https://example.org/r2.docx",
        OLD_SHA,
        NEW_SHA,
        "fetched 11 June, 11:57 CEST",
    ):
        assert said in page
    assert redline.UNOFFICIAL in page
    assert "Square brackets: 3 → 1 (0 opened, 2 closed)" in page
    assert "“human rights”: 1 → 3" in page
    assert "What the chair had." in page


def test_the_page_takes_no_word_of_a_draft_for_markup_and_loads_nothing() -> None:
    page = html(hostile()).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not re.search(r"\bsrc=|@import|url\(", page)


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    told = women_and_men()
    page = html(Sheet(told.comparison, "Vision", Side("r1", "javascript:alert(1)"), told.new, NOON)).decode()
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_changes_are_told_without_colour_too() -> None:
    page = html(women_and_men()).decode()
    assert f'del::before {{ content: "{redline.SPOKEN_DELETION}"' in page
    assert "text-decoration: line-through" in page
    assert "prefers-color-scheme: dark" in page


def test_words_from_a_base_are_tagged_with_it() -> None:
    back = change("restored", (), (1,), ("+", "Back."), origin="r0", origins=(("r0", "chair"),))
    page = html(sheet(reading(), reading("Back."), back)).decode()
    assert '<ins>Back.</ins><sup class="base">r0, chair</sup>' in page
    assert "from r0" in page


def test_two_equal_texts_say_so_in_every_form() -> None:
    told = sheet(reading("a"), reading("a"), change("same", (1,), (1,), ("=", "a")))
    said = "No change in words between r1 – Draft after MPP 6 and r2 – Proposal by Chairman. The files are the same"
    assert said in html(told).decode()
    assert said in " ".join(page_texts(pdf(told))[0].split())
    assert png(told).startswith(b"\x89PNG")


# PDF and picture


@pytest.mark.need(37)
def test_the_pdf_has_page_numbers_hashes_and_the_word_unofficial_on_every_page() -> None:
    many = [f"{n}.|{'word ' * 60}" for n in range(1, 60)]
    changes = [change("same", (n,), (n,), ("=", "word " * 60)) for n in range(1, 60)]
    pages = page_texts(pdf(sheet(reading(*many), reading(*many, sha=NEW_SHA), *changes)))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert NEW_SHA in re.sub(r"\s", "", text)
        assert redline.UNOFFICIAL.upper() in text


def test_the_pdf_shows_old_and_new_words() -> None:
    text = " ".join(" ".join(page_texts(pdf(women_and_men()))).split())
    for said in ("Access for women and men.", "Gone for good.", "What the chair had.", "https://example.org/r1.pdf"):
        assert said in text


def test_the_pdf_takes_no_word_of_a_draft_for_markup() -> None:
    assert HOSTILE in " ".join(" ".join(page_texts(pdf(hostile()))).split())


def test_equal_sheets_give_equal_bytes() -> None:
    for form in (html, pdf, png, docx):
        assert form(women_and_men()) == form(women_and_men())


def test_the_picture_shows_the_first_changes_only() -> None:
    one, all_of_them = (png(women_and_men(), first=n) for n in (1, 5))
    heights = [int.from_bytes(data[20:24]) for data in (one, all_of_them)]
    assert one.startswith(b"\x89PNG")
    assert heights[0] < heights[1] < 1600


def test_the_picture_shows_no_more_changes_than_a_phone_shows_in_letters_one_can_read() -> None:
    long = "word " * 150
    many = [f"{n}.|{long}" for n in range(1, 6)]
    told = sheet(reading(*many), reading(), *(change("deleted", (n,), (), ("-", long)) for n in range(1, 6)))
    data = png(told)
    assert int.from_bytes(data[16:20]) == 1280
    assert int.from_bytes(data[20:24]) <= 1600


def test_a_chart_is_as_wide_as_a_phone_shows_and_the_same_for_the_same_figures() -> None:
    points = [Point("r1", 3, 4000), *(Point(f"r{n}", 50 - n, 4000 + n, n % 7) for n in range(2, 51))]
    for some in (points[:2], points):
        data = chart("Vision", some)
        assert data.startswith(b"\x89PNG")
        assert int.from_bytes(data[16:20]) == 1280
        assert int.from_bytes(data[20:24]) <= 1600
        assert data == chart("Vision", some)


# Word


def both_views(told: Sheet) -> tuple[list[str], list[str]]:
    data = docx(told)
    final, original = (reader.read(data, original=view).blocks for view in (False, True))
    return [b.text for b in original], [b.text for b in final]


def printed(told: Reading) -> list[str]:
    lines = (" ".join(x for x in (p.label, p.text, p.mark) if x) for p in told.paragraphs)
    return [line for line in lines if line]


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
