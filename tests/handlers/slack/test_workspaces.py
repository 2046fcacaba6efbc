"""Many workspaces: installed by OAuth, each heard and written to by its own token, and gone when the app is removed."""

import asyncio
import html
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from bot.errors import ConfigError
from bot.message import say
from bot.outbox import queue
from bot.places import Place
from bot.sentences import slack as sentences
from bot.settings import SlackSection
from handlers.chat import Command
from handlers.request import Chats
from handlers.slack.workspaces import Workspaces
from handlers.web.app import Doors, app
from storage import people
from storage.db import Database
from storage.tables import (
    Account,
    Chat,
    Delivery,
    Officer,
    SlackBot,
    SlackInstallation,
    Space,
)

HOME = "http://127.0.0.1:8500"  # where the simulator's app wants to be led back to; nothing listens there
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SETTINGS = {"client_id": "111.222", "client_secret": "sec", "signing_secret": SECRET}
TEAM = "T000000001"


@dataclass
class Bot:
    """Workspaces behind their web server, and what was heard."""

    workspaces: Workspaces
    chats: Chats
    db: Database
    browser: httpx.AsyncClient
    heard: list[Command] = field(default_factory=list)

    async def on(self, command: Command) -> None:
        self.heard.append(command)

    async def posted(self, body: dict[str, Any], *, kind: str = "event", secret: str = SECRET) -> httpx.Response:
        """What Slack posts, signed, and worked on to its end."""
        text = json.dumps(body) if kind == "event" else urlencode(body)
        stamp = str(int(time.time()))
        signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=text) or ""
        content = "application/json" if kind == "event" else "application/x-www-form-urlencoded"
        headers = {"content-type": content, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}
        before = asyncio.all_tasks()
        answer = await self.browser.post("/slack/events", content=text, headers=headers)
        while beside := asyncio.all_tasks() - before:  # Bolt acknowledges an event before it hands it on
            await asyncio.wait(beside)
        return answer

    async def rows(self, table: Any) -> list[Any]:
        async with self.db.read() as session:
            return list((await session.exec(select(table).order_by(table.id))).all())

    async def command(self, team: str, text: str = "latest", **more: str) -> httpx.Response:
        body = {"team_id": team, "channel_id": "C1", "user_id": "U1", "user_name": "amira", "command": "/diff"}
        return await self.posted({**body, "text": text, "trigger_id": f"{team}.{text}", **more}, kind="command")

    async def event(self, team: str, at: int | None = None, **event: Any) -> httpx.Response:
        outer: dict[str, Any] = {"type": "event_callback", "event_id": f"Ev{team}", "api_app_id": "A1"}
        outer |= {"event_time": at} if at else {}
        return await self.posted({**outer, "team_id": team, "event": event})


Make = Callable[..., Any]


@pytest.fixture
async def make(sqlite: Database, clock: Any) -> AsyncIterator[Make]:
    made: list[Bot] = []

    async def build(api_url: str = "http://127.0.0.1:9/api/", **more: str) -> Bot:
        slack = SlackSection.model_validate({**SETTINGS, "api_url": api_url, **more})
        chats = Chats({})
        workspaces = Workspaces(slack, HOME, sqlite, chats, clock, ("diff", "show"))
        web = app(sqlite, Doors(slack=workspaces.handle, installs=workspaces.handle))
        bot = Bot(workspaces, chats, sqlite, httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url=HOME))
        made.append(bot)
        await workspaces.start(bot.on)
        return bot

    yield build
    for bot in made:
        await bot.browser.aclose()
        await bot.workspaces.aclose()


async def installed(db: Database, clock: Any, *teams: str) -> None:
    async with db.write() as session:
        for team in teams:
            told: dict[str, Any] = {
                "client_id": "111.222",
                "app_id": "A1",
                "team_id": team,
                "team_name": f"Team {team}",
            }
            token: dict[str, Any] = {"bot_token": f"xoxb-{team}", "bot_id": f"B{team}", "bot_user_id": f"U{team}"}
            session.add(SlackBot(**told, **token, installed_at=clock().replace(tzinfo=None)))
            session.add(SlackInstallation(**told, user_id="U1", installed_at=clock().replace(tzinfo=None)))


