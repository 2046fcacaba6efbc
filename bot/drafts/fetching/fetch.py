"""One address → its bytes, or "not modified", or one sentence why not.

Every answer is untrusted: its size, its time, its compression and the addresses that it leads on to have limits, and the
guard (bot.drafts.fetching.guard) judges every address that is connected to.
"""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

import httpx

from bot.drafts.fetching.answer import MIB, Fetched, NotModified, Validators, read_content, read_unchanged
from bot.drafts.fetching.guard import GuardedTransport, Reach, read_private, went_public
from bot.drafts.fetching.hosts import Hosts
from bot.drafts.fetching.robots import LARGEST, Robots
from bot.drafts.fetching.turns import Turns
from bot.errors import AddressRefused, FetchError
from bot.sentences import fetch as say

__all__ = ["DEFAULT_LIMITS", "Fetched", "Fetcher", "Limits", "NotModified", "Validators", "read_address"]


@dataclass(frozen=True, slots=True)
class Limits:
    """`size`: bytes of the unpacked body; `seconds`: for one address with all its redirects; `spacing`: seconds between
    two visits to one host (0: none); `per_host`: visits to one host at the same time; `at_once`: visits in all, those left
    out that have taken longer than `slow` seconds."""

    size: int = 50 * MIB
    seconds: float = 60
    redirects: int = 5
    spacing: float = 0.25
    per_host: int = 2
    at_once: int = 5
    slow: float = 3


DEFAULT_LIMITS = Limits()
NONE = Validators()


class Fetcher:
    """One long-lived client for all sources: `async with Fetcher(contact) as fetcher: await fetcher.get(url)`.

    `allow_private`: hosts or networks of our own that may be fetched ("127.0.0.0/8"). `robots`: whether robots.txt is asked.
    `clock`: seconds that only grow. `transport` is for tests.
    """

    def __init__(
        self,
        contact: str,
        allow_private: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        robots: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._slots = Turns(limits.at_once)
        self._hosts = Hosts(limits.spacing, limits.per_host, clock)
        self._robots = Robots(self._rules, clock) if robots else None
        self._transport = transport or GuardedTransport(read_private(allow_private))
        self._headers = httpx.Headers(_our_headers(contact))
        self._timeout = {"connect": min(10, limits.seconds)}  # the whole has a limit of its own

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self._transport.aclose()

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        typed: bool = False,
        unspaced: bool = False,
        despite_robots: bool = False,
        public: bool = False,
    ) -> Fetched | NotModified:
        """Fetch `url`; raises FetchError or AddressRefused, each with the sentence to show.

        `headers` (a login, say) go only to the host of `url`. `typed`: a person typed the address at this machine's
        terminal, so it may be private. `unspaced`: it is part of a visit that was just spaced and goes at once, before all
        that wait: a change is rare, and nobody should wait for it. `despite_robots`: somebody decided so. `public`: a page at a
        public address asks for it, so it must be at one too.
        """
        reach = Reach.TYPED if typed else Reach.PUBLIC if public else Reach.NAMED
        lawful = self._robots is not None and not (typed or despite_robots)
        visit = _Visit(read_address(url), validators or NONE, headers or {}, reach, lawful)
        async with self._hosts.visit(visit.url.host, unspaced=unspaced), self._slot(hurries=unspaced):
            with _sentences(visit, self._limits.seconds):
                async with asyncio.timeout(self._limits.seconds):
                    await self._ask_robots(visit)
                    return await self._visit(visit, self._limits.size)

    async def _visit(self, visit: "_Visit", size: int) -> Fetched | NotModified:
        for _ in range(self._limits.redirects + 1):
            response = await self._send(visit)
            try:
                if response.status_code == 304 and visit.conditional:
                    return await read_unchanged(response, visit.validators, visit.moved_to)
                if not response.has_redirect_location:
                    return await read_content(response, size, visit.moved_to)
                last_host = visit.url.host
                visit.follow(response)
            finally:
                await response.aclose()
            if visit.url.host != last_host:
                await self._hosts.arrive(visit.url.host)
                await self._ask_robots(visit)
        raise FetchError(say.TOO_MANY_REDIRECTS, again=False, host=visit.url.host, limit=self._limits.redirects)

    async def _send(self, visit: "_Visit") -> httpx.Response:
        """Through the transport itself: httpx's client would add hooks, cookies and a log line, a third of a look's CPU."""
        request = visit.request(self._headers, self._timeout)
        response = await self._transport.handle_async_request(request)
        response.request = request
        return response

    async def _ask_robots(self, visit: "_Visit") -> None:
        if visit.lawful and self._robots:
            self._hosts.slow_down(visit.url.host, await self._robots.ask(visit.url))

    async def _rules(self, url: httpx.URL) -> bytes:
        found = await self._visit(_Visit(url, NONE, {}, Reach.NAMED), LARGEST)
        assert isinstance(found, Fetched)
        return found.data

    @contextlib.asynccontextmanager
    async def _slot(self, *, hurries: bool) -> AsyncIterator[None]:
        """One of the few visits at the same time; a slow one does not count, so that no server holds up the others."""
        await self._slots.take(hurries=hurries)
        held = True

        def give_back() -> None:
            nonlocal held
            if held:
                self._slots.give_back()
            held = False

        late = asyncio.get_running_loop().call_later(self._limits.slow, give_back)
        try:
            yield
        finally:
            late.cancel()
            give_back()


