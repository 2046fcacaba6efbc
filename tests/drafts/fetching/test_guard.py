"""The address guard: what it refuses, and that it connects to nothing but what it judged."""

import contextlib
import ipaddress

import httpcore
import httpx
import pytest

from bot.drafts.fetching.guard import GuardedTransport, Reach, check, is_public, read_private
from bot.errors import AddressRefused, FetchError

PUBLIC = "93.184.215.14"


class Wire(httpcore.AsyncNetworkBackend):
    """Writes down whom it was asked to connect to, and connects to nobody."""

    def __init__(self) -> None:
        self.asked = []

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.asked.append((host, port))
        raise httpcore.ConnectError("not in a test")


def resolver(*answers):
    """A name server that gives one answer after the other, and the last for ever."""
    left = list(answers)

    async def resolve(host, port):
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


async def ask(url, resolve, private=(), reach=Reach.NAMED):
    """→ the addresses that were connected to."""
    wire = Wire()
    async with httpx.AsyncClient(transport=GuardedTransport(read_private(private), resolve, wire)) as client:
        with contextlib.suppress(httpx.ConnectError):
            await client.get(url, extensions={"reach": reach})
        return wire.asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",  # carrier's own network
        "100.100.100.200",  # Alibaba's metadata
        "169.254.169.254",  # metadata of most clouds
        "192.0.0.192",  # Oracle's
        "168.63.129.16",  # Azure's
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",  # NAT64 of 169.254.169.254
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "2001:0:1::1",  # Teredo
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_a_public_address_is_public_in_every_spelling(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "127.1"])
async def test_every_spelling_of_this_machine_is_refused(host):
    wire = Wire()
    async with httpx.AsyncClient(transport=GuardedTransport(read_private([]), wire=wire)) as client:
        with pytest.raises(AddressRefused):
            await client.get(f"http://{host}/", extensions={"reach": Reach.NAMED})
    assert wire.asked == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(AddressRefused, match=r"allow_private"):
        await ask("http://secretariat.example/", resolver([PUBLIC, "10.0.0.1"]))


async def test_the_connection_goes_to_the_judged_address_though_the_name_changes_its_answer():
    resolve = resolver([PUBLIC], ["127.0.0.1"])
    assert await ask("http://rebinding.example/", resolve) == [(PUBLIC, 80)]
    with pytest.raises(AddressRefused):
        await ask("http://rebinding.example/", resolve)


async def test_the_next_address_is_tried_when_one_does_not_answer():
    assert await ask("https://two.example/", resolver([PUBLIC, "2606:4700::1111"])) == [
        (PUBLIC, 443),
        ("2606:4700::1111", 443),
    ]


async def test_only_the_ports_of_the_web_are_public():
    with pytest.raises(AddressRefused, match="port 22"):
        await ask("http://secretariat.example:22/", resolver([PUBLIC]))


async def test_what_is_named_is_open_on_any_port_and_its_neighbour_is_not():
    named = ["10.1.0.0/16", "intranet.example"]
    assert await ask("http://a.example:8000/", resolver(["10.1.2.3"]), named) == [("10.1.2.3", 8000)]
    assert await ask("http://Intranet.example.:81/", resolver(["192.168.0.9"]), named) == [("192.168.0.9", 81)]
    with pytest.raises(AddressRefused):
        await ask("http://a.example/", resolver(["10.2.0.1"]), named)


async def test_a_private_address_is_open_only_to_the_person_who_typed_it():
    assert await ask("http://box.example:81/", resolver(["10.2.0.1"]), reach=Reach.TYPED) == [("10.2.0.1", 81)]
    with pytest.raises(AddressRefused):
        await ask("http://box.example/", resolver(["10.2.0.1"]), ["10.0.0.0/8"], reach=Reach.PUBLIC)


async def test_a_request_that_does_not_say_how_far_it_may_go_goes_to_public_addresses_only():
    wire = Wire()
    transport = GuardedTransport(read_private(["127.0.0.0/8"]), wire=wire)
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(AddressRefused):
            await client.get("http://127.0.0.1/")
    assert wire.asked == []


async def test_an_unknown_name_is_a_passing_fault():
    async def resolve(host, port):
        raise OSError("no such name")

    with pytest.raises(FetchError, match=r"not-there\.example") as caught:
        await ask("http://not-there.example/", resolve)
    assert caught.value.again


def test_named_networks_open_addresses_in_their_ipv6_dress_too():
    check("a.example", 8080, ["::ffff:10.0.0.1"], Reach.NAMED, read_private(["10.0.0.0/8"]))


def test_every_pool_stands_on_the_guard():
    """httpx gives no public way to set the network backend; this holds the private one that we use."""
    for reach, way in GuardedTransport(read_private([]))._ways.items():
        assert way._pool._network_backend._reach is reach
