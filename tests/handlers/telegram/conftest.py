"""The bot between a simulated Telegram and a core that the test plays. Every test ends without a broken rule of Telegram's."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.message import Message
from handlers.chat import Command
from handlers.telegram.chat import TelegramChat

TOKEN = "123456:TEST"


class Core:
    """Stands for the core: writes down every command and does what the test says with it."""

    def __init__(self, chat: TelegramChat) -> None:
        self.chat, self.commands = chat, []
        self.does: Any = None

    async def __call__(self, command: Command) -> None:
        self.commands.append(command)
        if self.does:
            await self.does(command)

    async def hears(self, count: int) -> Command:
        async with asyncio.timeout(60):
            while len(self.commands) < count:
                await asyncio.sleep(0.01)
        return self.commands[count - 1]

    def whispers(self, message: Message) -> None:
        self.does = lambda command: self.chat.whisper(command, message)


@pytest.fixture
def listening(sims: Any) -> Callable[..., contextlib.AbstractAsyncContextManager[Core]]:
    """`async with listening(does=…) as core`: the bot listens; `core.commands` is what reached the core."""

    @contextlib.asynccontextmanager
    async def listen(**options: Any) -> AsyncIterator[Core]:
        core = Core(TelegramChat(token=TOKEN, api_url=sims.tg_api, **options))
        task = asyncio.create_task(core.chat.run(core))
        await sims.tg.ready()
        try:
            yield core
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await core.chat.aclose()
        assert await sims.tg.violations() == []

    return listen


@pytest.fixture
async def chat(sims: Any) -> AsyncIterator[TelegramChat]:
    """The bot where nobody listens: another process sends."""
    sender = TelegramChat(token=TOKEN, api_url=sims.tg_api)
    yield sender
    await sender.aclose()
    assert await sims.tg.violations() == []
