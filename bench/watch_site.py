"""The origin that every watcher looks at, and the hook that they post to: `python -m bench.watch_site PORT [DELAY_MS]`.

/p/N       a page of one of two kinds (links, a long text), with ETag and Last-Modified
/f/S/KIND  a page whose meaning never changes, by a seed (bench.watch_pages)
/r/S/KIND  a page with one real change after /ctl/real?v=1; /b/S/KIND the same beside a line that differs at every fetch
/docs/…    the texts that new links lead to
/hook      where alerts are posted; /ctl/hooks, /ctl/stats, /ctl/reset, /ctl/publish?i=N, /ctl/found?i=N for whoever
           measures
"""

import asyncio
import hashlib
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from bench.watch_pages import Answer, Make, noisy, real

_BEGAN = time.time() - 86_400
make = lru_cache(maxsize=1000)(Make)


@dataclass(slots=True)
class Stats:
    """What was asked since the last reset."""

    n: int = 0
    n200: int = 0
    n304: int = 0
    bytes: int = 0
    now: int = 0
    last: float = 0.0


@dataclass(slots=True)
class Origin:
    delay: float
    new: bool = False
    stats: Stats = field(default_factory=Stats)
    versions: Counter[int] = field(default_factory=Counter)
    changed: dict[int, float] = field(default_factory=dict)
    found: dict[int, float] = field(default_factory=dict)  # when a page was asked for, the first time since it changed
    fetches: Counter[str] = field(default_factory=Counter)
    hooks: list[tuple[float, str]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # the visitor has gone
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        method, target, _ = head[0].split(" ", 2)
        asked = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await _body(reader, asked)
        counted = target[:3] in ("/p/", "/f/", "/r/", "/b/")
        self.stats.now += counted
        if counted and self.delay:
            await asyncio.sleep(self.delay)
        answer, more = self._answer(target, asked, body)
        told = "".join(f"{name}: {value}\r\n" for name, value in more.items())
        length = "" if answer.status == 304 else f"Content-Length: {len(answer.body)}\r\n"
        sent = f"HTTP/1.1 {answer.status} X\r\nDate: {formatdate(usegmt=True)}\r\n{told}{length}\r\n".encode()
        sent += b"" if method == "HEAD" else answer.body
        writer.write(sent)
        if counted:
            stats = self.stats
            stats.n, stats.now, stats.bytes, stats.last = (
                stats.n + 1,
                stats.now - 1,
                stats.bytes + len(sent),
                time.time(),
            )
            stats.n200, stats.n304 = stats.n200 + (answer.status == 200), stats.n304 + (answer.status == 304)
        await writer.drain()
        return asked.get("connection", "").lower() != "close"

    def _answer(self, target: str, asked: dict[str, str], body: bytes) -> tuple[Answer, dict[str, str]]:
        parts = urlsplit(target)
        steps, html = parts.path.split("/")[1:], {"Content-Type": "text/html; charset=utf-8"}
        if steps[0] == "p":
            return self._plain(int(steps[1]), asked)
        if steps[0] in ("f", "r", "b"):
            self.fetches[parts.path] += 1
            return self._kind(steps[0], make(int(steps[1])), steps[2], self.fetches[parts.path]), html
        if steps[0] == "docs" and _is_new(target):
            text = make(int(steps[1])).text(int.from_bytes(hashlib.sha256(target.encode()).digest()[:4]), 200)
            return Answer(200, text.encode()), {"Content-Type": "text/plain"}
        return self._control(parts.path, parse_qs(parts.query), body), {"Content-Type": "application/json"}

    def _kind(self, what: str, made: Make, kind: str, n: int) -> Answer:
        if what == "f":
            return noisy(made, kind, n, time.time())
        return real(made, kind, new=self.new, noise=f"<p>{made.counter.format(n=n)}</p>" if what == "b" else "")

    def _plain(self, number: int, asked: dict[str, str]) -> tuple[Answer, dict[str, str]]:
        body, etag = _page(number, self.versions[number])
        self.found.setdefault(number, time.time())
        told = {"ETag": etag, "Last-Modified": formatdate(self.changed.get(number, _BEGAN), usegmt=True)}
        if etag in asked.get("if-none-match", ""):
            return Answer(304, b""), told
        return Answer(200, body), told | {"Content-Type": "text/html; charset=utf-8"}

    def _control(self, path: str, query: dict[str, list[str]], body: bytes) -> Answer:
        found: object = "ok"
        if path == "/hook":
            self.hooks.append((time.time(), body.decode("utf-8", "replace")))
        elif path == "/ctl/hooks":
            found, self.hooks = self.hooks, [] if query.get("clear") else self.hooks
        elif path == "/ctl/stats":
            found = asdict(self.stats)
        elif path == "/ctl/reset":
            self.stats = Stats()
        elif path == "/ctl/real":
            self.new = query["v"] == ["1"]
        elif path == "/ctl/publish":
            number = int(query["i"][0])
            self.versions[number] += 1
            self.changed[number] = time.time()
            self.found.pop(number, None)
        elif path == "/ctl/found":
            found = self.found.get(int(query["i"][0]), 0)
        else:
            return Answer(404, b"")
        return Answer(200, json.dumps(found).encode())


def _is_new(target: str) -> bool:
    """What was linked before leads nowhere, as on the pages on which the tools were first measured; what is new is there."""
    return target.endswith(("/99.txt", "-rev1.txt", "=2"))


async def _body(reader: asyncio.StreamReader, asked: dict[str, str]) -> bytes:
    if "content-length" in asked:
        return await reader.readexactly(int(asked["content-length"]))
    body = b""
    while asked.get("transfer-encoding") == "chunked":
        size = int((await reader.readline()).split(b";")[0], 16)
        body += (await reader.readexactly(size + 2))[:-2]
        if not size:
            break
    return body


@lru_cache(maxsize=4000)
def _page(number: int, version: int) -> tuple[bytes, str]:
    """Even: a list of 10 KB of links; odd: a text of 42 KB."""
    made = make(0)
    if number % 2 == 0:
        rows = [
            f"<li>2014-01-1{k % 9} <a href='/docs/{number}/{k}.pdf'>Document {number}/{k} {made.text(k, 6)}</a></li>"
            for k in range(60 + version)
        ]
        body = made.page(rows, title=f"Documents {number}").encode()
    else:
        changed = f"[version {version} shall] " if version else ""
        lines = [f"<p>{k + 1}. {changed if k == 60 else ''}{made.text(number * 1000 + k, 40)}</p>" for k in range(120)]
        body = made.page([], "\n".join(lines), title=f"Zero draft {number}").encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


async def main(port: int, delay: float) -> None:
    server = await asyncio.start_server(Origin(delay / 1000).serve, "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0))
