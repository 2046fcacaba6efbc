"""What is posted, edited, found and refused: what people see, and that no rule of Slack's is broken."""

import asyncio
import json
from typing import Any

import pytest

from bot.errors import Gone, Later
from bot.message import Message, Para, Span, Title, Upload, say
from bot.places import Person, Place, Posted
from handlers.slack.incoming import response_url
from tests.handlers.slack.live.bot import PAGE_1, PAGE_2, PDF, Bot, called, id_of_bot, plenary, post_signed

pytestmark = pytest.mark.sims


async def test_page_is_turned_by_a_press_that_edits_it(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.send(place, PAGE_1, "k1")
    pressed = await sims.slack.click(posted.id, "t-next", user="bo")
    assert pressed["ack"]["status"] == 200
    command = await bot.hears(2)
    assert (command.token, command.who.name, command.pressed) == ("t-next", "bo", posted)
    assert command.pressed
    await bot.chat.edit(command.pressed, PAGE_2)
    await bot.chat.edit(command.pressed, PAGE_2)
    assert "ack" in await sims.slack.click(posted.id, "t-previous")
    ids = [{block["block_id"] for block in args["blocks"]} for args in await called(sims, "chat.update")]
    assert not ids[0] & ids[1]


async def test_link_button_is_acknowledged_and_asks_for_nothing(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.send(place, PAGE_1, "k1")
    assert (await sims.slack.click(posted.id, "link.1"))["ack"]["status"] == 200
    await asyncio.sleep(0.05)
    assert len(bot.heard) == 1


async def test_post_carries_its_key_and_unfurls_nothing(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await bot.chat.send(Place("slack", place.tenant, place.chat, "100.1"), PAGE_1, "flash:7")
    (args,) = await called(sims, "chat.postMessage")
    assert args["metadata"] == {"event_type": "rapporteur", "event_payload": {"key": "flash:7"}}
    assert (args["thread_ts"], args["unfurl_links"], args["unfurl_media"]) == ("100.1", False, False)
    assert "<" not in args["text"]


async def test_message_is_found_by_its_key_in_channel_thread_and_direct_chat(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    parent = await bot.chat.send(place, say("parent"), "parent")
    thread = Place("slack", place.tenant, place.chat, parent.id)
    direct = Place("slack", place.tenant, bot.heard[0].who.id)
    for number, to in enumerate((place, thread, direct)):
        sent = await bot.chat.send(to, PAGE_1, f"k{number}")
        assert await bot.chat.find(to, f"k{number}") == sent
        assert await bot.chat.find(to, "never sent") is None


async def test_file_is_shared_in_a_thread_and_found_by_its_key(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    thread = Place("slack", place.tenant, place.chat, (await bot.chat.send(place, say("parent"), "k1")).id)
    posted = await bot.chat.upload(thread, PDF, Message((Title("Redline"), Para((Span("<!here> *r2* Право"),)))), "k2")
    assert await bot.chat.find(thread, "k2") == posted
    (shared,) = await called(sims, "files.completeUploadExternal")
    assert "initial_comment" not in shared
    assert "mrkdwn" not in shared["blocks"]
    assert json.loads(shared["files"])[0]["title"] == PDF.title


async def test_file_without_a_note_says_its_title(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.upload(place, PDF, Message(()), "k")
    assert await bot.chat.find(place, "k") == posted
    (shared,) = await called(sims, "files.completeUploadExternal")
    assert PDF.title in shared["blocks"]


async def test_picture_says_what_it_shows(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await bot.chat.upload(place, Upload("p1.png", b"\x89PNG", "Page 1 of the redline", "image/png"), say("Page 1"), "k")
    (asked,) = await called(sims, "files.getUploadURLExternal")
    assert asked["alt_txt"] == "Page 1 of the redline"


async def test_private_answer_is_turned_through_its_own_press(sims: Any, bot_by_http: Bot) -> None:
    """chat.update cannot edit an ephemeral message; the press on it brings a response_url that can."""
    bot = bot_by_http
    place = await plenary(sims, bot)
    body = {
        "type": "block_actions",
        "team": {"id": place.tenant},
        "user": {"id": "U7", "username": "amira"},
        "container": {"type": "message", "channel_id": place.chat, "message_ts": "55.5", "is_ephemeral": True},
        "actions": [{"type": "button", "action_id": "t-next", "value": "t-next", "action_ts": "56.1"}],
        "trigger_id": "t.1",
        "response_url": response_url(bot.heard[0]),
    }
    assert await post_signed(bot.chat, body) == 200
    command = await bot.hears(2)
    assert command.pressed == Posted(place, "55.5")
    await bot.chat.edit(Posted(place, "55.5"), PAGE_2)
    (answer,) = await sims.slack.responses()
    assert (answer["body"]["replace_original"], answer["body"]["response_type"]) == (True, "ephemeral")
    assert not await sims.slack.log("chat.update")


async def test_standing_is_slacks_word_and_asked_once(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.command("/diff", user="bo", reply=False)
    await bot.hears(2)
    amira, bo = (command.who for command in bot.heard)
    standings = [await bot.chat.standing(who, place) for who in (amira, bo, bo)]
    assert standings == ["admin", "member", "member"]
    assert len(await sims.slack.log("conversations.members")) == 1
    assert len(await sims.slack.log("users.info")) == 2


async def test_outsider_is_absent(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    me = await id_of_bot(sims)
    direct = await bot.chat.send(Place("slack", place.tenant, bot.heard[0].who.id), say("hello"), "k")
    await sims.slack.command("/diff", user="bo", reply=False)
    bo = (await bot.hears(2)).who
    assert await bot.chat.standing(bo, direct.place) == "absent"
    assert await bot.chat.standing(Person("slack", place.tenant, me, "bot"), direct.place) == "admin"


async def test_429_is_for_later_by_its_own_seconds_and_not_tried_again_here(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.limit("chat.postMessage", times=1, retry_after=7)
    with pytest.raises(Later) as caught:
        await bot.chat.send(place, PAGE_1, "k")
    assert caught.value.seconds == 7
    assert len(await sims.slack.log("chat.postMessage")) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found", "token_revoked"])
async def test_chat_that_is_closed_to_us_is_gone(sims: Any, bot: Bot, code: str) -> None:
    place = await plenary(sims, bot)
    await sims.slack.fail("chat.postMessage", error=code)
    with pytest.raises(Gone, match=code):
        await bot.chat.send(place, PAGE_1, "k")


async def test_deleted_message_is_gone(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    with pytest.raises(Gone, match="no longer in Slack"):
        await bot.chat.edit(Posted(place, "1.1"), PAGE_1)
