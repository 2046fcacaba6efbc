"""Headings: which became which is told by what they head, where their words do not.

Of those that are only a number, "Article 5", the words tell nothing. A new article gives every later one another number, and
"Article 5" then stands over what was Article 4: the heading over the same provisions is the same one, renumbered.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bot.drafts.comparison.joins import Parts
from bot.drafts.comparison.pairs import Pair, Pairs
from bot.drafts.comparison.side import Side
from bot.drafts.reading import Paragraph, labels

_MOST = 0.5  # of what one of two headings heads stands under the other

Over = dict[int, dict[str, int]]
"""For each provision the headings right above it and its like, by form: a chapter and its first article, say."""


def only_renumbered(old: Paragraph, new: Paragraph) -> bool:
    """Whether both are but a number, with the same word before it if any, and the number is another."""
    return old.key != new.key and "" != _form(old) == _form(new)


def printed(p: Paragraph) -> str:
    """A paragraph's number as printed, with the word before it: its label, or its text where it is only a number."""
    return p.label or (p.text if _form(p) else "")


def follow(a: Side, b: Side, alike: dict[Pair, float], pairs: Pairs, parts: Parts) -> None:
    """Makes pairs of the headings that head the same provisions, in place of pairs that only have one number."""
    old, new = _over(a.paragraphs), _over(b.paragraphs)
    if not old or not new:
        return
    joined: set[Pair] = {*parts.old, *parts.new}
    for i, j in _of_same_provisions(a, b, pairs, old, new):
        if joined.isdisjoint(pairs.rivals(i, j)):
            pairs.put(i, j)
            alike[i, j] = 1.0


def retitled(a: Side, b: Side, pairs: Pairs, parts: Parts) -> None:
    """Makes pairs of headings left over on both sides that stand over the same provisions: a heading with another title."""
    free_old = _free_headings(a, pairs.new_of.keys() | parts.taken_old())
    free_new = _free_headings(b, pairs.old_of.keys() | parts.taken_new())
    for i, under_old in free_old.items():
        j = pairs.new_of.get(i + 1, 0) - 1
        under_new = free_new.get(j)
        if under_new and _one_kind(a.paragraphs[i], b.paragraphs[j]):
            shared = sum(1 + a.length(x) for x in under_old if pairs.new_of.get(x) in under_new)
            if shared >= _MOST * min(
                sum(1 + side.length(x) for x in u) for side, u in ((a, under_old), (b, under_new))
            ):
                pairs.put(i, j)


def _free_headings(side: Side, taken: Collection[int]) -> dict[int, range]:
    """Headings that are not taken, each with what stands right under it up to the next."""
    places = [k for k, p in enumerate(side.paragraphs) if p.heading]
    return {k: range(k + 1, end) for k, end in pairwise([*places, len(side)]) if k not in taken and end > k + 1}


def _one_kind(old: Paragraph, new: Paragraph) -> bool:
    """Whether both are but a number, or both have a title, or both have one number."""
    return bool(_form(old)) == bool(_form(new)) or old.key == new.key


def _of_same_provisions(a: Side, b: Side, pairs: Pairs, old: Over, new: Over) -> list[Pair]:
    """Headings of one form whose first provisions lead from each to the other, and most of the rest of either too.

    A provision that came to stand first under another heading does not bring its own.
    """
    to_new, to_old = _heading_of_first(old, new, pairs.new_of), _heading_of_first(new, old, pairs.old_of)
    shared: dict[Pair, int] = defaultdict(int)
    for i, j in pairs:
        for x in old.get(i, {}).values():
            if to_new[x] in new.get(j, {}).values():
                shared[x, to_new[x]] += 1 + min(a.length(i), b.length(j))
    old_lengths, new_lengths = _lengths(a, old), _lengths(b, new)
    return [
        (x, y)
        for x, y in to_new.items()
        if to_old.get(y) == x
        and shared[x, y] >= _MOST * min(old_lengths[x], new_lengths[y])
        and not any(shared.get(rival) for rival in pairs.rivals(x, y))
    ]


def _heading_of_first(over: Over, others: Over, other_of: Mapping[int, int]) -> dict[int, int]:
    """For each heading the one of its form over what its first provision became or was, -1 if there is none."""
    found: dict[int, int] = {}
    for k, headings in over.items():
        if k in other_of:
            for form, heading in headings.items():
                found.setdefault(heading, others.get(other_of[k], {}).get(form, -1))
    return found


def _lengths(side: Side, over: Over) -> dict[int, int]:
    """How much stands under each heading."""
    found: dict[int, int] = defaultdict(int)
    for k, headings in over.items():
        for heading in headings.values():
            found[heading] += 1 + side.length(k)
    return found


def _over(paragraphs: Sequence[Paragraph]) -> Over:
    found: Over = {}
    above: dict[str, int] = {}
    for k, p in enumerate(paragraphs):
        form = _form(p)
        if (form or p.heading) and k - 1 in found:
            above = {}
        if form:
            above = {**above, form: k}
        elif above and not p.heading:
            found[k] = above
    return found


def _form(p: Paragraph) -> str:
    """What is printed of a number that stands alone, "#" in place of the number; "" for any other paragraph."""
    if p.label or not p.key or p.kind == "cell" or "[" in p.text or labels.key(p.text) != p.key:
        return ""
    return labels.without_number(p.text)
