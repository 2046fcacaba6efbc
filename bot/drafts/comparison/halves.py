"""Splits and mergers one half of which was rewritten: a paragraph left over beside a pair, whose rare words the other side of
the pair has, the half that was found lacks, and no other paragraph around has as many of.
"""

from collections.abc import Collection, Mapping

from bot.drafts.comparison import stems
from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pairs
from bot.drafts.comparison.side import Side
from bot.drafts.comparison.stems import Stemming, Stems

_GAIN = 0.50  # of what the half left over has, by weight, the whole has and the other half lacks
_TELLING = 8.0  # … if that weighs so much
_OTHER = 0.30  # of what the other half has
_ELSEWHERE = 0.70  # of what the whole has of it is in another paragraph around, at most
_SOME = 0.25  # of the words of the half left over, whatever those are

Half = tuple[int, int, int]
"""The places of the whole, of the half that is in a pair with it, and of the half left over."""


def add(a: Side, b: Side, pairs: Pairs, parts: Parts, stemming: Stemming) -> None:
    """Adds to the pairs what stands right beside one half of them and is the other."""
    for i, j, k in _halves(a, b, pairs.old_of, parts.taken_old(), parts.taken_new(), stemming):
        parts.new[i, j].append(k)
    for j, i, k in _halves(b, a, pairs.new_of, parts.taken_new(), parts.taken_old(), stemming):
        parts.old[i, j].append(k)


def _halves(
    whole: Side,
    parts: Side,
    whole_of: Mapping[int, int],
    taken: Collection[int],
    taken_parts: Collection[int],
    stemming: Stemming,
) -> list[Half]:
    """Each half left over once."""
    beside = [
        (whole_of[m], m, k)
        for k in range(len(parts))
        if k not in whole_of and k not in taken_parts and not parts.paragraphs[k].heading
        for m in (k - 1, k + 1)
        if m in whole_of and m not in taken_parts and whole_of[m] not in taken
    ]
    found = [half for half in beside if _likely(whole, parts, half, stemming) and _told(whole, parts, half, stemming)]
    return list({k: (x, m, k) for x, m, k in reversed(found)}.values())


def _likely(whole: Side, parts: Side, half: Half, stemming: Stemming) -> bool:
    """Whether the half left over has some words that the whole has and the other half lacks, whatever those are."""
    x, m, k = half
    if whole.paragraphs[x].heading or whole.same_words(x, parts, m):
        return False
    left = stemming.one(parts, k)
    return len(left & stemming.one(whole, x) - stemming.one(parts, m)) > _SOME * len(left)


def _told(whole: Side, parts: Side, half: Half, stemming: Stemming) -> bool:
    x, m, k = half
    wholes = stemming.of(whole, stems.around(x, x, len(whole)))
    halves = stemming.of(parts, stems.around(k, k, len(parts)))
    rarity = stems.rarity([*wholes.values(), *halves.values()])

    def weight(some: Stems) -> float:
        return sum(map(rarity.__getitem__, some))

    left, other, entire = halves[k], halves[m], wholes.pop(x)
    gain, common = weight(left & entire - other), weight(left & entire)
    return (
        gain >= max(_TELLING, _GAIN * weight(left))
        and weight(other & entire) >= _OTHER * weight(other)
        and max((weight(left & one) for one in wholes.values()), default=0.0) <= _ELSEWHERE * common
    )
