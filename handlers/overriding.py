"""A chair decides to look at a page that robots.txt closes to programs; it stands in the record.

watch URL --despite-robots   ·   watch despite 2, the button beside the trouble of a source that is watched already
watch robots 2               ·   its robots.txt is kept to again, which whoever watches pages decides; recorded too
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.watching import despite
from bot.errors import BadInput, KeptOut, NotAllowed
from bot.message import Button, Message, say
from bot.sentences import watch as sentences
from handlers.request import Answer, Request
from storage.tables import Source


def closed(request: Request, url: str, line: str, error: KeptOut) -> Answer:
    """What is answered where the page may not be looked at; a chair gets a button that looks nevertheless."""
    said = say(error.told(), sentences.CLOSED.format(form=request.typed(f"watch {url} --despite-robots")))
    rows = ((Button(sentences.BUTTON_DESPITE, line),),) if "chair" in request.roles else ()
    return Answer(Message(said.blocks, rows))


def require_chair(request: Request, line: str) -> None:
    if "chair" not in request.roles:
        raise NotAllowed(sentences.DESPITE_CHAIRS, form=request.typed(line))


async def known(request: Request, found: Source) -> Answer:
    """A source that is watched already is looked at nevertheless, at once."""
    require_chair(request, f"watch {found.url} --despite-robots")
    async with request.write() as session:
        source = await session.get_one(Source, found.id)
        await decided(session, request, source)
        source.next_due = request.now
    return Answer(say(sentences.DESPITE.format(url=found.url)))


async def decided(session: AsyncSession, request: Request, source: Source) -> None:
    await despite.override(session, source, request.person, request.now)


async def kept(request: Request, found: Source) -> Answer:
    """A source is looked at by its robots.txt again; it goes on being watched."""
    if not found.despite_robots:
        raise BadInput(sentences.KEEPS_ALREADY, url=found.url)
    async with request.write() as session:
        await despite.keep(session, await session.get_one(Source, found.id), request.person, request.now)
    said = [sentences.KEEPS.format(url=found.url), *([sentences.KEEPS_FILE] if found.declared else [])]
    return Answer(say(*said))
