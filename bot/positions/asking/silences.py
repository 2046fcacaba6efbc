"""Silences as they run: heard by every act, changed by every draft, ended when their time is over (positions.md, section 6).

Every function takes part in the caller's transaction and holds the record of the space while it decides, so that of several
processes one decides at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping.archive import name
from bot.message import Button, Message, say
from bot.outbox import Compose, in_chat, place_of, queue, tell_persons
from bot.positions.asking import silence, silence_words
from bot.positions.asking.silence_view import act_of, attached_to, labels, not_reached, view, window
from bot.positions.asking.silence_words import View
from bot.positions.record import record_log
from bot.positions.record.record_log import Personal
from bot.positions.showing import mirror
from bot.positions.showing.reach import WHOLE
from bot.sentences import silence as sentences
from bot.wording import anded
from storage import cards, events, people, spaces
from storage import silences as queries
from storage.tables import Delegation, Document, Draft, Person, Position, Reach, Silence


async def card(session: AsyncSession, row: Silence, now: datetime) -> Message:
    """The card of a silence as it stands."""
    return silence_words.card(await view(session, row, now))


async def heard(session: AsyncSession, position: Position, now: datetime) -> None:
    """An act has taken effect: it reaches the silences on its words; the first objection in time breaks them."""
    act = act_of(position)
    await events.lock(session, position.space_id)
    for row in await queries.undisturbed(session, position.document_id):
        open_for = await window(session, row, now)
        if not silence.concerned(open_for, act) or silence.late(open_for, act):
            continue
        await reach(session, row, position.delegation_id, position.person_id, position.pressed)
        if position.end in ("replaced", "withdrawn"):  # a later act of the same voice came into effect before it
            continue
        if row.state in ("running", "observed") and silence.objects(open_for, act):
            await _break(session, row, position, now)
        elif row.state == "running" and position.stance == "reserve":
            await _offer_more(session, row, position, now)


async def words_changed(
    session: AsyncSession, document_id: int, changed: Mapping[int, str | None], draft: Draft, now: datetime
) -> None:
    """A new draft has been settled. `changed`: thread → its text hash there, None of a paragraph that it deleted.

    A running silence that pins other words lapses; a broken one stays broken and takes no more acts.
    """
    document = await session.get_one(Document, document_id)
    await events.lock(session, document.space_id)
    for row in await queries.open_ones(session, document.space_id):
        open_for = await window(session, row, now)
        others = silence.changed(open_for, changed)
        if row.document_id == document_id and others and now <= open_for.ends:
            await _lapse(session, row, others, draft, now)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """The silences whose outcome can be told now."""
    return [row.id for row in await queries.open_ones(session) if await _may_end(session, row, now)]


async def close(session: AsyncSession, number: int, now: datetime) -> None:
    """Tells the outcome of a silence whose time is over."""
    row = await queries.fresh(session, number)
    if row is None:
        return
    await events.lock(session, row.space_id)
    row = await queries.fresh(session, number)
    if row is None or row.closed is not None or not await _may_end(session, row, now):
        return
    if row.state == "running":
        against = await _objection_at_end(session, row, now)
        if against:
            row.outcome = {"held": against.state == "held"}
            await _break(session, row, against, now)
        else:
            row.state = "observed"
    await _end(session, row, now)
    if row.state == "observed":
        await _announce(session, row, "observed", partial(silence_words.ending, await view(session, row, now)), now)


async def withdraw(session: AsyncSession, row: Silence, person: Person, why: str, now: datetime) -> None:
    """The chair takes a running silence back."""
    row.state = "withdrawn"
    facts = {"by": Personal(person.name, person.id)} | ({"why": Personal(why, person.id)} if why else {})
    await _end(session, row, now, **facts)

    def told() -> Message:
        return say(sentences.WITHDRAWN.format(number=row.id, refs=row.refs, person=person.name, why=_why(why)))

    await _announce(session, row, "withdrawn", told, now)


async def extend(
    session: AsyncSession, row: Silence, until: datetime, person: Person, why: str, forced: str, now: datetime
) -> None:
    """A running silence gets another deadline; what outages added before is in it."""
    before = silence.ends(row.deadline, row.extended_s)
    row.deadline, row.extended_s, row.forced = until, 0, forced or row.forced
    session.add(row)
    facts = {"silence": row.id, "extended": _at(until), "before": _at(before), "by": Personal(person.name, person.id)}
    reason = {"why": Personal(why, person.id)} if why else {}
    await record_log.note(session, row.space_id, "silence", now, **facts, **reason)
    if forced:
        await override(session, row, forced, person, now)
    await _touch(session, row, now)
    names = {"number": row.id, "refs": row.refs, "person": person.name}

    def told() -> Message:
        at = silence_words.when(until, row.zone)
        return say(sentences.EXTENDED.format(**names, until=at, why=_why(why or forced)))

    await _announce(session, row, f"extended:{now.timestamp():.0f}", told, now)


async def override(session: AsyncSession, row: Silence, why: str, person: Person, now: datetime) -> None:
    """Notes that a deadline was set with short notice, or outside the working hours, and why."""
    by, said = Personal(person.name, person.id), Personal(why, person.id)
    await record_log.note(session, row.space_id, "override", now, silence=row.id, by=by, why=said)


async def ask_more(session: AsyncSession, row: Silence, delegation: Delegation, refs: str, now: datetime) -> bool:
    """A delegation with a reserve, on `refs`, asks the chairs for more time; False if it has asked before."""
    if delegation.id in row.asked:
        return False
    row.asked = [*row.asked, delegation.id]
    session.add(row)

    def told() -> Message:
        until = silence_words.when(silence.ends(row.deadline, row.extended_s), row.zone)
        said = sentences.MORE_WANTED.format(name=delegation.name, refs=refs, number=row.id, until=until)
        return Message(say(said).blocks, ((Button(sentences.EXTEND, f"silence extend {row.id}"),),))

    await tell_persons(
        session,
        row.space_id,
        await chairs(session, row.space_id, now),
        f"silence:{row.id}:more:{delegation.id}",
        told,
        now,
        by=silence.ends(row.deadline, row.extended_s),
    )
    await _touch(session, row, now)
    return True


async def reach(session: AsyncSession, row: Silence, delegation_id: int | None, person_id: int, now: datetime) -> None:
    """A delegation has dealt with a silence: it is reached."""
    ends = silence.ends(row.deadline, row.extended_s)
    if delegation_id is None or delegation_id in await queries.reached(session, row.id, ends):
        return
    for thread in shown(row, [item.thread for item in await queries.items(session, row.id)]):
        session.add(
            Reach(
                delegation_id=delegation_id,
                draft_id=row.draft_id,
                thread=thread,
                silence_id=row.id,
                person_id=person_id,
                how="button",
                at=now,
            )
        )
    await session.flush()
    await _touch(session, row, now)


def shown(row: Silence, threads: Sequence[int]) -> list[int]:
    """The threads by which it is noted that a silence's words were shown."""
    return [WHOLE] if row.refs == "all" else list(threads)


