"""Fetching, against a real server on loopback that answers byte by byte what a test gives it."""

import asyncio
import gzip
import os
import socket
import ssl
import time
import tracemalloc
import zlib
from datetime import UTC, datetime

import anyio
import httpcore
import httpx
import pytest
import pytest_asyncio

from bot.drafts.fetching.fetch import Fetched, Fetcher, Limits, NotModified, Validators
from bot.drafts.fetching.guard import GuardedTransport, read_private
from bot.errors import AddressRefused, FetchError

QUICK = Limits(size=1024 * 1024, spacing=0)
PUBLIC = "93.184.215.14"


class Site:
    """`pages`: path → bytes of the whole answer, or a coroutine function (site, writer). `asked`: (path, headers)."""

    def __init__(self):
        self.pages, self.asked, self.connections, self.at_once, self.most = {}, [], 0, 0, 0

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while await self.answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = head[0].split()[1]
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
        self.asked.append((path, headers))
        page = self.pages.get(path, self.pages.get("*", say(404)))
        if callable(page):
            return await page(headers, writer)
        writer.write(page)
        await writer.drain()
        return b"connection: close" not in page.lower()

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"


def say(status, body=b"", **headers):
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def raw(head, body=b""):
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


@pytest_asyncio.fixture
async def site():
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()


@pytest_asyncio.fixture
async def fetcher():
    async with Fetcher("mailto:me@example.org", ["127.0.0.0/8"], QUICK) as fetcher:
        yield fetcher


async def refused(fetcher, url, **more):
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, **more)
    return caught.value


async def test_what_was_fetched_tells_where_from_what_and_when(site, fetcher):
    site.pages["/docs/Draft%20Rev.3.pdf"] = say(
        200,
        b"%PDF",
        Content_Type="Application/PDF; charset=UTF-8",
        ETag='"1"',
        Last_Modified="Wed, 11 Jun 2014 09:57:00 GMT",
        Cache_Control="public, max-age=60",
    )
    assert await fetcher.get(site.url("/docs/Draft Rev.3.pdf#page=2")) == Fetched(
        url=site.url("/docs/Draft%20Rev.3.pdf"),
        status=200,
        data=b"%PDF",
        mime="application/pdf",
        charset="utf-8",
        validators=Validators('"1"', "Wed, 11 Jun 2014 09:57:00 GMT", site.url("/docs/Draft%20Rev.3.pdf")),
        published=datetime(2014, 6, 11, 9, 57, tzinfo=UTC),
        moved_to=None,
        filename="Draft Rev.3.pdf",
        fresh_for=60,
        public=False,
    )


async def test_the_server_learns_who_asks(site, fetcher):
    site.pages["/"] = say(200, b"x")
    await fetcher.get(site.url())
    assert "mailto:me@example.org" in site.asked[0][1]["user-agent"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="Vision r2.docx"', "Vision r2.docx"),
        ("attachment; filename*=UTF-8''Projet%20r%C3%A9vis%C3%A9.docx", "Projet révisé.docx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("attachment; filename*=no-such-charset''a", "a"),
        ("inline", "file"),
    ],
)
async def test_the_name_of_a_file_is_the_servers_without_folders(site, fetcher, disposition, name):
    site.pages["/file"] = say(200, b"x", Content_Disposition=disposition)
    assert (await fetcher.get(site.url("/file"))).filename == name


# Conditional requests


async def test_the_servers_etag_goes_back_alone_and_the_answer_is_not_modified(site, fetcher):
    site.pages["/"] = say(304, ETag='"1"')
    given = Validators('"1"', "Wed, 11 Jun 2014 09:57:00 GMT", site.url())
    answer = await fetcher.get(site.url(), given)
    assert answer == NotModified(site.url(), given, None)
    assert site.asked[0][1]["if-none-match"] == '"1"'
    assert "if-modified-since" not in site.asked[0][1]


async def test_without_an_etag_the_servers_own_date_goes_back(site, fetcher):
    site.pages["/"] = say(304)
    date = "Wed, 11 Jun 2014 09:57:00 GMT"
    assert isinstance(await fetcher.get(site.url(), Validators(last_modified=date)), NotModified)
    assert site.asked[0][1]["if-modified-since"] == date


async def test_the_connection_is_kept_over_looks_at_an_unchanged_page(site, fetcher):
    site.pages["/"] = say(304)
    for _ in range(5):
        await fetcher.get(site.url(), Validators('"1"'))
    assert site.connections == 1


