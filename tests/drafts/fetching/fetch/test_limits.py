"""What a fetch bears: sizes, times, broken answers; and its manners towards hosts."""

import asyncio
import contextlib
import gzip
import socket
import ssl
import time
import tracemalloc
import zlib

import anyio
import httpx
import pytest

from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.errors import FetchError
from tests.drafts.fetching.fetch.site import QUICK, raw, refused, say


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
        with anyio.fail_after(60):  # without a place it would wait for ever: a place has no limit of time
            assert (await _at_last(fetcher, site.url())).data == b"x"


async def _at_last(fetcher, url):
    """The page, however often a tenth of a second was too short on this machine."""
    while True:
        with contextlib.suppress(FetchError):
            return await fetcher.get(url)
