"""Pages written from right to left: signs that PDFium mirrors once too often, numbers whose signs change sides, lost order.

PDFium mirrors the brackets of right-to-left runs (Unicode UAX #9, rule L4): right for files that name them as they look, wrong
for those that name them as they were typed. A document's own brackets tell which it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.drafts.reading.formats.pdf_marks import Word

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
RIGHT_TO_LEFT_LETTER = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0750-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
MIRRORED = str.maketrans("()[]{}«»‹›", ")(][}{»«›‹")
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
NO_NUMBER = re.compile(r"[()\[\]«»]+")
BRACKET = re.compile(r"[()\[\]«»]")
OPEN_AT_END = re.compile(rf"^[)\]»]+[\w{_DIGITS}]|\w[(\[«]+[.,،؛:]?$")
OPEN_AT_START = re.compile(rf"^[(\[«]+[\w{_DIGITS}]|\w[)\]»]+[.,،؛:]?$")
PARTS = re.compile(rf"[{_DIGITS}]+(?:[.,/:][{_DIGITS}]+)*|.")
VOWELS = re.compile("[\u064b-\u0652\u0670\u05b0-\u05c7]+")
SAME_HEIGHT = 0.35  # of the size
ENOUGH = 1000  # signs
NUMBER = re.compile(rf"[{_DIGITS}]")
RANGE = re.compile(r"(\d{1,4})([-–])(\d{1,4})")


def written_backwards(text: str) -> bool:
    """Whether a page is mostly in a script that runs from right to left: as many of its signs as tell."""
    signs = Counter(text[:: 1 + len(text) // ENOUGH])
    backwards = sum(signs[sign] for sign in signs if RIGHT_TO_LEFT.match(sign))
    return 2 * backwards > sum(signs[sign] for sign in signs if sign.isalpha())


def set_right(every: list[Word]) -> None:
    """Brackets and numbers of a document's pages written from right to left as they were typed.

    Letters and numbers run in different directions, and PDFium mirrors the brackets of one of them only: judged apart.
    """
    words = [w for w in every if not (w.gaps or w.text.isalpha())]
    numbers = [w for w in words if not (RIGHT_TO_LEFT_LETTER.search(w.text) or NO_NUMBER.fullmatch(w.text))]
    own = {id(w) for w in numbers}
    letters = [w for w in words if id(w) not in own]
    twice = mirrored_twice(w.text for w in letters)
    for w in letters:
        w.text = mended(w.text, twice=twice)
    twice = numbers_mirrored_twice([w.text for w in numbers], otherwise=twice)
    for w in numbers:
        w.text = mended(w.text, twice=twice)


def mirrored_twice(words: Iterable[str]) -> bool:
    """Whether brackets of these words close before they open."""
    return _closing_first(words) > 0


def numbers_mirrored_twice(words: Iterable[str], *, otherwise: bool) -> bool:
    """The same of numbers, which come as they look from left to right: "(7)" then has its brackets where they were typed."""
    balance = _closing_first(words)
    return balance < 0 if balance else otherwise


def _closing_first(words: Iterable[str]) -> int:
    """In how many more of these words brackets close before they open than open before they close."""
    found = [word for word in words if BRACKET.search(word)]
    return sum(bool(OPEN_AT_END.search(word)) - bool(OPEN_AT_START.search(word)) for word in found)


def mended(word: str, *, twice: bool) -> str:
    """A word of such a page: its brackets as they were typed, the signs around a number at their sides, a range upwards."""
    if not twice and RIGHT_TO_LEFT_LETTER.match(word):
        return word  # most are such: asked first
    if LATIN.search(word):
        return word
    if twice:
        word = word.translate(MIRRORED)
    if RIGHT_TO_LEFT_LETTER.search(word) or not NUMBER.search(word):
        return word
    found = RANGE.fullmatch(word)
    upwards = found is not None and int(found[1]) < int(found[3])
    return word if upwards else "".join(reversed(PARTS.findall(word)))


def in_order(words: list[Word]) -> list[Word]:
    """The words of a mirrored page, those on one height in the order of their places, and vowels' marks behind their letters:
    PDFium takes a mark that stands higher for a word, and loses the order of those around it.
    """
    out: list[Word] = []
    for heights in _level(words):
        out += heights if all(a.x0 <= b.x0 for a, b in pairwise(heights)) else sorted(heights, key=lambda w: w.x0)
    return _marked(out)


def _level(words: list[Word]) -> Iterator[list[Word]]:
    """Words that follow each other on one height."""
    level: list[Word] = []
    for w in words:
        if level and abs(w.y - level[0].y) > SAME_HEIGHT * w.size:
            yield level
            level = []
        level.append(w)
    yield level


def _marked(words: list[Word]) -> list[Word]:
    """The same, vowels' marks that come as words of their own behind the letter that they stand over."""
    out: list[Word] = []
    for w in words:
        before = out[-1] if out else None
        if before and VOWELS.fullmatch(w.text) and -0.5 < (w.x0 - before.x1) / w.size < 0.1:
            before.text += w.text
            before.end_tag = w.end_tag
        else:
            out.append(w)
    return out
