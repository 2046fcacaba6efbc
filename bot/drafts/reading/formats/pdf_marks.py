"""Footnotes' marks in a text: told from what they stand behind by their size and height, and taken off.

A raised digit behind a letter, a sign or a number is a mark; behind a unit or the number 10 it is an exponent and stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.drafts.reading.formats.pdf_letters import Letters, Tag

SIGN = re.compile(r"[\d*†‡§]")
AFTER = re.compile(r"(?<=[^\d\s])(\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3})(?=[.,;:)\]”\"’]*$)")
BEFORE = re.compile(r"(\d{1,3}|[*†‡§]{1,3})(?=[^\W\d_]|[“\"'(\[])")
ALONE = re.compile(r"[\[(]?(?:\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3}|[a-z])[)\]]?[.,;]?")
AFTER_DIGIT = re.compile(r"(?<=\d)(\d)(?=[.,;:)\]”\"’]*$)")
HAS_EXPONENT = re.compile(r"(?:^|[^\w.])10$|(?:[kcm]m|\bm)$")
SMALL = 0.85  # of the size of the words around it


@dataclass(slots=True)
class Word:
    """A word, or words that stand on one line as ordinary words do, all printed alike, with single blanks between.

    `y`: the baseline. `breaks`: PDFium sees a new line before it. `hyphen`: cut by a hyphen at the line's end, which is
    U+00AD or "-" where the file says whether it is the typesetter's or the author's, else HYPHEN. `turn`: the quarter turns at
    which it is printed, or ASLANT. `fixed`: as listings are printed. `gaps`: the widths of blanks in it; if any, `first`: the
    width of its first word. `note`: it begins with a footnote's mark, which is parted from it. `tag`, `end_tag`: of its first
    and of its last letter, where the file's tags tell what goes on from line to line.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    breaks: bool
    hyphen: bool = False
    turn: int = 0
    fixed: bool = False
    gaps: Sequence[float] = ()
    first: float = 0.0
    note: bool = False
    tag: Tag | None = None
    end_tag: Tag | None = None

    @property
    def letters(self) -> int:
        return len(self.text) - len(self.gaps)


def taken_off(letters: Letters, word: Word, first: int, last: int) -> None:
    """Drops a mark at a word's end, and parts the one before a note from its first word. `first`, `last`: its letters."""
    word.size = max(word.size, letters.look(last).size)
    text = word.text
    found = AFTER.search(text)
    if found and _is_raised(letters, text[found.start(1)], first + found.start(1), word):
        _drop(word, found.start(1), found.end(1))
    elif found := AFTER_DIGIT.search(text):
        start = found.end(1)
        while start and text[start - 1].isdigit() and _is_raised(letters, text[start - 1], first + start - 1, word):
            start -= 1
        _drop(word, start, found.end(1))
    found = BEFORE.match(word.text)
    if found and (letters.look(first).size < SMALL * word.size or _is_raised(letters, found[1], first, word)):
        word.text = f"{found[1]} {word.text[found.end() :]}"
        word.y, word.note = letters.origin(last)[1], True


def _drop(word: Word, start: int, end: int) -> None:
    if start and not HAS_EXPONENT.search(word.text[:start]):
        word.text = word.text[:start] + word.text[end:]


def _is_raised(letters: Letters, sign: str, index: int, word: Word) -> bool:
    """Smaller than its word and above the baseline; a digit of any size, if the font itself has it raised."""
    if letters.look(index).size < SMALL * word.size and letters.origin(index)[1] > word.y + 0.1 * word.size:
        return True
    return sign[0].isdigit() and letters.box(index)[2] > word.y + 0.2 * word.size


def without(words: list[Word]) -> Iterator[Word]:
    """Words but for those that are nothing but a footnote's mark, raised right after a word."""
    sizes = {w.size for w in words}
    if sizes and min(sizes) >= SMALL * max(sizes):
        yield from words
        return
    before: Word | None = None
    for w in words:
        if before and w.size < SMALL * before.size and _is_mark(before, w):
            continue
        before = w
        yield w


def _is_mark(before: Word, w: Word) -> bool:
    """Whether a word is a mark of the one before. A letter raised behind a digit is none: "2 e"."""
    return (
        0.1 * before.size < w.y - before.y < 0.8 * before.size
        and -0.3 * before.size < w.x0 - before.x1 < 0.7 * before.size
        and not (before.text[-1].isdigit() and (w.text[0].isalpha() or HAS_EXPONENT.search(before.text)))
        and bool(ALONE.fullmatch(w.text))
    )
