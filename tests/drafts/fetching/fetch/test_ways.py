"""Where a fetch may go: redirects, cookies and logins on the way, our own network, addresses that are none."""

import asyncio
import os

import httpcore
import pytest

from bot.drafts.fetching.fetch import Fetcher
from bot.drafts.fetching.guard import GuardedTransport, read_private
from bot.errors import AddressRefused
from tests.drafts.fetching.fetch.site import QUICK, refused, say

PUBLIC = "93.184.215.14"


# Redirects
async def test_a_move_for_good_is_told_and_a_passing_one_is_not(site, fetcher):
    site.pages |= {"/old": say(301, Location="/new"), "/new": say(302, Location="/today"), "/today": say(200, b"x")}
    answer = await fetcher.get(site.url("/old"))
    assert (answer.url, answer.moved_to) == (site.url("/today"), site.url("/new"))
    assert (await fetcher.get(site.url("/new"))).moved_to is None


async def test_an_endless_redirect_ends_after_five(site, fetcher):
    site.pages["*"] = say(302, Location="/")
    assert "more than 5 times" in str(await refused(fetcher, site.url()))
    assert len(site.asked) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://h/x", "http://[", "http://u:p@127.0.0.1/"])
async def test_a_redirect_to_what_is_no_web_address_is_refused(site, fetcher, location):
    site.pages["/"] = say(302, Location=location)
    assert "cannot be fetched" in str(await refused(fetcher, site.url()))


async def test_a_cookie_lives_for_one_visit_only(site, fetcher):
    site.pages["/"] = say(302, Location="/in", Set_Cookie="pass=1")
    site.pages["/in"] = say(200, b"x")
    await fetcher.get(site.url())
    assert site.asked[1][1]["cookie"] == "pass=1"
    await fetcher.get(site.url("/in"))
    assert "cookie" not in site.asked[2][1]


async def test_a_cookie_that_is_set_on_the_way_goes_beside_those_of_the_login(site, fetcher):
    site.pages["/"] = say(302, Location="/in", Set_Cookie="turn=2")
    site.pages["/in"] = say(200, b"x")
    await fetcher.get(site.url(), headers={"Cookie": "session=abc; turn=1"})
    assert [headers["cookie"] for _, headers in site.asked] == ["session=abc; turn=1", "session=abc; turn=2"]


async def test_a_login_goes_to_the_host_it_was_given_for_and_to_no_other(site, fetcher):
    login = {"Authorization": "Bearer x", "Cookie": "s=1"}
    site.pages["/"] = say(302, Location="/same")
    site.pages["/same"] = say(302, Location=f"http://127.0.0.2:{site.port}/other")
    other = await asyncio.start_server(site.serve, "127.0.0.2", site.port)
    site.pages["/other"] = say(200, b"x")
    await fetcher.get(site.url(), headers=login)
    other.close()
    assert [("authorization" in headers, "cookie" in headers) for _, headers in site.asked] == [
        (True, True),
        (True, True),
        (False, False),
    ]


class Elsewhere(httpcore.AsyncNetworkBackend):
    """A wire on which every public address is played by the server of the test: nothing leaves this machine."""

    def __init__(self, port):
        self.port, self.asked = port, []

    async def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.asked.append((host, port))
        stream = await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self.port)
        known = stream.get_extra_info
        stream.get_extra_info = lambda info: (host, port) if info == "server_addr" else known(info)
        return stream


def elsewhere(site, **names):
    """→ (fetcher, wire) in a world where `names` are resolved as given and 127.0.0.0/8 is allowed."""

    async def resolve(host, port):
        return [names.get(host.replace(".", "_"), host)]

    wire = Elsewhere(site.port)
    transport = GuardedTransport(read_private(["127.0.0.0/8"]), resolve, wire)
    return Fetcher("me", limits=QUICK, transport=transport), wire


@pytest.mark.parametrize("typed", [False, True])
async def test_a_public_page_never_leads_into_our_own_network_not_even_to_what_is_allowed(site, typed):
    site.pages["/"] = say(302, Location="http://127.0.0.1/admin")
    fetcher, wire = elsewhere(site, public_example=PUBLIC)
    async with fetcher:
        error = await refused(fetcher, "http://public.example/", typed=typed)
    assert isinstance(error, AddressRefused)
    assert "public page led to 127.0.0.1" in str(error)
    assert wire.asked == [(PUBLIC, 80)]


async def test_nor_over_a_connection_that_was_kept_open_for_somebody_who_was_allowed(site):
    site.pages["/"] = say(302, Location="http://127.0.0.1/admin")
    site.pages["/admin"] = say(200, b"secret")
    fetcher, wire = elsewhere(site, public_example=PUBLIC)
    async with fetcher:
        await fetcher.get("http://127.0.0.1/admin")
        await refused(fetcher, "http://public.example/")
    assert [host for host, _ in wire.asked] == ["127.0.0.1", PUBLIC]


async def test_an_allowed_private_page_may_lead_to_an_allowed_private_file_and_to_a_public_one(site):
    site.pages |= {
        "/": say(302, Location="http://127.0.0.9:81/f"),
        "/f": say(302, Location="http://public.example/g"),
        "/g": say(200, b"x"),
    }
    fetcher, wire = elsewhere(site, public_example=PUBLIC)
    async with fetcher:
        assert (await fetcher.get("http://127.0.0.1/")).data == b"x"
    assert wire.asked == [("127.0.0.1", 80), ("127.0.0.9", 81), (PUBLIC, 80)]


async def test_without_being_named_this_machine_is_refused_unless_somebody_typed_it(site):
    site.pages["/"] = say(200, b"x")
    async with Fetcher("me", limits=QUICK) as fetcher:
        assert isinstance(await refused(fetcher, site.url()), AddressRefused)
        assert site.connections == 0
        assert (await fetcher.get(site.url(), typed=True)).data == b"x"
        assert isinstance(await refused(fetcher, site.url()), AddressRefused)


async def test_proxies_of_the_environment_are_not_used(site, fetcher, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    site.pages["/"] = say(200, b"x")
    async with Fetcher("me", ["127.0.0.0/8"], QUICK) as fresh:
        assert (await fresh.get(site.url())).data == b"x"


@pytest.mark.parametrize(
    "url", ["", "example.org", "file:///etc/passwd", "/etc/passwd", "http://[", "http:///x", "http://\x00"]
)
async def test_what_is_no_web_address_is_said_to_be_none(fetcher, url):
    assert "no web address" in str(await refused(fetcher, url))


async def test_a_password_in_an_address_is_refused_and_not_repeated(fetcher):
    error = await refused(fetcher, "http://anna:sesame@example.org/")
    assert "sesame" not in str(error)
