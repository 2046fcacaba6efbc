"""Two persons who become one where both had something: seats, offices, wishes, words of their own, a contradiction."""

from typing import Any

import pytest
from sqlmodel import col, select

from bot.positions.acting import pending
from storage import acts, people
from storage.tables import JoinRequest, Membership, Officer, Poll, Position, TookPart


async def _link(house: Any, one: str, other: str) -> str:
    (said,) = await house.say("me link", one)
    code = said.message.blocks[0].spans[0].text
    return str((await house.say(f"me link {code}", other))[0].text)


async def _held(house: Any, table: Any) -> list[str]:
    async with house.db.read() as session:
        person = await people.person_of(session, "fake", "", "dina")
        query = select(table.role).where(table.person_id == person.id, col(table.until).is_(None))
        return sorted((await session.exec(query)).all())


async def _positions(house: Any) -> list[tuple[str, str, str]]:
    async with house.db.read() as session:
        rows = (await session.exec(select(Position).order_by(col(Position.id)))).all()
        return [(row.stance, row.state, row.end) for row in rows]


async def test_of_two_seats_in_one_delegation_the_stronger_stays(house: Any) -> None:
    await _link(house, "dina", "hansen")
    assert await _held(house, Membership) == ["head"]


async def test_an_office_and_a_seat_stay_beside_each_other_and_no_office_is_twice(house: Any) -> None:
    async with house.db.write() as session:
        dina = await people.person_of(session, "fake", "", "dina")
        session.add(Officer(space_id=house.space_id, person_id=dina.id, role="chair", since=house.desk.clock()))
    await _link(house, "chang", "dina")
    assert await _held(house, Officer) == ["chair"]
    assert await _held(house, Membership) == ["delegate"]


async def test_a_wish_of_both_is_one(house: Any) -> None:
    await house.say("join KE", "dina")
    await house.say("join KE", "eve")
    await _link(house, "dina", "eve")
    async with house.db.read() as session:
        assert len((await session.exec(select(JoinRequest))).all()) == 1


async def test_of_two_own_words_on_one_scope_the_later_stays(house: Any) -> None:
    await house.say("concern C9 as:me mine", "dina")
    house.desk.clock.advance(30)
    await house.say("support C9 as:me", "oscar")
    await _taken(house)
    await _link(house, "dina", "oscar")
    assert await _positions(house) == [("concern", "ended", "replaced"), ("support", "taken", "")]


async def test_what_one_delegation_said_through_both_stays_as_it_is(house: Any) -> None:
    await house.say("support C9", "dina")
    await house.say("concern C10 why?", "alma")
    await _taken(house)
    await _link(house, "dina", "alma")
    assert await _positions(house) == [("support", "taken", ""), ("concern", "taken", "")]
    (said,) = await house.say("show C9", "dina")
    assert "NO" in said.text


async def test_what_was_held_as_a_contradiction_is_one_persons_change_of_mind(house: Any) -> None:
    await house.say("accept C9", "dina")
    await _taken(house)
    await house.say("object C9 a red line", "alma")
    await _taken(house)
    assert (await _positions(house))[1][1] == "held"
    await _link(house, "dina", "alma")
    assert await _positions(house) == [("accept", "ended", "replaced"), ("object", "taken", "")]


async def test_who_took_part_in_an_open_secret_poll_waits_until_it_is_closed(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say("help", "eve")
    await house.say('poll C9 "Keep it?" --secret --person', "dina")
    async with house.db.write() as session:
        eve = await people.person_of(session, "fake", "", "eve")
        poll = (await session.exec(select(Poll))).one()
        session.add(TookPart(poll_id=poll.id, voter=f"p{eve.id}"))
    said = await _link(house, "dina", "eve")
    assert "You took part in the secret poll on C9, “Keep it?”" in said
    async with house.db.read() as session:
        assert await people.person_of(session, "fake", "", "eve") is not None


async def _taken(house: Any) -> None:
    """The minute in which acts may be undone is over."""
    house.desk.clock.advance(61)
    async with house.db.write() as session:
        for number in await acts.due(session, house.desk.clock()):
            await pending.run(session, number, house.desk.clock())
