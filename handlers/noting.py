"""The notes of those delegations that the asker speaks for: nobody else is shown them."""

from collections.abc import AsyncIterator, Collection, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.sentences import notes as sentences
from handlers.among import cited
from handlers.request import Request
from storage import notes, people, spaces
from storage.tables import Delegation, Space


async def delegations(request: Request, space: Space) -> Mapping[int, Delegation]:
    """Those that the asker speaks for now, by id; an observer speaks for none."""
    seats = await people.seats(request.session, space.id, request.person.id, request.now)
    return {one.id: one for one, role in seats if role != "observer"}


async def lines(request: Request, space: Space) -> AsyncIterator[str]:
    """All notes that the asker may read in a space, a line each, by document and in the order of its newest draft."""
    mine = await delegations(request, space)
    for document in await spaces.documents(request.session, space.id) if mine else ():
        found = await notes.of(request.session, mine, document.id)
        refs = await cited(request.session, document, {note.thread: note.ref for note, _ in found})
        for thread, ref in refs.items():
            for note, name in found:
                if note.thread == thread:
                    code = mine[note.delegation_id].code
                    yield sentences.LINE.format(code=code, ref=ref, document=document.name, text=note.text, name=name)


async def beside(
    session: AsyncSession, request: Request, document_id: int, threads: Collection[int]
) -> dict[int, list[str]]:
    """Thread → what the asker is shown beside its words."""
    mine = await delegations(request, request.space)
    found: dict[int, list[str]] = {}
    for note, name in await notes.of(session, mine, document_id) if mine else ():
        if note.thread in threads:
            said = sentences.BESIDE.format(code=mine[note.delegation_id].code, text=note.text, name=name)
            found.setdefault(note.thread, []).append(said)
    return found
