"""Paragraphs left over on both sides in one place that have the rare words of that place in common: rewritten there.

Too few words stand in one order in a sentence that was turned round, or in an article that was added to many times over. So
the words are asked whatever their order, and whatever their endings, of which few stay in Ukrainian, Polish or Finnish, each
by how rare it is (`stems`). Clauses that resemble each other are as like what stands around; a label that stayed tells them
apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Prefix

from bot.drafts.comparison import chain, stems
from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.side import Side
from bot.drafts.comparison.stems import Stemming, Stems

_MOST = 1_000  # pairs of paragraphs in one place
_SOME = 0.30  # of the words of the shorter are in the other
_ALIKE = 0.40  # of what both have, by weight; and as much as either has in common with another around
_ALONE = 0.30  # … if they stand alone between the same neighbours
_SOMEWHAT = 0.20  # … if they have one label
_ANOTHER = 0.35  # … and so much of what either has in common with another
_OUTSTANDING = 2.0  # … or so many times as much
_HELD = 0.50  # of what the shorter has, by weight, is in the other; with one label
_TELLING = 6.0  # … and that weighs so much
_BEGINNING = 6  # words with which both begin
_GOES_ON = 0.60  # … and so much of what the shorter has is in the other

Gap = tuple[range, range]
"""What is left over on either side, right behind a link or right before one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is left over in one place, `old` and `new`; the stems of each paragraph there and around, and how rare each is."""

    old: range
    new: range
    stems_old: Mapping[int, Stems]
    stems_new: Mapping[int, Stems]
    rarity: Mapping[str, float]
    nearest: dict[Pair, float] = field(default_factory=dict)  # found before

    def weight(self, stems: Stems) -> float:
        return sum(map(self.rarity.__getitem__, stems))

    def share(self, one: Stems, other: Stems) -> float:
        """How much two paragraphs have in common, twice, of all that they have."""
        both = self.weight(one & other)
        return 2 * both / (both + self.weight(one | other)) if both else 0.0

    def elsewhere(self, i: int, j: int) -> float:
        """The most that one of two paragraphs has in common with another around, which is not left over."""
        to_new, to_old = self.nearest.get((-1, j)), self.nearest.get((i, -1))
        if to_new is None:
            to_new = self.nearest[-1, j] = self._most(self.stems_new[j], self.stems_old, self.old)
        if to_old is None:
            to_old = self.nearest[i, -1] = self._most(self.stems_old[i], self.stems_new, self.new)
        return max(to_new, to_old)

    def _most(self, one: Stems, others: Mapping[int, Stems], left: range) -> float:
        return max((self.share(one, other) for k, other in others.items() if k not in left), default=0.0)


def add(a: Side, b: Side, pairs: Pairs, parts: Parts, stemming: Stemming) -> None:
    """Adds to `pairs` what is left over in one place and is alike there, in its order."""
    gaps = _gaps(a, b, pairs, parts).items()
    for (old, new), ends in [gap for gap in gaps if _likely(a, b, gap[0], stemming)]:
        least = _ALONE if ends == 2 and len(old) == len(new) == 1 else _ALIKE
        for i, j in chain.heaviest(_alike(a, b, _place(a, b, (old, new), stemming), least)):
            if not pairs.rivals(i, j):
                pairs.put(i, j)


def _likely(a: Side, b: Side, gap: Gap, stemming: Stemming) -> bool:
    """Whether two paragraphs have some words in common, whatever those are."""
    if len(gap[0]) * len(gap[1]) > _MOST:
        return False
    ours, theirs = stemming.of(a, gap[0]).values(), stemming.of(b, gap[1]).values()
    return any(len(x & y) >= _SOME * min(len(x), len(y)) for x in ours for y in theirs)


def _gaps(a: Side, b: Side, pairs: Pairs, parts: Parts) -> Counter[Gap]:
    """What is left over on both sides before or behind a link, and whether one link bounds it or two."""
    joined_to = defaultdict(set, {-1: {-1}, len(a): {len(b)}})
    for i, j in pairs:
        joined_to[i].add(j)
    for (i, _), more in parts.new.items():
        joined_to[i].update(more)
    for (_, j), more in parts.old.items():
        for i in more:
            joined_to[i].add(j)
    new = _free({j for linked in joined_to.values() for j in linked}, len(b))
    found: Counter[Gap] = Counter()
    for run in dict.fromkeys(_free(joined_to.keys(), len(a)).values()):
        found.update((run, new[j + 1]) for j in joined_to[run[0] - 1] if j + 1 in new)
        found.update((run, new[j - 1]) for j in joined_to[run[-1] + 1] if j - 1 in new)
    return found


def _free(taken: Iterable[int], size: int) -> dict[int, range]:
    """The places between two that are taken, by the first and by the last of them."""
    runs = [range(x + 1, y) for x, y in pairwise([-1, *sorted(taken), size]) if y - x > 1]
    return {k: run for run in runs for k in (run[0], run[-1])}


def _place(a: Side, b: Side, gap: Gap, stemming: Stemming) -> _Place:
    ours = stemming.of(a, stems.around(gap[0][0], gap[0][-1], len(a)))
    theirs = stemming.of(b, stems.around(gap[1][0], gap[1][-1], len(b)))
    return _Place(*gap, ours, theirs, stems.rarity([*ours.values(), *theirs.values()]))


def _alike(a: Side, b: Side, place: _Place, least: float) -> Iterator[chain.Edge]:
    for j in place.new:
        for i in place.old:
            if a.paragraphs[i].kind == b.paragraphs[j].kind and (weight := _likeness(a, b, i, j, place, least)):
                yield i, j, weight


def _likeness(a: Side, b: Side, i: int, j: int, place: _Place, least: float) -> float:
    """How much two paragraphs tell that they are one; 0 where it is too little."""
    one, other = place.stems_old[i], place.stems_new[j]
    both, shorter = place.weight(one & other), min(place.weight(one), place.weight(other))
    if not both:
        return 0.0
    share, held = place.share(one, other), both / shorter
    labelled = a.paragraphs[i].key == b.paragraphs[j].key != ""
    if labelled:
        least = 0.0 if held >= _HELD and both >= _TELLING else _SOMEWHAT
    if share >= min(least, _SOMEWHAT):
        elsewhere = place.elsewhere(i, j)
        alike = share >= least and share >= elsewhere * (_ANOTHER if labelled else 1)
        if alike or (share >= _SOMEWHAT and both >= _TELLING and share >= _OUTSTANDING * elsewhere):
            return share + held / 2 + labelled / 2
    goes_on = held >= _GOES_ON and Prefix.similarity(a.core(i), b.core(j)) >= _BEGINNING
    return share + held / 2 if goes_on else 0.0
