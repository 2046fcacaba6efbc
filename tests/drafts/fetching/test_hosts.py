"""What one host asks for, or suffers, is kept for all that stands on it."""

import asyncio

import anyio
import pytest

from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.fetching.hosts import hold
from bot.errors import FetchError, HostWaits


class Seconds:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
async def fetcher(seconds):
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=0), clock=seconds) as made:
        yield made


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_says_for_how_long_is_left_alone_as_a_whole(site, fetcher, seconds, status):
    site.put("/busy", b"", status, retry_after="30")
    site.put("/other", b"x")
    with pytest.raises(FetchError):
        await fetcher.get(site.url("/busy"))
    with pytest.raises(HostWaits) as waits:
        await fetcher.get(site.url("/other"))
    assert waits.value.after == 30
    assert site.count("/other") == 0
    seconds.now = 31
    assert (await fetcher.get(site.url("/other"))).data == b"x"


async def test_a_fault_of_one_page_is_no_fault_of_its_host(site, fetcher):
    site.put("/broken", b"", 500)
    site.put("/other", b"x")
    for _ in range(5):
        with pytest.raises(FetchError):
            await fetcher.get(site.url("/broken"))
    assert (await fetcher.get(site.url("/other"))).data == b"x"


async def test_a_host_that_answers_nobody_is_asked_less_and_less_often(fetcher, seconds):
    faults = []
    for second in range(200):
        seconds.now = second
        try:
            await fetcher.get("http://127.0.0.1:9/")
        except HostWaits:
            continue
        except FetchError:
            faults.append(second)
    assert faults == [0, 1, 2, 17, 47, 107]


def test_the_wait_for_a_host_that_does_not_say_grows_and_ends():
    busy = FetchError("x", status=429)
    assert [hold(busy, n) for n in (1, 2, 3, 30)] == [60, 120, 240, 3600]
    silent = FetchError("x")
    assert [hold(silent, n) for n in (1, 2, 3, 4, 30)] == [0, 0, 15, 30, 600]
    assert hold(FetchError("x", again=False, status=404), 9) == 0


async def test_two_hosts_do_not_wait_for_each_other(site, seconds):
    site.put("/", b"x")
    async with Fetcher("me", ["127.0.0.0/8"], Limits(spacing=3600)) as fetcher:
        with anyio.fail_after(60):
            await asyncio.gather(*(fetcher.get(f"http://{host}:{site.port}/") for host in ("127.0.0.1", "localhost")))
