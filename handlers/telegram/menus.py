"""Telegram's own list of commands, shown when somebody types a slash: one for each kind of chat and reader, in each language;
and for a chat that has a language of its own, in that.

Telegram shows the narrowest scope that fits, in the language of the person's app, else the one without a language
(core.telegram.org/bots/api#determining-list-of-commands). Each list is under a dozen, so that it is read; every verb works when
it is typed. Who an administrator of a chat is says Telegram: there spaces are opened, and most chairs are.
"""

import logging
from collections.abc import Callable, Sequence

from telegram import Bot, BotCommand, BotCommandScope
from telegram import BotCommandScopeAllChatAdministrators as Administrators
from telegram import BotCommandScopeAllGroupChats as Groups
from telegram import BotCommandScopeAllPrivateChats as Private
from telegram import BotCommandScopeChat as One
from telegram import BotCommandScopeChatAdministrators as AdministratorsOfOne
from telegram import BotCommandScopeDefault as Elsewhere
from telegram.error import TelegramError

from bot.languages import LANGUAGES, SOURCE, speaking
from handlers.telegram.render import cut

GROUP = ("diff", "show", "heard", "support", "accept", "concern", "object", "signoff", "poll", "drafts", "help")
PRIVATE = ("home", "diff", "show", "history", "follow", "accept", "concern", "object", "withdraw", "me", "help")
ADMINISTRATORS = ("space", "watch", "drafts", "diff", "show", "heard", "poll", "silence", "join", "export", "help")
Lists = tuple[tuple[BotCommandScope, tuple[str, ...]], ...]
MENUS: Lists = (
    (Elsewhere(), GROUP),
    (Groups(), GROUP),
    (Private(), PRIVATE),
    (Administrators(), ADMINISTRATORS),
)
DESCRIPTION = 256

log = logging.getLogger(__name__)


async def leave_menus(bot: Bot, does: Callable[[str], str]) -> None:
    """Leaves every list. `does`: what a verb does, in the language that is spoken.

    Without the lists everything still works when typed, so a refusal is only logged.
    """
    for language in LANGUAGES:
        with speaking(language):
            for scope, verbs in MENUS:
                await _leave(bot, _listed(verbs, does), scope, "" if language == SOURCE else language)


async def leave_menu(bot: Bot, does: Callable[[str], str], chat: str, language: str) -> None:
    """Leaves the lists of one chat in a language, whatever that of its readers' apps; "": takes them away again, so that those
    of its kind hold. A group's id is a negative number (core.telegram.org/api/bots/ids)."""
    lists: Lists = ((One(chat), PRIVATE),)
    if chat.startswith("-"):
        lists = ((One(chat), GROUP), (AdministratorsOfOne(chat), ADMINISTRATORS))
    with speaking(language):
        for scope, verbs in lists:
            await _leave(bot, _listed(verbs, does) if language else (), scope, "")


def _listed(verbs: Sequence[str], does: Callable[[str], str]) -> Sequence[BotCommand]:
    return [BotCommand(verb, cut(does(verb), DESCRIPTION)) for verb in verbs]


async def _leave(bot: Bot, commands: Sequence[BotCommand], scope: BotCommandScope, language: str) -> None:
    """`commands`: none to take a list away."""
    try:
        if commands:
            await bot.set_my_commands(commands, scope=scope, language_code=language or None)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        log.warning("Telegram's list of commands was not set (%s %s): %s", scope.type, language, error.message)
