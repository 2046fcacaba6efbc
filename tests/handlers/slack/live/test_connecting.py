"""Sockets that drop, signed HTTP, tokens that are not accepted."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.errors import ConfigError
from handlers.slack.chat import SlackChat
from tests.handlers.slack.live.bot import PAGE_1, VERBS, Bot, plenary, post, running

pytestmark = pytest.mark.sims


async def test_connection_that_drops_comes_back_by_itself(sims: Any, bot: Bot) -> None:
    await plenary(sims, bot)
    await sims.slack.drop()
    async with asyncio.timeout(60):  # the simulator waits ten seconds for an envelope that fell between two connections
        while (await sims.slack.command("/diff", "latest", reply=False))["ack"].get("status") != 200:
            await asyncio.sleep(0.1)
    assert (await bot.hears(2)).text == "diff latest"


async def test_each_of_ten_processes_keeps_one_socket_and_each_thing_goes_to_one_of_them(sims: Any) -> None:
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(sims, app_token="xapp-test")) for _ in range(10)]

        async def sockets() -> int:
            return int((await sims.slack.client.get("/ctl/sockets")).json())

        async with asyncio.timeout(60):
            while await sockets() < len(bots):
                await asyncio.sleep(0.05)
        for dropped in (False, True):
            if dropped:
                await sims.slack.drop()
            async with asyncio.timeout(60):
                while (await sims.slack.command("/diff", f"after {dropped}", reply=False))["ack"].get("status") != 200:
                    await asyncio.sleep(0.1)
        async with asyncio.timeout(60):
            while await sockets() != len(bots):
                await asyncio.sleep(0.1)
        heard = [command.key for bot in bots for command in bot.heard]
        assert len(heard) == len(set(heard)) >= 2


async def test_wrong_app_token_is_one_sentence_that_names_the_setting(sims: Any) -> None:
    chat = SlackChat(bot_token="xoxb-local-test", app_token="xoxb-wrong", api_url=sims.slack_api, verbs=VERBS)
    with pytest.raises(ConfigError, match=r"\[slack\] app_token is not accepted by Slack \(not_allowed_token_type\)"):
        await chat.run(lambda _: asyncio.sleep(0))
    await chat.aclose()


async def test_without_app_token_slack_is_heard_by_signed_http(sims: Any, bot_by_http: Bot) -> None:
    bot_by_http.answer = lambda command: bot_by_http.chat.whisper(command, PAGE_1)
    result = await sims.slack.command("/diff", "latest")
    assert result["ack"]["status"] == 200
    assert result["replies"]


@pytest.mark.parametrize("forgery", [{"secret": "wrong"}, {"skew": -600}])
async def test_forged_or_old_request_is_refused(sims: Any, bot_by_http: Bot, forgery: dict[str, Any]) -> None:
    await sims.slack.http(bot_by_http.url, **forgery)
    result = await sims.slack.command("/diff", "latest", reply=False)
    assert result["ack"]["status"] == 401
    assert not bot_by_http.heard


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{not json", b"payload=%7Bnot"])
async def test_garbage_is_refused_without_a_trace(sims: Any, bot_by_http: Bot, body: bytes) -> None:
    assert await post(bot_by_http.chat, body, {"content-type": "application/json"}) in (400, 401)
    assert not bot_by_http.heard


async def test_http_is_closed_while_socket_mode_is_used(sims: Any, bot: Bot) -> None:
    assert await post(bot.chat, b"{}", {"content-type": "application/json"}) == 404
