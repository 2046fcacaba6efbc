"""PDF bytes → pages of words with their places: all that is asked of PDFium.

Coordinates are PDFium's points, y upwards, turned so that the page's text runs from left to right: pages on their side are
turned upright, pages of right-to-left script are mirrored.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.errors import Unreadable
from bot.sentences import parsing

MOST_PAGES = 2000
# PDFium writes U+FFFE for a hyphen at a line's end and leaves the line break out.
HYPHEN = "\ufffe"
BLANKS = " \t\r\n\f\v\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WORD = re.compile(f"[^{BLANKS}{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
# A mark of a footnote at a word's end; an exponent stands after a digit or a unit and stays.
MARK = re.compile(r"(?<=[^\d\s])(?<![kcm]m)(?<!\bm)(\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3})(?=[.,;:)\]”\"’]*$)")
MARK_ALONE = re.compile(r"\[?\(?(?:\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3}|[a-z])\)?\]?[.,;]?")
SMALL = 0.85  # of the size of the words around it
TIGHT = 0.18  # of the size: a blank narrower than this, and not in the file, is PDFium's guess


@dataclass(slots=True)
class Word:
    """`y`: the baseline. `breaks`: PDFium sees a new line before it. `hyphen`: cut by a hyphen at the line's end."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    breaks: bool
    hyphen: bool = False


@dataclass(slots=True)
class Page:
    """`picture`: no letter on it, but an image. Words lie within 0…width and 0…height."""

    number: int
    width: float
    height: float
    words: list[Word]
    picture: bool = False


def read_pages(data: bytes) -> tuple[list[Page], int]:
    """The pages of a PDF, MOST_PAGES at most, and how many there are. Raises Unreadable."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        raise Unreadable(_refusal(e.err_code), cause=str(e)) from e
    with document:
        count = len(document)
        return [_page(document, n) for n in range(min(count, MOST_PAGES))], count


def _refusal(code: int | None) -> str:
    if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return parsing.PDF_PASSWORD
    return parsing.PDF_EMPTY if code == pdfium_c.FPDF_ERR_SUCCESS else parsing.PDF_BROKEN


def _page(document: Any, n: int) -> Page:
    try:
        page = document[n]
    except pdfium.PdfiumError:
        return Page(n + 1, 0, 0, [])  # a page that is named and missing: the others are still worth reading
    left, bottom, right, top = page.get_bbox()
    text_page = page.get_textpage()
    words, turns = _words(text_page, _text(text_page))
    turn = turns.most_common(1)[0][0] if turns else 0
    upright = [_turned(w, turn) for w, t in words if t == turn]
    corners = _turn(left, bottom, turn), _turn(right, top, turn)
    (x0, x1), (y0, y1) = (sorted(c[i] for c in corners) for i in (0, 1))
    for w in upright:
        w.x0, w.x1, w.y = w.x0 - x0, w.x1 - x0, w.y - y0
    inside = [w for w in upright if w.x1 > -1 and w.x0 < x1 - x0 + 1 and -1 < w.y < y1 - y0 + 1]
    picture = not inside and any(True for _ in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    text_page.close()
    page.close()
    return Page(n + 1, x1 - x0, y1 - y0, _mirrored(list(without_marks(inside)), x1 - x0), picture)


def _text(text_page: Any) -> str:
    """One letter for each of PDFium's characters, so that places in the text are its indexes."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if c < 0x110000 else "\ufffd" for c in codes)


def _words(text_page: Any, text: str) -> tuple[list[tuple[Word, int]], Counter[int]]:
    """Words with the quarter turns at which they are printed, and how many letters each turn has."""
    words: list[tuple[Word, int]] = []
    turns: Counter[int] = Counter()
    place = _Places(text_page)
    end = -1
    for match in WORD.finditer(text):
        first, last = match.start(), match.end() - 1
        breaks = end < 0 or not words or words[-1][0].hyphen or text[end + 1] in "\r\n" or text[first - 1] in "\r\n"
        word, turn = place.word(match[0], first, last, breaks)
        word.text = DIRECTION_MARKS.sub("", word.text) or word.text
        if words and not breaks and _guessed(text_page, words[-1][0], word, range(end + 1, first)):
            _glue(words[-1][0], word)
        else:
            words.append((word, turn))
        turns[turn] += len(word.text)
        end = last
    return words, turns


def _guessed(text_page: Any, before: Word, word: Word, blanks: range) -> bool:
    """Whether PDFium made up the blank between two words that stand tight (Word cuts words into pieces)."""
    if not 0 < len(blanks) < 2 or not -TIGHT * word.size < word.x0 - before.x1 < TIGHT * word.size:
        return False
    return before.size == word.size and all(pdfium_c.FPDFText_IsGenerated(text_page, i) == 1 for i in blanks)


