"""PDF bytes → pages of words with their places.

Coordinates are PDF's points, y upwards, turned so that the page's text runs from left to right: pages on their side are
turned upright, pages of right-to-left script are mirrored.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import sub
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bot.drafts.reading.formats import pdf_backwards, pdf_marks
from bot.drafts.reading.formats.pdf_backwards import RIGHT_TO_LEFT
from bot.drafts.reading.formats.pdf_letters import ASLANT, Letters, Look
from bot.drafts.reading.formats.pdf_marks import Word
from bot.errors import Unreadable
from bot.sentences import parsing

MOST_PAGES = 2000
# PDFium writes U+FFFE for a hyphen at a line's end and leaves the line break out.
HYPHEN = "\ufffe"
BLANKS = " \t\r\n\f\v\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BETWEEN = re.compile(f"((?<={HYPHEN})[{BLANKS}]*|[{BLANKS}]+)")  # words
# Arabic letters that never join the next one, so that no ligature begins with them.
ENDS_LIGATURE = re.compile("[\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0649](?=[\u0620-\u064a])")
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_LETTER = re.compile("[\x00-\x1f\ue000-\uf8ff]")  # alone at a line's beginning: the bullet of a symbol font
# What a word of a page written from left to right may have that is more than signs in their order.
NOT_PLAIN = re.compile(rf"[\d*†‡§{HYPHEN}\x00-\x1f\ue000-\uf8ff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CLOSING = re.compile(r"[.,;:)\]”’»]+")
TAB = 0.7  # of the size: a blank that may be one is as wide as this; others are between words
TIGHT = 0.18  # of the size: a blank narrower than this, and not in the file, is PDFium's guess


@dataclass(slots=True)
class Page:
    """`picture`: no letter on it, but an image. `backwards`: written from right to left, and mirrored.

    Words lie within 0…width and 0…height.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    picture: bool = False
    backwards: bool = False


def read_pages(data: bytes) -> tuple[list[Page], int]:
    """The pages of a PDF, MOST_PAGES at most, and how many there are. Raises Unreadable."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        raise Unreadable(_refusal(e.err_code), cause=str(e)) from e
    with document:
        count = len(document)
        pages = [_page(document, n) for n in range(min(count, MOST_PAGES))]
    _set_right([p for p in pages if p.backwards])
    return pages, count


def _refusal(code: int | None) -> str:
    if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return parsing.PDF_PASSWORD
    return parsing.PDF_EMPTY if code == pdfium_c.FPDF_ERR_SUCCESS else parsing.PDF_BROKEN


def _page(document: Any, n: int) -> Page:
    try:
        page = document[n]
    except pdfium.PdfiumError:
        return Page(n + 1, 0, 0, [])  # a page that is named and missing: the others are still worth reading
    text_page = page.get_textpage()
    text = _text(text_page)
    backwards = pdf_backwards.written_backwards(text)
    words, turn = _upright(_words(Letters(text_page), text, backwards))
    left, bottom, right, top = page.get_bbox()
    corners = _turn(left, bottom, turn), _turn(right, top, turn)
    (x0, x1), (y0, y1) = (sorted(c[i] for c in corners) for i in (0, 1))
    width, height = x1 - x0, y1 - y0
    for w in words if x0 or y0 else ():
        w.x0, w.x1, w.y = w.x0 - x0, w.x1 - x0, w.y - y0
    words = [w for w in words if w.x1 > -1 and w.x0 < width + 1 and -1 < w.y < height + 1]
    picture = not words and any(True for _ in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    text_page.close()
    page.close()
    if backwards:
        words = _mirrored(words, width)
    return Page(n + 1, width, height, list(pdf_marks.without(words)), picture, backwards)


def _text(text_page: Any) -> str:
    """One letter for each of PDFium's characters, so that places in the text are its indexes."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, i) for i in range(count))
    return "".join(chr(c) if c < 0x110000 else "\ufffd" for c in codes)


# ---------------------------------------------------------------- words