async def chairs(session: AsyncSession, space_id: int, now: datetime) -> list[int]:
    """The persons who chair a space now."""
    return [one.person_id for one in await people.officers(session, space_id, now) if one.role == "chair"]


async def _may_end(session: AsyncSession, row: Silence, now: datetime) -> bool:
    if now <= silence.ends(row.deadline, row.extended_s):
        return False
    open_for = await window(session, row, now)
    if now <= open_for.ends:
        return False
    waiting = await queries.acts(session, row.document_id, ("pending",))
    about = [one.pressed for one in waiting if silence.concerned(open_for, act_of(one))]
    return silence.may_end(open_for, about, now)


async def _objection_at_end(session: AsyncSession, row: Silence, now: datetime) -> Position | None:
    """What stands against a silence at its end though nothing broke it: an objection that is held unsettled, or one from
    before it opened that was never withdrawn."""
    open_for = await window(session, row, now)
    held = await queries.acts(session, row.document_id, ("held",))
    before = await queries.standing(session, row.document_id, open_for.pinned, ("object",))
    known = {one.id: one for one in (*held, *before)}
    first = silence.first_objection(open_for, map(act_of, known.values()))
    return known[first.id] if first else None


async def _break(session: AsyncSession, row: Silence, position: Position, now: datetime) -> None:
    row.state, row.broken_by = "broken", position.id
    session.add(row)
    shown = await view(session, row, now)
    by = await session.get(Delegation, position.delegation_id)
    await record_log.note(
        session, row.space_id, "silence broken", now, silence=row.id, position=position.id, delegation=by and by.code
    )
    await _announce(session, row, "broken", partial(_broken, row, shown), now)
    await _touch(session, row, now)


