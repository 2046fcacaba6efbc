"""An act of whoever asks: in whose voice it is said, and how it is recorded and receipted."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.positions.acting import pending
from bot.positions.acting.acts import Act, record
from bot.positions.seats import voices
from bot.positions.seats.voices import Voice
from bot.sentences import acts as sentences
from handlers.aiming import Aim
from handlers.grammar import written
from handlers.receipts import receipt
from handlers.request import Answer, Request


async def speaking(session: AsyncSession, request: Request) -> Voice:
    """The voice that the asker speaks with here."""

    def again(code: str) -> str:
        return written(replace(request.line, keys={**request.line.keys, "as": code}))

    asked = request.line.keys.get("as")
    return await voices.voice(session, request.space, request.person, request.command.who, asked, again, request.now)


async def acted(session: AsyncSession, request: Request, voice: Voice, meant: Aim, act: Act) -> Answer:
    """Records one act on each of the words that are meant, and says so to their author alone."""
    if "page" in request.line.keys:
        raise BadInput(sentences.RECORDED_ONCE)
    positions = [await record(session, request.space, voice, target, act, request.now) for target in meant.targets]
    await pending.begin(session, positions, request.now)
    pairs = list(zip(positions, meant.targets, strict=True))
    return Answer(await receipt(session, request, voice, meant, pairs))
