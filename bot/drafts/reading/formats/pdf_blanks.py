"""Blanks that are a distance and no sign, and that PDFium does not tell: it takes that of a run of two letters, as distilled
files have them, for the spacing of a word, and sees none behind a mark of Thai or Hindi.
"""

from collections.abc import Iterator
from itertools import pairwise
from operator import sub

from bot.drafts.reading.formats.pdf_letters import Letters
from bot.drafts.reading.formats.pdf_together import HYPHEN, NO_WORD_ENDS, Parted

LONG = 18  # letters: words on which it is tried whether a page has such blanks
# Of the size: between letters of one word less than 0.1 was met, at overlooked blanks 0.21 to 0.67.
BLANK = 0.2
SMALLEST = 4  # points, of letters that are read


def overlooked(letters: Letters, parted: Parted) -> bool:
    """Whether one of a page's long words has such a blank; then short ones have too, here and on other pages."""
    long = [n for n, length in enumerate(map(len, parted.words)) if length >= LONG and _tells(parted.words[n])]
    befores = [place for n in long for place in range(parted.firsts[n], parted.ends[n] - 1)]
    widest = max(map(sub, letters.origins([place + 1 for place in befores])[0], letters.ends(befores)), default=0)
    return widest > BLANK * SMALLEST and any(_within(letters, parted, n) for n in long)


def told(letters: Letters, parted: Parted) -> Parted:
    """A page's words, parted at the blanks too that PDFium does not tell."""
    words, firsts, ends, breaks = [], [], [], []
    for n, (word, first, end) in enumerate(zip(parted.words, parted.firsts, parted.ends, strict=True)):
        places = [0, *_within(letters, parted, n), end - first]
        for start, after in pairwise(places):
            words.append(word[start:after])
            firsts.append(first + start)
            ends.append(first + after)
            breaks.append(parted.breaks[n] and not start)
    return Parted(words, firsts, ends, breaks)


def _within(letters: Letters, parted: Parted, n: int) -> list[int]:
    """Behind how many of its signs a word has a blank. Where there are as many as letters, it is spaced out."""
    word, first = parted.words[n], parted.firsts[n]
    if len(word) != parted.ends[n] - first or not _tells(word):
        return []
    word = word.rstrip(HYPHEN)
    found = [k for k, gap in enumerate(_gaps(letters, first, len(word)), 1) if gap > BLANK]
    return found if 2 * len(found) < len(word) else []


def _tells(word: str) -> bool:
    """Whether gaps tell something: not in scripts that are joined (Arabic …), nor in those that have no blanks (Chinese …), nor
    behind what is named twice, where they are as wide as that.
    """
    no_gaps = ("\u0600" <= sign < "\u0900" or "\u2e80" <= sign < HYPHEN or sign == NO_WORD_ENDS for sign in word)
    return word.isascii() or not any(no_gaps)


def _gaps(letters: Letters, first: int, count: int) -> Iterator[float]:
    """Between each two neighbours of so many letters, of the size."""
    indexes = range(first, first + count)
    starts, ends = letters.origins(indexes[1:])[0], letters.ends(indexes[:-1])
    size = letters.look(first).size
    return ((start - end) / size for start, end in zip(starts, ends, strict=True))
