"""Note that your delegation has seen a silence; that is no position. Buttons on its card do this.

seen 3                   your delegation has seen silence 3
seen 3 more              a delegation with a reserve on its words asks the chair for more time, once
"""

from bot.errors import BadInput, NotAllowed
from bot.message import say
from bot.positions.asking import silence_words, silences
from bot.positions.asking.silence_view import view
from bot.sentences import silence as sentences
from bot.wording import anded
from handlers.deadlines import example
from handlers.request import Answer, Request
from storage import events, people
from storage import silences as queries
from storage.tables import Delegation, Silence


async def run(request: Request) -> Answer:
    number, more = _asked(request)
    row = await queries.fresh(request.session, number)
    if row is None or row.space_id != request.space.id:
        raise BadInput(sentences.NO_SUCH_SEEN)
    seats = await people.seats(request.session, request.space.id, request.person.id, request.now)
    mine = [delegation for delegation, role in seats if role != "observer"]
    if not mine:
        raise NotAllowed(sentences.SEEN_NO_SEAT, form=request.typed("join"))
    return await (_ask_more if more else _seen)(request, row, mine)


def _asked(request: Request) -> tuple[int, bool]:
    match request.line.words:
        case (number, *rest) if number.isdecimal() and len(number) < 10:
            return int(number), [word.casefold() for word in rest] == ["more"]
        case _:
            raise BadInput(sentences.NO_SUCH_SEEN)


async def _seen(request: Request, row: Silence, mine: list[Delegation]) -> Answer:
    names = ", ".join(one.name for one in mine)
    async with request.write() as session:
        await events.lock(session, request.space.id)
        shown = await view(session, row, request.now, request.person.timezone)
        if not shown.taking:
            raise BadInput(sentences.SEEN_LATE, number=row.id, refs=row.refs, outcome=silence_words.outcome(shown))
        for one in mine:
            await silences.reach(session, row, one.id, request.person.id, request.now)
    form = sentences.SEEN_NOTED if shown.state == "running" else sentences.SEEN_NOTED_BROKEN
    return Answer(say(form.format(name=names, number=row.id, refs=row.refs, until=shown.until)))


async def _ask_more(request: Request, row: Silence, mine: list[Delegation]) -> Answer:
    async with request.write() as session:
        await events.lock(session, request.space.id)
        current = await queries.fresh(session, row.id) or row
        shown = await view(session, current, request.now, request.person.timezone)
        if current.state != "running" or not shown.taking:
            raise BadInput(sentences.SEEN_LATE, number=row.id, refs=row.refs, outcome=silence_words.outcome(shown))
        reserved, refs = await _with_reserve(request, current, mine)
        if await silences.ask_more(session, current, reserved, refs, request.now):
            return Answer(say(sentences.MORE_ASKED.format(number=row.id)))
    return Answer(say(sentences.MORE_ASKED_ALREADY.format(name=reserved.name, number=row.id)))


async def _with_reserve(request: Request, row: Silence, mine: list[Delegation]) -> tuple[Delegation, str]:
    """The delegation that has a reserve on words of the silence, and on which."""
    threads = [item.thread for item in await queries.items(request.session, row.id)]
    found = await queries.standing(request.session, row.document_id, threads, ("reserve",))
    for one in mine:
        if refs := list(dict.fromkeys(position.ref for position in found if position.delegation_id == one.id)):
            return one, anded(refs)
    raise BadInput(sentences.NO_RESERVE, form=request.typed(f"reserve {row.refs} until:{example(request)}"))
