"""What two readings have in common and what not: the values that `changes` makes and everything after reads."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from bot.drafts.reading import Reading
from bot.drafts.reading.words import tokens

ChangeKind = Literal[
    "same",
    "typography",
    "renumbered",
    "moved",
    "brackets",
    "reworded",
    "split",
    "merged",
    "added",
    "deleted",
    "restored",
]
Op = Literal["=", "-", "+"]
Run = tuple[Op, str]

# Kinds whose words are the old ones: nothing to show but the label, the place or the typography.
QUIET: frozenset[ChangeKind] = frozenset({"same", "typography", "renumbered", "moved"})


def only_typography(struck: str, inserted: str) -> bool:
    """Whether words inserted are those struck with other quotation marks, dashes, ligatures or blanks, in one paragraph.

    Blanks alone that came or went are that too: between words they would have changed the words.
    """
    return struck != inserted and "\n" not in struck + inserted and tokens(struck) == tokens(inserted)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one paragraph (or to the several of a split or merge) between two drafts.

    `old`, `new`: paragraph numbers on either side, sorted. `runs` joined over "=" and "-" give the old text, over "=" and "+"
    the new one, letter for letter; several paragraphs are joined by one line feed. `origin`, `origins`: base names, see
    `bot.drafts.comparison.origins`.
    """

    kind: ChangeKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    runs: tuple[Run, ...]
    renumbered: bool = False
    moved: bool = False
    mark: tuple[str | None, str | None] = (None, None)
    origin: str | None = None
    origins: tuple[tuple[str, ...], ...] = ()

    @property
    def to_show(self) -> bool:
        """Whether a reader wants to see it: words, brackets, place, number or mark; not typography alone."""
        return self.kind not in QUIET or self.renumbered or self.moved or self.mark[0] != self.mark[1]

    def as_read(self) -> list[tuple[Run, tuple[str, ...]]]:
        """The runs as a reader wants to see them, each with its bases: words in other typography stand as they are now.

        Where nothing else makes the change, as of strikes, all of them as they are.
        """
        read: list[tuple[Run, tuple[str, ...]]] = []
        for at, run in enumerate(self.runs):
            before = read[-1][0] if read else ("=", "")
            if before[0] == "-" and run[0] == "+" and only_typography(before[1], run[1]):
                read.pop()
                run = ("=", run[1])
            elif run[0] == "-" and only_typography(run[1], ""):
                continue
            elif run[0] == "+" and only_typography("", run[1]):
                run = ("=", run[1])
            if read and read[-1][0][0] == run[0] == "=":
                run = ("=", read.pop()[0][1] + run[1])
            read.append((run, self.origins[at] if run[0] == "+" and at < len(self.origins) else ()))
        if self.kind == "reworded" and all(op == "=" for (op, _), _ in read):
            return [(run, ()) for run in self.runs]
        return read

    @property
    def kinds(self) -> set[str]:
        """All that it is counted under: a paragraph that moved or was renumbered beside its change of words, under both."""
        beside = (("moved", self.moved), ("renumbered", self.renumbered))
        return {self.kind, *(kind for kind, holds in beside if holds)}

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "old": list(self.old),
            "new": list(self.new),
            "renumbered": self.renumbered,
            "moved": self.moved,
            "mark": list(self.mark),
            "runs": [list(run) for run in self.runs],
            "origin": self.origin,
            "origins": [list(names) for names in self.origins],
        }


@dataclass(frozen=True, slots=True)
class Lost:
    """A paragraph that stood in a base and stands in neither draft."""

    base: str
    n: int
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"base": self.base, "n": self.n, "text": self.text}


@dataclass(frozen=True, slots=True)
class Brackets:
    """Opening square brackets in paragraph texts: old + opened - closed = new."""

    old: int = 0
    new: int = 0
    opened: int = 0
    closed: int = 0

    def to_json(self) -> dict[str, int]:
        return {"old": self.old, "new": self.new, "opened": self.opened, "closed": self.closed}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings compared: every paragraph of both in exactly one change, in the reading order of the new one."""

    old: Reading
    new: Reading
    changes: tuple[Change, ...]
    gone: tuple[Lost, ...] = ()
    brackets: Brackets = Brackets()
    terms: tuple[tuple[str, int, int], ...] = ()

    def counts(self) -> dict[str, int]:
        """How many changes of each kind there are; kinds that do not occur are left out."""
        return dict(Counter(change.kind for change in self.changes))

    def shown(self) -> tuple[Change, ...]:
        """The changes that a reader wants to see: words, brackets, places; not the quiet ones."""
        return tuple(change for change in self.changes if change.to_show)

    def to_json(self) -> dict[str, Any]:
        """The stable JSON of `diff --json`."""
        return {
            "old": self.old.head(),
            "new": self.new.head(),
            "changes": [change.to_json() for change in self.changes],
            "gone": [lost.to_json() for lost in self.gone],
            "counts": self.counts(),
            "brackets": self.brackets.to_json(),
            "terms": {term: {"old": old, "new": new} for term, old, new in self.terms},
        }
