"""Which draft somebody means: by number, label, date, `latest`, or a base's name."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.drafts.keeping import archive, naming
from bot.errors import BadInput
from storage import spaces
from storage.db import Database
from storage.tables import Document, Draft, Space

GENEVA = ZoneInfo("Europe/Zurich")


def _draft(number: int | None, label: str = "", base: str = "", seen: datetime | None = None, **more: Any) -> Draft:
    at = seen or datetime(2014, 6, 9 + (number or 0), 10, tzinfo=UTC)
    return Draft(
        id=number or 100, document_id=1, number=number, label=label, base=base, seen=at, url="", sequence="", **more
    )


NUMBERED = [
    _draft(1, "Zero draft of the MPP"),
    _draft(2, "Proposal by Chairman of WSIS+10 (11 June)"),
    _draft(3, "Consolidated text", published=datetime(2014, 6, 11, 22, 30, tzinfo=UTC)),
]
BASES = {"chair": _draft(None, "Chair’s report", base="chair")}


def meant(word: str) -> str | None:
    found = naming.match(word, NUMBERED, BASES, GENEVA)
    return naming.name(found) if found else None


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("latest", "r3"),
        ("LATEST", "r3"),
        ("r2", "r2"),
        ("R1", "r1"),
        (" r1 ", "r1"),
        ("chair", "chair"),
        ("Chair", "chair"),
        ("2014-06-10", "r1"),
        ("Proposal by Chairman", "r2"),
        ("proposal by chairmen", "r2"),
        ("zero draft", "r1"),
    ],
)
def test_every_way_to_name_a_draft(word: str, name: str) -> None:
    assert meant(word) == name


@pytest.mark.parametrize("word", ["r9", "r22", "moon", "2013-01-01", "", "r", "12", "Minutes of the meeting"])
def test_what_is_not_there_is_nothing_rather_than_something_else(word: str) -> None:
    assert meant(word) is None


def test_a_date_is_that_of_the_page_in_the_zone_of_the_space() -> None:
    assert meant("2014-06-12") == "r3"  # 22:30 in UTC is the next day in Geneva


def test_of_several_drafts_of_one_day_the_last_is_meant() -> None:
    twice = [*NUMBERED, _draft(4, seen=datetime(2014, 6, 10, 20, tzinfo=UTC))]
    assert naming.match("2014-06-10", twice, {}, GENEVA) is twice[-1]


def test_a_base_is_never_the_latest_draft() -> None:
    assert naming.match("latest", [], BASES, GENEVA) is None


@pytest.fixture
async def room(sqlite: Database, clock: Any) -> Any:
    """A space with the documents Vision (one draft, one base) and Mission (nothing yet)."""
    async with sqlite.write() as session:
        space, empty = Space(name="vision", title="Vision"), Space(name="empty", title="Empty")
        session.add_all([space, empty])
        await session.flush()
        vision, mission = (Document(space_id=space.id, name=name) for name in ("Vision", "Mission"))
        session.add_all([vision, mission])
        await session.flush()
        told = {"document_id": vision.id, "url": "", "seen": clock(), "sequence": ""}
        session.add_all([Draft(number=1, **told), Draft(base="chair", **told)])
    async with sqlite.read() as session:
        yield session, space, empty, vision, mission


async def test_a_document_is_named_in_any_case(room: Any) -> None:
    session, space, _, vision, mission = room
    assert await naming.document(session, space, "mission") == mission
    assert await naming.document(session, space, None) == vision


async def test_where_no_document_is_named_the_one_of_the_newest_draft_is_meant(
    db: Database, clock: Any, reading: Any
) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        one, other = [await spaces.document(session, space.id, name) for name in ("Vision", "Mission")]

    async def posted(document: Document, base: str = "") -> str:
        clock.advance(60)
        found = reading(f"1. Read at {clock()}.")
        async with db.write() as session:
            draft = archive.Posted(url="https://x.example/", data=b"x", mime="text/html", reading=found)
            await archive.keep(session, document.id, None, draft, clock(), base)
            return (await naming.document(session, space, None)).name

    said = [
        await posted(one),
        await posted(other),
        await posted(other),
        await posted(one),
        await posted(other, "chair"),
    ]
    assert said == ["Vision", "Mission", "Mission", "Vision", "Vision"]


async def test_unknown_documents_drafts_and_bases_are_answered_with_those_there_are(room: Any) -> None:
    session, space, empty, vision, mission = room
    with pytest.raises(BadInput, match=r"no document Moon .* Vision and Mission"):
        await naming.document(session, space, "Moon")
    with pytest.raises(BadInput, match="No document is watched"):
        await naming.document(session, empty, None)
    with pytest.raises(BadInput, match=r"Vision has no draft r9. Its drafts: r1 and chair"):
        await naming.draft(session, vision, "r9", GENEVA)
    with pytest.raises(BadInput, match=r"Vision has no base moon. Its bases and drafts: r1 and chair"):
        await naming.base(session, vision, "moon", GENEVA)
    with pytest.raises(BadInput, match="Mission has no draft yet"):
        await naming.draft(session, mission, "latest", GENEVA)


async def test_any_draft_serves_as_a_base(room: Any) -> None:
    session, _, _, vision, _ = room
    assert naming.name(await naming.base(session, vision, "r1", GENEVA)) == "r1"
    assert naming.name(await naming.base(session, vision, "chair", GENEVA)) == "chair"
