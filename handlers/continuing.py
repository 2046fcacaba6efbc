"""`/drafts continue`: says of a document which older ones it goes on from."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput, NotAllowed
from bot.message import say
from bot.positions.onward import following
from bot.positions.onward.continued import come_over
from bot.positions.record import record_log
from bot.positions.seats.roles import may
from bot.sentences import chat
from bot.sentences import files as sentences
from bot.wording import anded
from handlers.request import Answer, Request
from storage import positions, spaces
from storage.tables import Continuation, Document

_MOST = 8


async def run(request: Request) -> Answer:
    if not may(request.roles, "bring", open_chat=False):
        raise NotAllowed(sentences.CONTINUE_ROLE, space=request.space.title)
    known = await spaces.documents(request.session, request.space.id)
    name, asked = request.line.keys.get("doc", ""), request.line.words[1:]
    older = [_named(request, known, word) for word in dict.fromkeys(asked)][:_MOST]
    if not name or not older or name.casefold() in {one.name.casefold() for one in older}:
        raise BadInput(sentences.CONTINUE_WHAT, form=request.typed('drafts continue "Statement" "Plan" doc:"Outcome"'))
    for one in older:
        if await spaces.continued(request.session, one.id):
            raise BadInput(sentences.CONTINUES_ITSELF, document=one.name)
    async with request.write() as session:
        document = next((one for one in known if one.name.casefold() == name.casefold()), None)
        document = document or await spaces.document(session, request.space.id, name)
        await _continue(session, document, older, request.now)
    request.aloud()
    names = anded([f"“{one.name}”" for one in older])
    return Answer(say(sentences.CONTINUED.format(document=document.name, names=names)), public=True)


async def _continue(session: AsyncSession, document: Document, older: Sequence[Document], now: datetime) -> None:
    """Notes that a document goes on from older ones; positions come over to it if it has a draft already."""
    there = {one.id for one in await spaces.continued(session, document.id)}
    new = [one for one in older if one.id not in there]
    rows = enumerate(new, len(there))
    session.add_all(Continuation(document_id=document.id, of_id=one.id, place=n) for n, one in rows)
    facts = {"document": document.name, "of": [one.name for one in older]}
    await record_log.note(session, document.space_id, "continues", now, **facts)
    newest = await positions.newest_settled(session, document.id)
    if newest:
        await session.flush()
        if news := await come_over(session, newest, new, now):
            await following.tell(session, news, None, now)


def _named(request: Request, known: Sequence[Document], word: str) -> Document:
    found = next((one for one in known if one.name.casefold() == word.casefold()), None)
    if found is None:
        raise BadInput(chat.NO_SUCH_DOCUMENT, asked=word, known=anded([one.name for one in known]))
    return found
