"""A picture of the first changes, to be looked at in a chat."""

from bot.drafts.redline import typeset
from bot.drafts.redline.sheet import Sheet


def png(sheet: Sheet, first: int = 5, ppi: float = 180) -> bytes:
    """One PNG of the first `first` changed paragraphs, 430 pt wide; long unchanged passages are left out."""
    return typeset.compile(typeset.picture(sheet, first), "png", ppi=ppi)
