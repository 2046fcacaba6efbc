"""What somebody typed before they ever pressed Start in the private chat is answered there when they do."""

from typing import Any

import pytest


@pytest.fixture
def unstarted(house: Any) -> Any:
    house.chat.unstarted = {"dina", "eve", "oscar"}
    return house


async def start(house: Any, who: str) -> list[Any]:
    """They press the link that was left, and Start."""
    house.chat.unstarted.clear()
    return list(await house.say(f"start {house.chat.pointers[-1]}", who, at=who))


async def test_what_was_asked_is_answered_after_start(unstarted: Any) -> None:
    assert await unstarted.say("show C9", "dina") == []
    [said] = await start(unstarted, "dina")
    assert "must be protected online and offline" in said.text
    assert said.to.chat == "dina"


async def test_a_guest_of_an_open_chat_is_answered_what_they_may_read_there(unstarted: Any) -> None:
    await unstarted.say("show C9", "eve")
    [said] = await start(unstarted, "eve")
    assert "must be protected online and offline" in said.text
    unstarted.desk.clock.advance(3700)
    [late] = await unstarted.say(f"start {unstarted.chat.pointers[-1]}", "eve", at="eve")
    assert "must be protected" not in late.text


async def test_an_act_is_done_once_and_its_undo_stands_on_their_own_page(unstarted: Any) -> None:
    await unstarted.say("accept C9", "dina")
    [said] = await start(unstarted, "dina")
    assert [one.ref for one in await unstarted.positions("pending")] == ["C9"]
    undo = next(label for label in said.labels if label.startswith("Undo"))
    await unstarted.press(said, undo, "dina", private=True)
    assert await unstarted.positions("pending") == []


async def test_an_act_that_was_refused_is_not_done_later(unstarted: Any) -> None:
    await unstarted.say("signoff C9", "eve")
    await unstarted.seat("eve", "NO", "head")
    [said] = await start(unstarted, "eve")
    assert "Sign exact words" in said.text
    assert await unstarted.positions() == []


async def test_somebody_else_who_opens_the_link_is_told_whose_it_is(unstarted: Any) -> None:
    await unstarted.say("home", "dina")
    unstarted.chat.unstarted.clear()
    [said] = await unstarted.say(f"start {unstarted.chat.pointers[-1]}", "hansen", at="hansen")
    assert "Hansen: your spaces" in said.text


async def test_an_anonymous_administrator_is_left_the_plain_link(unstarted: Any) -> None:
    unstarted.chat.unstarted.add("admin")
    await unstarted.say("show C9", "admin", anonymous=True)
    assert unstarted.chat.pointers == ["help"]
