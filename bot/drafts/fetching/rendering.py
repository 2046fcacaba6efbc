"""One page shown in a browser that reaches nothing by itself: each request of the page's is fetched by our own Fetcher.

So the address guard, robots.txt, the limits of size and time and the distance between visits hold for what a script asks
as they hold for everything else. A page gets what it needs to show its words: its scripts and what they GET. It gets no
pictures, fonts, frames, cookies, sockets, workers beside it, other windows or files, and it cannot send anything.
"""

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.drafts.fetching.answer import MIB, Fetched
from bot.errors import FetchError, RapporteurError
from bot.sentences import fetch as say

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Request, Route, WebSocketRoute

    from bot.drafts.fetching.fetch import Fetcher

log = logging.getLogger(__name__)
PAGES = ("text/html", "application/xhtml+xml")
_NEEDED = frozenset(("document", "script", "xhr", "fetch"))
_PASSED_ON = frozenset(("accept", "accept-language", "x-requested-with"))

# Run in a world of its own, where the page's scripts have changed nothing: what stands in open shadow trees comes to where it
# is seen; null if the page is larger than the limit.
_SHOWN = """(limit => {
    const open = tree => {
        for (const one of tree.querySelectorAll("*")) if (one.shadowRoot) {
            open(one.shadowRoot);
            one.append(...one.shadowRoot.childNodes);
        }
    };
    open(document);
    const html = document.documentElement ? document.documentElement.outerHTML : "";
    return html.length > limit ? null : html;
})(%d)"""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds`: for a page, its scripts and all that they ask; `quiet`: … of them, to wait until nothing is asked any more;
    `requests`, `size`: what a page may ask, in number and bytes; `page`: signs of what it shows in the end; `memory`: bytes of
    the browser and all its processes; `at_once`: pages at the same time; `idle`: seconds until an unused browser is closed."""

    seconds: float = 30
    quiet: float = 8
    requests: int = 150
    size: int = 25 * MIB
    page: int = 5 * MIB
    memory: int = 1536 * MIB
    at_once: int = 2
    idle: float = 900


@dataclass
class Rendering:
    """One page. `main`: its own answer, fetched before; `headers`: a login, sent to its own site only; `typed`,
    `despite_robots`: as for `Fetcher.get`."""

    fetcher: "Fetcher"
    main: Fetched
    headers: Mapping[str, str]
    limits: Limits
    typed: bool = False
    despite_robots: bool = False
    _pages: dict[str, Fetched] = field(default_factory=dict)
    _asked: int = 0
    _size: int = 0

    async def show(self, context: "BrowserContext") -> tuple[str, str]:
        """(address, HTML) of what the page shows when its scripts have come to rest, or their time is over."""
        from playwright.async_api import TimeoutError as TooLate

        self._pages[_plain(self.main.url)] = self.main
        await context.route("**/*", self._answer)
        await context.route_web_socket("**/*", _no_socket)
        page = await context.new_page()
        context.on("page", _no_window)
        await page.goto(self.main.url, wait_until="domcontentloaded")
        try:
            await page.wait_for_load_state("networkidle", timeout=1000 * self.limits.quiet)
        except TooLate:
            log.info("%s does not come to rest", self.main.url)  # it asks on and on: what it shows by now is taken
        return page.url, await self._shown(page)

    async def _shown(self, page: "Page") -> str:
        session = await page.context.new_cdp_session(page)
        frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await session.send("Page.createIsolatedWorld", {"frameId": frame})
        wanted = {
            "expression": _SHOWN % self.limits.page,
            "contextId": world["executionContextId"],
            "returnByValue": True,
        }
        html = (await session.send("Runtime.evaluate", wanted))["result"].get("value")
        if html is None:
            raise FetchError(say.PAGE_TOO_LARGE, again=False, cause=page.url)
        return str(html)

    async def _answer(self, route: "Route") -> None:
        """A request of the page's, answered by us."""
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # the page went on or was closed meanwhile
            if _is_needed(route.request):
                await self._give(route)
            else:
                await _without(route)

    async def _give(self, route: "Route") -> None:
        asked, is_page = route.request, route.request.is_navigation_request()
        try:
            found = await self._fetch(asked.url, asked.headers, is_page=is_page)
        except RapporteurError as error:
            log.info("%s asked for %s: %s %s", self.main.url, asked.url[:200], error, error.cause)
            status = error.status if isinstance(error, FetchError) else None
            await (route.fulfill(status=status, body="") if status else route.abort("failed"))
            return
        if is_page and _plain(found.url) != _plain(asked.url):
            await route.fulfill(content_type="text/html", body=_led_on(found.url))
        else:
            await route.fulfill(status=200, headers=_headers(found, asked.headers), body=found.data)

    async def _fetch(self, url: str, headers: Mapping[str, str], *, is_page: bool) -> Fetched:
        known = self._pages.get(_plain(url)) if is_page else None
        if known:
            return known
        self._asked += 1
        if self._asked > self.limits.requests or self._size > self.limits.size:
            raise FetchError(say.ASKS_TOO_MUCH, again=False, host=urlsplit(self.main.url).hostname)
        passed = {name: value for name, value in headers.items() if name.lower() in _PASSED_ON}
        own = self.headers if _site(url) == _site(self.main.url) else {}
        found = await self._get(url, {**passed, **own})
        self._size += len(found.data)
        if is_page:
            self._pages[_plain(found.url)] = found
        return found

    async def _get(self, url: str, headers: Mapping[str, str]) -> Fetched:
        """What a page at a public address asks for stays public; one that was typed may ask its own private site."""
        found = await self.fetcher.get(
            url,
            None,
            headers,
            typed=self.typed and _site(url) == _site(self.main.url),
            unspaced=True,
            despite_robots=self.despite_robots,
            public=self.main.public,
        )
        assert isinstance(found, Fetched)  # nothing was asked under a condition
        return found


def _is_needed(asked: "Request") -> bool:
    """What shows the words of this page: no frame in it, no other window, nothing that is sent."""
    from playwright.async_api import Error

    if asked.method != "GET" or asked.resource_type not in _NEEDED:
        return False
    try:
        return not asked.is_navigation_request() or asked.frame == asked.frame.page.context.pages[0].main_frame
    except Error:
        return False  # of a window that is only being opened


async def _without(route: "Route") -> None:
    """A page waits for its style sheets, so it gets empty ones; it does without the rest."""
    if route.request.resource_type == "stylesheet":
        await route.fulfill(content_type="text/css", body="")
    else:
        await route.abort("blockedbyclient")


async def _no_socket(socket: "WebSocketRoute") -> None:
    await socket.close()


async def _no_window(page: "Page") -> None:
    await page.close()


def _headers(found: Fetched, asked: Mapping[str, str]) -> dict[str, str]:
    """A script may read what it asked of another site: nobody is logged in here, so nothing is given away by that."""
    charset = f"; charset={found.charset}" if found.charset else ""
    headers = {"content-type": f"{found.mime or 'application/octet-stream'}{charset}"}
    if origin := asked.get("origin"):
        headers |= {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"}
    return headers


def _led_on(url: str) -> str:
    """A page that leads to where another was in the end, so that its links are read from there."""
    return f'<meta http-equiv="refresh" content="0;url={_quoted(url)}">'


def _quoted(url: str) -> str:
    return url.replace("&", "&amp;").replace('"', "%22").replace("'", "%27").replace("<", "%3C")


def _plain(url: str) -> str:
    return url.partition("#")[0]


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
