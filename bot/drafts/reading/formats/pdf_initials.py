"""Large initials, as deep as several lines: put in front of the first line beside them, as they are read."""

import re
from collections import Counter

from bot.drafts.reading.formats.pdf_lines import Line

INITIAL = re.compile(r"[“\"«„¿¡]?[^\W\d_]")
WORD = re.compile(r"[AIOÀYÓÉАВИКОСУЯ]")  # in one of the languages met
LARGE = 1.6  # times as large as the lines beside it
NEAR = 1.5  # of their size: they begin no farther from it
REACHES = 0.85  # of its size, upwards from its baseline: where the first line's stands


def with_initials(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines of each page, initials put in front of what they begin; the lines beside one begin where it does."""
    found = {id(q): beside for lines in pages for q in lines if (beside := _beside(q, lines))}
    if not found:
        return pages
    words = Counter(word.lower() for lines in pages for q in lines for word in q.text.split())
    for q in (q for lines in pages for q in lines if id(q) in found):
        _put_before(q, found[id(q)], words)
    return [[q for q in lines if id(q) not in found] for lines in pages]


def _beside(initial: Line, lines: list[Line]) -> list[Line]:
    """The lines right of an initial, from above; none, if it is no initial: then no two stand there, or as large ones."""
    if len(initial.text) > 2 or not INITIAL.fullmatch(initial.text) or not initial.text[-1].isupper():
        return []
    found = [q for q in lines if q.size * LARGE < initial.size and _stands_beside(initial, q)]
    return sorted(found, key=lambda q: -q.y) if len(found) > 1 and found[0].cell == initial.cell else []


def _stands_beside(initial: Line, q: Line) -> bool:
    """Also a first line that begins where the initial does: so WeasyPrint prints it."""
    near = -0.5 * q.size < q.x0 - initial.x1 < NEAR * q.size
    over = abs(q.x0 - initial.x0) < 1 and q.y > initial.y + q.size
    return (near or over) and -0.3 * q.size < q.y - initial.y < REACHES * initial.size


def _put_before(initial: Line, beside: list[Line], words: Counter[str]) -> None:
    """A letter is a word of its own where what follows it is one elsewhere, and both together are not: "A meeting"."""
    first = beside[0]
    rest = first.text.split()[0]
    whole = (initial.text + rest).lower()
    apart = WORD.fullmatch(initial.text) and words[rest] > 1 and not words[whole]
    first.text = f"{initial.text}{' ' if apart else ''}{first.text}"
    first.first += first.x0 - initial.x0
    for q in beside:
        q.x0 = initial.x0
