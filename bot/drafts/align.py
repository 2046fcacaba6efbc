"""Two drafts paragraph by paragraph: which became which.

1. Paragraphs with the same words are pairs to begin with.
2. The rest is compared with what stands near it and with what shares rare words with it (`candidates`).
3. The heaviest chain of pairs that keeps the order of both drafts is taken (`chain`).
4. A paragraph left over beside a pair, whose words the pair lacks, makes it a split or a merger.
5. What is left over on both sides and alike is a pair too, out of order.
6. Moved is what stands outside of the longest chain of all pairs.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

from bot.drafts import candidates, chain
from bot.drafts.reading import Paragraph
from bot.drafts.side import Side

Pair = tuple[int, int]

_SHARE = 0.60  # of the words of a leftover paragraph, found in what its neighbour's pair lacks: a split or a merger
_MOVED = 0.62  # alike enough to have been moved, where place or rare words speak for it
_MOVED_FAR = 0.74  # … and where nothing does
_SHORTEST_MOVED = 8
_BESIDE = (-1, 1, -2, 2)


@dataclass(frozen=True, slots=True)
class Link:
    """Paragraphs `old` became paragraphs `new` (their numbers n, sorted): one to one, one to several, or several to one."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool


def align(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Link]:
    """The links between two drafts in the order of the new one; a paragraph in no link was added or deleted."""
    a, b = Side.pair(old, new)
    alike = candidates.score(a, b)
    pairs = dict(chain.heaviest((i, j, _weight(a, b, i, j, s)) for (i, j), s in alike.items()))
    extra = _joined(a, b, pairs)
    pairs.update(_out_of_order(a, b, alike, pairs, extra))
    in_order = set(chain.heaviest((i, j, 1.0 + 1e-6 * a.size(i)) for i, j in pairs.items()))
    links = [_link(old, new, pair, extra, pair not in in_order) for pair in pairs.items()]
    return sorted(links, key=lambda link: link.new)


def _weight(a: Side, b: Side, i: int, j: int, similarity: float) -> float:
    """Long and very similar pairs count most, yet a long one does not outvote many short ones by its length."""
    return similarity * similarity * (1 + math.sqrt(min(a.size(i), b.size(j))))


def _link(
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    pair: Pair,
    extra: dict[Pair, tuple[list[int], list[int]]],
    moved: bool,
) -> Link:
    more_old, more_new = extra.get(pair, ([], []))
    return Link(
        tuple(sorted(old[i].n for i in (pair[0], *more_old))),
        tuple(sorted(new[j].n for j in (pair[1], *more_new))),
        moved,
    )


def _joined(a: Side, b: Side, pairs: dict[int, int]) -> dict[Pair, tuple[list[int], list[int]]]:
    """Leftover paragraphs that belong to a pair beside them, by pair: (more old ones, more new ones)."""
    extra: dict[Pair, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    back = {j: i for i, j in pairs.items()}
    for j in range(len(b)):
        if j not in back and (pair := _split_off(a, b, j, back)):
            extra[pair][1].append(j)
    for i in range(len(a)):
        if i not in pairs and (found := _split_off(b, a, i, pairs)) and not extra[found[::-1]][1]:
            extra[found[::-1]][0].append(i)
    return {pair: more for pair, more in extra.items() if any(more)}


def _split_off(whole: Side, parts: Side, j: int, pair_of: dict[int, int]) -> Pair | None:
    """The pair (in `whole`, in `parts`) beside leftover part j of which j is another part."""
    part = parts.core(j)
    if len(part) < 4:
        return None
    for other in (j + step for step in _BESIDE):
        i = pair_of.get(other)
        if i is None or whole.size(i) < parts.size(other) + _SHARE * len(part):
            continue
        both = parts.core(other) + part if other < j else part + parts.core(other)
        gain = LCSseq.similarity(whole.core(i), both) - LCSseq.similarity(whole.core(i), parts.core(other))
        if gain >= _SHARE * len(part):
            return i, other
    return None


def _out_of_order(
    a: Side, b: Side, alike: dict[Pair, float], pairs: dict[int, int], extra: dict[Pair, tuple[list[int], list[int]]]
) -> dict[int, int]:
    """Pairs among what is left over, the most similar first."""
    left_old = set(range(len(a))) - set(pairs) - {i for more, _ in extra.values() for i in more}
    left_new = set(range(len(b))) - set(pairs.values()) - {j for _, more in extra.values() for j in more}
    found = [
        (s, i, j)
        for (i, j), s in alike.items()
        if i in left_old and j in left_new and s >= _MOVED and min(a.size(i), b.size(j)) >= _SHORTEST_MOVED
    ]
    found += _far(a, b, sorted(left_old), sorted(left_new))
    out: dict[int, int] = {}
    for _, i, j in sorted(found, key=lambda t: (-t[0], abs(t[1] * len(b) - t[2] * len(a)))):
        if i in left_old and j in left_new:
            out[i] = j
            left_old.remove(i)
            left_new.remove(j)
    return out


def _far(a: Side, b: Side, left_old: list[int], left_new: list[int]) -> list[tuple[float, int, int]]:
    texts = {i: a.core(i) for i in left_old if a.size(i) >= _SHORTEST_MOVED}
    out = []
    for j in left_new:
        if b.size(j) >= _SHORTEST_MOVED:
            found = process.extract(
                b.core(j), texts, scorer=Indel.normalized_similarity, score_cutoff=_MOVED_FAR, limit=3
            )
            out += [(s, i, j) for _, s, i in found]
    return out
