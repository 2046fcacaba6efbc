"""Deliveries are claimed once, in the order of each chat, whoever works on them."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from storage import claims, deliveries, presses
from storage.claims import Room
from storage.db import Database
from storage.tables import Chat, Delivery, Document, Draft, FlashRow, Space


@pytest.fixture
def add(db: Database, clock):
    """Adds a delivery; returns its id."""

    async def add(key: str, chat: str = "room", **more) -> int:
        row = Delivery(
            key=key,
            kind=more.pop("kind", "told"),
            platform=more.pop("platform", "fake"),
            chat=chat,
            **{"due": clock(), **more},
        )
        async with db.write() as session:
            session.add(row)
        return row.id

    return add


@pytest.fixture
def claim(db: Database, clock):
    """Claims as a worker does; returns the keys."""

    async def claim(most: int = 20, on: Database = db, room: Room | None = None) -> list[str]:
        async with on.write() as session:
            return [row.key for row in await claims.claim(session, "fake", "", clock(), room or Room(most))]

    return claim


async def test_a_claimed_delivery_is_under_way_and_tried_once_more(db: Database, clock, add, claim) -> None:
    number = await add("a")
    assert await claim() == ["a"]
    assert await claim() == []
    async with db.read() as session:
        row = await session.get_one(Delivery, number)
    assert (row.state, row.tries, row.claimed) == ("sending", 1, clock())


async def test_two_workers_never_take_the_same(db: Database, add, claim) -> None:
    for number in range(60):
        await add(f"k{number}", chat=f"room{number}")
    other = Database(db.url)  # another process, as far as the database can see
    batches = await asyncio.gather(*(claim(7, one) for one in [db, other] * 6))
    await other.aclose()
    taken = [key for batch in batches for key in batch]
    assert len(taken) == len(set(taken))
    while batch := await claim(20):
        taken += batch
    assert sorted(taken) == sorted(f"k{number}" for number in range(60))


async def test_while_two_workers_claim_a_chat_keeps_its_order(db: Database, add, claim) -> None:
    for number in range(12):
        await add(f"k{number:02}", chat=f"room{number % 3}")
    other = Database(db.url)
    seen: list[str] = []
    for _ in range(12):
        batches = await asyncio.gather(*(claim(2, one) for one in (db, other, db, other)))
        under_way = [key for batch in batches for key in batch]
        assert len({int(key[1:]) % 3 for key in under_way}) == len(under_way)  # one a chat
        seen += under_way
        async with db.write() as session:
            for row in await _in_state(session, "sending"):
                row.state = "sent"
                session.add(row)
    await other.aclose()
    for room in range(3):
        assert [key for key in seen if int(key[1:]) % 3 == room] == [f"k{n:02}" for n in range(room, 12, 3)]


async def test_a_chat_gets_one_after_the_other_in_order(db: Database, add, claim) -> None:
    await add("first")
    number = await add("second")
    await add("elsewhere", chat="other")
    assert await claim() == ["first", "elsewhere"]
    assert await claim() == []
    async with db.write() as session:
        (row,) = [one for one in await _in_state(session, "sending") if one.key == "first"]
        row.state = "sent"
        session.add(row)
    assert await claim() == ["second"]
    assert number


async def test_threads_of_a_chat_do_not_wait_for_each_other(add, claim) -> None:
    await add("in the chat")
    await add("in a thread", thread="1")
    assert await claim() == ["in the chat", "in a thread"]


async def test_new_messages_go_before_edits(add, claim) -> None:
    posted = await add("posted", state="sent")
    await add("edit", chat="one", edits=posted)
    await add("new", chat="two")
    await add("newer", chat="one")
    assert await claim() == ["new", "newer", "edit"]


async def test_what_is_urgent_goes_first_and_what_stands_before_it_in_its_chat_with_it(add, claim) -> None:
    await add("a card", kind="card", chat="far")
    await add("told", kind="told", chat="near")
    await add("private", kind="private", chat="amira")
    await add("flash", kind="flash", chat="near")
    await add("other flash", kind="flash", chat="else")
    await add("alert", kind="alert", chat="third")
    assert await claim(2) == ["told", "other flash"]
    assert await claim() == ["private", "alert", "a card"]


async def test_an_edit_that_waits_holds_up_no_message_of_its_chat(clock, add, claim) -> None:
    posted = await add("posted", state="sent")
    await add("edit", edits=posted, due=clock() + timedelta(seconds=60))
    await add("edit under way", edits=posted, state="sending")
    await add("flash", kind="flash")
    assert await claim() == ["flash"]


async def test_a_message_of_ours_is_edited_once_at_a_time_and_in_turn(clock, add, claim) -> None:
    first, second = await add("first", state="sent"), await add("second", state="sent")
    await add("late", edits=first, due=clock() - timedelta(seconds=1))
    await add("later", edits=first)
    await add("early", edits=second, due=clock() - timedelta(seconds=2))
    assert await claim() == ["early", "late"]
    assert await claim() == []


async def test_a_chat_that_rests_is_left_out_and_of_one_chat_one_is_taken_where_they_go_apart(add, claim) -> None:
    posted = await add("posted", chat="third", state="sent")
    await add("in the chat")
    await add("in a thread", thread="1")
    await add("elsewhere", chat="other")
    await add("edit", chat="third", edits=posted)
    assert await claim(room=Room(5, edits=0, resting=frozenset({"other"}), apart=True)) == ["in the chat"]
    assert await claim(room=Room(5, edits=1)) == ["in a thread", "elsewhere", "edit"]


async def test_a_chat_that_must_wait_keeps_its_order_and_stops_nobody(db: Database, clock, add, claim) -> None:
    await add("refused for a minute", due=clock() + timedelta(seconds=60))
    await add("behind it")
    await add("elsewhere", chat="other")
    assert await claim() == ["elsewhere"]
    async with db.read() as session:
        assert await claims.takeable(session, "fake", "", clock(), Room(20)) == []  # so that nobody spins
    clock.advance(60)
    assert await claim() == ["refused for a minute"]


async def test_a_chat_whose_last_message_may_or_may_not_have_arrived_waits_until_that_is_settled(add, claim) -> None:
    await add("perhaps", state="unknown")
    await add("next")
    assert await claim() == []


async def test_a_long_queue_of_one_chat_does_not_starve_another(add, claim) -> None:
    for number in range(50):
        await add(f"k{number}")
    await add("elsewhere", chat="other")
    assert await claim(2) == ["k0", "elsewhere"]


async def test_only_the_token_that_was_asked_for_is_served(db: Database, clock, add, claim) -> None:
    await add("ours")
    await add("theirs", platform="slack", tenant="T1")
    async with db.read() as session:
        assert await claims.tokens_ready(session, clock()) == [("fake", ""), ("slack", "T1")]
    assert await claim() == ["ours"]


async def test_what_a_former_life_had_in_its_hands_is_open(db: Database, clock, add) -> None:
    original = await add("message", state="sending")
    await add("edit", state="sending", edits=original)
    await add("done", state="sent")
    async with db.write() as session:
        await deliveries.leave_open(session, clock())
    async with db.read() as session:
        assert [row.key for row in await deliveries.unsettled(session, clock())] == ["message"]
        assert [row.key for row in await _in_state(session, "ready")] == ["edit"]
        assert await deliveries.count(session, "sent") == 1


async def test_a_command_that_comes_twice_is_new_once(db: Database, clock) -> None:
    async def take() -> bool:
        async with db.write() as session:
            return await presses.first_time(session, "slack:Ev1", clock())

    assert sorted(await asyncio.gather(*(take() for _ in range(5)))) == [False] * 4 + [True]


async def _in_state(session, state: str):
    return (await session.exec(select(Delivery).where(Delivery.state == state).order_by(Delivery.id))).all()


async def test_a_picture_is_taken_once_its_flash_is_posted_and_holds_up_no_message(
    db: Database, clock, add, claim
) -> None:
    async with db.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        document, chat = (
            Document(space_id=space.id, name="Vision"),
            Chat(space_id=space.id, platform="fake", chat="room"),
        )
        session.add_all([document, chat])
        await session.flush()
        draft = Draft(document_id=document.id, number=1, url="", seen=clock(), sequence="")
        session.add(draft)
        await session.flush()
        flash = FlashRow(draft_id=draft.id, facts={}, made=clock())
        session.add(flash)
    of = {"flash_id": flash.id, "chat_id": chat.id}
    posted = await add("flash", **of, kind="flash")
    picture = await add("picture", **of, kind="picture")

    async def take(on: Database = db) -> list[tuple[str, str | None]]:
        async with on.write() as session:
            found = await claims.claim_pictures(session, "fake", "", clock(), 20)
            return [(row.key, flash.posted) for row, flash in found]

    assert await claim() == ["flash"]
    assert await take() == []
    async with db.write() as session:
        row = await session.get_one(Delivery, posted)
        row.state, row.posted = "sent", "17"
    async with db.read() as session:
        assert await claims.pictures_due(session, clock()) == [("fake", "")]
        assert await claims.takeable(session, "fake", "", clock(), Room(20)) == []
        assert [row.key for row in await deliveries.of_flash(session, flash.id)] == ["flash"]
    other = Database(db.url)
    taken = await asyncio.gather(take(), take(other))
    await other.aclose()
    assert sorted(taken) == [[], [("picture", "17")]]
    await add("next")
    assert await claim() == ["next"]
    async with db.read() as session:
        assert (await session.get_one(Delivery, picture)).tries == 1
