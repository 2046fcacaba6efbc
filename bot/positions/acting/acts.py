"""An act from the press to its effect: it is recorded as pending, then taken: it replaces, holds, speaks and is noted.

Append-only: what was taken is never changed; only how it ended is written. Every function takes part in the caller's
transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.keeping import archive
from bot.drafts.reading import Paragraph
from bot.positions.asking import silences
from bot.positions.onward.carrying import bring
from bot.positions.record.record_log import Personal, note
from bot.positions.seats.voices import Voice
from bot.positions.showing import mirror
from bot.positions.words import ground as grounds
from bot.positions.words.scopes import hash_of
from bot.positions.words.stances import WITHDRAW, row_of
from bot.positions.words.targets import Target
from bot.spans import seconds
from storage import acts as queries
from storage import positions
from storage import threads as lineage
from storage.tables import Account, Delegation, Document, Draft, Holding, Person, Position, Space

_BY_REF = frozenset({"document", "section", "range", "record"})


@dataclass(frozen=True, slots=True)
class Act:
    """What is said: a key of STANCES or "withdraw", and what goes with it. `until`: of a reserve."""

    stance: str
    reason: str = ""
    wording: str = ""
    until: datetime | None = None
    signoff: bool = False
    as_is: bool = False


async def record(
    session: AsyncSession, space: Space, voice: Voice, target: Target, act: Act, now: datetime
) -> Position:
    """The act as a pending row: until it is due nobody but its author sees it."""
    position = Position(
        space_id=space.id,
        document_id=target.document_id,
        delegation_id=voice.delegation_id,
        person_id=voice.person.id,
        account_id=voice.account_id,
        seat=voice.seat,
        capacity=voice.capacity,
        level=target.level,
        ref=target.ref,
        breadth=len(target.threads),
        threads=list(target.threads),
        draft_id=target.draft_id,
        text_hash=target.text_hash,
        stance=act.stance,
        signoff=act.signoff,
        as_is=act.as_is,
        reason=act.reason,
        wording=act.wording,
        until=act.until,
        pressed=now,
        due=now + timedelta(seconds=seconds(space.undo)),
    )
    session.add(position)
    await session.flush()
    return position


async def take(session: AsyncSession, position: Position, now: datetime, *, final: bool = False) -> None:
    """The act takes effect, dated at its press: it ends what it replaces or lifts, holds on its paragraphs, and is noted.

    `final`: it was held and has been settled: what was said between its press and now does not overtake it.
    """
    position.state, position.taken = "taken", now
    known = await queries.of_voice(session, position.document_id, speaker(position), "taken")
    held = await queries.held_by(session, [one.id for one in known])
    ended = [one for one in known if _is_over(position, one, held[one.id], final=final)]
    gone = {one.id: lifted(position, one, held[one.id], final=final) for one in known if one not in ended}
    parted = [one for one in known if gone.get(one.id)]
    threads = {thread for one in (position, *ended) for thread in (*one.threads, *held.get(one.id, ()))}
    for one in ended:
        await end(session, one, "withdrawn" if position.stance == WITHDRAW else "replaced", position)
    for one in parted:
        await queries.release(session, one.id, gone[one.id])
    later = None if final else await _overtaken(session, position)
    if position.stance == WITHDRAW:
        position.state, position.ended = "ended", position.pressed
    elif later is not None:
        await end(session, position, "withdrawn" if later.stance == WITHDRAW else "replaced", later)
    elif position.level != "record":
        await _hold(session, position)
        await bring(session, position, now)
    session.add(position)
    await session.flush()
    threads.update(await positions.threads_held(session, position.id))
    await positions.speak(session, position.document_id, threads)
    await _note(session, position, ended, parted, now)
    await silences.heard(session, position, now)
    await mirror.touch_places(session, position.document_id, threads, now)


def replaces(new: Position, old: Position, *, final: bool = False) -> bool:
    """Whether an act of the same voice ends an older one: on the same scope; a withdrawal on every scope within its own too.
    Narrower and broader stances stay beside each other. `final`: whichever is older. Pure."""
    if old.stance == WITHDRAW or old.id == new.id or not (final or before(old, new)):
        return False
    lifts = new.stance == WITHDRAW and "record" not in (new.level, old.level)
    return same_scope(new, old) or (lifts and set(old.threads) <= set(new.threads))


def lifted(new: Position, old: Position, held: Collection[int], *, final: bool = False) -> set[int]:
    """The paragraphs, of those that an older act of the same voice holds on, where another one lifts it.

    An act on a paragraph that a split or merger brought to others is lifted on each of them apart, so that nothing falls on a
    paragraph that was not named; any other is lifted whole or not at all. Pure.
    """
    in_parts = old.level == "paragraph" and (new.level == "paragraph" or new.stance == WITHDRAW)
    if not in_parts:
        return set(held) if replaces(new, old, final=final) else set()
    late = old.stance == WITHDRAW or old.id == new.id or not (final or before(old, new))
    return set() if late else {*held} & {*new.threads}


def _is_over(new: Position, old: Position, held: Collection[int], *, final: bool) -> bool:
    """Whether nothing is left of an older act: to the record of a draft it holds on no paragraph."""
    return lifted(new, old, held, final=final) >= {*held} and (bool(held) or replaces(new, old, final=final))


def before(one: Position, other: Position) -> bool:
    """Whether an act was pressed before another one. Pure."""
    return (one.pressed, one.id) < (other.pressed, other.id)


def same_scope(one: Position, other: Position) -> bool:
    """Whether two acts are about the same thing: the same paragraphs by lineage, or the same section, range, document or
    record by name. Pure."""
    if one.level != other.level or one.document_id != other.document_id:
        return False
    if one.level == "record":
        return one.ref == other.ref
    return one.threads == other.threads or (one.level in _BY_REF and one.ref.casefold() == other.ref.casefold())


def speaker(position: Position) -> queries.Speaker:
    """Whose voice an act is."""
    return position.capacity, position.delegation_id, position.person_id


async def end(session: AsyncSession, position: Position, how: str, by: Position | None) -> None:
    """The act is over: `how` is "replaced", "withdrawn" or "dropped"; `by` which act."""
    position.state, position.end = "ended", how
    position.ended, position.ended_by = (by.pressed, by.id) if by else (position.taken or position.pressed, None)
    session.add(position)
    await queries.release(session, position.id)


async def _overtaken(session: AsyncSession, position: Position) -> Position | None:
    """A later act of the same voice that took effect before this one and would have ended it."""
    who, since = speaker(position), position.pressed
    known = await queries.of_voice(session, position.document_id, who, "taken", "ended", since=since)
    return next((one for one in reversed(known) if one.end != "dropped" and replaces(one, position)), None)


async def _hold(session: AsyncSession, position: Position) -> None:
    """Writes how the act holds on each of its paragraphs, on the words that were shown."""
    row: str = row_of(position.stance, signoff=position.signoff, as_is=position.as_is)
    if position.level == "deletion":
        row = "deletion"
    delegation_id = position.delegation_id if position.capacity == "delegation" else None
    for thread, p in (await _shown(session, position)).items():
        session.add(
            Holding(
                position_id=position.id,
                thread=thread,
                document_id=position.document_id,
                delegation_id=delegation_id,
                row=row,
                signed=position.signoff,
                text_hash=p.text_hash,
                word_hash=p.word_hash,
                draft_id=position.draft_id,
                speaks=delegation_id is not None,
            )
        )
    await session.flush()


async def _shown(session: AsyncSession, position: Position) -> dict[int, Paragraph]:
    """Thread → the paragraph that was shown: of the draft's reading whose words have the hash that was pressed."""
    found: dict[int, Paragraph] = {}
    for row in reversed(await lineage.of_draft(session, position.draft_id)):
        stood = (await grounds.stood(session, row)).paragraphs()
        found = {thread: stood[thread] for thread in position.threads if thread in stood}
        if hash_of([p.text_hash for p in found.values()]) == position.text_hash:
            break
    return found