def _broken(row: Silence, shown: View) -> Message:
    assert shown.by is not None
    said = [sentences.BROKEN.format(number=row.id, refs=row.refs, objection=silence_words.objection(shown.by))]
    return say(*said, *([sentences.STILL_OPEN.format(until=shown.until)] if shown.taking else []))


async def _offer_more(session: AsyncSession, row: Silence, position: Position, now: datetime) -> None:
    if position.delegation_id in row.asked:
        return

    def told() -> Message:
        said = sentences.MAY_ASK.format(refs=position.ref, number=row.id)
        return Message(say(said).blocks, ((Button(sentences.ASK_MORE, f"seen {row.id} more"),),))

    key = f"silence:{row.id}:may ask:{position.delegation_id}"
    ends = silence.ends(row.deadline, row.extended_s)
    await tell_persons(session, row.space_id, [position.person_id], key, told, now, by=ends)


async def _lapse(session: AsyncSession, row: Silence, threads: Iterable[int], draft: Draft, now: datetime) -> None:
    """The pinned words are no longer those of the draft."""
    items = await queries.items(session, row.id)
    others = labels(items, threads)
    if row.state == "running":
        row.state = "lapsed"
    lapsed = row.state == "lapsed"
    await _end(session, row, now, why="changed", changed=others, draft=name(draft))
    if not lapsed:
        return
    told = {"number": row.id, "refs": row.refs, "draft": name(draft)}
    chair = await chairs(session, row.space_id, now)
    await _announce(session, row, "lapsed", lambda: say(sentences.LAPSED.format(**told, changed=anded(others))), now)

    def to_chairs() -> Message:
        anew = Button(sentences.ANEW, f"silence reopen {row.id}")
        return Message(say(sentences.LAPSED_CHAIR.format(**told, changed=anded(others))).blocks, ((anew,),))

    await tell_persons(session, row.space_id, chair, f"silence:{row.id}:anew", to_chairs, now)


async def _end(session: AsyncSession, row: Silence, now: datetime, **facts: object) -> None:
    """Nothing more is in time: the facts of the end are kept, noted, and shown on the card."""
    open_for = await window(session, row, now)
    attached = [one.id for one in await attached_to(session, row, open_for)]
    missing = await not_reached(session, row, open_for)
    row.closed = now
    row.outcome = {**row.outcome, "attached": attached, "missing": missing}
    session.add(row)
    told = {"silence": row.id, "outcome": row.state, "position": row.broken_by, "attached": attached}
    await record_log.note(session, row.space_id, "silence closed", now, **told, missing=missing, **facts)
    shown = await cards.of_silence(session, row.id)
    if shown:
        await mirror.close(session, shown, "changed" if row.state == "lapsed" else "over", now)


async def _touch(session: AsyncSession, row: Silence, now: datetime) -> None:
    shown = await cards.of_silence(session, row.id)
    if shown:
        await mirror.touch(session, shown, now)


async def _announce(session: AsyncSession, row: Silence, what: str, compose: Compose, now: datetime) -> None:
    """One message in each open chat of the space that wants to hear of the document, with a sound."""
    for chat in await spaces.live_chats(session, row.space_id, row.document_id):
        if chat.kind == "open":
            key = f"silence:{row.id}:{what}:{chat.id}"
            place, message = place_of(chat), await in_chat(session, chat, compose)
            await queue(session, key, "told", place, message, now, space_id=row.space_id, chat_id=chat.id)


def _why(why: str) -> str:
    return sentences.WHY.format(reason=why) if why else ""


def _at(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
