"""Who speaks in an act, and for whom: one voice for each delegation, whoever of its people speaks (positions.md, section 3).

The seat that a person holds makes the voice: head, alternate and delegate speak for their delegation, an observer comments.
`as:me` is the person's own word and never a delegation's; `as:CODE` another seat of the same person. An office is no seat.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.places import Person as Who
from bot.sentences import voices as sentences
from bot.wording import anded, clock
from storage import people
from storage.tables import Account, Delegation, Person, Position, Space

Seat = tuple[Delegation, str]
"""A delegation and the role held in it."""

Again = Callable[[str], str]
"""The same command line with another value of as:."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`capacity`: delegation, observer or personal; `seat`: the role held, "" for a personal act; `delegation`: None then."""

    person: Person
    account_id: int | None
    capacity: str
    seat: str
    delegation: Delegation | None

    @property
    def delegation_id(self) -> int | None:
        return self.delegation.id if self.delegation else None

    @property
    def name(self) -> str:
        """ "Norway", "Oscar, observer for Norway", "Dina, personally"."""
        return _name(self.capacity, self.person.name, self.delegation.name if self.delegation else "")

    def same(self, position: Position) -> bool:
        """Whether a position was said by this voice: by anyone of the delegation, or by this very person for themselves."""
        if self.capacity == "delegation" or position.capacity == "delegation":
            return (self.capacity, self.delegation_id) == (position.capacity, position.delegation_id)
        return (self.capacity, self.person.id) == (position.capacity, position.person_id)


async def voice(
    session: AsyncSession, space: Space, person: Person, who: Who, asked: str | None, again: Again, now: datetime
) -> Voice:
    """The voice that a person speaks with; `asked`: the value of as:, None where it was not said.

    BadInput asks whom they mean where they hold several seats; NotAllowed where they have no seat of that delegation.
    """
    seats = await people.seats(session, space.id, person.id, now)
    account_id = await _account(session, person, who)
    if asked and asked.casefold() == "me":
        return Voice(person, account_id, "personal", "", None)
    held = _asked(seats, asked) if asked else _only(seats, again)
    if held is None and asked:
        raise await _not_seated(session, space, person, seats, asked, again, now)
    if held is None:
        raise NotAllowed(sentences.NO_SEAT)
    delegation, role = held
    return Voice(person, account_id, "observer" if role == "observer" else "delegation", role, delegation)


def _only(seats: Sequence[Seat], again: Again) -> Seat | None:
    """The seat that speaks where none was named: the only one that has a voice, else the first of an observer."""
    speaking = [one for one in seats if one[1] != "observer"]
    if len({delegation.id for delegation, _ in speaking}) > 1:
        names = anded([f"{delegation.code} {delegation.name}" for delegation, _ in speaking])
        choices = tuple(again(delegation.code) for delegation, _ in speaking)
        raise BadInput(sentences.WHICH_VOICE, seats=names, choices=choices)
    return next(iter(speaking or seats), None)


def _asked(seats: Sequence[Seat], code: str) -> Seat | None:
    """The seat in the delegation of that code, one with a voice before an observer's."""
    found = [one for one in seats if one[0].code.casefold() == code.casefold()]
    return next((one for one in found if one[1] != "observer"), next(iter(found), None))


async def _not_seated(
    session: AsyncSession,
    space: Space,
    person: Person,
    seats: Sequence[Seat],
    asked: str,
    again: Again,
    now: datetime,
) -> NotAllowed:
    codes = list(dict.fromkeys(delegation.code for delegation, role in seats if role != "observer"))
    own = sentences.OWN_SEATS.format(seats=anded(codes)) if codes else sentences.OWN_NONE.format(form=f"join {asked}")
    choices = tuple(again(code) for code in (*codes, "me"))
    delegation = await people.delegation(session, space.id, asked)
    if delegation is None:
        return NotAllowed(sentences.NO_DELEGATION, asked=asked, space=space.title, own=own, choices=choices)
    ended = await people.seat_ended(session, delegation.id, person.id, now)
    if ended:
        zone = ZoneInfo(space.timezone)
        at = clock(ended, zone, now.astimezone(zone).date())
        return NotAllowed(sentences.FORMER_SEAT, delegation=delegation.name, at=at, own=own, choices=choices)
    return NotAllowed(sentences.NOT_SEATED, delegation=delegation.name, own=own, choices=choices)


async def _account(session: AsyncSession, person: Person, who: Who) -> int | None:
    known = await people.accounts(session, person.id)
    return next((one.id for one in known if (one.platform, one.user) == (who.platform, who.id)), None)


async def signature(session: AsyncSession, position: Position, now: datetime) -> str:
    """Who said it and where, as cards and receipts print it: "Norway, by A. N., Telegram"; a seat that ended is "former"."""
    person = await session.get_one(Person, position.person_id)
    account = await session.get(Account, position.account_id) if position.account_id else None
    delegation = await session.get(Delegation, position.delegation_id) if position.delegation_id else None
    said = _name(position.capacity, person.name, delegation.name if delegation else "")
    if position.capacity == "delegation":
        said = sentences.BY.format(delegation=said, name=person.name)
    if account:
        platform = sentences.PLATFORMS.get(account.platform, account.platform)
        said = sentences.ON_PLATFORM.format(who=said, platform=platform)
    if delegation and await is_former(session, position, now):
        return sentences.FORMER.format(who=said, seat=position.seat)
    return said


async def is_former(session: AsyncSession, position: Position, now: datetime) -> bool:
    """Whether the person who said it no longer holds a seat in that delegation; the position stays all the same."""
    if position.delegation_id is None:
        return False
    return await people.seat_ended(session, position.delegation_id, position.person_id, now) is not None


def _name(capacity: str, person: str, delegation: str) -> str:
    match capacity:
        case "personal":
            return sentences.PERSONAL.format(name=person)
        case "observer":
            return sentences.OBSERVER.format(name=person, delegation=delegation)
        case _:
            return delegation
