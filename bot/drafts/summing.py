"""What a comparison comes to in a line: how many changes of each kind, of which paragraphs; what brackets did. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bot.drafts.citing import label_of
from bot.drafts.comparison import Change, Comparison
from bot.sentences import flash as sentences
from bot.wording import counted, listed

# In the order in which they are told.
_TOLD = ("reworded", "added", "deleted", "restored", "split", "merged", "marked", "moved", "renumbered", "brackets",
         "typography")  # fmt: skip


def counts(compared: Comparison) -> dict[str, int]:
    """How many changes of each kind, in the order in which they are told; a paragraph that moved, was renumbered or has
    another mark beside its change of words is counted under each."""
    found = Counter[str]()
    for change in compared.changes:
        found.update(_kinds(change))
    return {kind: found[kind] for kind in _TOLD if found[kind]}


def _kinds(change: Change) -> set[str]:
    """ "[agreed]" come or gone is news, though not of words."""
    marked = bool(change.old and change.new) and change.mark[0] != change.mark[1]
    return {*change.kinds, "marked"} if marked else change.kinds


def labels(compared: Comparison) -> dict[str, list[str]]:
    """The labels of the paragraphs changed in each kind; those without a label are not named."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in compared.changes:
        label = label_of(compared, change)
        for kind in _kinds(change):
            if label and label not in found[kind]:
                found[kind].append(label)
    return {kind: found[kind] for kind in _TOLD if found[kind]}


def overview(compared: Comparison) -> str:
    """The line of a whole comparison, as a Flash would tell it."""
    b = compared.brackets
    kinds, brackets = summed(counts(compared), labels(compared)), bracketed((b.opened, b.closed, b.new))
    return f"{kinds} · {brackets}" if brackets else kinds


def summed(found: Mapping[str, int], named: Mapping[str, Sequence[str]]) -> str:
    """ "4 reworded (C3 C5 C8 C9) · 2 added (2bis)", of counts and labels of each kind."""
    parts = []
    for kind, n in found.items():
        if kind not in sentences.COUNTS:
            continue
        count, known = counted(sentences.COUNTS[kind], n), named.get(kind)
        parts.append(sentences.COUNT_LABELS.format(count=count, labels=listed(known, 8, n)) if known else count)
    return " · ".join(parts) or sentences.NOTHING


def bracketed(brackets: tuple[int, int, int]) -> str:
    """Of (opened, closed, open now) what there is to tell: "1 bracket opened · 25 open now"; "" where nothing changed."""
    opened, closed, now = brackets
    parts = [counted(sentences.OPENED, opened)] if opened else []
    parts += [counted(sentences.CLOSED, closed)] if closed else []
    return " · ".join([*parts, counted(sentences.OPEN_NOW, now)]) if parts else ""
