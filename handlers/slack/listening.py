"""What Slack brings, by a socket or by HTTP: acknowledged at once, then handed on.

The four listeners do nothing else: Bolt loses an acknowledgement when a listener raises within some milliseconds of it.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from starlette.requests import Request
from starlette.responses import Response

from bot.sentences import slack as say
from handlers.slack.api import Json, patiently

_LOG = logging.getLogger(__name__)
_ANY = re.compile("")

Kind = Literal["command", "event", "action", "submission"]
Hear = Callable[[Kind, Json, str], None]
"""Takes one thing that Slack sent: its kind, its body, the workspace."""


class Beside:
    """Work that goes on beside the listeners; what goes wrong in it is logged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            _LOG.error("what Slack brought was not carried out", exc_info=task.exception())

    async def aclose(self) -> None:
        """Ends what still goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def listening_app(hear: Hear, **settings: Any) -> AsyncApp:
    """Bolt with a listener for each kind of thing; `settings`: of AsyncApp."""
    app = AsyncApp(name=__name__, **settings)  # without a name Bolt looks through the stack for one

    def listener(kind: Kind) -> Callable[..., Any]:
        async def listen(ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
            await ack()
            hear(kind, body, context.team_id or "")

        return listen

    app.command(_ANY)(listener("command"))
    app.event(_ANY)(listener("event"))
    app.action(_ANY)(listener("action"))
    app.view(_ANY)(listener("submission"))
    return app


async def listen(app: AsyncApp, app_token: str) -> None:
    """Socket Mode until cancelled; slack_sdk renews the connection by itself once it stands.

    ConfigError if Slack refuses the token.
    """
    socket = AsyncSocketModeHandler(app, app_token)
    try:
        socket.client.wss_uri = await patiently(socket.client.issue_new_wss_url, say.APP_TOKEN)
        await socket.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]


async def answered(app: AsyncApp, request: Request) -> Response:
    """The answer to a request of Slack's, or of a browser on the install page: 401 to what is not signed within the last five
    minutes, 400 to what is no text."""
    try:
        return await AsyncSlackRequestHandler(app).handle(request)
    except ValueError:  # Bolt reads the body before it looks at the signature
        return Response("not a request of Slack's", 400)
