"""A server, and what fetches from it."""

import asyncio

import pytest_asyncio

from bot.drafts.fetching.fetch import Fetcher
from tests.drafts.fetching.fetch.site import QUICK, Site


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
