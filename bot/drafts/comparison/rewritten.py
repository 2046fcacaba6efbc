"""Paragraphs left over on both sides that have too few words in common to be alike, and yet are one.

Many clauses resemble each other, so it is not how much is shared that tells, but what no other paragraph has: a word that
stands once in each draft.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from bot.drafts.comparison.candidates import shared
from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.side import Side

_NEAR = 10  # paragraphs
_ALIKE = 0.30  # two paragraphs with a word that stands nowhere else
_MOST_PAIRS = 20_000
_LETTERS = 4  # the shortest such word
_APART = 20  # words
_TELLING = 2  # such words are enough
_TELLING_SHARE = 0.05  # … and so are fewer, if they are so much of the shorter paragraph


def add(a: Side, b: Side, pairs: Pairs, parts: Parts) -> None:
    """Adds to `pairs` what is left over on both sides and has words that no other paragraph of either draft has."""
    for _, i, j in sorted(_with_telling_words(a, b, pairs, *_free(a, b, pairs, parts)), reverse=True):
        if not pairs.rivals(i, j):
            pairs.put(i, j)


def _free(a: Side, b: Side, pairs: Pairs, parts: Parts) -> tuple[list[int], list[int]]:
    joined_old, joined_new = parts.taken_old(), parts.taken_new()
    old = [i for i in range(len(a)) if i not in pairs.new_of and i not in joined_old]
    return old, [j for j in range(len(b)) if j not in pairs.old_of and j not in joined_new]


def _with_telling_words(
    a: Side, b: Side, pairs: Pairs, old: list[int], new: list[int]
) -> Iterator[tuple[float, int, int]]:
    """Paragraphs that stand near each other, somewhat alike, with words that no other paragraph has; and how alike they are."""
    places = sorted(pairs.new_of.items())
    once: dict[str, bool] = {}
    for i, j in _near(old, new, places):
        similarity = shared(a.core(i), b.core(j))
        if similarity >= _ALIKE:
            telling = _telling(a, b, i, j, once)
            if telling >= _TELLING or telling >= max(1, _TELLING_SHARE * min(a.size(i), b.size(j))):
                yield similarity, i, j


def _telling(a: Side, b: Side, i: int, j: int, once: dict[str, bool]) -> int:
    """How many words two paragraphs have that no other has; those close together, such as a name, count as one."""
    shared_words, found, last = set(_words(b, j)), 0, -_APART
    for k, word in enumerate(a.pieces(i).parts[1::2]):
        if k >= last + _APART and word in shared_words and _once(a, b, word, once):
            found, last = found + 1, k
    return found


def _near(old: list[int], new: list[int], places: list[Pair]) -> Iterator[Pair]:
    """Pairs that stand about as far behind the pair before them, not too many in all."""
    found = 0
    k = 0
    for i in old:
        while k + 1 < len(places) and places[k + 1][0] < i:
            k += 1
        place = i + places[k][1] - places[k][0] if places and places[k][0] < i else i
        for j in new[bisect_left(new, place - _NEAR) : bisect_right(new, place + _NEAR)]:
            found += 1
            if found > _MOST_PAIRS:
                return
            yield i, j


def _words(side: Side, k: int) -> Iterator[str]:
    return (word for word in side.pieces(k).parts[1::2] if len(word) >= _LETTERS and word.isalpha())


def _once(a: Side, b: Side, word: str, known: dict[str, bool]) -> bool:
    """Whether one paragraph of each draft has these letters, and no other."""
    if word not in known:
        known[word] = all(_in_one(side, word) for side in (a, b))
    return known[word]


def _in_one(side: Side, word: str) -> bool:
    found = (k for k, p in enumerate(side.paragraphs) if word in p.text)
    return next(found, None) is not None and next(found, None) is None
