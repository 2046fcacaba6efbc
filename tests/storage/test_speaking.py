"""Which act of a delegation speaks on a paragraph: the narrowest, wherever drafts have brought it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from bot.positions.words.scopes import width
from storage import positions
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Delegation, Document, Draft, Holding, Person, Position, Space

NOW = datetime(2014, 6, 11, 12, tzinfo=UTC)
THREADS = (1, 2, 3, 4)

STATES = st.sampled_from(("live", "live", "standing", "stale", "dormant"))
ACTS = st.tuples(
    st.sampled_from(("document", "section", "range", "paragraph")),
    st.dictionaries(st.sampled_from(THREADS), STATES, min_size=1),
    st.integers(0, 3),
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Database]]:
    """A database with a document and one delegation; property tests are called by hypothesis, hence a loop of their own."""
    folder: Path = tmp_path_factory.mktemp("speaking")
    db = Database(f"sqlite:///{folder}/bot.db")

    async def fill() -> None:
        await migrate(db)
        async with db.write() as session:
            session.add(Space(id=1, name="vision", title="Vision"))
            await session.flush()
            session.add_all([Document(id=1, space_id=1, name="Vision"), Person(id=1, name="Alma")])
            session.add(Delegation(id=1, space_id=1, code="NO", name="Norway", group="governments"))
            await session.flush()
            session.add(Draft(id=1, document_id=1, number=1, url="https://x.example", seen=NOW, sequence="s"))

    with asyncio.Runner() as runner:
        runner.run(fill())
        yield runner, db
        runner.run(db.aclose())


async def spoken(db: Database, acts: list[tuple[str, dict[int, str], int]]) -> dict[int, int]:
    """Thread → the place, among the acts, of that which speaks there."""
    async with db.write() as session:
        await session.exec(delete(Holding))
        await session.exec(delete(Position))
        for at, (level, held, minute) in enumerate(acts, 1):
            about: dict[str, Any] = {"space_id": 1, "document_id": 1, "draft_id": 1, "delegation_id": 1}
            pressed = NOW + timedelta(minutes=minute)
            said = {"level": level, "ref": "", "text_hash": "", "stance": "accept", "state": "taken"}
            session.add(Position(id=at, person_id=1, pressed=pressed, **about, **said))
            del about["space_id"]
            await session.flush()
            for thread, state in held.items():
                hashes = {"row": "plain", "text_hash": "", "word_hash": ""}
                session.add(Holding(position_id=at, thread=thread, state=state, **about, **hashes))
        await session.flush()
        await positions.speak(session, 1, THREADS)
        query = select(Holding.thread, Holding.position_id).where(col(Holding.speaks))
        return {thread: number - 1 for thread, number in (await session.exec(query)).all()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=1, max_size=5))
def test_no_act_speaks_where_a_narrower_one_does(
    hall: tuple[asyncio.Runner, Database], acts: list[tuple[str, dict[int, str], int]]
) -> None:
    runner, db = hall
    found = runner.run(spoken(db, acts))
    there = [{thread for thread, state in held.items() if state != "dormant"} for _, held, _ in acts]
    assert found.keys() == {thread for _, held, _ in acts for thread in held}
    for thread, at in found.items():
        rivals = [k for k, _ in enumerate(acts) if thread in there[k]]
        assert not rivals or at in rivals
        narrowest = min((width(acts[k][0], len(there[k])) for k in rivals), default=None)
        assert narrowest in (None, width(acts[at][0], len(there[at])))
        spans = [k for k in (at, *rivals) if acts[k][0] in ("section", "range")]
        assert at not in spans or not any(there[k] < there[at] for k in spans)
