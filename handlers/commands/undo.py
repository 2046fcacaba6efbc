"""Take back what was said a minute ago, or show it now: the buttons Undo and Send now.

What was said together is undone together: whole, or not at all.
"""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.message import Button, Message, say
from bot.positions.acting import holding, pending
from bot.positions.words.stating import meant
from bot.sentences import acts as sentences
from bot.wording import anded
from handlers.numbers import row_id
from handlers.receipts import stamp, undo_line, withdraw_line
from handlers.request import Answer, Request
from storage import own
from storage.tables import Delegation, Document, Position

_MOST = 8  # pending acts that are offered


async def run(request: Request) -> Answer:
    async with request.write() as session:
        await pending.alone(session, request.space.id)
        if not any(row_id(number) for word in request.line.words[:1] for number in word.split(",")):
            return await _which(session, request)
        acts = await _acts(session, request)
        standing = [one for one in acts if one.state in ("taken", "ended")]
        if "now" in request.line.words:
            return await _send(session, request, acts, standing)
        if standing:
            return await _late(session, request, acts, standing)
        held = [one for one in acts if one.state == "held"]
        for one in held:
            await holding.settle(session, one, request.person, "drop", request.now)
        undone = [one for one in acts if one.state == "pending"]
        await pending.undo(session, undone, request.now)
    return Answer(say(*_undone(undone, held)))


async def _which(session: AsyncSession, request: Request) -> Answer:
    """The asker's pending acts, each with a button: typed without saying which."""
    waiting = [one for one in await own.waiting(session, request.space.id, request.person.id) if one.state == "pending"]
    if not waiting:
        raise BadInput(sentences.UNDO_NOTHING, form=request.typed("withdraw"))
    said = sentences.UNDO_WHAT.format(pending=anded([meant(one) for one in waiting[-_MOST:]]))
    label = sentences.BUTTON_UNDO_ONE
    rows = tuple((Button(label.format(ref=meant(one)), undo_line([one]), "stop"),) for one in waiting[-_MOST:])
    return Answer(Message(say(said).blocks, rows))


def _undone(undone: Sequence[Position], held: Sequence[Position]) -> list[str]:
    said = [sentences.UNDONE_HELD] if held else []
    if len(undone) > 1:
        said.insert(0, sentences.UNDONE_ALL.format(refs=anded([meant(one) for one in undone])))
    return said or [sentences.UNDONE]


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


async def _late(
    session: AsyncSession, request: Request, acts: Sequence[Position], standing: Sequence[Position]
) -> Answer:
    """Nothing is undone of what was said together where a part of it stands; how each part is lifted."""
    document = await session.get_one(Document, acts[0].document_id)
    delegation = await session.get(Delegation, acts[0].delegation_id or 0)
    at = request.clock(standing[0].taken or standing[0].pressed)
    form = request.typed(f"withdraw {','.join(one.ref for one in acts if one.state != 'held')}")
    sentence = sentences.UNDO_LATE if len(acts) == 1 else sentences.UNDO_LATE_ALL
    if len(standing) < len(acts):
        sentence = sentences.UNDO_TOGETHER
    said = sentence.format(at=at, form=form, refs=anded([meant(one) for one in standing]))
    return Answer(Message(say(said).blocks, tuple((_lift(one, document, delegation),) for one in acts)))


def _lift(one: Position, document: Document, delegation: Delegation | None) -> Button:
    if one.state == "held":
        return Button(sentences.BUTTON_TAKE_BACK.format(ref=one.ref), f"settle {one.id} drop")
    return Button(sentences.BUTTON_WITHDRAW.format(ref=one.ref), withdraw_line(one, document, delegation))


async def _send(
    session: AsyncSession, request: Request, acts: Sequence[Position], standing: Sequence[Position]
) -> Answer:
    if len(standing) == len(acts):
        at = request.clock(standing[0].taken or standing[0].pressed)
        said = sentences.SENT_ALREADY if len(acts) == 1 else sentences.SENT_ALREADY_ALL
        return Answer(say(said.format(at=at)))
    await pending.send(session, acts, request.now)
    sent = [meant(one) for one in acts if one.state != "held"]
    waits = [sentences.HELD_ALREADY] if len(sent) < len(acts) else []
    return Answer(say(*([sentences.SENT.format(refs=anded(sent))] if sent else []), *waits))
