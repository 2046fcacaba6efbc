"""PDF bytes → pages of words with their places.

Coordinates are PDF's points, y upwards, turned so that the page's text runs from left to right: pages on their side are
turned upright, pages of right-to-left script are mirrored.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.drafts.reading.formats import (
    pdf_backwards,
    pdf_blanks,
    pdf_marks,
    pdf_rules,
    pdf_shaped,
    pdf_tags,
    pdf_together,
)
from bot.drafts.reading.formats.pdf_backwards import RIGHT_TO_LEFT, RIGHT_TO_LEFT_LETTER
from bot.drafts.reading.formats.pdf_letters import ASLANT, Letters
from bot.drafts.reading.formats.pdf_marks import Word
from bot.drafts.reading.formats.pdf_rules import Rules
from bot.drafts.reading.formats.pdf_together import HYPHEN, NO_WORD_ENDS, TAB, Parted
from bot.errors import Unreadable
from bot.sentences import parsing

MOST_PAGES = 2000
UNSEEN = re.compile(f"[{NO_WORD_ENDS}\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_LETTER = re.compile("[\x00-\x1f\ue000-\uf8ff]")  # alone at a line's beginning: the bullet of a symbol font
# Where none is, nothing is asked about direction, nor about blanks and letters that PDFium makes up: Latin, Greek, Cyrillic.
OTHER_SCRIPTS = re.compile("[^\x00-\u058f\u1d00-\u2e7f\ufe00-\ufe6f\ufffe\uffff]")
# What a word of a page written from left to right may have that is more than signs in their order, a hyphen at its end apart.
# Their digits by name: "\d" takes as long as all the rest.
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u0ed0-\u0ed9\uff10-\uff19"
NOT_PLAIN = re.compile(
    rf"[{_DIGITS}*†‡§{NO_WORD_ENDS}\x00-\x08\x0e-\x1f\ue000-\uf8ff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
STOPS = ".,:،؛؟"


@dataclass(slots=True)
class Page:
    """`picture`: no letter on it, but an image. `backwards`: written from right to left, and mirrored. `rules`: what is drawn
    around cells, if anything on it stands side by side. `hidden`: words stand outside its edges, and are not among these.
    `blanks_overlooked`: by PDFium, and read.

    Words lie within 0…width and 0…height.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    picture: bool = False
    backwards: bool = False
    rules: Rules | None = None
    hidden: bool = False
    blanks_overlooked: bool = False


