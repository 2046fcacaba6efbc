"""The heaviest chain of pairs that keeps the order of both sides."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from operator import itemgetter

Edge = tuple[int, int, float]
Box = tuple[int, int, int, int, float]
"""Old places from the first to the second number became new ones from the third to the fourth; the weight of that."""


def heaviest(edges: Iterable[Edge]) -> list[tuple[int, int]]:
    """The pairs (i, j), both strictly rising, whose weights sum to the most. Edges are (i, j, weight), weights positive."""
    boxes = [(i, i, j, j, w) for i, j, w in sorted(edges, key=itemgetter(0))]
    if all(x < i and y < j for (x, _, y, _, _), (i, _, j, _, _) in pairwise(boxes)):
        return [(i, j) for i, _, j, _, _ in boxes]
    return [(boxes[k][0], boxes[k][2]) for k in heaviest_boxes(boxes)]


def heaviest_boxes(boxes: Sequence[Box]) -> list[int]:
    """As `heaviest` where an edge may take several places on either side: the numbers (from 0) of the boxes chosen.

    Dynamic programme over the boxes sorted by i, with a Fenwick tree of prefix maxima over j: O(E log E).
    (Hunt and Szymanski 1977 for the reduction to increasing chains; Fenwick 1994 for the tree.)
    """
    size = 1 + max((box[3] for box in boxes), default=0)
    heaviest_to = [0.0] * (size + 1)
    last = [-1] * (size + 1)
    before = [-1] * len(boxes)
    open_boxes: list[tuple[int, int, float, int]] = []
    best, end = 0.0, -1
    # Of one i the last j first, so that none is found behind another.
    for i, back, k in sorted((box[0], -box[2], k) for k, box in enumerate(boxes)):
        while open_boxes and open_boxes[0][0] < i:
            _, j, total, x = heappop(open_boxes)
            _put(heaviest_to, last, j, total, x)
        total, at = 0.0, -back
        while at > 0:
            if heaviest_to[at] > total:
                total, before[k] = heaviest_to[at], last[at]
            at &= at - 1
        _, i_end, _, j_end, w = boxes[k]
        total += w
        if i_end > i:
            heappush(open_boxes, (i_end, j_end, total, k))
        else:
            _put(heaviest_to, last, j_end, total, k)
        if total > best:
            best, end = total, k
    return _walk_back(before, end)


def _put(heaviest_to: list[float], last: list[int], j: int, total: float, k: int) -> None:
    at, size = j + 1, len(last)
    while at < size and heaviest_to[at] < total:
        heaviest_to[at], last[at] = total, k
        at += at & -at


def _walk_back(before: Sequence[int], k: int) -> list[int]:
    out = []
    while k >= 0:
        out.append(k)
        k = before[k]
    return out[::-1]
