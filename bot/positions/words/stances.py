"""The stances, as a table one can read. Pure. A stance is stored as its key (positions.md, section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.sentences import acts as sentences

Row = Literal["signoff", "as_is", "plain", "blocking", "abstain"]
"""A row of the table by which positions are carried to the next draft (`bot.positions.onward.carry`)."""

Side = Literal["accepting", "objecting", ""]


@dataclass(frozen=True, slots=True)
class Stance:
    """`reason`, `date`: without one it is not taken. `blocks`: an objection; `holds`: an open reserve. `signs`: may be signed
    and may be given as-is. `side`: two people of one delegation who take opposite sides within 30 minutes are asked. `row`: how
    it is carried."""

    key: str
    row: Row
    side: Side = ""
    reason: bool = False
    date: bool = False
    blocks: bool = False
    holds: bool = False
    signs: bool = False

    @property
    def button(self) -> str:
        """The words on its button."""
        return sentences.STANCE_BUTTONS[self.key]

    @property
    def says(self) -> str:
        """What the delegation says by it, after its name."""
        return sentences.SAYS[self.key]


STANCES: Mapping[str, Stance] = {
    one.key: one
    for one in (
        Stance("support", "plain", side="accepting", signs=True),
        Stance("accept", "plain", side="accepting", signs=True),
        Stance("concern", "blocking", reason=True),
        Stance("object", "blocking", side="objecting", reason=True, blocks=True),
        Stance("abstain", "abstain"),
        Stance("reserve", "blocking", date=True, holds=True),
    )
}

WITHDRAW = "withdraw"
"""The stance of a row that lifts another one: afterwards the delegation is silent there."""


def row_of(stance: str, *, signoff: bool, as_is: bool) -> Row:
    """How a position is carried; where several rows apply the strictest wins."""
    if as_is:
        return "as_is"
    return "signoff" if signoff else STANCES[stance].row


def opposite(one: str, other: str) -> bool:
    """Whether two stances are on opposite sides: accepting and objecting."""
    sides = {STANCES[one].side, STANCES[other].side} if {one, other} <= set(STANCES) else set()
    return sides == {"accepting", "objecting"}
