"""Paragraphs that were typed with line breaks instead of as lists."""

from bot.drafts.reading.broken import parts
from bot.drafts.reading.formats import html, markdown


def lines(text: str) -> list[str]:
    return [text[start:end].replace("\v", "/").strip("/ ") for start, end in parts(text)]


def test_the_items_of_a_series_are_paragraphs_of_their_own() -> None:
    assert lines("Funds come from\v1. gifts\v2. fees\vof members") == [
        "Funds come from",
        "1. gifts",
        "2. fees/of members",
    ]
    assert lines("b) The Chair shall:\v1. preside.") == ["b) The Chair shall:", "1. preside."]
    assert lines("It consists of:\v- the Chair\v- two members") == ["It consists of:", "- the Chair", "- two members"]
    assert lines("2. Team\v3. Command") == ["2. Team", "3. Command"]


def test_a_line_that_merely_begins_with_a_number_is_none() -> None:
    for text in ("Street\v12. The House\vCity", "as agreed in\v3. May", "one\v- and the other", "no break"):
        assert lines(text) == [text.replace("\v", "/")]


def test_a_page_is_read_so_and_what_is_struck_stays_so() -> None:
    page = b"<p>The Chair shall:<br>(a) preside, and<br>(b) <s>rule</s> report.</p><h2>A<br>1. B</h2>"
    blocks = html.read(page).blocks
    assert [b.text.strip() for b in blocks] == ["The Chair shall:", "(a) preside, and", "(b) rule report.", "A 1. B"]
    assert [blocks[2].text[start:end] for start, end in blocks[2].struck] == ["rule"]


def test_letters_that_markdown_has_no_lists_of_are_items() -> None:
    text = b"1. Comply with\n   a. the policy or\n   b. the practice.\n\n2. Classes:\n   i. one\n   ii. two etc.\n   and so on"
    assert [block.text for block in markdown.read(text).blocks] == [
        "Comply with",
        "a. the policy or",
        "b. the practice.",
        "Classes:",
        "i. one",
        "ii. two etc. and so on",
    ]


def test_a_label_behind_the_end_of_a_sentence_begins_a_paragraph_and_sentences_each_on_a_line_are_paragraphs() -> None:
    page = (
        "<p>The Council has an office.<br>Art. VIII.11. Its accounts are kept.<br>as in the table<br>Art. 5 below.</p>"
    )
    assert [b.text.strip() for b in html.read(page.encode()).blocks] == [
        "The Council has an office.",
        "Art. VIII.11. Its accounts are kept. as in the table Art. 5 below.",
    ]
    lines = [
        f"The {who} meets at least once in each year, in public and in its seat." for who in ("board", "court", "club")
    ]
    assert [b.text.strip() for b in html.read("<br>".join([*lines, "It ends."]).encode()).blocks] == [
        *lines,
        "It ends.",
    ]
