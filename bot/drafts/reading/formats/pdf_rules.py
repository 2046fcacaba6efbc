"""The lines that a page draws around the cells of its tables, and which cell a place is in.

What is drawn comes as paths: a thin rectangle or a stroke for each border (Word, TeX), a stroked box for each cell (browsers),
all borders of a table in one path. Each of their sides that runs upright or level is a rule.
"""

import ctypes
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from bot.drafts.reading.formats.pdf_letters import bound

THIN = 3.0  # points: no cell is as narrow
APART = 2.0  # rules that are nearer to each other are one
LONGEST = 200  # segments: more are a drawing
Point = tuple[float, float]
Span = tuple[float, float]

_OBJECT = bound(pdfium_c.FPDFPage_GetObject, ctypes.c_void_p)
_TYPE = bound(pdfium_c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


class Cell(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float


class Rules:
    """Upright rules by their x, level ones by their y, each with the spans that it is drawn along, apart from each other."""

    def __init__(self) -> None:
        self.upright: dict[float, list[Span]] = {}
        self.level: dict[float, list[Span]] = {}
        self._xs: list[float] = []
        self._ys: list[float] = []

    def add(self, a: Point, b: Point) -> None:
        (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        if x1 - x0 < THIN < y1 - y0:
            _put(self.upright, self._xs, (x0 + x1) / 2, (y0, y1))
        elif y1 - y0 < THIN < x1 - x0:
            _put(self.level, self._ys, (y0 + y1) / 2, (x0, x1))

    def between(self, x0: float, x1: float, y: float) -> bool:
        """Whether an upright rule parts two places at a height."""
        xs = self._xs[bisect_left(self._xs, x0 - 1) : bisect_right(self._xs, x1 + 1)]
        return any(_along(self.upright[x], y, y) for x in xs)

    def cell(self, x: float, y: float) -> Cell | None:
        """The cell around a place: between two level rules, and beside an upright one at least, as the last column is open
        in some tables. A line under words is no rule: it does not reach from side to side.
        """
        left = next((v for v in reversed(self._xs[: bisect_right(self._xs, x)]) if _along(self.upright[v], y, y)), None)
        right = next((v for v in self._xs[bisect_right(self._xs, x) :] if _along(self.upright[v], y, y)), None)
        if left is None and right is None:
            return None
        sides = x if left is None else left, x if right is None else right
        bottom = next(
            (v for v in reversed(self._ys[: bisect_right(self._ys, y)]) if _along(self.level[v], *sides)), None
        )
        top = next((v for v in self._ys[bisect_right(self._ys, y) :] if _along(self.level[v], *sides)), None)
        if bottom is None or top is None:
            return None
        ends = [end for start, end in self.level[bottom] if start - APART <= x <= end + APART]
        return Cell(left or 0.0, right or max(ends), bottom, top)


def _put(rules: dict[float, list[Span]], places: list[float], place: float, span: Span) -> None:
    at = bisect_left(places, place - APART)
    if at < len(places) and places[at] <= place + APART:
        place = places[at]
    else:
        insort(places, place)
    start, end = span
    others = []
    for a, b in rules.get(place, []):
        if a <= end + APART and start <= b + APART:
            start, end = min(a, start), max(b, end)
        else:
            others.append((a, b))
    rules[place] = [*others, (start, end)]


def _along(spans: list[Span], start: float, end: float) -> bool:
    """Whether one of the spans reaches from start to end."""
    return any(a - APART <= start and end <= b + APART for a, b in spans)


def drawn(page: Any, shift: Point, mirrored: float | None) -> Rules:
    """The rules of a page that stands upright. `shift`: its lower left corner. `mirrored`: its width, where x is mirrored."""
    rules = Rules()
    raw = ctypes.c_void_p.from_param(ctypes.cast(page.raw, ctypes.c_void_p).value or 0)
    for n in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = _OBJECT(raw, n)
        if item and _TYPE(item) == pdfium_c.FPDF_PAGEOBJ_PATH:
            for a, b in _sides(item):
                ends = [(x - shift[0], y - shift[1]) for x, y in (a, b)]
                rules.add(*(ends if mirrored is None else [(mirrored - x, y) for x, y in ends]))
    return rules


def _sides(item: int) -> Iterator[tuple[Point, Point]]:
    """What is drawn of a path: a thin shape from end to end, of others the strokes."""
    path = ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT)
    if pdfium_c.FPDFPath_CountSegments(path) > LONGEST:
        return
    fill, stroke, matrix = ctypes.c_int(), ctypes.c_int(), pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    pdfium_c.FPDFPageObj_GetMatrix(path, matrix)
    for points in _strokes(path, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) - min(xs) < THIN or max(ys) - min(ys) < THIN:
            yield (min(xs), min(ys)), (max(xs), max(ys))
        elif stroke.value:
            yield from pairwise(points)


def _strokes(path: Any, matrix: Any) -> Iterator[list[Point]]:
    """The places that a path goes through, each time from where it begins anew; curves end it."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, n)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind != pdfium_c.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(
            (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        )
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
