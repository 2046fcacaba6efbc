"""The HTTP side: /healthz, /readyz and /metrics for whoever runs the bot, /slack/… and /telegram/webhook for the platforms."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import ChatError
from handlers.web.metrics import measured
from storage.db import Database
from storage.failing import AWAY
from storage.migrate import revision

log = logging.getLogger(__name__)
LARGEST = 1 << 20  # bytes of a request; what the platforms bring has a tenth of it
_PATIENCE_S = 3.0
SECRET_HEADER = "x-telegram-bot-api-secret-token"
Missing = Callable[[], Collection[str]]
"""The parts that should run and do not, such as "telegram"."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What the platforms may bring in; None where they do not come by HTTP. `installs`: the pages on which a Slack workspace
    installs the app."""

    slack: Callable[[Request], Awaitable[Response]] | None = None
    installs: Callable[[Request], Awaitable[Response]] | None = None
    telegram: Callable[[dict[str, Any]], Awaitable[None]] | None = None
    telegram_secret: str = ""


def app(db: Database, doors: Doors, missing: Missing = tuple) -> Starlette:
    """The application; what is not used answers 404."""

    async def healthz(_request: Request) -> Response:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await db.ping()
        except AWAY as error:
            log.error("health: the database does not answer: %s", type(error).__name__)
            return PlainTextResponse("database does not answer\n", 503)
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        return await _readiness(db, missing())

    async def metrics(_request: Request) -> Response:
        return await measured(db)

    async def telegram(request: Request) -> Response:
        return await _update(request, doors)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    if doors.slack:
        routes.append(Route("/slack/events", doors.slack, methods=["POST"]))
    if doors.installs:
        routes += [Route(path, doors.installs) for path in ("/slack/install", "/slack/oauth_redirect")]
    if doors.telegram:
        routes.append(Route("/telegram/webhook", telegram, methods=["POST"]))
    return Starlette(routes=routes, middleware=[Middleware(_bounded)])


def _bounded(served: ASGIApp) -> ASGIApp:
    """413 to a larger request before more of it is read: Bolt reads a body whole before it looks at the signature."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        had = 0

        async def more() -> Message:
            nonlocal had
            part = await receive()
            had += len(part.get("body", b""))
            if had > LARGEST:
                raise HTTPException(413)
            return part

        await served(scope, more, send)

    return serve


async def _readiness(db: Database, missing: Collection[str]) -> Response:
    """200 where the bot can do its work; else 503, with what is missing in a word."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            now, newest = await revision(db)
    except AWAY:
        return PlainTextResponse("database does not answer\n", 503)
    if now != newest:
        return PlainTextResponse("database is not migrated\n", 503)
    if missing:
        return PlainTextResponse(f"not running: {', '.join(sorted(missing))}\n", 503)
    return PlainTextResponse("ready\n")


async def _update(request: Request, doors: Doors) -> Response:
    """One update of Telegram's: 403 without our secret; 503 if it could not be handled, so that it is brought again."""
    given = request.headers.get(SECRET_HEADER, "")
    if not doors.telegram_secret or not hmac.compare_digest(given.encode(), doors.telegram_secret.encode()):
        log.warning("telegram webhook: a request without the secret, from %s", request.client)
        return PlainTextResponse("forbidden\n", 403)
    assert doors.telegram is not None
    body = await request.body()
    try:
        update = json.loads(body)
    except ValueError:
        update = None
    if not isinstance(update, dict):
        return PlainTextResponse("not an update\n", 400)
    try:
        await doors.telegram(update)
    except ChatError as error:
        log.warning("telegram webhook: %s %s", error, error.cause)
        return PlainTextResponse("later\n", 503)
    return PlainTextResponse("ok\n")
