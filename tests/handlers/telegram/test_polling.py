"""No update is confirmed before it was handled, and none holds up the others."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from handlers.telegram import polling


class Server:
    """getUpdates as Telegram does it: an offset forgets all updates before it."""

    def __init__(self, *numbers: int) -> None:
        self.waiting = list(numbers)
        self.forgotten: list[int] = []

    async def get_updates(self, offset: int | None = None, **_: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(0)
        self.forgotten += [number for number in self.waiting if offset and number < offset]
        self.waiting = [number for number in self.waiting if not offset or number >= offset]
        if not self.waiting:
            await asyncio.sleep(0.01)
        return [{"update_id": number} for number in self.waiting]

    async def _post(self, _endpoint: str, asked: dict[str, Any], **_: Any) -> list[dict[str, Any]]:
        return await self.get_updates(asked["offset"])


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(polling, "TURN", 0.01)
    monkeypatch.setattr(polling, "GRACE", 0.05)  # of what never ends


async def polled(server: Server, take: Callable[[Any], Awaitable[None]], until: Callable[[], bool]) -> None:
    task = asyncio.create_task(polling.poll(server, take))
    async with asyncio.timeout(60):
        while not until():
            await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_update_is_confirmed_only_when_it_and_all_before_it_were_handled(until):
    server, handled, gate = Server(5, 6), [], asyncio.Event()

    async def take(update: Any) -> None:
        if update.update_id == 5:
            await gate.wait()
        handled.append(update.update_id)
        server.waiting += [7] if update.update_id == 6 else []

    polling_done = asyncio.create_task(polled(server, take, lambda: server.forgotten == [5, 6, 7]))
    await until(lambda: handled == [6, 7])
    assert server.forgotten == []
    gate.set()
    await polling_done
    assert handled == [6, 7, 5]


async def test_what_was_not_handled_when_the_bot_ends_comes_again():
    server = Server(5, 6)
    begun = []

    async def take(update: Any) -> None:
        begun.append(update.update_id)
        if update.update_id == 6:
            await asyncio.Event().wait()

    await polled(server, take, lambda: begun == [5, 6])
    assert server.waiting == [6]
    assert server.forgotten == [5]


async def test_what_is_being_handled_when_the_bot_ends_may_end(monkeypatch):
    monkeypatch.setattr(polling, "GRACE", 60)
    server, begun, handled = Server(5), [], []

    async def take(update: Any) -> None:
        begun.append(update.update_id)
        await asyncio.sleep(0.03)
        handled.append(update.update_id)

    await polled(server, take, lambda: begun == [5])
    assert handled == [5]
    assert server.forgotten == [5]


async def test_one_that_never_ends_does_not_hold_up_all(monkeypatch):
    monkeypatch.setattr(polling, "PATIENCE", 0.05)
    server = Server(5)

    async def take(_: Any) -> None:
        await asyncio.Event().wait()

    await polled(server, take, lambda: server.forgotten == [5])
