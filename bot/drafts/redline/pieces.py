"""A change cut into pieces to be shown: its runs, with paragraph breaks, labels and marks as pieces of their own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from typing import Literal

from bot.drafts.comparison import QUIET, Change, Op
from bot.drafts.reading import Paragraph
from bot.drafts.reading.words import tokens

Role = Literal["text", "label", "mark", "break"]


@dataclass(frozen=True, slots=True)
class Piece:
    """`op` as in a run. `role`: a "break" parts two paragraphs and has no text. `struck`: the draft itself strikes it.

    `bases`: where inserted words came from, if bases were compared too.
    """

    op: Op
    text: str
    role: Role = "text"
    struck: bool = False
    bases: tuple[str, ...] = ()


def pieces(change: Change, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[Piece, ...]:
    """All of a change, old and new; `old` and `new` are its paragraphs in order.

    Pieces over "=" and "-" give the old paragraphs with label and mark, over "=" and "+" the new ones. The breaks are as
    many as the line feeds of the runs.
    """
    return tuple(_Cutter(change, old, new).cut())


def as_read(change: Change, found: Iterable[Piece]) -> tuple[Piece, ...]:
    """As they are shown: words that changed in typography only stand as they are now."""
    read: list[Piece] = []
    for changed, group in groupby(found, key=lambda piece: piece.role == "text" and piece.op != "="):
        together = list(group)
        if changed and (change.kind in QUIET or _only_typography(together)):
            together = [replace(piece, op="=") for piece in together if piece.op == "+"]
        read += chain.from_iterable(map(_blank_apart, together))
    return tuple(read)


def _blank_apart(piece: Piece) -> tuple[Piece, ...]:
    """Words that come from a base, and the blank behind them: the base's name stands between."""
    words = piece.text.rstrip()
    if not piece.bases or not words or words == piece.text:
        return (piece,)
    return replace(piece, text=words), replace(piece, text=piece.text[len(words) :], bases=())


def _only_typography(found: Sequence[Piece]) -> bool:
    return _words(found, "-") == _words(found, "+")


def _words(found: Iterable[Piece], op: Op) -> list[tuple[bool, str]]:
    """The words struck or inserted, each with whether the draft itself strikes it."""
    return [(p.struck, word) for p in found if p.op == op for word in tokens(p.text)]


def inline(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """For old and new in one line: without the blank that became a paragraph's end, or was one."""
    plain = [piece for piece in found if piece.role in ("text", "break")]
    left_out = {id(plain[i]) for i in range(len(plain)) if _is_blank_at_break(plain, i)}
    return tuple(piece for piece in found if id(piece) not in left_out)


def _is_blank_at_break(plain: Sequence[Piece], at: int) -> bool:
    piece, near = plain[at], (*plain[max(0, at - 1) : at], *plain[at + 1 : at + 2])
    blank = piece.role == "text" and not piece.text.strip()
    return blank and any(p.role == "break" and p.op not in ("=", piece.op) for p in near)


class _Cutter:
    """Walks the runs with one place in the old paragraphs and one in the new."""

    def __init__(self, change: Change, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self._change = change
        self._old, self._new = _Place(old), _Place(new)

    def cut(self) -> Iterator[Piece]:
        yield from _pair(self._old.label, self._new.label, "label")
        for index, (op, text) in enumerate(self._change.runs):
            bases = self._change.origins[index] if op == "+" and index < len(self._change.origins) else ()
            for count, line in enumerate(text.split("\n")):
                if count:
                    yield from self._break(op)
                yield from self._words(op, line, bases)
        yield from _pair(self._old.mark, self._new.mark, "mark")

    def _break(self, op: Op) -> Iterator[Piece]:
        """The end of a paragraph on one side or both: its mark, the break, the label of the next one."""
        old, new = op != "+", op != "-"
        yield from _pair(self._old.mark if old else "", self._new.mark if new else "", "mark")
        yield Piece(op, "", "break")
        for place, ends in ((self._old, old), (self._new, new)):
            if ends:
                place.next()
        yield from _pair(self._old.label if old else "", self._new.label if new else "", "label")

    def _words(self, op: Op, line: str, bases: tuple[str, ...]) -> Iterator[Piece]:
        told = self._old if op == "-" else self._new
        for text, struck in told.cut(line):
            yield Piece(op, text, struck=struck, bases=bases)
        for place, moves in ((self._old, op != "+"), (self._new, op != "-")):
            if moves:
                place.at += len(line)


class _Place:
    """A place in the paragraphs of one side."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._rest = list(paragraphs)
        self.at = 0

    @property
    def label(self) -> str:
        return self._rest[0].label if self._rest else ""

    @property
    def mark(self) -> str:
        return (self._rest[0].mark or "") if self._rest else ""

    def next(self) -> None:
        self._rest = self._rest[1:]
        self.at = 0

    def cut(self, line: str) -> Iterator[tuple[str, bool]]:
        """The line cut where a strike of the draft begins or ends."""
        spans = self._rest[0].struck if self._rest else ()
        edges = {edge - self.at for span in spans for edge in span}
        cuts = [0, *sorted(edge for edge in edges if 0 < edge < len(line)), len(line)]
        for start, end in pairwise(cuts):
            if end > start:
                yield line[start:end], any(a <= start + self.at < b for a, b in spans)


def _pair(old: str, new: str, role: Role) -> Iterator[Piece]:
    if old == new:
        if new:
            yield Piece("=", new, role)
        return
    if old:
        yield Piece("-", old, role)
    if new:
        yield Piece("+", new, role)
