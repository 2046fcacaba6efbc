"""Two drafts paragraph by paragraph: which became which.

1. Paragraphs with the same words are pairs to begin with; the rest is compared with what stands near it and with what shares
   rare words with it (`candidates`).
2. The heaviest chain of pairs, splits in two and mergers of two that keeps the order of both drafts is taken (`chain`).
3. A paragraph left over beside a pair, whose words the pair lacks, makes it a split or a merger too (`joins`); and so are a
   paragraph and a list left over in its place, all of whose items have their words from it (`lists`).
4. A heading that is only a number goes with what it heads, now and after the next step (`headings`).
5. What is left over on both sides and alike is a pair too, out of order (`moves`), or a split or a merger, with what stands
   elsewhere too (`elsewhere`); and so is what has what no other paragraph has (`rewritten`), what was rewritten where it stands
   (`in_place`) or is a half of what stands there (`halves`), and a heading with another title over the same provisions.
6. Moved is what stands outside of the longest chain of all pairs, but for copies of a line that would be all that moved there.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from bot.drafts.comparison import (
    candidates,
    chain,
    elsewhere,
    halves,
    headings,
    in_place,
    joins,
    lists,
    moves,
    rewritten,
)
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.pieces import Vocabulary
from bot.drafts.comparison.side import Side
from bot.drafts.comparison.stems import Stemming
from bot.drafts.reading import Paragraph

_LINE = 7  # words and signs, at most


class Link(NamedTuple):
    """Paragraphs `old` became paragraphs `new` (their numbers n, sorted): one to one, one to several, or several to one."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool


def align(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Link]:
    """The links between two drafts in the order of the new one; a paragraph in no link was added or deleted."""
    vocabulary = Vocabulary()
    return align_sides(Side(old, vocabulary), Side(new, vocabulary))


def align_sides(a: Side, b: Side) -> list[Link]:
    """As `align`, for drafts that are compared further."""
    alike = candidates.near(a, b)
    pairs, parts = _in_order(a, b, alike)
    joins.add(a, b, pairs, parts)
    lists.add(a, b, pairs, parts)
    headings.follow(a, b, alike, pairs, parts)
    asked = set(pairs)
    moves.add(a, b, alike, pairs, parts)
    joins.add(a, b, pairs, parts, asked)
    elsewhere.add(a, b, alike, pairs, parts)
    rewritten.add(a, b, pairs, parts)
    stemming = Stemming(a.vocabulary)
    in_place.add(a, b, pairs, parts, stemming)
    halves.add(a, b, pairs, parts, stemming)
    headings.follow(a, b, alike, pairs, parts)
    headings.retitled(a, b, pairs, parts)
    in_order = _in_longest_chain(a, pairs)
    _drop_lone_copies(a, b, pairs, parts, in_order)
    return _links(a.paragraphs, b.paragraphs, pairs, parts, in_order)


def _in_order(a: Side, b: Side, alike: Mapping[Pair, float]) -> tuple[Pairs, joins.Parts]:
    likely = joins.likely(a, b, alike)
    boxes = [(i, i, j, j, _weight(similarity, a.length(i), b.length(j))) for (i, j), similarity in alike.items()]
    boxes += [(*old, *new, _weight(s, a.length(*old), b.length(*new))) for _, _, old, new, s in likely]
    chosen = chain.heaviest_boxes(boxes)
    heads = [*alike, *(join.pair for join in likely)]
    parts = joins.Parts()
    for join in (likely[k - len(alike)] for k in chosen if k >= len(alike)):
        (parts.new if join.old[0] == join.old[1] else parts.old)[join.pair].append(join.other)
    return Pairs(heads[k] for k in chosen), parts


def _weight(similarity: float, old: int, new: int) -> float:
    """Long and very similar pairs count most, yet a long one does not outvote many short ones by its length."""
    return similarity * similarity * (1 + math.sqrt(min(old, new)))


def _in_longest_chain(a: Side, pairs: Pairs) -> set[Pair]:
    """Moved are the fewest paragraphs whose moving explains the new order; of two that changed places, the shorter."""
    return set(chain.heaviest((i, j, 1 + 1e-6 * len(a.paragraphs[i].text)) for i, j in pairs))


def _drop_lone_copies(a: Side, b: Side, pairs: Pairs, parts: joins.Parts, in_order: set[Pair]) -> None:
    """A line that stands several times, "Rationale:", was not moved by itself: it went in one place and came in another."""
    copies = Counter(p.word_hash for side in (a, b) for p in side.paragraphs)
    linked = {
        *pairs,
        *((i, y) for (i, _), more in parts.new.items() for y in more),
        *((x, j) for (_, j), more in parts.old.items() for x in more),
    }
    for i, j in {*pairs} - in_order - parts.old.keys() - parts.new.keys():
        alone = linked.isdisjoint(((i - 1, j - 1), (i + 1, j + 1)))
        if alone and a.same_words(i, b, j) and copies[a.paragraphs[i].word_hash] > 2 and a.size(i) <= _LINE:
            pairs.drop(i)


def _links(
    old: Sequence[Paragraph], new: Sequence[Paragraph], pairs: Pairs, parts: joins.Parts, in_order: set[Pair]
) -> list[Link]:
    links = [
        Link(
            _numbers(old, i, parts.old.get((i, j))),
            _numbers(new, j, parts.new.get((i, j))),
            (i, j) not in in_order,
        )
        for i, j in pairs
    ]
    return sorted(links, key=attrgetter("new"))


def _numbers(side: Sequence[Paragraph], place: int, more: list[int] | None) -> tuple[int, ...]:
    return tuple(sorted(side[x].n for x in (place, *more))) if more else (side[place].n,)
