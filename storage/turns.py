"""What a look asks about at a page that did not change: not all that is known of a source, however long it has been watched."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, union_all
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Address, Source
from storage.watching import WAITED_FOR


async def asked_at_every_look(session: AsyncSession, sources: Collection[Source]) -> dict[int, list[Address]]:
    """By source: the page itself, what is waited for, the files of the newest draft of each document, of the others the one
    that was looked at longest ago, and those that change again and again. Of a document, whose page is its file, all."""
    documents = [source.id for source in sources if source.kind == "document"]
    others = [source for source in sources if source.kind != "document"]
    found: defaultdict[int, list[Address]] = defaultdict(list)
    for asked in [*([_of_documents(documents)] if documents else ()), *([_of_others(others)] if others else ())]:
        for row in await session.exec(asked.order_by(col(Address.id))):
            found[row.source_id].append(row)
    return found


def _of_documents(source_ids: Collection[int]) -> SelectOfScalar[Address]:
    asked = (col(Address.url) == Source.url) | col(Address.draft_id).is_not(None) | col(Address.state).in_(WAITED_FOR)
    return select(Address).join(Source).where(col(Address.source_id).in_(source_ids), asked)


def _of_others(sources: Collection[Source]) -> SelectOfScalar[Address]:
    """Each part is found by an index of its own, but for the one that was looked at longest ago."""
    mine = col(Source.id).in_([source.id for source in sources])
    parts = [_at(mine, col(Address.url) == Source.url), _at(mine, col(Address.state).in_(WAITED_FOR))]
    parts += [_at(mine, *_SHOWN, _OWN, col(Address.draft_id) == _last_own()), _next(mine)]
    parts += [_at(mine, *_SHOWN, ~_OWN, col(Address.draft_id).in_(_last_of_others(mine)))]
    if restless := {line["of"] for source in sources for line in source.restless}:
        parts += [_at(mine, col(Address.url).in_(restless))]
    return select(Address).where(col(Address.id).in_(union_all(*parts)))


Ids = Select[Any]
Which = ColumnElement[bool]
_SHOWN = (col(Address.gone).is_(None), col(Address.url) != Source.url)
"""An address that the page of its source links to."""

_LINKED = (col(Address.draft_id).is_not(None), *_SHOWN)
"""A draft stands there."""

_OWN = col(Address.document_id).is_(None)
_LAST = func.max(Address.draft_id)


def _at(*which: Which) -> Ids:
    """The addresses of sources of which all that holds."""
    return sa_select(col(Address.id)).join(Source).where(*which)


def _last_own() -> ScalarSelect[Any]:
    """The newest draft of a source's own document on its page: the end of an index."""
    there = aliased(Address)
    linked = (col(there.draft_id).is_not(None), col(there.gone).is_(None), col(there.url) != Source.url)
    last = sa_select(func.max(there.draft_id)).where(
        col(there.source_id) == Source.id, col(there.document_id).is_(None)
    )
    return last.where(*linked).correlate(Source).scalar_subquery()


def _last_of_others(mine: Which) -> Ids:
    """The newest drafts of other documents on the pages, which are few."""
    last = sa_select(_LAST).join(Source).where(mine, ~_OWN, *_LINKED)
    return last.group_by(col(Address.source_id), col(Address.document_id))


def _next(mine: Which) -> Ids:
    """Of the other drafts of each page the one that was looked at longest ago."""
    last = _last_own()
    newest = union_all(sa_select(last).where(mine, last.is_not(None)), _last_of_others(mine))
    older = sa_select(col(Address.id)).where(col(Address.source_id) == Source.id, *_LINKED)
    older = older.where(col(Address.draft_id).not_in(newest)).order_by(col(Address.checked), col(Address.id))
    return sa_select(older.limit(1).correlate(Source).scalar_subquery()).where(mine)
