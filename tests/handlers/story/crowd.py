"""Five hundred delegations that support one paragraph, written down as their acts would be."""

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.positions.words import ground as grounds
from bot.positions.words.scopes import scopes
from bot.positions.words.stances import STANCES
from storage.tables import Delegation, Document, Holding, Person, Position


async def crowd(session: AsyncSession, ref: str, now: datetime) -> None:
    document = (await session.exec(select(Document))).one()
    someone = (await session.exec(select(Person))).first()
    assert someone
    on = await grounds.ground(session, document)
    (scope,), _ = scopes(on.reading, on.threads, [ref])
    groups = ("governments", "civil society")
    those = [
        Delegation(space_id=document.space_id, code=f"D{n}", name=f"Delegation {n}", group=groups[n % 2])
        for n in range(500)
    ]
    session.add_all(those)
    await session.flush()
    about = {"document_id": document.id, "draft_id": on.draft.id}
    acts = [
        Position(
            space_id=document.space_id,
            delegation_id=one.id,
            person_id=someone.id,
            stance="support",
            level=scope.level,
            ref=scope.ref,
            threads=list(scope.threads),
            text_hash=scope.text_hash,
            pressed=now,
            state="taken",
            **about,
        )
        for one in those
    ]
    session.add_all(acts)
    await session.flush()
    words = {"text_hash": scope.paragraphs[0].text_hash, "word_hash": scope.paragraphs[0].word_hash}
    row, thread = STANCES["support"].row, scope.threads[0]
    session.add_all(
        Holding(position_id=act.id, delegation_id=act.delegation_id, row=row, thread=thread, **about, **words)
        for act in acts
    )
