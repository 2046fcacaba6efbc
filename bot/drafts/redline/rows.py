"""A comparison as rows to be shown: what HTML, PDF and picture share."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.drafts.citing import citing_changes
from bot.drafts.comparison import Change, ChangeKind, Comparison
from bot.drafts.comparison.headings import printed
from bot.drafts.reading import Kind, Paragraph, Reading
from bot.drafts.redline.pieces import Piece, as_read, inline, pieces
from bot.languages import again
from bot.sentences import inline as words
from bot.sentences import redline
from bot.wording import forward

_FEWEST_FOLDED = 2  # unchanged paragraphs that are folded into one line
_ELLIPSIS = "…"
_LEAST = 40  # signs of a piece that is cut


@dataclass(frozen=True, slots=True)
class Row:
    """One change. `number`: its place among those shown, 0 if it is context. `name`: as `citing` names its paragraph.

    `tags`: what happened, in words. `labels`: the first paragraph's label, old and new; `pieces`: all the rest.
    `rtl`: the words run from right to left.
    """

    number: int
    change: ChangeKind
    kind: Kind
    name: str
    tags: tuple[str, ...]
    labels: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    rtl: bool

    @property
    def shown(self) -> bool:
        return self.number > 0

    @property
    def inline(self) -> tuple[Piece, ...]:
        return inline(self.pieces)

    @property
    def anchor(self) -> str:
        return f"c{self.number}"


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows of one sort in a row: changes, or context. `said`: how context is announced when folded, else ""."""

    rows: tuple[Row, ...]
    said: str = ""


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """Every change in order, those to be shown numbered from 1."""
    sides = _Sides(comparison)
    shown = {id(change) for change in comparison.shown() if not _only_renumbered(change)}
    out, number = [], 0
    for change in comparison.changes:
        number += id(change) in shown
        out.append(sides.row(change, number if id(change) in shown else 0))
    return tuple(out)


def _only_renumbered(change: Change) -> bool:
    """One new paragraph renumbers all that follow: that is context, its labels showing old and new."""
    return change.kind == "renumbered" and change.mark[0] == change.mark[1]


def folds(found: Sequence[Row]) -> tuple[Fold, ...]:
    """Changes and context in turns; two paragraphs of context or more are folded."""
    out = []
    for shown, group in groupby(found, key=lambda row: row.shown):
        together = tuple(group)
        folded = not shown and len(together) >= _FEWEST_FOLDED
        out.append(Fold(together, _same_words(together) if folded else ""))
    return tuple(out)


def _same_words(group: Sequence[Row]) -> str:
    first, last = group[0], group[-1]
    sentence = redline.SAME_WORDS_RANGE if first.labels and last.labels else redline.SAME_WORDS
    ends = {end: row.labels[-1].text if row.labels else "" for end, row in (("first", first), ("last", last))}
    return sentence.format(n=len(group), **ends)


class _Sides:
    """The paragraphs of both drafts by number."""

    def __init__(self, comparison: Comparison) -> None:
        self._old = {p.n: p for p in comparison.old.paragraphs}
        self._new = {p.n: p for p in comparison.new.paragraphs}
        self._cite = citing_changes(comparison)
        self._rtl = mostly_rtl(p.text for p in comparison.new.paragraphs)

    def row(self, change: Change, number: int) -> Row:
        old, new = [self._old[n] for n in change.old], [self._new[n] for n in change.new]
        cut = as_read(change, pieces(change, old, new))
        first = next((i for i, piece in enumerate(cut) if piece.role != "label"), len(cut))
        told = new[0] if new else old[0]
        return Row(
            number=number,
            change=change.kind,
            kind=told.kind,
            name=self._cite(change),
            tags=tuple(self._tags(change, old, new)),
            labels=cut[:first],
            pieces=cut[first:],
            rtl=is_rtl(told.text, self._rtl),
        )

    def _tags(self, change: Change, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[str]:
        if change.kind not in ("same", "typography", "moved"):
            yield redline.KINDS[change.kind]
        if change.origin:
            yield redline.ORIGIN.format(base=change.origin)
        if change.moved and old:
            yield self._stood(old[0])
        if change.renumbered and old:
            yield redline.WAS.format(label=", ".join(printed(p) or words.UNLABELLED.format(n=p.n) for p in old))
        before, now = change.mark
        if before != now and len(old) == len(new) == 1:
            sentence = redline.MARK_CHANGED if before and now else redline.MARK_NEW if now else redline.MARK_GONE
            yield sentence.format(old=before, new=now)

    def _stood(self, paragraph: Paragraph) -> str:
        before = next((self._old[n] for n in range(paragraph.n - 1, 0, -1) if _cited(self._old[n])), None)
        return redline.MOVED_AFTER.format(label=before.label) if before else redline.MOVED_FIRST


def _cited(paragraph: Paragraph) -> bool:
    """Whether its label tells people where it stands: a footnote's number does not."""
    return bool(paragraph.label) and paragraph.kind != "note"


def is_rtl(text: str, otherwise: bool = False) -> bool:
    """Whether the first letter with a direction runs from right to left; `otherwise` where there is none, as in a number."""
    letters = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in letters if kind in ("L", "R", "AL")), otherwise)


