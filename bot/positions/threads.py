"""Threads: which paragraph of a draft is which of the drafts before, as a number that stays. Pure.

A position hangs on a thread. A thread goes on through every change of a paragraph's words, place and number; of the parts of a
split the one that holds most of the old words keeps it, and what was merged goes on in the thread of the part that gave most.
A paragraph whose words stood in an earlier draft has the thread that it had there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.lineage import revived
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.words import tokens

Threads = Mapping[int, int]
"""A paragraph's n → its thread."""


def chained(stood: Sequence[tuple[Reading, Threads | None]], last: int) -> list[Threads]:
    """The threads of readings, oldest first, those that have theirs keeping them.

    `last`: the highest thread that the document has ever had; 0 if none. A first draft's paragraphs are 1, 2, 3 …
    """
    found: list[Threads] = []
    for at, (reading, known) in enumerate(stood):
        if known is None:
            known = _onward(stood[at - 1][0], reading, found, stood, last) if at else _numbered(reading, last)
            last = max(last, *known.values(), 0)
        found.append(known)
    return found


def _numbered(reading: Reading, last: int) -> Threads:
    return {p.n: last + at for at, p in enumerate(reading.paragraphs, 1)}


def _onward(
    old: Reading, new: Reading, found: Sequence[Threads], stood: Sequence[tuple[Reading, Threads | None]], last: int
) -> Threads:
    before = found[-1]
    gone: dict[int, list[Paragraph]] = {}
    for (reading, _), threads in reversed(list(zip(stood, found, strict=False))):
        for p in reading.paragraphs:
            if p.text:
                gone.setdefault(threads[p.n], []).append(p)
    for thread in before.values():
        gone.pop(thread, None)
    return onward(before, compare(old, new), gone, last)


def onward(before: Threads, told: Comparison, gone: Mapping[int, Sequence[Paragraph]], last: int) -> Threads:
    """The threads of the new side of a comparison.

    `before`: those of the old side; `gone`: of each thread that the old side lacks its paragraphs, the last first.
    """
    kept = dict(_kept(before, told))
    left = [p for p in told.new.paragraphs if p.n not in kept]
    kept |= _returned(gone, [p for p in left if p.text])
    fresh = [p.n for p in left if p.n not in kept]
    return dict(sorted((kept | dict(zip(fresh, count(last + 1), strict=False))).items()))


def _kept(before: Threads, told: Comparison) -> Iterator[tuple[int, int]]:
    for change in told.changes:
        if change.old and change.new:
            yield heir(told, change), before[giver(told, change)]


def heir(told: Comparison, change: Change) -> int:
    """The part of a change that holds most of the old words; the first of equals."""
    old = told.old.paragraphs[change.old[0] - 1]
    return max(change.new, key=lambda n: (common(old, told.new.paragraphs[n - 1]), -n))


def giver(told: Comparison, change: Change) -> int:
    """The part of a change that gives most words to the new one; the first of equals."""
    new = told.new.paragraphs[change.new[0] - 1]
    return max(change.old, key=lambda n: (common(told.old.paragraphs[n - 1], new), -n))


def _returned(gone: Mapping[int, Sequence[Paragraph]], added: Sequence[Paragraph]) -> dict[int, int]:
    """n → thread of what is back: as it last stood or nearly so, else in the very words of any earlier draft."""
    found = {p.n: thread for (thread, _), p in revived({(t, 0): stood[0] for t, stood in gone.items()}, added)}
    taken = set(found.values())
    for p in added:
        again = (t for t, stood in gone.items() if t not in taken and any(q.word_hash == p.word_hash for q in stood))
        thread = None if p.n in found else next(again, None)
        if thread is not None:
            found[p.n] = thread
            taken.add(thread)
    return found


def common(one: Paragraph, other: Paragraph) -> int:
    """How many words two paragraphs have in common, signs left out, in whatever order."""
    return (bag(one) & bag(other)).total()


def bag(p: Paragraph) -> Counter[str]:
    """The words of a paragraph, signs left out."""
    return Counter(word for word in tokens(p.text) if word[0].isalnum())
