"""What people type, press and open in the simulator reaches the core, and how they are answered."""

import asyncio
import json
from typing import Any

import pytest

from bot.message import Button, Message, Para, Span, say
from bot.places import Place
from handlers.chat import Command
from tests.handlers.slack.live.bot import PAGE_1, PAGE_2, Bot, called, id_of_bot, plenary, post_signed

pytestmark = pytest.mark.sims


@pytest.mark.parametrize(("name", "typed"), [("/draft", "diff latest"), ("/diff", "latest")])
async def test_command_is_acknowledged_at_once_and_answered_to_its_asker_alone(
    sims: Any, bot: Bot, name: str, typed: str
) -> None:
    bot.answer = lambda command: bot.chat.whisper(command, PAGE_1)
    result = await sims.slack.command(name, typed)
    assert bot.heard[0].text == "diff latest"
    assert (bot.heard[0].who.name, bot.heard[0].private) == ("amira", False)
    assert result["ack"]["status"] == 200
    (answer,) = result["replies"]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert answer["blocks"][0]["text"]["text"] == "Vision r2"
    assert not await sims.slack.log("chat.postMessage")


async def test_slack_is_answered_while_the_core_is_still_at_work(sims: Any, bot: Bot) -> None:
    place, done = await plenary(sims, bot), asyncio.Event()
    posted = await bot.chat.send(place, PAGE_1, "k1")
    bot.answer = lambda _: done.wait()  # type: ignore[assignment, return-value]
    said = {"type": "app_mention", "user": bot.heard[0].who.id, "text": "drafts", "channel": place.chat}
    answers = [
        await sims.slack.command("/diff", "latest", reply=False),
        await sims.slack.click(posted.id, "t-next"),
        await sims.slack.event(**said, ts="100.2"),
    ]
    assert [answer["ack"].get("status") for answer in answers] == [200, 200, 200]
    await bot.hears(4)
    done.set()


async def test_core_that_fails_at_once_does_not_cost_the_acknowledgement(
    sims: Any, bot: Bot, caplog: pytest.LogCaptureFixture, until: Any
) -> None:
    async def fail(_: Command) -> None:
        raise RuntimeError("the database is away")

    bot.answer = fail
    result = await sims.slack.command("/diff", "latest", reply=False)
    assert result["ack"]["status"] == 200
    await until(lambda: "the database is away" in caplog.text)


async def test_mention_in_a_thread_is_answered_there_to_its_asker(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    said = {"type": "app_mention", "user": bot.heard[0].who.id, "text": f"<@{await id_of_bot(sims)}> diff latest"}
    await sims.slack.event(**said, ts="100.2", thread_ts="100.1", channel=place.chat)
    command = await bot.hears(2)
    assert (command.text, command.place.thread, command.who.name) == ("diff latest", "100.1", "amira")
    await bot.chat.whisper(command, PAGE_1)
    (answer,) = await called(sims, "chat.postEphemeral")
    assert (answer["channel"], answer["user"], answer["thread_ts"]) == (place.chat, command.who.id, "100.1")


async def test_asker_who_is_not_in_the_channel_gets_a_direct_message(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.event(type="app_mention", user=bot.heard[0].who.id, text="drafts", ts="100.2", channel=place.chat)
    await sims.slack.fail("chat.postEphemeral", error="user_not_in_channel")
    await bot.chat.whisper(await bot.hears(2), PAGE_1)
    (posted,) = await called(sims, "chat.postMessage")
    assert posted["channel"].startswith("D")


async def test_direct_message_without_slash_is_answered_there_in_the_open(sims: Any, bot: Bot) -> None:
    who = (await plenary(sims, bot), bot.heard[0].who)[1]
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    await sims.slack.event(type="message", channel_type="im", user=who.id, text="diff latest", ts="1.1", channel=ours)
    command = await bot.hears(2)
    assert (command.text, command.private) == ("diff latest", True)
    await bot.chat.whisper(command, PAGE_1)
    assert [args["channel"] for args in await called(sims, "chat.postMessage")] == [ours, ours]
    assert not await sims.slack.log("chat.postEphemeral")


async def test_slash_command_is_private_in_our_direct_channel_but_not_between_two_others(sims: Any, bot: Bot) -> None:
    who = (await plenary(sims, bot), bot.heard[0].who)[1]
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    for channel in (ours, "D0THERS"):
        await sims.slack.command("/diff", "latest", reply=False, channel_id=channel)
    await bot.hears(3)
    assert {command.place.chat: command.private for command in bot.heard[1:]} == {ours: True, "D0THERS": False}


async def test_event_that_slack_repeats_keeps_its_key(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    for _ in range(2):
        await sims.slack.event("Ev7", type="app_mention", user="U1", text="drafts", ts="100.2", channel=place.chat)
    await bot.hears(3)
    assert [command.key for command in bot.heard[1:]] == ["Ev7", "Ev7"]


async def test_our_own_and_changed_messages_are_no_commands(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    said = {"type": "message", "channel_type": "im", "channel": "D1", "ts": "1.1"}
    for event in (
        {**said, "subtype": "message_changed"},
        {**said, "user": await id_of_bot(sims), "text": "diff"},
        {**said, "user": "U9", "bot_id": "B9", "text": "diff"},
        {"type": "channel_archive", "channel": place.chat},
    ):
        assert (await sims.slack.event(**event))["ack"]["status"] == 200
    await asyncio.sleep(0.1)
    assert len(bot.heard) == 1


async def test_home_tab_is_shown_when_it_is_opened_and_its_buttons_are_answered_in_our_direct_channel(
    sims: Any, bot_by_http: Bot
) -> None:
    bot = bot_by_http
    await plenary(sims, bot)
    who = bot.heard[0].who
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    await sims.slack.event(type="app_home_opened", user=who.id, channel=ours, tab="home")
    command = await bot.hears(2)
    assert (command.text, command.tab, command.private, command.who.name) == ("home", True, True, "amira")
    await bot.chat.home(command.who, PAGE_1)
    (shown,) = await called(sims, "views.publish")
    view = shown["view"] if isinstance(shown["view"], dict) else json.loads(shown["view"])
    assert (shown["user_id"], view["type"], view["blocks"][0]["type"]) == (who.id, "home", "header")

    press = {
        "type": "block_actions",
        "team": {"id": who.tenant},
        "user": {"id": who.id, "username": "amira"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home"},
        "actions": [{"type": "button", "action_id": "t-next", "value": "t-next", "action_ts": "56.1"}],
        "trigger_id": "t.1",
    }
    assert await post_signed(bot.chat, press) == 200
    command = await bot.hears(3)
    assert (command.token, command.tab, command.private, command.place.chat) == ("t-next", True, True, ours)
    await bot.chat.whisper(command, PAGE_2)
    assert [args["channel"] for args in await called(sims, "chat.postMessage")] == [ours, ours]


async def test_fullest_home_tab_keeps_slacks_hundred_blocks(sims: Any, bot: Bot) -> None:
    await plenary(sims, bot)
    full = Message(
        tuple(Para((Span(f"line {n}"),)) for n in range(45)),
        tuple((Button(f"Answer {n}", token=f"t{n}"),) for n in range(80)),
    )
    await bot.chat.home(bot.heard[0].who, full)
