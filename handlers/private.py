"""Who may read a private draft, and what the others are told: that it is there, its hash, and nothing else."""

import re

from bot.drafts.keeping import archive, naming
from bot.errors import BadInput, ChatError
from bot.places import Place
from bot.positions.showing import reach
from bot.sentences import files as sentences
from bot.wording import short
from handlers.request import Request
from storage import drafts
from storage.tables import Chat as ChatRow
from storage.tables import Document, Draft

_NAME = re.compile(r"private([0-9]{1,9})", re.IGNORECASE)


async def draft(request: Request, document: Document, asked: str) -> Draft:
    """The draft that a word means, a private one too if the asker may read it; BadInput says what is withheld."""
    named = _NAME.fullmatch(asked.strip())
    if not named:
        return await naming.draft(request.session, document, asked, request.zone)
    known = await drafts.private(request.session, document.id)
    found = next((one for one in known if one.private == int(named[1])), None)
    if found is None:
        raise BadInput(sentences.NO_SUCH_PRIVATE, document=document.name, asked=asked, choices=("drafts",))
    if not await may_read(request, found):
        raise BadInput(sentences.WITHHELD.format(document=document.name, **await _of(request, found)))
    await _note(request, found)
    return found


async def may_read(request: Request, found: Draft) -> bool:
    """In the caucus chats that it was given to; in private whoever brought it, and who is in one of them, says the platform.

    A chat that has become an open one since shows it no longer.
    """
    given = [chat for chat in await drafts.circulated(request.session, found.id) if chat.kind == "caucus"]
    if request.chat is not None:
        return request.chat.id in {chat.id for chat in given}
    if not request.command.private:
        return False
    return found.person_id == request.person.id or any([await _is_in(request, chat) for chat in given])


async def _is_in(request: Request, chat: ChatRow) -> bool:
    who = request.command.who
    connection = request.chats.at(chat.platform, chat.tenant)
    if connection is None or (who.platform, who.tenant) != (chat.platform, chat.tenant):
        return False
    try:
        return await connection.standing(who, Place(chat.platform, chat.tenant, chat.chat)) != "absent"
    except ChatError:
        return False  # what a platform cannot tell is not shown


async def withheld(request: Request, found: Draft) -> str:
    """What somebody is told who may not read it."""
    return sentences.NOT_SEEN.format(**await _of(request, found))


async def _of(request: Request, found: Draft) -> dict[str, str]:
    rendition = (await drafts.renditions(request.session, found.id))[0]
    seen = request.clock(found.seen)
    return {"name": archive.name(found), "sha": short(rendition.sha256), "sha256": rendition.sha256, "seen": seen}


async def _note(request: Request, found: Draft) -> None:
    """The delegations of whoever is shown it have been shown it in person."""
    async with request.desk.db.write() as session:
        await reach.pressed(session, request.space.id, request.person.id, found.id, (), request.now)
