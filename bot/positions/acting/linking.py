"""One person with accounts on several platforms: a code asked on one side and given on the other makes two persons one.

Whoever was known first stays; everything of the other is theirs from then on. One person has one seat in a delegation, the
stronger one, and one word for themselves on a scope, the later one.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeVar, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.positions.acting import acts, holding
from bot.positions.record.record_log import Personal, note
from bot.positions.seats.roles import RANK, Role
from bot.positions.showing import mirror
from bot.sentences import me as sentences
from storage import linking, own, people
from storage.tables import Account, LinkCode, LinkTry, Person

LIVES = timedelta(minutes=10)
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another: no 0 O, no 1 I L, of U V one
LENGTH = 6

_NAMELESS = re.compile(r"(slack|telegram|terminal):\S+")  # known by an account alone

T = TypeVar("T")
Verdict = Literal["unknown", "used", "expired", "own"]


async def new_code(session: AsyncSession, person: Person, now: datetime) -> str:
    """A code for a person, good for ten minutes and once; one given out before is none any more."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await linking.new_code(session, person.id, code, now + LIVES)
    return code


async def give(session: AsyncSession, person: Person, code: str, now: datetime) -> Person | Verdict:
    """Who asked for this code, which is used from now on; or what is the matter with it. A code that is none is counted.

    BadInput for who gave too many that were none.
    """
    if await linking.tries(session, person.id, now - TRIES_WITHIN) >= TRIES:
        raise BadInput(sentences.TOO_MANY)
    row = await session.get(LinkCode, "".join(code.upper().split()).replace("-", ""), with_for_update=True)
    verdict = _verdict(row, person, now)
    if row is None or (verdict and verdict != "own"):
        session.add(LinkTry(person_id=person.id, at=now))
    if row is None or verdict:
        return verdict or "unknown"
    row.used = now
    return await session.get_one(Person, row.person_id)


def _verdict(row: LinkCode | None, person: Person, now: datetime) -> Verdict | None:
    if row is None:
        return "unknown"
    if row.used is not None:
        return "used"
    if row.expires < now:
        return "expired"
    return "own" if row.person_id == person.id else None


async def link(session: AsyncSession, one: Person, other: Person, now: datetime) -> Person:
    """Makes two persons one, and notes it in the record of each space that they have to do with. Returns who stays.

    BadInput while a secret poll is open in which the one who goes took part.
    """
    kept, gone = sorted((one, other), key=lambda person: person.id)
    poll = await linking.open_secret_poll(session, gone.id)
    if poll is not None:
        raise BadInput(sentences.SECRET_POLL, ref=poll.ref, question=poll.question)
    spaces = {space for person in (one, other) for space in await _spaces(session, person.id, now)}
    told = {"known_as": gone.name, "accounts": named(await people.accounts(session, gone.id))}
    if _NAMELESS.match(kept.name):
        kept.name = gone.name
    for name in ("space_id", "timezone", "quiet_hours"):
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    kept.digest, kept.text_mode = kept.digest and gone.digest, kept.text_mode or gone.text_mode
    await session.flush()
    await linking.move(session, gone.id, kept.id)
    await session.delete(gone)
    await session.flush()
    await _end_twice(session, kept.id, now)
    for space_id in sorted(spaces):
        facts = {name: Personal(text, kept.id) for name, text in {"person": kept.name, **told}.items()}
        await note(session, space_id, "linked", now, **facts)
    await _one_word(session, kept.id, now)
    return kept


def named(accounts: Sequence[Account]) -> str:
    """ "slack T1/U1, telegram 7"."""
    shown = (f"{one.tenant}/{one.user}" if one.tenant else one.user for one in accounts)
    return ", ".join(f"{one.platform} {user}" for one, user in zip(accounts, shown, strict=True))


async def _spaces(session: AsyncSession, person_id: int, now: datetime) -> set[int]:
    return {*await people.spaces_of(session, person_id, now), *await own.spaces_touched(session, person_id)}


async def _end_twice(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Of several seats in one delegation the strongest stays, of equal offices the first, of open wishes the first."""
    seats = sorted(await own.seats(session, person_id), key=lambda seat: RANK.index(cast(Role, seat.role)))
    for seat in _again(seats, lambda seat: seat.delegation_id):
        seat.until = now
    for office in _again(await own.offices(session, person_id), lambda one: (one.space_id, one.role)):
        office.until = now
    for wish in _again(await own.wishes(session, person_id), lambda one: one.delegation_id):
        await session.delete(wish)
    await session.flush()


def _again(rows: Iterable[T], of: Callable[[T], Hashable]) -> list[T]:
    """Those that another one before them equals."""
    known: set[Hashable] = set()
    again = []
    for row in rows:
        if of(row) in known:
            again.append(row)
        known.add(of(row))
    return again


async def _one_word(session: AsyncSession, person_id: int, now: datetime) -> None:
    """What the two said for themselves on one scope: the later act replaces the earlier. What was held since they seemed to
    contradict each other is one person's change of mind."""
    said = await own.own_words(session, person_id)
    for n, old in enumerate(said):
        new = next((one for one in said[n + 1 :] if one.capacity == old.capacity and acts.replaces(one, old)), None)
        if new is not None:
            await acts.end(session, old, "replaced", new)
            await mirror.touch_places(session, old.document_id, old.threads, now)
    for one in await own.held(session, person_id):
        if await holding.rival(session, one) is None:
            await acts.take(session, one, now)
