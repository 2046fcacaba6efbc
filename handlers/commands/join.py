"""Take a seat in a delegation; its head, or else the chair, confirms with one button.

join                     the delegations of the space, to choose from
join NO                  ask to be seated in one
join leave               your seat or office ends; join leave NO, where you have several
join leave @PERSON       the seat of somebody of your delegation ends (a head, an alternate; the chair of any)
"""

from functools import partial

from rapidfuzz import process
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, Title, para, say
from bot.outbox import tell_persons
from bot.positions.seats import seating
from bot.positions.seats.delegations import may_seat, who_seats
from bot.sentences import chat as sentences
from bot.wording import anded
from handlers import leaving
from handlers.numbers import row_id
from handlers.request import Answer, Request
from storage import people
from storage.tables import SEATS, Delegation, JoinRequest, Person


async def run(request: Request) -> Answer:
    match request.line.words:
        case ("seat", number, role) if number.isdecimal() and role in SEATS:
            return await _decide(request, row_id(number), role)
        case ("decline", number) if number.isdecimal():
            return await _decide(request, row_id(number), None)
        case ("leave", *rest):
            return await leaving.run(request, rest)
        case (code, *_):
            return await _ask(request, code)
        case _:
            return await _list(request)


async def _list(request: Request) -> Answer:
    known = await people.delegations(request.session, request.space.id)
    if not known:
        raise BadInput(sentences.JOIN_NONE, space=request.space.title)
    head = Title(sentences.JOIN_TITLE.format(space=request.space.title))
    what = para(sentences.JOIN_WHAT.format(form=request.typed("join CODE")))
    buttons = [Button(f"{one.code} {one.name}", f"join {one.code}") for one in known[:24]]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Answer(Message((head, what), rows))


async def _ask(request: Request, code: str) -> Answer:
    delegation = await _delegation(request, code)
    for held, role in await people.seats(request.session, request.space.id, request.person.id, request.now):
        if held.id == delegation.id:
            said = sentences.JOIN_SEATED.format(delegation=delegation.name, role=sentences.ONE_ROLE[role])
            return Answer(say(said))
    async with request.write() as session:
        deciders, by_head = await who_seats(session, request.space.id, delegation.id, request.now)
        who = sentences.THE_HEAD if by_head else sentences.THE_CHAIR
        names = {"delegation": delegation.name, "who": who}
        if await people.open_request(session, delegation.id, request.person.id):
            return Answer(say(sentences.JOIN_ASKED_ALREADY.format(**names)))
        wish = JoinRequest(delegation_id=delegation.id, person_id=request.person.id, asked=request.now)
        session.add(wish)
        await session.flush()
        card = partial(_card, request, delegation, wish)
        await tell_persons(session, request.space.id, deciders, f"join:{wish.id}", card, request.now)
    return Answer(say((sentences.JOIN_ASKED if deciders else sentences.JOIN_NOBODY).format(**names)))


async def _delegation(request: Request, code: str) -> Delegation:
    found = await people.delegation(request.session, request.space.id, code)
    if found:
        return found
    known = {one.code: f"{one.code} {one.name}" for one in await people.delegations(request.session, request.space.id)}
    if not known:
        raise BadInput(sentences.JOIN_NONE, space=request.space.title)
    near = [one[2] for one in process.extract(code, known, limit=3)]
    raise BadInput(
        sentences.JOIN_NO_DELEGATION,
        asked=code,
        space=request.space.title,
        near=anded(near),
        choices=tuple(f"join {one}" for one in near),
    )


def _card(request: Request, delegation: Delegation, wish: JoinRequest) -> Message:
    who = request.command.who
    said = sentences.JOIN_REQUEST.format(
        person=who.name, account=f"{who.platform} {who.id}", delegation=delegation.name, space=request.space.title
    )
    seats = tuple(
        Button(sentences.JOIN_AS.format(role=sentences.ROLE_WORDS[role]), f"join seat {wish.id} {role}", "go")
        for role in ("delegate", "alternate", "head", "observer")
    )
    decline = (Button(sentences.JOIN_DECLINE, f"join decline {wish.id}", "stop"),)
    return Message(say(said).blocks, (seats, decline))


async def _help_of(session: AsyncSession, request: Request, person: Person) -> str:
    """How somebody types for help, on the platforms that they are on."""
    forms = request.typed_on("help")
    theirs = dict.fromkeys(account.platform for account in await people.accounts(session, person.id))
    return anded([forms[platform] for platform in theirs if platform in forms])


async def _decide(request: Request, number: int, role: str | None) -> Answer:
    """The head's or the chair's answer to a wish; the one who asked is told."""
    async with request.write() as session:
        wish, delegation = await _wish(session, request, number)
        if wish.outcome is not None:
            outcome = sentences.SEATED if wish.outcome == "seated" else sentences.DECLINED
            return Answer(say(sentences.JOIN_DECIDED.format(outcome=outcome)))
        person = await session.get_one(Person, wish.person_id)
        wish.outcome, wish.decided, wish.by = "seated" if role else "declined", request.now, request.person.name
        session.add(wish)
        if role:
            await seating.seat(session, delegation, person, role, request.person, request.now)
        names = {"delegation": delegation.name, "by": request.person.name, "space": request.space.title}
        names |= {"help": await _help_of(session, request, person), "person": person.name}

        def told() -> Message:
            sentence = sentences.JOIN_WELCOME if role else sentences.JOIN_REFUSED
            return say(sentence.format(**names, role=sentences.ONE_ROLE.get(role or "", "")))

        await tell_persons(session, request.space.id, [person.id], f"join:{wish.id}:answer", told, request.now)
    said = sentences.JOIN_DONE if role else sentences.JOIN_DECLINED
    return Answer(say(said.format(**names, role=sentences.ONE_ROLE.get(role or "", ""))))


async def _wish(session: AsyncSession, request: Request, number: int) -> tuple[JoinRequest, Delegation]:
    """A wish that the asker may answer, with its delegation."""
    wish = await session.get(JoinRequest, number)
    delegation = await session.get(Delegation, wish.delegation_id) if wish else None
    if wish is None or delegation is None or delegation.space_id != request.space.id:
        raise BadInput(sentences.JOIN_NO_REQUEST)
    if not await may_seat(session, request.space.id, delegation.id, request.person.id, request.now):
        raise _not_yours(request)
    return wish, delegation


def _not_yours(request: Request) -> NotAllowed:
    roles = anded([sentences.THE_HEAD, sentences.THE_CHAIR])
    return NotAllowed(
        sentences.NOT_ALLOWED, verb=request.typed("join seat"), roles=roles, space=request.space.title, ask=""
    )
