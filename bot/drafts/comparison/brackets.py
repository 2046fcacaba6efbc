"""Square brackets: what a text marks as not agreed. Links and footnote marks are none."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from bot.drafts.comparison import Brackets, Change, Op, chain
from bot.drafts.reading import Paragraph
from bot.drafts.reading.words import tokens

# [text](address) and ![text](address); [^note]; [12] glued to a word or a sign, before a sign, at either end of the text.
# A number with blanks around it, "within [30] days", is contested like any other word.
_ASIDE = re.compile(
    r"!?\[[^\[\]]*\]\([^()\s]*(?:\s[^()]*)?\)"
    r"|\[\^[^\[\]\s]+\]"
    r"|(?<=[^\s\[\](])\[\d{1,3}\]"
    r"|\[\d{1,3}\](?=[.,;:)]|\s*$)"
    r"|^\[\d{1,3}\](?=\s)"
)
_MAYBE_ASIDE = re.compile(r"\[[\d^]|\]\(")
_SIGN = re.compile(r"[\[\]［］]")


@dataclass(frozen=True, slots=True)
class Span:
    """One bracketed span [start, end) of a text, brackets included. `depth` counts from 1; `closed`: its end is written."""

    start: int
    end: int
    depth: int
    closed: bool


def spans(text: str) -> list[Span]:
    """Every bracketed span in the order of the opening brackets; one that is not closed goes to the end of the text."""
    open_at: list[int] = []
    found: list[Span] = []
    for at in _signs(text):
        if text[at] == "[" or text[at] == "［":
            open_at.append(at)
        elif open_at:
            depth = len(open_at)
            found.append(Span(open_at.pop(), at + 1, depth, True))
    found += [Span(at, len(text), depth, False) for depth, at in enumerate(open_at, 1)]
    return sorted(found, key=lambda span: span.start)


def openings(text: str) -> list[int]:
    """Where brackets open in the text."""
    return [at for at in _signs(text) if text[at] in "[［"]


def count(text: str) -> int:
    return len(openings(text))


def _signs(text: str) -> list[int]:
    """Places of the brackets that stand for themselves."""
    if "[" not in text and "]" not in text and (text.isascii() or not _SIGN.search(text)):
        return []
    found = [match.start() for match in _SIGN.finditer(text)]
    if found and _MAYBE_ASIDE.search(text):
        aside = {at for match in _ASIDE.finditer(text) for at in range(*match.span())}
        return [at for at in found if at not in aside]
    return found


def tally(old: Sequence[Paragraph], new: Sequence[Paragraph], changes: Iterable[Change]) -> Brackets:
    """Brackets before, after, and how many opened and closed between: old + opened - closed = new.

    A bracket stays if it stands in words that stayed, or if the words struck and those put in their place have as many; of
    more or fewer those stay that have words in common.
    """
    before, after = _openings_of(old), _openings_of(new)
    opened = closed = 0
    texts = ({p.n: p.text for p in old}, {p.n: p.text for p in new})
    for change in changes:
        if not (before.keys().isdisjoint(change.old) and after.keys().isdisjoint(change.new)):
            sides = (_places(change.old, before, texts[0]), _places(change.new, after, texts[1]))
            kept = len(same(change, *sides))
            closed += len(sides[0]) - kept
            opened += len(sides[1]) - kept
    old_count, new_count = sum(map(len, before.values())), sum(map(len, after.values()))
    return Brackets(old=old_count, new=new_count, opened=opened, closed=closed)


def _openings_of(side: Sequence[Paragraph]) -> dict[int, list[int]]:
    """Where brackets open in each paragraph, by its number, that has any."""
    some = (p for p in side if "[" in p.text or "［" in p.text)
    return {p.n: found for p in some if (found := openings(p.text))}


def _places(numbers: Sequence[int], openings_of: dict[int, list[int]], text_of: dict[int, str]) -> set[int]:
    """Where brackets open in the texts of these paragraphs, joined by a line feed as runs join them."""
    starts = accumulate((len(text_of[n]) + 1 for n in numbers), initial=0)
    return {start + at for start, n in zip(starts, numbers, strict=False) for at in openings_of.get(n, ())}


def same(change: Change, before: Set[int], after: Set[int]) -> list[tuple[int, int]]:
    """Brackets of both sides that are the same ones, as pairs of places in the old and in the new text.

    `before`, `after`: where brackets open in the two texts of the change, as its runs have them.
    """
    pairs: list[tuple[int, int]] = []
    struck: list[int] = []
    inserted: list[int] = []
    old_places, new_places = sorted(before), sorted(after)
    i = j = 0
    for op, text in change.runs:
        old, new = _between(old_places, i, i + len(text)), _between(new_places, j, j + len(text))
        if op == "=":
            pairs += _replaced(change, struck, inserted)
            pairs += [(at, at - i + j) for at in old if at - i + j in after]
            struck, inserted = [], []
        elif op == "-":
            struck += old
        else:
            inserted += new
        i += len(text) * (op != "+")
        j += len(text) * (op != "-")
    return [*pairs, *_replaced(change, struck, inserted)]


def _between(places: list[int], start: int, end: int) -> list[int]:
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _replaced(change: Change, struck: list[int], inserted: list[int]) -> list[tuple[int, int]]:
    """Which brackets among words struck are which among those in their place: as many are the same in their order, of more or
    fewer those that have words in common."""
    if not struck or not inserted or len(struck) == len(inserted):
        return list(zip(struck, inserted, strict=False))
    old, new = _inner_words(change, "-"), _inner_words(change, "+")
    shared = ((a, b, (old.get(a, Counter()) & new.get(b, Counter())).total()) for a in struck for b in inserted)
    return chain.heaviest((a, b, float(count)) for a, b, count in shared if count)


def _inner_words(change: Change, side: Op) -> dict[int, Counter[str]]:
    """The words in each bracket of the old ("-") or new ("+") text, by where it opens."""
    text = "".join(run for op, run in change.runs if op in ("=", side))
    return {s.start: Counter(w for w in tokens(text[s.start : s.end]) if w[0].isalnum()) for s in spans(text)}
