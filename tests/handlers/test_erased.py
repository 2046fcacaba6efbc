"""Who is erased in a space leaves no words, no file's name, no habits there; acts and hashes stay."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts import archive
from bot.drafts.archive import Posted
from bot.drafts.reading import Reading
from bot.positions import carrying, following
from storage import people
from storage.tables import Account, Delivery, Follow, Membership, Mute, Officer, Person, Press, Space


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
