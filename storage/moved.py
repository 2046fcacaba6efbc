"""Drafts that a chair said to be a base, or another document's: what they were, what they are, and where they stand."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import drafts
from storage.tables import Address, Document, Draft, Rendition, Source


async def moved_from(session: AsyncSession, document_id: int, sequence: str) -> Draft | None:
    """What a text is that was once a draft of this document and is another document's, where this one has it no more."""
    was = aliased(Draft)
    query = select(Draft).join(was, col(was.moved_to) == Draft.id).join(Rendition, col(Rendition.draft_id) == was.id)
    query = query.where(
        was.document_id == document_id, Rendition.sequence == sequence, Draft.document_id != document_id
    )
    here = select(Draft.id).join(Rendition).where(Draft.document_id == document_id, Rendition.sequence == sequence)
    here = here.where(col(Draft.moved_to).is_(None), col(Draft.private).is_(None))
    return (await session.exec(query.where(~here.exists()).order_by(col(was.id).desc()).limit(1))).first()


async def copy_renditions(session: AsyncSession, of_id: int, to_id: int) -> None:
    """A draft has the files of another one too."""
    there = {one.sha256 for one in await drafts.renditions(session, to_id)}
    for one in await drafts.renditions(session, of_id):
        if one.sha256 not in there:
            session.add(Rendition(**one.model_dump(exclude={"id", "draft_id"}), draft_id=to_id))


async def moved_away(session: AsyncSession, document_id: int, number: int) -> tuple[Draft, Document] | None:
    """What the draft is now that had a number of this document, and of which document."""
    was = aliased(Draft)
    query = (
        select(Draft, Document)
        .join(was, col(was.moved_to) == Draft.id)
        .join(Document, col(Draft.document_id) == Document.id)
    )
    return (await session.exec(query.where(was.document_id == document_id, was.former == number))).first()


async def addresses_of(session: AsyncSession, draft_id: int) -> Sequence[tuple[Address, Source]]:
    """The addresses at which a draft stands, each with its source."""
    query = select(Address, Source).join(Source, col(Address.source_id) == Source.id)
    return (await session.exec(query.where(Address.draft_id == draft_id).order_by(col(Address.id)))).all()


async def documents_beside(session: AsyncSession, source_id: int) -> Sequence[str]:
    """The names of the other documents whose texts stand at addresses of a source."""
    query = select(Document.name).join(Address, col(Address.document_id) == Document.id).distinct()
    return (await session.exec(query.where(Address.source_id == source_id).order_by(col(Document.name)))).all()


async def now_of(session: AsyncSession, draft_id: int, new_id: int) -> None:
    """What was moved to the one draft is the other now."""
    await session.exec(update(Draft).where(col(Draft.moved_to) == draft_id).values(moved_to=new_id))


async def once_numbered(session: AsyncSession, document_id: int) -> Sequence[Draft]:
    """The drafts of a document that were made bases, in the order of their numbers."""
    query = select(Draft).where(Draft.document_id == document_id, col(Draft.former).is_not(None), Draft.base != "")
    return (await session.exec(query.where(col(Draft.moved_to).is_(None)).order_by(col(Draft.former)))).all()
