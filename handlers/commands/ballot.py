"""An answer to a poll: what the buttons of its card stand for.

ballot 3 1     option 1 of poll 3
ballot 3       where a secret poll is answered
ballot names 3   everybody who answered an open one; the reasons of a secret one that is closed
ballot 3 1 why   with a reason, where the poll has --reasons
ballot reason 3  asks for the reason of the answer that you gave; --erase takes it back
"""

from collections.abc import Sequence

from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, say
from bot.positions.asking import polls, sealing
from bot.positions.asking.polls import Voter
from bot.positions.seats.voices import voice
from bot.positions.words.said import kept
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
        case ("reason", number, *said) if number.isdecimal():
            return await _reason(request, row_id(number), " ".join(said))
        case (number, option, *said) if number.isdecimal() and option.isdecimal():
            return await _vote(request, row_id(number), row_id(option) - 1, " ".join(said))
        case ():
            raise BadInput(sentences.WHICH_POLL, form=request.typed("poll"))
        case _:
            raise BadInput(sentences.NO_POLL, id=" ".join(request.line.words), form=request.typed("poll"))


async def _names(request: Request, number: int) -> Answer:
    poll = await request.session.get(Poll, number)
    if poll is None or poll.space_id != request.space.id or (poll.secret and poll.state != "closed"):
        raise BadInput(sentences.NO_POLL, id=number, form=request.typed("poll"))
    return Answer(await polls.names(request.session, poll, request.now))


async def _entry(request: Request, number: int) -> Answer:
    async with request.write() as session:
        poll = await taking(request, await session.get(Poll, number), number)
        await _voter(request, poll)
        return Answer(await polls.entry(session, poll, request.line.keys.get("as", ""), request.now))


async def _vote(request: Request, number: int, option: int, said: str) -> Answer:
    why = kept(said, sealing.MOST)
    async with request.write() as session:
        poll = await taking(request, await queries.lock(session, number), number)
        if why and not poll.reasons:
            raise _no_reasons(request, poll)
        if not 0 <= option < len(poll.options):
            numbered = [f"{n} {text}" for n, text in enumerate(poll.options, 1)]
            raise BadInput(sentences.NO_OPTION, n=option + 1, options=anded(numbered))
        _check_private(request, poll)
        voter = await _voter(request, poll)
        taken = await polls.vote(session, poll, voter, option, request.now, request.desk.ballot_secret)
        if why and taken.choices:
            await polls.give_reason(session, poll, voter, why, request.now, request.desk.ballot_secret)
    gone = [sentences.TAKEN_REASON_GONE] if taken.reason_goes and not why else []
    return Answer(say(_taken(poll, voter, taken.choices), *gone))


def _taken(poll: Poll, voter: Voter, chosen: Sequence[int]) -> str:
    if poll.secret:
        return sentences.TAKEN_SECRET.format(voter=voter.name)
    words = anded([poll.options[choice] for choice in chosen])
    return (sentences.TAKEN if chosen else sentences.TAKEN_NONE).format(voter=voter.name, choices=words)


def _check_private(request: Request, poll: Poll) -> None:
    if poll.secret and not (request.command.token or request.command.private):
        raise BadInput(sentences.IN_PRIVATE)


def _no_reasons(request: Request, poll: Poll) -> BadInput:
    return BadInput(sentences.NO_REASONS, form=request.typed(f"concern {poll.ref}"))


async def _reason(request: Request, number: int, said: str) -> Answer:
    why, erase = kept(said, sealing.MOST), "erase" in request.line.flags
    async with request.write() as session:
        poll = await taking(request, await queries.lock(session, number), number)
        if not poll.reasons:
            raise _no_reasons(request, poll)
        if why:
            _check_private(request, poll)
        voter = await _voter(request, poll)
        if not await polls.answered(session, poll, voter, request.desk.ballot_secret):
            raise BadInput(sentences.REASON_NONE_YET)
        key = f" as:{voter.name}" if voter.delegation_id else ""
        if not why and not erase:
            asked = {"voter": voter.name, "ref": poll.ref, "question": poll.question, "most": sealing.MOST}
            return Answer(say(sentences.REASON_WHAT.format(**asked)), asks=f"ballot reason {poll.id}{key}")
        await polls.give_reason(session, poll, voter, why, request.now, request.desk.ballot_secret)
    if not why:
        return Answer(say(sentences.REASON_BACK.format(voter=voter.name)))
    form = sentences.REASON_TAKEN_SECRET if poll.secret else sentences.REASON_TAKEN
    back = Button(sentences.BUTTON_NO_REASON, f"ballot reason {poll.id} --erase{key}")
    return Answer(Message(say(form.format(voter=voter.name, reason=why)).blocks, ((back,),)))


async def _voter(request: Request, poll: Poll) -> Voter:
    """Whose ballot it is: the delegation's, or the person's own."""
    person = request.person
    if poll.by_person:
        return Voter(f"p{person.id}", person.name, None, person.id)
    # a button that is made for one person must not say what they chose in secret, nor why
    typed = " ".join((request.line.verb, *_told(request, poll)))
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


def _told(request: Request, poll: Poll) -> tuple[str, ...]:
    """The words of the line that a button may carry: of a secret poll its number alone."""
    words = request.line.words
    return words[: 2 if words[0] == "reason" else 1] if poll.secret else words