class Parted(NamedTuple):
    """A page's text at its blanks: the words, where each begins and has ended in it, and whether in a new line."""

    words: list[str]
    firsts: list[int]
    ends: list[int]
    breaks: list[bool]


def _parted(text: str) -> Parted:
    parts = BETWEEN.split(text)
    places = list(accumulate(map(len, parts), initial=0))
    first, last = 0 if parts[0] else 2, len(parts) if parts[-1] else len(parts) - 2
    words, blanks = parts[first:last:2], parts[first + 1 : last - 1 : 2]
    breaks = [True] + [b != " " and (not b or b[0] in "\r\n" or b[-1] in "\r\n") for b in blanks]
    if HYPHEN in text:
        breaks[1:] = [new or word[-1] == HYPHEN for new, word in zip(breaks[1:], words, strict=False)]
    return Parted(words, places[first:last:2], places[first + 1 : last + 1 : 2], breaks[: len(words)])


def _words(letters: Letters, text: str, backwards: bool) -> list[Word]:
    """Words, those of one line that stand as words do taken together; what follows one with no blank between but one that
    PDFium guessed is the same word, and so is a sign right behind a raised mark, where PDFium sees a new line.
    """
    parted = _parted(text)
    if not parted.words:
        return []
    mixed = not backwards and RIGHT_TO_LEFT.search(text) is not None
    plain = [_plain(word, mixed) for word in parted.words]
    printed = _printed(letters, parted, backwards=backwards)
    together = [False] * (len(plain) - 1) if mixed or backwards else _together(printed, parted.breaks, plain)
    starts = [0, *(n for n, joins in enumerate(together, 1) if not joins)]
    words = _taken_together(parted, printed, starts)
    odd = {n for n, start in enumerate(starts) if not plain[start] or words[n].turn}
    firsts = [parted.firsts[start] for start in starts]
    ends = [parted.ends[after - 1] for after in [*starts[1:], len(plain)]]
    ligatures: set[int] = set()
    if mixed or backwards:
        ligatures = _ligatures(letters, text)
        odd |= {bisect_right(firsts, index) - 1 for index in ligatures}
    if mixed:
        letters.learn_boxes(firsts + [end - 1 for end in ends])
    for n in odd:
        _set_right_word(letters, words[n], firsts[n], ends[n] - 1, ligatures)
    for found, first, end in zip(words, firsts, ends, strict=True) if backwards else ():
        if not (found.turn or found.text.isalpha() or pdf_backwards.RIGHT_TO_LEFT_LETTER.search(found.text)):
            _left_to_right(letters, found, range(first, end))
    return _put_together(letters, text, words, firsts, ends)


def _plain(word: str, mixed: bool) -> bool:
    """Whether nothing is to be asked about single letters of it, if it is upright."""
    return word.isalpha() and word.isascii() if mixed else word.isalpha() or NOT_PLAIN.search(word) is None


class Printed(NamedTuple):
    """What PDFium knows of words: from where to where they stand, their baselines, and how they are printed."""

    x0: list[float]
    x1: list[float]
    y: list[float]
    looks: list[Look]


def _printed(letters: Letters, parted: Parted, *, backwards: bool) -> Printed:
    """What stands between blanks, as if all of it were letters from left to right; on a page that is written backwards, in
    the place that is black.
    """
    firsts, lasts = parted.firsts, [end - 1 for end in parted.ends]
    looks = letters.looks(firsts, parted.breaks)
    xs, ys = letters.origins(firsts)
    if backwards:
        (left, right, _, _), (left_too, right_too, _, _) = letters.boxes(firsts), letters.boxes(lasts)
        return Printed(list(map(min, left, left_too)), list(map(max, right, right_too)), ys, looks)
    return Printed(xs, letters.ends(lasts), ys, looks)


def _together(printed: Printed, breaks: list[bool], plain: list[bool]) -> list[bool]:
    """Of each two words, whether both are plain and printed alike, on one line with a usual blank between them."""
    x0, x1, y, looks = printed
    pairs = zip(map(sub, x0[1:], x1), breaks[1:], plain, plain[1:], y, y[1:], looks, looks[1:], strict=False)
    return [
        a_plain
        and b_plain
        and a is b
        and not new
        and a_y == b_y
        and TIGHT * a.size < gap <= TAB * a.size
        and not a.turn
        for gap, new, a_plain, b_plain, a_y, b_y, a, b in pairs
    ]


