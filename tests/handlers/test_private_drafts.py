"""A private draft is read in the caucus chat that it was given to, and by its people in private; nobody else gets a word."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts.reading.read import read
from bot.errors import Later
from bot.positions.record.export import export
from bot.sentences import files as sentences
from handlers.chat import Attached
from handlers.delivery.drain import Drain
from handlers.dispatch import Dispatcher
from storage.tables import Chat, Delivery, Draft, EventRow, FlashRow, Reach, Space

CANARY = ("xylophone", "quokka", "zeppelin", "Canary")
TEXT = (
    "III. Action lines\n\nC5. Building confidence and security.\n\n"
    "C8. Cultural diversity of the xylophone shall be respected by all women and men.\n\n"
    "C9. Affirm that the same human rights of every quokka must be protected online and offline, in all media.\n\n"
    "C10. Ethics matter.\n\nC11. International and regional zeppelin cooperation.\n"
)
FILE = Attached("F1", "Canary.txt", "text/plain", len(TEXT))
INSIDE, OUTSIDE = "dina", "hansen"  # both of Norway; the platform says that one of them is in the caucus chat


@pytest.fixture
def house(house: Any) -> Any:
    async def reading(data: bytes, name: str) -> Any:
        return read(data, name)

    house.desk = replace(house.desk, read=reading)
    house.dispatcher = Dispatcher(house.desk, house.chats, house.dispatcher.commands)
    house.drain = Drain(house.desk, house.chats)
    house.chat.contents = {"F1": TEXT.encode()}
    house.chat.absent = {OUTSIDE, "zoe", "sekou"}
    return house


async def drop(house: Any, at: str = "corner", line: str = 'drafts add --private "Canary text"', **more: Any) -> Any:
    (said,) = await house.say(line, who=more.pop("who", "chang"), at=at, files=more.pop("files", (FILE,)), **more)
    return said


@pytest.fixture
async def given(house: Any) -> list[Any]:
    """What was said in the chats when the draft had been given to the caucus."""
    said = await drop(house)
    assert said.text == sentences.PRIVATE_ADDED.format(name="private1", document="Vision")
    return list(await house.delivered())


async def kept(house: Any, table: Any) -> list[Any]:
    async with house.db.read() as session:
        return list((await session.exec(select(table))).all())


def leaks(said: list[Any], typed: str = "") -> list[str]:
    """What was said with a word of the draft that the asker did not type, files too."""
    words = [word for word in CANARY if word.casefold() not in typed.casefold()]
    shown = [one.text + str(one.message) + (one.file.data.decode("latin-1") if one.file else "") for one in said]
    return [text for text in shown if any(word.casefold() in text.casefold() for word in words)]


async def test_the_caucus_chat_is_told_what_it_changes_and_no_other_chat_anything(house: Any, given: list[Any]) -> None:
    (told,) = given
    assert told.to.chat == "corner"
    assert told.text.startswith("PRIVATE DRAFT  Vision private1 “Canary text”: for this chat only")
    assert "3 reworded (C8 C9 C11)" in told.text
    assert "unofficial · sha " in told.text
    assert "dropped by Chang in fake" in told.text
    assert await kept(house, FlashRow) == []


@pytest.mark.need(21)
async def test_there_it_is_read_like_any_other(house: Any, given: list[Any]) -> None:
    (shown,) = await house.say("show C9 private1", who=INSIDE, at="corner")
    assert "quokka" in shown.text
    compared, *_ = await house.say("diff r2 private1", who=INSIDE, at="corner")
    assert "of every quokka" in compared.text
    (listed,) = await house.say("drafts", who=INSIDE, at="corner")
    assert "private1  Canary text" in listed.text
    pressed, *_ = await house.press(given[0], "Diff", who=INSIDE)
    assert "xylophone" in pressed.text


@pytest.mark.need(21)
async def test_in_private_it_is_read_by_those_whom_the_platform_knows_in_the_caucus(
    house: Any, given: list[Any]
) -> None:
    (shown,) = await house.say("show C9 private1", who=INSIDE, at=INSIDE)
    assert "quokka" in shown.text
    said = await house.say("show C9 private1", who=OUTSIDE, at=OUTSIDE)
    assert leaks(said) == []
    assert "withheld" in said[0].text


async def test_where_the_platform_cannot_tell_nothing_is_shown(house: Any, given: list[Any]) -> None:
    async def standing(*_: Any) -> str:
        raise Later("busy", seconds=5)

    house.chat.standing = standing
    assert leaks(await house.say("show C9 private1", who=INSIDE, at=INSIDE)) == []


COMMANDS = (
    *("diff latest", "diff r2 private1", "diff r2 vs:private1", "diff private1 file:html", "show C9", "show all"),
    *(
        "show C9 private1",
        "show C11 private1",
        'show C9 "Canary text"',
        "history C9",
        "history C9 private1",
        "brackets",
    ),
    *("brackets private1", "terms", 'terms "quokka"', 'terms "human rights" private1', "heard", "heard private1"),
    *("heard C9", "drafts", "drafts --chart", "drafts confirm private1", "object C9 private1 no", "share C9", "me"),
    *("accept C9", 'poll C9 "Keep it?"', "signoff C9", "help", "silence C9 until:2014-06-13T18:00"),
    *("home", "follow all", "follow C9", "follow diff private1", "follow diff r2", "me", "heard all", "show 7"),
)


@pytest.mark.need(21)
@pytest.mark.parametrize("place", ["room", "channel", "private", "another caucus"])
async def test_no_command_elsewhere_brings_a_word_of_it(house: Any, given: list[Any], place: str) -> None:
    async with house.db.write() as session:
        session.add(Chat(space_id=house.space_id, platform="fake", chat="den", kind="caucus"))
    for who in (OUTSIDE, "zoe", "sekou"):
        at = {"private": who, "another caucus": "den"}.get(place, place)
        for line in COMMANDS:
            assert leaks(await house.say(line, who=who, at=at), line) == [], line
    await house.wait(3600)
    assert leaks(await house.delivered()) == []


@pytest.mark.need(21)
async def test_the_record_and_its_export_hold_its_hash_and_no_word(house: Any, given: list[Any]) -> None:
    async with house.db.read() as session:
        space = await session.get_one(Space, house.space_id)
        made = await export(session, space, house.desk.clock())
    assert made is not None
    every = b"".join(made.files.values()).decode()
    assert not [word for word in CANARY if word.casefold() in every.casefold()]
    event = next(json.loads(one.ev) for one in await kept(house, EventRow) if '"private1"' in one.ev)
    assert event["withheld"] is True
    assert event["file"] == read(TEXT.encode(), "f.txt").sha256
    assert "Chang" not in every


@pytest.mark.need(22)
async def test_who_was_not_given_it_is_told_so_and_gets_no_text(house: Any, given: list[Any]) -> None:
    (listed,) = await house.say("drafts", who=OUTSIDE)
    assert "private1  withheld: given to some chats only" in listed.text
    assert "you have not seen it" in listed.text
    assert leaks([listed]) == []
    (asked,) = await house.say("show C9 private1", who=OUTSIDE)
    assert asked.text == sentences.WITHHELD.format(
        name="private1", document="Vision", seen="12:57", sha256=read(TEXT.encode(), "f.txt").sha256
    )


@pytest.mark.need(21)
async def test_the_circulation_says_where_it_was_posted_and_who_was_shown_it(house: Any, given: list[Any]) -> None:
    await house.say("show C9 private1", who=INSIDE, at="corner")
    (told,) = await house.say("heard private1", who=INSIDE, at="corner")
    assert "Shown in person: " in told.text
    assert "NO" in told.text.partition("Shown in person")[2].partition("\n")[0]
    assert "corner (caucus) 12:57" in told.text
    assert "Not shown in person" in told.text
    assert {one.draft_id for one in await kept(house, Reach)} == {(await kept(house, Draft))[-1].id}


async def test_a_caucus_sees_that_it_had_a_flash_and_the_room_does_not_learn_of_it(house: Any) -> None:
    await drop(house, line="drafts add", at="room")
    await house.delivered()
    (inside,) = await house.say("heard r3", at="corner")
    (outside,) = await house.say("heard r3", at="room")
    assert "corner (caucus)" in inside.text
    assert "corner" not in outside.text


async def test_given_to_a_second_caucus_it_is_the_same_draft_and_neither_learns_of_the_other(
    house: Any, given: list[Any]
) -> None:
    async with house.db.write() as session:
        session.add(Chat(space_id=house.space_id, platform="fake", chat="den", kind="caucus"))
    await drop(house, at="den")
    (told,) = await house.delivered()
    assert told.to.chat == "den"
    assert [one.private for one in await kept(house, Draft) if one.private] == [1]
    (heard,) = await house.say("heard private1", at="den")
    assert "corner" not in heard.text
    again = await drop(house, at="den")
    assert again.text == sentences.PRIVATE_KNOWN.format(name="private1", document="Vision")
    assert await house.delivered() == []


async def test_no_position_stands_on_it_and_none_is_carried_to_it(house: Any, given: list[Any]) -> None:
    draft = (await kept(house, Draft))[-1]
    assert (draft.settled, draft.number) == (None, None)
    await house.say("object C9 private1 red line", who=OUTSIDE, at="corner")
    await house.wait()
    assert await house.positions() == []


async def test_posted_for_all_later_the_same_words_are_a_draft_with_a_flash(house: Any, given: list[Any]) -> None:
    (said,) = await house.say("drafts add", who="chang", files=(FILE,))
    assert said.text == sentences.ADDED.format(name="r3", document="Vision")
    flashes = [one for one in await house.delivered() if one.text.startswith("FLASH")]
    assert {one.to.chat for one in flashes} == {"room", "corner", "channel"}


@pytest.mark.need(21)
@pytest.mark.parametrize("at", ["room", "channel", "chang"])
async def test_it_is_not_added_where_others_see_it_or_nobody(house: Any, at: str) -> None:
    said = await drop(house, at=at)
    assert said.text == sentences.PRIVATE_PLACE.format(space="WSIS+10 Vision")
    assert len(await kept(house, Draft)) == 3
    assert await kept(house, Delivery) == []


async def test_a_caucus_chat_that_was_opened_to_all_shows_it_no_longer(house: Any, given: list[Any]) -> None:
    async with house.db.write() as session:
        (corner,) = (await session.exec(select(Chat).where(Chat.chat == "corner"))).all()
        corner.kind = "open"
        session.add(corner)
    assert leaks(await house.say("show C9 private1", who=INSIDE, at="corner")) == []


async def test_a_number_that_there_is_not_is_said(house: Any) -> None:
    (said,) = await house.say("show C9 private7")
    assert said.text == sentences.NO_SUCH_PRIVATE.format(document="Vision", asked="private7")
