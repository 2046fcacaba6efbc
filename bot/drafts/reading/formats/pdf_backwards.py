"""Pages written from right to left: signs that PDFium mirrors once too often, and numbers whose signs change sides.

PDFium mirrors the brackets of right-to-left runs (Unicode UAX #9, rule L4): right for files that name them as they look, wrong
for those that name them as they were typed. A document's own brackets tell which it is.
"""

import re
from collections import Counter
from collections.abc import Iterable

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
RIGHT_TO_LEFT_LETTER = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0750-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
MIRRORED = str.maketrans("()[]{}«»‹›", ")(][}{»«›‹")
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
BRACKET = re.compile(r"[()\[\]«»]")
OPEN_AT_END = re.compile(rf"^[)\]»]+[\w{_DIGITS}]|\w[(\[«]+[.,،؛:]?$")
OPEN_AT_START = re.compile(rf"^[(\[«]+[\w{_DIGITS}]|\w[)\]»]+[.,،؛:]?$")
PARTS = re.compile(rf"[{_DIGITS}]+(?:[.,/:][{_DIGITS}]+)*|.")
ENOUGH = 1000  # signs
NUMBER = re.compile(rf"[{_DIGITS}]")
RANGE = re.compile(r"(\d{1,4})([-–])(\d{1,4})")


def written_backwards(text: str) -> bool:
    """Whether a page is mostly in a script that runs from right to left: as many of its signs as tell."""
    if RIGHT_TO_LEFT.search(text) is None:
        return False
    signs = Counter(text[:: 1 + len(text) // ENOUGH])
    backwards = sum(signs[sign] for sign in signs if RIGHT_TO_LEFT.match(sign))
    return 2 * backwards > sum(signs[sign] for sign in signs if sign.isalpha())


def mirrored_twice(words: Iterable[str]) -> bool:
    """Whether brackets of these words close before they open."""
    found = [word for word in words if BRACKET.search(word)]
    balance = sum(bool(OPEN_AT_END.search(word)) - bool(OPEN_AT_START.search(word)) for word in found)
    return balance > 0


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
