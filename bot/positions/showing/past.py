"""What was said on a paragraph through all drafts, voice by voice: also what was replaced and lifted, with both times."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.lineage import Stage
from bot.message import Block, para
from bot.positions.showing.lines import line
from bot.positions.showing.standing import room, zone_of
from bot.positions.words import ground as grounds
from bot.positions.words.stating import stated
from bot.sentences import facts as words
from bot.sentences import voices
from bot.wording import clock, one_line
from storage import standing as queries
from storage.tables import Draft, Position, Space


async def threads_of(session: AsyncSession, drafts: Sequence[Draft], stages: Sequence[Stage]) -> frozenset[int]:
    """The threads of a paragraph, from the last settled draft that has it; none where no draft of it is settled."""
    for stage in reversed(stages):
        if stage.numbers and drafts[stage.at].settled is not None:
            stood = await grounds.on(session, drafts[stage.at])
            return frozenset(stood.threads[n] for n in stage.numbers)
    return frozenset()


async def past(
    session: AsyncSession, space: Space, document_id: int, threads: Collection[int], now: datetime
) -> tuple[Block, ...]:
    """Every act on these paragraphs that took effect, under the voice that gave it, oldest first; empty where there is none."""
    said = [row for row in await queries.past(session, document_id) if not set(threads).isdisjoint(row[0].threads)]
    if not said:
        return ()
    parties = (await room(session, space, now)).parties
    states = dict(await queries.states(session, document_id, threads))
    voiced: dict[str, list[Any]] = {}
    for row in said:
        voiced.setdefault(_voice(row[0], row[2], parties), []).append(row)
    zone = zone_of(space)
    told = (block for voice, rows in voiced.items() for block in _acts(voice, rows, states, zone, now))
    return (para(words.PAST, "strong"), *told)


def _voice(act: Position, person: str, parties: Mapping[int, Any]) -> str:
    party = parties.get(act.delegation_id or 0)
    if act.capacity == "delegation" and party:
        return str(party.name)
    form = voices.OBSERVER if act.capacity == "observer" else voices.PERSONAL
    return form.format(name=person, delegation=party.name if party else "")


def _acts(voice: str, rows: Iterable[Any], states: Mapping[int, str], zone: ZoneInfo, now: datetime) -> Iterator[Block]:
    today = now.astimezone(zone).date()
    yield para(one_line(voice), "strong")
    for act, number, person, platform in rows:
        said = words.PAST_ACT.format(at=clock(act.pressed, zone, today), stated=one_line(stated(act, zone, today)))
        notes = [
            words.PAST_WHERE.format(ref=words.WHOLE if act.level == "document" else act.ref, draft=f"r{number}"),
            words.PAST_WHO.format(person=one_line(person)),
            *([voices.PLATFORMS.get(platform, platform)] if platform else []),
            *_became(act, states, zone, now),
        ]
        yield line("", said + words.NOTE.format(notes=words.BETWEEN.join(notes)))


def _became(act: Position, states: Mapping[int, str], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """How an act holds now, or how it ended and when."""
    if act.state == "ended" and act.end:
        ended = clock(act.ended or act.pressed, zone, now.astimezone(zone).date())
        yield words.PAST_STATES[act.end].format(at=ended)
    elif act.id in states:
        yield words.PAST_STATES[states[act.id]]
