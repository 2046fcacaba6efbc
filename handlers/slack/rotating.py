"""Tokens that expire, where an app has token rotation on: renewed two hours before, by slack_sdk's rotator.

Slack's page: docs.slack.dev/authentication/using-token-rotation. A token lives for twelve hours; the old one serves until its
end, so that what is under way may end with it.
"""

import logging
from datetime import UTC, datetime

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackSection
from storage import installations
from storage.db import Database
from storage.tables import SlackBot

_LOG = logging.getLogger(__name__)


def expired(bot: SlackBot, now: datetime) -> bool:
    """Whether Slack no longer takes the token of a workspace."""
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at.replace(tzinfo=UTC) <= now


async def renew(db: Database, slack: SlackSection, client: AsyncWebClient, bot: SlackBot) -> bool:
    """Asks for a new token where the old one ends soon, and writes it down; whether the table has another one now.

    A refusal is logged and asked again later. A refresh token is good once: of two processes that use it at a time one may be
    refused, and finds the other's token in the table.
    """
    rotator = AsyncTokenRotator(
        client_id=slack.client_id, client_secret=slack.client_secret.get_secret_value(), client=client
    )
    try:
        fresh = await rotator.perform_bot_token_rotation(bot=_as_slack_sdk_knows(bot))
    except (SlackTokenRotationError, aiohttp.ClientError, OSError) as error:
        _LOG.warning("the token of the workspace %s was not renewed: %s", bot.team_id, error)
        return True
    if fresh is None or fresh.bot_token_expires_at is None:
        return False
    until = datetime.fromtimestamp(fresh.bot_token_expires_at, UTC).replace(tzinfo=None)
    token = {"bot_token": fresh.bot_token, "bot_refresh_token": fresh.bot_refresh_token, "bot_token_expires_at": until}
    async with db.write() as session:
        await installations.renew(session, bot, token)
    _LOG.info("the token of the workspace %s is renewed until %s", bot.team_id, until)
    return True


def _as_slack_sdk_knows(bot: SlackBot) -> Bot:
    ends = bot.bot_token_expires_at
    return Bot(
        team_id=bot.team_id,
        bot_token=bot.bot_token or "",
        bot_id=bot.bot_id or "",
        bot_user_id=bot.bot_user_id or "",
        bot_refresh_token=bot.bot_refresh_token,
        bot_token_expires_at=int(ends.replace(tzinfo=UTC).timestamp()) if ends and bot.bot_refresh_token else None,
        installed_at=bot.installed_at.replace(tzinfo=UTC).timestamp(),
    )
