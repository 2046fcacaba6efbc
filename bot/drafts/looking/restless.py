"""What changes its figures again and again – a clock in words that nobody knows, a link with another address each minute – is
told, told for the last time, and then not before it has stood still for an hour. What changed beside it is told. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.drafts.pages.steady import figures

STILL = timedelta(hours=1)
_MOST = 60  # lines kept of a source
PAGE, LABEL, ADDRESS = "page", "label", "address"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that changed within the last hour. `of`: whose it is, `PAGE`, `LABEL`, `ADDRESS` or the address of a file; `told`:
    as it was told last; `now`: as it stands; `at`: when it changed last; `quiet`: it is told no more."""

    of: str
    told: str
    now: str
    at: datetime
    quiet: bool = False


@dataclass(slots=True)
class Calm:
    """What a look decides to tell. `lines`: what is known from the looks before; `last`: lines told for the last time now;
    `moved`: changes that were not told, (old, new) by whose they are."""

    now: datetime
    lines: list[Line] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)

    def tells(self, of: str, old: str, new: str) -> bool:
        """Whether a change is told. Only one of figures alone may not be; a third within an hour is not."""
        if not old or not new or figures(old) != figures(new):
            return True
        line = next((one for one in self.lines if one.of == of and old in (one.told, one.now)), None)
        if line is None or self.now - line.at >= STILL:
            stood = line is not None and line.now == new
            self._put(line, None if stood else Line(of, new, new, self.now))
            return True
        if line.now == new:
            return not line.quiet
        if line.quiet:
            self.moved[of] = (old, new)
            self._put(line, replace(line, now=new, at=self.now))
            return False
        self.last.append(new)
        self._put(line, Line(of, new, new, self.now, quiet=True))
        return True

    def still(self, *of: str) -> list[tuple[str, str]]:
        """What stands still at last and was not told: (as told last, as it is). It is no longer restless."""
        found = [one for one in self.lines if one.of in of and self.now - one.at >= STILL]
        self.lines = [one for one in self.lines if one not in found]
        return [(one.told, one.now) for one in found if one.told != one.now]

    def waits(self, *of: str) -> bool:
        """Whether something is to be told because it stands still, though nothing changed."""
        return any(one.of in of and one.quiet and self.now - one.at >= STILL for one in self.lines)

    def _put(self, old: Line | None, new: Line | None) -> None:
        self.lines = [one for one in self.lines if one is not old]
        self.lines += [new] if new else []

    def kept(self) -> list[dict[str, Any]]:
        """For the database: what changed within the hour, and what is still to be told."""
        lines = [one for one in self.lines if one.quiet or self.now - one.at < STILL]
        return [{**asdict(one), "at": one.at.isoformat()} for one in lines[-_MOST:]]


def calm(kept: Iterable[dict[str, Any]], now: datetime) -> Calm:
    """From what `kept` gave."""
    return Calm(now, [Line(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in kept])


def told_of(found: Calm, of: str, changes: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of several changes that are told."""
    return [change for change in changes if found.tells(of, *change)]
