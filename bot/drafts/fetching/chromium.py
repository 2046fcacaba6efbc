"""Debian's Chromium, driven by playwright: started without a way out to the network of its own, measured, ended for certain."""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drafts.sandbox.process import environment
from bot.errors import FetchError
from bot.sentences import fetch as say

if TYPE_CHECKING:
    from playwright.async_api import Browser

_CALLED = ("chromium", "chromium-browser", "google-chrome")
_NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}  # RFC 863: what passes beside our routes ends here
_ENDS_S = 2.0  # so long it may take to close before it is killed
_ARGUMENTS = (
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-blink-features=WebTransport",
    "--js-flags=--max-old-space-size=384",
)


@dataclass(frozen=True, slots=True)
class Running:
    """A browser that was started. `pid`: of its first process; `held`: what is given back when it ends."""

    browser: "Browser"
    pid: int
    held: AsyncExitStack

    @property
    def alive(self) -> bool:
        return self.browser.is_connected()

    def memory(self) -> int:
        """Bytes that it and all its processes have for themselves."""
        return sum(map(_own_memory, _family(self.pid)))

    async def end(self) -> None:
        """Closes it; a browser that hangs is killed."""
        try:
            async with asyncio.timeout(_ENDS_S):
                await self.browser.close()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(self.pid, signal.SIGKILL)
        await self.held.aclose()


def program() -> str | None:
    """Chromium's path, None where it is not installed."""
    return next(filter(None, map(shutil.which, _CALLED)), None)


async def start() -> Running:
    """Raises FetchError where playwright or Chromium is missing, or does not start."""
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise FetchError(say.NO_BROWSER, again=False, cause=str(error)) from error
    path = program()
    if path is None:
        raise FetchError(say.NO_BROWSER, again=False, cause=f"none of {', '.join(_CALLED)} is on the path")
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="rapporteur-", ignore_cleanup_errors=True))
        playwright = await stack.enter_async_context(async_playwright())
        try:
            browser = await playwright.chromium.launch(
                executable_path=path,
                args=_ARGUMENTS,
                chromium_sandbox=os.geteuid() != 0,  # for root it has none
                env=dict(environment(Path(folder))),
                proxy={"server": _NOWHERE["server"], "bypass": _NOWHERE["bypass"]},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
            pid = await _pid(browser)
        except Error as error:
            raise FetchError(say.BROWSER_FAILED, cause=str(error)) from error
        return Running(browser, pid, stack.pop_all())
    raise AssertionError  # the stack swallows nothing


async def _pid(browser: "Browser") -> int:
    session = await browser.new_browser_cdp_session()
    found = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    await session.detach()
    return next(int(one["id"]) for one in found if one["type"] == "browser")


def _family(pid: int) -> list[int]:
    """A process and all that it started, as Linux tells them (proc(5)); what has ended meanwhile is left out."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _own_memory(pid: int) -> int:
    """What is resident and not shared with others."""
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
    except OSError:
        return 0  # it has ended meanwhile
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
