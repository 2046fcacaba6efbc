"""Which paragraphs of two drafts are worth comparing, and how alike those are: 0 to 1, by their longest common run of words."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

from bot.drafts.comparison import chain
from bot.drafts.comparison.pairs import Pair
from bot.drafts.comparison.pieces import LARGEST, Letters
from bot.drafts.comparison.side import Side
from bot.drafts.reading.words import fold

_ALIKE = 0.50
_ALIKE_FAR = 0.50
_CONTAINED = 0.80
_COPIES = 400  # pairs of copies of one text, at most, that are all candidates
_CAPITALS = 0.99  # alike, if only capitals differ
_FEW_COPIES = 20  # of such a text on one side, at most
_IN_COMMON = 400_000_000  # pairs of paragraphs, a bit of memory each
_SMALL = 2_500  # pairs of paragraphs that are all compared
_LARGE = 20_000  # … and that are all compared if nothing near them is alike
_WINDOW = 24  # paragraphs
_IN_WINDOWS = 200_000  # pairs of paragraphs; of more paragraphs that changed fewer neighbours are asked
_GRAM = 3  # words
_RARE = 6  # paragraphs that have them
_CHOICES = 4
_SAME_ENDS = 12  # paragraphs that have them


def near(a: Side, b: Side) -> dict[Pair, float]:
    """How alike paragraphs are that have the same words or stand in like places; pairs that are not in it are not alike.

    Paragraphs whose same words stand in the same order on both sides, and as often, are settled; all others are compared,
    those too whose words stand unchanged elsewhere, for what stands in their place may be nearly as like.
    """
    alike = dict.fromkeys(_exact(a, b), 1.0)
    anchors = chain.heaviest((i, j, 1 + math.sqrt(a.length(i))) for i, j in alike)
    settled = _settled(a, b, anchors)
    old, new = _without(len(a), {i for i, _ in settled}), _without(len(b), {j for _, j in settled})
    alike |= dict.fromkeys(_in_other_capitals(a, b, old, new), _CAPITALS)
    asked = ((j, old) for j in new) if len(old) * len(new) <= _SMALL else _between(a, b, old, new, anchors)
    for j, several in asked:
        _compare(a, b, several, j, alike)
    return alike


def far(a: Side, b: Side, old: list[int], new: list[int]) -> dict[Pair, float]:
    """As `near` for some paragraphs wherever they stand, the few most alike of each new one."""
    few = len(old) * len(new) <= _LARGE
    asked = ((j, old) for j in new) if few else _likely(a, b, old, new)
    return {
        (several[k], j): similarity
        for j, several in asked
        for k, similarity in all_shared([a.core(i) for i in several], b.core(j), _ALIKE_FAR)
    }


def ends(core: str) -> tuple[str, str]:
    """The first word of a text and its last two."""
    return core[:1], core[-2:]


def shared(a: str, b: str, least: float = 0.0) -> float:
    """Words that two texts have in one order, twice, of all their words; 0 if that is less than the least.

    Of long texts runs of three words, which takes linear time and tells somewhat less.
    """
    if len(a) * len(b) <= LARGEST:
        return Indel.normalized_similarity(a, b, score_cutoff=least)
    old, new = _grams(a), _grams(b)
    similarity = 2 * len(old & new) / (len(old) + len(new))
    return similarity if similarity >= least else 0.0


def all_shared(several: list[str], text: str, least: float) -> Iterator[tuple[int, float]]:
    """Which of several texts share at least so much with the text, by their places, and how much; see `shared`."""
    if len(text) * max(map(len, several), default=0) <= LARGEST:
        found = process.extract_iter(text, several, scorer=Indel.normalized_similarity, score_cutoff=least)
        return ((k, similarity) for _, similarity, k in found)
    return ((k, similarity) for k, other in enumerate(several) if (similarity := shared(other, text, least)))


def _compare(a: Side, b: Side, several: list[int], j: int, alike: dict[Pair, float]) -> None:
    text, others = b.core(j), [a.core(i) for i in several]
    found = dict(all_shared(others, text, _ALIKE))
    for k, i in enumerate(several):
        if (similarity := found.get(k) or _contained(others[k], text)) and (i, j) not in alike:
            alike[i, j] = similarity


def _settled(a: Side, b: Side, anchors: list[Pair]) -> list[Pair]:
    """Those that no copy on one side alone makes doubtful: of two copies the other one may have been edited."""
    old, new = (Counter(p.word_hash for p in side.paragraphs) for side in (a, b))
    return [(i, j) for i, j in anchors if old[a.paragraphs[i].word_hash] == new[b.paragraphs[j].word_hash]]


def _in_other_capitals(a: Side, b: Side, old: list[int], new: list[int]) -> Iterator[Pair]:
    """Paragraphs that have the same words but for capitals: titles that one house style sets in them, and another does not."""
    places: dict[str, list[int]] = defaultdict(list)
    for i in old:
        places[fold(a.paragraphs[i].text).casefold()].append(i)
    for j in new:
        found = places.get(fold(b.paragraphs[j].text).casefold(), ())
        if len(found) <= _FEW_COPIES:
            yield from ((i, j) for i in found if not a.same_words(i, b, j))


def _without(size: int, taken: set[int]) -> list[int]:
    return [k for k in range(size) if k not in taken]


def _exact(a: Side, b: Side) -> Iterator[Pair]:
    """Paragraphs with the same words; of texts that stand many times on both sides, those that keep their place."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, paragraph in enumerate(a.paragraphs):
        places[paragraph.word_hash].append(i)
    copies = Counter(p.word_hash for p in b.paragraphs)
    many = {word_hash for word_hash, old in places.items() if len(old) * copies[word_hash] > _COPIES}
    for j, paragraph in enumerate(b.paragraphs):
        if paragraph.word_hash not in many:
            yield from ((i, j) for i in places.get(paragraph.word_hash, ()))
    if many:
        yield from _in_common(a, b)


