"""Two workspaces side by side, from the install page to the removal: by HTTP and by socket, with tokens that end."""

import asyncio
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from sqlmodel import col, select

from bot.errors import Gone
from bot.message import say
from bot.places import Place
from bot.sentences import slack as sentences
from bot.settings import SlackSection
from handlers.chat import Command
from handlers.request import Chats
from handlers.slack.failures import lost, of_code
from handlers.slack.workspaces import Workspaces
from handlers.web.app import Doors, app
from storage.db import Database
from storage.tables import Chat, SlackBot, Space

# slack_sdk 3.47 asks for a token with aiohttp's BasicAuth, which goes in aiohttp 4
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

HOME = "https://bot.example.org"
SECRET = "s3cret"


@dataclass
class Bot:
    workspaces: Workspaces
    chats: Chats
    browser: httpx.AsyncClient
    heard: list[Command] = field(default_factory=list)

    async def on(self, command: Command) -> None:
        self.heard.append(command)
        chat = self.chats.at("slack", command.place.tenant)
        assert chat
        await chat.send(command.place, say(f"heard {command.text}"), command.key)

    async def install(self, team: str) -> httpx.Response:
        """What a browser does, back from Slack's page with a code."""
        self.browser.cookies.clear()
        page = await self.browser.get("/slack/install")
        state = re.search(r"state=([\w-]+)", page.text)
        assert state
        cookie = page.headers["set-cookie"].split(";")[0]
        path = f"/slack/oauth_redirect?code=code-{team}&state={state[1]}"
        return await self.browser.get(path, headers={"cookie": cookie})

    async def posted(self, payload: dict[str, Any], stamp: int | None = None) -> int:
        body, at = urlencode(payload), str(stamp or int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body) or ""
        headers = {"x-slack-request-timestamp": at, "x-slack-signature": signature}
        headers["content-type"] = "application/x-www-form-urlencoded"
        return (await self.browser.post("/slack/events", content=body, headers=headers)).status_code

    async def hears(self, count: int) -> Command:
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)
        return self.heard[count - 1]


def typed(team: str, text: str = "latest") -> dict[str, Any]:
    who = {"user_id": "U1", "user_name": "amira", "channel_id": "C1"}
    return {
        **who,
        "team_id": team,
        "command": "/diff",
        "text": text,
        "trigger_id": f"{team}.{text}",
        "response_url": "",
    }


@pytest.fixture
async def make(many: Any, sqlite: Database, clock: Any) -> AsyncIterator[Callable[..., Any]]:
    made: list[tuple[Bot, asyncio.Task[None]]] = []

    async def build(**more: str) -> Bot:
        settings = {"client_id": "111.222", "client_secret": "sec", "api_url": f"{many.url}/api/", **more}
        chats = Chats({})
        workspaces = Workspaces(SlackSection.model_validate(settings), HOME, sqlite, chats, clock, ("diff",))
        web = app(sqlite, Doors(slack=workspaces.handle, installs=workspaces.handle))
        bot = Bot(workspaces, chats, httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url=HOME))
        made.append((bot, asyncio.create_task(workspaces.run(bot.on))))
        async with asyncio.timeout(60):
            while workspaces._on is None or ("app_token" in more and not many.sockets):
                await asyncio.sleep(0.01)
        return bot

    yield build
    for bot, running in made:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bot.browser.aclose()
        await bot.workspaces.aclose()


async def said(many: Any, team: str, count: int = 1) -> list[str]:
    async with asyncio.timeout(60):
        while len(found := many.called(team, "chat.postMessage")) < count:
            await asyncio.sleep(0.01)
    return [one["text"] for one in found]


async def test_two_workspaces_are_each_installed_answered_and_removed_without_the_other(many: Any, make: Any) -> None:
    bot = await make(signing_secret=SECRET)
    assert [(await bot.install(team)).status_code for team in ("T1", "T2")] == [200, 200]
    for team in ("T1", "T2"):
        assert await bot.posted(typed(team, f"in {team}")) == 200
        assert await said(many, team) == [f"heard diff in {team}"]
    await leave(bot, {"type": "app_uninstalled"}, "T1")
    async with asyncio.timeout(60):
        while bot.chats.at("slack", "T1"):
            await asyncio.sleep(0.01)
    await bot.posted(typed("T1", "again"))
    assert await bot.posted(typed("T2", "again")) == 200
    assert (await said(many, "T2", 2))[-1] == "heard diff again"
    assert len(many.called("T1", "chat.postMessage")) == 1


async def leave(bot: Bot, event: dict[str, Any], team: str) -> None:
    body = json.dumps({"type": "event_callback", "event_id": f"Ev{team}", "team_id": team, "event": event})
    at = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body) or ""
    headers = {"x-slack-request-timestamp": at, "x-slack-signature": signature, "content-type": "application/json"}
    assert (await bot.browser.post("/slack/events", content=body, headers=headers)).status_code == 200