def _taken_together(parted: Parted, printed: Printed, starts: list[int]) -> list[Word]:
    """Words from each start to the next, as one."""
    x0, x1, y, looks = printed
    gaps = list(map(sub, x0[1:], x1))
    words = []
    for start, after in pairwise([*starts, len(x0)]):
        size, bold, turn = looks[start]
        word = Word(
            parted.words[start], x0[start], x1[after - 1], y[start], size, bold, parted.breaks[start], False, turn
        )
        if after - start > 1:
            word.text = " ".join(parted.words[start:after])
            word.gaps = gaps[start : after - 1]
            word.first = x1[start] - x0[start]
        words.append(word)
    return words


def _put_together(letters: Letters, text: str, words: list[Word], firsts: list[int], ends: list[int]) -> list[Word]:
    most = TIGHT * max([w.size for w in words])
    gaps = map(sub, [w.x0 for w in words[1:]], [w.x1 for w in words[:-1]])
    if min(map(abs, gaps), default=most) >= most:
        return words
    out = words[:1]
    for n, (before, w) in enumerate(pairwise(words)):
        near = TIGHT * w.size
        if -near < w.x0 - before.x1 < near and _goes_on(letters, out[-1], w, text[ends[n] : firsts[n + 1]], ends[n]):
            _glue(out[-1], w)
        else:
            out.append(w)
    return out


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
        word.text = DIRECTION_MARKS.sub("", word.text) or word.text
        if word.turn or RIGHT_TO_LEFT.search(word.text):
            if len(word.text) == last - first + 1 and not ligatures.isdisjoint(range(first, last)):
                word.text = _ligatures_turned(letters, word.text, first)
            _by_boxes(letters, word, first, last)


def _ligatures(letters: Letters, text: str) -> set[int]:
    """Where two letters stand in one place, of which the first never joins another: a ligature taken apart backwards."""
    found = [match.start() for match in ENDS_LIGATURE.finditer(text)]
    (x1, y1), (x2, y2) = letters.origins(found), letters.origins([n + 1 for n in found])
    return {n for n, *at in zip(found, x1, x2, y1, y2, strict=True) if at[0] == at[1] and at[2] == at[3]}


def _ligatures_turned(letters: Letters, text: str, first: int) -> str:
    """Letters that stand in one place are a ligature; where PDFium took it apart backwards, turned."""
    groups = groupby(enumerate(text, first), key=lambda at: letters.origin(at[0]) if at[1].isalpha() else at[0])
    ligatures = ("".join(sign for _, sign in group) for _, group in groups)
    return "".join(one[::-1] if ENDS_LIGATURE.match(one) else one for one in ligatures)


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


def _goes_on(letters: Letters, before: Word, word: Word, between: str, blank: int) -> bool:
    """Whether two words that stand tight are one: PDFium made up the blank between (Word cuts words into pieces), or the
    second is the sign behind a raised mark, before which PDFium sees a new line.
    """
    if not word.breaks:
        return len(between) == 1 and before.size == word.size and letters.made_up(blank)
    return between == "\r\n" and before.y == word.y and CLOSING.match(word.text) is not None


def _glue(before: Word, word: Word) -> None:
    if word.gaps:
        before.first = before.first if before.gaps else word.x0 + word.first - before.x0
        before.gaps = [*before.gaps, *word.gaps]
    before.text += word.text
    before.x1 = word.x1
    before.hyphen = word.hyphen


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


def _set_right(pages: list[Page]) -> None:
    """Brackets and numbers of pages written from right to left as they were typed."""
    twice = pdf_backwards.mirrored_twice(w.text for page in pages for w in page.words)
    for page in pages:
        for w in page.words:
            w.text = pdf_backwards.mended(w.text, twice=twice)
