"""The sample negotiation: four states of one draft and a Chair's report, written for this demo in `drafts/*.txt`.

A file begins with named lines (title, label, symbol, posted) and an empty line; then come the parts, apart by empty lines:

    = IV. | Means of implementation         a heading
    C9. | Media: …                          a paragraph with the label printed before it
    We, the participants …                  a paragraph without one
        (a) | …                             a sub-item: indented by four blanks

A part may run over several lines. The meeting, its texts and its people are made up.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

ZONE = "Europe/Zurich"
BASE = "chair"
DRAFTS = ("r1", "r2", "r3", "r4")

_FOLDER = Path(__file__).parent / "drafts"
_INDENT = "    "

Kind = Literal["heading", "paragraph", "sub-item"]


@dataclass(frozen=True, slots=True)
class Part:
    """One heading, paragraph or sub-item; `label` without blanks around it, "" where none is printed."""

    kind: Kind
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """One state of the text as the secretariat posts it. `label`: the secretariat's own name for it; `posted` in ZONE."""

    name: str
    title: str
    label: str
    symbol: str
    posted: datetime
    parts: tuple[Part, ...]

    @property
    def stem(self) -> str:
        """The name of its files, without the ending: "vision-r2", "chair-report"."""
        return "chair-report" if self.name == BASE else f"vision-{self.name}"


def load(name: str) -> State:
    """The state "r1", …, "r4" or "chair"."""
    return parse(name, (_FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def parse(name: str, source: str) -> State:
    """A state from its notation. KeyError or ValueError where a named line is missing or a time is none."""
    first, *rest = source.strip("\n").split("\n\n")
    head = dict(line.split(": ", 1) for line in first.splitlines())
    posted = datetime.fromisoformat(head["posted"]).replace(tzinfo=ZoneInfo(ZONE))
    return State(name, head["title"], head["label"], head["symbol"], posted, tuple(map(_part, rest)))


def _part(source: str) -> Part:
    kind: Kind = "sub-item" if source.startswith(_INDENT) else "heading" if source.startswith("= ") else "paragraph"
    label, bar, text = " ".join(source.removeprefix("= ").split()).partition(" | ")
    return Part(kind, label, text) if bar else Part(kind, "", label)