async def _note(
    session: AsyncSession, position: Position, ended: Sequence[Position], parted: Sequence[Position], now: datetime
) -> None:
    """The event of the record; names and words of people stand beside it."""
    person = await session.get_one(Person, position.person_id)
    account = await session.get(Account, position.account_id) if position.account_id else None
    delegation = await session.get(Delegation, position.delegation_id) if position.delegation_id else None
    document = await session.get_one(Document, position.document_id)
    draft = await session.get_one(Draft, position.draft_id)
    said: dict[str, object] = {
        "position": position.id,
        "by": Personal(person.name, person.id),
        "capacity": position.capacity,
        "seat": position.seat,
        "delegation": delegation.code if delegation else None,
        "platform": account.platform if account else None,
        "document": document.name,
        "draft": archive.name(draft),
        "level": position.level,
        "ref": position.ref,
        "text_hash": position.text_hash,
        "stance": position.stance,
        "signoff": position.signoff,
        "as_is": position.as_is,
        "until": position.until.isoformat(timespec="seconds") if position.until else None,
        "pressed": position.pressed.isoformat(timespec="seconds"),
        "ends": [one.id for one in ended],
    }
    said |= {"ends_here": [one.id for one in parted]} if parted else {}
    words = {"reason": position.reason, "wording": position.wording}
    said |= {name: Personal(text, person.id) for name, text in words.items() if text}
    kind = "withdrawal" if position.stance == WITHDRAW else "position"
    await note(session, position.space_id, kind, now, **said)
