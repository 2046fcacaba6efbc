"""Pages set in two or three columns: the strips between them, and which line stands in which."""

import statistics
from bisect import bisect_left, bisect_right
from itertools import pairwise

from bot.drafts.reading.formats.pdf_lines import Line

GUTTER = 0.9  # the share of lines that must keep out of a gutter between two columns
THIRDS = ((0.25, 0.42), (0.58, 0.75))  # of the width: where the strips between three columns are
MOST_PASSES = 3  # of the text from one of three columns to the next, a title across them included
LEAST = 0.1  # of a page's lines: the third column may end early
Strip = tuple[float, float]  # where it begins and ends


def gutter(lines: list[Line]) -> Strip | None:
    """The strip between two columns of a page, or None. Lines across both are allowed, if they are few."""
    if len(lines) < 8:
        return None
    left, width = _extent(lines)
    if len([q for q in lines if q.x1 - q.x0 > 0.7 * width]) > (1 - GUTTER) * len(lines):
        return None  # as wide as this, they cross every strip that could be one
    middle = _emptiest(lines, left + 0.3 * width, left + 0.7 * width)
    lefts = [q for q in lines if q.x1 <= middle]
    rights = [q for q in lines if q.x0 >= middle]
    if min(len(lefts), len(rights)) < 0.2 * len(lines) or len(lefts) + len(rights) < GUTTER * len(lines):
        return None
    if _changes(lines, middle) > max(4, len(lines) // 8) or not (_proselike(lefts) and _proselike(rights)):
        return None
    return max([q.x1 for q in lefts]), min([q.x0 for q in rights])


def _extent(lines: list[Line]) -> tuple[float, float]:
    """Where lines begin, and how wide the room is that they take."""
    left = min([q.x0 for q in lines])
    return left, max([q.x1 for q in lines]) - left


def _emptiest(lines: list[Line], start: float, end: float) -> float:
    """The place between start and end that the fewest lines cross, the middle one of several."""
    steps = [start + (end - start) * i / 40 for i in range(41)]
    starts, ends = sorted([q.x0 for q in lines]), sorted([q.x1 for q in lines])
    crossed = [bisect_left(starts, x) - bisect_right(ends, x) for x in steps]
    fewest = min(crossed)
    best = [x for x, n in zip(steps, crossed, strict=True) if n == fewest]
    return best[len(best) // 2]


def _proselike(lines: list[Line]) -> bool:
    """Whether these lines fill a column, as running text does and cells of a table do not."""
    return statistics.median([q.x1 - q.x0 for q in lines]) > 0.6 * _extent(lines)[1]


def _changes(lines: list[Line], middle: float) -> int:
    """How often the text goes over from one side to the other: often in a table, hardly ever in columns."""
    sides = [q.x0 >= middle for q in lines if q.x1 <= middle or q.x0 >= middle]
    return sum(a != b for a, b in pairwise(sides))


def gutters(lines: list[Line]) -> list[Strip]:
    """The strips between the columns of a page: one, two, or none."""
    strip = gutter(lines)
    return [strip] if strip else _two_gutters(lines)


def _passes(lines: list[Line], middle: float) -> int:
    """How often the text goes over to the right, and up: once from column to column, in a table with each row."""
    return sum(a.x1 <= middle <= b.x0 and b.y > a.y + a.size for a, b in pairwise(lines))


def _two_gutters(lines: list[Line]) -> list[Strip]:
    """The strips between three columns, or none."""
    if len(lines) < 24:
        return []
    left, width = _extent(lines)
    if len([q for q in lines if q.x1 - q.x0 > 0.4 * width]) > (1 - GUTTER) * len(lines):
        return []
    first, second = (_emptiest(lines, left + start * width, left + end * width) for start, end in THIRDS)
    columns = [
        [q for q in lines if q.x1 <= first],
        [q for q in lines if first <= q.x0 and q.x1 <= second],
        [q for q in lines if second <= q.x0],
    ]
    if min(map(len, columns)) < LEAST * len(lines) or sum(map(len, columns)) < GUTTER * len(lines):
        return []
    if not all(map(_proselike, columns)) or _passes(lines, first) + _passes(lines, second) > MOST_PASSES:
        return []
    ends, starts = [max([q.x1 for q in some]) for some in columns], [min([q.x0 for q in some]) for some in columns]
    return list(zip(ends[:2], starts[1:], strict=True))


def in_columns(pages: list[list[Line]]) -> list[list[Line]]:
    """The same lines, each told its column.

    A page too short to show that it has columns has those of most pages, if it keeps to them.
    """
    found = [gutters(lines) for lines in pages]
    usual = _usual_strips([strips for strips in found if strips], sum(len(lines) > 8 for lines in pages))
    for lines, strips in zip(pages, found, strict=True):
        for q in lines if (strips := strips or (usual if _keeps_out(lines, usual) else [])) else ():
            q.column = _column(q, strips)
    return pages


def _column(q: Line, strips: list[Strip]) -> int:
    """The column that a line stands in, -1 for one across several."""
    column = 0
    while column < len(strips) and q.x0 >= strips[column][1] - 1:
        column += 1
    return column if column == len(strips) or q.x1 <= strips[column][0] + 1 else -1


def _usual_strips(found: list[list[Strip]], pages: int) -> list[Strip]:
    """The strips of most pages, each as narrow as on all of them; none, if fewer than half of the pages have any."""
    if 2 * len(found) < pages or len({len(strips) for strips in found}) != 1:
        return []
    return [(max(left for left, _ in same), min(right for _, right in same)) for same in zip(*found, strict=True)]


def _keeps_out(lines: list[Line], strips: list[Strip]) -> bool:
    """Whether lines stand in the first two columns, and few across strips."""
    columns = [_column(q, strips) for q in lines if strips and all(left < right for left, right in strips)]
    return 0 in columns and 1 in columns and len(columns) - columns.count(-1) >= GUTTER * len(lines)
