"""Sources and the addresses under them: what is watched, and what is to be looked at now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, true
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Address, Source, Space

WAITED_FOR = ("pending", "wanted")  # states of addresses that are taken as soon as they can be had
FIRST_LOOKS = 100  # under way at a time: a start with a thousand sources keeps nobody from the next look
SAME_PAGE = timedelta(seconds=60)  # how much earlier a page is looked at for one space, because it is for another
_ALL: ColumnElement[bool] = true()


async def addresses(session: AsyncSession, source_id: int) -> Sequence[Address]:
    return (await session.exec(select(Address).where(Address.source_id == source_id).order_by(col(Address.id)))).all()


async def address(session: AsyncSession, source_id: int, url: str) -> Address | None:
    return (await session.exec(select(Address).where(Address.source_id == source_id, Address.url == url))).first()


async def sources(session: AsyncSession, space_id: int) -> Sequence[Source]:
    return (await session.exec(select(Source).where(Source.space_id == space_id).order_by(col(Source.id)))).all()


async def at_the_same_page(session: AsyncSession, space_id: int, url: str) -> Sequence[Source]:
    """The sources of a space that look at a page, those that are stopped left out."""
    query = select(Source).where(Source.url == url, Source.space_id == space_id, Source.state != "paused")
    return (await session.exec(query.order_by(col(Source.id)))).all()


async def held(session: AsyncSession, source_ids: Collection[int]) -> dict[int, list[str]]:
    """By source: the addresses of its drafts."""
    query = select(Address.source_id, Address.url)
    query = query.where(col(Address.source_id).in_(source_ids), col(Address.draft_id).is_not(None))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for source_id, url in await session.exec(query):
        found[source_id].append(url)
    return found


async def sources_of(session: AsyncSession, ids: Collection[int]) -> Sequence[Source]:
    """Without the pages' own words, which most looks do not need (`page_words`)."""
    query = select(Source).options(defer(Source.page_words)).where(col(Source.id).in_(ids))  # type: ignore[arg-type]
    return (await session.exec(query.order_by(col(Source.next_due)))).all()


async def page_words(session: AsyncSession, source_id: int) -> str:
    return (await session.exec(select(Source.page_words).where(Source.id == source_id))).one()


async def spaces_of(session: AsyncSession, sources: Collection[Source]) -> dict[int, Space]:
    """The spaces of sources, by their id."""
    query = select(Space).where(col(Space.id).in_({source.space_id for source in sources}))
    return {space.id: space for space in await session.exec(query)}


async def due_sources(
    session: AsyncSession,
    now: datetime,
    most: int,
    free: ColumnElement[bool] = _ALL,
    busy: Collection[int] = (),
) -> Sequence[int]:
    """The sources to look at now that are free and not `busy`, the longest overdue first, and with them the others of the same
    page that would be due soon, so that one fetch serves all their spaces. First looks come last, and a few at a time."""
    found = await _overdue(session, "watching", now, most, free, busy)
    room = most - len(found)
    if room > 0 and (first := await _overdue(session, "starting", now, room, free, busy)):
        begin = FIRST_LOOKS - await _first_looks(session, free, busy)
        found += first[: max(0, begin)]
    if not found:
        return []
    soon = col(Source.next_due) <= now + SAME_PAGE
    others = select(Source.id).where(
        col(Source.url).in_({url for _, url in found}), Source.state != "paused", soon, free
    )
    due = dict.fromkeys([*(one for one, _ in found), *(await session.exec(others))])
    return [one for one in due if one not in busy]


async def _overdue(
    session: AsyncSession, state: str, now: datetime, most: int, free: ColumnElement[bool], busy: Collection[int]
) -> list[tuple[int, str]]:
    """(id, url) of those in a state: so many at most from the beginning of an index, however many are due."""
    query = select(Source.id, Source.url).where(Source.state == state, Source.next_due <= now, free)
    found = (await session.exec(query.order_by(col(Source.next_due)).limit(most))).all()
    return [one for one in found if one[0] not in busy]


async def _first_looks(session: AsyncSession, free: ColumnElement[bool], busy: Collection[int]) -> int:
    """How many are under way."""
    query = select(func.count()).select_from(Source).where(Source.state == "starting")
    return (await session.exec(query.where(~free | col(Source.id).in_(busy)))).one()
