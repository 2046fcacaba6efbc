"""Footnotes, references and numbers around the text of pages that were set by hand."""

from collections.abc import Callable, Sequence

from bot.drafts.reading import Block
from bot.drafts.reading.formats.pdf import read
from bot.sentences import parsing

Page = Callable[[bytes], bytes]
Piece = tuple[float, float, float, str]  # x, y, size, text
FULL = "stakeholders shall cooperate fully in the use of information technologies"
TEXT = [(72, 700 - 14 * n, 12, f"{n}. The {FULL}.") for n in range(1, 9)]


def blocks(page: Page, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    return read(page("\n".join(f"BT /F1 {size} Tf {x} {y} Td ({t}) Tj ET" for x, y, size, t in pieces).encode())).blocks


def test_a_note_may_stand_a_tab_behind_its_mark(page_of_pdf: Page) -> None:
    notes = [(72, 93.6, 8, "1"), (100, 90, 12, "OJ C 115, 2022."), (72, 79.6, 8, "2"), (100, 76, 12, "OJ C 517, 2021.")]
    found = [b.text for b in blocks(page_of_pdf, [*TEXT, *notes]) if b.kind == "note"]
    assert found == ["1 OJ C 115, 2022.", "2 OJ C 517, 2021."]


def test_a_work_is_one_with_the_reference_that_stands_for_it(page_of_pdf: Page) -> None:
    works = [
        (72, 500, 12, "[RFC2119]"),
        (180, 500, 12, "Bradner, Key words."),
        (72, 480, 12, "[XML]"),
        (180, 480, 12, "Bray, XML."),
    ]
    assert [b.text for b in blocks(page_of_pdf, [*TEXT, *works])][-2:] == [
        "[RFC2119] Bradner, Key words.",
        "[XML] Bray, XML.",
    ]


def test_no_paragraph_begins_with_a_sign_that_closes(page_of_pdf: Page) -> None:
    lines = [(72, 500, 12, "Element Generator is one."), (72, 486, 12, "\\273 [CSAF-4.5-2]")]
    pieces = [(x, y, size, t.replace("\\\\", "\\")) for x, y, size, t in lines]
    assert blocks(page_of_pdf, [*TEXT, *pieces])[-1].text.endswith("[CSAF-4.5-2]")


def test_a_line_that_runs_over_the_right_edge_is_whole_and_words_below_a_page_are_said_not_read(
    page_of_pdf: Page,
) -> None:
    wide = (400, 500, 12, "A listing that runs over the edge of its page at 16 and at 18 years of age")
    made = "\n".join(
        f"BT /F1 {size} Tf {x} {y} Td ({t}) Tj ET" for x, y, size, t in [*TEXT, wide, (72, -40, 12, "Unseen.")]
    )
    found = read(page_of_pdf(made.encode()))
    assert found.blocks[-1].text == wide[3]
    assert found.warnings == (parsing.PDF_HIDDEN.format(pages=1, all=1),)


def test_a_sentence_goes_on_after_its_and_though_the_line_was_broken_early(page_of_pdf: Page) -> None:
    lines = [
        (102, 560, 12, "Foreigners who have lived in the country for five years, and"),
        (72, 546, 12, "meet the terms."),
    ]
    wide = [(72, 640 - 14 * n, 12, f"{n}. {FULL} and elsewhere.") for n in range(5)]
    assert blocks(page_of_pdf, [*wide, *lines])[-1].text.endswith("years, and meet the terms.")
