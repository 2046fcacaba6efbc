"""Splits and mergers one half of which was rewritten: a paragraph left over beside a pair, whose rare words the other side of
the pair has, the half that was found lacks, and no other paragraph around has as many of.
"""

from collections.abc import Collection, Iterator, Mapping

from bot.drafts.comparison import stems
from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pairs
from bot.drafts.comparison.side import Side
from bot.drafts.comparison.stems import Stems

_GAIN = 0.50  # of what the half left over has, by weight, the whole has and the other half lacks
_TELLING = 8.0  # … if that weighs so much
_OTHER = 0.30  # of what the other half has
_ELSEWHERE = 0.70  # of what the whole has of it is in another paragraph around, at most
_SOME = 0.25  # of the words of the half left over, whatever those are

Half = tuple[int, int, int]
"""The places of the whole, of the half that is in a pair with it, and of the half left over."""


def add(a: Side, b: Side, pairs: Pairs, parts: Parts) -> None:
    """Adds to the pairs what stands right beside one half of them and is the other."""
    for i, j, k in _halves(a, b, pairs.old_of, parts.taken_old(), parts.taken_new()):
        parts.new[i, j].append(k)
    for j, i, k in _halves(b, a, pairs.new_of, parts.taken_new(), parts.taken_old()):
        parts.old[i, j].append(k)


def _halves(
    whole: Side, parts: Side, whole_of: Mapping[int, int], taken: Collection[int], taken_parts: Collection[int]
) -> list[Half]:
    """Each half left over once."""
    beside = [
        (whole_of[m], m, k)
        for k in range(len(parts))
        if k not in whole_of and k not in taken_parts and not parts.paragraphs[k].heading
        for m in (k - 1, k + 1)
        if m in whole_of and m not in taken_parts and whole_of[m] not in taken
    ]
    found = list(_told(whole, parts, list(_likely(whole, parts, beside))))
    return list({k: (x, m, k) for x, m, k in reversed(found)}.values())


def _likely(whole: Side, parts: Side, beside: list[Half]) -> Iterator[Half]:
    changed = [(x, m, k) for x, m, k in beside if not whole.paragraphs[x].heading and not whole.same_words(x, parts, m)]
    wholes, halves = stems.of(whole, {x for x, _, _ in changed}, parts, {h for _, m, k in changed for h in (m, k)})
    for x, m, k in changed:
        if len(halves[k] & wholes[x] - halves[m]) > _SOME * len(halves[k]):
            yield x, m, k


def _told(whole: Side, parts: Side, likely: list[Half]) -> Iterator[Half]:
    around = [(stems.around(x, x, len(whole)), stems.around(k, k, len(parts))) for x, _, k in likely]
    wholes, halves = stems.of(whole, {y for ys, _ in around for y in ys}, parts, {y for _, ys in around for y in ys})
    for (x, m, k), (near_whole, near_part) in zip(likely, around, strict=True):
        others = [wholes[y] for y in near_whole if y != x]
        rarity = stems.rarity([*others, wholes[x], *(halves[y] for y in near_part)])

        def weight(some: Stems, rarity: Mapping[str, float] = rarity) -> float:
            return sum(map(rarity.__getitem__, some))

        half, other = halves[k], halves[m]
        gain, common = weight(half & wholes[x] - other), weight(half & wholes[x])
        if (
            gain >= max(_TELLING, _GAIN * weight(half))
            and weight(other & wholes[x]) >= _OTHER * weight(other)
            and max((weight(half & one) for one in others), default=0.0) <= _ELSEWHERE * common
        ):
            yield x, m, k