# ── installing, on the simulator ─────────────────────────────────────────────────────────────────────────────────────────


async def visited(bot: Bot) -> tuple[str, str]:
    """The install page: Slack's page that it leads to, and the cookie."""
    page = await bot.browser.get("/slack/install")
    link = re.search(r'href="([^"]+oauth/v2/authorize[^"]+)"', page.text)
    assert page.status_code == 200
    assert link
    return html.unescape(link[1]), page.headers["set-cookie"].split(";")[0]


async def allowed(sims: Any, link: str) -> str:
    """Somebody allows it on Slack's page: the address that they are led back to."""
    async with httpx.AsyncClient(base_url=sims.emulate_url, trust_env=False, timeout=60) as slack:
        consent = await slack.get(link)
        fields = {
            name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', consent.text)
        }
        answer = await slack.post("/oauth/v2/authorize/callback", data=fields)
    return str(answer.headers["location"]).removeprefix(HOME)


@pytest.fixture
async def bot(sims: Any, make: Make) -> Bot:
    built: Bot = await make(sims.slack_api, authorize_url=f"{sims.emulate_url}/oauth/v2/authorize")
    return built


class TestInstalling:
    pytestmark = [
        pytest.mark.sims,
        # slack_sdk 3.47 asks for the token with aiohttp's BasicAuth, which goes in aiohttp 4
        pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    ]

    async def test_workspace_installs_the_app_and_is_heard_and_written_to_at_once(self, sims: Any, bot: Bot) -> None:
        link, cookie = await visited(bot)
        back = await bot.browser.get(await allowed(sims, link), headers={"cookie": cookie})
        assert (back.status_code, back.text.split(". ")[0]) == (200, "Rapporteur is installed in WSIS")
        (row,) = await bot.rows(SlackBot)
        assert (row.team_id, row.bot_token[:5]) == (TEAM, "xoxb-")
        chat = bot.chats.at("slack", TEAM)
        assert chat
        await bot.command(TEAM)
        assert [(one.text, one.place.tenant) for one in bot.heard] == [("diff latest", TEAM)]
        headers = {"Authorization": "Bearer xoxb-local-test"}
        known = (await sims.slack.client.post("/api/conversations.list", headers=headers)).json()["channels"]
        posted = await chat.send(Place("slack", TEAM, known[0]["id"]), say("hello"), "k1")
        assert posted.id

    async def test_forged_state_and_a_state_used_twice_install_nothing(self, sims: Any, bot: Bot) -> None:
        link, cookie = await visited(bot)
        back = await allowed(sims, link)
        for address, headers in (
            (back.replace("state=", "state=x"), {"cookie": cookie}),
            (back, {}),
            (back, {"cookie": cookie + "x"}),
            ("/slack/oauth_redirect?code=1", {"cookie": cookie}),
        ):
            bot.browser.cookies.clear()
            answer = await bot.browser.get(address, headers=headers)
            assert (answer.status_code, "Nothing was installed" in answer.text) == (400, True)
        assert await bot.rows(SlackBot) == []
        bot.browser.cookies.clear()
        assert (await bot.browser.get(back, headers={"cookie": cookie})).status_code == 200
        bot.browser.cookies.clear()
        assert (await bot.browser.get(back, headers={"cookie": cookie})).status_code == 400
        assert len(await bot.rows(SlackBot)) == 1

    async def test_code_that_slack_never_gave_installs_nothing(self, sims: Any, bot: Bot) -> None:
        link, cookie = await visited(bot)
        state = re.search(r"state=([\w-]+)", link)
        assert state
        answer = await bot.browser.get(
            f"/slack/oauth_redirect?code=made-up&state={state[1]}", headers={"cookie": cookie}
        )
        assert answer.status_code == 400
        assert await bot.rows(SlackBot) == []

    async def test_whoever_declines_reads_that_nothing_was_installed(self, bot: Bot) -> None:
        answer = await bot.browser.get("/slack/oauth_redirect?error=access_denied")
        assert (answer.status_code, "access_denied" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("asked", "language", "button"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", "fr", "Ajouter à Slack"),
        ("de, en;q=0.7, fr;q=0.8", "fr", "Ajouter à Slack"),
        ("en-GB,fr;q=0.9", "en", "Add to Slack"),
        ("fr;q=0", "en", "Add to Slack"),
        (";;q=,\u00e9,", "en", "Add to Slack"),
        ("", "en", "Add to Slack"),
    ],
)
async def test_the_install_page_speaks_the_browsers_language(
    make: Make, asked: str, language: str, button: str
) -> None:
    bot = await make(authorize_url="https://slack.example/oauth/v2/authorize")
    headers = {"accept-language": asked.encode("latin-1")}
    page = await bot.browser.get("/slack/install", headers=headers)
    assert f'<html lang="{language}">' in page.text
    assert button in page.text
    assert 'href="https://slack.example/oauth/v2/authorize?state=' in page.text
    declined = await bot.browser.get("/slack/oauth_redirect?error=access_denied", headers=headers)
    assert declined.text.startswith("Rien n’a été installé" if language == "fr" else "Nothing was installed")


