"""Layouts that secretariats print: columns, indents, small gaps, labels at the right; each paragraph stays whole."""

import pytest
import typst

from bot.drafts.reading.formats.pdf import read
from bot.drafts.reading.formats.pdf_together import parted

SENTENCE = "The Parties shall cooperate in good faith and report on progress to the Conference"
LONG = [f"{n}. {SENTENCE}, {'and so on, ' * (n % 5)}as agreed in document {n}." for n in range(1, 31)]
WIDE = "Intergovernmentalparliamentaryinterregional"  # it fits on hardly any line: the one above is full
SET = '#set page(width: 150mm, height: 200mm, margin: 18mm)\n#set text(10pt, font: "Liberation Serif", hyphenate: false)\n'


def paragraphs(source: str) -> list[str]:
    return [b.text for b in read(typst.compile((SET + source).encode())).blocks]


def test_three_columns_are_read_one_after_the_other() -> None:
    source = "#set page(flipped: true, columns: 3)\n#set text(8pt)\n#set par(justify: true)\n"
    assert paragraphs(source + "\n\n".join(LONG)) == LONG


def test_full_lines_that_all_begin_at_a_first_lines_indent_are_paragraphs() -> None:
    full = "We agree to meet again next year in the same place, as in the year that we met in."
    texts = [
        text
        for n in range(10)
        for text in (f"{WIDE} parties: {SENTENCE.lower()} {'again ' * (n % 4)}number {n}.", full)
    ]
    source = "#set par(first-line-indent: (amount: 2em, all: true), spacing: 0.65em)\n"
    assert paragraphs(source + "\n\n".join([*texts, full, full])) == [*texts, full, full]


def test_a_block_that_begins_elsewhere_is_another_paragraph_though_its_line_above_is_full() -> None:
    outer, inner = (f"{SENTENCE}, {SENTENCE.lower()} and {SENTENCE.lower()}." for _ in range(2))
    source = f"#set par(spacing: 0.65em, justify: true)\n{outer} {WIDE}s agree;\n#pad(left: 8mm)[{WIDE} {inner}]"
    assert paragraphs(source) == [f"{outer} {WIDE}s agree;", f"{WIDE} {inner}"]


def test_a_gap_that_is_little_wider_than_a_step_parts_paragraphs_where_all_gaps_are() -> None:
    full = f"{WIDE} meetings are held."
    long = f"{WIDE} parties: {SENTENCE.lower()}, {SENTENCE.lower()}, {SENTENCE.lower()}"
    texts = [text for n in range(10) for text in (f"{long}, as agreed in document {n}.", full)]
    source = "#set page(height: auto)\n#set par(leading: 1em, spacing: 1.3em, justify: true)\n"
    assert paragraphs(source + "\n\n".join(texts)) == texts


def test_a_label_in_the_right_margin_is_its_paragraphs() -> None:
    source = "#set page(margin: (right: 40mm, rest: 18mm))\n"
    labelled = (f"#block(width: 100%)[#place(right, dx: 15mm)[({sign})]{LONG[3][3:]} See {sign}.]" for sign in "ab")
    assert paragraphs(source + "".join(labelled)) == [f"({sign}) {LONG[3][3:]} See {sign}." for sign in "ab"]


def test_a_year_at_a_pages_head_that_ends_a_sentence_is_no_pages_number() -> None:
    source = f"#set page(height: 100mm, margin: 5mm)\n{SENTENCE}, and as we said by #pagebreak() 2030.\n\n{SENTENCE}."
    assert "2030." in " ".join(paragraphs(source))


@pytest.mark.parametrize(("raw", "word"), [("modi\x1ccation", "modification"), ("\x10o\x1ece\x11", "“office”")])
def test_ligatures_and_quotes_of_texs_fonts_of_dots_are_letters(raw: str, word: str) -> None:
    assert parted(raw).words == [word]


def test_a_large_initial_is_the_first_letter_of_its_paragraph() -> None:
    words = [f"parties shall cooperate, {SENTENCE.lower()}, {SENTENCE.lower()} in {n} steps." for n in range(4)]
    initial = "#grid(columns: (auto, 1fr), gutter: 2pt, text(34pt, top-edge: 20pt)[{}], [{}])\n#v(1em)\n"
    assert paragraphs("".join(initial.format("T", f"he {text}") for text in words)) == [f"The {text}" for text in words]


def test_a_light_word_behind_the_text_of_each_page_parts_no_paragraph() -> None:
    behind = "#set page(background: text(70pt, fill: luma(230))[DRAFT])\n#set par(spacing: 1.4em)\n"
    assert paragraphs(behind + "\n\n".join(LONG)) == LONG


def test_what_stands_beside_the_number_of_each_page_is_no_text() -> None:
    titles = 'context ("Scope", "Aims of it", "Means", "Review", "Entry into force").at(calc.rem(here().page() - 1, 5))'
    head = f'#set page(header: [#{titles} #h(1fr) #context counter(page).display("1/1", both: true)])\n'
    places = ["".join(chr(97 + n * step % 26) for step in (3, 5, 7, 11)) for n in range(60)]
    texts = [f"{n}. Of {place}: {SENTENCE.lower()} of {place} and its parties." for n, place in enumerate(places, 1)]
    assert paragraphs(head + "#set par(spacing: 1.4em)\n" + "\n\n".join(texts)) == texts


def test_a_stamp_drawn_last_at_the_top_does_not_part_what_goes_on_overleaf() -> None:
    stamp = "context if here().page() == 1 { place(top + right, dx: -18mm, dy: 6mm)[RECEIVED 12 MAY] }"
    source = f"#set par(spacing: 1.4em)\n#set page(foreground: {stamp})\n"
    assert paragraphs(source + "\n\n".join(LONG)) == ["RECEIVED 12 MAY", *LONG]
