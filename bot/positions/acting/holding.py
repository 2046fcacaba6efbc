"""Two people of one delegation who contradict each other within half an hour: the second act is held until it is settled.

The head's word is final: an act by the head is never held, and it drops what is held against it. Without the head the author
may take the second act back, and who spoke first may let it stand (positions.md, section 3).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import NotAllowed
from bot.message import Button, Message, say
from bot.outbox import tell_persons
from bot.positions.acting.acts import before, end, replaces, same_scope, speaker, take
from bot.positions.record.record_log import Personal, note
from bot.positions.words.stances import STANCES, WITHDRAW, opposite
from bot.positions.words.stating import meant, stated
from bot.sentences import acts as sentences
from bot.wording import clock
from storage import acts as queries
from storage import habits, people
from storage.tables import Delegation, Person, Position, Space

Verdict = Literal["stand", "drop"]

WITHIN = timedelta(minutes=30)


async def effect(session: AsyncSession, position: Position, now: datetime) -> None:
    """A pending act takes effect, or is held since a colleague said the opposite just before."""
    first = await rival(session, position)
    if first is None:
        await take(session, position, now)
        await _follow(session, position, now)
    else:
        await _hold(session, position, first, now)


async def rival(session: AsyncSession, position: Position) -> Position | None:
    """What a colleague said last, up to half an hour before, that this act contradicts; None if nothing, or the head speaks.

    Of an act that is held also what a colleague said since: they still contradict each other.
    """
    if position.capacity != "delegation" or position.seat == "head":
        return None
    since = position.pressed - WITHIN
    who = speaker(position)
    known = await queries.of_voice(session, position.document_id, who, "pending", "taken", since=since)
    first = next((one for one in reversed(known) if contradicts(position, one)), None)
    if first is None and position.state == "held":
        first = next((one for one in known if contradicts(one, position)), None)
    return first


def contradicts(second: Position, first: Position) -> bool:
    """Whether an act says the opposite of what another person of the delegation said within half an hour before, on the same
    words or on some of them; or withdraws that person's objection. Pure."""
    if first.person_id == second.person_id or first.pressed < second.pressed - WITHIN or before(second, first):
        return False
    if second.stance == WITHDRAW:
        return objects(first) and replaces(second, first)
    narrower = bool(second.threads) and set(second.threads) <= set(first.threads)
    return opposite(first.stance, second.stance) and (narrower or same_scope(second, first))


def objects(position: Position) -> bool:
    """Whether an act is an objection."""
    return position.stance in STANCES and STANCES[position.stance].blocks


async def _hold(session: AsyncSession, position: Position, first: Position, now: datetime) -> None:
    position.state = "held"
    session.add(position)
    person = await session.get_one(Person, position.person_id)
    words = {"position": position.id, "against": first.id, "by": Personal(person.name, person.id), "ref": position.ref}
    await note(session, position.space_id, "held", now, **words)
    assert position.delegation_id is not None
    heads = await people.heads(session, position.delegation_id, now)
    asked = {position.person_id, first.person_id, *heads}
    zones = await habits.zones(session, asked)
    names = await _names(session, position, first)
    zone = ZoneInfo((await session.get_one(Space, position.space_id)).timezone)
    for own in sorted({zones.get(one, "") for one in asked}):
        mine = ZoneInfo(own) if own else None
        message = partial(_question, position, first, names, now, zone, mine, with_head=bool(heads))
        persons = [one for one in asked if zones.get(one, "") == own]
        await tell_persons(session, position.space_id, persons, f"held:{position.id}", message, now, by=now)


def _question(
    position: Position,
    first: Position,
    names: Mapping[str, str],
    now: datetime,
    zone: ZoneInfo,
    mine: ZoneInfo | None,
    *,
    with_head: bool,
) -> Message:
    """What those who may settle it are asked; `mine`: the zone of those who read it."""
    today = now.astimezone(zone).date()
    told = {
        **names,
        "ref": meant(position),
        "first_at": clock(first.pressed, zone, today, mine),
        "second_at": clock(position.pressed, zone, today, mine),
        "first_says": stated(first, zone, today),
        "second_says": stated(position, zone, today),
    }
    waits = sentences.HOLD_WAITS if with_head else sentences.HOLD_NO_HEAD
    forms = (sentences.HOLD_FIRST, sentences.HOLD_SECOND, waits)
    stand = Button(sentences.BUTTON_STAND, f"settle {position.id} stand")
    drop = Button(sentences.BUTTON_DROP, f"settle {position.id} drop")
    return Message(say(*(form.format(**told) for form in forms)).blocks, ((stand, drop),))


async def _names(session: AsyncSession, position: Position, first: Position | None) -> dict[str, str]:
    delegation = await session.get_one(Delegation, position.delegation_id)
    second = await session.get_one(Person, position.person_id)
    other = (await session.get_one(Person, first.person_id)).name if first else ""
    return {"who": delegation.name, "first": other, "second": second.name}


async def settle(session: AsyncSession, position: Position, person: Person, verdict: Verdict, now: datetime) -> None:
    """Ends the hold: the act takes effect or is dropped, and everyone who was asked is told.

    NotAllowed unless the head decides, the author drops it, or who spoke first lets it stand.
    """
    assert position.delegation_id is not None
    first = await rival(session, position)
    heads = await people.heads(session, position.delegation_id, now)
    names = await _names(session, position, first)
    gives_in = position.person_id if verdict == "drop" else first.person_id if first else None
    if person.id not in {*heads, gives_in}:
        raise NotAllowed(sentences.SETTLE_NOT_YOURS.format(**names))
    await note(
        session,
        position.space_id,
        "settled",
        now,
        position=position.id,
        verdict=verdict,
        by=Personal(person.name, person.id),
    )
    if verdict == "stand":
        await take(session, position, now, final=True)
        await _follow(session, position, now)
    else:
        await end(session, position, "dropped", None)
        position.ended = now
    zone = ZoneInfo((await session.get_one(Space, position.space_id)).timezone)

    def told() -> Message:
        said = stated(position, zone, now.astimezone(zone).date())
        sentence = sentences.SETTLED_STAND if verdict == "stand" else sentences.SETTLED_DROP
        return say(sentence.format(by=person.name, ref=meant(position), says=said, **names))

    asked = {position.person_id, *([first.person_id] if first else []), *heads} - {person.id}
    await tell_persons(session, position.space_id, asked, f"settled:{position.id}", told, now)


async def _follow(session: AsyncSession, position: Position, now: datetime) -> None:
    """What is held in the delegation after one of its acts took effect: the head's word drops it; what nobody contradicts any
    more takes effect."""
    if position.capacity != "delegation":
        return
    if position.seat == "head":
        for one in await queries.held(session, position.document_id, position.delegation_id):
            if one.pressed <= position.pressed and (same_scope(position, one) or replaces(position, one)):
                await end(session, one, "dropped", position)
    await let_go(session, position, now)


async def let_go(session: AsyncSession, like: Position, now: datetime) -> None:
    """Held acts of the same delegation take effect once nothing contradicts them any more."""
    if like.delegation_id is None:
        return
    for one in await queries.held(session, like.document_id, like.delegation_id):
        if one.id != like.id and await rival(session, one) is None:
            await take(session, one, now, final=True)
