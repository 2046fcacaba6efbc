"""Silence procedures, the acts on their words, whom they reached, and the bot's own pulse."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import (
    Delegation,
    Heartbeat,
    Holding,
    Membership,
    ParagraphRow,
    Position,
    Reach,
    ReadingRow,
    Silence,
    SilenceItem,
)


async def open_ones(session: AsyncSession, space_id: int | None = None) -> Sequence[Silence]:
    """The silences on which acts are still in time, as they are in the database now."""
    query = select(Silence).where(col(Silence.closed).is_(None))
    if space_id is not None:
        query = query.where(Silence.space_id == space_id)
    return (await session.exec(query.order_by(col(Silence.id)).execution_options(populate_existing=True))).all()


async def undisturbed(session: AsyncSession, document_id: int) -> Sequence[Silence]:
    """The silences of a document that an act can still concern: those that are open, and those that ended as observed."""
    query = select(Silence).where(
        Silence.document_id == document_id, col(Silence.closed).is_(None) | (col(Silence.state) == "observed")
    )
    return (await session.exec(query.order_by(col(Silence.id)).execution_options(populate_existing=True))).all()


async def fresh(session: AsyncSession, silence_id: int) -> Silence | None:
    """A silence as it is in the database now."""
    return await session.get(Silence, silence_id, populate_existing=True)


async def of_space(session: AsyncSession, space_id: int) -> Sequence[Silence]:
    """Every silence of a space, the newest first."""
    return (
        await session.exec(select(Silence).where(Silence.space_id == space_id).order_by(col(Silence.id).desc()))
    ).all()


async def items(session: AsyncSession, silence_id: int) -> Sequence[SilenceItem]:
    """What a silence pins, in the order of the draft."""
    query = (
        select(SilenceItem)
        .join(Silence)
        .join(ReadingRow, (col(ReadingRow.draft_id) == Silence.draft_id) & col(ReadingRow.current), isouter=True)
        .join(
            ParagraphRow,
            (col(ParagraphRow.reading_id) == ReadingRow.id) & (col(ParagraphRow.thread) == SilenceItem.thread),
            isouter=True,
        )
        .where(SilenceItem.silence_id == silence_id)
        .order_by(col(ParagraphRow.n), col(SilenceItem.thread))
    )
    return (await session.exec(query)).all()


async def words(session: AsyncSession, draft_id: int, hashes: Collection[str]) -> Mapping[str, str]:
    """Text hash → the words of a draft that have it, in whatever reading of it they stood."""
    query = (
        select(ParagraphRow.text_hash, ParagraphRow.text)
        .join(ReadingRow)
        .where(ReadingRow.draft_id == draft_id, col(ParagraphRow.text_hash).in_(hashes))
        .order_by(col(ReadingRow.id).desc())
    )
    return dict((await session.exec(query)).all())


async def acts(
    session: AsyncSession, document_id: int, states: Collection[str], after: datetime | None = None
) -> Sequence[Position]:
    """The acts on a document that are in one of these states, in the order of being pressed."""
    query = select(Position).where(Position.document_id == document_id, col(Position.state).in_(states))
    if after is not None:
        query = query.where(col(Position.pressed) > after)
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def standing(
    session: AsyncSession, document_id: int, threads: Collection[int], stances: Collection[str]
) -> Sequence[Position]:
    """The acts with one of these stances that count for their delegation on one of these paragraphs now, oldest first."""
    holds = select(Holding.position_id).where(
        Holding.document_id == document_id,
        col(Holding.thread).in_(threads),
        col(Holding.speaks),
        col(Holding.state).in_(("live", "standing")),
    )
    query = select(Position).where(
        col(Position.id).in_(holds), col(Position.delegation_id).is_not(None), col(Position.stance).in_(stances)
    )
    return (await session.exec(query.order_by(col(Position.pressed), col(Position.id)))).all()


async def words_shown(session: AsyncSession, drafts: Collection[int], threads: Collection[int]) -> set[tuple[int, str]]:
    """(draft, text hash) of these paragraphs in the current readings of these drafts."""
    query = (
        select(ReadingRow.draft_id, ParagraphRow.text_hash)
        .join(ParagraphRow)
        .where(
            col(ReadingRow.draft_id).in_(drafts),
            col(ReadingRow.current).is_(True),
            col(ParagraphRow.thread).in_(threads),
        )
    )
    return set((await session.exec(query)).all())


async def reached(session: AsyncSession, silence_id: int, until: datetime) -> set[int]:
    """The delegations that a silence had reached at an instant."""
    query = select(Reach.delegation_id).where(Reach.silence_id == silence_id, col(Reach.at) <= until)
    return set((await session.exec(query.distinct())).all())


async def voices(session: AsyncSession, space_id: int, now: datetime) -> Sequence[tuple[int, int]]:
    """(delegation, person) of every seat from which somebody speaks for a delegation now."""
    query = (
        select(Membership.delegation_id, Membership.person_id)
        .join(Delegation)
        .where(
            Delegation.space_id == space_id,
            Membership.role != "observer",
            col(Membership.since) <= now,
            col(Membership.until).is_(None) | (col(Membership.until) > now),
        )
        .distinct()
    )
    return sorted((await session.exec(query)).all())


async def pulse(session: AsyncSession, name: str, *, to_write: bool = False) -> Heartbeat | None:
    """When the bot was last known to be alive; `to_write`: nobody else changes it until the transaction ends."""
    query = select(Heartbeat).where(Heartbeat.name == name).execution_options(populate_existing=True)
    return (await session.exec(query.with_for_update() if to_write else query)).first()
