"""Slack's Web API as we use it: calls that fail with bot.errors, and short memories of who is who and where.

slack_sdk's own retries are off: they post twice when a connection is cut after the post was read. What is tried again, and
when, `handlers.delivery` decides.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import uuid4

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import ConfigError, Gone, Later, Refused
from bot.message import Message
from bot.places import Place
from bot.sentences import slack as say
from handlers.slack import render
from handlers.slack.failures import is_about_token, typed

_LOG = logging.getLogger(__name__)
_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
_REMEMBERED = 300.0  # seconds
_PAGES = 10

Json = dict[str, Any]


class Api:
    """One workspace's Web API, on one pool of connections."""

    def __init__(self, bot_token: str, base_url: str) -> None:
        self.slack = AsyncWebClient(token=bot_token, base_url=base_url.rstrip("/") + "/", retry_handlers=[])
        self._directs: dict[str, str] = {}  # a person's id → the channel of our direct messages
        self._known: dict[str, tuple[float, Any]] = {}  # a question → (until when its answer holds, the answer)

    def client(self) -> AsyncWebClient:
        """The client, its connections pooled: without a session slack_sdk opens a connection for every call."""
        if self.slack.session is None:
            self.slack.session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return self.slack

    async def aclose(self) -> None:
        if self.slack.session:
            await self.slack.session.close()

    async def post(self, channel: str, thread: str | None, message: Message, stamp: str, **more: Any) -> str:
        """Posts; the ts of the new message. `stamp`: see render.blocks."""
        with typed():
            answer = await self.client().chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=render.fallback(message),
                blocks=render.blocks(message, stamp),
                unfurl_links=False,
                unfurl_media=False,
                mrkdwn=False,
                **more,
            )
        return str(answer["ts"])

    async def respond(self, url: str, message: Message, thread: str | None, *, replace: bool) -> bool:
        """Answers its asker alone through a response_url; False if Slack did not take it.

        Slack takes five answers within half an hour (docs.slack.dev, handling user interaction). `replace`: in place of
        the private message whose button was pressed.
        """
        body = {
            "text": render.fallback(message),
            "blocks": render.blocks(message, uuid4().hex),
            "response_type": "ephemeral",
            "replace_original": replace,
            "thread_ts": thread,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        hook = AsyncWebhookClient(url, session=self.client().session, retry_handlers=[])
        try:
            with typed(repeatable=True):
                return (await hook.send_dict(body)).status_code == 200
        except Later as failure:
            _LOG.info("a response_url was not reached: %s", failure.cause)
            return False

    async def open(self, trigger: str, view: Json) -> bool:
        """Opens a modal; False without a trigger_id or where its three seconds are over (docs.slack.dev, views.open)."""
        if not trigger:
            return False
        try:
            with typed(repeatable=True):
                await self.client().views_open(trigger_id=trigger, view=view)
        except (Later, Refused) as failure:
            _LOG.info("a modal was not opened: %s", failure.cause)
            return False
        return True

    def download(self, url: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Slack's answer with a file, asked for with our token; nothing is followed elsewhere."""
        session = self.client().session
        assert session is not None
        headers = {"Authorization": f"Bearer {self.slack.token}"}
        return session.get(url, headers=headers, allow_redirects=False)

    async def channel(self, place: Place) -> str:
        """The channel to post in; for a person's id the channel of our direct messages."""
        return await self.direct(place.chat) if place.chat.startswith(("U", "W")) else place.chat

    async def direct(self, user: str) -> str:
        """The channel of our direct messages with a person; opened if there is none."""
        if user not in self._directs:
            self._directs[user] = str((await self.ask("conversations.open", users=user))["channel"]["id"])
        return self._directs[user]

    async def user(self, user: str) -> Json:
        """Slack's user object (docs.slack.dev/reference/objects/user-object)."""
        answer = await self._remembered(f"user {user}", lambda: self.ask("users.info", user=user))
        return dict(answer["user"])

    async def creator(self, channel: str) -> str:
        answer = await self._remembered(f"channel {channel}", lambda: self.ask("conversations.info", channel=channel))
        return str(answer["channel"].get("creator", ""))

    async def members(self, channel: str) -> frozenset[str]:
        async def ask() -> frozenset[str]:
            pages = self.pages("conversations.members", channel=channel, limit="1000")
            return frozenset([member async for page in pages for member in page["members"]])

        members: frozenset[str] = await self._remembered(f"members {channel}", ask)
        return members

    async def pages(self, method: str, **data: str) -> AsyncGenerator[AsyncSlackResponse, None]:
        """Page after page of a list; Refused if ten pages did not reach its end."""
        for _ in range(_PAGES):
            page = await self.ask(method, **data)
            yield page
            data["cursor"] = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not data["cursor"]:
                return
        raise Refused(say.CANNOT_TELL)

    async def ask(self, method: str, **data: str) -> AsyncSlackResponse:
        """Any method that harms nobody when it is called twice."""
        with typed(repeatable=True):
            return await self.client().api_call(method, data=data)

    async def _remembered(self, question: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        """The answer to a question about people and chats, asked again after five minutes."""
        now = time.monotonic()
        if question not in self._known or self._known[question][0] < now:
            answer = await ask()
            self._known = {known: held for known, held in self._known.items() if held[0] >= now}
            self._known[question] = (now + _REMEMBERED, answer)
        return self._known[question][1]


async def patiently(ask: Callable[[], Awaitable[Any]], bad_token: str) -> Any:
    """Asks until Slack can be reached. ConfigError with the sentence `bad_token` if the token is refused."""
    while True:
        try:
            with typed(repeatable=True):
                return await ask()
        except Later as failure:
            _LOG.warning("Slack cannot be reached (%s); trying again in %.0f s", failure.cause, failure.seconds)
            await asyncio.sleep(failure.seconds)
        except Gone as failure:
            if is_about_token(failure):
                raise ConfigError(bad_token, code=failure.cause) from failure
            raise
