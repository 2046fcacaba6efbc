"""Paragraphs on which somebody keeps something, by thread: how each is cited now, and which of them a reference means."""

from collections.abc import Callable, Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.errors import BadInput
from bot.positions.words import ground as grounds
from bot.positions.words.scopes import scopes, single
from storage.tables import Document


async def cited(session: AsyncSession, document: Document, kept: Mapping[int, str]) -> dict[int, str]:
    """Thread → how the paragraph is cited: in the order of the newest draft that positions stand on, then what is out of it, as
    it was cited last (`kept`)."""
    if not kept:
        return {}
    on = await grounds.ground(session, document)
    here = [p for p in on.reading.paragraphs if on.threads[p.n] in kept]
    found = {on.threads[p.n]: single(on.reading, on.threads, p).ref for p in here}
    return found | {thread: ref for thread, ref in kept.items() if thread not in found}


async def among(
    session: AsyncSession,
    document: Document,
    refs: Sequence[str],
    mine: Mapping[int, str],
    none: Callable[[str], BadInput],
) -> list[int]:
    """The threads that references mean among those of `mine` (thread → how it is cited); all of them where none is named.

    Raises `none` of a reference that means none of them.
    """
    if not refs:
        return list(mine)
    on = await grounds.ground(session, document)
    found: list[int] = []
    for ref in refs:
        here = {thread for one in scopes(on.reading, on.threads, [ref])[0] for thread in one.threads}
        named = {thread for thread, known in mine.items() if known.casefold() == ref.casefold()}
        some = [thread for thread in mine if thread in here | named]
        if not some:
            raise none(ref)
        found += some
    return found
