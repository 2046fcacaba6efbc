"""Papers on the web that change when they are told to, each on a host of its own on loopback."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_PARAGRAPHS = 30


@dataclass
class Papers:
    """/N.txt on 127.0.1.N; `posted`: how often the Nth was changed."""

    port: int
    posted: Counter[int] = field(default_factory=Counter)
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def url(self, n: int) -> str:
        return f"http://127.0.1.{n}:{self.port}/{n}.txt"

    def text(self, n: int) -> str:
        """One paragraph after another is changed."""
        rounds = [
            max((v for v in range(1, self.posted[n] + 1) if v % _PARAGRAPHS == p), default=0)
            for p in range(_PARAGRAPHS)
        ]
        lines = (
            f"{p + 1}. The States affirm point {p} of paper {n}, as read in round {v}." for p, v in enumerate(rounds)
        )
        return "\n\n".join([f"Paper {n}", *lines])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
                writer.write(self._answer(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the visitor has gone
        finally:
            self.open.discard(writer)
            writer.close()

    def _answer(self, head: str) -> bytes:
        path = head.split(" ", 2)[1].removeprefix("/")
        if not path.removesuffix(".txt").isdigit():
            return b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"
        n = int(path.removesuffix(".txt"))
        etag = f'"{self.posted[n]}"'
        if f"if-none-match: {etag}" in head.lower():
            return f"HTTP/1.1 304 X\r\nETag: {etag}\r\n\r\n".encode()
        body = self.text(n).encode()
        told = f"ETag: {etag}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return f"HTTP/1.1 200 X\r\n{told}".encode() + body


@asynccontextmanager
async def papers() -> AsyncIterator[Papers]:
    """On every address of loopback, at one port."""
    listener = socket.create_server(("0.0.0.0", 0), backlog=200)
    made = Papers(listener.getsockname()[1])
    listening = await asyncio.start_server(made.serve, sock=listener)
    try:
        yield made
    finally:
        listening.close()
        for writer in tuple(made.open):
            writer.transport.abort()
        await asyncio.sleep(0.1)