def _glue(before: Word, word: Word) -> None:
    before.text += word.text
    before.x1 = word.x1
    before.hyphen = word.hyphen


class _Places:
    """Asks PDFium where letters stand; font, size and turn are asked once for each text object."""

    def __init__(self, text_page: Any) -> None:
        self.text_page = text_page
        self.looks: dict[int, tuple[float, bool, int]] = {}
        self.fonts: dict[int, bool] = {}
        self.box = tuple(ctypes.c_double() for _ in range(4))
        self.origin = tuple(ctypes.c_double() for _ in range(2))

    def word(self, text: str, first: int, last: int, breaks: bool) -> tuple[Word, int]:
        size, bold, turn = self._look(first)
        if last > first:
            size = max(size, self._look(last)[0])  # the mark before a footnote's first word is small
        left, right, bottom, top = self._box(first)
        if last > first:
            l2, r2, b2, t2 = self._box(last)
            left, right, bottom, top = min(left, l2), max(right, r2), min(bottom, b2), max(top, t2)
        hyphen = text.endswith(HYPHEN)
        if hyphen:
            text = text[:-1] + "-"
        x, y = self._origin(first)
        text = self._without_mark(text, first, size, y)
        if turn % 2:
            return Word(text, x, bottom, top, size, bold, breaks, hyphen), turn
        return Word(text, left, right, y, size, bold, breaks, hyphen), turn

    def _without_mark(self, text: str, first: int, size: float, y: float) -> str:
        """Drops a footnote's mark: smaller than its word and above the baseline."""
        found = MARK.search(text)
        if not found:
            return text
        at = first + found.start(1)
        if self._look(at)[0] < SMALL * size and self._origin(at)[1] > y + 0.1 * size:
            return text[: found.start(1)] + text[found.end(1) :]
        return text

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self.origin
        pdfium_c.FPDFText_GetCharOrigin(self.text_page, index, x, y)
        return x.value, y.value

    def _box(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self.box
        pdfium_c.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def _look(self, index: int) -> tuple[float, bool, int]:
        item = pdfium_c.FPDFText_GetTextObject(self.text_page, index)
        key = ctypes.addressof(item.contents) if item else 0
        if key not in self.looks:
            self.looks[key] = self._new_look(item, index)
        return self.looks[key]

    def _new_look(self, item: Any, index: int) -> tuple[float, bool, int]:
        matrix = pdfium_c.FS_MATRIX()
        size = pdfium_c.FPDFText_GetFontSize(self.text_page, index)
        turn = 0
        if pdfium_c.FPDFText_GetMatrix(self.text_page, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        return round(size, 1) or 1.0, self._bold(item), turn

    def _bold(self, item: Any) -> bool:
        font = pdfium_c.FPDFTextObj_GetFont(item) if item else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self.fonts:
            name = ctypes.create_string_buffer(200)
            pdfium_c.FPDFFont_GetBaseFontName(font, name, 200)
            self.fonts[key] = bool(BOLD.search(name.value.decode("latin-1")))
        return self.fonts[key]


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page, the page turned back by so many quarters."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _turned(word: Word, turn: int) -> Word:
    """The word with places on the page turned upright. At odd quarters `x0`, `x1`, `y` hold baseline, bottom and top."""
    if turn == 1:
        word.x0, word.x1, word.y = word.x1, word.y, -word.x0
    elif turn == 2:
        word.x0, word.x1, word.y = -word.x1, -word.x0, -word.y
    elif turn == 3:
        word.x0, word.x1, word.y = -word.y, -word.x1, word.x0
    return word


def _mirrored(words: list[Word], width: float) -> list[Word]:
    """Words of a page that is mostly written from right to left, mirrored: its first word of a line is then the leftmost."""
    backwards = sum(bool(RIGHT_TO_LEFT.search(w.text)) for w in words)
    if backwards * 2 > len(words):
        for w in words:
            w.x0, w.x1 = width - w.x1, width - w.x0
    return words


def without_marks(words: list[Word]) -> Iterator[Word]:
    """Words but for those that are nothing but a footnote's mark, raised right after a word."""
    before: Word | None = None
    for w in words:
        if before and _is_mark(before, w):
            continue
        before = w
        yield w


def _is_mark(before: Word, w: Word) -> bool:
    return (
        w.size < SMALL * before.size
        and 0.1 * before.size < w.y - before.y < 0.8 * before.size
        and -0.3 * before.size < w.x0 - before.x1 < 0.7 * before.size
        and not before.text[-1].isdigit()
        and bool(MARK_ALONE.fullmatch(w.text))
    )
