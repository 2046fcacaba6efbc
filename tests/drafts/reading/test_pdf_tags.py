"""A tagged PDF says itself what is one block and what is printed around the text; it is believed where it is right."""

from collections.abc import Callable, Sequence

from bot.drafts.reading.formats.pdf import read

FULL = "stakeholders shall cooperate fully in the use of communication technologies"
Page = Callable[[bytes], bytes]
Marked = tuple[str, Sequence[str]]  # the name of marked content, its lines


def printed(page: Page, blocks: Sequence[Marked], head: str = "", gap: int = 5) -> list[str]:
    """The paragraphs of a page whose lines stand 12 points apart, each block numbered, with a gap between blocks."""
    streams, y = [], 740
    for number, (name, lines) in enumerate(blocks):
        streams.append(f"/{name} <</MCID {number}>> BDC")
        for line in lines:
            streams.append(f"BT /F1 11 Tf 72 {y} Td ({line}) Tj ET")
            y -= 12
        streams.append("EMC")
        y -= gap
    if head:
        streams.append(f"/Artifact <</Type/Pagination/Attached[/Top]>> BDC BT /F1 11 Tf 72 752 Td ({head}) Tj ET EMC")
    return [b.text for b in read(page("\n".join(streams).encode())).blocks]


def paragraphs(count: int) -> list[Marked]:
    return [("P", [f"{n}. The {FULL}", f"{FULL}."]) for n in range(1, count + 1)]


def test_lines_that_the_file_says_are_one_block_are_one_paragraph_however_short(page_of_pdf):
    cell = ("P", ["Indemnification for", "Civil Defense", "Volunteers"])
    assert "Indemnification for Civil Defense Volunteers" in printed(page_of_pdf, [*paragraphs(3), cell])


def test_two_blocks_that_look_like_one_are_two(page_of_pdf):
    names = [("H2", ["Document Tracking of " + FULL[:53]]), ("P", ["Element Tracking"])]
    assert printed(page_of_pdf, [*paragraphs(21), *names], gap=0)[-2:] == [names[0][1][0], "Element Tracking"]


def test_a_file_that_cuts_sentences_is_not_believed_about_what_is_two(page_of_pdf):
    cut: list[Marked] = [("P", [line]) for _, lines in paragraphs(10) for line in lines]
    assert len(printed(page_of_pdf, [*cut, *paragraphs(11)], gap=0)) == 21


def test_a_page_that_is_one_block_says_nothing_about_its_paragraphs(page_of_pdf):
    items = [f"{n}. Parties shall report." for n in range(1, 9)]
    assert printed(page_of_pdf, [("Part", items)]) == items


def test_what_is_named_as_part_of_a_block_begins_none(page_of_pdf):
    linked: list[Marked] = [*paragraphs(21), ("P", [f"Recalling that {FULL[:60]}"]), ("Link", ["A/RES/70/1 and"])]
    assert printed(page_of_pdf, linked)[-1].startswith("Recalling")


def test_a_head_that_the_file_says_is_one_is_left_out_though_it_stands_but_once_and_close(page_of_pdf):
    got = printed(page_of_pdf, paragraphs(3), head="A/AC.296/2026/9 of four May")
    assert len(got) == 3
    assert not any("A/AC" in text for text in got)
