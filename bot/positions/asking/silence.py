"""The silence procedure as rules: what breaks it, what lets it lapse, how long it lasts, how it ends. Pure.

The page is positions.md, section 6. Silence is not consent: what these rules find is that no objection came, nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.positions.words.stances import STANCES


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a silence can be broken, and what is pinned. `ends`: the deadline with everything that was added;
    `pinned`: thread → text hash."""

    opened: datetime
    ends: datetime
    pinned: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. `voice`: the delegation that it is of, None of a person's own act and an observer's comment."""

    id: int
    stance: str
    voice: int | None
    threads: frozenset[int]
    pressed: datetime


def ends(deadline: datetime, extended_s: float) -> datetime:
    """The deadline with the seconds that were added for the bot's own outages."""
    return deadline + timedelta(seconds=extended_s)


def concerned(window: Window, act: Act) -> bool:
    """Whether an act of a delegation is about words that are pinned, or about a scope that contains them."""
    return act.voice is not None and not act.threads.isdisjoint(window.pinned)


def objects(window: Window, act: Act) -> bool:
    """Whether an act stands against a silence: an objection that was pressed in time."""
    stance = STANCES.get(act.stance)
    return stance is not None and stance.blocks and concerned(window, act) and act.pressed <= window.ends


def late(window: Window, act: Act) -> bool:
    """Whether an act came after the deadline: it is kept apart and changes no outcome."""
    return concerned(window, act) and act.pressed > window.ends


def first_objection(window: Window, acts: Iterable[Act]) -> Act | None:
    """Of several the one that was pressed first."""
    return min((act for act in acts if objects(window, act)), key=lambda act: (act.pressed, act.id), default=None)


def changed(window: Window, words: Mapping[int, str | None]) -> frozenset[int]:
    """The pinned threads whose words are others now. `words`: thread → text hash, None of a paragraph that is gone."""
    return frozenset(thread for thread, pinned in window.pinned.items() if words.get(thread, pinned) != pinned)


def added(window: Window, since: datetime, until: datetime) -> timedelta:
    """What an outage of the bot adds to a silence: all of it that falls behind the opening, if the end had not come before.

    So there is as much time left after an outage as there was when it began.
    """
    if since >= window.ends:
        return timedelta()
    return max(until - max(since, window.opened), timedelta())


def may_end(window: Window, pending: Iterable[datetime], now: datetime) -> bool:
    """Whether the outcome can be told: the deadline is over, and no act pressed before it may still be taken back."""
    return now > window.ends and not any(pressed <= window.ends for pressed in pending)
