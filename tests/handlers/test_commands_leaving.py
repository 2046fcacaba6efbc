"""Seats and offices over time: given, ended, noted; and people named as they are mentioned."""

import json
from typing import Any

import pytest
from sqlmodel import col, select

from bot.places import Person as Account
from bot.positions.acting import pending
from storage import acts, people
from storage.tables import EventRow, Membership, Officer, Person


async def events(house: Any) -> list[tuple[str, str]]:
    """(kind, delegation or role) of the record."""
    async with house.db.read() as session:
        rows = (await session.exec(select(EventRow.ev).order_by(col(EventRow.seq)))).all()
    read = [json.loads(row) for row in rows]
    return [(ev["kind"], ev.get("delegation") or ev.get("code") or ev["role"]) for ev in read]


async def holds(house: Any, who: str) -> set[str]:
    async with house.db.read() as session:
        person = await people.person_of(session, "fake", "", who)
        seats = await people.seats(session, house.space_id, person.id, house.desk.clock())
        return {role for _, role in seats} | set(
            await people.offices(session, house.space_id, person.id, house.desk.clock())
        )


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_somebody_leaves_their_only_seat(house: Any) -> None:
    (said,) = await house.say("join leave", "dina")
    assert "Dina no longer sits in Norway" in said.text
    assert await holds(house, "dina") == set()
    assert await events(house) == [("seat ended", "NO")]
    (again,) = await house.say("join leave", "dina")
    assert "Dina has no seat in WSIS+10 Vision that could be ended" in again.text


async def test_of_several_hats_one_is_chosen(house: Any) -> None:
    async with house.db.write() as session:
        dina = await people.person_of(session, "fake", "", "dina")
        session.add(Officer(space_id=house.space_id, person_id=dina.id, role="secretariat", since=house.desk.clock()))
    (said,) = await house.say("join leave", "dina")
    assert said.labels == ["/join leave NO", "/join leave secretariat"]
    (left,) = await house.press(said, "/join leave secretariat")
    assert "You are no longer of the secretariat" in left.text
    assert await holds(house, "dina") == {"delegate"}
    (wrong,) = await house.say("join leave KE", "dina")
    assert wrong.labels == ["/join leave NO"]


@pytest.mark.parametrize("who", ["hansen", "alma", "sekou", "chang"])
async def test_a_head_an_alternate_and_officers_end_a_seat_and_the_person_hears_of_it(house: Any, who: str) -> None:
    (said,) = await house.say("join leave @dina", who)
    assert (
        "Dina no longer sits in Norway. What was said from that seat stays, as said by a former delegate." in said.text
    )
    assert await holds(house, "dina") == set()
    (told,) = await house.delivered()
    assert (told.to.chat, f"was ended by {who.title()}" in told.text) == ("dina", True)


@pytest.mark.parametrize("who", ["dina", "oscar", "eve"])
async def test_nobody_else_ends_a_seat(house: Any, who: str) -> None:
    (said,) = await house.say("join leave fake:alma", who)
    assert "A seat is ended by the person" in said.text
    assert await holds(house, "alma") == {"alternate"}
    assert await events(house) == []


async def test_a_position_from_a_seat_that_ended_is_said_by_a_former_one(house: Any) -> None:
    await house.say("concern C9 in all media?", "dina")
    house.desk.clock.advance(61)
    async with house.db.write() as session:
        for number in await acts.due(session, house.desk.clock()):
            await pending.run(session, number, house.desk.clock())
    (before,) = await house.say("show C9", "hansen")
    await house.say("join leave", "dina")
    (after,) = await house.say("show C9", "hansen")
    assert ("former delegate" in before.text, "former delegate" in after.text) == (False, True)
    assert "in all media?" in after.text


async def test_what_stands_in_the_file_is_ended_there(house: Any) -> None:
    async with house.db.write() as session:
        for row in [*(await session.exec(select(Membership))).all(), *(await session.exec(select(Officer))).all()]:
            row.declared = True
    for line, who in (("join leave", "dina"), ("join leave @dina", "hansen"), ("space leave @sekou", "chang")):
        (said,) = await house.say(line, who)
        assert "stands in the configuration file, which wins" in said.text
    assert await events(house) == []


async def test_a_chair_ends_an_office_but_the_last_chair_stays(house: Any) -> None:
    (said,) = await house.say("space leave @sekou", "chang")
    assert "Sekou is no longer of the secretariat of WSIS+10 Vision." in said.text
    assert await holds(house, "sekou") == set()
    for line in ("space leave @chang", "join leave"):
        (said,) = await house.say(line, "chang")
        assert "There would be no chair then" in said.text
    (said,) = await house.say("space leave @dina", "chang")
    assert "Dina holds no office of WSIS+10 Vision. Its officers: Chang." in said.text
    assert await events(house) == [("office ended", "secretariat")]


# ── who is meant ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("@Dina", ()),
        ("fake:dina", ()),
        ("@dina_h", (Account("fake", "", "", "@dina_h", handle="dina_h"),)),
        ("Dina Berg", (Account("fake", "", "dina", "Dina Berg"),)),
        ("", (Account("fake", "", "dina", "Dina"),)),
    ],
)
async def test_the_chair_names_somebody_by_mention_by_reply_or_by_account(
    house: Any, typed: str, named: tuple[Account, ...]
) -> None:
    async with house.db.write() as session:
        await people.meet(session, "fake", "", "dina", "Dina", "Dina_H")
    (said,) = await house.say(f"space chair {typed}", "chang", named=named)
    assert "is the chair of WSIS+10 Vision now" in said.text
    assert await holds(house, "dina") == {"delegate", "chair"}
    await house.say(f"space chair {typed}", "chang", named=named)
    assert await events(house) == [("officer", "chair")]


async def test_a_handle_that_is_not_known_says_how_it_becomes_so(house: Any) -> None:
    (said,) = await house.say("space chair @nobody", "chang")
    assert "I have not met @nobody here yet" in said.text
    async with house.db.read() as session:
        assert "@nobody" not in (await session.exec(select(Person.name))).all()


async def test_whoever_is_named_by_nothing_is_asked_for(house: Any) -> None:
    (said,) = await house.say("space secretary", "chang")
    assert "mention the person" in said.text


# ── the record ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_seats_offices_and_delegations_are_in_the_record_without_names(house: Any) -> None:
    await house.say('space delegation SE "Sweden" governments', "chang")
    await house.say("space secretary @dina", "chang")
    await house.say("join KE", "eve")
    (wish,) = await house.delivered()
    await house.press(wish, "Seat as delegate", "chang", at="chang")
    assert await events(house) == [("delegation", "SE"), ("officer", "secretariat"), ("join", "KE")]
    async with house.db.read() as session:
        assert not any("Eve" in ev or "Chang" in ev for ev in (await session.exec(select(EventRow.ev))).all())