async def test_what_confirms_a_change_does_not_wait_for_all_who_are_to_be_looked_at(site):
    gate = asyncio.Event()

    async def slow(headers, writer):
        await gate.wait()
        writer.write(say(200, b"x"))
        return True

    site.pages |= {"/slow": slow, "*": say(200, b"x")}
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=0, per_host=1, at_once=1)) as fetcher:
        running = [asyncio.create_task(fetcher.get(site.url(path))) for path in ("/slow", "/other", "/third")]
        await asyncio.sleep(0)
        running.append(asyncio.create_task(fetcher.get(site.url("/changed"), unspaced=True)))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*running)
    assert [path for path, _ in site.asked] == ["/slow", "/changed", "/other", "/third"]


async def test_validators_of_one_file_are_not_sent_to_another_that_the_address_now_leads_to(site, fetcher):
    site.pages["/latest"] = say(302, Location="/r1.pdf")
    site.pages["/r1.pdf"] = say(200, b"r1", Last_Modified="Wed, 11 Jun 2014 09:57:00 GMT")
    old = await fetcher.get(site.url("/latest"), Validators('"2"', "", site.url("/r2.pdf")))
    assert old.data == b"r1"
    assert all("if-none-match" not in headers for _, headers in site.asked)
    site.pages["/r1.pdf"] = say(304)
    assert isinstance(await fetcher.get(site.url("/latest"), old.validators), NotModified)


async def test_a_304_that_nobody_asked_for_is_no_answer(site, fetcher):
    site.pages["/"] = say(304)
    assert (await refused(fetcher, site.url())).status == 304


# Statuses


@pytest.mark.parametrize(
    ("status", "again", "words"),
    [
        (401, False, "headers_file"),
        (403, False, "does not let"),
        (404, False, "not yet"),
        (410, False, "for good"),
        (418, False, "HTTP 418"),
        (300, False, "HTTP 300"),
        (408, True, "tried again"),
        (429, True, "less often"),
        (500, True, "fault"),
        (503, True, "fault"),
    ],
)
async def test_each_status_has_its_sentence(site, fetcher, status, again, words):
    site.pages["/"] = say(status, b"<h1>whatever</h1>")
    error = await refused(fetcher, site.url())
    assert (error.status, error.again, error.after) == (status, again, None)
    assert words in str(error)


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("120", 120.0),
        ("Wed, 11 Jun 2014 10:00:30 GMT", 30.0),
        ("Wed, 11 Jun 2014 09:00:00 GMT", 0.0),
        ("99999999", 86_400.0),
        ("soon", None),
    ],
)
async def test_retry_after_is_measured_by_the_servers_own_clock(site, fetcher, value, after):
    site.pages["/"] = say(429, Retry_After=value, Date="Wed, 11 Jun 2014 10:00:00 GMT")
    assert (await refused(fetcher, site.url())).after == after


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


# Size, time, and answers that are broken


async def test_a_packed_page_is_unpacked(site, fetcher):
    site.pages["/"] = say(200, gzip.compress(b"words " * 100, mtime=0), Content_Encoding="gzip")
    assert (await fetcher.get(site.url())).data == b"words " * 100
    site.pages["/"] = say(200, zlib.compress(b"words"), Content_Encoding="deflate")
    assert (await fetcher.get(site.url())).data == b"words"


async def test_a_gzip_bomb_is_stopped_at_the_limit(site, fetcher):
    bomb = gzip.compress(bytes(200 * 1024 * 1024))
    site.pages["/"] = say(200, bomb, Content_Encoding="gzip")
    tracemalloc.start()
    error = await refused(fetcher, site.url())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than 1 MB" in str(error)
    assert peak < 16 * QUICK.size


async def test_200_mb_are_not_read(site, fetcher):
    sent = 0

    async def endless(headers, writer):
        nonlocal sent
        writer.write(raw("HTTP/1.1 200 OK\nConnection: close"))
        for _ in range(200):
            writer.write(bytes(1024 * 1024))
            await writer.drain()
            sent += 1

    site.pages["/"] = endless
    assert "larger than 1 MB" in str(await refused(fetcher, site.url()))
    assert sent < 50


async def test_a_body_announced_too_large_is_not_begun(site, fetcher):
    site.pages["/"] = raw("HTTP/1.1 200 OK\nContent-Length: 209715200", b"x")
    assert "larger than 1 MB" in str(await refused(fetcher, site.url()))


