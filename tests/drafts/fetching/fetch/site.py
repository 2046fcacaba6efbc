"""A real server on loopback that answers byte by byte what a test gives it."""

import asyncio

import pytest

from bot.drafts.fetching.fetch import Limits
from bot.errors import FetchError

QUICK = Limits(size=1024 * 1024, spacing=0)


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


async def refused(fetcher, url, **more):
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url, **more)
    return caught.value
