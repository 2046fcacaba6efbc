"""The picture of the first changes goes with its Flash, and takes nothing from it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot import outbox
from bot.drafts import flash
from bot.drafts.keeping import sheets
from bot.errors import CutOff, Gone, Later, Refused
from bot.message import say
from bot.sentences import chat as sentences
from handlers.delivery.pictures import Pictures
from storage import spaces
from storage.tables import Chat, Delivery, FlashRow

R1, R2 = 2, 3  # ids of the drafts in the house


def _facts(**more: Any) -> dict[str, Any]:
    told = flash.Flash("Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, **more)
    return flash.FLASH.dump_python(told, mode="json")  # type: ignore[no-any-return]


@pytest.fixture
def flash_out(house: Any) -> Callable[..., Any]:
    """A Flash on its way to every chat of the space."""

    async def flash_out(**more: Any) -> FlashRow:
        known = {"seen": house.desk.clock(), "against": "r1", "counts": {"reworded": 2, "added": 1}} | more
        async with house.db.write() as session:
            row = FlashRow(draft_id=R2, against=R1 if known["against"] else None, facts=_facts(**known))
            row.made = house.desk.clock()
            session.add(row)
            await session.flush()
            await outbox.flash_out(session, house.space_id, row, house.desk.clock())
        return row

    return flash_out


@pytest.fixture
def pictures(house: Any) -> Pictures:
    house.chat.pictures = True
    return Pictures(house.desk, house.chats, {"fake": 1000.0})


async def _drawn(house: Any, pictures: Pictures) -> list[Any]:
    """What is sent when every picture that is due has been sent."""
    before = len(house.chat.said)
    for token in await pictures.due():
        await pictures.run(token)
    return house.chat.said[before:]  # type: ignore[no-any-return]


async def _waiting(house: Any) -> list[Delivery]:
    async with house.db.read() as session:
        return list((await session.exec(select(Delivery).where(Delivery.kind == "picture"))).all())


async def test_a_picture_of_the_first_changes_follows_the_flash_quietly(
    house: Any, flash_out: Any, pictures: Pictures
) -> None:
    await flash_out()
    await house.delivered()
    said = await _drawn(house, pictures)
    assert sorted(one.to.chat for one in said) == ["corner", "room"]  # "channel" gets the Flash and nothing else
    for one in said:
        assert one.how == "upload"
        assert one.file.data.startswith(b"\x89PNG")
        assert (one.file.name, one.file.mime) == ("Vision-r1-r2.png", "image/png")
        assert one.text == "All changes: Vision r1 → r2 (unofficial)"
        assert one.message.quiet
    assert {row.state for row in await _waiting(house)} == {"sent"}
    assert await _drawn(house, pictures) == []


async def test_the_picture_says_in_words_what_it_shows(house: Any, flash_out: Any, pictures: Pictures) -> None:
    await flash_out()
    await house.delivered()
    (said, *_) = await _drawn(house, pictures)
    lines = said.file.alt.splitlines()
    assert lines[0] == "C8 (reworded): Cultural diversity shall be respected by all [added: women and men]."
    assert lines[-1] == "C11 (added): [added: International and regional cooperation.]"


async def test_the_picture_is_written_down_with_its_flash_and_waits_until_that_is_posted(
    house: Any, flash_out: Any, pictures: Pictures
) -> None:
    await flash_out()
    assert [row.state for row in await _waiting(house)] == ["ready", "ready"]
    assert await pictures.due() == []
    assert await _drawn(house, pictures) == []
    await house.delivered()
    assert await pictures.due() == [("fake", "")]


async def test_where_messages_have_threads_the_picture_goes_into_the_flashs(
    house: Any, flash_out: Any, pictures: Pictures
) -> None:
    house.chat.threads = True
    await flash_out()
    posted = {one.to.chat: one.at.id for one in await house.delivered()}
    for one in await _drawn(house, pictures):
        assert one.to.thread == posted[one.to.chat]


@pytest.mark.parametrize(
    "more",
    [
        {"against": "", "counts": {}},
        {"counts": {"typography": 3, "renumbered": 2}},
        {"doubts": ("The letters of two scripts are mixed.",)},
    ],
    ids=["a first draft", "nothing to show", "a doubtful reading"],
)
async def test_without_changes_that_can_be_shown_there_is_no_picture(house: Any, flash_out: Any, more: Any) -> None:
    await flash_out(**more)
    assert await _waiting(house) == []


async def test_where_pictures_are_not_shown_none_is_sent_and_nothing_is_left(
    house: Any, flash_out: Any, pictures: Pictures
) -> None:
    house.chat.pictures = False
    await flash_out()
    await house.delivered()
    assert await _drawn(house, pictures) == []
    assert await _waiting(house) == []


async def test_one_picture_is_drawn_for_all_chats_of_a_language(
    house: Any, flash_out: Any, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = [], sheets.of_flash

    async def counted(session: Any, row: FlashRow, now: Any) -> Any:
        drawn.append(row.id)
        return await draw(session, row, now)

    monkeypatch.setattr(sheets, "of_flash", counted)
    row = await flash_out()
    await house.delivered()
    assert len(await _drawn(house, pictures)) == 2
    assert drawn == [row.id]


async def test_each_chat_has_the_picture_in_its_language(house: Any, flash_out: Any, pictures: Pictures) -> None:
    async with house.db.write() as session:
        [room] = (await session.exec(select(Chat).where(Chat.chat == "room"))).all()
        room.language = "fr"
    await flash_out()
    await house.delivered()
    said = {one.to.chat: one for one in await _drawn(house, pictures)}
    assert said["corner"].text == "All changes: Vision r1 → r2 (unofficial)"
    assert said["room"].text == "Tous les changements\u00a0: Vision r1 → r2 (non officiel)"
    assert said["room"].file.data != said["corner"].file.data


async def test_a_picture_that_cannot_be_drawn_costs_the_flash_nothing(
    house: Any, flash_out: Any, pictures: Pictures, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> Any:
        raise ValueError("no font")

    monkeypatch.setattr(sheets, "of_flash", broken)
    await flash_out()
    assert len(await house.delivered()) == 3
    assert await _drawn(house, pictures) == []
    assert await _waiting(house) == []
    assert caplog.text.count("no font") >= 1


async def test_a_message_does_not_wait_for_a_picture(house: Any, flash_out: Any, pictures: Pictures) -> None:
    await flash_out()
    await house.delivered()
    house.chat.fail("upload", *[Later("busy", seconds=300)] * 2)
    await _drawn(house, pictures)
    async with house.db.write() as session:
        await outbox.tell_space(session, house.space_id, "next", lambda: say("The next message."), house.desk.clock())
    assert [one.text for one in await house.delivered()] == ["The next message."]


async def test_a_place_that_takes_no_picture_is_not_given_up(house: Any, flash_out: Any, pictures: Pictures) -> None:
    await flash_out()
    await house.delivered()
    house.chat.fail("upload", Gone("no rights to send photos"), Refused("no scope"))
    await _drawn(house, pictures)
    assert [row.state for row in await _waiting(house)] == ["dead", "dead"]
    async with house.db.read() as session:
        assert len(await spaces.live_chats(session, house.space_id)) == 3


async def test_a_picture_is_tried_three_times(house: Any, flash_out: Any, pictures: Pictures) -> None:
    await flash_out()
    await house.delivered()
    for _ in range(3):
        house.chat.fail("upload", *[Later("busy", seconds=30)] * 2)
        assert await _drawn(house, pictures) == []
        house.desk.clock.advance(31)
    assert {(row.state, row.tries) for row in await _waiting(house)} == {("dead", 3)}


@pytest.mark.parametrize("finds", [True, False])
async def test_a_picture_that_a_crash_left_open_is_found_or_sent_again_and_says_so(
    house: Any, flash_out: Any, pictures: Pictures, finds: bool
) -> None:
    house.chat.finds = finds
    await flash_out()
    await house.delivered()
    house.chat.fail("upload", *[CutOff("cut off")] * 2, done=True)
    await _drawn(house, pictures)
    house.desk.clock.advance(60)
    await house.drain.recover()
    again = await _drawn(house, pictures)
    assert len(again) == (0 if finds else 2)
    assert all(sentences.REPEAT in one.text for one in again)
    assert {row.state for row in await _waiting(house)} == {"sent"}


async def test_an_edit_of_the_flash_edits_the_flash_alone(house: Any, flash_out: Any, pictures: Pictures) -> None:
    row = await flash_out()
    await house.delivered()
    await _drawn(house, pictures)
    async with house.db.write() as session:
        await outbox.edit_flash(session, await session.get_one(FlashRow, row.id), house.desk.clock())
    assert [one.how for one in await house.delivered()] == ["edit"] * 3


async def test_two_workers_never_send_one_picture_twice(house: Any, flash_out: Any, pictures: Pictures) -> None:
    await flash_out()
    await house.delivered()
    other = Pictures(house.desk, house.chats, {"fake": 1000.0})
    before = len(house.chat.said)
    await asyncio.gather(pictures.run(("fake", "")), other.run(("fake", "")))
    assert len(house.chat.said) - before == 2
