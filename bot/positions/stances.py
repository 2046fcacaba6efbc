"""The stances, as a table one can read. Pure. A stance is stored as its key (positions.md, section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Row = Literal["signoff", "as_is", "plain", "blocking", "abstain"]
"""A row of the table by which positions are carried to the next draft (`bot.positions.carry`)."""

Side = Literal["accepting", "objecting", ""]


@dataclass(frozen=True, slots=True)
class Stance:
    """`button`: the words on its button; `says`: what the delegation says by it, after its name. `reason`, `date`: without
    one it is not taken. `blocks`: an objection; `holds`: an open reserve. `signs`: may be signed and may be given as-is.
    `side`: two people of one delegation who take opposite sides within 30 minutes are asked. `row`: how it is carried."""

    key: str
    button: str
    says: str
    row: Row
    side: Side = ""
    reason: bool = False
    date: bool = False
    blocks: bool = False
    holds: bool = False
    signs: bool = False


STANCES: Mapping[str, Stance] = {
    one.key: one
    for one in (
        Stance("support", "Support", "supports", "plain", side="accepting", signs=True),
        Stance("accept", "Can live with", "can live with it", "plain", side="accepting", signs=True),
        Stance("concern", "Concern", "has a concern", "blocking", reason=True),
        Stance("object", "Object", "objects", "blocking", side="objecting", reason=True, blocks=True),
        Stance("abstain", "Abstain", "takes no part", "abstain"),
        Stance("reserve", "Reserve", "reserves, ad referendum", "blocking", date=True, holds=True),
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
