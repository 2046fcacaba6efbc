"""How positions stand now, read for facts: which act speaks where, who gave it, who was shown which words.

Everything is asked of the database as sets: a draft of 300 paragraphs with 500 delegations has 150,000 holdings.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_, true, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import (
    Account,
    Chat,
    Delegation,
    Delivery,
    Draft,
    FlashRow,
    Holding,
    Membership,
    ParagraphRow,
    Person,
    Position,
    Reach,
    ReadingRow,
)

_NAMED = 20_000  # ids that one query is given: SQLite takes 32,766 values

_SPEAKS = ("live", "standing", "stale")


_DETAILS: tuple[Any, ...] = (
    *(Position.id, Position.delegation_id, Position.person_id, Position.seat, Position.capacity),
    *(Position.stance, Position.level, Position.ref, Position.breadth, Position.as_is),
    *(Position.reason, Position.wording, Position.until, col(Person.name).label("person"), Account.platform),
)
DETAILS = len(_DETAILS)
"""How many columns of `speaking`, `details`, `apart` and `comments` tell of the act; those named in each come behind."""


def _details(*more: Any) -> Any:
    who: Any = select(*_DETAILS, *more).join(Person, col(Position.person_id) == Person.id)
    return who.outerjoin(Account, col(Position.account_id) == Account.id)


async def _all(session: AsyncSession, query: Any) -> Sequence[Any]:
    """The rows of a query of so many columns that their types have no name."""
    found: Sequence[Any] = (await session.exec(query)).all()
    return found


async def speaking(session: AsyncSession, document_id: int, thread: int) -> Sequence[Any]:
    """The acts that speak on one paragraph, with `holds` (how) and `signed`."""
    holds: Any = col(Holding.state).label("holds")
    query = _details(holds, Holding.signed).join(Holding, col(Holding.position_id) == Position.id)
    return await _all(session, query.where(_speak(document_id), col(Holding.thread) == thread))


async def blocking(
    session: AsyncSession, document_id: int, threads: Collection[int] | None
) -> Sequence[tuple[int, str, str]]:
    """(thread, state, ids of acts joined by commas) of the objections, concerns and reserves that speak there, or anywhere."""
    query = select(col(Holding.thread), col(Holding.state), _listed(Holding.position_id)).where(
        _speak(document_id), col(Holding.row) == "blocking"
    )
    query = query if threads is None else query.where(col(Holding.thread).in_(threads))
    return (await session.exec(query.group_by(col(Holding.thread), col(Holding.state)))).all()


async def details(session: AsyncSession, document_id: int, ids: Collection[int]) -> Sequence[Any]:
    """What these acts say, who gave them, and where; of very many all that hold something up on the document."""
    holding = select(col(Holding.position_id)).where(_speak(document_id), col(Holding.row) == "blocking")
    return await _all(session, _details().where(col(Position.id).in_(ids if len(ids) <= _NAMED else holding)))


async def quiet(session: AsyncSession, document_id: int, threads: Collection[int] | None) -> Sequence[Any]:
    """(row, state, signed, thread, ids of delegations joined by commas) of the others that speak there."""
    found = await _sets(session, document_id, threads)
    return [(row, state, signed, thread, ids) for thread, _, row, state, signed, ids in found if row != "blocking"]


async def heard(session: AsyncSession, document_id: int) -> Sequence[tuple[int, str, str]]:
    """(thread, state, ids of delegations joined by commas) of the acts that speak, on every paragraph; several lists of one."""
    return [(thread, state, ids) for thread, _, _, state, _, ids in await _sets(session, document_id, None)]


async def _sets(session: AsyncSession, document_id: int, threads: Collection[int] | None) -> Sequence[Any]:
    """(thread, speaks, row, state, signed, ids) in the order of the index that covers them: what does not speak is left out
    here, since SQLite sorts all of them anew where the query asks for it."""
    key: tuple[Any, ...] = (Holding.thread, Holding.speaks, Holding.row, Holding.state, Holding.signed)
    columns: tuple[Any, ...] = (*key, _listed(Holding.delegation_id))
    query: Any = select(*columns).where(col(Holding.document_id) == document_id)
    query = query if threads is None else query.where(col(Holding.thread).in_(threads))
    rows = await _all(session, query.group_by(*key))
    return [row for row in rows if row.speaks and row.state in _SPEAKS]


def _listed(ids: Any) -> Any:
    return func.aggregate_strings(cast(ids, String), ",")


def _speak(document_id: int) -> ColumnElement[bool]:
    return and_(col(Holding.document_id) == document_id, col(Holding.speaks) == true(), col(Holding.state).in_(_SPEAKS))


async def apart(session: AsyncSession, document_id: int) -> Sequence[Any]:
    """Acts that stand beside the holdings, with `threads`: on deleted paragraphs, and on a draft's record."""
    resting = select(Holding).where(col(Holding.position_id) == Position.id, col(Holding.state) == "dormant")
    query = _details(Position.threads).where(
        col(Position.document_id) == document_id,
        col(Position.state) == "taken",
        col(Position.level).in_(("deletion", "record")),
        ~resting.exists(),
    )
    return await _all(session, query.order_by(col(Position.id)))