def _in_common(a: Side, b: Side) -> Iterator[Pair]:
    """The pairs of a longest common run of paragraphs; nothing for drafts of more than some ten thousand paragraphs."""
    if len(a) * len(b) <= _IN_COMMON:
        letters = Letters()
        old, new = ("".join([letters[p.word_hash] for p in side.paragraphs]) for side in (a, b))
        for block in LCSseq.opcodes(old, new).as_matching_blocks():
            yield from ((block.a + k, block.b + k) for k in range(block.size))


def _contained(a: str, b: str) -> float:
    """How alike a paragraph is to a longer one (a split or merger) that has nearly all of it: little."""
    shorter, longer = (len(a), len(b)) if len(a) < len(b) else (len(b), len(a))
    if shorter < 6 or not 1.3 * shorter < longer < 6 * shorter or shorter * longer > LARGEST:
        return 0
    common = LCSseq.similarity(a, b, score_cutoff=int(_CONTAINED * shorter))
    return common / shorter - 0.35 if common >= _CONTAINED * shorter else 0


def _between(a: Side, b: Side, old: list[int], new: list[int], anchors: list[Pair]) -> Iterator[tuple[int, list[int]]]:
    """For each new paragraph the old ones between the same unchanged neighbours; of many, those in the like place."""
    anchors = [(-1, -1), *anchors, (len(a), len(b))]
    rights = [j for _, j in anchors]
    window = min(_WINDOW, max(2, _IN_WINDOWS // len(new)))
    for j in new:
        k = bisect_left(rights, j)
        (low, left), (high, right) = anchors[k - 1], anchors[k]
        start, end = bisect_left(old, max(low - 2, -1)), bisect_left(old, min(high + 2, len(a)))
        if end - start > window:
            middle = bisect_left(old, low + (high - low) * (j - left) // max(1, right - left))
            start, end = max(start, middle - window // 2), min(end, middle + window // 2)
        yield j, old[start:end]


def _likely(a: Side, b: Side, old: list[int], new: list[int]) -> Iterator[tuple[int, list[int]]]:
    """For each new paragraph few old ones, wherever they are: those with most runs of three words that stand in few others,
    and those with the same ends, if they are few."""
    places: dict[str, list[int]] = defaultdict(list)
    by_ends: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in old:
        by_ends[ends(a.core(i))].append(i)
        for gram in _grams(a.core(i)):
            places[gram].append(i)
    rare = {gram: found for gram, found in places.items() if len(found) <= _RARE}
    for j in new:
        votes: dict[int, int] = defaultdict(int)
        for gram in rare.keys() & _grams(b.core(j)):
            for i in rare[gram]:
                votes[i] += 60 // len(rare[gram])
        most = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CHOICES]
        same_ends = by_ends.get(ends(b.core(j)), [])
        yield j, [*{i for i, weight in most if weight >= 20}.union(same_ends if len(same_ends) <= _SAME_ENDS else ())]


def _grams(core: str) -> set[str]:
    return {core[k : k + _GRAM] for k in range(len(core) - _GRAM + 1)}
