"""Splits and mergers: a paragraph left over beside a pair, whose words one side of the pair has and the other lacks."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from bot.drafts.comparison.candidates import all_shared, shared
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.pieces import LARGEST
from bot.drafts.comparison.side import Side

_SHORTEST = 4  # words
_MOST = 0.60  # of the words of the leftover paragraph found in what the pair lacks
_MOST_APART = 0.85  # … if one stands between the two halves
_MANY = 0.45  # … enough if they are _WANTED of what the pair lacks
_WANTED = 0.55
_BEGINNING = 4  # words; a leftover paragraph that begins (or ends) with so many as the whole does
_CUT = 3  # words; … or one whose end (or beginning) stands in the whole right before (or behind) the other half
_REWRITTEN = 0.33  # … may be rewritten but for so much
_TELLING = 3  # … and so may one with so many words that stand nowhere else near by
_TELLING_SHARE = 0.10  # … which are so much of its words
_SURE = 0.85  # a pair this much alike is no half of a split or a merger
_COPY = 0.90  # … and neither is what is as much like a paragraph that nothing is said of yet
_NEARER = 0.3  # … and what lies apart from such a one by no more than this share of what it does from the halves
_STOOD = 0.60  # of the words of a heading that stood at the beginning of a paragraph
_FEW = 3  # words that may stand among them
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


class Join(NamedTuple):
    """A split in two or a merger of two: paragraphs `old` (first and last place) became paragraphs `new`.

    `pair` is the half that was found, `other` the place of the other half, on the side that has two.
    """

    pair: Pair
    other: int
    old: Pair
    new: Pair
    similarity: float


def likely(a: Side, b: Side, alike: Mapping[Pair, float]) -> list[Join]:
    """The splits and mergers that pairs of moderate likeness are half of."""
    kept = [pair for pair, similarity in alike.items() if similarity == 1]
    kept_old, kept_new = {i for i, _ in kept}, {j for _, j in kept}
    found = []
    for (i, j), similarity in alike.items():
        if similarity < _SURE:
            found += [Join((i, j), y, (i, i), both, s) for y, both, s in _halves(a, b, i, j, similarity, kept_new)]
            found += [Join((i, j), x, both, (j, j), s) for x, both, s in _halves(b, a, j, i, similarity, kept_old)]
    return found


def _halves(
    whole: Side, parts: Side, x: int, k: int, similarity: float, kept: set[int]
) -> Iterator[tuple[int, Pair, float]]:
    """What stands beside paragraph k of `parts`, or next to that, and has most of what x of `whole` has and k lacks, while k
    has most of what it lacks.

    Each with the first and last place of the two, and how alike both are to x together.
    """
    text, known = whole.core(x), parts.core(k)
    common = min(similarity * (len(text) + len(known)) / 2, len(text), len(known))
    if len(text) - common < _MOST * _SHORTEST or len(text) * len(known) > LARGEST:
        return
    for other in (k - 1, k + 1, k - 2, k + 2):
        if not 0 <= other < len(parts) or other in kept:
            continue
        most = _MOST if abs(other - k) == 1 else _MOST_APART
        part = parts.core(other)
        if not _SHORTEST <= len(part) <= (len(text) - common) / most:
            continue
        if stands_in(whole, x, parts, other) and stands_in(whole, x, parts, k):
            first, last = sorted((other, k))
            both = LCSseq.similarity(text, parts.core(first) + parts.core(last))
            if both - common >= most * len(part) and both - LCSseq.similarity(text, part) >= most * len(known):
                yield other, (first, last), 2 * both / (len(text) + len(known) + len(part))


def add(a: Side, b: Side, pairs: Pairs, parts: Parts, asked: Collection[Pair] = ()) -> None:
    """Adds to the pairs, but those asked before, what paragraphs beside them that are in no pair have and they lack."""
    splits = {j: more for (_, j), more in parts.new.items()}
    mergers = {i: more for (i, _), more in parts.old.items()}
    for j, more in _further(a, b, pairs.old_of, splits, {j for _, j in (*parts.old, *asked)}).items():
        parts.new[pairs.old_of[j], j] = more
    for i, more in _further(b, a, pairs.new_of, mergers, {i for i, _ in (*parts.new, *asked)}).items():
        parts.old[i, pairs.new_of[i]] = more


def _further(
    whole: Side, parts: Side, whole_of: Mapping[int, int], found: dict[int, list[int]], barred: set[int]
) -> dict[int, list[int]]:
    """What else belongs to each paired paragraph of `parts`; `found` is known before, those barred have nothing."""
    taken = {k for more in found.values() for k in more}
    paired = set(whole_of.values())
    free = sorted((whole.core(x) for x in range(len(whole)) if x not in paired), key=len)
    free_parts = sorted((parts.core(k) for k in range(len(parts)) if k not in whole_of and k not in taken), key=len)
    for k in range(len(parts)):
        if k not in whole_of and k not in taken and len(parts.core(k)) >= _SHORTEST:
            for other in _paired_beside(k, len(parts), whole_of):
                members = [other, *found.get(other, ())]
                if other not in barred and (share := _lacks(whole, parts, whole_of[other], members, k)):
                    text, part = whole.core(whole_of[other]), parts.core(other)
                    beside = LCSseq.similarity(text, part) / max(1, len(part))
                    moved = any(_has_copy(free, parts.core(y), s) for y, s in ((k, share), (other, beside)))
                    if not moved and not _stands_elsewhere(free_parts, text, _joined(parts, [*members, k])):
                        found.setdefault(other, []).append(k)
                    break
    for other, more in found.items():
        _grow(whole, parts, whole_of, other, more, {k for several in found.values() for k in several})
    return found


def _grow(whole: Side, parts: Side, whole_of: Mapping[int, int], other: int, more: list[int], taken: set[int]) -> None:
    """Adds what stands right before and right behind the parts found: the first items of a list lie far from its longest."""
    for step in (-1, 1):
        k = (min if step < 0 else max)(other, *more) + step
        while 0 <= k < len(parts) and k not in whole_of and k not in taken and len(parts.core(k)) >= _SHORTEST:
            if not _lacks(whole, parts, whole_of[other], [other, *more], k):
                break
            more.append(k)
            k += step


def _lacks(whole: Side, parts: Side, x: int, members: list[int], k: int) -> float:
    """How much of paragraph k of `parts` x of `whole` has and the members lack; 0 where it is too little for a join."""
    if len(members) == 1 and whole.same_words(x, parts, members[0]):
        return 0
    if not (stands_in(whole, x, parts, k) and stands_in(whole, x, parts, members[0])):
        return 0
    text, part = whole.core(x), parts.core(k)
    if len(text) * (len(part) + sum(map(parts.size, members))) > LARGEST:
        return 0
    common = LCSseq.similarity(text, _joined(parts, members))
    gain = LCSseq.similarity(text, _joined(parts, [*members, k])) - common
    if gain >= _MOST * len(part) or gain >= max(_MANY * len(part), _WANTED * (len(text) - common)):
        return gain / len(part)
    if gain < _REWRITTEN * len(part):
        return 0
    told = _same_end(text, part, first=k < members[0]) or _cut_there(text, parts, members, k)
    told = told or _telling(whole, parts, x, members, k) >= max(_TELLING, _TELLING_SHARE * len(part))
    return gain / len(part) if told else 0


def _stands_elsewhere(free: list[str], text: str, joined: str) -> bool:
    """Whether a free paragraph is nearly the same as the text, and lies much less apart from it than what is joined."""
    return _has_copy(free, text, 1 - _NEARER * (1 - shared(text, joined)))


def _has_copy(free: list[str], text: str, otherwise: float) -> bool:
    """Whether a free paragraph is nearly the same and was moved, more likely than what explains the text otherwise.

    `free`: by length, so that only those are asked that are long enough, and short enough, to be so alike.
    """
    least = max(_COPY, otherwise)
    first = bisect_left(free, len(text) * least / (2 - least), key=len)
    last = bisect_right(free, len(text) * (2 - least) / least, key=len)
    return any(similarity > otherwise for _, similarity in all_shared(free[first:last], text, _COPY))


def stands_in(whole: Side, x: int, parts: Side, k: int) -> bool:
    """Whether a heading stood in a paragraph, as it is or at its beginning; true of what is no heading."""
    if not parts.paragraphs[k].heading or whole.paragraphs[x].heading:
        return True
    text, part = whole.core(x), parts.core(k)
    begins = text[:1] == part[:1] and LCSseq.similarity(text[: len(part) + _FEW], part) >= _STOOD * len(part)
    return begins or part in text


def _joined(side: Side, several: list[int]) -> str:
    return "".join([side.core(k) for k in sorted(several)])


def _telling(whole: Side, parts: Side, x: int, members: list[int], k: int) -> int:
    """How many words k has from x alone: the members lack them, and the paragraphs around x have none of them."""
    words = set(whole.core(x)).intersection(parts.core(k)).difference(*map(parts.core, members))
    around = [y for y in range(max(0, x - _BESIDE), min(len(whole), x + _BESIDE + 1)) if y != x]
    return len(words.difference(*map(whole.core, around)))


def _same_end(text: str, part: str, *, first: bool) -> bool:
    return part[:_BEGINNING] == text[:_BEGINNING] if first else part[-_BEGINNING:] == text[-_BEGINNING:]


def _cut_there(text: str, parts: Side, members: list[int], k: int) -> bool:
    """Whether the last words of one half and the first of the other, right behind it, stand together in the text."""
    halves = [pair for pair in ((k - 1, k), (k, k + 1)) if members[0] in pair]
    return any(parts.core(x)[-_CUT:] + parts.core(y)[:_CUT] in text for x, y in halves)


def _paired_beside(k: int, size: int, paired: Mapping[int, int]) -> Iterator[int]:
    before = (other for other in range(k - 1, max(-1, k - 1 - _BESIDE), -1) if other in paired)
    after = (other for other in range(k + 1, min(size, k + 1 + _BESIDE)) if other in paired)
    yield from islice(before, 2)
    yield from islice(after, 2)
