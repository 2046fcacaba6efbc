"""This process among those that share a database: it says that it is alive, and does alone what one alone may do.

Who cannot say so for a while is taken for dead by the others (`storage.processes.LEASE_S`); it knows that by its own clock
before they do, and stops what it does alone.
"""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

from storage import processes
from storage.db import Database
from storage.failing import AWAY

log = logging.getLogger(__name__)
BEAT_S = 3.0
_TRY_S = 2.0
_SURE_S = processes.LEASE_S - BEAT_S


@dataclass(slots=True)
class Presence:
    """One process, between `begin` and `end`. `number`: its own."""

    db: Database
    roles: str = ""
    number: str = field(default_factory=lambda: uuid4().hex)
    _also: list[tuple[float, Callable[[], Awaitable[object]]]] = field(default_factory=list)
    _done: dict[int, float] = field(default_factory=dict)
    _said: float = 0.0

    def every(self, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        """Something that each process does for itself in each period, of some beats."""
        self._also.append((seconds, act))

    async def begin(self) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}"
        async with self.db.write() as session:
            await processes.enlist(session, self.number, name, self.roles)
        self._said = time.monotonic()

    async def end(self) -> None:
        """What this process alone did is free at once; a database that is away finds out by itself."""
        with contextlib.suppress(*AWAY):
            async with asyncio.timeout(2), self.db.write() as session:
                await processes.leave(session, self.number)

    def sure(self) -> bool:
        """Whether the others still count on this process."""
        return time.monotonic() - self._said < _SURE_S

    async def run(self) -> None:
        """Beats until cancelled."""
        while True:
            try:
                await self.beat()
                await self._others()
            except AWAY as error:
                log.warning("presence: the database does not answer: %s", type(error).__name__)
            await asyncio.sleep(BEAT_S)

    async def _others(self) -> None:
        for place, (seconds, act) in enumerate(self._also):
            now = time.monotonic()
            if now - self._done.get(place, -seconds) >= seconds:
                self._done[place] = now
                await act()

    async def beat(self) -> None:
        begun = time.monotonic()
        async with self.db.write() as session:
            known = await processes.seen(session, self.number)
        if not known:
            await self.begin()
        self._said = begun

    async def alone(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        """Does something while this process has the lease of that name, waits until it has it, and begins anew if it lost it;
        ends when `act` does."""
        while True:
            if await self._take(name):
                log.info("%s: this process has it", name)
                try:
                    if await self._while_ours(name, act):
                        return
                finally:
                    await self._give_up(name)
            await asyncio.sleep(_TRY_S)

    async def _while_ours(self, name: str, act: Callable[[], Awaitable[None]]) -> bool:
        """Whether it came to its own end; its error is raised."""
        acting = asyncio.ensure_future(act())
        watching = asyncio.ensure_future(self._lost(name))
        try:
            await asyncio.wait((acting, watching), return_when=asyncio.FIRST_COMPLETED)
            if acting.done():
                await acting
                return True
            log.warning("%s: another process has it now", name)
            return False
        finally:
            for task in (acting, watching):
                task.cancel()
            await asyncio.gather(acting, watching, return_exceptions=True)

    async def _lost(self, name: str) -> None:
        """Returns when others may have the lease: it is theirs, or nobody could be told for long that we are alive."""
        while self.sure():
            await asyncio.sleep(_TRY_S)
            with contextlib.suppress(*AWAY):
                async with asyncio.timeout(_TRY_S), self.db.read() as session:
                    if await processes.holder(session, name) != self.number:
                        return

    async def _take(self, name: str) -> bool:
        try:
            if not self.sure():
                return False
            async with self.db.write() as session:
                return await processes.take(session, name, self.number)
        except AWAY as error:
            log.warning("%s: the database does not answer: %s", name, type(error).__name__)
            return False

    async def _give_up(self, name: str) -> None:
        with contextlib.suppress(*AWAY):
            async with asyncio.timeout(2), self.db.write() as session:
                await processes.give_up(session, name, self.number)
