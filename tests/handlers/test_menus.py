"""The platform's own list of commands follows the language that a chat, a space or a person chose."""

from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.errors import Moved
from bot.message import say
from storage.tables import Chat


@pytest.fixture
def menus(house: Any) -> list[tuple[str, str]]:
    """(chat, language) of every list that was asked for; "" for that of each reader's app."""
    house.chat.admins = {"ada", "chang"}
    found: list[tuple[str, str]] = house.chat.menus
    return found


async def test_a_chat_with_a_language_of_its_own_has_its_list_in_it(house: Any, menus: list[tuple[str, str]]) -> None:
    await house.say("space language fr here", "chang")
    await house.say("space language off here", "chang")
    assert menus == [("room", "fr"), ("room", "")]


async def test_a_space_that_changes_its_language_takes_its_chats_along_but_for_those_with_their_own(
    house: Any, menus: list[tuple[str, str]]
) -> None:
    await house.say("space language en here", "chang")
    menus.clear()
    await house.say("space language fr", "chang")
    assert dict(menus) == {"corner": "fr", "channel": "fr"}
    menus.clear()
    await house.say("space language en", "chang")
    assert dict(menus) == {"corner": "", "channel": ""}


async def test_a_chat_that_is_bound_is_listed_in_its_spaces_language(house: Any, menus: list[tuple[str, str]]) -> None:
    await house.say("space language fr", "chang")
    [said] = await house.say("space invite", "chang")
    code = next(word for word in said.text.split() if len(word) == 8 and set(word) <= set("0123456789abcdef"))
    menus.clear()
    await house.say(f"space add {code}", "ada", at="hall")
    assert menus == [("hall", "fr")]
    async with house.db.read() as session:
        assert (await session.exec(select(Chat).where(Chat.chat == "hall"))).one()


async def test_where_nobody_chose_a_language_nothing_is_asked_for(house: Any, menus: list[tuple[str, str]]) -> None:
    await house.say("space language en", "chang")
    await house.say("space language off here", "chang")
    await house.say("me language off", "dina")
    assert menus == []


async def test_a_persons_own_language_is_that_of_their_private_list(house: Any, menus: list[tuple[str, str]]) -> None:
    await house.say("me language fr", "dina")
    await house.say("me language off", "dina")
    assert menus == [("dina", "fr"), ("dina", "")]


async def test_a_group_that_became_a_supergroup_has_its_list_again_without_being_asked(
    house: Any, menus: list[tuple[str, str]]
) -> None:
    await house.say("space language fr here", "chang")
    menus.clear()
    house.chat.fail("send", Moved("moved", new="room-1005"))
    async with house.db.write() as session:
        await outbox.tell_space(session, house.space_id, "news", lambda: say("News"), house.desk.clock())
    await house.delivered()
    assert menus == [("room-1005", "fr")]
    [said] = await house.say("diff latest", at="room-1005")
    assert "r1" in said.text


async def test_a_group_without_a_language_of_its_own_keeps_that_of_each_reader(
    house: Any, menus: list[tuple[str, str]]
) -> None:
    house.chat.fail("send", Moved("moved", new="room-1005"))
    async with house.db.write() as session:
        await outbox.tell_space(session, house.space_id, "news", lambda: say("News"), house.desk.clock())
    await house.delivered()
    assert menus == []


async def test_a_group_that_became_a_supergroup_is_known_there_before_anything_was_sent(
    house: Any, menus: list[tuple[str, str]]
) -> None:
    await house.say("space language fr here", "chang")
    menus.clear()
    assert await house.say("", "room", at="room", moved="room-1005") == []
    assert menus == [("room-1005", "fr")]
    [said] = await house.say("diff latest", at="room-1005")
    assert "r1" in said.text
    await house.say("", "room", at="room", moved="room-1005")  # told in both groups
    [said] = await house.say("diff latest", at="room-1005")
    assert "r1" in said.text


async def test_a_chat_that_is_ours_already_is_not_taken_over(house: Any) -> None:
    await house.say("", "room", at="room", moved="corner")
    async with house.db.read() as session:
        assert {one.chat for one in (await session.exec(select(Chat))).all()} == {"room", "corner", "channel"}
