"""The platforms that a configuration names: their connections, their paces, and who listens to which."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.desk import Desk
from bot.errors import ConfigError, RapporteurError
from bot.presence import Presence
from bot.sentences import config as sentences
from bot.settings import Config
from handlers.chat import Chat, On
from handlers.delivery.pace import PACES, Pace
from handlers.request import Chats, Entry
from handlers.slack.chat import SlackChat
from handlers.slack.workspaces import Workspaces
from handlers.telegram.chat import TelegramChat
from handlers.web.app import Doors
from storage import failing

log = logging.getLogger("rapporteur")
_AGAIN_S = 2.0


def connect(
    config: Config, commands: Mapping[str, Entry], accepted: Callable[[str], Awaitable[None]]
) -> tuple[list[Chat], Doors]:
    """A connection for each platform that has a token, and the doors by which those without a socket come in.

    `accepted`: told the Slack workspace that takes our token.
    """
    slack, telegram = _slack(config, commands, accepted), _telegram(config, commands)
    chats: list[Chat] = [chat for chat in (slack, telegram) if chat]
    if not chats and not (config.slack and config.slack.client_id):
        raise ConfigError(sentences.NO_PLATFORM)
    doors = Doors(slack=slack.handle if slack else None)
    if config.telegram and telegram:
        secret = config.telegram.webhook_secret.get_secret_value()
        doors = replace(doors, telegram=telegram.handle if _webhook(config) else None, telegram_secret=secret)
    return chats, doors


def _slack(
    config: Config, commands: Mapping[str, Entry], accepted: Callable[[str], Awaitable[None]]
) -> SlackChat | None:
    if not (config.slack and (token := config.slack.bot_token.get_secret_value())):
        return None
    return SlackChat(
        bot_token=token,
        app_token=config.slack.app_token.get_secret_value(),
        signing_secret=config.slack.signing_secret.get_secret_value(),
        api_url=config.slack.api_url,
        command=config.slack.command,
        verbs=_listed(commands),
        accepted=accepted,
    )


def _telegram(config: Config, commands: Mapping[str, Entry]) -> TelegramChat | None:
    if not (config.telegram and (token := config.telegram.token.get_secret_value())):
        return None
    return TelegramChat(
        token=token,
        api_url=config.telegram.api_url,
        does=lambda verb: commands[verb].summary,
        webhook=_webhook(config),
        secret=config.telegram.webhook_secret.get_secret_value(),
    )


def _webhook(config: Config) -> str:
    """The address that Telegram is to call; "" where the bot asks instead."""
    if not (config.telegram and config.telegram.webhook_secret.get_secret_value() and config.server.public_url):
        return ""
    return f"{config.server.public_url.rstrip('/')}/telegram/webhook"


def _listed(commands: Mapping[str, Entry]) -> list[str]:
    return [verb for verb, entry in commands.items() if entry.listed]


def workspaces(config: Config, desk: Desk, chats: Chats, commands: Mapping[str, Entry]) -> Workspaces | None:
    """Many Slack workspaces, where the app's own credentials are configured."""
    if not (config.slack and config.slack.client_id):
        return None
    return Workspaces(config.slack, config.server.public_url, desk.db, chats, desk.clock, _listed(commands))


def paces(config: Config) -> dict[str, Pace]:
    """How fast each platform is written to, and whether what may have arrived is repeated."""
    found = dict(PACES)
    if config.slack:
        found["slack"] = replace(PACES["slack"], per_second=config.slack.posts_per_second)
    if config.telegram:
        found["telegram"] = replace(PACES["telegram"], repeat=config.telegram.after_crash == "repeat")
    return found


def _by_http(platform: str, config: Config) -> bool:
    if platform == "telegram":
        return bool(_webhook(config))
    return not (config.slack and config.slack.app_token.get_secret_value())


def hears(platform: str, config: Config, roles: Sequence[str]) -> bool:
    """Whether this process listens to a platform."""
    return "chat" in roles or ("web" in roles and _by_http(platform, config))


def lease(platform: str, config: Config) -> str:
    """The name of what one process alone does: Telegram gives one bot's messages to one reader; "" where several may."""
    if platform != "telegram" or config.telegram is None or _by_http(platform, config):
        return ""
    return f"telegram:{config.telegram.token.get_secret_value().partition(':')[0]}"


async def listen(chat: Chat, on: On, presence: Presence, alone: str) -> None:
    """Listens until cancelled; a token that is refused ends this platform alone, with its sentence. A database that is away as
    it begins is waited for."""
    while True:
        try:
            await (presence.alone(alone, lambda: chat.run(on)) if alone else chat.run(on))
            return
        except RapporteurError as error:
            log.error("%s: %s %s", chat.platform, error, error.cause)
            return
        except failing.FAILS as error:
            log.warning("%s: the database does not answer: %s", chat.platform, failing.said(error))
        await asyncio.sleep(_AGAIN_S)
