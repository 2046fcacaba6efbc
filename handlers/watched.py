"""The sources that look at an address already: what somebody wants to watch there is another document's, or goes on."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts.watching import neighbours
from bot.drafts.watching.neighbours import Neighbour
from bot.errors import BadInput
from bot.sentences import chat as sentences
from handlers.request import Request
from storage import spaces, watching
from storage.tables import Document, Source


async def at(session: AsyncSession, request: Request, url: str, doc: str = "") -> list[Source]:
    """The space's sources at an address, of one document if `doc` names it; those that were stopped last."""
    found = [one for one in await watching.sources(session, request.space.id) if one.url == url]
    if doc:
        document_id = await _document(session, request, doc)
        found = [one for one in found if one.document_id == document_id]
    return sorted(found, key=lambda one: one.state == "paused")


async def stopped(session: AsyncSession, request: Request, url: str, doc: str) -> Source | None:
    """The source that was stopped and goes on, None if there is none. BadInput if the page is watched for the document
    already, or, where nobody names one, for any."""
    found = next(iter(await at(session, request, url, doc)), None)
    if found is None or found.state == "paused":
        return found
    document = await session.get_one(Document, found.document_id)
    form = request.typed(f'watch {url} doc:"…"')
    raise BadInput(sentences.WATCH_TWICE, url=url, document=document.name, form=form)


async def beside(request: Request, url: str, doc: str) -> Sequence[Neighbour]:
    """The sources of other documents that look at an address."""
    document_id = await _document(request.session, request, doc or request.space.title)
    found = await neighbours.at(request.session, request.space.id, url)
    return [one for one in found if one.source.document_id != document_id]


async def _document(session: AsyncSession, request: Request, name: str) -> int | None:
    asked = spaces.quotable(name).casefold()
    known = await spaces.documents(session, request.space.id)
    return next((one.id for one in known if one.name.casefold() == asked), None)
