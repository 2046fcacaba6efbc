"""Splits and mergers: a paragraph left over beside a pair, whose words one side of the pair has and the other lacks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from rapidfuzz.distance import LCSseq

from bot.drafts.pairs import Pair, Pairs
from bot.drafts.side import Side

_SHORTEST = 4  # words
_MOST = 0.60  # of the words of the leftover paragraph found in what the pair lacks
_MANY = 0.45  # … enough if they are _WANTED of what the pair lacks
_WANTED = 0.55
_BESIDE = 8  # paragraphs, of which the two nearest that are in a pair


@dataclass(frozen=True, slots=True)
class Parts:
    """What else belongs to a pair: more old paragraphs (a merger) or more new ones (a split), never both."""

    old: dict[Pair, list[int]] = field(default_factory=lambda: defaultdict(list))
    new: dict[Pair, list[int]] = field(default_factory=lambda: defaultdict(list))

    def taken_old(self) -> set[int]:
        """Old paragraphs that belong to a split or a merger."""
        return {i for more in self.old.values() for i in more} | {i for i, _ in (*self.old, *self.new)}

    def taken_new(self) -> set[int]:
        return {j for more in self.new.values() for j in more} | {j for _, j in (*self.old, *self.new)}


def find(a: Side, b: Side, pairs: Pairs) -> Parts:
    """The further parts of pairs among the paragraphs that are in no pair."""
    parts = Parts()
    for j in range(len(b)):
        if j not in pairs.old_of and (found := _pair_that_lacks(a, b, j, pairs.old_of)):
            parts.new[found].append(j)
    for i in range(len(a)):
        if i not in pairs.new_of and (found := _pair_that_lacks(b, a, i, pairs.new_of)):
            pair = (found[1], found[0])
            if pair not in parts.new:
                parts.old[pair].append(i)
    return parts


def _pair_that_lacks(whole: Side, parts: Side, k: int, whole_of: Mapping[int, int]) -> Pair | None:
    """The pair (in `whole`, in `parts`) beside leftover paragraph k of `parts` whose whole has the words of k."""
    part = parts.core(k)
    if len(part) < _SHORTEST:
        return None
    for other in _paired_beside(k, len(parts), whole_of):
        if whole.same_words(whole_of[other], parts, other):
            continue
        text, known = whole.core(whole_of[other]), parts.core(other)
        common = LCSseq.similarity(text, known)
        gain = LCSseq.similarity(text, known + part if other < k else part + known) - common
        if gain >= _MOST * len(part) or gain >= max(_MANY * len(part), _WANTED * (len(text) - common)):
            return whole_of[other], other
    return None


def _paired_beside(k: int, size: int, paired: Mapping[int, int]) -> Iterator[int]:
    before = (other for other in range(k - 1, max(-1, k - 1 - _BESIDE), -1) if other in paired)
    after = (other for other in range(k + 1, min(size, k + 1 + _BESIDE)) if other in paired)
    yield from islice(before, 2)
    yield from islice(after, 2)
