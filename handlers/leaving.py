"""join leave: a seat or an office ends. One's own; of others a head's, an alternate's and the chair's to end."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.message import Message, say
from bot.outbox import tell_persons
from bot.positions.seats import seating
from bot.positions.seats.delegations import may_seat
from bot.sentences import chat as sentences
from handlers.request import Answer, Request
from handlers.whom import account_of, names_somebody, whom
from storage import own, people
from storage.tables import Delegation, Membership, Officer, Person

Hat = tuple[Delegation, Membership] | Officer


async def run(request: Request, words: Sequence[str]) -> Answer:
    """`words`: behind "join leave"."""
    async with request.write() as session:
        if names_somebody(request, words):
            return await _anothers(request, session, words)
        hat = _only(request, await _hats(request, session), words)
        if isinstance(hat, Officer):
            await seating.dismiss(session, hat, request.person, request.now)
            role = sentences.ONE_ROLE[hat.role]
            return Answer(say(sentences.JOIN_LEFT_OFFICE.format(role=role, space=request.space.title)))
        await seating.unseat(session, *hat, request.person, request.now)
        return _left(request.person, *hat)


async def _hats(request: Request, session: AsyncSession) -> list[Hat]:
    offices = [one for one in await own.offices(session, request.person.id) if one.space_id == request.space.id]
    return [*await _seats(request, session, request.person), *offices]


async def _seats(request: Request, session: AsyncSession, person: Person) -> list[tuple[Delegation, Membership]]:
    known = await own.ever_seated(session, request.space.id, person.id)
    return [(delegation, seat) for delegation, seat in known if seat.until is None or seat.until > request.now]


def _only(request: Request, hats: Sequence[Hat], codes: Sequence[str]) -> Hat:
    """The one that is meant: by its code or office, or the only one there is."""
    meant = [hat for hat in hats if not codes or _code(hat).casefold() == codes[0].casefold()]
    if len(meant) == 1:
        return meant[0]
    if not hats:
        raise BadInput(sentences.JOIN_NO_SEAT, person=request.person.name, space=request.space.title, delegation="")
    raise BadInput(sentences.JOIN_WHICH, choices=tuple(f"join leave {_code(hat)}" for hat in hats))


def _code(hat: Hat) -> str:
    return hat.role if isinstance(hat, Officer) else hat[0].code


async def _anothers(request: Request, session: AsyncSession, words: Sequence[str]) -> Answer:
    """Ends the seat of somebody else, of which they hear in private."""
    person = await whom(request, session, words, request.typed("join leave telegram:7"))
    delegation, seat = await _seat(request, session, person, words)
    await seating.unseat(session, delegation, seat, request.person, request.now)
    told = {"delegation": delegation.name, "space": request.space.title, "by": request.person.name}

    def message() -> Message:
        return say(sentences.JOIN_LEFT_TOLD.format(**told))

    await tell_persons(session, request.space.id, [person.id], f"left:{seat.id}", message, request.now)
    return _left(person, delegation, seat)


async def _seat(
    request: Request, session: AsyncSession, person: Person, words: Sequence[str]
) -> tuple[Delegation, Membership]:
    """The seat of a person that is meant and that the asker may end, or BadInput / NotAllowed."""
    name = {part for named in request.command.named for part in named.name.split()}
    codes = [word for word in words if not (word.startswith("@") or ":" in word or word in name)]
    seats = await _seats(request, session, person)
    seats = [one for one in seats if not codes or one[0].code.casefold() == codes[0].casefold()]
    if not seats:
        named = sentences.JOIN_NO_SEAT_IN.format(delegation=codes[0]) if codes else ""
        raise BadInput(sentences.JOIN_NO_SEAT, person=person.name, space=request.space.title, delegation=named)
    mine = [one for one in seats if person.id == request.person.id or await _may(request, session, one[0])]
    if not mine:
        raise NotAllowed(sentences.JOIN_NOT_YOURS_TO_END)
    if len(mine) > 1:
        account = account_of((await people.accounts(session, person.id))[0])
        choices = tuple(f"join leave {account} {delegation.code}" for delegation, _ in mine)
        raise BadInput(sentences.JOIN_WHICH, choices=choices)
    return mine[0]


async def _may(request: Request, session: AsyncSession, delegation: Delegation) -> bool:
    return await may_seat(session, request.space.id, delegation.id, request.person.id, request.now)


def _left(person: Person, delegation: Delegation, seat: Membership) -> Answer:
    role = sentences.ROLE_WORDS[seat.role]
    return Answer(say(sentences.JOIN_LEFT.format(person=person.name, delegation=delegation.name, role=role)))
