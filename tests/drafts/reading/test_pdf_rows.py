"""Rows of tables: a page's end cuts them, their head stands on each page, and a number may be all of their first cell."""

import json

import typst

from bot.drafts.reading.formats.pdf import read
from bot.drafts.reading.formats.pdf_lines import Line
from bot.drafts.reading.formats.pdf_pieces import with_labels

WORDS = (
    "the Parties shall cooperate in good faith, and shall report on progress to the Conference at each of its sessions"
)
LEFT = f"Proposal one: {WORDS}, so that {WORDS}."
RIGHT = f"Proposal two: {WORDS}, as far as {WORDS} and no later than in May."
TABLE = """
#set page(width: 120mm, height: 60mm, margin: 10mm)
#set text(9pt, hyphenate: false, font: "Liberation Serif")
#v(22mm)
#let cells = json(bytes(sys.inputs.cells))
#table(columns: (1fr, 1fr), stroke: STROKE, table.header[*First group*][*Second group*], ..cells.map(c => [#c]))
"""
NUMBERS = """
#set page("a5")
#table(columns: (15mm, 1fr), [1.], [We shall meet.], [(a)], [In May;], [2], [We shall meet again.])
"""


def paragraphs(source: str, cells: tuple[str, ...] = ()) -> list[str]:
    data = typst.compile(source.encode(), sys_inputs={"cells": json.dumps(cells)})
    return [b.text for b in read(data).blocks]


def test_a_cell_that_a_page_cuts_is_one_paragraph_and_the_head_is_read_once() -> None:
    for stroke in ("0.5pt", "none"):
        read_as = paragraphs(TABLE.replace("STROKE", stroke), (LEFT, RIGHT, "Agreed.", "Agreed too."))
        assert read_as == ["First group", "Second group", LEFT, RIGHT, "Agreed.", "Agreed too."]


def test_a_cell_that_two_pages_cut_is_one_paragraph() -> None:
    left, right = f"{LEFT[:-1]}, {LEFT[14:]}", f"{RIGHT[:-1]}, {RIGHT[14:]}"
    assert paragraphs(TABLE.replace("STROKE", "0.5pt"), (left, right, "Agreed."))[2:] == [left, right, "Agreed."]


def test_a_row_that_no_page_cuts_stays_where_it_is() -> None:
    cells = ("Agreed: one.", "Agreed: two.") * 6
    assert paragraphs(TABLE.replace("STROKE", "0.5pt"), cells)[2:] == list(cells)


def test_a_number_in_a_cell_of_its_own_is_that_of_the_words_beside_it() -> None:
    assert paragraphs(NUMBERS)[:2] == ["1. We shall meet.", "(a) In May;"]
    assert paragraphs(NUMBERS)[2:] == ["2", "We shall meet again."]


def test_a_year_that_ends_a_cell_is_no_label_of_the_cell_beside_it() -> None:
    left, right = [Line(1, 70, 290, y, 10, False, WORDS, 20, False) for y in (120, 100)], "and shall report by"
    cell = [Line(1, 310, 520, 120, 10, False, f"{WORDS} {right}", 20, False)]
    year = Line(1, 310, 335, 100, 10, False, "2030.", 25, False)
    assert [q.text for q in with_labels([*left, *cell, year])] == [WORDS, WORDS, f"{WORDS} {right}", "2030."]
