"""Splits and mergers with what stands elsewhere: a paragraph taken over nearly word for word into another, or out of one."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import LCSseq

from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.pieces import LARGEST
from bot.drafts.comparison.side import Side
from bot.drafts.reading.words import count

_SHORTEST = 8  # words, signs not counted
_MOST = 0.80  # of the words of the leftover paragraph found in what the pair lacks
_GRAM = 4  # words
_FEW = 4  # paragraphs that have them
_CHOICES = 2


def add(a: Side, b: Side, alike: Mapping[Pair, float], pairs: Pairs, parts: Parts) -> None:
    """Adds to the pairs what is left over anywhere and has nearly all of its words from what a pair lacks."""
    free_old = _free(a, parts.taken_old() | pairs.new_of.keys())
    free_new = _free(b, parts.taken_new() | pairs.old_of.keys())
    single = [pair for pair in pairs if pair not in parts.old and pair not in parts.new and alike.get(pair) != 1]
    common = {(i, j): alike.get((i, j), 0.0) * (a.size(i) + b.size(j)) / 2 for i, j in single}
    least = _MOST * min(map(b.size, free_new), default=0)
    longer_old = {j: i for i, j in single if a.size(i) - common[i, j] >= least}
    for j, more in _found(a, b, longer_old, free_new).items():
        parts.new[longer_old[j], j] += more
    least = _MOST * min(map(a.size, free_old), default=0)
    longer_new = {i: j for i, j in single if (i, j) not in parts.new and b.size(j) - common[i, j] >= least}
    for i, more in _found(b, a, longer_new, free_old).items():
        parts.old[i, longer_new[i]] += more


def _free(side: Side, taken: set[int]) -> list[int]:
    return [k for k, p in enumerate(side.paragraphs) if k not in taken and count(p.text) >= _SHORTEST]


def _found(whole: Side, parts: Side, whole_of: Mapping[int, int], free: list[int]) -> dict[int, list[int]]:
    """What else belongs to paragraphs of `parts`, by what each is paired with."""
    found: dict[int, list[int]] = {}
    for k, likely in _likely(whole, parts, whole_of, free).items():
        for other in likely:
            if _lacks(whole.core(whole_of[other]), parts, [other, *found.get(other, ())], k):
                found.setdefault(other, []).append(k)
                break
    return found


def _likely(whole: Side, parts: Side, whole_of: Mapping[int, int], free: list[int]) -> dict[int, list[int]]:
    """For each free paragraph those paired with what has most of its runs of words that few have; one in three is asked."""
    if not whole_of or not free:
        return {}
    wanted = {k: _grams(parts.core(k)) for k in free}
    every = set().union(*wanted.values())
    having: dict[str, list[int]] = defaultdict(list)
    for other, x in whole_of.items():
        for gram in every & _grams(whole.core(x), step=3):
            having[gram].append(other)
    few = {gram: others for gram, others in having.items() if len(others) <= _FEW}
    votes = {k: Counter(other for gram in grams & few.keys() for other in few[gram]) for k, grams in wanted.items()}
    return {k: sorted(counted, key=lambda other: (-counted[other], other))[:_CHOICES] for k, counted in votes.items()}


def _grams(core: str, step: int = 1) -> set[str]:
    return {core[k : k + _GRAM] for k in range(0, len(core) - _GRAM + 1, step)}


def _lacks(text: str, parts: Side, members: list[int], k: int) -> bool:
    """Whether paragraph k has nearly all of its words from what the text has and the members lack, in its place among them."""
    with_it, without = ("".join(parts.core(x) for x in sorted(several)) for several in ([*members, k], members))
    if len(text) * len(with_it) > LARGEST:
        return False
    return LCSseq.similarity(text, with_it) - LCSseq.similarity(text, without) >= _MOST * parts.size(k)