def read_pages(data: bytes) -> tuple[list[Page], int]:
    """The pages of a PDF, MOST_PAGES at most, and how many there are. Raises Unreadable."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        raise Unreadable(_refusal(e.err_code), cause=str(e)) from e
    with document:
        count = len(document)
        pages = [_page(document, n) for n in range(min(count, MOST_PAGES))]
        if any(page.blanks_overlooked for page in pages):
            pages = [
                page if page.blanks_overlooked else _page(document, n, more_blanks=True) for n, page in enumerate(pages)
            ]
    pdf_backwards.set_right([w for page in pages if page.backwards for w in page.words])
    return pages, count


def _refusal(code: int | None) -> str:
    if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return parsing.PDF_PASSWORD
    return parsing.PDF_EMPTY if code == pdfium_c.FPDF_ERR_SUCCESS else parsing.PDF_BROKEN


def _page(document: Any, n: int, *, more_blanks: bool = False) -> Page:
    try:
        page = document[n]
    except pdfium.PdfiumError:
        return Page(n + 1, 0, 0, [])  # a page that is named and missing: the others are still worth reading
    text_page = page.get_textpage()
    letters, text = Letters(text_page), _text(text_page)
    mixed = backwards = False
    if OTHER_SCRIPTS.search(text):
        backwards = pdf_backwards.written_backwards(text)
        letters, text = pdf_shaped.as_typed(letters, pdf_together.without_spacing(letters, text))
        mixed = not backwards and RIGHT_TO_LEFT.search(text) is not None
    parted = pdf_together.parted(text)
    more_blanks = not backwards and (more_blanks or pdf_blanks.overlooked(letters, parted))
    if more_blanks:
        parted = pdf_blanks.told(letters, parted)
    words, turn = _upright(_words(letters, text, parted, backwards=backwards, mixed=mixed))
    (x0, y0), (width, height) = _corner_and_size(page, turn)
    for w in words if x0 or y0 else ():
        w.x0, w.x1, w.y = w.x0 - x0, w.x1 - x0, w.y - y0
    seen = _on_page(words, width, height)
    words, hidden = seen, len(seen) < len(words)
    picture = not words and any(True for _ in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    aside = not turn and _aside(words)
    rules = pdf_rules.drawn(page, (x0, y0), width if backwards else None) if aside else None
    rules = rules if rules and rules.upright else None
    text_page.close()
    page.close()
    if backwards:
        words = pdf_backwards.in_order(_mirrored(words, width))
    return Page(n + 1, width, height, list(pdf_marks.without(words)), picture, backwards, rules, hidden, more_blanks)


def _corner_and_size(page: Any, turn: int) -> tuple[tuple[float, float], tuple[float, float]]:
    left, bottom, right, top = page.get_bbox()
    corners = _turn(left, bottom, turn), _turn(right, top, turn)
    (x0, x1), (y0, y1) = (sorted(c[i] for c in corners) for i in (0, 1))
    return (x0, y0), (x1 - x0, y1 - y0)


def _on_page(words: list[Word], width: float, height: float) -> list[Word]:
    """Those that begin on a page, and the rest of lines that run over its right edge."""
    kept = [w for w in words if w.x1 > -1 and w.x0 < width + 1 and -1 < w.y < height + 1]
    if len(kept) == len(words):
        return words
    on = {id(w) for w in kept}
    for before, w in pairwise(words):
        if id(before) in on and w.y == before.y and not w.breaks and 0 < w.x0 - before.x1 < TAB * w.size:
            on.add(id(w))
    return [w for w in words if id(w) in on]


def _aside(words: list[Word]) -> bool:
    """Whether words stand side by side as cells do: on one height and far apart, or each above the one before."""
    return any(
        b.y > a.y + b.size or (a.y == b.y and max(b.x0 - a.x1, a.x0 - b.x1) > TAB * b.size) for a, b in pairwise(words)
    )


def _text(text_page: Any) -> str:
    """One letter for each of PDFium's characters, so that places in the text are its indexes."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if c < 0x110000 else "\ufffd" for c in codes)


# ---------------------------------------------------------------- words


def _words(letters: Letters, text: str, parted: Parted, *, backwards: bool, mixed: bool) -> list[Word]:
    """`mixed`: some words run from right to left, most do not."""
    if not parted.words:
        return []
    ligatures = pdf_shaped.ligatures(letters, text) if mixed or backwards else set()
    plain = _plain(parted, text, ligatures, mixed)
    printed = pdf_together.printed(letters, parted, backwards=backwards)
    ordinary = [False] * len(plain) if mixed else _unmirrored(parted.words, plain) if backwards else plain
    starts = pdf_together.starts(parted, printed, ordinary)
    words = pdf_together.together(parted, printed, starts, backwards=backwards)
    firsts = [parted.firsts[start] for start in starts]
    ends = [parted.ends[after - 1] for after in [*starts[1:], len(plain)]]
    if mixed:
        letters.learn_boxes(firsts + [end - 1 for end in ends])
    for n, (start, word) in enumerate(zip(starts, words, strict=True)):
        if word.turn or not plain[start] or word.text[-1] == HYPHEN:
            _set_right_word(letters, word, firsts[n], ends[n] - 1, ligatures)
        if backwards and not (word.turn or word.gaps or word.text.isalpha() or RIGHT_TO_LEFT_LETTER.search(word.text)):
            _left_to_right(letters, word, range(firsts[n], ends[n]))
    pdf_tags.tell(letters, words, firsts, ends)
    return pdf_together.whole(letters, text, words, firsts, ends)


