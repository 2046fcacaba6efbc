"""The browser for pages that show their links or text only when their scripts have run: one for all, kept while it is used.

An optional extra: playwright (`EXTRAS=browser`) drives Debian's Chromium. It is started when the first page needs it, closed
when none has for a while, and started anew when it dies or a page takes more time or memory than it may.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from bot.drafts.fetching import chromium
from bot.drafts.fetching.answer import MIB, Fetched, Validators
from bot.drafts.fetching.chromium import Running
from bot.drafts.fetching.rendering import PAGES, Limits, Rendering
from bot.errors import FetchError
from bot.sentences import fetch as say

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

    from bot.drafts.fetching.fetch import Fetcher

__all__ = ["Browser", "Limits"]

log = logging.getLogger(__name__)
_MEASURED_S = 0.25  # how often its memory is looked at


class Browser:
    """`async with Browser(fetcher) as browser: await browser.get(url)`; a `bot.desk.Getter` for pages."""

    def __init__(self, fetcher: "Fetcher", limits: Limits | None = None) -> None:
        self._fetcher = fetcher
        self._limits = limits or Limits()
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._lock = asyncio.Lock()
        self._running: Running | None = None
        self._shown, self._showing = 0, 0
        self._idle: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        if self._idle:
            self._idle.cancel()
        if self._running:
            await self._end(self._running)

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        typed: bool = False,
        unspaced: bool = False,
        despite_robots: bool = False,
    ) -> Fetched:
        """What stands at `url` when its scripts have run, as HTML in UTF-8; what is no page, as it is.

        As `Fetcher.get`, but never "not modified": a page stays the same while what its scripts show is another.
        """
        main = await self._fetcher.get(
            url, None, headers, typed=typed, unspaced=unspaced, despite_robots=despite_robots
        )
        assert isinstance(main, Fetched)  # nothing was asked under a condition
        if main.mime not in PAGES:
            return main
        rendering = Rendering(self._fetcher, main, headers or {}, self._limits, typed, despite_robots)
        async with self._slots:
            shown_at, html = await self._render(rendering)
        shown = replace(main, url=shown_at, data=html.encode("utf-8", "replace"), mime="text/html", charset="utf-8")
        return replace(shown, validators=Validators(), published=None, fresh_for=None)

    async def _render(self, rendering: Rendering) -> tuple[str, str]:
        """One page. A browser that does not answer in time, or takes too much memory, is ended."""
        from playwright.async_api import Error

        limits, host = self._limits, urlsplit(rendering.main.url).hostname
        running = await self._ready()
        self._showing += 1
        try:
            async with asyncio.timeout(limits.seconds), _within(running, limits.memory), _profile(running) as context:
                return await rendering.show(context)
        except TimeoutError as error:
            await self._end(running)
            raise FetchError(say.SHOWS_TOO_LATE, host=host, seconds=limits.seconds) from error
        except MemoryError as error:
            await self._end(running)
            raise FetchError(say.SHOWS_TOO_MUCH, again=False, host=host, limit=limits.memory // MIB) from error
        except Error as error:
            raise FetchError(say.BROWSER_FAILED, cause=str(error)) from error
        finally:
            self._showing -= 1

    async def _ready(self) -> Running:
        """The browser, started if it is not there any more; closed when it was not asked for in a while."""
        async with self._lock:
            if self._running and not self._running.alive:
                await self._end(self._running)
            self._running = self._running or await chromium.start()
            self._shown += 1
            self._idle = self._idle or asyncio.create_task(self._rest())
            return self._running

    async def _rest(self) -> None:
        seen = -1
        while self._showing or seen != self._shown:
            seen = self._shown
            await asyncio.sleep(self._limits.idle)
        self._idle = None
        if self._running:
            await self._end(self._running)

    async def _end(self, running: Running) -> None:
        if self._running is running:
            self._running = None
        await running.end()


@contextlib.asynccontextmanager
async def _profile(running: Running) -> "AsyncIterator[BrowserContext]":
    """A profile that knows nothing of other pages and may do nothing; what hangs in it is ended with the browser."""
    context = await running.browser.new_context(service_workers="block", accept_downloads=False, locale="en")
    try:
        yield context
    except asyncio.CancelledError:
        raise  # it may hang, and so would closing it
    except BaseException:  # raised again; whatever it was, the profile does not outlive it
        with contextlib.suppress(Exception):  # the first failure is the one to tell, whatever closing says
            await context.close()
        raise
    else:
        await context.close()


@contextlib.asynccontextmanager
async def _within(running: Running, limit: int) -> AsyncIterator[None]:
    """Ends what is done within by MemoryError when the browser holds more than `limit` bytes."""
    task, over = asyncio.current_task(), False
    assert task is not None

    async def measure() -> None:
        nonlocal over
        while not over:
            await asyncio.sleep(_MEASURED_S)
            over = await asyncio.to_thread(running.memory) > limit
        task.cancel()

    measuring = asyncio.create_task(measure())
    try:
        yield
    except asyncio.CancelledError:
        if over and not task.uncancel():
            raise MemoryError from None
        raise
    finally:
        measuring.cancel()
