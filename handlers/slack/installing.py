"""The install page and the way back from Slack: slack-bolt's OAuth flow, kept by slack_sdk's stores in our tables."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from html import escape

import aiohttp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError
from bot.languages import accepted, speaking, spoken
from bot.sentences import slack as say
from bot.settings import SlackSection
from storage.db import Database
from storage.tables import SlackBot, SlackInstallation, SlackState

_LOG = logging.getLogger(__name__)

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "users:read",
)
"""What a workspace is asked to allow: the scopes of slack-manifest.yaml."""

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_STATE_S = 600  # seconds within which a visitor of the install page must come back from Slack
_INSTALL_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.1rem/1.5 sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem }}
</style>
<h1>{title}</h1>
<p>{words}</p>
<p><a href="{url}">{button}</a></p>
"""
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}

Installed = Callable[[str], Awaitable[None]]
"""What is done once a workspace has installed the app."""


def check(slack: SlackSection, public_url: str) -> None:
    """Raises ConfigError where a setting is missing without which no workspace can install the app."""
    if slack.bot_token.get_secret_value():
        raise ConfigError(say.OAUTH_OR_TOKEN, other="bot_token")
    needed = {
        "client_secret": slack.client_secret.get_secret_value(),
        "signing_secret": slack.signing_secret.get_secret_value() or slack.app_token.get_secret_value(),
        "[server] public_url": public_url,
    }
    for missing in (name for name, value in needed.items() if not value):
        raise ConfigError(say.OAUTH_NEEDS, missing=missing)


def flow(
    slack: SlackSection, public_url: str, db: Database, client: AsyncWebClient, installed: Installed
) -> AsyncOAuthFlow:
    """The two pages. A state is good once, for ten minutes, in the browser that it was given to."""
    home = public_url.rstrip("/")
    store = AsyncSQLAlchemyInstallationStore(
        client_id=slack.client_id,
        engine=db.engine,
        bots_table_name=SlackBot.__tablename__,
        installations_table_name=SlackInstallation.__tablename__,
    )
    states = AsyncSQLAlchemyOAuthStateStore(
        expiration_seconds=_STATE_S, engine=db.engine, table_name=SlackState.__tablename__
    )
    settings = AsyncOAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret.get_secret_value(),
        scopes=SCOPES,
        redirect_uri=home + REDIRECT,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=slack.authorize_url,
        installation_store=store,
        state_store=states,
        state_expiration_seconds=_STATE_S,
        callback_options=_endings(slack.command, home + INSTALL, installed),
    )
    return _Flow(client=client, settings=settings)


class _Flow(AsyncOAuthFlow):
    """Takes no installation into a whole organisation: places and people are those of one workspace."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        with _speaking_to(request):
            told = {"title": say.INSTALL_TITLE, "words": say.INSTALL_WORDS, "button": say.INSTALL_BUTTON, "url": url}
            return _INSTALL_PAGE.format(language=spoken(), **{name: escape(one) for name, one in told.items()})

    async def run_installation(self, code: str) -> Installation | None:
        try:
            return await super().run_installation(code)
        except (aiohttp.ClientError, OSError) as error:
            _LOG.warning("Slack could not be asked for the token of an installation: %s", error)
            return None

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        if installation.team_id and not installation.is_enterprise_install:
            await super().store_installation(request, installation)


def _endings(command: str, install: str, installed: Installed) -> AsyncCallbackOptions:
    """What the visitor reads at the end, in our own words."""

    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        one = args.installation
        if one.team_id and not one.is_enterprise_install:
            await installed(one.team_id)
        with _speaking_to(args.request):
            if not one.team_id or one.is_enterprise_install:
                return _page(400, say.INSTALL_ORG.format(url=install))
            form = f'{command} space new NAME "Title"'
            return _page(200, say.INSTALLED.format(workspace=one.team_name or one.team_id, form=form))

    async def failure(args: AsyncFailureArgs) -> BoltResponse:
        with _speaking_to(args.request):
            if args.reason in ("invalid_browser", "invalid_state", "missing_code"):
                return _page(400, say.INSTALL_FORGED.format(url=install))
            told = say.INSTALL_REFUSED.format(reason=args.reason, url=install)
            return _page(200 if args.reason == "access_denied" else 400, told)

    return AsyncCallbackOptions(success=success, failure=failure)


def _speaking_to(request: AsyncBoltRequest) -> AbstractContextManager[None]:
    """In the language of the visitor's browser."""
    return speaking(*accepted(",".join(request.headers.get("accept-language", ()))))


def _page(status: int, sentence: str) -> BoltResponse:
    return BoltResponse(status=status, body=f"{sentence}\n", headers=dict(_PLAIN))
