"""A token's deliveries where several processes share the database: one process has a token for as long as its pace remembers.

How long each chat rests is known to the process that sent there last. So whoever has begun with a token stays with it until
nothing was sent for a minute, or it ends; its job's lock keeps the others away, and a dead one's is thrown away (`bot.jobs`).
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.delivery.drain import Drain, Token
from storage import claims
from storage.failing import AWAY

log = logging.getLogger(__name__)
_LOOK_S = 0.25
_AWAY_S = 2.0
_ABSENT_S = 5.0  # no connection here: another process may have one


@dataclass(slots=True)
class Tending:
    """A drain, token by token."""

    drain: Drain
    _ready: frozenset[Token] = frozenset()
    _asked: float = field(default=-_LOOK_S)

    async def due(self) -> Sequence[Token]:
        """The tokens that have something whose time has come, whatever connections this process has."""
        async with self.drain.desk.db.read() as session:
            return await claims.tokens_ready(session, self.drain.desk.clock())

    async def run(self, token: Token) -> None:
        """Sends what may be sent for a token, and stays with it."""
        if self.drain.chats.at(*token) is None:
            await asyncio.sleep(_ABSENT_S)
            return
        while True:
            if await self._turn(token):
                return
            await asyncio.sleep(_LOOK_S)

    async def _turn(self, token: Token) -> bool:
        """Sends what may be sent now; whether the token may go to another process. A database that is away is waited for."""
        try:
            await self.drain.write_down()
            if self.drain.stopping:
                return True
            if token in await self._with_something():
                await self.drain.run(token)
                return False
            return self.drain.quiet(token)
        except AWAY as error:
            log.warning("%s: the database does not answer: %s", token[0], type(error).__name__)
            await asyncio.sleep(_AWAY_S)
            return False

    async def _with_something(self) -> frozenset[Token]:
        """`due`, asked once for all tokens of this process."""
        now = time.monotonic()
        if now - self._asked >= _LOOK_S:
            self._asked = now
            self._ready = frozenset(await self.due())
        return self._ready
