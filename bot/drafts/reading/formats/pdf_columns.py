"""Pages set in two columns: the strip between them, and which line stands in which."""

import statistics
from bisect import bisect_left, bisect_right
from itertools import pairwise

from bot.drafts.reading.formats.pdf_lines import Line

GUTTER = 0.9  # the share of lines that must keep out of a gutter between two columns
Strip = tuple[float, float]  # where it begins and ends


def gutter(lines: list[Line]) -> Strip | None:
    """The strip between two columns of a page, or None. Lines across both are allowed, if they are few."""
    if len(lines) < 8:
        return None
    left, right = min(q.x0 for q in lines), max(q.x1 for q in lines)
    if sum(q.x1 - q.x0 > 0.7 * (right - left) for q in lines) > (1 - GUTTER) * len(lines):
        return None  # as wide as this, they cross every strip that could be one
    middle = _emptiest(lines, left + 0.3 * (right - left), left + 0.7 * (right - left))
    lefts = [q for q in lines if q.x1 <= middle]
    rights = [q for q in lines if q.x0 >= middle]
    if min(len(lefts), len(rights)) < 0.2 * len(lines) or len(lefts) + len(rights) < GUTTER * len(lines):
        return None
    if _changes(lines, middle) > max(4, len(lines) // 8) or not (_proselike(lefts) and _proselike(rights)):
        return None
    return max(q.x1 for q in lefts), min(q.x0 for q in rights)


def _emptiest(lines: list[Line], start: float, end: float) -> float:
    """The place between start and end that the fewest lines cross, the middle one of several."""
    steps = [start + (end - start) * i / 40 for i in range(41)]
    starts, ends = sorted(q.x0 for q in lines), sorted(q.x1 for q in lines)
    crossed = [bisect_left(starts, x) - bisect_right(ends, x) for x in steps]
    fewest = min(crossed)
    best = [x for x, n in zip(steps, crossed, strict=True) if n == fewest]
    return best[len(best) // 2]


def _proselike(lines: list[Line]) -> bool:
    """Whether these lines fill a column, as running text does and cells of a table do not."""
    width = max(q.x1 for q in lines) - min(q.x0 for q in lines)
    return statistics.median(q.x1 - q.x0 for q in lines) > 0.6 * width


def _changes(lines: list[Line], middle: float) -> int:
    """How often the text goes over from one side to the other: often in a table, hardly ever in columns."""
    sides = [q.x0 >= middle for q in lines if q.x1 <= middle or q.x0 >= middle]
    return sum(a != b for a, b in pairwise(sides))


def in_columns(pages: list[list[Line]]) -> list[list[Line]]:
    """The same lines, each told its column.

    A page too short to show that it has columns has those of most pages, if it keeps to them.
    """
    strips = [gutter(lines) for lines in pages]
    found = [strip for strip in strips if strip]
    usual = _usual_strip(found) if 2 * len(found) >= sum(len(lines) > 8 for lines in pages) else None
    for lines, strip in zip(pages, strips, strict=True):
        if strip := strip or (usual if usual and _keeps_out(lines, usual) else None):
            for q in lines:
                q.column = 1 if q.x0 >= strip[1] - 1 else 0 if q.x1 <= strip[0] + 1 else -1
    return pages


def _usual_strip(strips: list[Strip]) -> Strip | None:
    return (max(left for left, _ in strips), min(right for _, right in strips)) if strips else None


def _keeps_out(lines: list[Line], strip: Strip) -> bool:
    """Whether lines stand left and right of a strip, and few across it."""
    left, right = (sum(q.x1 <= strip[0] + 1 for q in lines), sum(q.x0 >= strip[1] - 1 for q in lines))
    return strip[0] < strip[1] and left > 0 < right and left + right >= GUTTER * len(lines)
