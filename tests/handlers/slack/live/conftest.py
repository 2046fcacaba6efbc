"""SlackChat connected to the simulator, by a socket and by signed HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from handlers.slack.chat import SlackChat
from tests.handlers.slack.live.bot import SECRET, Bot, running


@pytest.fixture
async def bot(sims: Any) -> AsyncIterator[Bot]:
    async with running(sims, app_token="xapp-test") as connected:
        await sims.slack.ready()
        yield connected


@pytest.fixture
async def bot_by_http(sims: Any, served: Any) -> AsyncIterator[Bot]:
    async with running(sims, signing_secret=SECRET) as bot, served(web(bot.chat)) as url:
        bot.url = f"{url}/slack/events"
        await sims.slack.http(bot.url)
        while not bot.chat.tenant:
            await asyncio.sleep(0.02)
        yield bot


def web(chat: SlackChat) -> Starlette:
    return Starlette(routes=[Route("/slack/events", chat.handle, methods=["POST"])])