def mostly_rtl(texts: Iterable[str]) -> bool:
    """Whether more paragraphs of a draft run from right to left than from left to right."""
    return sum(is_rtl(text) - (not is_rtl(text, True)) for text in texts) > 0


def legend(found: Sequence[Row]) -> tuple[str, ...]:
    """What a reader must be told of the signs in these rows, beside struck and inserted words."""
    cut = [piece for row in found for piece in row.pieces]
    signs = (
        (redline.KEY_BREAK, any(piece.role == "break" and piece.op != "=" for piece in cut)),
        (redline.KEY_STRUCK, any(piece.struck for piece in cut)),
        (redline.KEY_BASE, any(piece.bases for piece in cut)),
    )
    return tuple(said for said, met in signs if met)


def notices(comparison: Comparison) -> tuple[str, ...]:
    """What is said of the whole comparison: counts of kinds, brackets, watched terms."""
    counts = Counter(kind for change in comparison.changes for kind in change.kinds)
    kinds = ", ".join(f"{counts[kind]} {said}" for kind, said in redline.KINDS.items() if kind in counts)
    b = comparison.brackets
    brackets = redline.BRACKETS.format(old=b.old, new=b.new, opened=b.opened, closed=b.closed)
    terms = [redline.TERM.format(term=term, old=f"{forward(term)}{old}", new=n) for term, old, n in comparison.terms]
    return (kinds, *([brackets] if b.old or b.new else []), *terms)


def warnings(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """(heading of the side, sentence) for all that warns of a reading."""
    sides: tuple[tuple[str, Reading], ...] = ((redline.OLD, comparison.old), (redline.NEW, comparison.new))
    return tuple((side, again(said)) for side, reading in sides for said in reading.warnings)


def trimmed(cut: Sequence[Piece], around: int) -> tuple[Piece, ...]:
    """Only the changes and about `around` signs of unchanged words on either side of each; more is an ellipsis."""
    changed = [i for i, piece in enumerate(cut) if piece.op != "="]
    if not changed:
        return tuple(_shortened(piece, 4 * around) for piece in cut[:2])
    kept = []
    for i, piece in enumerate(cut):
        if piece.op != "=" or piece.role != "text":
            kept.append(_shortened(piece, 8 * around))
        else:
            kept.append(_middle_out(piece, around, head=changed[0] < i, tail=i < changed[-1]))
    return tuple(kept)


def fewer(cut: Sequence[Piece], most: int) -> tuple[Piece, ...]:
    """The first pieces, about `most` signs of them, and an ellipsis if that is not all; none takes more than half but alone."""
    half = most // min(2, len(cut) or 1)
    kept: list[Piece] = []
    room = most
    for piece in cut:
        if len(piece.text) > room < _LEAST:
            return tuple(kept) if kept[-1].text.rstrip().endswith(_ELLIPSIS) else (*kept, Piece("=", f" {_ELLIPSIS}"))
        kept.append(_shortened(piece, min(room, half)))
        room -= len(kept[-1].text)
    return tuple(kept)


def _middle_out(piece: Piece, around: int, *, head: bool, tail: bool) -> Piece:
    """The words next to a change: the head of a piece that follows one, the tail of one that goes before one."""
    text = piece.text
    if len(text) <= around * (head + tail) + len(_ELLIPSIS):
        return piece
    before = text[: _border(text, around)].rsplit(" ", 1)[0] + " " if head else ""
    after = " " + text[_border(text, len(text) - around) :].split(" ", 1)[-1] if tail else ""
    return replace(piece, text=f"{before}{_ELLIPSIS}{after}")


def _shortened(piece: Piece, most: int) -> Piece:
    if len(piece.text) <= most:
        return piece
    begins, blank = piece.text[: _border(piece.text, most)].rsplit(" ", 1)[0], " " if piece.text[-1] == " " else ""
    return replace(piece, text=f"{begins} {_ELLIPSIS}{blank}")


def _border(text: str, at: int) -> int:
    """The next place from `at` on where no sign is parted from its accents, as Thai vowels are."""
    return next((i for i in range(at, len(text)) if not unicodedata.category(text[i]).startswith("M")), len(text))
