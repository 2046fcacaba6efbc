"""Splits into many and mergers of many: a paragraph that became a list, or a list that became one.

No item of a long list is like the paragraph that it was cut from. Therefore what is left over between the same neighbours on
both sides is asked whether it has nearly all of its words from there.
"""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from bot.drafts.comparison import chain
from bot.drafts.comparison.joins import Parts, stands_in
from bot.drafts.comparison.pairs import Pairs
from bot.drafts.comparison.pieces import LARGEST
from bot.drafts.comparison.side import Side

_LONG = 40  # words of a paragraph that may have become a list
_SHORTEST = 4  # words of an item
_MOST = 0.80  # of an item's words that stood in the paragraph, and of those of all items together, in their order
_WHOLE = 0.60  # of the paragraph's words that the items have
_GAP = 400  # pairs of paragraphs between the same neighbours, at most

Gap = tuple[list[int], list[int]]
"""What is left over on either side between two pairs and the next in order."""


def add(a: Side, b: Side, pairs: Pairs, parts: Parts) -> None:
    """Adds paragraphs with the items that they became, and items with the paragraph that they became, to the pairs."""
    for i, items in list(_lists(a, b, _gaps(a, b, pairs, parts))):
        longest = max(items, key=b.size)
        pairs.put(i, longest)
        parts.new[i, longest] = [j for j in items if j != longest]
    for j, items in list(_lists(b, a, ((new, old) for old, new in _gaps(a, b, pairs, parts)))):
        longest = max(items, key=a.size)
        pairs.put(longest, j)
        parts.old[longest, j] = [i for i in items if i != longest]


def _gaps(a: Side, b: Side, pairs: Pairs, parts: Parts) -> Iterator[Gap]:
    taken_old, taken_new = pairs.new_of.keys() | parts.taken_old(), pairs.old_of.keys() | parts.taken_new()
    anchors = chain.heaviest((i, j, 1.0) for i, j in pairs)
    for (i, j), (x, y) in pairwise([(-1, -1), *anchors, (len(a), len(b))]):
        if x - i > 1 and y - j > 1:
            old = [k for k in range(i + 1, x) if k not in taken_old]
            new = [k for k in range(j + 1, y) if k not in taken_new]
            if len(old) + len(new) > 2 and 0 < len(old) * len(new) <= _GAP:
                yield old, new


def _lists(whole: Side, parts: Side, gaps: Iterator[Gap]) -> Iterator[tuple[int, list[int]]]:
    """Paragraphs of `whole` with the several of `parts` that were cut from each."""
    for wholes, left in gaps:
        for x in wholes:
            if whole.size(x) >= _LONG and len(items := _items(whole, x, parts, left)) > 1:
                yield x, items
                left = [k for k in left if k not in items]


def _items(whole: Side, x: int, parts: Side, left: list[int]) -> list[int]:
    """Those left over that have nearly all of their words from paragraph x, if they have most of it in its order; or none."""
    text = whole.core(x)
    items = [
        k for k in left if parts.size(k) >= _SHORTEST and stands_in(whole, x, parts, k) and _from(text, parts.core(k))
    ]
    joined = "".join(map(parts.core, items))
    if _from(text, joined) and LCSseq.similarity(text, joined) >= _WHOLE * len(text):
        return items
    return []


def _from(text: str, part: str) -> bool:
    return len(text) * len(part) <= LARGEST and LCSseq.similarity(text, part) >= _MOST * len(part)