async def test_one_socket_brings_what_happens_in_every_workspace(many: Any, make: Any) -> None:
    bot = await make(app_token="xapp-1")
    assert [(await bot.install(team)).status_code for team in ("T1", "T2")] == [200, 200]
    for number, team in enumerate(("T1", "T2"), 1):
        await many.bring("slash_commands", typed(team, f"in {team}"))
        assert (await bot.hears(number)).place.tenant == team
        assert await said(many, team) == [f"heard diff in {team}"]
    async with asyncio.timeout(60):
        while len(many.acked) < 2:
            await asyncio.sleep(0.01)
    uninstalled = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": {"type": "app_uninstalled"}}
    await many.bring("events_api", uninstalled)
    async with asyncio.timeout(60):
        while bot.chats.at("slack", "T1"):
            await asyncio.sleep(0.01)
    assert bot.chats.at("slack", "T2")


async def test_where_slack_has_a_socket_nothing_is_taken_by_http(many: Any, make: Any) -> None:
    bot = await make(app_token="xapp-1")
    await bot.install("T1")
    assert await bot.posted(typed("T1")) == 404
    assert bot.heard == []


async def test_revoked_token_is_gone_for_its_workspace_alone_until_it_is_installed_again(
    many: Any, make: Any, sqlite: Database
) -> None:
    bot = await make(signing_secret=SECRET)
    for team in ("T1", "T2"):
        await bot.install(team)
    revoked = next(token for token, team in many.tokens.items() if team == "T1")
    many.revoked.add(revoked)
    with pytest.raises(Gone) as caught:
        await bot.chats.at("slack", "T1").send(Place("slack", "T1", "C1"), say("x"), "k")
    assert str(caught.value) in lost()
    assert await bot.chats.at("slack", "T2").send(Place("slack", "T2", "C1"), say("x"), "k")
    async with sqlite.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        reasons = {"C1": str(caught.value), "C2": sentences.UNINSTALLED, "C3": str(of_code("is_archived", 200, {}))}
        session.add_all(
            Chat(space_id=space.id, platform="slack", tenant="T1", chat=chat, gone=why) for chat, why in reasons.items()
        )
    assert (await bot.install("T1")).status_code == 200
    assert await bot.chats.at("slack", "T1").send(Place("slack", "T1", "C1"), say("x"), "k")
    async with sqlite.read() as session:
        found = (await session.exec(select(Chat).order_by(Chat.chat))).all()
    assert [bool(one.gone) for one in found] == [False, False, True], "an archived channel is still archived"


# ── tokens that end ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def rows(db: Database) -> list[SlackBot]:
    async with db.read() as session:
        return list((await session.exec(select(SlackBot).order_by(col(SlackBot.id)))).all())


async def test_token_is_renewed_two_hours_before_its_end_and_what_is_connected_goes_on(
    many: Any, make: Any, sqlite: Database
) -> None:
    many.lives = 12 * 3600
    bot = await make(signing_secret=SECRET)
    await bot.install("T1")
    chat = bot.chats.at("slack", "T1")
    await bot.workspaces.refresh()
    (first,) = await rows(sqlite)
    assert first.bot_refresh_token in many.refresh, "not before it is time"

    many.lives = 3600
    await bot.install("T1")  # this one ends in an hour
    many.lives = 12 * 3600
    before = (await rows(sqlite))[-1].bot_token
    await bot.workspaces.refresh()
    after = (await rows(sqlite))[-1].bot_token
    assert after not in (before, None)
    assert bot.chats.at("slack", "T1") is chat, "its private answers and its connections stay"
    many.revoked.add(before)
    assert await chat.send(Place("slack", "T1", "C1"), say("x"), "k")


async def test_two_processes_that_renew_at_once_both_go_on(many: Any, make: Any, sqlite: Database) -> None:
    many.lives = 3600
    one = await make(signing_secret=SECRET)
    await one.install("T1")
    many.lives = 12 * 3600
    other = await make(signing_secret=SECRET)
    await asyncio.gather(one.workspaces.refresh(), other.workspaces.refresh())
    await asyncio.gather(one.workspaces.refresh(), other.workspaces.refresh())
    token = (await rows(sqlite))[-1].bot_token
    many.revoked |= set(many.tokens) - {token}
    for bot in (one, other):
        assert await bot.chats.at("slack", "T1").send(Place("slack", "T1", "C1"), say("x"), "k")


async def test_token_that_slack_does_not_renew_is_logged_and_serves_until_its_end(
    many: Any, make: Any, sqlite: Database, clock: Any, caplog: Any
) -> None:
    many.lives = 3600
    bot = await make(signing_secret=SECRET)
    await bot.install("T1")
    many.refresh.clear()
    with caplog.at_level(logging.WARNING):
        await bot.workspaces.refresh()
    assert "workspace T1 was not renewed" in caplog.text
    assert not any(token in caplog.text for token in many.tokens)
    assert await bot.chats.at("slack", "T1").send(Place("slack", "T1", "C1"), say("x"), "k")


async def test_workspace_whose_token_has_ended_is_connected_once_it_is_renewed(
    many: Any, make: Any, sqlite: Database
) -> None:
    many.lives = -60
    bot = await make(signing_secret=SECRET)
    kept = many.refresh
    many.refresh = {}
    await bot.install("T1")
    many.refresh, issued = {}, many.refresh
    await bot.workspaces.refresh()
    assert bot.chats.at("slack", "T1") is None, "its messages wait"
    many.refresh, many.lives = {**kept, **issued}, 12 * 3600
    await bot.workspaces.refresh()
    assert bot.chats.at("slack", "T1")
