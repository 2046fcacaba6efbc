"""The bot as its operator starts it for many workspaces, against the simulator: installed, asked, its Home tab, removed."""

import asyncio
import html
import json
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.sims
ROOT = Path(__file__).resolve().parents[3]
HOME = "http://127.0.0.1:8500"  # where the simulator's app wants to be led back to; nothing listens there
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"

CONFIG = """
[slack]
client_id = "111.222"
client_secret = "sec"
signing_secret = "{secret}"
authorize_url = "{emulate}/oauth/v2/authorize"
api_url = "{api}"

[server]
listen = "127.0.0.1:{port}"
public_url = "{home}"

[[space]]
name = "vision"
title = "WSIS+10 Vision"
chats = ["slack:T000000001/{plenary}"]
chairs = ["slack:T000000001/{amira}"]
"""


@dataclass
class Started:
    sims: Any
    browser: httpx.AsyncClient
    folder: Path
    amira: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{self.folder}/var/rapporteur.db?mode=ro", uri=True) as connection:
            return connection.execute(query).fetchall()

    async def until(self, look: Callable[[], Awaitable[Any]]) -> Any:
        async with asyncio.timeout(60):
            while not (found := await look()):
                await asyncio.sleep(0.1)
        return found

    async def answers(self) -> bool:
        try:
            return (await self.browser.get("/healthz")).status_code == 200
        except httpx.HTTPError:
            return False


@pytest.fixture
async def started(sims: Any, tmp_path: Path, free_port: Callable[[], int]) -> AsyncIterator[Started]:
    headers = {"Authorization": "Bearer xoxb-local-test"}

    async def asked(method: str, key: str) -> dict[str, str]:
        answer = await sims.slack.client.post(f"/api/{method}", headers=headers)
        return {one["name"]: one["id"] for one in answer.json()[key]}

    people, channels = await asked("users.list", "members"), await asked("conversations.list", "channels")
    port = free_port()
    settings = {"emulate": sims.emulate_url, "api": sims.slack_api, "secret": SECRET, "port": port, "home": HOME}
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(**settings, plenary=channels["plenary"], amira=people["amira"]), "utf-8")
    sims.bot(f"{sys.executable} -m bot run --config {config}", cwd=ROOT)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as browser:
        bot = Started(sims, browser, tmp_path, people["amira"])
        await bot.until(bot.answers)
        await sims.slack.http(f"http://127.0.0.1:{port}/slack/events")
        yield bot


async def install(bot: Started) -> httpx.Response:
    page = await bot.browser.get("/slack/install")
    link = re.search(r'href="([^"]+oauth/v2/authorize[^"]+)"', page.text)
    assert link
    async with httpx.AsyncClient(base_url=bot.sims.emulate_url, trust_env=False, timeout=60) as slack:
        consent = (await slack.get(html.unescape(link[1]))).text
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', consent)}
        answer = await slack.post("/oauth/v2/authorize/callback", data=fields)
    cookie = page.headers["set-cookie"].split(";")[0]
    return await bot.browser.get(answer.headers["location"].removeprefix(HOME), headers={"cookie": cookie})


async def answered(slack: Any, method: str) -> list[dict[str, Any]]:
    """The calls that Slack has answered by now."""
    return [call for call in await slack.log(method) if "out" in call]


async def test_workspace_installs_asks_has_its_home_tab_and_leaves(started: Started) -> None:
    bot, slack = started, started.sims.slack
    assert (await slack.command("/draft", "space", reply=False))["ack"]["status"] == 200
    assert (await install(bot)).status_code == 200

    asked = await slack.command("/draft", "space")
    assert asked["ack"]["status"] == 200
    assert "WSIS+10 Vision" in json.dumps(asked["replies"])

    await slack.event(type="app_home_opened", user=bot.amira, channel="D1", tab="home")
    (shown,) = await bot.until(lambda: answered(slack, "views.publish"))
    assert (shown["status"], shown["out"].get("ok"), shown["args"]["user_id"]) == (200, True, bot.amira)
    assert "WSIS+10 Vision" in json.dumps(shown["args"]["view"])

    await slack.event(type="app_uninstalled")

    async def gone() -> bool:
        return bot.rows("select gone from chat where gone is not null") != []

    await bot.until(gone)
    assert bot.rows("select team_id from slack_bot union select team_id from slack_installation") == []
    assert not await bot.sims.violations()
