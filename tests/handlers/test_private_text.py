"""What is typed in private and is no command is answered kindly, with what can be done there."""

from typing import Any

import pytest


@pytest.mark.parametrize("typed", ["hello", "thank you very much!", "?", "👍", "здравствуйте", "I agree with C9", "5"])
async def test_conversation_in_private_is_told_what_can_be_done(house: Any, typed: str) -> None:
    [said] = await house.say(typed, "dina", at="dina")
    assert "nobody else was shown your words" in said.text
    assert all(form in said.text for form in ("/help", "/show C9", "/diff latest", "/drafts add", "reply to it"))
    assert "There is no command" not in said.text
    assert await house.positions() == []


@pytest.mark.parametrize("typed", ["n'importe quoi", "a"])
async def test_a_word_of_a_letter_or_two_is_near_no_command(house: Any, typed: str) -> None:
    [said] = await house.say(typed, "dina", at="dina")
    assert "Did you mean" not in said.text
    assert said.labels == []


async def test_what_begins_with_a_slash_is_no_conversation(house: Any) -> None:
    [said] = await house.say("/shwo C9", "dina", at="dina")
    assert said.text.startswith("There is no command “shwo”. Near it: /show")


async def test_a_slip_of_the_pen_is_offered_whole_as_it_was_meant(house: Any) -> None:
    [said] = await house.say("dif r1 r2 C9", "dina", at="dina")
    assert "Did you mean /diff" in said.text
    [shown] = await house.press(said, "/diff r1 r2 C9", "dina", private=True)
    assert "C9" in shown.text


async def test_in_a_chat_of_many_an_unknown_command_is_named_as_ever(house: Any) -> None:
    [said] = await house.say("hello", "dina")
    assert "There is no command “hello”" in said.text


async def test_nothing_at_all_is_still_asked_for_a_command(house: Any) -> None:
    [said] = await house.say("", "dina", at="dina")
    assert "Type a command" in said.text


async def test_help_names_the_next_step_where_there_is_no_space(empty_house: Any) -> None:
    [said] = await empty_house.say("help", "chang")
    assert 'An administrator here opens one: /space new NAME "Title"' in said.text
    [alone] = await empty_house.say("help", "dina", at="dina")
    assert "ask its chair for a seat" in alone.text
