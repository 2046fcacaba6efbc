"""How a position is carried from one reading of a text to the next. Pure.

The rules are positions.md, section 5. What happened to a paragraph is judged by its hashes and strikes alone; that it moved or
was renumbered beside a change of words never softens it. Whatever is uncertain falls to "stale", never to "stays".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bot.drafts.comparison import Change, Comparison
from bot.drafts.comparison.changes import what_happened
from bot.drafts.reading import Paragraph, Reading
from bot.positions.words.threads import Threads, bag, common, giver, heir

Kind = Literal["same", "typography", "renumbered", "moved", "brackets", "reworded", "deleted"]
Effect = Literal["stays", "unsigned", "stale", "standing", "dormant", "wakes"]

_KINDS: tuple[Kind, ...] = ("same", "typography", "renumbered", "moved", "brackets", "reworded", "deleted")
_CARRY: Mapping[str, tuple[Effect, ...]] = {
    # row         same     typography renumbered moved    brackets    reworded    deleted
    "signoff":  ("stays", "stays",   "stays",   "stays", "unsigned", "stale",    "dormant"),
    "as_is":    ("stays", "stays",   "stays",   "stays", "stale",    "stale",    "dormant"),
    "plain":    ("stays", "stays",   "stays",   "stays", "stays",    "stale",    "dormant"),
    "blocking": ("stays", "stays",   "stays",   "stays", "standing", "standing", "dormant"),
    "abstain":  ("stays", "stays",   "stays",   "stays", "stays",    "stale",    "dormant"),
    # an objection to the deletion of a paragraph, once the paragraph is back
    "deletion": ("stays", "stays",   "stays",   "stays", "stays",    "stays",    "wakes"),
}  # fmt: skip
CARRY: Mapping[str, Mapping[Kind, Effect]] = {
    row: dict(zip(_KINDS, effects, strict=True)) for row, effects in _CARRY.items()
}
"""Row of a position (`bot.positions.words.stances.Row`) → what happened to its paragraph → what becomes of it."""

BLOCKING = frozenset({"blocking", "deletion"})
"""Rows that are never lifted by a change of words: they stand until they are confirmed or withdrawn."""

MOST = 0.60  # of the words: a part of a split or merger that a position is carried to (a guess, to be measured)
ALIKE = 0.50  # of the words of both: below it "reworded" may be another paragraph in its place


@dataclass(frozen=True, slots=True)
class Held:
    """How a position holds on a paragraph, see `storage.tables.Holding`. `text_hash`: of the words that it is bound to."""

    row: str
    state: str = "live"
    was: str = ""
    signed: bool = False
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What happened to the paragraph of a thread. `kind`: "back" where it is in again. `new`: how it stands now, None where it
    is out. `cause`: a key of `bot.sentences.carry.CAUSES`. `parts`: threads of other paragraphs that its words went to."""

    kind: Kind | Literal["back"]
    new: Paragraph | None
    cause: str = ""
    parts: tuple[int, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether the words are the same."""
        return self.kind in ("same", "typography", "renumbered", "moved")


def fates(told: Comparison, before: Threads, after: Threads) -> dict[int, Fate]:
    """Thread → what happened to its paragraph between two readings; those that neither has are left out."""
    found = dict(pair for change in told.changes if change.old for pair in _fates(told, change, before, after))
    back = (p for p in told.new.paragraphs if after[p.n] not in found)
    return found | {after[p.n]: Fate("back", p, "back") for p in back}


def _fates(told: Comparison, change: Change, before: Threads, after: Threads) -> Iterator[tuple[int, Fate]]:
    if not change.new:
        yield before[change.old[0]], Fate("deleted", None, "deleted")
    elif len(change.old) == len(change.new) == 1:
        yield before[change.old[0]], _one_to_one(change, *_ends(told, change.old[0], change.new[0]))
    elif len(change.new) > 1:
        n = change.old[0]
        heir_n = heir(told, change)
        parts = tuple(after[m] for m in change.new if m != heir_n and _holds(*_ends(told, n, m)))
        yield before[n], Fate("reworded", told.new.paragraphs[heir_n - 1], "split", parts)
    else:
        new, giver_n = told.new.paragraphs[change.new[0] - 1], giver(told, change)
        for n in change.old:
            goes_on = n == giver_n
            yield (
                before[n],
                Fate("reworded", new, "merged") if goes_on else Fate("deleted", None, "merged", (after[new.n],)),
            )


def _ends(told: Comparison, old: int, new: int) -> tuple[Paragraph, Paragraph]:
    return told.old.paragraphs[old - 1], told.new.paragraphs[new - 1]


def _one_to_one(change: Change, old: Paragraph, new: Paragraph) -> Fate:
    kind = kind_of(change, old, new)
    if kind == "reworded":
        return Fate(kind, new, "reworded" if alike(old, new) >= ALIKE else "uncertain")
    return Fate(kind, new, "brackets" if kind == "brackets" else "")


def kind_of(change: Change, old: Paragraph, new: Paragraph) -> Kind:
    """What happened to a paragraph, by its hashes and strikes; only of the very same words is it said that they moved."""
    if old.word_hash != new.word_hash:
        return "reworded"
    if old.text_hash != new.text_hash:
        return "brackets" if what_happened(old, new) == "brackets" else "reworded"
    if what_happened(old, new) == "reworded":  # struck, or struck no more
        return "reworded"
    if change.moved or change.renumbered:
        return "moved" if change.moved else "renumbered"
    return "same" if old.text == new.text else "typography"


def alike(one: Paragraph, other: Paragraph) -> float:
    """The share of the words of both paragraphs that they have in common, 0 to 1."""
    every = bag(one).total() + bag(other).total()
    return 2 * common(one, other) / every if every else 1.0


def _holds(old: Paragraph, part: Paragraph) -> bool:
    """Whether a part of a split has so much of the old words, or is made of so much of them."""
    shared = common(old, part)
    return shared > 0 and shared >= MOST * min(bag(old).total(), bag(part).total())


def carried(held: Held, fate: Fate, *, reread: bool = False) -> Held:
    """How a position holds after what happened to its paragraph. `reread`: the text is the same draft, read anew, so that no
    sign-off outlives other brackets either."""
    if fate.kind == "back":
        return _back(held, fate)
    effect = CARRY[held.row][fate.kind]
    if reread and effect == "unsigned":
        effect = "stale"
    if effect == "wakes":
        return replace(held, state=held.was or "live", was="") if held.state == "dormant" else held
    if effect == "dormant":
        return held if held.state == "dormant" else _unsigned(replace(held, state="dormant", was=held.state))
    if held.state != "live" or fate.new is None:
        return held
    if effect in ("stale", "standing"):
        return _unsigned(replace(held, state=effect))
    bound = replace(held, text_hash=fate.new.text_hash)
    return _unsigned(bound) if effect == "unsigned" else bound


def _unsigned(held: Held) -> Held:
    return replace(held, signed=False, row="plain" if held.row == "signoff" else held.row)


def _back(held: Held, fate: Fate) -> Held:
    """The paragraph is in again: the very words that a position was bound to wake it; struck ones are others."""
    assert fate.new is not None
    same = held.text_hash == fate.new.text_hash and not fate.new.struck
    if held.row == "deletion":
        rests = replace(held, state="dormant", was=held.state)
        return held if held.state == "dormant" else rests if same else replace(held, state="standing")
    if held.state != "dormant":
        return held
    return _unsigned(replace(held, state=(held.was or "live") if same else fallen(held.row), was=""))


def fallen(row: str) -> str:
    """What becomes of a position where its words are not certain to be those that it was given on."""
    return "standing" if row in BLOCKING else "stale"


def grown(level: str, threads: Sequence[int], told: Reading, after: Threads, before: frozenset[int]) -> tuple[int, ...]:
    """The threads that stand within a scope now and did not before.

    `threads`: all of the scope, the heading of a section first; `before`: those of the reading before.
    """
    mine = frozenset(threads)
    written = [p for p in told.paragraphs if p.text]
    if level == "document":
        meant = [after[p.n] for p in written]
    else:
        meant = [*_enclosed(written, after, mine, before)]
        meant += _under(written, after, threads[0]) if level == "section" and threads else []
    return tuple(thread for thread in dict.fromkeys(meant) if thread not in mine)


def _enclosed(
    written: Sequence[Paragraph], after: Threads, mine: frozenset[int], before: frozenset[int]
) -> Iterator[int]:
    """What was added between two paragraphs of the scope that follow each other."""
    runs = [
        list(run)
        for _, run in groupby((after[p.n] for p in written), key=lambda thread: thread in before or thread in mine)
    ]
    for at in range(1, len(runs) - 1):
        if runs[at][0] not in before and runs[at][0] not in mine and {runs[at - 1][-1], runs[at + 1][0]} <= mine:
            yield from runs[at]


def _under(written: Sequence[Paragraph], after: Threads, heading: int) -> list[int]:
    """The threads of the section that a heading begins; none where it is not a heading any more."""
    at = next((k for k, p in enumerate(written) if after[p.n] == heading and p.heading), None)
    if at is None:
        return []
    end = next((k for k in range(at + 1, len(written)) if written[k].heading), len(written))
    return [after[p.n] for p in written[at:end]]
