"""Who speaks for whom: one voice for each delegation, second hats, personal words, observers, seats that ended."""

from typing import Any

import pytest
from sqlmodel import select

from bot.positions.seats.voices import signature
from storage import people
from storage.tables import Account, Holding, Membership, Person


async def test_head_alternate_and_delegate_speak_for_one_delegation(house: Any) -> None:
    for who in ("hansen", "alma", "dina"):
        (said,) = await house.say("support C9", who=who)
        assert "Recorded for Norway" in said.text
    await house.wait()
    assert [one.state for one in await house.positions()] == ["ended", "ended", "taken"]
    assert [one.seat for one in await house.positions()] == ["head", "alternate", "delegate"]


async def test_two_accounts_of_a_person_are_one_voice_and_the_signature_says_where(house: Any) -> None:
    async with house.db.write() as session:
        alma = (await session.exec(select(Person).where(Person.name == "Alma"))).one()
        session.add(Account(person_id=alma.id, platform="fake", user="alma-at-work"))
    await house.say("accept C9", who="alma-at-work")
    await house.wait()
    await house.say("support C9", who="alma")
    await house.wait()
    (row,) = await house.positions("taken")
    assert row.stance == "support"
    assert len({one.account_id for one in await house.positions()}) == 2
    async with house.db.read() as session:
        assert await signature(session, row, house.desk.clock()) == "Norway, by Alma, fake"


async def test_who_has_several_seats_is_asked_for_whom(house: Any) -> None:
    await house.seat("dina", "CS1", name="Civil Society One", group="civil society")
    (said,) = await house.say("object C9 red line")
    assert said.text == "You are seated for NO Norway and CS1 Civil Society One. For whom do you speak?"
    assert said.labels == ["/object C9 as:NO red line", "/object C9 as:CS1 red line"]
    assert await house.positions() == []
    (said,) = await house.press(said, "/object C9 as:CS1 red line")
    assert "Recorded for Civil Society One" in said.text
    (said,) = await house.say("support C9 as:no")
    assert "Recorded for Norway" in said.text


@pytest.mark.need(63)
async def test_a_personal_act_never_speaks_for_a_delegation(house: Any) -> None:
    await house.say("support C9")
    await house.wait()
    (said,) = await house.say("object C9 as:me not in my name")
    assert "Recorded for Dina, personally" in said.text
    await house.wait()
    (shown,) = await house.say("show C9")
    assert "NO OBJECTION" in shown.text
    assert "Comment: Dina, personally" in shown.text
    norway, own = await house.positions("taken")
    assert (norway.capacity, own.capacity, own.delegation_id) == ("delegation", "personal", None)
    async with house.db.read() as session:
        held = {row.position_id: row for row in (await session.exec(select(Holding))).all()}
    assert (held[norway.id].speaks, held[own.id].speaks, held[own.id].delegation_id) == (True, False, None)


async def test_a_concern_of_an_observer_is_a_comment(house: Any) -> None:
    (said,) = await house.say("concern C9 not enough", who="oscar")
    assert "Recorded for Oscar, observer for Norway" in said.text
    await house.wait()
    (row,) = await house.positions("taken")
    assert (row.capacity, row.stance) == ("observer", "concern")
    async with house.db.read() as session:
        (held,) = (await session.exec(select(Holding))).all()
    assert (held.speaks, held.delegation_id) == (False, None)


@pytest.mark.need(65)
async def test_an_observer_who_objects_is_offered_a_comment(house: Any) -> None:
    (said,) = await house.say("object C9 this is a red line", who="oscar")
    assert "Record it as a comment?" in said.text
    assert said.labels == ["Record it as a comment", "As my own"]
    assert await house.positions() == []
    await house.press(said, "Record it as a comment", who="oscar")
    (row,) = await house.positions()
    assert (row.capacity, row.stance, row.reason) == ("observer", "concern", "this is a red line")
    await house.press(said, "As my own", who="oscar")
    assert [(one.capacity, one.stance) for one in await house.positions()][1:] == [("personal", "object")]


@pytest.mark.parametrize("line", ["support C9", "accept C9", "abstain C9", "reserve C9 until:2014-06-12", "object all"])
async def test_an_observer_gives_no_stance_of_a_delegation(house: Any, line: str) -> None:
    (said,) = await house.say(line, who="oscar")
    assert "you are here as an observer for Norway" in said.text
    assert await house.positions() == []


async def test_an_observer_with_a_seat_elsewhere_speaks_for_that_one(house: Any) -> None:
    await house.seat("oscar", "KE")
    (said,) = await house.say("support C9", who="oscar")
    assert "Recorded for Kenya" in said.text
    (said,) = await house.say("concern C9 as:NO a word", who="oscar")
    assert "Oscar, observer for Norway" in said.text


async def test_an_office_holds_no_stance(house: Any) -> None:
    for who in ("chang", "sekou"):
        (said,) = await house.say("support C9", who=who)
        assert "/support is for" in said.text
    await house.seat("chang", "KE")
    (said,) = await house.say("support C9", who="chang")
    assert "Recorded for Kenya" in said.text


async def test_a_stranger_and_an_anonymous_administrator_take_no_position(house: Any) -> None:
    (said,) = await house.say("support C9", who="nobody")
    assert "To be seated in a delegation: /join" in said.text
    (said,) = await house.say("support C9", anonymous=True)
    assert "please ask from your own account" in said.text
    assert await house.positions() == []


async def test_a_position_outlives_the_seat_and_is_marked_former(house: Any) -> None:
    await house.say("support C9")
    await house.wait()
    async with house.db.write() as session:
        dina = (await session.exec(select(Person).where(Person.name == "Dina"))).one()
        seat = (await session.exec(select(Membership).where(Membership.person_id == dina.id))).one()
        seat.until = house.desk.clock()
    (row,) = await house.positions("taken")
    async with house.db.read() as session:
        assert await signature(session, row, house.desk.clock()) == "Norway, by Dina, fake (former delegate)"
    await house.seat("dina", "KE")
    (said,) = await house.say("object C9 as:NO red line")
    assert "Your seat in Norway ended 12:58; what was said from it is kept." in said.text
    assert said.labels == ["/object C9 as:KE red line", "/object C9 as:me red line"]


async def test_the_seat_that_one_has_again_is_no_former_one(house: Any) -> None:
    async with house.db.write() as session:
        dina = (await session.exec(select(Person).where(Person.name == "Dina"))).one()
        seat = (await session.exec(select(Membership).where(Membership.person_id == dina.id))).one()
        seat.until = house.desk.clock()
    await house.seat("dina", "NO", "alternate")
    async with house.db.read() as session:
        assert await people.seat_ended(session, seat.delegation_id, dina.id, house.desk.clock()) is None
