"""Threads: which paragraph of a draft is which of the drafts before, as a number that stays. Pure.

A position hangs on a thread. A thread goes on through every change of a paragraph's words, place and number; of the parts of a
split the one that holds most of the old words keeps it, and what was merged goes on in the thread of the part that gave most.
A paragraph whose words stood in an earlier draft has the thread that it had there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from bot.drafts.comparison import Change, Comparison
from bot.drafts.lineage import revived
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.words import tokens

Threads = Mapping[int, int]
"""A paragraph's n → its thread."""


def numbered(reading: Reading, last: int) -> Threads:
    """The threads of a first draft. `last`: the highest that the document has ever had; 0 if none."""
    return {p.n: last + at for at, p in enumerate(reading.paragraphs, 1)}


def going_on(before: Threads, told: Comparison) -> Threads:
    """The threads of the old side of a comparison that run on into the new one."""
    return {heir(told, change): before[giver(told, change)] for change in told.changes if change.old and change.new}


def onward(
    on: Threads, new: Reading, gone: Mapping[int, Paragraph], had: Mapping[str, Sequence[int]], last: int
) -> Threads:
    """The threads of a reading into which these run on.

    `gone`: of each thread that the reading before lacks the paragraph where it last stood, the last to go first; `had`: word
    hash → the threads that ever stood in these words; `last`: the highest that the document has ever had.
    """
    left = [p for p in new.paragraphs if p.n not in on]
    kept = {**on, **_returned(gone, had, [p for p in left if p.text])}
    fresh = [p.n for p in left if p.n not in kept]
    return dict(sorted((kept | dict(zip(fresh, count(last + 1), strict=False))).items()))


def heir(told: Comparison, change: Change) -> int:
    """The part of a change that holds most of the old words; the first of equals."""
    old = told.old.paragraphs[change.old[0] - 1]
    return max(change.new, key=lambda n: (common(old, told.new.paragraphs[n - 1]), -n))


def giver(told: Comparison, change: Change) -> int:
    """The part of a change that gives most words to the new one; the first of equals."""
    new = told.new.paragraphs[change.new[0] - 1]
    return max(change.old, key=lambda n: (common(told.old.paragraphs[n - 1], new), -n))


def _returned(
    gone: Mapping[int, Paragraph], had: Mapping[str, Sequence[int]], added: Sequence[Paragraph]
) -> dict[int, int]:
    """n → thread of what is back: as it last stood or nearly so, else in the very words of any earlier draft."""
    found = {p.n: thread for (thread, _), p in revived({(t, 0): p for t, p in gone.items()}, added)}
    taken = set(found.values())
    for p in added:
        again = (thread for thread in gone if thread in had.get(p.word_hash, ()) and thread not in taken)
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
