"""The bot at Telegram's server: made, introduced, told how to bring updates, its lists of commands left there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import ConfigError
from bot.sentences import telegram as say
from handlers.telegram.failures import says
from handlers.telegram.menus import leave_menus
from handlers.telegram.polling import ALLOWED_UPDATES, pause

log = logging.getLogger(__name__)

T = TypeVar("T")


def connect(token: str, api_url: str) -> tuple[Bot, tuple[HTTPXRequest, HTTPXRequest]]:
    """The bot, and its two pools of connections: for calls, and for getUpdates, which holds one open."""
    if not token:
        raise ConfigError(say.NO_TOKEN)
    for library in ("httpx", "httpcore"):
        logging.getLogger(library).setLevel(logging.WARNING)  # they log addresses, and the token is in them
    calls = HTTPXRequest(64, read_timeout=20, write_timeout=20, pool_timeout=10, media_write_timeout=60)
    updates = HTTPXRequest(2, read_timeout=10)
    base = api_url.rstrip("/")
    bot = Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=calls,
        get_updates_request=updates,
    )
    return bot, (calls, updates)


async def introduce(bot: Bot, webhook: str, secret: str, does: Callable[[str], str] | None) -> str:
    """Says where updates go, leaves the lists of commands, and returns the bot's name, for as long as it takes to reach
    Telegram. ConfigError if Telegram does not know the token or takes no such webhook."""
    name = (await _insist(bot.get_me)).username or ""
    if webhook:
        await _insist(lambda: bot.set_webhook(webhook, secret_token=secret, allowed_updates=ALLOWED_UPDATES))
    else:
        await _insist(bot.delete_webhook)
    if does:
        await leave_menus(bot, does)
    return name


async def _insist(ask: Callable[[], Awaitable[T]]) -> T:
    failed = 0
    while True:
        try:
            return await ask()
        except InvalidToken as error:
            unknown = says(error, "unauthorized")
            raise ConfigError(say.TOKEN_REFUSED if unknown else say.NOT_A_BOT_SERVER) from error
        except BadRequest as error:
            raise ConfigError(say.REFUSED, reason=error.message) from error
        except TelegramError as error:
            await asyncio.sleep(pause(error, failed))
            failed += 1
