"""What a redline file is made from: a comparison and the facts that stand at its head."""

from dataclasses import dataclass
from datetime import datetime

from bot.drafts.comparison import Comparison
from bot.sentences import redline


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two drafts as the head of the file names it.

    `name`: "r2 – Proposal by Chairman, 11 June". `url`: where it was published. `fetched`, `seen`: times as a reader shall
    see them, "11 June 2014, 11:57 CEST". What is empty is left out.
    """

    name: str
    url: str = ""
    fetched: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`at`: when the comparison was made, UTC; it dates tracked changes and the PDF, and `compared` is how a reader sees it.

    The SHA-256 of each side are those of the comparison's readings.
    """

    comparison: Comparison
    document: str
    old: Side
    new: Side
    at: datetime
    compared: str = ""

    @property
    def title(self) -> str:
        return redline.TITLE.format(document=self.document, new=self.new.name, old=self.old.name)

    def facts(self) -> tuple[tuple[str, Side, str, str], ...]:
        """(heading, side, SHA-256 or "", times in one line), old and new."""
        readings = self.comparison.old, self.comparison.new
        headings = redline.OLD, redline.NEW
        return tuple(
            (heading, side, reading.sha256, _times(side))
            for heading, side, reading in zip(headings, (self.old, self.new), readings, strict=True)
        )


def _times(side: Side) -> str:
    said = ((redline.FETCHED, side.fetched), (redline.SEEN, side.seen))
    return " · ".join(sentence.format(at=at) for sentence, at in said if at)
