"""What the configuration file declares comes into the database at every start, and wins for what it names."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.config import load
from bot.declared import declare
from bot.errors import BadInput
from storage import people, spaces
from storage.db import Database
from storage.tables import Account, Chat, Delegation, Document, EventRow, Membership, Officer, Person, Source, Space

FILE = """
[[space]]
name = "vision"
title = "WSIS+10 Vision"
timezone = "Europe/Zurich"
terms = ["human rights"]
chats = ["slack:T000000001/C000000001", "telegram:-100"]
caucus = ["telegram:-200"]
chairs = ["slack:U000000001 telegram:7"]
secretariat = ["telegram:9"]
plenary = ["2014-06-11T17:00"]

[[space.watch]]
url = "https://wsis.example/documents/"
document = "Vision"
every = "5m"

[[space.delegation]]
code = "NO"
name = "Norway"
group = "governments"
head = ["slack:U000000002 telegram:8"]
members = ["telegram:10"]
"""


@pytest.fixture
def start(db: Database, tmp_path: Path, clock: Any) -> Any:
    """Starts the bot with a file, as far as the database is concerned."""

    async def start(text: str = FILE) -> None:
        path = tmp_path / "config.toml"
        path.write_text(text)
        async with db.write() as session:
            await declare(session, load(path, {}), clock())

    return start


async def _counts(db: Database) -> dict[str, int]:
    tables = (Space, Chat, Person, Account, Officer, Delegation, Membership, Source)
    async with db.read() as session:
        return {table.__name__: len((await session.exec(select(table))).all()) for table in tables}


async def test_everything_that_the_file_names_is_there(db: Database, clock: Any, start: Any) -> None:
    await start()
    async with db.read() as session:
        space = await spaces.by_name(session, "vision")
        assert (space.title, space.timezone, space.terms) == ("WSIS+10 Vision", "Europe/Zurich", ["human rights"])
        assert [(c.platform, c.tenant, c.chat, c.kind) for c in await spaces.chats(session, space.id)] == [
            ("slack", "T000000001", "C000000001", "open"),
            ("telegram", "", "-100", "open"),
            ("telegram", "", "-200", "caucus"),
        ]
        source = (await session.exec(select(Source))).one()
        assert (source.every_s, source.state, source.next_due, source.declared) == (300, "starting", clock(), True)
        norway = await people.delegation(session, space.id, "NO")
        assert len(await people.heads(session, norway.id, clock())) == 1


async def test_two_processes_that_start_at_once_declare_one_after_the_other(
    db: Database, tmp_path: Path, clock: Any
) -> None:
    (tmp_path / "config.toml").write_text(FILE)
    config = load(tmp_path / "config.toml", {})
    both = asyncio.Barrier(2)

    async def begin() -> None:
        await both.wait()
        async with db.write() as session:
            await declare(session, config, clock())
            await asyncio.sleep(0.3)

    await asyncio.gather(begin(), begin())
    assert (await _counts(db))["Space"] == 1


async def test_one_string_of_accounts_is_one_person(db: Database, start: Any) -> None:
    await start()
    async with db.read() as session:
        slack = await people.person_of(session, "slack", "T000000001", "U000000001")
        telegram = await people.person_of(session, "telegram", "", "7")
    assert slack == telegram
    assert (await _counts(db))["Person"] == 4


async def test_accounts_that_were_known_apart_become_one_person(db: Database, start: Any, clock: Any) -> None:
    async with db.write() as session:
        telegram = await people.meet(session, "telegram", "", "7", "Anna")
        await people.meet(session, "slack", "", "U000000001", "anna")
    await start()
    async with db.read() as session:
        person = await people.person_of(session, "slack", "T000000001", "U000000001")
        assert person == await people.person_of(session, "telegram", "", "7")
        assert (person.id, person.name) == (telegram.id, "Anna")
    assert (await _counts(db))["Person"] == 4


async def test_who_cannot_be_made_one_yet_stays_two_and_the_bot_starts(
    db: Database, start: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def link(*_: Any) -> Person:
        raise BadInput("a secret poll is open")

    monkeypatch.setattr("bot.declared.linking.link", link)
    async with db.write() as session:
        await people.meet(session, "telegram", "", "7", "Anna")
        await people.meet(session, "slack", "", "U000000001", "anna")
    await start()
    assert "anna and Anna are one person by the file" in caplog.text
    assert (await _counts(db))["Person"] == 5


async def test_starting_again_adds_nothing(db: Database, start: Any, clock: Any) -> None:
    await start()
    before = await _counts(db)
    clock.advance(3600)
    await start()
    assert await _counts(db) == before


async def test_the_file_wins_for_what_it_names(db: Database, start: Any) -> None:
    await start()
    async with db.write() as session:
        space = await spaces.by_name(session, "vision")
        space.timezone = "UTC"
        chat = await spaces.chat_at(session, "telegram", "", "-100")
        chat.gone, chat.kind = "kicked", "public"
    await start()
    async with db.read() as session:
        assert (await spaces.by_name(session, "vision")).timezone == "Europe/Zurich"
        chat = await spaces.chat_at(session, "telegram", "", "-100")
        assert (chat.gone, chat.kind) == (None, "open")


async def test_what_was_made_in_chat_beside_it_stays(db: Database, start: Any, clock: Any) -> None:
    await start()
    async with db.write() as session:
        space = await spaces.by_name(session, "vision")
        session.add(Delegation(space_id=space.id, code="KE", name="Kenya", group="governments"))
        person = await people.meet(session, "telegram", "", "11", "Nina")
        session.add(Officer(space_id=space.id, person_id=person.id, role="chair", since=clock()))
    before = await _counts(db)
    await start()
    assert await _counts(db) == before


async def test_what_the_file_no_longer_names_is_kept_as_if_made_in_chat(db: Database, start: Any) -> None:
    await start()
    before = await _counts(db)
    await start("")
    assert await _counts(db) == before
    async with db.read() as session:
        assert not (await spaces.by_name(session, "vision")).declared
        assert (await session.exec(select(Source))).one().declared is False


async def test_somebody_who_was_met_before_is_the_one_whom_the_file_names(db: Database, start: Any) -> None:
    async with db.write() as session:
        met = await people.meet(session, "telegram", "", "8", "Anna Hansen")
    await start()
    async with db.read() as session:
        declared = await people.person_of(session, "slack", "T000000001", "U000000002")
    assert (declared.id, declared.name) == (met.id, "Anna Hansen")


async def test_another_seat_in_the_file_ends_the_former_one(db: Database, start: Any, clock: Any) -> None:
    await start()
    clock.advance(3600)
    await start(FILE.replace('members = ["telegram:10"]', 'alternates = ["telegram:10"]'))
    async with db.read() as session:
        space = await spaces.by_name(session, "vision")
        person = await people.person_of(session, "telegram", "", "10")
        assert [role for _, role in await people.seats(session, space.id, person.id, clock())] == ["alternate"]
    assert (await _counts(db))["Membership"] == 3


async def test_looking_despite_robots_txt_is_recorded_once_and_stays_where_the_file_is_silent(
    db: Database, start: Any
) -> None:
    despite = FILE.replace('every = "5m"', 'every = "5m"\ndespite_robots = true')
    for text, expected in ((FILE, False), (despite, True), (despite, True), (FILE, True)):
        await start(text)
        async with db.read() as session:
            assert (await session.exec(select(Source.despite_robots))).all() == [expected]
    async with db.read() as session:
        events = (await session.exec(select(EventRow.ev))).all()
    assert len([event for event in events if '"kind":"override"' in event and '"by":"configuration"' in event]) == 1


async def test_two_documents_of_one_page_are_two_sources(db: Database, start: Any) -> None:
    page = '\n[[space.watch]]\nurl = "https://wsis.example/documents/"\ndocument = "Plan"\nlinks = "plan"\n'
    both = FILE.replace("\n[[space.delegation]]", f"{page}\n[[space.delegation]]")
    for _ in range(2):
        await start(both)
        async with db.read() as session:
            query = select(Document.name, Source.links).join(Source).order_by(Source.id)
            assert [tuple(row) for row in await session.exec(query)] == [("Vision", ""), ("Plan", "plan")]
