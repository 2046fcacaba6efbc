"""Facts from the database: which acts speak on a scope, by whom, and who of the space has said nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.comparison.scope import called
from bot.drafts.keeping import archive
from bot.positions.showing.facts import Act, Apart, Facts, Party, board, facts
from bot.positions.showing.lines import About
from bot.positions.words.ground import Ground
from bot.positions.words.scopes import Scope
from bot.sentences import inline as words
from bot.sentences import voices as names
from storage import positions
from storage import standing as queries
from storage.tables import Space

_FEW = 400  # paragraphs named one by one in a query; of more, the whole document is read


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a space stands on a scope. `board`: paragraph by paragraph, None for a single one."""

    about: About
    facts: Facts
    board: Mapping[int, Facts] | None


@dataclass(frozen=True, slots=True)
class Room:
    """The delegations of a space. `groups`: those to be heard; `seated`: (delegation, person) of who holds a seat now."""

    parties: Mapping[int, Party]
    groups: tuple[str, ...]
    seated: frozenset[tuple[int, int]]


async def standing(session: AsyncSession, space: Space, on: Ground, scope: Scope, now: datetime) -> Standing:
    """Where the space stands on a scope of the newest settled draft."""
    about = await about_scope(session, space, on, scope, now)
    who = await room(session, space, now)
    acts = await _acts(session, on.document.id, who, scope)
    beside = await _apart(session, on.document.id, who, scope)
    named = {thread for act in acts if len(act.threads) == 1 for thread in act.threads}
    asked = [t for t in scope.threads if t not in about.headings or t in named] or scope.threads
    told = facts(acts, tuple(who.parties.values()), scope.threads, who.groups, beside, asked)
    return Standing(about, told, board(told, asked, who.groups) if len(scope.threads) > 1 else None)


async def about_scope(session: AsyncSession, space: Space, on: Ground, scope: Scope, now: datetime) -> About:
    """What a card says of the scope and its draft, beside the facts."""
    before = await positions.newest_settled(session, on.document.id, before=on.draft.number)
    return About(
        document=on.document.name,
        level=scope.level,
        ref=scope.ref,
        words=scope.paragraphs[0].text,
        draft=archive.name(on.draft),
        text_hash=scope.text_hash,
        order=scope.threads,
        labels=labels(on, scope),
        sha256=on.reading.sha256,
        seen=on.draft.seen,
        url=on.draft.url,
        zone=zone_of(space),
        now=now,
        before=archive.name(before) if before else "",
        in_doubt=archive.name(on.in_doubt) if on.in_doubt else "",
        headings=frozenset(t for t, p in zip(scope.threads, scope.paragraphs, strict=True) if p.heading),
    )


def zone_of(space: Space) -> ZoneInfo:
    return ZoneInfo(space.timezone)


def labels(on: Ground, scope: Scope) -> dict[int, str]:
    """What each paragraph of a scope is called, by thread."""
    named = (called(on.reading.paragraphs, p) or words.UNLABELLED.format(n=p.n) for p in scope.paragraphs)
    return dict(zip(scope.threads, named, strict=True))


async def room(session: AsyncSession, space: Space, now: datetime) -> Room:
    """The delegations of a space and who is seated in them. A group is written one way, however its case differs."""
    parties: dict[int, Party] = {}
    groups: dict[str, str] = {}
    seated = set()
    for number, code, name, group, person_id, by in await queries.parties(session, space.id, now):
        if number not in parties or (by and not parties[number].by):
            parties[number] = Party(number, code, name, groups.setdefault(group.casefold(), group), by or "")
        seated.add((number, person_id))
    required = [groups.get(one.casefold(), one) for one in space.required_groups] or sorted(groups.values())
    return Room(parties, tuple(dict.fromkeys(required)), frozenset(seated))


async def _acts(session: AsyncSession, document_id: int, who: Room, scope: Scope) -> list[Act]:
    """The acts that speak on a scope; one that holds in several ways comes once for each.

    Of several paragraphs those that hold nothing up come as sets of delegations: an act for each paragraph and delegation
    would be 150,000 of a long draft in a full room.
    """
    if len(scope.threads) == 1:
        rows = await queries.speaking(session, document_id, scope.threads[0])
        return [
            _act(row, who, frozenset(scope.threads), row.holds, signed=row.signed)
            for row in rows
            if row.delegation_id in who.parties
        ]
    few = scope.threads if len(scope.threads) < _FEW and scope.level != "document" else None
    quiet = await queries.quiet(session, document_id, few)
    return [*await _loud(session, document_id, who, few), *_quiet(quiet, who, len(scope.threads))]


