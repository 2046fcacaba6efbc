"""Many Slack workspaces: each installs the app by OAuth and is a SlackChat of its own; what Slack brings goes to that one.

The table of installations is the truth: slack_sdk's store writes it on the install page, and it is read here at the start,
after each change, and now and then for what another process changed.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.sentences import slack as say
from bot.settings import SlackSection
from bot.workspaces import left
from handlers.chat import On
from handlers.request import Chats
from handlers.slack import installing
from handlers.slack.api import Json
from handlers.slack.chat import SlackChat
from handlers.slack.listening import Beside, Kind, answered, listen, listening_app
from handlers.slack.reopening import PLATFORM, reopened
from handlers.slack.rotating import expired, renew
from storage import installations
from storage.db import Database
from storage.tables import SlackBot

_LOG = logging.getLogger(__name__)


class Workspaces:
    """The workspaces that installed the app, and the address at which their administrators reach us, and Slack too unless
    there is an app token: then what happens in any of them comes by one socket.

    Those that are connected stand in `chats`, which messages find by their workspace.
    """

    def __init__(
        self,
        slack: SlackSection,
        public_url: str,
        db: Database,
        chats: Chats,
        clock: Callable[[], datetime],
        verbs: Sequence[str],
    ) -> None:
        """Raises ConfigError where a setting is missing without which no workspace can install the app."""
        installing.check(slack, public_url)
        self._slack, self._db, self._chats, self._clock, self._verbs = slack, db, chats, clock, verbs
        self._connected: dict[str, tuple[SlackBot, SlackChat]] = {}
        self._on: On | None = None
        self._beside = Beside()
        self._refreshing = asyncio.Lock()
        self._app_token = slack.app_token.get_secret_value()
        self._client = AsyncWebClient(base_url=slack.api_url.rstrip("/") + "/", retry_handlers=[])
        self._app = listening_app(
            self._hear,
            client=self._client,
            signing_secret=slack.signing_secret.get_secret_value(),
            oauth_flow=installing.flow(slack, public_url, db, self._client, self._installed),
            authorize=_Authorize(self._who_we_are),
            user_facing_authorize_error_message=say.NOT_INSTALLED,
        )

    async def start(self, on: On) -> None:
        """Connects every workspace that installed the app; what is heard there goes to `on`."""
        self._on = on
        await self.refresh()

    async def run(self, on: On) -> None:
        """Listens until cancelled."""
        await self.start(on)
        if self._app_token:
            await listen(self._app, self._app_token)
        else:
            await asyncio.Event().wait()

    async def handle(self, request: Request) -> Response:
        """What Slack posts, and the two pages of an installation: 401 to what is not signed, 400 to a forged state, 404 to
        what is posted where Slack has a socket."""
        if self._app_token and request.method != "GET":
            return Response("Slack is connected by Socket Mode", 404)
        if self._on is None:
            return Response("not listening yet", 503)
        return await answered(self._app, request)

    async def refresh(self) -> None:
        """Connects and lets go of workspaces as the table of installations has it now; nothing before `run`."""
        async with self._refreshing:
            if self._on is not None:
                await self._refresh(self._on)

    async def _refresh(self, on: On) -> None:
        found = await self._bots()
        if any([await renew(self._db, self._slack, self._client, bot) for bot in found.values()]):
            found = await self._bots()
        for team in [team for team in self._connected if team not in found]:
            await self._let_go(team)
        for team, bot in found.items():
            if team in self._connected:
                self._keep(team, bot)
            elif not expired(bot, datetime.now(UTC)):  # else it is renewed at the next refresh
                self._connect(team, bot, on)

    async def _bots(self) -> Mapping[str, SlackBot]:
        async with self._db.read() as session:
            return await installations.bots(session, self._slack.client_id)

    def _keep(self, team: str, bot: SlackBot) -> None:
        chat = self._connected[team][1]
        chat.renew(bot.bot_token or "")
        self._connected[team] = bot, chat

    async def aclose(self) -> None:
        self._on = None
        await self._beside.aclose()
        for team in list(self._connected):
            await self._let_go(team)

    def _connect(self, team: str, bot: SlackBot, on: On) -> None:
        chat = SlackChat(
            bot_token=bot.bot_token or "", api_url=self._slack.api_url, command=self._slack.command, verbs=self._verbs
        )
        chat.begin(team, bot.bot_user_id or "", on)
        self._connected[team] = bot, chat
        self._chats.put(PLATFORM, team, chat)

    async def _let_go(self, team: str) -> None:
        _, chat = self._connected.pop(team)
        self._chats.drop(PLATFORM, team)
        await chat.aclose()

    async def _who_we_are(self, team_id: str | None) -> AuthorizeResult | None:
        """What Bolt wants to know of a workspace before it hands anything on; None if the app is not installed there."""
        if team_id not in self._connected:
            await self.refresh()  # another process may have installed it
        bot = self._connected[team_id][0] if team_id in self._connected else None
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
        )

    def _hear(self, kind: Kind, body: Json, team: str) -> None:
        if team not in self._connected:
            return  # put out a moment ago
        bot, chat = self._connected[team]
        if kind != "event" or not _puts_us_out(body["event"]):
            chat.hear(kind, body)
        elif body.get("event_time", math.inf) >= int(bot.installed_at.replace(tzinfo=UTC).timestamp()):
            self._beside.begin(self._left(team, bot))  # else Slack repeats what came before it was installed again

    async def _installed(self, team: str) -> None:
        await reopened(self._db, team)
        await self.refresh()
        _LOG.info("installed in the workspace %s", team)

    async def _left(self, team: str, bot: SlackBot) -> None:
        """The app was removed: its tokens are no more."""
        async with self._db.write() as session:
            await installations.remove(session, self._slack.client_id, team)
            await left(session, PLATFORM, team, bot.team_name or team, self._clock())
        _LOG.warning("removed from the workspace %s", team)
        await self.refresh()


class _Authorize(AsyncAuthorize):
    """Asks `who` what we are in a workspace, where Bolt would ask Slack for each thing that comes."""

    def __init__(self, who: Callable[[str | None], Awaitable[AuthorizeResult | None]]) -> None:
        self._who = who

    async def __call__(self, *, team_id: str | None, **_: Any) -> AuthorizeResult | None:
        return await self._who(team_id)


def _puts_us_out(event: Json) -> bool:
    """Whether an event says that our token is no more (docs.slack.dev: app_uninstalled, tokens_revoked)."""
    revoked = event.get("type") == "tokens_revoked" and bool((event.get("tokens") or {}).get("bot"))
    return revoked or event.get("type") == "app_uninstalled"
