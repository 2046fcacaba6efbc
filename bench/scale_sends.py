"""Messages of four tokens, sent by one process and by two, to a platform that answers each after 100 ms."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from bench.postgres import Server
from bench.scale_claims import all_alive, ended, processes
from bench.scale_looks import desk, now
from bot.message import MESSAGE, say
from storage.migrate import migrate
from storage.tables import Delivery

Row = dict[str, Any]
TOKENS = 4
_ANSWERS_S = 0.1


@dataclass
class Platform:
    """Takes every message, 100 ms later. `taken`: how often each text came to each bot; `times`: when."""

    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
                body = await reader.readexactly(_length(head))
                await asyncio.sleep(_ANSWERS_S)
                answer = json.dumps({"ok": True, "result": self._message(head, body)}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the visitor has gone
        finally:
            self.open.discard(writer)
            writer.close()

    def _message(self, head: str, body: bytes) -> Row:
        bot = head.split(" ", 2)[1].split("/")[1]
        told = parse_qs(body.decode())
        self.taken[bot, told["text"][0]] += 1
        self.times.append(time.perf_counter())
        return {"message_id": len(self.times), "date": 0, "chat": {"id": int(told["chat_id"][0]), "type": "group"}}


def _length(head: str) -> int:
    lines = (line.partition(":") for line in head.lower().splitlines())
    return next((int(value) for name, _, value in lines if name == "content-length"), 0)


@asynccontextmanager
async def platform() -> AsyncIterator[tuple[Platform, str]]:
    """One on loopback, and its address."""
    made = Platform()
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0, backlog=500)
    try:
        yield made, f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        for writer in tuple(made.open):
            writer.transport.abort()
        await asyncio.sleep(0.1)


async def sent(there: Server, messages: int) -> list[Row]:
    """A row for one process and one for two. `ratio`: of the processor time of one to that of the busier of two, which is how
    much more two send where each has a processor of its own; `by_clock`: as it was here, where the server and the platform
    want the same processors."""
    rows = [await _sent(there, messages, count) for count in (1, 2)]
    one, two = rows
    one["ratio"] = one["by_clock"] = 1.0
    two["ratio"] = one["busiest_cpu_s"] / two["busiest_cpu_s"]
    two["by_clock"] = two["per_second"] / one["per_second"]
    return rows


async def _sent(there: Server, messages: int, count: int) -> Row:
    url = there.database()
    async with desk(url) as at, platform() as (taker, api_url):
        await migrate(at.db)
        running = processes(count, "send", url, api_url, str(TOKENS))
        await all_alive(at, count)
        served = there.cpu_s()
        async with at.db.write() as session:
            session.add_all(_delivery(n) for n in range(messages))
        spent = await ended(running)
    first, last = taker.times[0], taker.times[-1]
    row: Row = {"what": "sends", "processes": count, "messages": messages, "seconds": last - first}
    row |= {"per_second": messages / (last - first), "busiest_cpu_s": max(spent)}
    row |= {"missed": messages - len(taker.taken), "unmarked": taker.taken.total() - len(taker.taken)}
    return row | {"cpu_s": [round(one, 1) for one in spent], "server_cpu_s": there.cpu_s() - served}


def _delivery(n: int) -> Delivery:
    body = MESSAGE.dump_python(say(f"Message {n}"), mode="json")
    about: Row = {"kind": "told", "platform": "telegram", "tenant": str(n % TOKENS + 1), "chat": str(-1000 - n)}
    return Delivery(key=f"m{n}", **about, body=body, due=now())
