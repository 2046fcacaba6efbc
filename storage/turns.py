"""What a look asks about at a page that did not change: not all that is known of a source, however long it has been watched."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.drafts import WAITED_FOR
from storage.tables import Address, Source


async def asked_at_every_look(session: AsyncSession, sources: Collection[Source]) -> dict[int, list[Address]]:
    """By source: the page itself, what is waited for, the files of the newest draft of each document, of the others the one
    that was looked at longest ago, and those that change again and again. Of a document, whose page is its file, all."""
    listing = [source.id for source in sources if source.kind != "document"]
    newest = await _newest(session, listing) if listing else ()
    asked = (col(Address.url) == Source.url) | col(Address.state).in_(WAITED_FOR)
    asked |= (col(Source.kind) == "document") & col(Address.draft_id).is_not(None)
    if newest:
        asked |= col(Address.draft_id).in_(newest) | col(Address.id).in_(await _turns(session, listing, newest))
    if restless := {line["of"] for source in sources for line in source.restless}:
        asked |= col(Address.url).in_(restless)
    query = select(Address).join(Source).where(col(Address.source_id).in_([source.id for source in sources]), asked)
    found: defaultdict[int, list[Address]] = defaultdict(list)
    for row in await session.exec(query.order_by(col(Address.id))):
        found[row.source_id].append(row)
    return found


async def _newest(session: AsyncSession, source_ids: Sequence[int]) -> Sequence[int]:
    """The newest draft of each document that stands at an address of one of these sources."""
    query = select(func.max(Address.draft_id)).join(Source, _held(Address)).where(col(Source.id).in_(source_ids))
    return [one for one in await session.exec(query.group_by(col(Source.id), col(Address.document_id))) if one]


async def _turns(session: AsyncSession, source_ids: Sequence[int], newest: Sequence[int]) -> list[int]:
    """Of the files of each source that are older drafts, the one that was looked at longest ago."""
    one = aliased(Address)
    oldest = select(one.id).where(_held(one), col(one.draft_id).not_in(newest))
    first = oldest.order_by(col(one.checked), col(one.id)).limit(1).correlate(Source).scalar_subquery()
    return [found for found in await session.exec(select(first).where(col(Source.id).in_(source_ids))) if found]


def _held(address: type[Address]) -> ColumnElement[bool]:
    """That a draft stands at an address which the page of its source links to."""
    linked = and_(col(address.gone).is_(None), col(address.url) != Source.url)
    return and_(col(address.source_id) == Source.id, col(address.draft_id).is_not(None), linked)
