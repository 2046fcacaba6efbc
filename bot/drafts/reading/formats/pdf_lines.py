"""Words of a page → its lines, in reading order, pieces at either side of a wide gap apart."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from bot.drafts.reading.formats import pdf_marks
from bot.drafts.reading.formats.pdf_letters import Tag
from bot.drafts.reading.formats.pdf_marks import SMALL, Word
from bot.drafts.reading.formats.pdf_rules import Cell, Rules
from bot.drafts.reading.formats.pdf_together import TAB
from bot.drafts.reading.formats.pdf_words import Page

GAP = 1.8  # of the size: a blank as wide as this parts columns, cells, or a label from its text
WIDER = 3  # … or one this many times as wide as the others of its line, if it has SOME of them, and no less than LEAST
LEAST = 0.9
SOME = 3
SAME_LINE = 0.25  # of the size: baselines that differ by less are one line
RAISED = 0.4  # of the size, and no farther to the side: a mark as large as its note
SCRIPT = 0.5  # … or this much, where the size differs: an index or an exponent
NOTE_TAB = 3  # of the size: so far behind its mark, which a line begins with, a note may stand
LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*[\divxl]{0,5}$|\s*…{2,}\s*[\divxl]{0,5}$")  # dots to a page's number
HOLLOW = ("o", "§", "ü", "Ø", "q")  # bullets, where they stand apart: letters of fonts for signs


@dataclass(slots=True)
class Line:
    """`text` has single blanks. `first`: the width of its first word with a blank, of two that no line break parts.
    `hyphen`: its last word goes on below.

    `column`: 0 for the first or only one, 1 for the second, -1 for a line across both. `marginal`: a label in the margin is
    put before it. `note`: it begins with the raised mark of a footnote. `listed`: a table of contents has it; its page is off.
    `bold`: most of it; `begins_bold`: its first word, a run-in heading's end. `fixed`: all of it is printed as listings are.
    `tag`, `end_tag`: as of its first and its last word. `cell`: of a table with rules.
    """

    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    text: str
    first: float
    hyphen: bool
    column: int = 0
    marginal: bool = False
    note: bool = False
    listed: bool = False
    begins_bold: bool = False
    fixed: bool = False
    tag: Tag | None = None
    end_tag: Tag | None = None
    cell: Cell | None = None


def lines(page: Page) -> list[Line]:
    """The lines of one page as PDFium gives them, pieces at either side of a wide gap apart."""
    found = [_unlisted(_line(page.number, words)) for words in _pieces(page.words, page.rules)]
    return _in_cells(found, page.rules) if page.rules else found


def _in_cells(lines: list[Line], rules: Rules) -> list[Line]:
    """The lines, each told the cell that it is in, those of a table's row cell by cell."""
    for q in lines:
        q.cell = rules.cell(q.x0 + 0.3 * q.size, q.y + 0.3 * q.size)
    rows = (list(row) for _, row in groupby(lines, key=lambda q: q.cell and (q.cell.bottom, q.cell.top)))
    return [q for row in rows for q in sorted(row, key=lambda q: q.cell.left if q.cell else 0.0)]


def _unlisted(q: Line) -> Line:
    found = LEADER.search(q.text) if ".." in q.text or ". ." in q.text or "…" in q.text else None
    return replace(q, text=q.text[: found.start()], listed=True) if found and found.start() else q


def _pieces(words: Sequence[Word], rules: Rules | None) -> Iterator[Sequence[Word]]:
    begin = [
        n
        for n, (before, w) in enumerate(pairwise(words), 1)
        if (w.breaks or w.y != before.y or w.size != before.size or w.x0 <= before.x1) and not _goes_on(before, w)
    ]
    for start, end in pairwise([0, *begin, len(words)]) if words else ():
        if end - start == 1:
            yield words[start:end]
        else:
            yield from _at_gaps(words[start:end], rules)


def _goes_on(before: Word, w: Word) -> bool:
    size = before.size if before.size > w.size else w.size
    gap = w.x0 - before.x1
    if before.hyphen or gap < -0.4 * size:
        return False
    drift = abs(w.y - before.y)
    if w.breaks and gap > GAP * size:
        return False
    if drift < SAME_LINE * size or (drift < SCRIPT * size and gap < 0.4 * size and w.size != before.size):
        return True
    return _mark_of_note(before, w)


