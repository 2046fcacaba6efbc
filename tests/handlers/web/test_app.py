"""What comes in by HTTP: nobody is heard who cannot prove who they are, and nothing that is no update is looked at."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.errors import Later
from handlers.web.app import SECRET_HEADER, Doors, app
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


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"{", b"[]", b'"text"', b"null", b'{"text": "' + b"x" * (1 << 20) + b'"}']
)
async def test_what_is_no_update_is_refused(post: Any, body: bytes) -> None:
    heard: list[Any] = []
    assert await post(body, heard=heard) == 400
    assert heard == []


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
