"""A hall in which drafts are posted and delegations act, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts.keeping import archive, as_base
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading import Reading
from bot.positions.onward import carrying
from bot.positions.words.ground import ground, on
from bot.positions.words.scopes import scopes
from bot.positions.words.stances import WITHDRAW, row_of
from storage import people, spaces
from storage.db import Database
from storage.tables import Delegation, Document, Draft, Holding, Person, Position, ReadingRow, Rendition, Space, Thread


@dataclass
class Hall:
    """A space with one document: drafts are posted, delegations act, and one sees how their acts hold."""

    db: Database
    clock: Any
    reading: Callable[..., Reading]
    space_id: int = 0
    document_id: int = 0
    person_id: int = 0
    codes: dict[str, int] = field(default_factory=dict)

    async def draft(self, *lines: str, settled: bool = True) -> int:
        """The next draft of the document; its id."""
        found = Posted(url="https://wsis.example", data=b"", mime="text/html", reading=self.reading(*lines))
        now = self.clock.advance(60)
        async with self.db.write() as session:
            kept = await archive.keep(session, self.document_id, None, found, now)
            if settled:
                await carrying.settle(session, kept, now)
        return kept.id

    async def threads(self, draft_id: int) -> list[int]:
        """The threads of a draft's paragraphs as it reads now."""
        async with self.db.read() as session:
            return list((await on(session, await session.get_one(Draft, draft_id))).threads.values())

    async def standing(self) -> dict[int, tuple[int, int]]:
        """Where each thread last stood: the draft, and its n there."""
        async with self.db.read() as session:
            query = select(Thread.thread, ReadingRow.draft_id, Thread.n).join(ReadingRow)
            rows = (await session.exec(query)).all()
        return {thread: (draft_id, n) for thread, draft_id, n in rows}

    async def take_out(self, draft_id: int) -> None:
        """A chair says that a draft is a base."""
        async with self.db.write() as session:
            draft, person = await session.get_one(Draft, draft_id), await session.get_one(Person, self.person_id)
            await as_base.make_base(session, draft, "report", person, self.clock.advance(60))

    async def read_again(self, draft_id: int, *lines: str) -> None:
        async with self.db.write() as session:
            draft = await session.get_one(Draft, draft_id)
            rendition = (await session.exec(select(Rendition).where(Rendition.draft_id == draft_id))).first()
            now = self.clock.advance(60)
            assert rendition
            await archive.keep_reading(session, draft, rendition, self.reading(*lines), now)
            await carrying.reread(session, draft, now)

    async def act(self, code: str, ref: str, stance: str, *, signoff: bool = False, as_is: bool = False) -> int:
        """A delegation acts on the newest settled draft."""
        async with self.db.write() as session:
            stands = await ground(session, await session.get_one(Document, self.document_id))
            [scope], _ = scopes(stands.reading, stands.threads, [ref])
            position = Position(
                space_id=self.space_id,
                document_id=self.document_id,
                delegation_id=self.codes[code],
                person_id=self.person_id,
                level=scope.level,
                ref=scope.ref,
                breadth=len(scope.threads),
                threads=list(scope.threads),
                draft_id=stands.draft.id,
                text_hash=scope.text_hash,
                stance=stance,
                signoff=signoff,
                as_is=as_is,
                pressed=self.clock.advance(1),
                state="taken",
            )
            session.add(position)
            await session.flush()
            for p, thread in zip(scope.paragraphs, scope.threads, strict=True):
                session.add(
                    Holding(
                        position_id=position.id,
                        thread=thread,
                        document_id=self.document_id,
                        delegation_id=position.delegation_id,
                        row="plain" if stance == WITHDRAW else row_of(stance, signoff=signoff, as_is=as_is),
                        signed=signoff,
                        text_hash=p.text_hash,
                        word_hash=p.word_hash,
                        draft_id=stands.draft.id,
                    )
                )
        return position.id

    async def holds(self, position_id: int) -> list[str]:
        """How a position holds, in the order of its threads: "live", "live signed", "stale reworded", "dormant" …"""
        async with self.db.read() as session:
            query = select(Holding).where(Holding.position_id == position_id).order_by(col(Holding.thread))
            rows = (await session.exec(query)).all()
        return [" ".join([one.state, *(["signed"] if one.signed else []), one.cause]).strip() for one in rows]


@pytest.fixture
async def hall(db: Database, clock: Any, reading: Callable[..., Reading]) -> Hall:
    made = Hall(db, clock, reading)
    async with db.write() as session:
        space = Space(name="vision", title="WSIS+10 Vision")
        session.add(space)
        await session.flush()
        for code in ("NO", "IR", "SE"):
            one = Delegation(space_id=space.id, code=code, name=code, group="governments")
            session.add(one)
            await session.flush()
            made.codes[code] = one.id
        made.space_id = space.id
        made.document_id = (await spaces.document(session, space.id, "Vision")).id
        made.person_id = (await people.meet(session, "fake", "", "alma", "Alma")).id
    return made
