"""Rows of tables: the number in front of a row's words, and what a page's end does to a row.

A row that a page's end cuts is printed cell by cell on either page; here each cell is one again. Where a table's head stands
above its columns on each page, it is read once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_layout import CJK, ended, goes_on
from bot.drafts.reading.formats.pdf_lines import SAME_LINE, Line
from bot.drafts.reading.formats.pdf_rules import Cell

Row = list[list[Line]]  # the lines of each cell

NUMBER = re.compile(r"\d{1,3}")
LONGEST_NUMBER = 24
LEVEL = 0.6  # of the size: the first lines of a row's cells
FEWEST, MOST_PIECES = 6, 40  # letters, lines of a table's head
FEWEST_LINES = 3  # of a cell that a page's end cuts
LONG = 40  # letters: words that may have a bare number


def numbered(lines: list[Line]) -> list[Line]:
    """Lines, the number in the first of a row's two cells put before the words in the second, as HTML is read."""
    rows = (list(row) for _, row in groupby(lines, key=lambda q: q.cell and (q.cell.bottom, q.cell.top)))
    return [q for row in rows for q in (_numbered(row) if row[0].cell else row)]


def _numbered(row: list[Line]) -> list[Line]:
    first, *rest = row
    text = first.text
    if not rest or len(text) > LONGEST_NUMBER or len({q.cell for q in row}) != 2 or rest[0].cell == first.cell:
        return row
    label, words = labels.split(text)
    if (not label or words) and not (NUMBER.fullmatch(text) and len(rest[0].text) > LONG):
        return row
    return [replace(rest[0], text=f"{text} {rest[0].text}", marginal=True), *rest[1:]]


def over_pages(pages: list[list[Line]]) -> list[Line]:
    """The lines of all pages, what a page's end has cut of a table's row put together, cell by cell."""
    out: list[Line] = []
    before: list[Line] = []
    for page in pages:
        lines = _without_head(page, before) if before else page
        last = _last_row(before) if before and lines else []
        pairs = _pairs(last, _first_row(lines)) if last else []
        going = [_goes_on(a, b) for a, b in pairs]
        if 2 * sum(going) >= max(1, len(going)):
            lines = _put_below(out, last, pairs, lines)
        out += lines
        before = page
    return out


def _put_below(out: list[Line], row: Row, pairs: list[tuple[list[Line], list[Line]]], lines: list[Line]) -> list[Line]:
    """Puts the lower part of each cell of a row behind its upper one in `out`; returns what of the lines is none."""
    moved: set[int] = set()
    below = {id(upper): lower for upper, lower in pairs}
    for cell in row:
        whole = [*cell, *below.get(id(cell), [])]
        frame = cell[0].cell or Cell(min(q.x0 for q in whole), max(q.x1 for q in whole), -1.0, float(cell[0].page))
        for q in whole:
            q.cell = frame
        at = next(n for n in range(len(out) - 1, -1, -1) if out[n] is cell[-1])
        out[at + 1 : at + 1] = whole[len(cell) :]
        moved |= {id(q) for q in whole}
    return [q for q in lines if id(q) not in moved]


def _pairs(last: Row, first: Row) -> list[tuple[list[Line], list[Line]]]:
    """Cells at the end of a page and those below them on the next; no two share one."""
    found = [(a, b) for a in last for b in first if _shared(a, b)]
    return found if len({id(b) for _, b in found}) == len({id(a) for a, _ in found}) == len(found) else []


def _shared(a: list[Line], b: list[Line]) -> bool:
    """Whether one stands below the other: they begin at one place, or much of the narrower one's width is the other's."""
    (start, end), (from_, to) = _span(a), _span(b)
    return min(end, to) - max(start, from_) > 0.5 * min(end - start, to - from_)


def _span(cell: list[Line]) -> tuple[float, float]:
    frame = cell[0].cell
    return (frame.left, frame.right) if frame else (min(q.x0 for q in cell), max(q.x1 for q in cell))


def _goes_on(cell: list[Line], below: list[Line]) -> bool:
    """Whether a cell surely goes on below: no sentence has ended, and the first word there found no room here."""
    last, q = cell[-1], below[0]
    edge = last.cell.right - last.size if last.cell else max(line.x1 for line in cell + below)
    if len(cell) + len(below) < FEWEST_LINES or last.x1 + q.first < edge:
        return False
    if CJK.match(q.text):
        return not ended(last.text) and not labels.find(q.text)[1]
    return goes_on(last, q)


def _last_row(lines: list[Line]) -> Row:
    """The cells of the last row on a page, if it has several: those of the last lines, the first of each on one height."""
    if lines[-1].cell:
        return _ruled([q for q in lines if q.cell and _same_row(q, lines[-1])])
    if lines[-1].column:
        return []
    runs = list(_runs(lines))
    row = [runs[-1]]
    for run in reversed(runs[:-1]):
        level = [n for n, q in enumerate(run) if _level(q, row[0][0])]
        if not level or run[level[0]].x0 >= row[0][0].x0:
            break
        row.insert(0, run[level[0] :])
        if level[0]:
            break
    return row if len(row) > 1 and not any(q.column for cell in row for q in cell) else []


def _first_row(lines: list[Line]) -> Row:
    """The cells of the first row on a page, if another column shows that it is one."""
    if lines[0].cell:
        return _ruled([q for q in lines if q.cell and _same_row(q, lines[0])])
    first, *runs = _runs(lines)
    row = [first, *takewhile(lambda run: _level(run[0], first[0]), runs)]
    if len(row) == 1 and runs:
        below = next((n for n, q in enumerate(first) if n and _level(q, runs[0][0])), len(first))
        row = [first[:below]] if below < len(first) or not _shared(first, runs[0]) else []
    return row if runs and not any(q.column for cell in row for q in cell) else []


def _ruled(lines: list[Line]) -> Row:
    return [list(cell) for _, cell in groupby(lines, key=lambda q: q.cell)]


def _same_row(a: Line, b: Line) -> bool:
    return bool(a.cell and b.cell and (a.cell.bottom, a.cell.top) == (b.cell.bottom, b.cell.top))


def _level(a: Line, b: Line) -> bool:
    return abs(a.y - b.y) < LEVEL * a.size


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other downwards, one below the other."""
    run = [lines[0]]
    left, right = lines[0].x0, lines[0].x1
    for a, b in pairwise(lines):
        if b.y > a.y - SAME_LINE * b.size or b.x0 > right or b.x1 < left:
            yield run
            run, left, right = [], b.x0, b.x1
        run.append(b)
        left, right = min(left, b.x0), max(right, b.x1)
    yield run


def _without_head(lines: list[Line], before: list[Line]) -> list[Line]:
    """A page's lines without the row at its top, if a table on the page before begins with it; without rules, if it is bold."""
    if not lines:
        return lines
    head = [q for q in lines[:MOST_PIECES] if (_same_row if q.cell else _level)(q, lines[0])]
    if len({round(q.x0) for q in head}) < 2 or sum(len(q.text) for q in head) < FEWEST:
        return lines
    places = [_place(q) for q in before]
    at = places.index(_place(head[0])) if _place(head[0]) in places else len(before)
    again = places[at : at + len(head)] == [_place(q) for q in head]
    begins = again and (at == 0 or not before[at - 1].cell if head[0].cell else all(q.bold for q in head))
    return lines[len(head) :] if begins and lines[: len(head)] == head else lines


def _place(q: Line) -> tuple[str, int]:
    return q.text, round(q.x0)
