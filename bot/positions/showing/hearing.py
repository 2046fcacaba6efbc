"""Who has been heard, paragraph by paragraph, and to whom a draft was shown. Pure.

Of a group on a paragraph the first that holds is told: heard (an act of one of its delegations stands), to be confirmed,
silent (shown the words in person, and nothing said), not reached.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.message import Block, Para, Span, Title
from bot.positions.showing.facts import Party
from bot.positions.showing.lines import About, by_group, line, places
from bot.sentences import facts as words
from bot.wording import clock

Status = Literal["heard", "stale", "silent", "not reached"]
STATUSES: tuple[Status, ...] = ("not reached", "silent", "stale", "heard")
Ids = frozenset[int]


@dataclass(frozen=True, slots=True)
class Hearing:
    """`groups`: those to be heard; `heard`, `stale`, `reached`: thread → the delegations that are so there; `approached`: those
    that were ever shown any words of the document in person, or said something on it."""

    parties: tuple[Party, ...]
    groups: tuple[str, ...]
    heard: Mapping[int, Ids]
    stale: Mapping[int, Ids]
    reached: Mapping[int, Ids]
    approached: Ids = frozenset()


def status(told: Hearing, thread: int, members: Ids) -> Status:
    """Of some delegations on one paragraph."""
    if not members.isdisjoint(told.heard.get(thread, ())):
        return "heard"
    if not members.isdisjoint(told.stale.get(thread, ())):
        return "stale"
    return "not reached" if members.isdisjoint(told.reached.get(thread, ())) else "silent"


def blocks(about: About, told: Hearing) -> tuple[Block, ...]:
    """Of one paragraph every delegation by name; of several the groups, those paragraphs first where somebody is missing."""
    of_one = len(about.order) == 1
    title = words.HEARD_TITLE if of_one or about.level != "document" else words.HEARD_TITLE_ALL
    head = Title(title.format(document=about.document, ref=about.ref, draft=about.draft))
    lines = _by_name(told, about.order[0]) if of_one else _board(about, told)
    return (head, *lines, *_absent(told), *_never(told))


def _by_name(told: Hearing, thread: int) -> Iterator[Block]:
    found: dict[Status, dict[Party, list[str]]] = {one: {} for one in STATUSES}
    for party in told.parties:
        found[status(told, thread, frozenset({party.id}))][party] = []
    for one in STATUSES:
        yield from by_group(words.STATUSES[one], found[one])


def _board(about: About, told: Hearing) -> Iterator[Block]:
    """Paragraphs of one picture in one line."""
    members = _members(told)
    alike: dict[tuple[Status, ...], list[int]] = {}
    for thread in about.texts:
        alike.setdefault(tuple(status(told, thread, ids) for ids in members.values()), []).append(thread)
    for picture, threads in sorted(alike.items(), key=lambda one: _whole(one[0])):
        by_status = {one: [g for g, has in zip(members, picture, strict=True) if has == one] for one in STATUSES}
        parts = [words.STATUSES[one] + ", ".join(groups) for one, groups in by_status.items() if groups]
        yield Para((Span(places(about, threads), "strong"), Span(words.HEARD_LINE.format(picture=" · ".join(parts)))))


def _whole(picture: Iterable[Status]) -> bool:
    return all(one == "heard" for one in picture)


def _members(told: Hearing) -> dict[str, Ids]:
    groups = dict.fromkeys([*told.groups, *sorted({party.group for party in told.parties})])
    found = {group: frozenset(p.id for p in told.parties if p.group == group) for group in groups}
    return {group: ids for group, ids in found.items() if ids}


def _never(told: Hearing) -> Iterator[Block]:
    yield from by_group(words.NEVER, {party: [] for party in told.parties if party.id not in told.approached})


# ── circulation ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Circulation:
    """To whom a draft was shown. `served`: delegation → when first, in person; `posted`: (name, kind, when) of the chats
    that had its Flash; `mine`: the asker's own delegations."""

    document: str
    draft: str
    parties: tuple[Party, ...]
    groups: tuple[str, ...]
    served: Mapping[int, datetime]
    posted: Sequence[tuple[str, str, datetime]]
    mine: Ids = frozenset()


def circulation(told: Circulation, zone: ZoneInfo, now: datetime) -> tuple[Block, ...]:
    """Which delegations had the draft in person and when, which had not; and in which chats it was posted."""
    today = now.astimezone(zone).date()
    served = {p: [clock(told.served[p.id], zone, today)] for p in told.parties if p.id in told.served}
    others = [party for party in told.parties if party.id not in told.served]
    return (
        Title(words.CIRCULATION_TITLE.format(document=told.document, draft=told.draft)),
        *(line("", words.NOT_SEEN.format(name=p.name, draft=told.draft)) for p in others if p.id in told.mine),
        *by_group(words.NOT_SERVED, {party: [] for party in others}),
        *_absent(told),
        *by_group(words.SERVED, served),
        line(words.POSTED, " · ".join(_post(one, zone, today) for one in told.posted) or words.NOWHERE),
    )


def _post(one: tuple[str, str, datetime], zone: ZoneInfo, today: date) -> str:
    name, kind, at = one
    return words.POST.format(chat=name, kind=kind, at=clock(at, zone, today))


def _absent(told: Hearing | Circulation) -> Iterator[Block]:
    """Groups to be heard that have no delegation here at all."""
    there = {party.group for party in told.parties}
    missing = [group for group in told.groups if group not in there]
    if missing:
        yield line(words.NO_DELEGATION, ", ".join(missing))