async def _loud(session: AsyncSession, document_id: int, who: Room, threads: Collection[int] | None) -> list[Act]:
    """The objections, reserves and concerns, one by one."""
    held: dict[tuple[int, str], set[int]] = {}
    for thread, state, ids in await queries.blocking(session, document_id, threads):
        for number in ids.split(","):
            held.setdefault((int(number), state), set()).add(thread)
    said = {row.id: row for row in await queries.details(session, document_id, {number for number, _ in held})}
    return [
        _act(said[number], who, frozenset(on), state)
        for (number, state), on in held.items()
        if said[number].delegation_id in who.parties
    ]


def _quiet(rows: Sequence[Any], who: Room, breadth: int) -> list[Act]:
    """What each delegation supports, can live with or takes no part in, with the marks that it gave."""
    alike: dict[tuple[str, str, bool, str], list[int]] = {}  # an act on a whole draft is in one list on every paragraph
    for row, state, signed, thread, ids in rows:
        alike.setdefault((row, state, signed, ids), []).append(thread)
    held: dict[tuple[int, str, str, bool], set[int]] = {}
    for (row, state, signed, ids), threads in alike.items():
        for number in ids.split(","):
            held.setdefault((int(number), row, state, signed), set()).update(threads)
    return [
        Act(
            party=who.parties[number],
            stance="abstain" if row == "abstain" else "agree",
            threads=frozenset(threads),
            state=state,
            breadth=breadth,
            signed=signed,
            as_is=row == "as_is",
        )
        for (number, row, state, signed), threads in held.items()
        if number in who.parties
    ]


def _grouped(rows: Sequence[Any]) -> list[tuple[Any, frozenset[int]]]:
    """Rows of one act that hold in one way put together, with their paragraphs."""
    found: dict[tuple[int, str], tuple[Any, set[int]]] = {}
    for row in rows:
        found.setdefault((row.id, row.holds), (row, set()))[1].add(row.thread)
    return [(row, frozenset(threads)) for row, threads in found.values()]


def _act(row: Any, who: Room, threads: frozenset[int], state: str, *, signed: bool = False) -> Act:
    _, delegation_id, person_id, seat, capacity, *said, person, platform = row[: queries.DETAILS]
    stance, level, ref, breadth, as_is, reason, wording, until = said
    former = "" if capacity == "personal" or (delegation_id, person_id) in who.seated else seat
    return Act(
        party=_party(who, delegation_id, capacity, person),
        stance=stance,
        threads=threads,
        state=state,
        breadth=breadth,
        ref=ref,
        level=level,
        signed=signed,
        as_is=as_is,
        reason=reason,
        wording=wording,
        until=until,
        person=person,
        platform=platform or "",
        former=former,
    )


def _party(who: Room, delegation_id: int | None, capacity: str, person: str) -> Party:
    """Whose act it is; of an observer or a person for themselves, that person."""
    party = who.parties.get(delegation_id or 0)
    if capacity == "delegation" and party:
        return party
    form = names.OBSERVER if capacity == "observer" else names.PERSONAL
    return Party(0, "", form.format(name=person, delegation=party.name if party else ""), "")


async def _apart(session: AsyncSession, document_id: int, who: Room, scope: Scope) -> Apart:
    within = frozenset(scope.threads)
    whole = await queries.apart(session, document_id) if scope.level == "document" else ()
    return Apart(
        deletions=tuple(
            _beside([row for row in whole if row.level == "deletion" and row.capacity == "delegation"], who)
        ),
        challenges=tuple(_beside([row for row in whole if row.level == "record"], who)),
        comments=await _comments(session, document_id, who, None if scope.level == "document" else within),
    )


def _beside(rows: Sequence[Any], who: Room) -> list[Act]:
    return [_act(row, who, frozenset(row.threads), "live") for row in rows]


async def _comments(
    session: AsyncSession, document_id: int, who: Room, threads: Collection[int] | None
) -> tuple[Act, ...]:
    rows = await queries.comments(session, document_id, threads)
    return tuple(_act(row, who, on, row.holds) for row, on in _grouped(rows))
