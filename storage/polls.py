"""Polls and their ballots."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_once
from storage.tables import Asked, Ballot, Choice, Delegation, Person, Poll, Press, SealedBallot, SecretReason, TookPart


async def running(session: AsyncSession, space_id: int) -> Sequence[Poll]:
    query = select(Poll).where(Poll.space_id == space_id, Poll.state == "open")
    return (await session.exec(query.order_by(col(Poll.id)))).all()


async def due(session: AsyncSession, now: datetime) -> Sequence[int]:
    """The open polls whose time has come."""
    query = select(Poll.id).where(Poll.state == "open", col(Poll.closes) <= now)
    return (await session.exec(query.order_by(col(Poll.closes)))).all()


async def on_words(session: AsyncSession, document_id: int, threads: Collection[int]) -> Sequence[Poll]:
    """The open polls on these paragraphs."""
    query = select(Poll).where(Poll.document_id == document_id, Poll.state == "open", col(Poll.thread).in_(threads))
    return (await session.exec(query.order_by(col(Poll.id)))).all()


async def lock(session: AsyncSession, poll_id: int) -> Poll | None:
    """The poll, kept from other writers until the transaction ends (SQLite has one writer anyway)."""
    return (await session.exec(select(Poll).where(Poll.id == poll_id).with_for_update())).first()


async def ballots(session: AsyncSession, poll_id: int) -> Sequence[Ballot]:
    return (await session.exec(select(Ballot).where(Ballot.poll_id == poll_id).order_by(Ballot.voter))).all()


async def answers(session: AsyncSession, poll_id: int) -> Sequence[tuple[Ballot, Delegation | None, Person]]:
    """The ballots, each with whose it is and who gave it."""
    query = select(Ballot, Delegation, Person).join(Delegation, isouter=True).join(Person)
    return (await session.exec(query.where(Ballot.poll_id == poll_id).order_by(Ballot.voter))).all()


async def sealed(session: AsyncSession, poll_id: int) -> Sequence[SealedBallot]:
    query = select(SealedBallot).where(SealedBallot.poll_id == poll_id)
    return (await session.exec(query.order_by(SealedBallot.voter))).all()


async def took_part(session: AsyncSession, poll_id: int) -> Sequence[str]:
    """Who took part in a secret poll: "d12", "p7"."""
    return (
        await session.exec(select(TookPart.voter).where(TookPart.poll_id == poll_id).order_by(TookPart.voter))
    ).all()


async def note_part(session: AsyncSession, poll_id: int, voter: str) -> None:
    if await session.get(TookPart, (poll_id, voter)) is None:
        await add_once(session, TookPart(poll_id=poll_id, voter=voter))


async def choices(session: AsyncSession, poll_id: int) -> Sequence[Choice]:
    return (await session.exec(select(Choice).where(Choice.poll_id == poll_id).order_by(Choice.id))).all()


async def unseal(session: AsyncSession, poll_id: int) -> None:
    """The sealed ballots are no more, nor who was asked for a reason: of one that is alone that would say whose it is."""
    await session.exec(delete(SealedBallot).where(col(SealedBallot.poll_id) == poll_id))
    line = f"ballot reason {poll_id}"
    mine = or_(col(Press.line) == line, col(Press.line).startswith(f"{line} "))
    tokens = select(Press.token).where(mine, col(Press.person_id).is_not(None))
    await session.exec(delete(Asked).where(col(Asked.token).in_(tokens)))
    await session.exec(delete(Press).where(mine, col(Press.person_id).is_not(None)))


async def reasons(session: AsyncSession, poll_id: int) -> Sequence[str]:
    """The reasons that were given in a secret poll, in no order."""
    query = select(SecretReason.text).where(SecretReason.poll_id == poll_id)
    return (await session.exec(query.order_by(SecretReason.id))).all()


async def erase_reasons(session: AsyncSession, poll_id: int) -> None:
    await session.exec(delete(SecretReason).where(col(SecretReason.poll_id) == poll_id))
