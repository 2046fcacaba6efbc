"""A comparison as one text in which old and new order both hold: what a file with tracked changes needs.

Accepting all must give the new draft and rejecting all the old one, so a paragraph that changed its place stands twice:
deleted where it was, inserted where it is.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.drafts.comparison import Change, Comparison, Op
from bot.drafts.reading import Kind, Paragraph
from bot.drafts.redline.pieces import Piece, pieces


@dataclass(frozen=True, slots=True)
class Strand:
    """Some paragraphs, parted by pieces with the role "break".

    `end`: how the mark of the last paragraph is tracked. `move`: 0, or the number of a move, the same at its two places;
    there the words of both places have the operation "=", and those that were lost or won on the way their own.
    """

    pieces: tuple[Piece, ...]
    end: Op
    kind: Kind
    move: int = 0


def strands(comparison: Comparison) -> tuple[Strand, ...]:
    """The whole comparison. Without what is inserted it is the old draft in its order, without what is deleted the new."""
    return tuple(_Weaver(comparison).weave())


class _Weaver:
    def __init__(self, comparison: Comparison) -> None:
        self._old = {p.n: p for p in comparison.old.paragraphs}
        self._new = {p.n: p for p in comparison.new.paragraphs}
        self._kept = _kept(comparison.changes)
        kept = {id(change) for change in self._kept}
        moved = [c for c in comparison.changes if id(c) not in kept and len(c.old) == len(c.new) == 1]
        self._left = {change.old[0]: (number, change) for number, change in enumerate(moved, 1)}
        self._arrived = {change.new[0]: (number, change) for number, change in enumerate(moved, 1)}

    def weave(self) -> Iterator[Strand]:
        old = new = 1
        for change in self._kept:
            yield from self._gap(range(old, change.old[0]), range(new, change.new[0]))
            yield Strand(self._pieces(change), "=", self._new[change.new[0]].kind)
            old, new = change.old[-1] + 1, change.new[-1] + 1
        yield from self._gap(range(old, len(self._old) + 1), range(new, len(self._new) + 1))

    def _gap(self, old: range, new: range) -> Iterator[Strand]:
        for n in old:
            yield self._move(*self._left[n], "-") if n in self._left else _whole(self._old[n], "-")
        for n in new:
            yield self._move(*self._arrived[n], "+") if n in self._arrived else _whole(self._new[n], "+")

    def _move(self, number: int, change: Change, op: Op) -> Strand:
        """One place of a paragraph that moved: "-" the one it left, "+" where it is."""
        found = tuple(piece for piece in self._pieces(change) if piece.op in ("=", op))
        return Strand(found, op, self._new[change.new[0]].kind, number)

    def _pieces(self, change: Change) -> tuple[Piece, ...]:
        return pieces(change, [self._old[n] for n in change.old], [self._new[n] for n in change.new])


def _whole(paragraph: Paragraph, op: Op) -> Strand:
    alone = Change("added", (), (paragraph.n,), ((op, paragraph.text),), mark=(None, paragraph.mark))
    found = tuple(replace(piece, op=op) for piece in pieces(alone, (), (paragraph,)))
    return Strand(found, op, paragraph.kind)


def _kept(changes: Sequence[Change]) -> list[Change]:
    """The changes whose paragraphs keep their place: the longest run of them in which old numbers rise too."""
    able = [c for c in changes if not c.moved and _together(c.old) and _together(c.new)]
    ends: list[int] = []  # of the best run of each length: the last old number
    last: list[int] = []  # … and where in `able` it ends
    before: list[int] = []
    for index, change in enumerate(able):
        length = bisect_left(ends, change.old[0])
        before.append(last[length - 1] if length else -1)
        ends[length:] = [change.old[0], *ends[length + 1 :]]
        last[length:] = [index, *last[length + 1 :]]
    kept, at = [], last[-1] if last else -1
    while at >= 0:
        kept.append(able[at])
        at = before[at]
    return kept[::-1]


def _together(numbers: Sequence[int]) -> bool:
    return bool(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers)
