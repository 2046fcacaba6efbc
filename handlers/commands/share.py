"""Post the live card of a paragraph, a section or the whole draft in the open chats of the space.

share C9  ·  share III   of a paragraph, of a section
share all                of the whole draft: the board
"""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.message import say
from bot.positions import cards
from bot.positions.words.scopes import scopes
from bot.sentences import cards as sentences
from bot.sentences import habits
from handlers.aiming import Aim, aim
from handlers.chat_habits import card_shown
from handlers.request import Answer, Request
from handlers.stale import changed
from storage import spaces


async def run(request: Request) -> Answer:
    if len(request.line.refs()) != 1:
        raise BadInput(sentences.SHARE_WHAT, form=request.typed("share C9"))
    async with request.write() as session:
        found = await aim(session, request, replace(request.line, text=""))
        other = await changed(session, found, sentences.SHARE)
        return other or await _shared(session, request, found)


async def _shared(session: AsyncSession, request: Request, found: Aim) -> Answer:
    document = found.ground.document
    if not any(chat.kind == "open" for chat in await spaces.live_chats(session, request.space.id)):
        raise BadInput(sentences.SHARE_NOWHERE, space=request.space.title)
    if not any(chat.kind == "open" for chat in await spaces.live_chats(session, request.space.id, document.id)):
        raise BadInput(
            habits.MUTED_EVERYWHERE, document=document.name, form=request.typed(f'space unmute "{document.name}"')
        )
    (scope, *_), _ = scopes(found.ground.reading, found.ground.threads, [found.targets[0].ref])
    _, fresh = await cards.open_card(session, request.space, found.ground, scope, request.person.id, request.now)
    said = sentences.SHARED if fresh else sentences.SHARED_ALREADY
    return Answer(say(said.format(ref=scope.ref), *await card_shown(request, document)))
