"""What a new draft did to positions, by paragraph, delegation and act, and as the Flash tells it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.drafts.comparison import Change
from bot.sentences import carry as sentences

Carried = dict[str, dict[str, list[str]]]
"""What happened (a key of `bot.sentences.carry.LINES`) → code of a delegation → labels of paragraphs."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph that positions hold on. `ref`: by which a command means it alone, "" if by none; `text_hash`: of its words
    now, "" where it is out; `change`: what happened to them."""

    thread: int
    label: str
    ref: str = ""
    text_hash: str = ""
    change: Change | None = None


class Effect(NamedTuple):
    """What became of an act on one paragraph. `what`: a key of LINES; `cause`: one of CAUSES."""

    what: str
    cause: str
    delegation_id: int
    position_id: int
    spot: Spot

    @property
    def asks(self) -> bool:
        """Whether the delegation is asked for a word on it."""
        return self.what in sentences.ITEMS


@dataclass(frozen=True, slots=True)
class Alike:
    """What became of the acts of several delegations on one paragraph, the same of each: of a draft that changes everything
    there are a hundred thousand. `delegations`, `codes`, `positions`: of the acts, in one order."""

    what: str
    cause: str
    spot: Spot
    delegations: Sequence[int]
    codes: Sequence[str]
    positions: Sequence[int]

    def each(self) -> Iterator[Effect]:
        """Act by act."""
        for delegation, position in zip(self.delegations, self.positions, strict=True):
            yield Effect(self.what, self.cause, delegation, position, self.spot)


def what(stance: str, state: str, cause: str, *, signoff: bool) -> str:
    """The key of LINES for an act that holds so since the draft; `signoff`: it was signed."""
    if state == "dormant":
        return "dormant"
    if state == "stale":
        return "signoff" if signoff else "stale"
    if state == "standing":
        return stance
    return "signoff" if cause == "brackets" else "again" if cause == "undone" else "woke"


def by_delegation(effects: Iterable[Alike]) -> dict[int, list[Effect]]:
    """Delegation → what became of its acts, in the order of the draft."""
    found: dict[int, list[Effect]] = defaultdict(list)
    for alike in effects:
        for effect in alike.each():
            found[effect.delegation_id].append(effect)
    return found


def carried(effects: Iterable[Alike], before: Carried | None = None) -> Carried:
    """By name, as the Flash keeps it; in the order of LINES. `before`: what was told already."""
    found: dict[str, dict[str, dict[str, None]]] = {key: {} for key in sentences.LINES}
    for key, names in (before or {}).items():
        found[key] = {code: dict.fromkeys(labels) for code, labels in names.items()}
    for effect in effects:
        for code in effect.codes:
            found[effect.what].setdefault(code, {})[effect.spot.label] = None
    return {key: {code: list(names[code]) for code in sorted(names)} for key, names in found.items() if names}
