"""Long polling that loses no update: one is confirmed to Telegram only when it was handled.

`Application` and `Updater` of python-telegram-bot confirm an update with the next request, while it is being handled: what
was pressed in that moment is lost by a kill. Here the offset of getUpdates stays at the oldest update that is not handled
yet; after a kill Telegram brings it again, under the same id, which the core knows how to drop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import ConfigError
from bot.sentences import telegram as say
from handlers.telegram.failures import seconds

ALLOWED_UPDATES = ["message", "callback_query"]
LONG_POLL = 30
ANSWER = 10
"""Seconds beyond its waiting that a look may take."""

TURN = 0.1
"""Seconds between two looks while something is being handled; longer the more it is: every look brings all of it again."""

FEW = 40

PATIENCE = 60.0
"""Seconds after which an update is confirmed though its handling has not ended: one may not hold up all."""

GRACE = 5.0
"""Seconds that handling has to end when the bot stops."""

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

log = logging.getLogger(__name__)

Take = Callable[[Update], Awaitable[None]]


@dataclass
class Pending:
    """What is being handled, and which updates Telegram was not told to forget: by id, oldest first, with the time when
    patience ends."""

    tasks: dict[int, tuple[asyncio.Task[None], float]] = field(default_factory=dict)
    running: set[asyncio.Task[None]] = field(default_factory=set)
    offset: int | None = None

    def busy(self, now: float) -> bool:
        """Moves the offset on to the oldest update that is still being handled; whether there is one."""
        held = [number for number, (task, until) in self.tasks.items() if not task.done() and now < until]
        if held:
            self.offset = held[0]
        elif self.tasks:
            self.offset = next(reversed(self.tasks)) + 1
            self.tasks.clear()
        return bool(held)

    def begin(self, update: int, work: Coroutine[Any, Any, None], now: float) -> None:
        """Starts handling one that is not known yet."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        self.tasks[update] = task, now + PATIENCE


async def poll(bot: Bot, take: Take) -> None:
    """Brings updates to `take`, several at once, until cancelled; what is being handled then may end within GRACE.

    ConfigError when Telegram no longer knows the token. `take` must not raise.
    """
    pending = Pending()
    clock = asyncio.get_running_loop().time
    failed = 0
    try:
        while True:
            wait = 0 if pending.busy(clock()) else LONG_POLL
            try:
                updates = await _look(bot, pending.offset, wait)
            except TelegramError as error:
                await asyncio.sleep(pause(error, failed))
                failed += 1
                continue
            failed = 0
            for update in updates:
                number = int(update["update_id"])
                if number not in pending.tasks:
                    pending.begin(number, _taken(bot, update, take), clock())
            if pending.running:
                await asyncio.wait(pending.running, timeout=TURN * (1 + len(pending.tasks) // FEW))
    finally:
        await _end(bot, pending, clock)


async def _look(bot: Bot, offset: int | None, wait: int) -> list[dict[str, Any]]:
    """The updates as Telegram writes them: `Bot.get_updates` would read all of them anew at every look, and one that it cannot
    read would hide the others."""
    asked = {"offset": offset, "timeout": wait, "allowed_updates": ALLOWED_UPDATES}
    brought: list[dict[str, Any]] = await bot._post("getUpdates", asked, read_timeout=wait + ANSWER)
    return brought


async def _taken(bot: Bot, update: dict[str, Any], take: Take) -> None:
    read = read_update(bot, update)
    if read:
        await take(read)


def read_update(bot: Bot, update: dict[str, Any]) -> Update | None:
    """An update as the library knows it; None, and a word in the log, if it cannot be read."""
    try:
        return Update.de_json(update, bot)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("an update that cannot be read was left out: %r", error)
        return None


def pause(error: TelegramError, failed: int) -> float:
    """Seconds to wait after a failed look, and a word in the log; ConfigError where waiting is no use."""
    if isinstance(error, InvalidToken) and "unauthorized" in error.message.lower():
        raise ConfigError(say.TOKEN_REFUSED) from error
    wait = WAITS[min(failed, len(WAITS) - 1)]
    if isinstance(error, RetryAfter):
        return seconds(error)
    log.warning("%s", say.OTHER_READER if isinstance(error, Conflict) else f"getUpdates: {error.message}")
    return wait


async def _end(bot: Bot, pending: Pending, clock: Callable[[], float]) -> None:
    """Lets handling end, confirms what is done, cancels the rest: Telegram will bring that again."""
    if pending.running:
        await asyncio.wait(pending.running, timeout=GRACE)
    if pending.tasks:
        pending.busy(clock())
        await _confirm(bot, pending.offset)
    for task in pending.running:
        task.cancel()


async def _confirm(bot: Bot, offset: int | None) -> None:
    try:
        async with asyncio.timeout(2):
            await bot.get_updates(offset, limit=1, timeout=0, allowed_updates=ALLOWED_UPDATES)
    except (TelegramError, TimeoutError) as error:
        log.info("the last updates will come again: %s", error)
