"""Take back what was said a minute ago, or show it now: the buttons Undo and Send now."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, say
from bot.positions import holding, pending
from bot.positions.stating import meant
from bot.sentences import acts as sentences
from bot.wording import anded
from handlers.numbers import row_id
from handlers.receipts import stamp, withdraw_line
from handlers.request import Answer, Request
from storage.tables import Delegation, Document, Position


async def run(request: Request) -> Answer:
    async with request.write() as session:
        await pending.alone(session, request.space.id)
        acts = await _acts(session, request)
        standing = [one for one in acts if one.state in ("taken", "ended")]
        if "now" in request.line.words:
            return await _send(session, request, acts, standing)
        if standing:
            return await _late(session, request, standing)
        held = [one for one in acts if one.state == "held"]
        for one in held:
            await holding.settle(session, one, request.person, "drop", request.now)
        await pending.undo(session, [one for one in acts if one.state == "pending"], request.now)
    return Answer(say(sentences.UNDONE_HELD if held else sentences.UNDONE))


async def _acts(session: AsyncSession, request: Request) -> list[Position]:
    """The asker's acts that the button names. BadInput if they are gone, NotAllowed if they are another's."""
    numbers, *when = request.line.words or ("",)
    rows = [await session.get(Position, row_id(number)) for number in numbers.split(",")]
    acts = [row for row in rows if row and row.space_id == request.space.id and stamp(row) in when]
    if any(one.person_id != request.person.id for one in acts):
        raise NotAllowed(sentences.UNDO_NOT_YOURS)
    if not acts:
        raise BadInput(sentences.UNDO_NOT_KNOWN)
    return acts


async def _late(session: AsyncSession, request: Request, standing: Sequence[Position]) -> Answer:
    document = await session.get_one(Document, standing[0].document_id)
    delegation = await session.get(Delegation, standing[0].delegation_id or 0)
    lines = [withdraw_line(one, document, delegation) for one in standing]
    at = request.clock(standing[0].taken or standing[0].pressed)
    said = sentences.UNDO_LATE.format(at=at, form=request.typed(f"withdraw {standing[0].ref}"))
    buttons = (
        Button(sentences.BUTTON_WITHDRAW.format(ref=one.ref), line) for one, line in zip(standing, lines, strict=True)
    )
    return Answer(Message(say(said).blocks, tuple((one,) for one in buttons)))


async def _send(
    session: AsyncSession, request: Request, acts: Sequence[Position], standing: Sequence[Position]
) -> Answer:
    if standing:
        at = request.clock(standing[0].taken or standing[0].pressed)
        return Answer(say(sentences.SENT_ALREADY.format(at=at)))
    await pending.send(session, acts, request.now)
    sent = [meant(one) for one in acts if one.state != "held"]
    waits = [sentences.HELD_ALREADY] if len(sent) < len(acts) else []
    return Answer(say(*([sentences.SENT.format(refs=anded(sent))] if sent else []), *waits))
