"""Locks that two writers take: who names a document is not kept waiting by who settles its next draft."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage import drafts, events
from storage.db import Database
from storage.tables import Document, Draft, Space

NOW = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_an_act_that_holds_the_record_is_not_kept_waiting_by_a_draft_that_waits_for_it(db: Database) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="WSIS+10 Vision")
        session.add(space)
        await session.flush()
        document = Document(space_id=space.id, name="Vision")
        session.add(document)
    locked, noted = asyncio.Event(), asyncio.Event()

    async def intake() -> None:
        async with db.write() as session:
            await drafts.lock(session, document.id)
            locked.set()
            await noted.wait()
            await events.lock(session, space.id)

    async def act() -> None:
        await locked.wait()
        async with db.write() as session:
            await events.lock(session, space.id)
            noted.set()
            await asyncio.sleep(0.05)
            session.add(Draft(document_id=document.id, url="", seen=NOW, sequence=""))  # as an act names it
            await session.flush()

    await asyncio.wait_for(asyncio.gather(intake(), act()), 60)
