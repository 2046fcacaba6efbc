"""What can go wrong with Slack, typed; against answers made here, and connections that break."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.errors import ChatError, ConfigError, CutOff, Gone, Later, Refused
from bot.message import say
from bot.places import Place, Posted
from handlers.slack.chat import SlackChat
from handlers.slack.failures import errors, of_code

PLACE = Place("slack", "T1", "C1")


@asynccontextmanager
async def slack_that(answers: bytes) -> AsyncIterator[tuple[SlackChat, list[int]]]:
    """A SlackChat whose Slack reads each request and sends these bytes, then hangs up; and how often it was asked."""
    asked = [0]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        asked[0] += 1
        writer.write(answers)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    chat = SlackChat(bot_token="xoxb-x", signing_secret="s", api_url=f"http://127.0.0.1:{port}/api", verbs=())
    try:
        yield chat, asked
    finally:
        await chat.aclose()
        server.close()
        await server.wait_closed()


def answer(body: str, status: str = "200 OK", *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def error(code: str) -> bytes:
    return answer(f'{{"ok": false, "error": "{code}"}}')


@pytest.mark.parametrize(("code", "kind"), [(code, kind) for code, (kind, _) in errors().items()])
def test_every_code_in_the_table_has_a_sentence_that_can_be_filled(code: str, kind: type[ChatError]) -> None:
    failure = of_code(code, 200, {})
    assert type(failure) is kind
    assert failure.cause == code
    assert "{" not in str(failure)


def test_missing_scope_is_named() -> None:
    assert "channels:history" in str(of_code("missing_scope", 200, {}, "channels:history"))


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (error("is_archived"), Gone),
        (error("invalid_blocks"), Refused),
        (error("internal_error"), CutOff),
        (answer("{}", "502 Bad Gateway"), CutOff),
        (answer("<html>", "500 Internal Server Error"), CutOff),
        (answer('{"ok": false, "error": "service_unavailable"}', "503 Service Unavailable"), Later),
        (b"", CutOff),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", CutOff),
    ],
)
async def test_failure_of_a_post_is_typed_and_never_tried_twice(sent: bytes, kind: type[ChatError]) -> None:
    async with slack_that(sent) as (chat, asked):
        with pytest.raises(kind) as caught:
            await chat.send(PLACE, say("x"), "k")
    assert type(caught.value) is kind
    assert caught.value.cause
    assert asked == [1]


async def test_429_says_when_to_come_back() -> None:
    limited = answer('{"ok": false, "error": "ratelimited"}', "429 Too Many Requests", "Retry-After: 17")
    async with slack_that(limited) as (chat, _):
        with pytest.raises(Later, match="17 seconds") as caught:
            await chat.send(PLACE, say("x"), "k")
    assert caught.value.seconds == 17


async def test_slack_that_is_not_there_is_for_later() -> None:
    chat = SlackChat(bot_token="xoxb-x", signing_secret="s", api_url="http://127.0.0.1:9/api/", verbs=())
    with pytest.raises(Later):
        await chat.send(PLACE, say("x"), "k")
    await chat.aclose()


@pytest.mark.parametrize(
    "act",
    [
        lambda chat: chat.edit(Posted(PLACE, "1.1"), say("x")),
        lambda chat: chat.find(PLACE, "k"),
        lambda chat: chat.find(Place("slack", "T1", "C1", "9.1"), "k"),
    ],
)
async def test_what_may_be_repeated_is_for_later_when_cut_off(act: Callable[[SlackChat], Awaitable[object]]) -> None:
    async with slack_that(b"") as (chat, _):
        with pytest.raises(Later):
            await act(chat)


async def test_history_without_an_end_cannot_tell() -> None:
    more = answer('{"ok": true, "messages": [], "response_metadata": {"next_cursor": "c"}}')
    async with slack_that(more) as (chat, asked):
        with pytest.raises(Refused, match="cannot be told"):
            await chat.find(PLACE, "k")
    assert asked == [10]


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_bad_bot_token_is_one_sentence_that_names_the_setting(code: str) -> None:
    async with slack_that(error(code)) as (chat, _):
        with pytest.raises(ConfigError, match=rf"\[slack\] bot_token is not accepted by Slack \({code}\): copy"):
            await chat.run(lambda _: asyncio.sleep(0))


async def test_neither_app_token_nor_signing_secret_is_no_way_in() -> None:
    chat = SlackChat(bot_token="xoxb-x", verbs=())
    with pytest.raises(ConfigError, match="needs app_token"):
        await chat.run(lambda _: asyncio.sleep(0))
