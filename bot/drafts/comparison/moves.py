"""Pairs out of order: paragraphs that were moved, perhaps edited on the way."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Indel, Postfix, Prefix

from bot.drafts.comparison import candidates, chain
from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.side import Side
from bot.drafts.reading.words import count

_SHORTEST = 7  # words, signs not counted
_ENOUGH = 200  # characters in which these are looked for
_LINE = 8  # words and signs; fewer are a date or a title
_FAR_SHARE = (
    0.7  # two paragraphs, one of them moved, lie apart by at most this share of the way to the nearest stranger
)
_ENDS_SHARE = 1.0  # … by this if both begin with the same word and end with the same two
_FRAME = 8  # words at the beginning and at the end that are the same
_FRAME_SHARE = 0.66  # … if these are so much of the shorter paragraph
_PLACE_SHARE = 0.9  # … or by this if both stand between the same neighbours
_FIRM = 0.85  # a pair in order less alike than this may give way to another
_LOOSE = 0.65  # … and less than this to one that begins and ends otherwise
_NEARER = 0.3  # … that lies apart by no more than this share
_COPIES = 0.01  # copies of which there are several lie apart by up to so much
_BESIDE = -1  # in place of how far away: beside a pair
_IN_BLOCK = 0.50  # alike enough beside a paragraph that was moved by as much
_IN_PLACE = 0.35  # … and between the same neighbours
_LABEL = 0.5  # as much more alike are two with one label there
_END = 4  # words
_GAP = 400  # pairs of paragraphs between the same neighbours, at most
_STRANGERS = 1_500  # at most; those that changed first, whose words are at hand
_FEW = 8  # one stranger of so many is asked first

_NUMBER = re.compile(r"\d+")

Strangers = tuple[list[str], list[str]]
Candidate = tuple[float, int, int, int]
"""By how much two paragraphs lie apart (0 to 1), how far away from each other they stand, and their places."""


@dataclass(frozen=True, slots=True)
class _Search:
    """`old` and `new`: the paragraphs that are free, or in a pair loose enough to give way."""

    a: Side
    b: Side
    alike: Mapping[Pair, float]
    pairs: Pairs
    old: set[int]
    new: set[int]
    strangers: Strangers


def add(a: Side, b: Side, alike: dict[Pair, float], pairs: Pairs, parts: Parts) -> None:
    """Adds to `pairs` what is left over on both sides and alike, the most similar first.

    A clause may look like many others. Therefore a pair counts only if the new paragraph is more like the old one than like
    the old paragraphs that have become something else; and a pair in order, which stands where it is likely, gives way only
    to one that is much more alike.
    """
    joined_old, joined_new = parts.taken_old(), parts.taken_new()
    loose = [
        pair
        for pair in pairs
        if pair[0] not in joined_old and pair[1] not in joined_new and _gives_way(a, b, alike, pair)
    ]
    old = {i for i in range(len(a)) if i not in pairs.new_of and i not in joined_old} | {i for i, _ in loose}
    new = {j for j in range(len(b)) if j not in pairs.old_of and j not in joined_new} | {j for _, j in loose}
    long_old, long_new = _long(a, old), _long(b, new)
    far = candidates.far(a, b, long_old, long_new)
    search = _Search(a, b, far | alike, pairs, old, new, _strangers(a, alike, pairs, old))
    _pair(search, {*long_old}, {*long_new})
    _fill(search)


def _pair(search: _Search, long_old: set[int], long_new: set[int]) -> None:
    """Pairs what is alike and no clause like many, the least apart first.

    Paragraphs move in blocks: two that stand beside a pair as its neighbours do are taken to be less apart than they are.
    """
    common: set[int] = set()
    queue = list(_alike(search, long_old, long_new))
    heapify(queue)
    while queue:
        _, away, i, j = heappop(queue)
        if _free(search, i, j) if away == _BESIDE else _tells(search, i, j, common):
            _settle(search, i, j)
            for pair in _beside(search, i, j):
                heappush(queue, pair)


def _tells(search: _Search, i: int, j: int, common: set[int]) -> bool:
    """Whether two paragraphs that are alike are a pair; what looked `common` once needs the ends in common too."""
    similarity = search.alike[i, j]
    if i not in search.old or j not in search.new or not _better(search, i, j, similarity):
        return False
    both_ends = _same_ends(search, i, j)
    if j in common and not both_ends:
        return False
    if _stands_out(search, j, similarity, _ENDS_SHARE if both_ends else _FAR_SHARE):
        return True
    if both_ends and _other_middle(search, i, j):
        return True
    common.add(j)
    return False


def _other_middle(search: _Search, i: int, j: int) -> bool:
    """Whether both begin and end with the same many words, most of the shorter, and no stranger has as much of them."""
    core = search.b.core(j)
    most = _frame(search.a.core(i), core)
    return most >= _FRAME_SHARE and all(_frame(other, core) < most for other in search.strangers[1])


def _frame(a: str, b: str) -> float:
    """How much of the shorter text the beginning and the end are that both have; 0 where one of these is short."""
    if a[:_FRAME] != b[:_FRAME] or a[-_FRAME:] != b[-_FRAME:]:
        return 0.0
    return min(1.0, (Prefix.similarity(a, b) + Postfix.similarity(a, b)) / min(len(a), len(b)))


def _gives_way(a: Side, b: Side, alike: Mapping[Pair, float], pair: Pair) -> bool:
    """Whether a pair in order is so little alike that a better one may be looked for."""
    return alike[pair] < _FIRM and not _other_number(a, pair[0], b, pair[1])


def _same_ends(search: _Search, i: int, j: int) -> bool:
    return candidates.ends(search.a.core(i)) == candidates.ends(search.b.core(j))


def _other_number(a: Side, i: int, b: Side, j: int) -> bool:
    """Whether two paragraphs differ in their numbers alone: "Example 11", which was "Example 8"."""
    if a.size(i) != b.size(j):
        return False
    return _NUMBER.sub("", a.paragraphs[i].text) == _NUMBER.sub("", b.paragraphs[j].text)


def _strangers(a: Side, alike: Mapping[Pair, float], pairs: Pairs, free: set[int]) -> Strangers:
    firm = sorted(pairs.new_of.keys() - free, key=lambda i: (alike.get((i, pairs.new_of[i])) == 1, i))
    others = [a.core_alone(i) for i in sorted(firm[:_STRANGERS])]
    return others[::_FEW], others


def _long(side: Side, free: set[int]) -> list[int]:
    return [k for k in sorted(free) if count(side.paragraphs[k].text[:_ENOUGH]) >= _SHORTEST]


def _alike(search: _Search, long_old: set[int], long_new: set[int]) -> Iterator[Candidate]:
    """Free paragraphs that are alike, short ones only where they stand once on each side.

    Of several copies those are least apart that have the most like neighbour.
    """
    a, b = search.a, search.b
    copies = Counter(p.word_hash for side in (a, b) for p in side.paragraphs)
    for (i, j), similarity in search.alike.items():
        if i not in search.old or j not in search.new:
            continue
        once = similarity == 1 and copies[a.paragraphs[i].word_hash] == 2
        if once or (i in long_old and j in long_new):
            apart = 1 - similarity if similarity < 1 or once else _COPIES * (1 - _likest_neighbour(search, i, j))
            yield apart, abs(i * len(b) - j * len(a)), i, j


def _likest_neighbour(search: _Search, i: int, j: int) -> float:
    before = _similarity(search, i - 1, j - 1) if i and j else 0.0
    behind = _similarity(search, i + 1, j + 1) if i + 1 < len(search.a) and j + 1 < len(search.b) else 0.0
    return max(before, behind)


def _beside(search: _Search, i: int, j: int) -> Iterator[Candidate]:
    """What is free before and behind a pair, if it is alike."""
    for x, y in ((i - 1, j - 1), (i + 1, j + 1)):
        if _free(search, x, y) and (similarity := _similarity(search, x, y)) >= _IN_BLOCK:
            yield _NEARER * (1 - similarity), _BESIDE, x, y


def _better(search: _Search, i: int, j: int, similarity: float) -> bool:
    """Whether each pair in the way is so much less alike that it was taken for want of a better one."""
    rivals = [search.alike.get(rival, 0.0) for rival in search.pairs.rivals(i, j)]
    return all(1 - similarity <= _NEARER * (1 - rival) for rival in rivals) and (
        max(rivals, default=0.0) < _LOOSE or _same_ends(search, i, j)
    )


def _stands_out(search: _Search, j: int, similarity: float, share: float) -> bool:
    """Whether every stranger lies so far away that a pair of this similarity lies apart by less than a share of that.

    (D. Lowe's ratio of the distances to the nearest and to the next neighbour, 2004.) A few are asked first: a clause like
    many others is found out by them.
    """
    if similarity == 1:
        return True
    core, scorer, cutoff = search.b.core(j), Indel.normalized_similarity, max(0.0, 1 - (1 - similarity) / share)
    return all(process.extractOne(core, some, scorer=scorer, score_cutoff=cutoff) is None for some in search.strangers)


def _settle(search: _Search, i: int, j: int) -> None:
    search.pairs.put(i, j)
    search.old.discard(i)
    search.new.discard(j)


def _fill(search: _Search) -> None:
    """Pairs free paragraphs that stand between the same neighbours, in their order: thoroughly rewritten in their place."""
    anchors = chain.heaviest((i, j, 1.0) for i, j in search.pairs)
    ends = ((-1, -1), *anchors, (len(search.a), len(search.b)))
    for (i, j), (x, y) in pairwise(ends):
        if x - i > 1 and y - j > 1:
            old = [k for k in range(i + 1, x) if k in search.old and k not in search.pairs.new_of]
            new = [k for k in range(j + 1, y) if k in search.new and k not in search.pairs.old_of]
            if x - i == y - j == 2 and old and new and _one_place(search, old[0], new[0]):
                _settle(search, old[0], new[0])
            elif 0 < len(old) * len(new) <= _GAP:
                for pair in chain.heaviest(_rewritten(search, old, new)):
                    _settle(search, *pair)


def _one_place(search: _Search, i: int, j: int) -> bool:
    """Whether two paragraphs that alone are left between the same neighbours are one: one of them cut or added to, or lines."""
    a, b = search.a, search.b
    if a.paragraphs[i].kind != b.paragraphs[j].kind:
        return False
    return _two_lines(a, i, b, j) or _contains(a, i, b, j) or _contains(b, j, a, i)


def _contains(a: Side, i: int, b: Side, j: int) -> bool:
    """Whether a paragraph begins or ends with all words of another, but for a sign at the end of that."""
    if not b.words(j):
        return False
    text, part, ends_in_word = a.core(i), b.core(j), b.paragraphs[j].text.rstrip("[] ")[-1:].isalnum()
    return text.startswith(part if ends_in_word else part[:-1]) or text.endswith(part)


def _two_lines(a: Side, i: int, b: Side, j: int) -> bool:
    """Whether two paragraphs are lines of a few words, beside one that kept its own: a date, a title, then another.

    They need no word in common. Beside paragraphs that changed too, one item of a list may have gone and another come.
    """
    if max(a.size(i), b.size(j)) >= _LINE:
        return False
    if i and j and a.same_words(i - 1, b, j - 1):
        return True
    return i + 1 < len(a) and j + 1 < len(b) and a.same_words(i + 1, b, j + 1)


def _rewritten(search: _Search, old: list[int], new: list[int]) -> Iterator[chain.Edge]:
    for j in new:
        alike = [(similarity, i) for i in old if (similarity := _in_place(search, i, j)) >= _IN_PLACE]
        if alike and not _stands_out(search, j, min(alike)[0], _PLACE_SHARE):
            alike = [
                (similarity, i)
                for similarity, i in alike
                if _one_end(search, i, j) or (_same_label(search, i, j) and _between_pairs(search, i, j))
            ]
        yield from ((i, j, similarity + _LABEL * _same_label(search, i, j)) for similarity, i in alike)


def _same_label(search: _Search, i: int, j: int) -> bool:
    return search.a.paragraphs[i].key == search.b.paragraphs[j].key != ""


def _between_pairs(search: _Search, i: int, j: int) -> bool:
    return search.pairs.new_of.get(i - 1) == j - 1 and search.pairs.new_of.get(i + 1) == j + 1


def _in_place(search: _Search, i: int, j: int) -> float:
    """How alike two paragraphs are, just enough where one is but the beginning or the end of the other."""
    shorter, longer = sorted((search.a.core(i), search.b.core(j)), key=len)
    cut = len(shorter) >= _SHORTEST and (longer.startswith(shorter[:-1]) or longer.endswith(shorter))
    return max(_similarity(search, i, j), _IN_PLACE if cut else 0.0)


def _one_end(search: _Search, i: int, j: int) -> bool:
    """Whether both begin, or both end, with the same words, a few or more, and no stranger does."""
    a, b = search.a.core(i), search.b.core(j)
    begin, end = Prefix.similarity(a, b), Postfix.similarity(a, b)
    if begin >= _END and not any(core.startswith(a[:begin]) for core in search.strangers[1]):
        return True
    return end >= _END and not any(core.endswith(a[-end:]) for core in search.strangers[1])


def _free(search: _Search, i: int, j: int) -> bool:
    return i in search.old and j in search.new and not search.pairs.rivals(i, j)


def _similarity(search: _Search, i: int, j: int) -> float:
    """How alike two paragraphs are; lines of a few words that have but signs in common are not."""
    a, b = search.a, search.b
    similarity = candidates.shared(a.core(i), b.core(j))
    if similarity < 1 and min(a.size(i), b.size(j)) < _LINE and not a.words(i) & b.words(j):
        return 0.0
    return similarity