async def test_a_slow_drip_is_given_up_when_its_time_is_over(site):
    async def drip(headers, writer):
        writer.write(raw("HTTP/1.1 200 OK\nContent-Length: 1000"))
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    site.pages["/"] = drip
    async with Fetcher("me", ["127.0.0.1"], Limits(seconds=0.3, spacing=0)) as fetcher:
        with anyio.fail_after(60):  # the drip itself would go on for ever
            error = await refused(fetcher, site.url())
    assert error.again
    assert "0.3 seconds" in str(error)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (raw("HTTP/1.1 200 OK\nContent-Length: 100\nConnection: close", b"half"), "before the answer was complete"),
        (raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nConnection: close", b"5\r\nhe"), "before the answer was"),
        (say(200, gzip.compress(b"x" * 5000, mtime=0)[:20], Content_Encoding="gzip"), "before the answer was complete"),
        (say(200, b"these are plain words", Content_Encoding="gzip"), "compression (gzip)"),
        (say(200, b"x", Content_Encoding="br"), "compression (br)"),
        (
            say(200, gzip.compress(gzip.compress(b"x", mtime=0)), Content_Encoding="gzip, gzip"),
            "compression (gzip, gzip)",
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\nConnection: close\r\n\r\n", "no HTTP"),
        (raw("HTTP/1.1 200 OK\nContent-Length: many\nConnection: close"), "no HTTP"),
        (raw("HTTP/1.1 200 OK\nX: " + "y" * 200_000 + "\nConnection: close"), "no HTTP"),
    ],
)
async def test_a_broken_answer_is_a_passing_fault_with_one_sentence(site, fetcher, answer, words):
    site.pages["/"] = answer
    error = await refused(fetcher, site.url())
    assert words in str(error)
    assert error.again


async def test_a_connection_closed_without_a_word_is_a_passing_fault(site, fetcher):
    async def nothing(headers, writer):
        return False

    site.pages["/"] = nothing
    assert (await refused(fetcher, site.url())).again


async def test_a_server_that_is_down_does_not_answer(site, fetcher):
    with socket.socket() as down:  # nobody else can have its port, and it does not listen
        down.bind(("127.0.0.1", 0))
        assert "does not answer" in str(await refused(fetcher, f"http://127.0.0.1:{down.getsockname()[1]}/"))


async def test_https_asked_of_a_server_that_has_none(site, fetcher):
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 no TLS here\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    assert "does not speak HTTPS" in str(await refused(fetcher, url))
    server.close()


async def test_a_certificate_that_does_not_hold_is_said_to_be_one():
    def handle(request):
        raise httpx.ConnectError("TLS") from ssl.SSLCertVerificationError("self-signed certificate")

    async with Fetcher("me", transport=httpx.MockTransport(handle)) as fetcher:
        error = await refused(fetcher, "https://secretariat.example/")
    assert "certificate of secretariat.example" in str(error)
    assert not error.again


# Manners


async def count(site, full, headers, writer):
    """Keeps those that came until as many are there as are expected, and a moment longer, in which one more would come."""
    site.at_once += 1
    site.most = max(site.most, site.at_once)
    if site.at_once == full.most:
        full.set()
    await full.wait()
    await asyncio.sleep(0.02)
    site.at_once -= 1
    writer.write(say(200, b"x"))
    await writer.drain()
    return True


@pytest.mark.parametrize(("per_host", "most"), [(2, 2), (20, 5)])
async def test_no_more_than_two_visits_to_a_host_and_five_in_all_at_once(site, per_host, most):
    full = asyncio.Event()
    full.most = most
    site.pages["*"] = lambda headers, writer: count(site, full, headers, writer)
    async with Fetcher("me", ["127.0.0.1"], Limits(spacing=0, per_host=per_host, slow=60)) as fetcher:
        await asyncio.gather(*(fetcher.get(site.url(f"/{n}")) for n in range(20)))
    assert site.most == most


async def test_a_slow_server_holds_nobody_else_up(site):
    gate = asyncio.Event()

    async def late(headers, writer):
        await gate.wait()
        writer.write(say(200, b"late"))
        return False

    site.pages |= {"/late": late, "/": say(200, b"x")}
    async with Fetcher("me", ["127.0.0.1"], Limits(spacing=0, at_once=1, slow=0.05)) as fetcher:
        slow = asyncio.create_task(fetcher.get(site.url("/late")))
        with anyio.fail_after(60):
            assert (await fetcher.get(site.url())).data == b"x"
        gate.set()
        assert (await slow).data == b"late"


async def test_one_host_is_visited_at_intervals(site):
    site.pages["*"] = say(200, b"x")
    async with Fetcher("me", ["127.0.0.1"], Limits(spacing=0.05)) as fetcher:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(site.url(f"/{n}")) for n in range(5)))
        assert time.monotonic() - began >= 0.19


async def test_a_visit_given_up_leaves_its_place_to_the_next(site):
    async def never(headers, writer):
        await asyncio.sleep(3600)

    site.pages |= {"/never": never, "/": say(200, b"x")}
    async with Fetcher("me", ["127.0.0.1"], Limits(seconds=0.1, spacing=0, at_once=1, slow=3600)) as fetcher:
        for _ in range(2):
            await refused(fetcher, site.url("/never"))
        fetcher._limits = Limits(spacing=0)
        with anyio.fail_after(60):
            assert (await fetcher.get(site.url())).data == b"x"
