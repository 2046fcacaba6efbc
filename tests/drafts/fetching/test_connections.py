"""Connections kept open between visits, against a real server on loopback."""

import asyncio
import contextlib

import httpcore
import httpx
import pytest
import pytest_asyncio

from bot.drafts.fetching import connections
from bot.drafts.fetching.connections import Connections

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


class Site:
    """`answers`: what the next requests are answered with, then OK; `open`: the connections that it has."""

    def __init__(self):
        self.made, self.open, self.answers, self.gate = 0, [], [], None

    async def serve(self, reader, writer):
        self.made += 1
        self.open.append(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                if self.gate:
                    await self.gate.wait()
                writer.write(self.answers.pop(0) if self.answers else OK)
        self.open.remove(writer)
        writer.close()

    async def closed(self, left):
        """Waits until the other side has closed all but `left`."""
        async with asyncio.timeout(30):
            while len(self.open) > left:
                await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def site():
    made = Site()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    yield made
    await made.closed(left=0)
    server.close()


@pytest_asyncio.fixture
async def pool():
    async with Connections(httpx.create_ssl_context(trust_env=False), httpcore.AnyIOBackend()) as made:
        yield made


async def visit(pool, url):
    return (await pool.request("GET", url)).content


async def at_once(site, pool, count):
    """So many visits that have all begun before the first is answered."""
    site.gate, made = asyncio.Event(), site.made
    visits = [asyncio.create_task(visit(pool, site.url)) for _ in range(count)]
    async with asyncio.timeout(30):
        while site.made < made + count - len(pool._idle):
            await asyncio.sleep(0.01)
    site.gate.set()
    await asyncio.gather(*visits)
    site.gate = None


async def test_one_visit_after_the_other_needs_one_connection(site, pool):
    assert [await visit(pool, site.url) for _ in range(5)] == [b"x"] * 5
    assert site.made == 1


async def test_visits_at_the_same_time_have_one_each_and_the_next_ones_use_them_again(site, pool):
    await at_once(site, pool, 4)
    assert site.made == 4
    await asyncio.gather(*(visit(pool, site.url) for _ in range(4)))
    assert site.made == 4


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again(site, pool):
    await at_once(site, pool, 3)
    for writer in site.open:
        writer.close()
    await asyncio.sleep(0.05)
    assert await visit(pool, site.url) == b"x"
    assert site.made == 4


async def test_nor_one_on_which_something_came_that_nobody_asked_for(site, pool):
    await visit(pool, site.url)
    site.open[0].write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
    await asyncio.sleep(0.05)
    assert await visit(pool, site.url) == b"x"
    assert site.made == 2


async def test_no_more_stay_open_than_a_few(site, pool, monkeypatch):
    pool._most_idle = 2
    await at_once(site, pool, 5)
    await site.closed(left=2)


async def test_one_that_was_kept_for_long_is_closed_at_the_next_visit_wherever_it_goes(site, pool, monkeypatch):
    await at_once(site, pool, 3)
    monkeypatch.setattr(connections, "_KEPT_S", -1)
    await visit(pool, site.url)
    await site.closed(left=1)
    assert site.made == 4


async def test_an_answer_that_is_left_unread_takes_its_connection_with_it(site, pool):
    site.answers.append(OK.replace(b"1\r\n\r\nx", b"9\r\n\r\nx"))
    async with pool.stream("GET", site.url):
        pass
    await site.closed(left=0)
    assert await visit(pool, site.url) == b"x"


async def test_a_visit_that_failed_or_was_given_up_leaves_room_for_the_next(site, pool):
    pool._room = asyncio.Semaphore(1)
    site.answers.append(b"nonsense\r\n\r\n")
    with pytest.raises(httpcore.RemoteProtocolError):
        await visit(pool, site.url)
    site.gate = asyncio.Event()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(visit(pool, site.url), 0.05)
    site.gate.set()
    site.gate = None
    assert await asyncio.wait_for(visit(pool, site.url), 30) == b"x"


async def test_what_is_still_in_use_when_all_are_closed_is_closed_after_it(site, pool):
    await at_once(site, pool, 2)
    async with pool.stream("GET", site.url) as answer:
        await pool.aclose()
        await site.closed(left=1)
        assert await answer.aread() == b"x"
    await site.closed(left=0)