# ── several ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_each_workspace_has_a_connection_of_its_own_and_hears_its_own(
    make: Make, sqlite: Database, clock: Any
) -> None:
    await installed(sqlite, clock, "T1", "T2")
    bot = await make()
    for team in ("T1", "T2"):
        chat = bot.chats.at("slack", team)
        assert chat
        assert chat._api.slack.token == f"xoxb-{team}"
        assert (await bot.command(team)).status_code == 200
    assert [one.place.tenant for one in bot.heard] == ["T1", "T2"]
    assert bot.chats.at("slack", "T3") is None
    assert bot.chats.at("slack", "") is None


async def test_token_of_one_workspace_never_serves_another(make: Make, sqlite: Database, clock: Any) -> None:
    await installed(sqlite, clock, "T1")
    bot = await make()
    assert bot.chats.at("slack", "T2") is None
    assert bot.chats.at("slack", "") is bot.chats.at("slack", "T1")


async def test_what_is_not_signed_is_refused_and_a_stranger_workspace_is_not_heard(
    make: Make, sqlite: Database, clock: Any
) -> None:
    await installed(sqlite, clock, "T1")
    bot = await make()
    forged = await bot.posted({"team_id": "T1", "command": "/diff", "channel_id": "C1"}, kind="command", secret="wrong")
    assert forged.status_code == 401
    told = await bot.command("T9")
    assert sentences.NOT_INSTALLED in told.text
    assert bot.heard == []


async def test_workspace_that_another_process_installed_is_heard_at_its_first_word(
    make: Make, sqlite: Database, clock: Any
) -> None:
    bot = await make()
    await installed(sqlite, clock, "T1")
    await bot.command("T1")
    assert [one.place.tenant for one in bot.heard] == ["T1"]


async def test_new_token_takes_the_place_of_the_old_one(make: Make, sqlite: Database, clock: Any) -> None:
    await installed(sqlite, clock, "T1")
    bot = await make()
    clock.advance(60)
    async with sqlite.write() as session:
        again: dict[str, Any] = {"client_id": "111.222", "app_id": "A1", "team_id": "T1", "bot_token": "xoxb-new"}
        session.add(SlackBot(**again, installed_at=clock().replace(tzinfo=None)))
    await bot.workspaces.refresh()
    chat = bot.chats.at("slack", "T1")
    assert chat
    assert chat._api.slack.token == "xoxb-new"


# ── the app is removed ───────────────────────────────────────────────────────────────────────────────────────────────────


