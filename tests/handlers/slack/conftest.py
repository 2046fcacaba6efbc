"""A Slack of several workspaces, which the simulator does not model: it tells them apart by the token of each call.

It holds no rule of Slack's; that is what the simulator is for. It hands out tokens against codes and refresh tokens, remembers
who called what, and opens sockets.
"""

import itertools
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import WSMsgType, web

Json = dict[str, Any]


class ManyWorkspaces:
    """`tokens`: token → team; `calls`: (team, method, arguments) of every call that was taken, in order. `lives`: seconds of a
    token, 0 for ever. A token in `revoked` is refused."""

    def __init__(self) -> None:
        self.url = ""
        self.tokens: dict[str, str] = {}
        self.refresh: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.calls: list[tuple[str, str, Json]] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.acked: list[str] = []
        self.lives = 0
        self._numbers = itertools.count(1)

    def called(self, team: str, method: str) -> list[Json]:
        return [args for one, name, args in self.calls if (one, name) == (team, method)]

    async def bring(self, kind: str, payload: Json) -> None:
        """One envelope, on the newest socket."""
        envelope = {"envelope_id": uuid.uuid4().hex, "type": kind, "payload": payload}
        await self.sockets[-1].send_json({**envelope, "accepts_response_payload": kind != "events_api"})

    async def api(self, request: web.Request) -> web.Response:
        method, args = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "oauth.v2.access":
            return web.json_response(self._access(args))
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"{self.url.replace('http', 'ws')}/link"})
        if token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if token in self.revoked:
            return web.json_response({"ok": False, "error": "token_revoked"})
        team, number = self.tokens[token], next(self._numbers)
        self.calls.append((team, method, args))
        told = {
            "team_id": team,
            "user_id": f"U0{team}",
            "bot_id": f"B{team}",
            "ts": f"{number}.0",
            "channel": {"id": "D1"},
        }
        return web.json_response({"ok": True, **told, "user": {"id": args.get("user", ""), "name": "amira"}})

    def _access(self, args: Json) -> Json:
        """A token for the code "code-T1", or for a refresh token that was not used yet."""
        if args.get("grant_type") == "refresh_token":
            team = self.refresh.pop(args["refresh_token"], "")
        else:
            team = str(args["code"]).removeprefix("code-")
        if not team:
            return {"ok": False, "error": "invalid_refresh_token"}
        number = next(self._numbers)
        token, fresh = f"xoxb-{team}-{number}", f"xoxe-{team}-{number}"
        self.tokens[token] = team
        given: Json = {"ok": True, "app_id": "A1", "token_type": "bot", "scope": "commands", "access_token": token}
        given |= {"bot_user_id": f"U0{team}", "team": {"id": team, "name": f"Team {team}"}, "authed_user": {"id": "U1"}}
        if self.lives:
            self.refresh[fresh] = team
            given |= {"refresh_token": fresh, "expires_in": self.lives}
        return given

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        self.sockets.append(connection)
        await connection.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for message in connection:
            if message.type == WSMsgType.TEXT and message.data.startswith("{"):
                self.acked.append(json.loads(message.data)["envelope_id"])
        return connection


async def _arguments(request: web.Request) -> Json:
    if "json" in request.headers.get("Content-Type", ""):
        return dict(await request.json())
    return {**request.query, **await request.post()}


@pytest.fixture
async def many() -> AsyncIterator[ManyWorkspaces]:
    slack = ManyWorkspaces()
    app = web.Application()
    app.add_routes([web.route("*", "/api/{method}", slack.api), web.get("/link", slack.socket)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield slack
    await runner.cleanup()
