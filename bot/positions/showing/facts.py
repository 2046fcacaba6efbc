"""Where a space stands on some words: who said what, who has not been heard. Names, never totals. Pure.

The rules are positions.md, section 7. The state is the first that holds of objected, reserved, not heard, re-confirm,
concerns, no objection: five hundred who support and one who objects are "objected". Which act of a delegation speaks on a
paragraph (the narrowest) is settled when it is recorded; here come only acts that speak.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

State = Literal["objected", "reserved", "not heard", "re-confirm", "concerns", "no objection"]

CLEAR: frozenset[State] = frozenset({"concerns", "no objection"})
"""States in which a paragraph is clear; in all others it is held."""


@dataclass(frozen=True, slots=True)
class Party:
    """A delegation. `by`: who confirmed that it is there for its group, "" where that is only declared."""

    id: int
    code: str
    name: str
    group: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of a delegation on the paragraphs `threads`, where it is the one that counts and holds as `state` says.

    `breadth`, `ref`, `level`: of the scope that it was given on; `person`, `platform`: who gave it and where; `former`: the
    seat that this person no longer has, else ""; the rest as in `storage.tables.Position`; the stance "agree" is either of
    support and accept.
    """

    party: Party
    stance: str
    threads: frozenset[int]
    state: str = "live"
    breadth: int = 1
    ref: str = ""
    level: str = "paragraph"
    signed: bool = False
    as_is: bool = False
    reason: str = ""
    wording: str = ""
    until: datetime | None = None
    person: str = ""
    platform: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A group that has not been heard. `threads`: on these paragraphs; empty where on none of the scope it has."""

    group: str
    threads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """What stands beside the acts that hold. `deletions`: objections to a paragraph's deletion; `challenges`: objections to a
    draft's record, which block no paragraph; `comments`: of observers and of people for themselves, which move nothing."""

    deletions: tuple[Act, ...] = ()
    challenges: tuple[Act, ...] = ()
    comments: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Who said what on a scope, the narrowest first, and which groups were not heard. `agreeing`: those who support or can live
    with several paragraphs, which is not told apart there."""

    objections: tuple[Act, ...] = ()
    reserves: tuple[Act, ...] = ()
    concerns: tuple[Act, ...] = ()
    stale: tuple[Act, ...] = ()
    abstentions: tuple[Act, ...] = ()
    supporters: tuple[Act, ...] = ()
    accepters: tuple[Act, ...] = ()
    agreeing: tuple[Act, ...] = ()
    silent: tuple[Party, ...] = ()
    heard: tuple[str, ...] = ()
    not_heard: tuple[Gap, ...] = ()
    apart: Apart = Apart()

    @property
    def state(self) -> State:
        """The first that holds, from the top."""
        if self.objections or self.apart.deletions:
            return "objected"
        if self.reserves:
            return "reserved"
        if self.not_heard:
            return "not heard"
        if self.stale:
            return "re-confirm"
        return "concerns" if self.concerns else "no objection"


_KINDS = {
    "object": "objections",
    "reserve": "reserves",
    "concern": "concerns",
    "abstain": "abstentions",
    "support": "supporters",
    "accept": "accepters",
    "agree": "agreeing",
}
_HEARD = tuple(_KINDS.values())
_HOLDS = ("objections", "reserves", "concerns", "stale")


def facts(
    acts: Iterable[Act],
    parties: Sequence[Party],
    threads: Sequence[int],
    required: Sequence[str] = (),
    apart: Apart = Apart(),
    asked: Sequence[int] = (),
) -> Facts:
    """The facts about a scope, given as the `threads` of its paragraphs in reading order.

    `acts`: those that speak there; `parties`: every delegation of the space. `required`: the groups to be heard, those of the
    delegations where none is named. A group is heard on a paragraph by one delegation with a live or standing act; to abstain
    is to be heard, an act that is to be confirmed is not. `asked`: the paragraphs on which they are to be heard, all of them
    where none is named.
    """
    within = frozenset(threads)
    order = {thread: at for at, thread in enumerate(threads)}
    shown = [_cut(act, within) for act in acts if act.state != "dormant" and not within.isdisjoint(act.threads)]
    shown.sort(key=lambda act: (act.breadth, min(order[thread] for thread in act.threads), act.party.code))
    kinds: dict[str, list[Act]] = {kind: [] for kind in (*_KINDS.values(), "stale")}
    for act in shown:
        kinds["stale" if act.state == "stale" else _KINDS[act.stance]].append(act)
    groups = tuple(dict.fromkeys(required or sorted({party.group for party in parties})))
    gaps = _gaps(_hearings(shown), groups, asked or threads)
    spoken = {act.party.id for act in shown}
    return Facts(
        **{kind: tuple(found) for kind, found in kinds.items()},
        silent=tuple(party for party in parties if party.id not in spoken),
        heard=tuple(group for group in groups if group not in {gap.group for gap in gaps}),
        not_heard=gaps,
        apart=apart,
    )


def board(whole: Facts, threads: Sequence[int], groups: Sequence[str]) -> dict[int, Facts]:
    """Each paragraph of a scope as the facts of the scope tell it: what holds it, who was not heard of these groups.

    Those who hold nothing up are left out: of many paragraphs nobody reads them one by one.
    """
    heard = _hearings(act for kind in _HEARD for act in getattr(whole, kind))
    holds: dict[int, dict[str, list[Act]]] = {thread: {kind: [] for kind in _HOLDS} for thread in threads}
    for kind in _HOLDS:
        for act in getattr(whole, kind):
            for thread in holds.keys() & act.threads:
                holds[thread][kind].append(act)
    return {
        thread: Facts(
            objections=tuple(found["objections"]),
            reserves=tuple(found["reserves"]),
            concerns=tuple(found["concerns"]),
            stale=tuple(found["stale"]),
            not_heard=tuple(Gap(group) for group in groups if thread not in heard.get(group, ())),
        )
        for thread, found in holds.items()
    }


def overdue(act: Act, now: datetime) -> bool:
    """Whether the date of a reserve has passed. It goes on holding: time makes no consent of it."""
    return act.stance == "reserve" and act.until is not None and act.until <= now


def _cut(act: Act, within: frozenset[int]) -> Act:
    return act if act.threads <= within else replace(act, threads=act.threads & within)


def _hearings(acts: Iterable[Act]) -> dict[str, set[int]]:
    """Group → the paragraphs on which it is heard."""
    found: dict[str, set[int]] = {}
    for act in acts:
        if act.state != "stale":
            found.setdefault(act.party.group, set()).update(act.threads)
    return found


def _gaps(heard: Mapping[str, Collection[int]], groups: Sequence[str], threads: Sequence[int]) -> tuple[Gap, ...]:
    gaps = []
    for group in groups:
        missing = tuple(thread for thread in threads if thread not in heard.get(group, ()))
        if missing:
            gaps.append(Gap(group, missing if len(missing) < len(threads) else ()))
    return tuple(gaps)
