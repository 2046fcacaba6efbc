"""Letters in the order in which they were typed, where the program that printed them named shaped ones by their places.

Browsers (Skia) print words of Arabic and Hebrew as they look, from left to right; PDFium turns some and leaves others. Of a
letter and its marks in Thai and Lao they name the whole with each of its pieces. Both are told by where the letters stand.
"""

import re
from collections.abc import Sequence
from itertools import groupby, islice

from bot.drafts.reading.formats.pdf_letters import Box, Letters, Look
from bot.drafts.reading.formats.pdf_together import NO_WORD_ENDS

_LETTER = "[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]"
RUN = re.compile(f"{_LETTER}{_LETTER}+")  # with "{2,}" instead the search takes three times as long
BRACKET = re.compile(r"(?<=\S)[()\[\]«»] (?=\S)")
SOME = 40  # words, or letters before a lam: where none of so many is turned, none is
FAR = 0.5  # points
# Arabic letters that never join the next one, so that no ligature begins with them.
ENDS_LIGATURE = re.compile("[\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0649](?=[\u0620-\u064a])")
LAM = "\u0644"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
TWICE = re.compile(rf"([\u0e01-\u0e2e\u0e81-\u0eae][{_MARKS}]+)(?=(\S{{1,4}}?)(\1 ?))")


class Reordered(Letters):
    """The letters of a page in another order than PDFium's: `order` has its indexes."""

    def __init__(self, letters: Letters, order: Sequence[int]) -> None:
        self._letters, self._order = letters, order

    def _at(self, indexes: Sequence[int]) -> list[int]:
        return [self._order[n] for n in indexes]

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        return self._letters.origins(self._at(indexes))

    def ends(self, indexes: Sequence[int]) -> list[float]:
        return self._letters.ends(self._at(indexes))

    def looks(self, indexes: Sequence[int], breaks: Sequence[bool]) -> list[Look]:
        return self._letters.looks(self._at(indexes), breaks)

    def origin(self, index: int) -> tuple[float, float]:
        return self._letters.origin(self._order[index])

    def box(self, index: int) -> Box:
        return self._letters.box(self._order[index])

    def boxes(self, indexes: Sequence[int]) -> list[list[float]]:
        return self._letters.boxes(self._at(indexes))

    def learn_boxes(self, indexes: Sequence[int]) -> None:
        self._letters.learn_boxes(self._at(indexes))

    def objects(self, indexes: Sequence[int]) -> list[int | None]:
        return self._letters.objects(self._at(indexes))

    def made_up(self, index: int) -> bool:
        return self._letters.made_up(self._order[index])

    def look(self, index: int) -> Look:
        return self._letters.look(self._order[index])

    def actual_text(self, index: int) -> str:
        return self._letters.actual_text(self._order[index])


def as_typed(letters: Letters, text: str) -> tuple[Letters, str]:
    """A page's letters and text, words from right to left in the order of reading; what is named twice is named once."""
    if RUN.search(text):
        letters, text = _turned(letters, text)
    return letters, _once(letters, text) if TWICE.search(text) else text


def _turned(letters: Letters, text: str) -> tuple[Letters, str]:
    runs = (found.span() for found in RUN.finditer(text))
    some = list(islice(runs, SOME))
    if not _leftwards(letters, some):
        return letters, text
    order = list(range(len(text)))
    for start, end in _leftwards(letters, [*some, *runs]):
        order[start:end] = reversed(order[start:end])
    turned = Reordered(letters, order)
    for sign in [found.start() for found in BRACKET.finditer(text)]:
        if _nearer_to_next(turned, sign):
            order[sign], order[sign + 1] = order[sign + 1], order[sign]
    return turned, "".join(text[n] for n in order)


def _leftwards(letters: Letters, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of these words whose first letter stands left of their last: they come as they look."""
    firsts, lasts = ([*letters.origins(places)[0]] for places in ([a for a, _ in runs], [b - 1 for _, b in runs]))
    return [run for run, first, last in zip(runs, firsts, lasts, strict=True) if first < last - FAR]


def _nearer_to_next(letters: Letters, sign: int) -> bool:
    """Whether a bracket before a blank stands nearer to what follows on its left."""
    (before, _, _, _), (left, right, _, _), (_, after, _, _) = (letters.box(n) for n in (sign - 1, sign, sign + 2))
    return left - after < before - right


def _once(letters: Letters, text: str) -> str:
    """The text without letters with their marks that are named again in one place, and the blank that PDFium sees there."""
    signs = list(text)
    for found in TWICE.finditer(text):
        again, end = found.span(3)
        if letters.box(again)[0] < letters.box(found.end(1) - 1)[1]:
            signs[again:end] = NO_WORD_ENDS * (end - again)
    return "".join(signs)


# ---------------------------------------------------------------- ligatures taken apart


def ligatures(letters: Letters, text: str) -> set[int]:
    """Where two letters stand in one place, of which the first never joins another: a ligature taken apart backwards."""
    found = [match.start() for match in ENDS_LIGATURE.finditer(text)]
    with_lam = [n for n in found if text[n + 1] == LAM]  # the one ligature that every font has
    if len(with_lam) >= SOME and not _in_one_place(letters, with_lam):
        return set()
    return _in_one_place(letters, found)


def _in_one_place(letters: Letters, found: list[int]) -> set[int]:
    """Those of these letters that stand where the next one does."""
    places = list(zip(*letters.origins(found + [n + 1 for n in found]), strict=True))
    return {n for n, a, b in zip(found, places, places[len(found) :], strict=False) if a == b}


def ligatures_turned(letters: Letters, text: str, first: int) -> str:
    """Letters that stand in one place are a ligature; where PDFium took it apart backwards, turned."""
    groups = groupby(enumerate(text, first), key=lambda at: letters.origin(at[0]) if at[1].isalpha() else at[0])
    ligatures = ("".join(sign for _, sign in group) for _, group in groups)
    return "".join(one[::-1] if ENDS_LIGATURE.match(one) else one for one in ligatures)