@dataclass(slots=True)
class _Visit:
    """Where one fetch stands between its redirects."""

    url: httpx.URL
    validators: Validators
    headers: Mapping[str, str]
    reach: Reach
    lawful: bool = False
    first: httpx.URL = field(init=False)
    moved_to: str | None = None
    only_permanent: bool = True
    conditional: bool = False  # whether the last request asked for a change only
    cookies: httpx.Cookies | None = None  # some servers redirect until their cookie comes back

    def __post_init__(self) -> None:
        self.first = self.url

    def request(self, ours: httpx.Headers, timeout: Mapping[str, float]) -> httpx.Request:
        headers = httpx.Headers(ours)
        if self.headers and _same_site(self.first, self.url):
            headers.update(self.headers)
        conditions = self._conditions()
        self.conditional = bool(conditions)
        headers.update(conditions)
        given = headers.pop("cookie", "") if self.cookies is not None else ""
        request = httpx.Request("GET", self.url, headers=headers, extensions={"reach": self.reach, "timeout": timeout})
        if self.cookies is not None:
            self.cookies.set_cookie_header(request)
        if given:
            request.headers["cookie"] = _renewed(given, request.headers.get("cookie", ""))
        return request

    def _conditions(self) -> dict[str, str]:
        """The ETag alone where there is one: servers ignore the date beside it (RFC 9110, 13.1.3), and some err."""
        if (self.validators.url or str(self.first)) != str(self.url):
            return {}
        if self.validators.etag:
            return {"If-None-Match": self.validators.etag}
        return {"If-Modified-Since": self.validators.last_modified} if self.validators.last_modified else {}

    def follow(self, response: httpx.Response) -> None:
        """Take the next address. What was public once never leads to a private one again."""
        if self.reach is not Reach.PUBLIC and went_public(response):
            self.reach = Reach.PUBLIC
        self.cookies = self.cookies or httpx.Cookies()
        self.cookies.extract_cookies(response)
        try:
            self.url = read_address(str(self.url.join(response.headers["location"])))
        except (httpx.InvalidURL, FetchError) as error:
            raise FetchError(say.BAD_REDIRECT, again=False, cause=str(error), host=self.url.host) from error
        self.only_permanent = self.only_permanent and response.status_code in (301, 308)
        if self.only_permanent:
            self.moved_to = str(self.url)


@lru_cache(maxsize=4096)  # an address that is watched is read at every look
def read_address(text: str) -> httpx.URL:
    """A web address without its fragment; FetchError if it is none, or carries a password."""
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(say.BAD_ADDRESS, again=False, cause=str(error), url=text[:200]) from error
    if url.scheme not in ("http", "https") or not url.host or "%" in url.host:
        raise FetchError(say.BAD_ADDRESS, again=False, url=text[:200])
    if url.userinfo:
        raise FetchError(say.HAS_PASSWORD, again=False, host=url.host)
    return url


def _our_headers(contact: str) -> dict[str, str]:
    """gzip only: we unpack it ourselves with a limit, which a chain of encodings or a larger window would not allow."""
    return {
        "User-Agent": f"Rapporteur ({contact})".encode("ascii", "replace").decode(),
        "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
        "Accept-Encoding": "gzip",
    }


def _renewed(given: str, since: str) -> str:
    """The cookies of a login with those that the server has set on the way, which count where both have the same name."""
    names = {one.partition("=")[0].strip() for one in since.split(";")}
    kept = [one.strip() for one in given.split(";") if one.partition("=")[0].strip() not in names]
    return "; ".join([*kept, *([since] if since else [])])


def _same_site(first: httpx.URL, now: httpx.URL) -> bool:
    """Whether headers meant for `first` may go to `now`: the same origin, or the same host by https instead of http."""
    if first.host != now.host:
        return False
    upgraded = (first.scheme, now.scheme, first.port, now.port) == ("http", "https", None, None)
    return upgraded or (first.scheme, first.port) == (now.scheme, now.port)


@contextlib.contextmanager
def _sentences(visit: _Visit, seconds: float) -> Iterator[None]:
    """Failures of the wire → FetchError with the sentence of what happened at the host asked last."""
    try:
        yield
    except AddressRefused as error:
        if visit.reach is Reach.PUBLIC:
            raise AddressRefused(
                say.REDIRECT_TO_PRIVATE, again=False, cause=error.cause, host=visit.url.host
            ) from error
        raise
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FetchError(say.TOO_SLOW, cause=repr(error), host=visit.url.host, seconds=seconds) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        sentence, again = _fault(error)
        raise FetchError(sentence, again=again, cause=repr(error), host=visit.url.host) from error


def _fault(error: Exception) -> tuple[str, bool]:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return say.CERTIFICATE, False
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return say.NO_TLS, True
    if isinstance(error, httpx.ConnectError):
        return say.UNREACHABLE, True
    if isinstance(error, httpx.NetworkError) or "complete message body" in str(error) or "disconnected" in str(error):
        return say.CUT_SHORT, True
    return say.BROKEN_ANSWER, True


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
