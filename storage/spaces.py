"""Spaces, their chats and documents."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.rows import add_once
from storage.tables import Chat, ChatMute, Continuation, Document, Space

_LOCK = 0x5261_7072  # any number, ours alone on that server
_NO_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»″＂', "’"))


async def lock(session: AsyncSession) -> None:
    """Keeps other processes from declaring their spaces until the transaction ends (SQLite has one process anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(select(func.pg_advisory_xact_lock(_LOCK)))


async def by_name(session: AsyncSession, name: str) -> Space | None:
    return (await session.exec(select(Space).where(Space.name == name))).first()


async def names(session: AsyncSession) -> Sequence[str]:
    """The names of all spaces."""
    return (await session.exec(select(Space.name).order_by(Space.name))).all()


async def chat_at(session: AsyncSession, platform: str, tenant: str, chat: str) -> Chat | None:
    query = select(Chat).where(Chat.platform == platform, Chat.tenant == tenant, Chat.chat == chat)
    return (await session.exec(query)).first()


async def chats(session: AsyncSession, space_id: int) -> Sequence[Chat]:
    return (await session.exec(select(Chat).where(Chat.space_id == space_id).order_by(col(Chat.id)))).all()


async def live_chats(session: AsyncSession, space_id: int, about: int | None = None) -> Sequence[Chat]:
    """The chats of a space that we can still post to. `about`: a document; those that muted it are left out."""
    query = select(Chat).where(Chat.space_id == space_id, col(Chat.gone).is_(None))
    if about is not None:
        query = query.where(col(Chat.id).not_in(select(ChatMute.chat_id).where(ChatMute.document_id == about)))
    return (await session.exec(query.order_by(col(Chat.id)))).all()


async def documents(session: AsyncSession, space_id: int) -> Sequence[Document]:
    return (await session.exec(select(Document).where(Document.space_id == space_id).order_by(col(Document.id)))).all()


async def continued(session: AsyncSession, document_id: int) -> Sequence[Document]:
    """The documents that a document goes on from, in the order in which they were named."""
    query = select(Document).join(Continuation, col(Continuation.of_id) == Document.id)
    return (
        await session.exec(query.where(Continuation.document_id == document_id).order_by(col(Continuation.place)))
    ).all()


def quotable(name: str) -> str:
    """A name as it can stand in quotes in the lines that buttons stand for: without quotation marks of its own."""
    return name.translate(_NO_QUOTES)


async def document(session: AsyncSession, space_id: int, name: str) -> Document:
    """The document of that name, made if it is new."""
    name = quotable(name)
    query = select(Document).where(Document.space_id == space_id, Document.name == name)
    known = (await session.exec(query)).first()
    if known:
        return known
    made = Document(space_id=space_id, name=name)
    if await add_once(session, made):
        return made
    return (await session.exec(query)).one()
