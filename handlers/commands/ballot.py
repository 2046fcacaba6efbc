"""An answer to a poll: what the buttons of its card stand for.

ballot 3 1     option 1 of poll 3
ballot 3       where a secret poll is answered
ballot names 3   everybody who answered an open one
"""

from bot.errors import BadInput, NotAllowed
from bot.message import say
from bot.positions import polls
from bot.positions.polls import Voter
from bot.positions.voices import voice
from bot.sentences import polls as sentences
from bot.wording import anded
from handlers.numbers import row_id
from handlers.request import Answer, Request
from handlers.taking import taking
from storage import polls as queries
from storage.tables import Poll


async def run(request: Request) -> Answer:
    match request.line.words:
        case (number,) if number.isdecimal():
            return await _entry(request, row_id(number))
        case ("names", number) if number.isdecimal():
            return await _names(request, row_id(number))
        case (number, option) if number.isdecimal() and option.isdecimal():
            return await _vote(request, row_id(number), row_id(option) - 1)
        case _:
            raise BadInput(sentences.NO_POLL, id=" ".join(request.line.words), form=request.typed("poll"))


async def _names(request: Request, number: int) -> Answer:
    poll = await request.session.get(Poll, number)
    if poll is None or poll.space_id != request.space.id or poll.secret:
        raise BadInput(sentences.NO_POLL, id=number, form=request.typed("poll"))
    return Answer(await polls.names(request.session, poll, request.now))


async def _entry(request: Request, number: int) -> Answer:
    async with request.write() as session:
        poll = await taking(request, await session.get(Poll, number), number)
        await _voter(request, poll)
        return Answer(await polls.entry(session, poll, request.line.keys.get("as", ""), request.now))


async def _vote(request: Request, number: int, option: int) -> Answer:
    async with request.write() as session:
        poll = await taking(request, await queries.lock(session, number), number)
        if not 0 <= option < len(poll.options):
            numbered = [f"{n} {text}" for n, text in enumerate(poll.options, 1)]
            raise BadInput(sentences.NO_OPTION, n=option + 1, options=anded(numbered))
        if poll.secret and not (request.command.token or request.command.private):
            raise BadInput(sentences.IN_PRIVATE)
        voter = await _voter(request, poll)
        chosen = await polls.vote(session, poll, voter, option, request.now, request.desk.ballot_secret)
    if poll.secret:
        return Answer(say(sentences.TAKEN_SECRET.format(voter=voter.name)))
    words = anded([poll.options[choice] for choice in chosen])
    return Answer(say((sentences.TAKEN if chosen else sentences.TAKEN_NONE).format(voter=voter.name, choices=words)))


async def _voter(request: Request, poll: Poll) -> Voter:
    """Whose ballot it is: the delegation's, or the person's own."""
    person = request.person
    if poll.by_person:
        return Voter(f"p{person.id}", person.name, None, person.id)
    # a button that is made for one person must not say what they chose in secret
    typed = " ".join((request.line.verb, *request.line.words[: 1 if poll.secret else None]))
    asked = request.line.keys.get("as")
    speaks = await voice(
        request.session,
        request.space,
        person,
        request.command.who,
        asked,
        lambda code: f"{typed} as:{code}",
        request.now,
    )
    if speaks.capacity == "personal" or speaks.delegation is None:
        raise NotAllowed(sentences.NO_VOICE, form=request.typed("join"))
    if speaks.capacity == "observer":
        raise NotAllowed(sentences.OBSERVER)
    return Voter(f"d{speaks.delegation.id}", speaks.delegation.code, speaks.delegation.id, person.id)
