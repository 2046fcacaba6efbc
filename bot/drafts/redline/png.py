"""A picture of the first changes, to be looked at in a chat, on a phone most of all."""

from bot.drafts.redline import typeset
from bot.drafts.redline.sheet import Sheet

WIDTH = (
    1280  # pixels; Telegram makes pictures smaller until neither side is longer (measured by its users, not promised)
)
_TALLEST = 1600  # a higher one would be shown so small that nobody can read it
_POINTS = 360  # the width of the page that the template lays out


def png(sheet: Sheet, first: int = 5) -> bytes:
    """One PNG, 1280 pixels wide, of as many of the first `first` changes as stay readable, one at least.

    Long unchanged passages are left out. Equal sheets give equal bytes.
    """
    for number in range(first, 1, -1):
        data = _picture(sheet, number)
        if height(data) <= _TALLEST:
            return data
    return _picture(sheet, 1)


def height(data: bytes) -> int:
    """The height in pixels that a PNG's first chunk states."""
    return int.from_bytes(data[20:24])


def _picture(sheet: Sheet, first: int) -> bytes:
    return typeset.compile(typeset.picture(sheet, first), "png", ppi=72 * WIDTH / _POINTS)
