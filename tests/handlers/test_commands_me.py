"""/me: who somebody is, and one person on several platforms."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.places import Person as Account
from bot.positions.acting.linking import LETTERS, new_code
from handlers.chat import Command
from storage import people
from storage.tables import Delegation, Delivery, EventRow, LinkCode, Membership, Person, Space


@pytest.fixture
def other(house: Any, new_chat: Callable[..., Any]) -> Any:
    """A second platform, on which lines are typed as "/draft …"; `say(line, who)` there in private."""
    chat = new_chat("elsewhere", command_form="/draft {}")
    house.dispatcher.chats._chats[("elsewhere", "")] = chat

    async def say(line: str, who: str = "dd") -> Any:
        before = len(chat.said)
        place = house.place(who).__class__("elsewhere", "", who)
        key = f"else{before}:{line}:{who}"
        await house.dispatcher(Command(key, Account("elsewhere", "", who, who.title()), place, line, private=True))
        return chat.said[before]

    chat.say = say
    return chat


async def code_of(house: Any, who: str = "dina") -> str:
    (said,) = await house.say("me link", who)
    return str(said.message.blocks[0].spans[0].text)


async def persons(house: Any) -> list[str]:
    async with house.db.read() as session:
        return sorted((await session.exec(select(Person.name))).all())


# ── who somebody is ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_me_shows_seats_offices_and_accounts_to_the_asker_alone(house: Any) -> None:
    (said,) = await house.say("me", "dina")
    assert (said.how, said.who.id) == ("whisper", "dina")
    lines = said.text.splitlines()
    assert lines[:3] == ["Dina", "WSIS+10 Vision", "Norway (NO): delegate since 11:57, from the configuration file"]
    assert "Accounts: fake dina" in lines
    (chair,) = await house.say("me", "chang", at="chang")
    assert "the chair since 11:57" in chair.text


async def test_a_stranger_is_told_how_to_be_seated(house: Any) -> None:
    (said,) = await house.say("me", "eve", at="eve")
    assert "You have no seat and no office" in said.text
    assert "/join" in said.text


async def test_a_seat_that_ended_and_a_wish_are_shown_too(house: Any) -> None:
    await house.say("join KE", "dina")
    await house.say("join leave", "dina")
    house.desk.clock.advance(60)
    (said,) = await house.say("me", "dina")
    assert "Norway (NO): delegate until 12:57" in said.text
    assert "Kenya (KE): asked for a seat 12:57, not answered yet" in said.text


async def test_hats_in_several_spaces_are_shown_at_once_without_a_question(house: Any) -> None:
    async with house.db.write() as session:
        other = Space(name="other", title="Other talks")
        session.add(other)
        await session.flush()
        seat = Delegation(space_id=other.id, code="CS1", name="Civil", group="civil society")
        session.add(seat)
        await session.flush()
        dina = await people.person_of(session, "fake", "", "dina")
        session.add(
            Membership(delegation_id=seat.id, person_id=dina.id, role="head", by="Chang", since=house.desk.clock())
        )
    (said,) = await house.say("me", "dina", at="dina")
    assert "Civil (CS1): head since 10:57, confirmed by Chang" in said.text
    assert "Norway (NO)" in said.text


async def test_what_is_pending_or_on_words_that_changed_is_shown(house: Any) -> None:
    await house.say("concern C9 in all media?", "dina")
    (said,) = await house.say("me", "dina")
    assert "Yours, still open:" in said.text
    assert re.search(r"has a concern.*on C9 \(Vision r2\): takes effect at 12:58:00", said.text)


async def test_what_else_is_answered_with_the_forms(house: Any) -> None:
    (said,) = await house.say("me sleep", "dina")
    assert "/me, /me link, /me zone" in said.text


# ── linking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_code_is_short_unmistakable_and_for_the_asker_alone(house: Any, other: Any) -> None:
    (said,) = await house.say("me link", "dina")
    assert (said.how, said.who.id) == ("whisper", "dina")
    code = said.message.blocks[0].spans[0].text
    assert re.fullmatch(f"[{LETTERS}]{{6}}", code)
    assert not set("01OILU") & set(LETTERS)
    assert f"/draft me link {code} (elsewhere)" in said.text


@pytest.mark.parametrize("typed", ["{}", "{} ", "lower", "spaced"])
async def test_a_code_given_on_the_other_side_makes_two_persons_one(house: Any, other: Any, typed: str) -> None:
    await other.say("me")
    code = await code_of(house)
    given = {"lower": code.lower(), "spaced": f"{code[:3]} {code[3:]}"}.get(typed, code)
    said = await other.say(f"me link {given}")
    assert said.text.startswith("You are one person now, Dina: ")
    assert "fake dina, elsewhere dd" in said.text
    assert "Dd" not in await persons(house)
    me = await other.say("me")
    assert "Norway (NO): delegate" in me.text
    async with house.db.read() as session:
        told = (await session.exec(select(Delivery).where(Delivery.kind == "private"))).all()
        events = (await session.exec(select(EventRow.ev).where(EventRow.space_id == house.space_id))).all()
    assert [(one.platform, one.chat) for one in told] == [("fake", "dina")]
    assert sum('"kind":"linked"' in ev for ev in events) == 1
    assert not any("Dina" in ev or "elsewhere" in ev for ev in events)


async def test_who_was_known_first_stays_whoever_asked_for_the_code(house: Any, other: Any) -> None:
    said = await other.say("me link")
    code = said.message.blocks[0].spans[0].text
    (linked,) = await house.say(f"me link {code}", "dina", at="dina")
    assert linked.text.startswith("You are one person now, Dina: fake dina, elsewhere dd")


async def test_a_code_works_once_and_for_ten_minutes(house: Any, other: Any) -> None:
    code = await code_of(house)
    house.desk.clock.advance(601)
    assert "was good for ten minutes" in (await other.say(f"me link {code}")).text
    code = await code_of(house)
    await other.say(f"me link {code}")
    assert "was used already" in (await other.say(f"me link {code}", who="ee")).text


async def test_a_new_code_replaces_the_one_before(house: Any, other: Any) -> None:
    first, second = await code_of(house), await code_of(house)
    assert "There is no such code" in (await other.say(f"me link {first}")).text
    assert "one person now" in (await other.say(f"me link {second}")).text


async def test_ones_own_code_is_for_the_other_account(house: Any, other: Any) -> None:
    code = await code_of(house)
    (said,) = await house.say(f"me link {code}", "dina")
    assert f"This is your own code: type /draft me link {code} (elsewhere) on your other account." in said.text
    assert "one person now" in (await other.say(f"me link {code}")).text


async def test_who_guesses_five_times_waits_ten_minutes(house: Any, other: Any) -> None:
    for n in range(5):
        assert "There is no such code" in (await other.say(f"me link WRONG{n}")).text
    code = await code_of(house)
    assert "wait ten minutes" in (await other.say(f"me link {code}")).text
    assert "Dd" in await persons(house)
    house.desk.clock.advance(601)
    code = await code_of(house)
    assert "one person now" in (await other.say(f"me link {code}")).text


async def test_codes_are_not_alike(house: Any) -> None:
    async with house.db.write() as session:
        dina = await people.person_of(session, "fake", "", "dina")
        codes = {await new_code(session, dina, house.desk.clock()) for _ in range(50)}
        assert len((await session.exec(select(LinkCode))).all()) == 1
    assert len(codes) == 50
