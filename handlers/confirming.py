"""Acts of a person for their delegation whose words changed: the words then and now, and the buttons of the letter about it."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

from bot.drafts.keeping import archive
from bot.message import Message
from bot.positions import ground as grounds
from bot.positions.consequences import Effect, Letter, Said, Spot, message, what
from bot.positions.steps import Step, spots_of
from handlers.request import Request
from storage import own, positions
from storage.tables import Delegation, Document, Draft, Holding, Position, Space


async def to_confirm(request: Request, space: Space, most: int) -> AsyncIterator[tuple[str, Message]]:
    """(how a paragraph is cited, what is asked about it), the oldest act first, `most` at most."""
    for position, holding in (await own.unconfirmed(request.session, space.id, request.person.id))[:most]:
        step = await _step(request, position)
        spot = spots_of(step, {holding.thread}).get(holding.thread) if step else None
        if step and spot and spot.ref:
            yield spot.ref, message(await _letter(request, space, step, position), *_effect(position, holding, spot))


async def _step(request: Request, position: Position) -> Step | None:
    """From the draft that the act was on to the newest settled one."""
    before = await request.session.get_one(Draft, position.draft_id)
    now = await positions.newest_settled(request.session, position.document_id)
    if now is None:
        return None
    return Step(before, now, await grounds.on(request.session, before), await grounds.on(request.session, now))


async def _letter(request: Request, space: Space, step: Step, position: Position) -> Letter:
    document = await request.session.get_one(Document, position.document_id)
    delegation = await request.session.get_one(Delegation, position.delegation_id)
    names = {"name": archive.name(step.draft), "before": archive.name(step.before), "delegation": delegation.name}
    return Letter(document=document.name, **names, now=request.now, zone=ZoneInfo(space.timezone))


def _effect(position: Position, holding: Holding, spot: Spot) -> tuple[list[Effect], dict[int, Said]]:
    became = what(position.stance, holding.state, holding.cause, signoff=position.signoff)
    effect = Effect(became, holding.cause, position.delegation_id or 0, position.id, spot)
    scope = position.ref if position.breadth > 1 else ""
    said = Said(position.stance, scope, position.as_is, position.reason, position.wording, position.until)
    return [effect], {position.id: said}
