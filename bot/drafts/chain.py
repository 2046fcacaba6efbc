"""The heaviest chain of pairs that keeps the order of both sides."""

from collections.abc import Iterable

Edge = tuple[int, int, float]


def heaviest(edges: Iterable[Edge]) -> list[tuple[int, int]]:
    """The pairs (i, j), both strictly rising, whose weights sum to the most. Edges are (i, j, weight), weights positive.

    Dynamic programme over the edges sorted by i, with a Fenwick tree of prefix maxima over j: O(E log E).
    (Hunt and Szymanski 1977 for the reduction to increasing chains; Fenwick 1994 for the tree.)
    """
    ordered = sorted((i, -j, w) for i, j, w in edges)
    if not ordered:
        return []
    size = 1 - min(back for _, back, _ in ordered)
    heaviest_to = [0.0] * (size + 1)
    last = [-1] * (size + 1)
    before = []
    best, end = 0.0, -1
    for k, (_, back, w) in enumerate(ordered):
        total, edge, at = 0.0, -1, -back
        while at > 0:
            if heaviest_to[at] > total:
                total, edge = heaviest_to[at], last[at]
            at &= at - 1
        before.append(edge)
        total += w
        at = 1 - back
        while at <= size and heaviest_to[at] < total:
            heaviest_to[at], last[at] = total, k
            at += at & -at
        if total > best:
            best, end = total, k
    return _walk_back(ordered, before, end)


def _walk_back(ordered: list[Edge], before: list[int], k: int) -> list[tuple[int, int]]:
    out = []
    while k >= 0:
        i, back, _ = ordered[k]
        out.append((i, -back))
        k = before[k]
    return out[::-1]
