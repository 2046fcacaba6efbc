"""Numbers that people type: of another space, of nothing, too long to be one."""

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import (
    Ballot,
    Chat,
    Delegation,
    Document,
    JoinRequest,
    Membership,
    Officer,
    Person,
    Poll,
    Reach,
    Silence,
    Space,
)

TOO_LONG = "9" * 20


@pytest.mark.parametrize(
    "line",
    [
        "settle {} drop",
        "undo {} 1402480620000",
        "undo {},{} 1402480620000 now",
        "ballot {} 1",
        "ballot {}",
        "poll close {}",
        "ballot names {}",
        "poll add {} more",
        "seen {}",
        "silence withdraw {}",
        "join seat {} head",
        "join decline {}",
        "watch draft {}",
        "watch not {}",
    ],
)
@pytest.mark.parametrize("number", [TOO_LONG, "7", "0", "٣"])
async def test_a_number_that_nothing_has_is_answered_with_a_sentence(house: Any, line: str, number: str) -> None:
    for who in ("hansen", "chang"):
        (said,) = await house.say(line.replace("{}", number), who)
        assert "went wrong" not in said.text
        assert said.text
    assert not await house.positions()


@pytest.fixture
async def other(house: Any) -> Any:
    """Another space, of which Chang is a stranger, Dina the chair, and Hansen sits in its Norway too."""
    async with house.db.write() as session:
        space = Space(name="other", title="Another negotiation", timezone="Europe/Zurich")
        session.add(space)
        await session.flush()
        session.add(Chat(space_id=space.id, platform=house.chat.platform, chat="elsewhere", kind="open"))
        session.add(Document(space_id=space.id, name="Other"))
        norway = Delegation(space_id=space.id, code="NO", name="Norway", group="governments")
        session.add(norway)
        await session.flush()
        now = house.desk.clock()
        found = {one.name: one.id for one in (await session.exec(select(Person))).all()}
        session.add(Officer(space_id=space.id, person_id=found["Dina"], role="chair", since=now))
        session.add(Membership(delegation_id=norway.id, person_id=found["Hansen"], role="head", since=now))
    return house


async def test_numbers_of_one_space_mean_nothing_in_another(other: Any) -> None:
    house = other
    await house.say("accept C9", "alma")
    await house.say("object C9 red line", "dina")
    await house.wait()
    await house.say('poll C9 "Keep it?"', "alma")
    await house.say("silence C5 until:2014-06-13T12:00", "chang")
    await house.say("join NO", "newcomer")
    assert [one.state for one in await house.positions()] == ["taken", "held"]
    stamp = int((await house.positions())[1].pressed.timestamp() * 1000)
    for who, line in (
        ("hansen", "settle 2 stand"),
        ("dina", f"undo 2 {stamp}"),
        ("dina", "poll close 1"),
        ("dina", "poll cancel 1"),
        ("hansen", "ballot 1 1"),
        ("dina", "silence withdraw 1"),
        ("dina", "silence extend 1 until:2014-06-14T12:00"),
        ("hansen", "seen 1"),
        ("hansen", "join seat 1 head"),
        ("dina", "join seat 1 head"),
        ("dina", "join decline 1"),
        ("newcomer", "join seat 1 head"),
    ):
        await house.say(line, who, at="elsewhere")
    assert [one.state for one in await house.positions()] == ["taken", "held"]
    async with house.db.read() as session:
        assert (await session.get_one(Poll, 1)).state == "open"
        assert (await session.get_one(Silence, 1)).state == "running"
        assert (await session.get_one(JoinRequest, 1)).outcome is None
        assert not (await session.exec(select(Ballot))).all()
        assert not [one for one in (await session.exec(select(Reach))).all() if one.how == "button"]
