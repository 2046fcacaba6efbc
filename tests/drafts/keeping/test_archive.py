"""What is kept of a draft is what was read, and comes back as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading import Reading
from storage import drafts
from storage.db import Database
from storage.tables import Blob, Document, ReadingRow, Rendition, Space


@pytest.fixture
async def document(db: Database) -> int:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        row = Document(space_id=space.id, name="Vision")
        session.add(row)
    return row.id


def posted(reading: Reading, data: bytes = b"bytes", **more: Any) -> Posted:
    return Posted(url=reading.source, data=data, mime="text/html", reading=reading, **more)


async def test_a_reading_comes_back_letter_for_letter(
    db: Database, clock: Any, document: int, reading: Callable[..., Reading]
) -> None:
    kept = reading(
        "# III", "С9. Affirm “the same” rights [online].", "[agreed] 第七条 信息社会", warnings=("Notes left out.",)
    )
    async with db.write() as session:
        draft = await archive.keep(session, document, None, posted(kept), clock())
    async with db.read() as session:
        assert await archive.load(session, draft) == kept
        assert (await session.get_one(Blob, kept.sha256)).data == b"bytes"


async def test_numbers_count_up_and_bases_have_none(
    db: Database, clock: Any, document: int, reading: Callable[..., Reading]
) -> None:
    async with db.write() as session:
        names = []
        for n, base in enumerate(("", "chair", "", "")):
            draft = await archive.keep(session, document, None, posted(reading(f"1. Text {n}.")), clock(), base)
            names.append(archive.name(draft))
    assert names == ["r1", "chair", "r2", "r3"]
    async with db.read() as session:
        assert (await drafts.latest(session, document)).number == 3
        assert [one.number for one in await drafts.numbered(session, document)] == [1, 2, 3]
        assert list(await drafts.bases(session, document)) == ["chair"]


async def test_the_same_bytes_are_kept_once(
    db: Database, clock: Any, document: int, reading: Callable[..., Reading]
) -> None:
    text = reading("1. Text.")
    async with db.write() as session:
        draft = await archive.keep(session, document, None, posted(text), clock())
        await archive.keep_rendition(session, draft.id, posted(text), clock())
        await archive.keep(session, document, None, posted(text), clock(), "chair")
    async with db.read() as session:
        assert len((await session.exec(select(Blob))).all()) == 1
        assert len((await session.exec(select(Rendition))).all()) == 2  # one for each draft that it is a file of


async def test_a_better_reading_takes_the_place_and_the_older_one_is_kept(
    db: Database, clock: Any, document: int, reading: Callable[..., Reading]
) -> None:
    poor, better = reading("1. Txt."), reading("1. Text.")
    async with db.write() as session:
        draft = await archive.keep(session, document, None, posted(poor), clock())
        rendition = await archive.keep_rendition(session, draft.id, posted(better), clock())
        await archive.keep_reading(session, draft, rendition, better, clock())
    async with db.read() as session:
        assert await archive.load(session, draft) == better
        assert len((await session.exec(select(ReadingRow))).all()) == 2
        assert (await drafts.with_sequence(session, document, draft.sequence, "")).id == draft.id


async def test_a_draft_without_a_reading_is_a_defect_that_shows(
    db: Database, clock: Any, document: int, reading: Callable[..., Reading]
) -> None:
    async with db.write() as session:
        draft = await archive.keep(session, document, None, posted(reading("1. Text.")), clock())
        await drafts.supersede_readings(session, draft.id)
        with pytest.raises(LookupError):
            await archive.load(session, draft)
