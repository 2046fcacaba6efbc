"""Tables of contents, left out as they are of Word and HTML: what they list stands in the text again, and is compared there.

An entry ends in dots, and some have but a number far right of them. Several that follow each other are a table of contents if
most of them begin a line elsewhere, too; a list of sums has dots as well, and stays.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_lines import SAME_LINE, Line

FEWEST = 4  # entries
BETWEEN = 5  # lines at most: an entry may be longer than a line
SAME_TABLE = 12  # lines at most between two of its runs
AGAIN = 0.6  # the share of entries that stand in the text too
KEY = 16  # letters tell one title from another


def without_contents(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines of each page without its tables of contents."""
    lines = [q for page in pages for q in page]
    entries = {id(q) for page in pages for q in _entries(page)}
    if len(entries) < FEWEST:
        return pages
    found: list[tuple[int, int]] = []
    for first, last in _runs([n for n, q in enumerate(lines) if id(q) in entries]):
        listed, others = lines[first : last + 1], lines[:first] + lines[last + 1 :]
        if _stands_again([q for q in listed if id(q) in entries], others):
            near = found and first - found[-1][1] <= SAME_TABLE
            found[-1:] = [(found[-1][0], last)] if near else [*found[-1:], (first, last)]
    drop = {id(q) for first, last in found for q in lines[first : last + 1]}
    return [[q for q in page if id(q) not in drop] for page in pages] if drop else pages


def _entries(lines: list[Line]) -> Iterator[Line]:
    """What ends in dots, and a number with the line that it stands right of."""
    yield from (q for q in lines if q.listed)
    for number in [q for q in lines if len(q.text) < 4 and q.text.isdigit()]:
        left = [q for q in lines if q.x1 < number.x0 and abs(q.y - number.y) < SAME_LINE * q.size]
        if left:
            yield from (number, *left)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of entries that follow each other closely."""
    ends = [n for n, (a, b) in enumerate(pairwise(places), 1) if b - a > BETWEEN + 1]
    for start, end in pairwise([0, *ends, len(places)]):
        if end - start >= FEWEST:
            yield places[start], places[end - 1]


def _stands_again(entries: list[Line], others: list[Line]) -> bool:
    keys = [key for q in entries if (key := _key(q.text))]
    if sum(q.listed for q in entries) < max(FEWEST, len(keys) / 2):
        return False
    known = {_key(q.text) for q in others}
    return sum(key in known for key in keys) >= AGAIN * len(keys)


def _key(text: str) -> str:
    """The first letters of a title: its label may stand in a line of its own in the text."""
    words = text[labels.find(text)[1] :] or text
    return "".join(filter(str.isalpha, words))[:KEY].casefold()