async def comments(session: AsyncSession, document_id: int, threads: Collection[int] | None = None) -> Sequence[Any]:
    """What observers and people for themselves say on these paragraphs, or on all, with `thread` and `holds` (its state)."""
    holds: Any = col(Holding.state).label("holds")
    query = _details(Holding.thread, holds).join(Holding, col(Holding.position_id) == Position.id)
    query = query.where(
        col(Holding.document_id) == document_id,
        col(Holding.speaks) == false(),
        col(Position.capacity) != "delegation",
        col(Holding.state).in_(("live", "standing")),
    )
    if threads is not None:
        query = query.where(col(Holding.thread).in_(threads))
    return await _all(session, query.order_by(col(Position.id), col(Holding.thread)))


async def past(session: AsyncSession, document_id: int) -> Sequence[tuple[Position, int | None, str, str | None]]:
    """(act, number that the draft shown has or had, who gave it, on which platform) of everything said on a document's words,
    also of what was replaced and withdrawn, in the order in which it was pressed."""
    query = (
        select(Position, func.coalesce(Draft.number, Draft.former), col(Person.name), col(Account.platform))
        .join(Draft, col(Position.draft_id) == Draft.id)
        .join(Person, col(Position.person_id) == Person.id)
        .outerjoin(Account, col(Position.account_id) == Account.id)
        .where(col(Position.document_id) == document_id, col(Position.state).in_(("taken", "ended")))
        .where(col(Position.level) != "record")
    )
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def states(session: AsyncSession, document_id: int, threads: Collection[int]) -> Sequence[tuple[int, str]]:
    """(act, state) of what holds on these paragraphs."""
    query = select(col(Holding.position_id), col(Holding.state)).where(
        col(Holding.document_id) == document_id, col(Holding.thread).in_(threads)
    )
    return (await session.exec(query)).all()


async def parties(session: AsyncSession, space_id: int, now: datetime) -> Sequence[Any]:
    """(id, code, name, group, person_id, by) of every delegation, once for each person seated in it now; without any, once."""
    seated = and_(
        col(Membership.delegation_id) == Delegation.id,
        col(Membership.since) <= now,
        or_(col(Membership.until).is_(None), col(Membership.until) > now),
    )
    columns: tuple[Any, ...] = (
        *(Delegation.id, Delegation.code, Delegation.name, Delegation.group),
        *(Membership.person_id, Membership.by),
    )
    query: Any = select(*columns).outerjoin(Membership, seated).where(col(Delegation.space_id) == space_id)
    return await _all(session, query.order_by(col(Delegation.code), col(Membership.id)))


# ── who was shown which words ────────────────────────────────────────────────────────────────────────────────────────────


async def reached(session: AsyncSession, document_id: int) -> Sequence[tuple[int, int, str]]:
    """(draft, thread, ids of delegations joined by commas) of all who were shown words in person; thread 0: the whole draft."""
    ids: Any = _listed(Reach.delegation_id)
    drafts = select(col(Draft.id)).where(col(Draft.document_id) == document_id)
    query = select(col(Reach.draft_id), col(Reach.thread), ids).where(col(Reach.draft_id).in_(drafts))
    return (await session.exec(query.group_by(col(Reach.draft_id), col(Reach.thread)))).all()


async def was_reached(session: AsyncSession, like: Reach) -> bool:
    """Whether the same delegation is known to have been shown the same words on the same occasion."""
    query = select(col(Reach.id)).where(
        col(Reach.delegation_id) == like.delegation_id,
        col(Reach.draft_id) == like.draft_id,
        col(Reach.thread) == like.thread,
        col(Reach.silence_id).is_not_distinct_from(like.silence_id),
    )
    return (await session.exec(query.limit(1))).first() is not None


async def served(session: AsyncSession, draft_id: int) -> Sequence[tuple[int, datetime]]:
    """(delegation, when first) of those that were shown any words of a draft in person, or took a position on them."""
    shown: Any = select(col(Reach.delegation_id).label("who"), col(Reach.at).label("at")).where(
        col(Reach.draft_id) == draft_id
    )
    said: Any = select(col(Position.delegation_id).label("who"), col(Position.pressed).label("at")).where(
        col(Position.draft_id) == draft_id,
        col(Position.delegation_id).is_not(None),
        col(Position.state).in_(("taken", "ended")),
    )
    both = union_all(shown, said).subquery()
    return (await session.exec(select(both.c.who, func.min(both.c.at)).group_by(both.c.who))).all()


async def posted(session: AsyncSession, draft_id: int) -> Sequence[tuple[Chat, datetime | None]]:
    """The chats in which a draft's Flash was posted, and when."""
    query = (
        select(Chat, col(Delivery.sent))
        .join(Delivery, col(Delivery.chat_id) == Chat.id)
        .join(FlashRow, col(Delivery.flash_id) == FlashRow.id)
        .where(col(FlashRow.draft_id) == draft_id, col(Delivery.kind) == "flash", col(Delivery.edits).is_(None))
        .where(col(Delivery.sent).is_not(None))
    )
    return (await session.exec(query.order_by(col(Delivery.sent), col(Delivery.id)))).all()


async def hashes(session: AsyncSession, draft_ids: Collection[int]) -> Sequence[tuple[int, int | None, str]]:
    """(draft, thread, text hash) of the paragraphs of these drafts' current readings."""
    query = (
        select(col(ReadingRow.draft_id), col(ParagraphRow.thread), col(ParagraphRow.text_hash))
        .join(ReadingRow, col(ParagraphRow.reading_id) == ReadingRow.id)
        .where(col(ReadingRow.draft_id).in_(draft_ids), col(ReadingRow.current) == true())
        .where(col(ParagraphRow.thread).is_not(None))
    )
    return (await session.exec(query)).all()
