"""Connections that are kept open from one visit to the next, the newest used first.

httpcore's own pool goes through all its connections twice a request, asks the system of every idle one whether it was closed,
and may give one connection to two requests, of which one begins again: with five at a time that was a third of what an
unchanged page cost, and it grows with the hosts. Here only the connection that is about to be used is asked.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from ssl import SSLContext

import httpcore

_MOST_OPEN = 100
_MOST_IDLE = 20
_KEPT_S = 30.0


class Connections(httpcore.AsyncConnectionPool):
    """A pool that makes connections as httpcore's does and keeps them in a way of its own."""

    def __init__(self, context: SSLContext, backend: httpcore.AsyncNetworkBackend) -> None:
        super().__init__(ssl_context=context, network_backend=backend, keepalive_expiry=_KEPT_S)
        self._room = asyncio.Semaphore(_MOST_OPEN)
        self._idle: deque[tuple[float, httpcore.AsyncConnectionInterface]] = deque()  # since when, the oldest first
        self._most_idle = _MOST_IDLE

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        async with AsyncExitStack() as if_it_fails:
            await self._room.acquire()
            if_it_fails.callback(self._room.release)
            connection = await self._kept(request.url.origin) or self.create_connection(request.url.origin)
            if_it_fails.push_async_callback(connection.aclose)
            response = await connection.handle_async_request(request)
            if_it_fails.pop_all()
        assert isinstance(response.stream, AsyncIterable)
        response.stream = _Content(response.stream, partial(self._give_back, connection))
        return response

    async def aclose(self) -> None:
        """Closes those that are kept; one that is still in use is closed when it is given back."""
        self._most_idle = 0
        await self._close_beyond()

    async def _kept(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface | None:
        """A connection to `origin` that is still open, taken out; those that were kept for long are closed."""
        while self._idle and self._idle[0][0] < time.monotonic() - _KEPT_S:
            await self._idle.popleft()[1].aclose()
        while kept := next((one for one in reversed(self._idle) if one[1].can_handle_request(origin)), None):
            self._idle.remove(kept)
            connection = kept[1]
            if not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _give_back(self, connection: httpcore.AsyncConnectionInterface) -> None:
        self._room.release()
        if connection.is_idle():
            self._idle.append((time.monotonic(), connection))
            await self._close_beyond()

    async def _close_beyond(self) -> None:
        while len(self._idle) > self._most_idle:
            await self._idle.popleft()[1].aclose()


class _Content:
    """The content of an answer; once it is closed, its connection is given back, or gone."""

    def __init__(self, stream: AsyncIterable[bytes], give_back: Callable[[], Awaitable[None]]) -> None:
        self._stream, self._give_back, self._open = stream, give_back, True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._stream.__aiter__()

    async def aclose(self) -> None:
        if not self._open:
            return
        self._open = False
        try:
            await self._stream.aclose()  # type: ignore[attr-defined]  # httpcore's streams have it, their type does not
        finally:
            await self._give_back()