def _plain(parted: Parted, text: str, ligatures: set[int], mixed: bool) -> list[bool]:
    """Of each word, whether nothing is to be asked about single letters of it, if it is upright."""
    words = parted.words
    plain = [word.isalpha() and word.isascii() for word in words] if mixed else [True] * len(words)
    for place in [*(found.start() for found in NOT_PLAIN.finditer(text)), *ligatures]:
        plain[bisect_right(parted.firsts, place) - 1] = False
    return plain


def _unmirrored(words: list[str], plain: list[bool]) -> list[bool]:
    """Which words of a page written backwards have no sign that may be mirrored or stand on the wrong side."""
    return [
        is_plain
        and (
            word.isalpha()
            or (word[:-1].isalpha() and word[-1] in STOPS and RIGHT_TO_LEFT_LETTER.match(word) is not None)
        )
        for word, is_plain in zip(words, plain, strict=True)
    ]


def _set_right_word(letters: Letters, word: Word, first: int, last: int, ligatures: set[int]) -> None:
    """What is to be asked of a word that is more than letters from left to right: hyphens, marks, bullets, direction."""
    text = word.text
    if text[-1] == HYPHEN:
        word.hyphen = True
        said = letters.actual_text(last)
        word.text = text = text[:-1] + (HYPHEN if said < " " else said)
    if pdf_marks.SIGN.search(text):
        pdf_marks.taken_off(letters, word, first, last)
    if word.breaks and len(text) == 1 and NO_LETTER.fullmatch(text):
        word.text = "•"
    if word.turn or not text.isascii():
        word.text = UNSEEN.sub("", word.text) or word.text
        if word.turn or RIGHT_TO_LEFT.search(word.text):
            if len(word.text) == last - first + 1 and not ligatures.isdisjoint(range(first, last)):
                word.text = pdf_shaped.ligatures_turned(letters, word.text, first)
            _by_boxes(letters, word, first, last)


def _left_to_right(letters: Letters, word: Word, span: range) -> None:
    """A number or a sign of a right-to-left page, which PDFium may put together in the wrong order: as it stands."""
    if len(word.text) == len(span):
        order = sorted(span, key=lambda index: letters.origin(index)[0])
        word.text = "".join(word.text[index - span[0]] for index in order)


def _by_boxes(letters: Letters, word: Word, first: int, last: int) -> None:
    """Places of a word whose first letter need not be its leftmost. At odd quarters `y` is the x of its baseline."""
    (l1, r1, b1, t1), (l2, r2, b2, t2) = letters.box(first), letters.box(last)
    if word.turn % 2:
        word.x0, word.x1, word.y = min(b1, b2), max(t1, t2), letters.origin(first)[0]
    else:
        word.x0, word.x1 = min(l1, l2), max(r1, r2)


# ---------------------------------------------------------------- direction


def _upright(words: list[Word]) -> tuple[list[Word], int]:
    """The words of the direction that most of the page has, turned upright, and that direction; stamps aslant are left out."""
    if not any(w.turn for w in words):
        return words, 0
    letters: Counter[int] = Counter()
    for w in words:
        letters[w.turn] += w.letters if w.turn != ASLANT else 0
    usual = letters.most_common(1)[0][0]
    return [_turned(w) for w in words if w.turn == usual], usual


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page, the page turned back by so many quarters."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _turned(word: Word) -> Word:
    if word.turn == 1:
        word.y = -word.y
    elif word.turn == 2:
        word.x0, word.x1, word.y = -word.x1, -word.x0, -word.y
    elif word.turn == 3:
        word.x0, word.x1 = -word.x1, -word.x0
    return word


def _mirrored(words: list[Word], width: float) -> list[Word]:
    """Words of a page written from right to left, mirrored: the first word of its lines is then the leftmost."""
    for w in words:
        w.x0, w.x1 = width - w.x1, width - w.x0
    return words
