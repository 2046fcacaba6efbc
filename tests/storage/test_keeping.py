"""What is kept for a time only goes when its time is over, and the record stays whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.positions.record import export, record_log, verifier
from bot.positions.record.record_log import Personal
from storage import drafts
from storage.db import Database
from storage.keeping import Keep, tidy
from storage.retention import BODIES, BUTTONS, KEYS, LOOKS
from storage.tables import (
    Aside,
    Ballot,
    Blob,
    Document,
    Draft,
    Person,
    Poll,
    Position,
    Rendition,
    Space,
    TookPart,
)

NOW = datetime(2026, 6, 11, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
OLD, YOUNG = NOW - YEAR - timedelta(seconds=1), NOW - YEAR + timedelta(seconds=1)


@pytest.fixture
async def old(db: Database) -> Database:
    """A space with an old and a newest draft, an old and a young poll, acts and events of both ages."""
    async with db.write() as session:
        session.add_all([Space(id=1, name="v", title="Vision"), Person(id=1, name="Anna")])
        await session.flush()
        session.add(Document(id=1, space_id=1, name="Vision"))
        await session.flush()
        for n in (1, 2, 3):
            session.add(Draft(id=n, document_id=1, number=n, url=f"u{n}", seen=OLD, sequence=f"s{n}"))
            await drafts.keep_blob(session, f"sha{n}", b"bytes", "text/html")
        await drafts.keep_blob(session, "nobody's", b"bytes", "text/html")
        await session.flush()
        for n, seen in ((1, OLD), (2, YOUNG), (3, OLD)):
            session.add(
                Rendition(draft_id=n, url=f"u{n}", format="html", sha256=f"sha{n}", sequence=f"s{n}", seen=seen)
            )
        about = {"space_id": 1, "document_id": 1, "draft_id": 1, "person_id": 1, "text_hash": "h"}
        for n, closed in ((1, OLD), (2, YOUNG), (3, None)):
            asked = {"thread": 1, "ref": "C9", "question": "Keep?", "opened": OLD}
            session.add(Poll(id=n, closed=closed, state="closed" if closed else "open", **asked, **about))
        for n, ended in ((1, OLD), (2, YOUNG), (3, None)):
            act = {"level": "paragraph", "ref": "C9", "stance": "object", "pressed": OLD}
            session.add(Position(id=n, reason="because", wording="instead", ended=ended, **act, **about))
        await session.flush()
        for n in (1, 2, 3):
            session.add(Ballot(poll_id=n, voter="p1", person_id=1, reason="because", at=OLD))
            session.add(TookPart(poll_id=n, voter="x"))
        for at in (OLD, YOUNG):
            await record_log.note(session, 1, "act", at, by=Personal("Anna", 1), reason=Personal("because", 1))
    return db


async def _all(db: Database, query: Any) -> list[Any]:
    async with db.read() as session:
        return list((await session.exec(query)).all())


async def test_without_a_setting_everything_stays(old: Database) -> None:
    await tidy(old, Keep(), NOW)
    assert await _all(old, select(Blob.data)) == [b"bytes"] * 4
    assert len(await _all(old, select(Ballot))) == len(await _all(old, select(TookPart))) == 3
    assert None not in await _all(old, select(Aside.text))


async def test_bytes_of_old_drafts_go_and_those_of_the_newest_stay(old: Database) -> None:
    await tidy(old, Keep(files=YEAR), NOW)
    kept = dict(await _all(old, select(Blob.sha256, Blob.data)))
    assert kept == {"sha1": b"", "sha2": b"bytes", "sha3": b"bytes"}
    assert len(await _all(old, select(Rendition))) == 3


async def test_bytes_that_come_again_are_kept_again(old: Database) -> None:
    await tidy(old, Keep(files=YEAR), NOW)
    async with old.write() as session:
        await drafts.keep_blob(session, "sha1", b"bytes", "text/html")
    assert dict(await _all(old, select(Blob.sha256, Blob.data)))["sha1"] == b"bytes"


async def test_ballots_of_polls_long_closed_go(old: Database) -> None:
    await tidy(old, Keep(ballots=YEAR), NOW)
    assert (
        sorted(await _all(old, select(Ballot.poll_id))) == sorted(await _all(old, select(TookPart.poll_id))) == [2, 3]
    )
    assert len(await _all(old, select(Poll))) == 3


async def test_personal_text_goes_with_what_it_was_said_for(old: Database) -> None:
    await tidy(old, Keep(personal=YEAR), NOW)
    assert await _all(old, select(Position.reason).order_by(Position.id)) == ["", "because", "because"]
    assert await _all(old, select(Position.wording).order_by(Position.id)) == ["", "instead", "instead"]
    assert await _all(old, select(Ballot.reason).order_by(Ballot.poll_id)) == ["", "because", "because"]
    texts = dict(await _all(old, select(Aside.seq, Aside.text)))
    assert texts[1] is None
    assert texts[2] is not None


async def test_the_record_is_whole_after_everything_went(old: Database, tmp_path: Path) -> None:
    await tidy(old, Keep(YEAR, YEAR, YEAR), NOW)
    async with old.read() as session:
        made = await export.export(session, await session.get_one(Space, 1), NOW)
    assert made
    (tmp_path / "out.zip").write_bytes(made.zipped(NOW))
    assert verifier.verify(str(tmp_path / "out.zip"))[0]


def test_what_goes_by_itself_goes_when_the_page_says() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/configuration.md").read_text("utf-8")
    told = (
        f"looks after {LOOKS.days} days, buttons after {BUTTONS.days}, the words of messages that arrived after "
        f"{BODIES.days}, keys of commands taken after {KEYS.days}."
    )
    assert told in " ".join(page.split())
