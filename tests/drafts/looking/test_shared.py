"""A page that is watched in many spaces is fetched once for all of them."""

import asyncio

import pytest

from bot.drafts.looking.shared import shares
from bot.drafts.watching.rounds import Rounds
from storage import spaces
from storage.tables import Chat, Delivery, Source, Space

SPACES = 5


@pytest.fixture
async def many(scene, site, make):
    """The same page in several spaces, looked at for the first time."""
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    async with scene.db.write() as session:
        for n in range(SPACES):
            space = Space(name=f"space{n}", title=f"Space {n}")
            session.add(space)
            await session.flush()
            session.add(Chat(space_id=space.id, platform="fake", chat=f"room{n}", kind="open"))
            document = await spaces.document(session, space.id, "Vision")
            about = {"document_id": document.id, "next_due": scene.desk.clock(), "kind": "list"}
            session.add(Source(space_id=space.id, url=site.url("/"), **about))
    await one_round(scene)
    return scene


async def one_round(scene):
    scene.site.asked.clear()
    scene.desk.clock.advance(3600)
    rounds = Rounds(scene.desk)
    for due in await rounds.due():
        await rounds.run(due)


async def test_the_first_looks_are_three_for_all(many, site):
    assert site.count("/") == 3
    assert site.count("/vision-r1.html") == 1
    assert {source.state for source in await many.rows(Source)} == {"watching"}


async def test_an_unchanged_page_is_asked_once(many, site):
    await one_round(many)
    assert site.asked == [("/", 304), ("/vision-r1.html", 304)]


async def test_a_new_draft_is_fetched_twice_in_all_read_once_and_told_in_every_space(many, site, make):
    read, kept = [], many.desk.read

    async def reading(data, name):
        read.append(name)
        return await kept(data, name)

    object.__setattr__(many.desk, "read", reading)
    site.post("/vision-r2.html", make.html(make.text((1, "1. Something else entirely."))), "Vision, 11 June")
    await one_round(many)
    assert site.count("/") == 2, "seen, and confirmed"
    assert site.count("/vision-r2.html") == 2
    assert len(read) == 1
    told = [row.chat for row in await many.rows(Delivery) if row.kind == "flash"]
    assert sorted(told) == [f"room{n}" for n in range(SPACES)]


async def test_a_page_that_is_down_is_asked_once(many, site):
    site.put("/", b"", 500)
    await one_round(many)
    assert site.asked == [("/", 500)]
    assert [source.failures for source in await many.rows(Source)] == [1] * SPACES


# ── the share alone ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Answers:
    def __init__(self):
        self.given = 0
        self.gate = asyncio.Event()

    async def __call__(self):
        self.given += 1
        number = self.given
        await self.gate.wait()
        return number


def two():
    source = {"space_id": 1, "document_id": 1, "url": "https://a.example/", "kind": "list"}
    return shares([Source(id=1, **source), Source(id=2, **source)]).values()


async def test_who_has_had_an_answer_gets_the_next_one():
    one, other = two()
    answers = Answers()
    answers.gate.set()
    assert [await one.fetch("u", None, answers) for _ in range(2)] == [1, 2]
    assert [await other.fetch("u", None, answers) for _ in range(3)] == [1, 2, 3]


async def test_a_request_that_was_under_way_when_the_answer_came_confirms_nothing():
    one, other = two()
    early, late = Answers(), Answers()
    late.gate.set()
    begun = asyncio.create_task(one.fetch("u", None, early))
    await asyncio.sleep(0)
    assert await other.fetch("u", "a condition", late) == 1
    assert await other.fetch("u", None, late) == 2
    early.gate.set()
    assert await begun == 1


async def test_a_fetch_that_was_cancelled_is_made_by_who_waits_for_it():
    one, other = two()
    answers = Answers()
    first = asyncio.create_task(one.fetch("u", None, answers))
    await asyncio.sleep(0)
    second = asyncio.create_task(other.fetch("u", None, answers))
    await asyncio.sleep(0)
    first.cancel()
    answers.gate.set()
    assert await second == 2


async def test_a_page_that_one_source_alone_looks_at_is_kept_for_nobody():
    source = {"space_id": 1, "document_id": 1, "kind": "list"}
    assert (
        shares([Source(id=1, url="https://a.example/", **source), Source(id=2, url="https://b.example/", **source)])
        == {}
    )
