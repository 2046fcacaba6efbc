"""What the operator wants kept for a time only: files, ballots, personal text. What the record needs stays.

A file's hash, its reading and its redline stay when its bytes go; the record says by hashes what was said when the words go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.db import Database
from storage.tables import (
    Address,
    Aside,
    Ballot,
    Blob,
    Draft,
    EventRow,
    Poll,
    Position,
    Rendition,
    SecretReason,
    Silence,
    TookPart,
)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long after they were needed last; None: for ever."""

    files: timedelta | None = None
    ballots: timedelta | None = None
    personal: timedelta | None = None


async def tidy(db: Database, keep: Keep, now: datetime) -> None:
    """Takes away what is older than it is to be kept, each kind in a transaction of its own."""
    for span, work in ((keep.files, _files), (keep.ballots, _ballots), (keep.personal, _personal)):
        if span is not None:
            async with db.write() as session:
                await work(session, now - span, now)


async def _files(session: AsyncSession, before: datetime, _now: datetime) -> None:
    """The bytes of files seen last before then, but for those of each document's newest draft; and bytes that nothing names."""
    newest = select(func.max(Draft.id)).group_by(col(Draft.document_id), col(Draft.base))
    needed = select(Rendition.sha256).where((col(Rendition.seen) >= before) | col(Rendition.draft_id).in_(newest))
    old = select(Rendition.sha256).where(col(Rendition.seen) < before, col(Rendition.sha256).not_in(needed))
    await session.exec(update(Blob).where(col(Blob.sha256).in_(old)).values(data=b""))
    named = select(Rendition.sha256).union(select(Address.sha256))
    await session.exec(delete(Blob).where(col(Blob.sha256).not_in(named)))


async def _ballots(session: AsyncSession, before: datetime, _now: datetime) -> None:
    """Who answered what, and who took part in a secret poll, once the poll is long closed. Results of secret polls stay."""
    over = select(Poll.id).where(col(Poll.closed) < before)
    for table in (Ballot, TookPart):
        await session.exec(delete(table).where(col(table.poll_id).in_(over)))


async def _personal(session: AsyncSession, before: datetime, now: datetime) -> None:
    """Names and reasons beside old events, and what was said with acts that ended, silences and polls that are over."""
    old = select(EventRow.seq).where(
        EventRow.space_id == Aside.space_id, EventRow.seq == Aside.seq, EventRow.at < before
    )
    texts = update(Aside).where(old.exists(), col(Aside.text).is_not(None)).values(text=None, salt="", erased=now)
    await session.exec(texts.execution_options(synchronize_session=False))
    await _blank(session, Position, col(Position.ended) < before, reason="", wording="")
    await _blank(session, Silence, col(Silence.closed) < before, said="", forced="")
    over = select(Poll.id).where(col(Poll.closed) < before)
    await _blank(session, Ballot, col(Ballot.poll_id).in_(over), reason="")
    await session.exec(delete(SecretReason).where(col(SecretReason.poll_id).in_(over)))


async def _blank(session: AsyncSession, table: Callable[..., Any], where: ColumnElement[bool], **texts: str) -> None:
    rows = update(table).where(where).values(**texts)  # type: ignore[arg-type]
    await session.exec(rows.execution_options(synchronize_session=False))