async def space_in(db: Database, clock: Any, team: str) -> None:
    """A space with two chats in a workspace and one on Telegram; its chair is in both, its secretary in the workspace alone."""
    async with db.write() as session:
        space = Space(name="vision", title="WSIS+10 Vision")
        session.add(space)
        await session.flush()
        for platform, tenant, chat in (("slack", team, "C1"), ("slack", team, "C2"), ("telegram", "", "-100")):
            session.add(Chat(space_id=space.id, platform=platform, tenant=tenant, chat=chat))
        for user, role in (("U1", "chair"), ("U2", "secretariat")):
            person = await people.meet(session, "slack", team, user, user)
            session.add(Officer(space_id=space.id, person_id=person.id, role=role, since=clock()))
            if role == "chair":
                session.add(Account(person_id=person.id, platform="telegram", user="7"))


@pytest.mark.parametrize("event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UT1"]}}])
async def test_removed_app_forgets_its_tokens_sets_its_chats_aside_and_tells_officers_elsewhere(
    make: Make, sqlite: Database, clock: Any, event: dict[str, Any]
) -> None:
    await installed(sqlite, clock, "T1", "T2")
    await space_in(sqlite, clock, "T1")
    bot = await make()
    async with sqlite.write() as session:
        await queue(session, "k1", "told", Place("slack", "T1", "C1"), say("on its way"), clock())
        await queue(session, "k2", "private", Place("slack", "T1", "U1"), say("to the chair"), clock())
        await queue(session, "k3", "told", Place("slack", "T2", "C9"), say("elsewhere"), clock())
    for _ in range(2):  # Slack repeats events, and sends both kinds
        await bot.event("T1", **event)
    assert bot.chats.at("slack", "T1") is None
    assert bot.chats.at("slack", "T2")
    assert {one.team_id for one in await bot.rows(SlackBot)} == {"T2"}
    assert {one.team_id for one in await bot.rows(SlackInstallation)} == {"T2"}
    gone = {one.chat: one.gone for one in await bot.rows(Chat)}
    assert gone == {"C1": sentences.UNINSTALLED, "C2": sentences.UNINSTALLED, "-100": None}
    found = {one.key: one for one in await bot.rows(Delivery)}
    assert [found[key].state for key in ("k1", "k2", "k3")] == ["dead", "dead", "ready"]
    new = [one for key, one in found.items() if key not in ("k1", "k2", "k3")]
    assert [(one.platform, one.chat) for one in new] == [("telegram", "7"), ("telegram", "7")]
    assert any(
        "removed from the Slack workspace Team T1: 2 of the chats of WSIS+10 Vision" in str(one.body) for one in new
    )


async def test_revoked_token_of_a_user_alone_changes_nothing(make: Make, sqlite: Database, clock: Any) -> None:
    await installed(sqlite, clock, "T1")
    bot = await make()
    await bot.event("T1", type="tokens_revoked", tokens={"oauth": ["U1"]})
    assert bot.chats.at("slack", "T1")


async def test_removal_that_slack_repeats_after_a_new_installation_changes_nothing(
    make: Make, sqlite: Database, clock: Any
) -> None:
    await installed(sqlite, clock, "T1")
    bot = await make()
    since = int(clock().timestamp())
    await bot.event("T1", type="app_uninstalled", at=since - 1)
    assert bot.chats.at("slack", "T1")
    await bot.event("T1", type="app_uninstalled", at=since)
    assert bot.chats.at("slack", "T1") is None


async def test_installed_again_it_goes_on_in_the_chats_it_was_put_out_of(
    make: Make, sqlite: Database, clock: Any
) -> None:
    await installed(sqlite, clock, "T1")
    await space_in(sqlite, clock, "T1")
    bot = await make()
    async with sqlite.write() as session:
        (await session.get_one(Chat, 2)).gone = "archived"
    await bot.event("T1", type="app_uninstalled")
    await installed(sqlite, clock, "T1")
    await bot.workspaces._installed("T1")
    assert [one.gone for one in await bot.rows(Chat)] == [None, "archived", None]
    assert bot.chats.at("slack", "T1")


# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_secret": ""}, "client_id needs client_secret"),
        ({"signing_secret": ""}, "client_id needs signing_secret"),
        ({"bot_token": "xoxb-1"}, "both client_id .* and bot_token"),
    ],
)
async def test_what_is_missing_to_install_is_named(make: Make, changed: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        await make(**changed)
