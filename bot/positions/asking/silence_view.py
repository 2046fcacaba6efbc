"""A silence read from the database: its words, the acts on them, who was reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.days_off import holiday
from bot.drafts.keeping import archive
from bot.positions.asking import heartbeat, notice, silence
from bot.positions.asking.silence_words import Pinned, Said, View, missing
from bot.positions.words import ground as grounds
from bot.positions.words.scopes import hash_of, scopes
from bot.positions.words.stances import STANCES
from bot.positions.words.targets import ON
from bot.spans import hours
from storage import drafts, people
from storage import silences as queries
from storage.tables import Document, Draft, Person, Position, Silence, SilenceItem, Space

ATTACHED = ("object", "concern", "reserve")
"""What is attached to a silence as long as it stands."""


async def window(session: AsyncSession, row: Silence, now: datetime) -> silence.Window:
    """The time of a silence and what it pins; an outage that ends now and is not noted yet is counted."""
    ends = silence.ends(row.deadline, row.extended_s)
    pinned = {item.thread: item.text_hash for item in await queries.items(session, row.id)}
    found = silence.Window(row.opened, ends, pinned)
    away = await heartbeat.unnoted(session, now) if row.closed is None else None
    return silence.Window(row.opened, ends + silence.added(found, *away), pinned) if away else found


def act_of(position: Position) -> silence.Act:
    """A position as the rules of silence see it: only one of a delegation has a voice."""
    voice = position.delegation_id if position.capacity == "delegation" else None
    return silence.Act(position.id, position.stance, voice, frozenset(position.threads), position.pressed)


async def view(session: AsyncSession, row: Silence, now: datetime, own: str = "") -> View:
    """A silence with everything that is told of it. `own`: the zone of the one person who reads it."""
    open_for = await window(session, row, now)
    taking = row.closed is None and now <= open_for.ends
    names, items = await _names(session, row), await queries.items(session, row.id)
    person = await session.get_one(Person, row.person_id)
    offices = await people.offices(session, row.space_id, row.person_id, row.opened)
    breaker = await session.get(Position, row.broken_by) if row.broken_by else None
    draft = await session.get_one(Draft, row.draft_id)
    space = await session.get_one(Space, row.space_id)
    attached = [one for one in await attached_to(session, row, open_for) if one.id != row.broken_by]
    told = _together([_said(one, names, row, items) for one in (breaker, *attached) if one], len(items))
    return View(
        number=row.id,
        document=(await session.get_one(Document, row.document_id)).name,
        draft=archive.name(draft),
        refs=row.refs,
        state=row.state,
        opened=row.opened,
        ends=open_for.ends,
        zone=row.zone,
        person=person.name,
        office=next(iter(sorted(offices)), ""),
        taking=taking,
        bound=await _bound(session, row, draft) if taking else "",
        pinned=await _pinned(session, row, items),
        missing=tuple(await not_reached(session, row, open_for)),
        said=row.said,
        forced=row.forced,
        short=_short(space, row),
        holiday=holiday(space.holidays, row.deadline.astimezone(ZoneInfo(row.zone)).date()) if row.forced else "",
        in_doubt=await _in_doubt(session, row),
        reopens=row.reopens,
        added=timedelta(seconds=row.extended_s),
        by=told[0] if breaker else None,
        attached=told[1:] if breaker else told,
        late=_together([_said(one, names, row, items) for one in await _late(session, row, open_for)], len(items)),
        closed=row.closed,
        own=own,
    )


async def attached_to(session: AsyncSession, row: Silence, open_for: silence.Window) -> list[Position]:
    """The objections, concerns and reserves that stand on the pinned words; of a silence that is over, those that stood."""
    if "attached" in row.outcome:
        found = [await session.get(Position, number) for number in row.outcome["attached"]]
        return [one for one in found if one]
    standing = await queries.standing(session, row.document_id, open_for.pinned, ATTACHED)
    return [one for one in standing if one.pressed <= open_for.ends]


async def not_reached(session: AsyncSession, row: Silence, open_for: silence.Window) -> list[str]:
    """Who was not reached, by name; of a silence that is over, at its end."""
    if "missing" in row.outcome:
        return list(row.outcome["missing"])
    space = await session.get_one(Space, row.space_id)
    all_of_them = await people.delegations(session, row.space_id)
    reached = await queries.reached(session, row.id, open_for.ends)
    expected = {one.id: one.name for one in all_of_them if one.id in row.expected}
    others = [one.name for one in all_of_them if one.id not in expected and one.id not in reached]
    present = {one.group.casefold() for one in all_of_them}
    return missing(
        expected, reached, others, [group for group in space.required_groups if group.casefold() not in present]
    )


async def _bound(session: AsyncSession, row: Silence, draft: Draft) -> str:
    stood = await grounds.on(session, draft)
    meant, _ = scopes(stood.reading, stood.threads, row.refs.split(", "))
    return hash_of([one.text_hash for one in meant])[:ON]


def _short(space: Space, row: Silence) -> bool:
    """Whether a forced deadline was too near; else it is outside the working hours, or on a holiday."""
    zone = ZoneInfo(row.zone)
    off = bool(holiday(space.holidays, row.deadline.astimezone(zone).date()))
    inside = notice.inside(row.deadline, hours(space.working_hours), zone) and not off
    return inside or row.deadline - row.opened < timedelta(hours=space.min_notice_h)


async def _in_doubt(session: AsyncSession, row: Silence) -> str:
    """The newest draft, if positions cannot stand on it yet."""
    latest = await drafts.latest(session, row.document_id)
    return archive.name(latest) if latest and latest.settled is None and row.closed is None else ""


async def _names(session: AsyncSession, row: Silence) -> Mapping[int, str]:
    return {one.id: one.name for one in await people.delegations(session, row.space_id)}


async def _pinned(session: AsyncSession, row: Silence, items: Sequence[SilenceItem]) -> tuple[Pinned, ...]:
    words = await queries.words(session, row.draft_id, [item.text_hash for item in items])
    return tuple(Pinned(item.label, item.text_hash, words.get(item.text_hash, "")) for item in items)


async def _late(session: AsyncSession, row: Silence, open_for: silence.Window) -> list[Position]:
    """The acts behind the deadline, as long as they are on the very words that were pinned."""
    if row.closed is None or row.state not in ("observed", "broken"):
        return []
    acts = await queries.acts(session, row.document_id, ("taken", "ended"), open_for.ends)
    about = [one for one in acts if one.stance in STANCES and silence.late(open_for, act_of(one))]
    shown = await queries.words_shown(session, {one.draft_id for one in about}, list(open_for.pinned))
    return [one for one in about if _same_words(one, open_for, shown)]


def _same_words(position: Position, open_for: silence.Window, shown: Iterable[tuple[int, str]]) -> bool:
    wanted = {(position.draft_id, open_for.pinned[t]) for t in position.threads if t in open_for.pinned}
    return not wanted.isdisjoint(shown)


def _said(position: Position, names: Mapping[int, str], row: Silence, items: Sequence[SilenceItem]) -> Said:
    return Said(
        name=names.get(position.delegation_id or 0, ""),
        says=STANCES[position.stance].says,
        reason=position.reason,
        wording=position.wording,
        pressed=position.pressed,
        before=position.stance == "object" and position.pressed < row.opened,
        held=position.id == row.broken_by and bool(row.outcome.get("held")),
        until=position.until,
        labels=tuple(labels(items, position.threads)),
    )


def _together(acts: Iterable[Said], paragraphs: int) -> tuple[Said, ...]:
    """What somebody says alike on several paragraphs, each by an act of its own, is told once; where, if not on all of them."""
    found: dict[Said, dict[str, None]] = {}
    for one in acts:
        found.setdefault(replace(one, labels=()), {}).update(dict.fromkeys(one.labels))
    return tuple(replace(one, labels=tuple(on) if len(on) < paragraphs else ()) for one, on in found.items())


def labels(items: Iterable[SilenceItem], threads: Iterable[int]) -> list[str]:
    """How the paragraphs of these threads are cited."""
    wanted = set(threads)
    return [item.label for item in items if item.thread in wanted]
