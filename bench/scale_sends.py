"""Messages of four tokens, sent by one process and by two, to a platform that answers each after 100 ms."""

import asyncio
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from sqlmodel import select

from bench.postgres import Server
from bench.scale_claims import all_alive, ended, processes
from bench.scale_looks import desk, now
from bench.town import until
from bot.desk import Desk
from bot.message import MESSAGE, say
from storage.migrate import migrate
from storage.tables import Delivery

Row = dict[str, Any]
TOKENS = 4
_ANSWERS_S = 0.1
_FIRST = 400
"""Messages that are sent before those that count, so that everything is loaded and known to the server."""

_SHARE = 0.1
"""Of a processor, for each process that is slow: server and platform have enough beside them, and the clock can tell."""

_MOMENT_S, _SAVED_S = 0.005, 0.1


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
    """A row for one process and one for two, as fast as they can; and the same where each is slow (`_SHARE`).

    `ratio`, of these: how much more two send in a second. Where they go as fast as they can, server and platform want the same
    processors; there `by_processor` is the processor time of one by that of the busier of two.
    """
    rows = []
    for share in (1.0, _SHARE):
        one, two = [await _sent(there, messages, count, share) for count in (1, 2)]
        for row in (one, two):
            row["by_processor"] = one["busiest_cpu_s"] / row["busiest_cpu_s"]
            row["by_clock"] = row["per_second"] / one["per_second"]
        if share < 1:
            two["ratio"] = two["by_clock"]
        rows += [one, two]
    return rows


async def _sent(there: Server, messages: int, count: int, share: float) -> Row:
    url = there.database()
    async with desk(url) as at, platform() as (taker, api_url):
        await migrate(at.db)
        running = processes(count, "send", url, api_url, str(TOKENS))
        await all_alive(at, count)
        await _wave(at, "first", _FIRST)
        taker.times.clear()
        spent, served = [cpu_s(one.pid) for one in running], there.cpu_s()
        async with slowed([one.pid for one in running], share):
            await _wave(at, "m", messages)
        spent = [cpu_s(one.pid) - before for one, before in zip(running, spent, strict=True)]
        served = there.cpu_s() - served
        await ended(running)
    took = taker.times[-1] - taker.times[0]
    row: Row = {"what": "sends", "share": share, "processes": count, "messages": messages, "seconds": took}
    row |= {"per_second": messages / took, "busiest_cpu_s": max(spent)}
    row |= {"missed": messages + _FIRST - len(taker.taken), "unmarked": taker.taken.total() - len(taker.taken)}
    return row | {"cpu_s": [round(one, 1) for one in spent], "server_cpu_s": served}


async def _wave(at: Desk, name: str, messages: int) -> None:
    """Waits until so many are sent and written down."""

    async def all_sent() -> bool:
        async with at.db.read() as session:
            return (await session.exec(select(Delivery.id).where(Delivery.state != "sent").limit(1))).first() is None

    async with at.db.write() as session:
        session.add_all(_delivery(f"{name}{n}", n) for n in range(messages))
    if not await until(all_sent, 1800):
        sys.exit("what was to be sent was not")


def _delivery(key: str, n: int) -> Delivery:
    body = MESSAGE.dump_python(say(f"Message {key}"), mode="json")
    about: Row = {"kind": "told", "platform": "telegram", "tenant": str(n % TOKENS + 1), "chat": str(-1000 - n)}
    return Delivery(key=key, **about, body=body, due=now())


# ── slow processors ──────────────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def slowed(numbers: Sequence[int], share: float) -> AsyncIterator[None]:
    """Each of these processes has so much of a processor and no more: it is stopped while it has had its share."""
    slowing = [asyncio.create_task(_slow(number, share)) for number in numbers if share < 1]
    try:
        yield
    finally:
        for one in slowing:
            one.cancel()
        await asyncio.gather(*slowing, return_exceptions=True)
        for number in numbers:
            os.kill(number, signal.SIGCONT)


async def _slow(number: int, share: float) -> None:
    """What it has not used by itself is not saved up, beyond a moment."""
    free, seen, used = 0.0, time.perf_counter(), cpu_s(number)
    while True:
        await asyncio.sleep(_MOMENT_S)
        at, spent = time.perf_counter(), cpu_s(number)
        free = min(share * _SAVED_S, free + share * (at - seen) - (spent - used))
        seen, used = at, spent
        os.kill(number, signal.SIGCONT if free > 0 else signal.SIGSTOP)


def cpu_s(number: int) -> float:
    """Seconds that a process has had a processor, by its clock (clock_getcpuclockid(3), as glibc makes it)."""
    return time.clock_gettime(~number << 3 | 2)
