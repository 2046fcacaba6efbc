"""A picture of the first changes, to be looked at in a chat, on a phone most of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafts.redline import press, typeset
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.press import Press
from bot.drafts.redline.rows import Row, fewer, rows, trimmed
from bot.drafts.redline.sheet import Sheet
from bot.sentences import redline

WIDTH = 1280  # pixels; Telegram makes pictures smaller until neither side is longer (seen by its users, not promised)
_TALLEST = 1600  # a higher one would be shown so small that nobody can read it
PPI = WIDTH / 5  # the templates' pages are 360 points wide, five inches
_AROUND = 60  # signs of unchanged words beside a change, in words
_MOST = 300  # signs of one change, in words


@dataclass(frozen=True, slots=True)
class Picture:
    """`data`: a PNG; `shown` of the `changes` there are to show are in it; `words`: the same for who does not see it."""

    data: bytes
    shown: int
    changes: int
    words: str


def png(sheet: Sheet, first: int = 5, by: Press = press.here) -> bytes:
    """One PNG, see `picture`."""
    return picture(sheet, first, by).data


def picture(sheet: Sheet, first: int = 5, by: Press = press.here) -> Picture:
    """1280 pixels wide, of as many of the first `first` changes as stay readable, one at least.

    Long unchanged passages are left out. Equal sheets give equal bytes.
    """
    changed = [row for row in rows(sheet.comparison) if row.shown]
    numbers = range(max(1, min(first, len(changed))), 0, -1)
    fillings = (typeset.picture(sheet, changed, number) for number in numbers)
    number, data = by(press.manuscript(typeset.TEMPLATE, *fillings, form="png", ppi=PPI, tallest=_TALLEST))
    kept = changed[: numbers[number]]
    return Picture(data, len(kept), len(changed), "\n".join(_said(row) for row in kept))


def _said(row: Row) -> str:
    sentence = redline.SAID if row.tags else redline.SAID_UNTAGGED
    shown = fewer(trimmed(row.inline, _AROUND), _MOST)
    return sentence.format(name=row.name, tags=", ".join(row.tags), words=_in_words(shown))


def _in_words(shown: Sequence[Piece]) -> str:
    told = "".join(_marked(piece) for piece in shown)
    return " ".join(told.split())


def _marked(piece: Piece) -> str:
    """The blanks around words stay outside their mark."""
    words = piece.text.strip()
    forms = {"-": redline.SAID_DELETED, "+": redline.SAID_INSERTED}
    said = forms.get(piece.op, "{words}").format(words=words)
    return piece.text.replace(words, said, 1) if words else piece.text
