"""Who is erased in a space leaves no words, no file's name, no habits there; acts and hashes stay."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.reading import Reading
from bot.message import say
from bot.outbox import queue
from bot.places import Place
from bot.positions.onward import carrying, following
from storage import people
from storage.retention import BODIES, forget
from storage.tables import Account, Delivery, Follow, Membership, Mute, Officer, Person, Poll, Press, Space


async def kept(house: Any, table: Any) -> list[Any]:
    async with house.db.read() as session:
        return list((await session.exec(select(table))).all())


async def person(house: Any, user: str) -> Person:
    async with house.db.read() as session:
        found = await people.person_of(session, "fake", "", user)
    assert found
    return found


async def erase(house: Any, user: str) -> None:
    asked = (await house.say(f"space erase fake:{user}", "chang"))[-1]
    await house.press(asked, "Erase", "chang")


async def seat_elsewhere(house: Any, user: str) -> None:
    known = await person(house, user)
    async with house.db.write() as session:
        other = Space(name="other", title="Other")
        session.add(other)
        await session.flush()
        session.add(Officer(space_id=other.id, person_id=known.id, role="chair", since=house.desk.clock()))


@pytest.fixture
async def settled(house: Any) -> Any:
    """Hansen has habits of every kind, and Dina follows a paragraph too."""
    for line in ("me zone Asia/Tokyo", "me quiet 22:00-07:00", "me digest off", "me text on", "me mute Vision"):
        await house.say(line, "hansen", at="hansen")
    await house.say("follow C9", "hansen")
    await house.say("follow C9", "dina")
    known = await person(house, "hansen")
    assert (known.timezone, known.quiet_hours, known.digest, known.text_mode) == (
        "Asia/Tokyo",
        "22:00-07:00",
        False,
        True,
    )
    assert len(await kept(house, Mute)) == 1
    return house


async def test_habits_of_who_is_erased_are_gone(settled: Any) -> None:
    await erase(settled, "hansen")
    known = await person(settled, "hansen")
    assert (known.timezone, known.quiet_hours, known.language, known.digest, known.text_mode, known.space_id) == (
        ("", "", "", True, False, None)
    )
    assert await kept(settled, Mute) == []
    assert [one.person_id for one in await kept(settled, Follow)] == [(await person(settled, "dina")).id]
    assert [one.handle for one in await kept(settled, Account) if one.person_id == known.id] == [""]


async def test_the_seat_of_who_is_erased_stays(settled: Any) -> None:
    seats = len(await kept(settled, Membership))
    await erase(settled, "hansen")
    assert len(await kept(settled, Membership)) == seats


async def test_who_is_known_in_another_space_keeps_their_habits_but_those_of_this_one(settled: Any) -> None:
    await seat_elsewhere(settled, "hansen")
    await erase(settled, "hansen")
    known = await person(settled, "hansen")
    assert (known.name, known.timezone, known.quiet_hours) == ("Hansen", "Asia/Tokyo", "22:00-07:00")
    assert await kept(settled, Mute) == []
    assert len(await kept(settled, Follow)) == 1


async def test_no_button_says_the_words_of_who_was_erased_once_more(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await house.say("object C9 in its instructions from capital", "hansen")
    await house.wait()
    now = house.desk.clock.advance(60)
    made = reading("C5. Building confidence and security.", "C9. Affirm that the same duties must be protected.")
    async with house.db.write() as session:
        draft = await archive.keep(session, house.document_id, None, Posted(made.source, b"3", "text/html", made), now)
        news = await carrying.settle(session, draft, now)
        assert news
        await following.tell(session, news, None, now)
    await house.delivered()
    assert "capital" in str([one.line for one in await kept(house, Press)])
    await erase(house, "hansen")
    assert "capital" not in str([one.line for one in await kept(house, Press)])
    assert "capital" not in str([one.body for one in await kept(house, Delivery)])


async def test_what_waits_for_quiet_hours_to_end_says_neither_words_nor_name(house: Any) -> None:
    await house.say("me quiet 12:00-23:00", "alma", at="alma")
    await house.say("me quiet 12:00-23:00", "chang", at="chang")
    await house.say("accept C9", "hansen")
    await house.wait()
    await house.say("object C9 in its instructions from capital", "dina")
    await house.say("silence C8 until:2014-06-12T18:00", "chang")
    await house.wait()
    waiting = [one for one in await kept(house, Delivery) if one.state in ("waiting", "ready")]
    assert any(one.state == "waiting" for one in waiting)
    assert "Dina" in str([one.body for one in waiting])
    assert "from capital" in str([one.body for one in waiting])
    await erase(house, "dina")
    left = str([one.body for one in await kept(house, Delivery)])
    assert "from capital" not in left
    assert "Dina" not in left
    assert "(erased)" in left


async def test_who_confirmed_a_seat_and_asked_a_poll_is_named_no_more(house: Any) -> None:
    await house.say("join NO", "eve")
    await house.say("join seat 1 delegate", "hansen")
    await house.say('poll C9 "Shall our capital decide?"', "hansen")
    await erase(house, "hansen")
    assert "Hansen" not in str([one.by for one in await kept(house, Membership)])
    assert [one.question for one in await kept(house, Poll)] == ["(erased)"]


async def test_what_never_arrived_is_forgotten_after_a_week(house: Any) -> None:
    place, now = Place("fake", "", "dina"), house.desk.clock()
    async with house.db.write() as session:
        await queue(session, "lost", "private", place, say("in confidence"), now)
    async with house.db.write() as session:
        (await session.exec(select(Delivery).where(Delivery.key == "lost"))).one().state = "dead"
    await forget(house.db, now + BODIES)
    assert "in confidence" in str([one.body for one in await kept(house, Delivery)])
    await forget(house.db, now + BODIES + timedelta(seconds=1))
    assert "in confidence" not in str([one.body for one in await kept(house, Delivery)])
