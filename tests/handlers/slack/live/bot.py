"""SlackChat on slack-bolt against the simulator, what it has heard, and what is asked of the simulator."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request

from bot.message import Button, Message, Para, Span, Title, Upload
from bot.places import Place
from handlers.chat import Command
from handlers.slack.chat import SlackChat

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
VERBS = ("diff", "show", "drafts", "watch", "space", "join", "help")
PAGE_1 = Message(
    (Title("Vision r2"), Para((Span("the same rights "), Span("of men", "del"), Span(" <!channel>", "add")))),
    ((Button("Next", token="t-next"), Button("Original", url="https://example.org/vision.pdf")),),
)
PAGE_2 = Message((Title("Vision r2"), Para((Span("page 2"),))), ((Button("Previous", token="t-previous"),),))
PDF = Upload("redline.pdf", b"%PDF-1.4 redline", "Redline of r1 and r2", "application/pdf")


@dataclass
class Bot:
    """A SlackChat and what it has heard. `answer`: what the core does with a command."""

    chat: SlackChat
    url: str = ""
    heard: list[Command] = field(default_factory=list)
    answer: Callable[[Command], Awaitable[None]] | None = None

    async def on(self, command: Command) -> None:
        self.heard.append(command)
        if self.answer:
            await self.answer(command)

    async def hears(self, count: int = 1) -> Command:
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                await asyncio.sleep(0.02)
        return self.heard[count - 1]


@asynccontextmanager
async def running(sims: Any, **settings: str) -> AsyncIterator[Bot]:
    """Running until the block ends; no rule of Slack's may be broken in it."""
    bot = Bot(SlackChat(bot_token="xoxb-local-test", api_url=sims.slack_api, verbs=VERBS, **settings))
    listening = asyncio.create_task(bot.chat.run(bot.on))
    try:
        yield bot
        assert not await sims.violations()
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await bot.chat.aclose()


async def plenary(sims: Any, bot: Bot) -> Place:
    await sims.slack.command("/draft", "help", reply=False)
    return (await bot.hears()).place


async def called(sims: Any, method: str) -> list[dict[str, Any]]:
    return [call["args"] for call in await sims.slack.log(method)]


async def id_of_bot(sims: Any) -> str:
    headers = {"Authorization": "Bearer xoxb-local-test"}
    return str((await sims.slack.client.post("/api/auth.test", headers=headers)).json()["user_id"])


async def post_signed(chat: SlackChat, payload: dict[str, Any]) -> int:
    """What Slack would post for an interaction, handed to the adapter; the HTTP status."""
    body, stamp = urlencode({"payload": json.dumps(payload)}), str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    assert signature
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }
    return await post(chat, body.encode(), headers)


async def post(chat: SlackChat, body: bytes, headers: dict[str, str]) -> int:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "query_string": b"", "headers": raw}
    return (await chat.handle(Request(scope, receive))).status_code
