"""Two people of one delegation who contradict each other: the second act waits, and the head's word is final."""

import json
from typing import Any

import pytest
from sqlmodel import select

from storage.tables import EventRow, Membership, Person


async def states(house: Any) -> list[str]:
    return [one.state for one in await house.positions()]


async def kinds(house: Any) -> list[str]:
    async with house.db.read() as session:
        return [json.loads(row.ev)["kind"] for row in (await session.exec(select(EventRow))).all()]


async def no_head(house: Any) -> None:
    async with house.db.write() as session:
        hansen = (await session.exec(select(Person).where(Person.name == "Hansen"))).one()
        seat = (await session.exec(select(Membership).where(Membership.person_id == hansen.id))).one()
        await session.delete(seat)


@pytest.fixture
async def held(house: Any) -> Any:
    """Alma accepted C9; ten minutes later Dina objected: her act is held, and everyone concerned has been asked."""
    await house.say("accept C9", who="alma")
    await house.wait(600)
    (house.told,) = await house.say("object C9 red line")
    await house.wait()
    house.asked = {one.to.chat: one for one in await house.delivered()}
    return house


async def test_the_second_of_two_opposite_acts_is_held_and_nothing_changes(held: Any) -> None:
    assert "Alma said the opposite for Norway at 12:57" in held.told.text
    assert await states(held) == ["taken", "held"]
    assert await kinds(held) == ["position", "held"]
    (shown,) = await held.say("show C9")
    assert "NO OBJECTION" in shown.text
    assert "red line" not in shown.text
    assert set(held.asked) == {"alma", "dina", "hansen"}
    for card in held.asked.values():
        assert (
            "Alma said for Norway on C9 at 12:57: can live with it\nDina said at 13:07: objects: “red line”\n"
            in card.text
        )
        assert card.labels == ["Let the second stand", "Drop the second"]


async def test_the_head_lets_it_stand(held: Any) -> None:
    (said,) = await held.press(held.asked["hansen"], "Let the second stand", who="hansen")
    assert said.text == "Settled by Hansen. What stands for Norway on C9: objects: “red line”"
    assert await states(held) == ["ended", "taken"]
    told = await held.delivered()
    assert {one.to.chat for one in told} == {"alma", "dina"}
    assert await kinds(held) == ["position", "held", "settled", "position"]


async def test_the_head_drops_it(held: Any) -> None:
    (said,) = await held.press(held.asked["hansen"], "Drop the second", who="hansen")
    assert "the second is dropped; what was said first stays" in said.text
    first, second = await held.positions()
    assert (first.state, second.state, second.end) == ("taken", "ended", "dropped")
    (said,) = await held.press(held.asked["dina"], "Let the second stand")
    assert said.text == "That was settled already."


async def test_the_author_may_drop_it_and_who_spoke_first_may_let_it_stand(held: Any) -> None:
    for who, label in (("dina", "Let the second stand"), ("alma", "Drop the second")):
        (said,) = await held.press(held.asked[who], label, who=who)
        assert "That is for the head of Norway to settle" in said.text
        assert await states(held) == ["taken", "held"]
    await held.press(held.asked["alma"], "Let the second stand", who="alma")
    assert await states(held) == ["ended", "taken"]


async def test_without_a_head_it_waits_until_one_of_the_two_gives_way(house: Any) -> None:
    await no_head(house)
    await house.say("accept C9", who="alma")
    await house.say("object C9 red line")
    await house.wait()
    asked = {one.to.chat: one for one in await house.delivered()}
    assert "It stands if Alma agrees, and is dropped if Dina takes it back." in asked["dina"].text
    await house.press(asked["dina"], "Drop the second")
    assert await states(house) == ["taken", "ended"]


async def test_undo_on_what_is_held_drops_it_and_the_record_keeps_that_it_was_held(held: Any) -> None:
    (said,) = await held.press(held.told, "Send now")
    assert said.text == "It waits to be settled with your colleague."
    (said,) = await held.press(held.told, "Undo")
    assert "Taken back; what your colleague said stays." in said.text
    assert await states(held) == ["taken", "ended"]
    assert await kinds(held) == ["position", "held", "settled"]


async def test_the_act_that_was_first_and_goes_away_lets_the_second_take_effect(held: Any) -> None:
    await held.say("withdraw C9", who="alma")
    await held.wait()
    assert [one.stance for one in await held.positions("taken")] == ["object"]


async def test_undoing_the_first_lets_the_second_take_effect(house: Any) -> None:
    (first,) = await house.say("accept C9", who="alma")
    (second,) = await house.say("object C9 red line")
    await house.press(second, "Send now")
    assert await states(house) == ["pending", "held"]
    await house.press(first, "Undo", who="alma")
    assert [(one.stance, one.state) for one in await house.positions()] == [("object", "taken")]


async def test_the_heads_own_act_is_final(held: Any) -> None:
    await held.say("support C9", who="hansen")
    await held.wait()
    assert [(one.stance, one.state, one.end) for one in await held.positions()] == [
        ("accept", "ended", "replaced"),
        ("object", "ended", "dropped"),
        ("support", "taken", ""),
    ]


async def test_a_colleagues_objection_is_not_lifted_behind_their_back(house: Any) -> None:
    await house.say("object C9 red line", who="alma")
    await house.wait(600)
    await house.say("withdraw C9")
    await house.wait()
    assert [(one.stance, one.state) for one in await house.positions()] == [("object", "taken"), ("withdraw", "held")]


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ("accept C9", "object C9 red line", 31 * 60),
        ("accept C9", "support C9", 60),
        ("accept C9", "concern C9 a word", 60),
        ("accept C9", "object C8 red line", 60),
        ("object C9 red line", "support all", 60),
    ],
)
async def test_what_does_not_contradict_is_not_held(house: Any, first: str, second: str, after: float) -> None:
    await house.say(first, who="alma")
    await house.wait(after)
    await house.say(second)
    await house.wait()
    assert "held" not in await states(house)


async def test_what_is_said_again_against_a_held_act_does_not_end_it(held: Any) -> None:
    await held.say("support C9", who="alma")
    await held.wait()
    assert [(one.stance, one.state) for one in await held.positions()] == [
        ("accept", "ended"),
        ("object", "held"),
        ("support", "taken"),
    ]
    await held.press(held.asked["hansen"], "Let the second stand", who="hansen")
    assert [(one.stance, one.state) for one in await held.positions("taken")] == [("object", "taken")]


async def test_an_objection_to_a_part_of_what_was_just_supported_is_held(house: Any) -> None:
    await house.say("support all", who="alma")
    await house.say("object C9 red line")
    await house.wait()
    assert await states(house) == ["taken", "held"]


async def test_one_person_may_change_their_mind(house: Any) -> None:
    await house.say("accept C9")
    await house.say("object C9 red line")
    await house.wait()
    assert await states(house) == ["ended", "taken"]


async def test_two_delegations_may_contradict_each_other(house: Any) -> None:
    await house.seat("kim", "KE")
    await house.say("accept C9", who="kim")
    await house.say("object C9 red line")
    await house.wait()
    assert await states(house) == ["taken", "taken"]
