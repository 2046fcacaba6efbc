"""A question to one person, and the answer that completes the command line."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.message import say
from bot.places import Posted
from handlers.commands import COMMANDS
from handlers.dispatch import Dispatcher
from handlers.request import Answer, Entry, Request
from storage import people
from storage.tables import Asked, Officer, Press, Space

HARD = 'C9 as:me --x until:17:00 "we cannot” accept\nthis'


@pytest.fixture
def told(house: Any) -> list[Any]:
    """What the command "why REF reason" was told, line by line; without a reason it asks for one. "note" is no prose."""
    lines: list[Any] = []

    async def run(request: Request) -> Answer:
        line = request.line
        if not (line.text if line.verb == "why" else line.words[1:]):
            return Answer(say("Why?"), asks=f"{line.verb} {line.words[0]}")
        lines.append((request.person.name, line))
        return Answer(say("Noted."))

    keys, flags = frozenset({"as", "until", "doc", "space"}), frozenset({"x"})
    why = Entry(run, "A test.", keys=keys, flags=flags, acts=True, prose=True)
    house.dispatcher = Dispatcher(
        house.desk, house.chats, {**COMMANDS, "why": why, "note": replace(why, prose=False), "start": why}
    )
    return lines


@pytest.fixture(autouse=True)
def everybody_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.asking.may", lambda *_, **__: True)


@pytest.mark.parametrize("said", [HARD, "--x", "as:me", "C10", "-- dashes", "latest", "page:2"])
async def test_nothing_in_an_answer_is_read_as_an_option_or_a_reference(house: Any, told: list[Any], said: str) -> None:
    (asked,) = await house.say("why C9")
    assert (asked.how, asked.who.id, asked.text) == ("ask", "dina", "Why?")
    (answer,) = await house.say(said, token=asked.key)
    assert answer.text == "Noted."
    ((name, line),) = told
    assert (name, line.words, line.keys, line.flags, line.text) == ("Dina", ("C9",), {}, frozenset(), said)


async def test_where_a_command_takes_words_the_answer_is_its_last(house: Any, told: list[Any]) -> None:
    (asked,) = await house.say("note C9")
    await house.say(HARD, token=asked.key)
    assert told[0][1].words == ("C9", HARD)


async def test_an_answer_by_reply_finds_its_question(house: Any, told: list[Any]) -> None:
    house.chat.by_reply = True
    (first,) = await house.say("why C9")
    (second,) = await house.say("why C10")
    await house.say("the tenth", at="dina", replied=second.at)
    await house.say("the ninth", at="dina", replied=first.at)
    assert [(line.words[0], line.text) for _, line in told] == [("C10", "the tenth"), ("C9", "the ninth")]


async def test_a_reply_to_what_was_no_question_is_a_line_like_any_other(house: Any, told: list[Any]) -> None:
    house.chat.by_reply = True
    await house.say("why C9")
    (said,) = await house.say("show C9", at="dina", replied=Posted(house.place("dina"), "nothing"))
    assert "C9" in said.text
    assert told == []


async def test_a_link_to_the_private_chat_asks_there_again(house: Any, told: list[Any]) -> None:
    (asked,) = await house.say("why C9")
    (again,) = await house.say(f"start {asked.key}", at="dina")
    assert (again.how, again.to.chat, again.text) == ("ask", "dina", "Why?")
    await house.say("because", token=again.key, at="dina")
    assert told[0][1].text == "because"


async def test_the_same_answer_brought_twice_is_taken_once(house: Any, told: list[Any]) -> None:
    (asked,) = await house.say("why C9")
    await house.say("because", token=asked.key, key="view1")
    assert await house.say("because", token=asked.key, key="view1") == []
    assert len(told) == 1


async def test_an_empty_answer_is_asked_again(house: Any, told: list[Any]) -> None:
    (asked,) = await house.say("why C9")
    (again,) = await house.say("", token=asked.key)
    assert again.how == "ask"
    assert told == []


async def test_what_is_asked_is_kept_for_the_asker_alone(house: Any, told: list[Any]) -> None:
    house.chat.by_reply = True
    (asked,) = await house.say("why C9")
    async with house.db.read() as session:
        question = (await session.exec(select(Asked))).one()
        press = await session.get_one(Press, question.token)
        dina = (await session.exec(select(Press.person_id).where(Press.token == question.token))).one()
    assert (question.chat, question.message, question.token) == ("dina", asked.at.id, asked.key)
    assert (press.line, press.space_id, press.person_id) == ("why C9", house.space_id, dina)


async def test_asked_which_space_is_meant_the_line_keeps_its_references_and_its_words(
    house: Any, told: list[Any]
) -> None:
    async with house.db.write() as session:
        other = Space(name="other", title="Other talks")
        session.add(other)
        await session.flush()
        dina = await people.person_of(session, "fake", "", "dina")
        now = house.desk.clock()
        session.add(Officer(space_id=other.id, person_id=dina.id, role="chair", since=now))
    (which,) = await house.say("why C9 it says: until:then", at="dina")
    assert which.labels == ["/why C9 space:vision it says: until:then", "/why C9 space:other it says: until:then"]
    await house.press(which, which.labels[0])
    assert (told[0][1].words, told[0][1].text) == (("C9",), "it says: until:then")
