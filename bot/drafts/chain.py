"""The heaviest chain of pairs that keeps the order of both sides."""

from collections.abc import Iterable, Sequence

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
    weight = [0.0] * (size + 1)
    last = [-1] * (size + 1)
    before = [-1] * len(ordered)
    best, end = 0.0, -1
    for k, (_, back, w) in enumerate(ordered):
        j = -back
        total, before[k] = _best_below(weight, last, j)
        total += w
        if total > best:
            best, end = total, k
        _raise(weight, last, j + 1, total, k)
    return _walk_back(ordered, before, end)


def _best_below(weight: list[float], last: list[int], j: int) -> tuple[float, int]:
    """The heaviest chain that ends before j, and its last edge."""
    best, edge = 0.0, -1
    while j > 0:
        if weight[j] > best:
            best, edge = weight[j], last[j]
        j &= j - 1
    return best, edge


def _raise(weight: list[float], last: list[int], j: int, total: float, edge: int) -> None:
    while j < len(weight):
        if weight[j] < total:
            weight[j], last[j] = total, edge
        j += j & -j


def _walk_back(ordered: Sequence[Edge], before: list[int], k: int) -> list[tuple[int, int]]:
    out = []
    while k >= 0:
        out.append((ordered[k][0], -ordered[k][1]))
        k = before[k]
    return out[::-1]
