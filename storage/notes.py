"""Notes of delegations."""

from collections.abc import Collection, Sequence

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Note, Person


async def of(session: AsyncSession, delegation_ids: Collection[int], document_id: int) -> Sequence[tuple[Note, str]]:
    """The notes of these delegations on a document, each with who wrote it, oldest first."""
    query = select(Note, Person.name).join(Person, col(Note.person_id) == Person.id)
    query = query.where(col(Note.delegation_id).in_(delegation_ids), Note.document_id == document_id)
    return (await session.exec(query.order_by(col(Note.id)))).all()


async def on(session: AsyncSession, document_id: int, threads: Collection[int]) -> Sequence[tuple[Note, str]]:
    """The notes of every delegation on these paragraphs, each with who wrote it, oldest first."""
    query = select(Note, Person.name).join(Person, col(Note.person_id) == Person.id)
    query = query.where(Note.document_id == document_id, col(Note.thread).in_(threads))
    return (await session.exec(query.order_by(col(Note.id)))).all()


async def remove(session: AsyncSession, delegation_id: int, document_id: int, threads: Collection[int]) -> None:
    mine = (col(Note.delegation_id) == delegation_id) & (col(Note.document_id) == document_id)
    await session.exec(delete(Note).where(mine, col(Note.thread).in_(threads)))
