"""What comes in by HTTP: nobody is heard who cannot prove who they are, and nothing that is no update is looked at."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Later
from handlers.web.app import LARGEST, SECRET_HEADER, Doors, app
from storage.db import Database

SECRET = "s3cret"


@pytest.fixture
def post(sqlite: Database) -> Callable[..., Any]:
    """Posts to the webhook as Telegram does: the status. `heard`: what was handed on; `fails`: how that ends."""

    async def post(body: bytes, secret: str | None = SECRET, heard: list[Any] | None = None, **more: Any) -> int:
        async def telegram(update: dict[str, Any]) -> None:
            if heard is not None:
                heard.append(update)
            if more.get("fails"):
                raise more["fails"]

        web = app(sqlite, Doors(telegram=telegram, telegram_secret=more.get("ours", SECRET)))
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://bot") as client:
            return (await client.post("/telegram/webhook", content=body, headers=headers)).status_code

    return post


async def test_an_update_with_our_secret_is_handed_on(post: Any) -> None:
    heard: list[Any] = []
    assert await post(b'{"update_id": 1}', heard=heard) == 200
    assert heard == [{"update_id": 1}]


@pytest.mark.parametrize("secret", [None, "", "s3cre", "s3cret ", "S3CRET"])
async def test_a_forged_update_is_refused_and_logged(post: Any, caplog: Any, secret: str | None) -> None:
    heard: list[Any] = []
    assert await post(b'{"update_id": 1}', secret, heard) == 403
    assert heard == []
    assert "without the secret" in caplog.text


async def test_where_no_secret_is_set_nobody_has_the_right_one(post: Any) -> None:
    heard: list[Any] = []
    assert await post(b'{"update_id": 1}', "", heard, ours="") == 403
    assert heard == []


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[]", b'"text"', b"null"])
async def test_what_is_no_update_is_refused(post: Any, body: bytes) -> None:
    heard: list[Any] = []
    assert await post(body, heard=heard) == 400
    assert heard == []


async def test_a_request_without_end_is_not_read_to_its_end(sqlite: Database) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1 << 16
            yield b"x" * (1 << 16)

    async def slack(request: Request) -> Response:
        return Response(await request.body())

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": await anext(parts), "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    parts = endless()
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": [], "query_string": b""}
    await app(sqlite, Doors(slack=slack))(scope, receive, send)
    assert sent[0]["status"] == 413
    assert read <= LARGEST + (1 << 16)


async def test_an_update_that_could_not_be_handled_is_to_be_brought_again(post: Any) -> None:
    assert await post(b'{"update_id": 1}', fails=Later("not listening yet", seconds=5)) == 503


async def test_where_telegram_polls_there_is_no_such_address(sqlite: Database) -> None:
    transport = httpx.ASGITransport(app(sqlite, Doors()))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        for path in ("/telegram/webhook", "/slack/events"):
            assert (await client.post(path, content=b"{}")).status_code == 404


async def test_health_is_told_without_a_word_about_what_is_inside(sqlite: Database) -> None:
    transport = httpx.ASGITransport(app(sqlite, Doors()))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.get("/healthz")).text == "ok\n"
        assert (await client.get("/readyz")).text == "ready\n"
