"""Pairs out of order: paragraphs that were moved, perhaps edited on the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.drafts.joins import Parts
from bot.drafts.pairs import Pair, Pairs
from bot.drafts.side import Side

_SHORTEST = 8  # words
_ALIKE = 0.58
_VERY = 0.74  # so alike that it need hardly stand out among strangers
_MARGIN = 0.15  # … and by how much it must otherwise
_LOOSE = 0.65  # a pair in order less alike than this gives way to one
_BETTER = 0.15  # … that is more alike by this much
_IN_BLOCK = 0.50  # alike enough beside a paragraph that was moved by as much
_IN_PLACE = 0.35  # … and between two that stayed
_CHOICES = 4


@dataclass(frozen=True, slots=True)
class _Search:
    """`old` and `new`: the paragraphs that are free, or in a pair loose enough to give way."""

    a: Side
    b: Side
    alike: Mapping[Pair, float]
    pairs: Pairs
    old: set[int]
    new: set[int]


def add(a: Side, b: Side, alike: Mapping[Pair, float], pairs: Pairs, parts: Parts) -> None:
    """Adds to `pairs` what is left over on both sides and alike, the most similar first.

    A clause may look like many others. Therefore a pair counts only if the new paragraph is more like the old one than like
    the old paragraphs that have become something else.
    """
    joined_old, joined_new = parts.taken_old(), parts.taken_new()
    firm = {i for i, j in pairs if alike[i, j] >= _LOOSE or i in joined_old or j in joined_new}
    strangers = [a.core(i) for i in firm if alike[i, pairs.new_of[i]] < 1]
    loose = [(i, j) for i, j in pairs if i not in firm and not _stands_out(b.core(j), strangers, alike[i, j])]
    old = {i for i in range(len(a)) if i not in pairs.new_of and i not in joined_old} | {i for i, _ in loose}
    new = {j for j in range(len(b)) if j not in pairs.old_of and j not in joined_new} | {j for _, j in loose}
    search = _Search(a, b, alike, pairs, old, new)
    common: set[int] = set()
    for similarity, i, j in _by_similarity(search):
        if i not in old or j not in new or j in common or not _better(search, i, j, similarity):
            continue
        if _stands_out(b.core(j), strangers, similarity):
            _settle(search, i, j)
            _grow(search, i, j)
        else:
            common.add(j)
    _fill(search, strangers)


def _by_similarity(search: _Search) -> list[tuple[float, int, int]]:
    """Free paragraphs that are alike; of equals, those least far from where they stood."""
    a, b = search.a, search.b
    texts = {i: a.core(i) for i in search.old if a.size(i) >= _SHORTEST}
    found = [(1.0, i, j) for (i, j), s in search.alike.items() if s == 1 and i in search.old and j in search.new]
    for j in search.new:
        if b.size(j) >= _SHORTEST:
            best = process.extract(
                b.core(j), texts, scorer=Indel.normalized_similarity, score_cutoff=_ALIKE, limit=_CHOICES
            )
            found += [(similarity, i, j) for _, similarity, i in best]
    return sorted(found, key=lambda item: (-item[0], abs(item[1] * len(b) - item[2] * len(a))))


def _better(search: _Search, i: int, j: int, similarity: float) -> bool:
    return all(search.alike.get(rival, 0) + _BETTER <= similarity for rival in search.pairs.rivals(i, j))


def _stands_out(core: str, strangers: list[str], similarity: float) -> bool:
    """Whether no stranger is about as similar."""
    margin = (1 - similarity) / 4 if similarity >= _VERY else _MARGIN
    if not margin:
        return True
    cutoff = similarity - margin
    return process.extractOne(core, strangers, scorer=Indel.normalized_similarity, score_cutoff=cutoff) is None


def _settle(search: _Search, i: int, j: int) -> None:
    search.pairs.put(i, j)
    search.old.discard(i)
    search.new.discard(j)


def _grow(search: _Search, i: int, j: int) -> None:
    """Pairs the free neighbours of a pair too, as far as they are alike: paragraphs move in blocks."""
    for step in (-1, 1):
        x, y = i + step, j + step
        while _free(search, x, y) and _similarity(search, x, y) >= _IN_BLOCK:
            _settle(search, x, y)
            x, y = x + step, y + step


def _fill(search: _Search, strangers: list[str]) -> None:
    """Pairs a free paragraph with the free one in its place, where the paragraphs around them are pairs."""
    for i in sorted(search.old):
        j = search.pairs.new_of.get(i - 1, -2) + 1
        if j > 0 and search.pairs.new_of.get(i + 1) == j + 1 and _free(search, i, j):
            similarity = _similarity(search, i, j)
            if similarity >= _IN_PLACE and _stands_out(search.b.core(j), strangers, similarity):
                _settle(search, i, j)


def _free(search: _Search, i: int, j: int) -> bool:
    return i in search.old and j in search.new and not search.pairs.rivals(i, j)


def _similarity(search: _Search, i: int, j: int) -> float:
    return Indel.normalized_similarity(search.a.core(i), search.b.core(j))
