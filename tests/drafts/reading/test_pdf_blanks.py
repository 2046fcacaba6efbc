"""Blanks that are only a distance, which PDFium takes for the spacing of a run of two letters, as distilled files have them."""

from collections.abc import Callable

from bot.drafts.reading.formats.pdf import read
from bot.drafts.reading.formats.pdf_blanks import _tells

Made = Callable[[bytes], bytes]
_WIDTHS = {
    "m": 833,
    **dict.fromkeys("cksy", 500),
    "r": 333,
    "t": 278,
    **dict.fromkeys("il", 222),
}  # of Helvetica; else 556


def distilled(line: str) -> bytes:
    """A page's content: the last letter of a word and the first of the next are a run of their own, 0.3 of the size apart."""
    first, *words = line.split()
    content = f"BT /F1 11 Tf 1 0 0 1 72 700 Tm ({first[:-1]})Tj"
    x = 72 + _wide(first)
    for last, word, after in zip([first, *words], words, [*words[1:], None], strict=False):
        rest = word[1:-1] if after else word[1:]
        content += f" 3.3 Tc 1 0 0 1 {x - _wide(last[-1]):.3f} 700 Tm ({last[-1]}{word[0]})Tj 0 Tc"
        x += 3.3 + _wide(word)
        content += f" 1 0 0 1 {x - _wide(word[1:]):.3f} 700 Tm ({rest})Tj"
    return f"{content} ET".encode()


def _wide(letters: str) -> float:
    return sum(_WIDTHS.get(letter, 556) for letter in letters) * 11 / 1000


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def test_blanks_that_are_a_distance_are_read_in_short_words_too(page_of_pdf: Made) -> None:
    line = "the multistakeholder community may agree to it"
    assert texts(page_of_pdf(distilled(line))) == [line]


def test_where_no_long_word_has_one_none_is_looked_for(page_of_pdf: Made) -> None:
    """Between two short words it may be how a title is set."""
    assert texts(page_of_pdf(distilled("may agree"))) == ["mayagree"]


def test_a_word_that_is_spaced_out_stays_one(page_of_pdf: Made) -> None:
    assert texts(page_of_pdf(b"BT /F1 11 Tf 72 700 Td 3.3 Tc (multistakeholders)Tj ET")) == ["multistakeholders"]


def test_the_place_of_a_thai_letter_that_is_named_twice_is_no_blank() -> None:
    assert not _tells("สัง\u2060\u2060\u2060คม")
    assert _tells("สังคม")
