"""What every look asks about does not grow with the drafts of a document, and is what would be asked if all were known."""

import random
from datetime import timedelta
from typing import Any

import pytest

from bot.drafts.arriving.files import Visit
from bot.drafts.looking.sight import Sight
from storage import turns, watching
from storage.db import Database
from storage.tables import Address, Document, Draft, Source, Space

PAGE = "https://list.example/"


async def _house(db: Database, clock: Any, *sources: dict[str, Any]) -> None:
    async with db.write() as session:
        session.add(Space(name="vision", title="Vision"))
        await session.flush()
        session.add_all(Document(space_id=1, name=name) for name in ("Vision", "Zero draft"))
        await session.flush()
        for number, about in enumerate(sources):
            session.add(Source(space_id=1, document_id=1, url=f"{PAGE}{number}", next_due=clock(), **about))
        session.add_all(
            Draft(document_id=1 if n <= 12 else 2, url="", seen=clock(), sequence=str(n)) for n in range(1, 15)
        )


def _address(clock: Any, source: int, n: int, **about: Any) -> Address:
    return Address(source_id=source, url=f"{PAGE}{source}/{n}.pdf", **{"checked": clock(), **about})


async def _asked(db: Database) -> dict[int, list[Address]]:
    async with db.read() as session:
        return await turns.asked_at_every_look(session, await watching.sources_of(session, [1, 2]))


async def _due(db: Database, rows: list[Address], source: int) -> list[str]:
    async with db.read() as session:
        (row,) = await watching.sources_of(session, [source])
    visit = Visit(Sight(None, row, {row.url: row for row in rows}))  # type: ignore[arg-type]
    return [one.url for one in visit._due(frozenset())]


async def test_of_a_page_with_many_drafts_a_look_asks_the_newest_and_one_other(db: Database, clock: Any) -> None:
    await _house(db, clock, {"kind": "list"}, {"kind": "document"})
    async with db.write() as session:
        session.add(Address(source_id=1, url=f"{PAGE}0", checked=clock(), state="page"))
        for n in range(1, 13):
            session.add(_address(clock, 1, n, draft_id=n, checked=clock() - timedelta(minutes=(7 * n) % 13)))
    asked = (await _asked(db))[1]
    assert [row.url for row in asked] == [f"{PAGE}0", f"{PAGE}1/11.pdf", f"{PAGE}1/12.pdf"]


async def test_what_is_waited_for_and_what_changes_again_and_again_is_asked_too(db: Database, clock: Any) -> None:
    restless = [{"of": f"{PAGE}1/4.pdf", "told": "a", "now": "b", "at": clock().isoformat(), "quiet": True}]
    await _house(db, clock, {"kind": "list", "restless": restless}, {"kind": "document"})
    async with db.write() as session:
        session.add_all(_address(clock, 1, n, draft_id=n) for n in range(1, 7))
        session.add(_address(clock, 1, 20, state="pending", sha256="0"))
        session.add(_address(clock, 1, 21, state="passed"))
    assert [row.url.rpartition("/")[2] for row in (await _asked(db))[1]] == ["1.pdf", "4.pdf", "6.pdf", "20.pdf"]


@pytest.mark.parametrize("seed", range(6))
async def test_the_same_is_asked_as_if_all_were_known(db: Database, clock: Any, seed: int) -> None:
    chance = random.Random(seed)
    await _house(db, clock, {"kind": chance.choice(("list", "feed"))}, {"kind": "list"})
    async with db.write() as session:
        for source in (1, 2):
            session.add(
                Address(
                    source_id=source, url=f"{PAGE}{source - 1}", checked=clock(), draft_id=chance.choice((None, 14))
                )
            )
            for n in range(chance.randrange(12)):
                number = chance.choice((None, *range(1, 15)))
                session.add(
                    _address(
                        clock,
                        source,
                        n,
                        draft_id=number,
                        document_id=2 if number and number > 12 else None,
                        checked=clock() - timedelta(minutes=chance.randrange(4)),
                        gone=chance.choice((None, None, clock())),
                        state=chance.choice(("draft", "pending", "wanted")) if number else "pending",
                        sha256=chance.choice(("", "0")),
                    )
                )
    few = await _asked(db)
    for source in (1, 2):
        async with db.read() as session:
            every = list(await watching.addresses(session, source))
        assert await _due(db, few.get(source, []), source) == await _due(db, every, source)
