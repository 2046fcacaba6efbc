"""Settle what two of a delegation said against each other: the buttons of the question they got."""

from bot.errors import BadInput
from bot.message import say
from bot.positions.acting import holding, pending
from bot.positions.words.stating import meant, stated
from bot.sentences import acts as sentences
from handlers.numbers import row_id
from handlers.request import Answer, Request
from storage.tables import Delegation, Position


async def run(request: Request) -> Answer:
    async with request.write() as session:
        await pending.alone(session, request.space.id)
        number, verdict = (*request.line.words, "", "")[:2]
        position = await session.get(Position, row_id(number))
        if position is None or position.space_id != request.space.id:
            raise BadInput(sentences.SETTLE_NOT_KNOWN, form=request.typed("me"))
        if verdict not in ("stand", "drop"):
            forms = [request.typed(f"settle {number} {one}") for one in ("stand", "drop")]
            raise BadInput(sentences.SETTLE_WHAT, stand=forms[0], drop=forms[1])
        if position.state != "held":
            return Answer(say(sentences.SETTLED_ALREADY))
        await holding.settle(session, position, request.person, "stand" if verdict == "stand" else "drop", request.now)
        delegation = await session.get_one(Delegation, position.delegation_id)
    said = sentences.SETTLED_STAND if verdict == "stand" else sentences.SETTLED_DROP
    says = stated(position, request.zone, request.today)
    told = said.format(by=request.person.name, who=delegation.name, ref=meant(position), says=says)
    return Answer(say(told))
