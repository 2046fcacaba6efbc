"""The address guard: a web page that others wrote must not make us knock on doors inside our own network.

A name is resolved once, every address it gives is judged, and the connection goes to a judged address itself: there is no
second resolving that could give another answer (DNS rebinding). It sits below HTTP, as the network backend of httpcore
(https://www.encode.io/httpcore/network-backends/), so that redirects and kept connections cannot pass beside it.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

import httpcore
import httpx

from bot.drafts.fetching.connections import Connections
from bot.errors import AddressRefused, FetchError
from bot.sentences import fetch as say

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]

WEB_PORTS = (80, 443)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address
NOT_PUBLIC = (
    ipaddress.ip_network("192.0.0.0/24"),  # IETF protocol assignments, Oracle's metadata; `is_global` before 3.11.10
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's host agent: public in number, private in use
)


class Reach(Enum):
    """How far a request may go."""

    PUBLIC = "public"  # public addresses on the ports of the web: all that a public page may lead to
    NAMED = "named"  # … and what `allow_private` names, on any port
    TYPED = "typed"  # anything: the person at this terminal typed it


@dataclass(frozen=True, slots=True)
class Private:
    """What `[fetch] allow_private` opens: hosts by name, networks by number."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def names(self, host: str, address: Address) -> bool:
        return host.lower().rstrip(".") in self.hosts or any(address in network for network in self.networks)


def read_private(entries: Iterable[str]) -> Private:
    """["intranet.example", "127.0.0.0/8", "::1"] → Private. What is no address and no network is a host."""
    hosts, networks = set(), []
    for entry in entries:
        try:
            networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
        except ValueError:
            hosts.add(entry.lower().rstrip("."))
    return Private(frozenset(hosts), tuple(networks))


def is_public(address: Address) -> bool:
    """Whether an address is one of the public Internet, seen through the IPv6 forms that carry an IPv4 address."""
    address = _inner(address)
    if address.is_multicast or address.is_reserved or any(address in network for network in NOT_PUBLIC):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def check(host: str, port: int, addresses: Sequence[str], reach: Reach, private: Private) -> None:
    """Raise AddressRefused unless every address may be connected to on this port."""
    for address in map(ipaddress.ip_address, addresses):
        if reach is Reach.TYPED or (reach is Reach.NAMED and private.names(host, _inner(address))):
            continue
        if not is_public(address):
            raise AddressRefused(say.PRIVATE, again=False, cause=f"{host} is {address}", host=host)
        if port not in WEB_PORTS:
            raise AddressRefused(say.WRONG_PORT, again=False, host=host, port=port)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system gives them: also 2130706433 and 0x7f.1, which it takes for 127.0.0.1."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that were judged, and to them by number."""

    def __init__(self, reach: Reach, private: Private, resolve: Resolve, wire: httpcore.AsyncNetworkBackend) -> None:
        self._reach = reach
        self._private = private
        self._resolve = resolve
        self._wire = wire

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port, timeout)
        check(host, port, addresses, self._reach, self._private)
        share = timeout / len(addresses) if timeout else timeout
        refused: Exception | None = None
        for address in addresses:
            try:
                return await self._wire.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
        raise refused or httpcore.ConnectError(f"{host} has no address")

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            async with asyncio.timeout(timeout):
                return await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout(str(error)) from error
            raise FetchError(say.UNKNOWN_HOST, cause=repr(error), host=host) from error

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused(say.PRIVATE, again=False, host=path)

    async def sleep(self, seconds: float) -> None:
        await self._wire.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """A pool of connections for each reach, so that a connection kept from a wider one is never used for a narrower one.

    A request says how far it may go in `extensions["reach"]`; without it, no further than public addresses.
    """

    def __init__(
        self, private: Private, resolve: Resolve = resolve, wire: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        wire = wire or httpcore.AnyIOBackend()
        self._ways = {r: _way(context, GuardedBackend(r, private, resolve, wire)) for r in Reach}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._ways[request.extensions.get("reach", Reach.PUBLIC)].handle_async_request(request)

    async def aclose(self) -> None:
        for way in self._ways.values():
            await way.aclose()


def _way(context: ssl.SSLContext, backend: httpcore.AsyncNetworkBackend) -> httpx.AsyncHTTPTransport:
    """httpx has no public way to give its transport a network backend: the one private attribute, held by a test."""
    way = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
    way._pool = Connections(context, backend)
    return way


def went_public(response: httpx.Response) -> bool:
    """Whether a response came from a public address, by the connection that it came over."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return peer is None or is_public(ipaddress.ip_address(peer[0]))