def _mark_of_note(before: Word, w: Word) -> bool:
    gap, raised = w.x0 - before.x1, before.y - w.y
    if raised <= 0:
        return False
    small = before.size < SMALL * w.size and 0 < raised < w.size and gap < (NOTE_TAB if before.breaks else 1.5) * w.size
    high = before.size <= w.size and RAISED * w.size < raised < w.size and -RAISED * w.size < gap < RAISED * w.size
    return (small or high) and bool(pdf_marks.ALONE.fullmatch(before.text[before.text.rfind(" ") + 1 :]))


def _at_gaps(words: Sequence[Word], rules: Rules | None) -> Iterator[Sequence[Word]]:
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    start = 0
    if max(gaps) > (TAB if rules else LEAST) * min([w.size for w in words]):
        every = [*gaps, *(gap for w in words for gap in w.gaps)]
        usual = statistics.median(every) if len(every) > SOME else 0.0
        for i, gap in enumerate(gaps, 1):
            size = max(words[i - 1].size, words[i].size)
            wide = gap > GAP * size or (usual and gap > max(WIDER * usual, LEAST * size))
            ruled = rules and gap > TAB * size and rules.between(words[i - 1].x1, words[i].x0, words[i].y)
            if (wide or ruled) and not (i == 1 and _mark_of_note(words[0], words[1])):
                yield words[start:i]
                start = i
    yield words[start:]


def _line(page: int, words: Sequence[Word]) -> Line:
    w, last = words[0], words[-1]
    if len(words) == 1:
        first = (w.first if w.gaps else w.x1 - w.x0) + 0.25 * w.size
        q = Line(page, w.x0, w.x1, w.y, w.size, w.bold, w.text, first, w.hyphen)
        q.note, q.fixed = w.note, w.fixed
    else:
        q = _of_several(page, words)
    q.begins_bold, q.tag, q.end_tag = w.bold, w.tag, last.end_tag
    return q


def _of_several(page: int, words: Sequence[Word]) -> Line:
    first, second, size = words[0], words[1], words[0].size
    if first.text in HOLLOW and second.x0 - first.x1 > TAB * second.size:
        first.text = "•"
    sizes = [w.size for w in words]
    even = sizes.count(size) == len(sizes)
    if not even:
        size = _size(words)
    return Line(
        page=page,
        x0=first.x0,
        x1=max([w.x1 for w in words]),
        y=first.y if even else words[sizes.index(size)].y,
        size=size,
        bold=_bold(words),
        text=" ".join([w.text for w in words]) if even else _joined(words),
        first=_first(words) + 0.25 * size,
        hyphen=words[-1].hyphen,
        note=first.note or _mark_of_note(first, second),
        fixed=first.fixed and all(w.fixed for w in words),
    )


def _size(words: Sequence[Word]) -> float:
    """The largest size that a third of the letters have."""
    sizes: dict[float, int] = {}
    for w in words:
        sizes[w.size] = sizes.get(w.size, 0) + w.letters
    least = min(0.3 * sum(sizes.values()), max(sizes.values()))
    return max(size for size, letters in sizes.items() if letters >= least)


def _bold(words: Sequence[Word]) -> bool:
    """Whether most of the letters are."""
    bold = [w.letters for w in words if w.bold]
    return bool(bold) and sum(bold) > 0.7 * sum(w.letters for w in words)


def _first(words: Sequence[Word]) -> float:
    """The width of the words that a line begins with and no line break parts: "200 contributors"."""
    last = words[1] if words[0].text.isdigit() and words[1].text[0].islower() else words[0]
    return (last.x0 + last.first if last.gaps else last.x1) - words[0].x0


def _joined(words: Sequence[Word]) -> str:
    """The words with single blanks; an index or exponent without."""
    text = words[0].text
    for a, b in pairwise(words):
        tight = (
            a.size != b.size
            and not _mark_of_note(a, b)
            and b.x0 - a.x1 < 0.12 * max(a.size, b.size)
            and abs(a.y - b.y) > 0.05 * a.size
        )
        text += b.text if tight else " " + b.text
    return text
