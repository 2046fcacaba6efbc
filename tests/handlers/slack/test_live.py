"""SlackChat on slack-bolt against the simulator: what people see, what is refused, and that no rule of Slack's is broken."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot.errors import ConfigError, Gone, Later
from bot.message import Button, Message, Para, Span, Title, Upload, say
from bot.places import Person, Place, Posted
from handlers.chat import Command
from handlers.slack.chat import SlackChat
from handlers.slack.incoming import response_url

pytestmark = pytest.mark.sims

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
VERBS = ("diff", "show", "drafts", "watch", "space", "join", "help")
PAGE_1 = Message(
    (Title("Vision r2"), Para((Span("the same rights "), Span("of men", "del"), Span(" <!channel>", "add")))),
    ((Button("Next", token="t-next"), Button("Original", url="https://example.org/vision.pdf")),),
)
PAGE_2 = Message((Title("Vision r2"), Para((Span("page 2"),))), ((Button("Previous", token="t-previous"),),))
PDF = Upload("redline.pdf", b"%PDF-1.4 redline", "Redline of r1 and r2", "application/pdf")


@dataclass
class Bot:
    """A SlackChat and what it has heard. `answer`: what the core does with a command."""

    chat: SlackChat
    url: str = ""
    heard: list[Command] = field(default_factory=list)
    answer: Callable[[Command], Awaitable[None]] | None = None

    async def on(self, command: Command) -> None:
        self.heard.append(command)
        if self.answer:
            await self.answer(command)

    async def hears(self, count: int = 1) -> Command:
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                await asyncio.sleep(0.02)
        return self.heard[count - 1]


@asynccontextmanager
async def running(sims: Any, **settings: str) -> AsyncIterator[Bot]:
    """Running until the block ends; no rule of Slack's may be broken in it."""
    bot = Bot(SlackChat(bot_token="xoxb-local-test", api_url=sims.slack_api, verbs=VERBS, **settings))
    listening = asyncio.create_task(bot.chat.run(bot.on))
    try:
        yield bot
        assert not await sims.violations()
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await bot.chat.aclose()


@pytest.fixture
async def bot(sims: Any) -> AsyncIterator[Bot]:
    async with running(sims, app_token="xapp-test") as connected:
        await sims.slack.ready()
        yield connected


@pytest.fixture
async def bot_by_http(sims: Any, served: Any) -> AsyncIterator[Bot]:
    async with running(sims, signing_secret=SECRET) as bot, served(web(bot.chat)) as url:
        bot.url = f"{url}/slack/events"
        await sims.slack.http(bot.url)
        while not bot.chat.tenant:
            await asyncio.sleep(0.02)
        yield bot


def web(chat: SlackChat) -> Starlette:
    return Starlette(routes=[Route("/slack/events", chat.handle, methods=["POST"])])


async def plenary(sims: Any, bot: Bot) -> Place:
    await sims.slack.command("/draft", "help", reply=False)
    return (await bot.hears()).place


async def called(sims: Any, method: str) -> list[dict[str, Any]]:
    return [call["args"] for call in await sims.slack.log(method)]


async def id_of_bot(sims: Any) -> str:
    headers = {"Authorization": "Bearer xoxb-local-test"}
    return str((await sims.slack.client.post("/api/auth.test", headers=headers)).json()["user_id"])


# Commands in


@pytest.mark.parametrize(("name", "typed"), [("/draft", "diff latest"), ("/diff", "latest")])
async def test_command_is_acknowledged_at_once_and_answered_to_its_asker_alone(
    sims: Any, bot: Bot, name: str, typed: str
) -> None:
    bot.answer = lambda command: bot.chat.whisper(command, PAGE_1)
    result = await sims.slack.command(name, typed)
    assert bot.heard[0].text == "diff latest"
    assert (bot.heard[0].who.name, bot.heard[0].private) == ("amira", False)
    assert result["ack"]["status"] == 200
    (answer,) = result["replies"]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert answer["blocks"][0]["text"]["text"] == "Vision r2"
    assert not await sims.slack.log("chat.postMessage")


async def test_slack_is_answered_while_the_core_is_still_at_work(sims: Any, bot: Bot) -> None:
    place, done = await plenary(sims, bot), asyncio.Event()
    posted = await bot.chat.send(place, PAGE_1, "k1")
    bot.answer = lambda _: done.wait()  # type: ignore[assignment, return-value]
    said = {"type": "app_mention", "user": bot.heard[0].who.id, "text": "drafts", "channel": place.chat}
    answers = [
        await sims.slack.command("/diff", "latest", reply=False),
        await sims.slack.click(posted.id, "t-next"),
        await sims.slack.event(**said, ts="100.2"),
    ]
    assert [answer["ack"].get("status") for answer in answers] == [200, 200, 200]
    await bot.hears(4)
    done.set()


async def test_core_that_fails_at_once_does_not_cost_the_acknowledgement(
    sims: Any, bot: Bot, caplog: pytest.LogCaptureFixture, until: Any
) -> None:
    async def fail(_: Command) -> None:
        raise RuntimeError("the database is away")

    bot.answer = fail
    result = await sims.slack.command("/diff", "latest", reply=False)
    assert result["ack"]["status"] == 200
    await until(lambda: "the database is away" in caplog.text)


async def test_mention_in_a_thread_is_answered_there_to_its_asker(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    said = {"type": "app_mention", "user": bot.heard[0].who.id, "text": f"<@{await id_of_bot(sims)}> diff latest"}
    await sims.slack.event(**said, ts="100.2", thread_ts="100.1", channel=place.chat)
    command = await bot.hears(2)
    assert (command.text, command.place.thread, command.who.name) == ("diff latest", "100.1", "amira")
    await bot.chat.whisper(command, PAGE_1)
    (answer,) = await called(sims, "chat.postEphemeral")
    assert (answer["channel"], answer["user"], answer["thread_ts"]) == (place.chat, command.who.id, "100.1")


async def test_asker_who_is_not_in_the_channel_gets_a_direct_message(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.event(type="app_mention", user=bot.heard[0].who.id, text="drafts", ts="100.2", channel=place.chat)
    await sims.slack.fail("chat.postEphemeral", error="user_not_in_channel")
    await bot.chat.whisper(await bot.hears(2), PAGE_1)
    (posted,) = await called(sims, "chat.postMessage")
    assert posted["channel"].startswith("D")


async def test_direct_message_without_slash_is_answered_there_in_the_open(sims: Any, bot: Bot) -> None:
    who = (await plenary(sims, bot), bot.heard[0].who)[1]
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    await sims.slack.event(type="message", channel_type="im", user=who.id, text="diff latest", ts="1.1", channel=ours)
    command = await bot.hears(2)
    assert (command.text, command.private) == ("diff latest", True)
    await bot.chat.whisper(command, PAGE_1)
    assert [args["channel"] for args in await called(sims, "chat.postMessage")] == [ours, ours]
    assert not await sims.slack.log("chat.postEphemeral")


async def test_slash_command_is_private_in_our_direct_channel_but_not_between_two_others(sims: Any, bot: Bot) -> None:
    who = (await plenary(sims, bot), bot.heard[0].who)[1]
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    for channel in (ours, "D0THERS"):
        await sims.slack.command("/diff", "latest", reply=False, channel_id=channel)
    await bot.hears(3)
    assert {command.place.chat: command.private for command in bot.heard[1:]} == {ours: True, "D0THERS": False}


async def test_event_that_slack_repeats_keeps_its_key(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    for _ in range(2):
        await sims.slack.event("Ev7", type="app_mention", user="U1", text="drafts", ts="100.2", channel=place.chat)
    await bot.hears(3)
    assert [command.key for command in bot.heard[1:]] == ["Ev7", "Ev7"]


async def test_our_own_and_changed_messages_are_no_commands(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    said = {"type": "message", "channel_type": "im", "channel": "D1", "ts": "1.1"}
    for event in (
        {**said, "subtype": "message_changed"},
        {**said, "user": await id_of_bot(sims), "text": "diff"},
        {**said, "user": "U9", "bot_id": "B9", "text": "diff"},
        {"type": "channel_archive", "channel": place.chat},
    ):
        assert (await sims.slack.event(**event))["ack"]["status"] == 200
    await asyncio.sleep(0.1)
    assert len(bot.heard) == 1


# The Home tab


async def test_home_tab_is_shown_when_it_is_opened_and_its_buttons_are_answered_in_our_direct_channel(
    sims: Any, bot_by_http: Bot
) -> None:
    bot = bot_by_http
    await plenary(sims, bot)
    who = bot.heard[0].who
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    await sims.slack.event(type="app_home_opened", user=who.id, channel=ours, tab="home")
    command = await bot.hears(2)
    assert (command.text, command.tab, command.private, command.who.name) == ("home", True, True, "amira")
    await bot.chat.home(command.who, PAGE_1)
    (shown,) = await called(sims, "views.publish")
    view = shown["view"] if isinstance(shown["view"], dict) else json.loads(shown["view"])
    assert (shown["user_id"], view["type"], view["blocks"][0]["type"]) == (who.id, "home", "header")

    press = {
        "type": "block_actions",
        "team": {"id": who.tenant},
        "user": {"id": who.id, "username": "amira"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home"},
        "actions": [{"type": "button", "action_id": "t-next", "value": "t-next", "action_ts": "56.1"}],
        "trigger_id": "t.1",
    }
    assert await post_signed(bot.chat, press) == 200
    command = await bot.hears(3)
    assert (command.token, command.tab, command.private, command.place.chat) == ("t-next", True, True, ours)
    await bot.chat.whisper(command, PAGE_2)
    assert [args["channel"] for args in await called(sims, "chat.postMessage")] == [ours, ours]


async def test_fullest_home_tab_keeps_slacks_hundred_blocks(sims: Any, bot: Bot) -> None:
    await plenary(sims, bot)
    full = Message(
        tuple(Para((Span(f"line {n}"),)) for n in range(45)),
        tuple((Button(f"Answer {n}", token=f"t{n}"),) for n in range(80)),
    )
    await bot.chat.home(bot.heard[0].who, full)


# Messages out


async def test_page_is_turned_by_a_press_that_edits_it(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.send(place, PAGE_1, "k1")
    pressed = await sims.slack.click(posted.id, "t-next", user="bo")
    assert pressed["ack"]["status"] == 200
    command = await bot.hears(2)
    assert (command.token, command.who.name, command.pressed) == ("t-next", "bo", posted)
    assert command.pressed
    await bot.chat.edit(command.pressed, PAGE_2)
    await bot.chat.edit(command.pressed, PAGE_2)
    assert "ack" in await sims.slack.click(posted.id, "t-previous")
    ids = [{block["block_id"] for block in args["blocks"]} for args in await called(sims, "chat.update")]
    assert not ids[0] & ids[1]


async def test_link_button_is_acknowledged_and_asks_for_nothing(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.send(place, PAGE_1, "k1")
    assert (await sims.slack.click(posted.id, "link.1"))["ack"]["status"] == 200
    await asyncio.sleep(0.05)
    assert len(bot.heard) == 1


async def test_post_carries_its_key_and_unfurls_nothing(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await bot.chat.send(Place("slack", place.tenant, place.chat, "100.1"), PAGE_1, "flash:7")
    (args,) = await called(sims, "chat.postMessage")
    assert args["metadata"] == {"event_type": "rapporteur", "event_payload": {"key": "flash:7"}}
    assert (args["thread_ts"], args["unfurl_links"], args["unfurl_media"]) == ("100.1", False, False)
    assert "<" not in args["text"]


async def test_message_is_found_by_its_key_in_channel_thread_and_direct_chat(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    parent = await bot.chat.send(place, say("parent"), "parent")
    thread = Place("slack", place.tenant, place.chat, parent.id)
    direct = Place("slack", place.tenant, bot.heard[0].who.id)
    for number, to in enumerate((place, thread, direct)):
        sent = await bot.chat.send(to, PAGE_1, f"k{number}")
        assert await bot.chat.find(to, f"k{number}") == sent
        assert await bot.chat.find(to, "never sent") is None


async def test_file_is_shared_in_a_thread_and_found_by_its_key(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    thread = Place("slack", place.tenant, place.chat, (await bot.chat.send(place, say("parent"), "k1")).id)
    posted = await bot.chat.upload(thread, PDF, Message((Title("Redline"), Para((Span("<!here> *r2* Право"),)))), "k2")
    assert await bot.chat.find(thread, "k2") == posted
    (shared,) = await called(sims, "files.completeUploadExternal")
    assert "initial_comment" not in shared
    assert "mrkdwn" not in shared["blocks"]
    assert json.loads(shared["files"])[0]["title"] == PDF.title


async def test_file_without_a_note_says_its_title(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    posted = await bot.chat.upload(place, PDF, Message(()), "k")
    assert await bot.chat.find(place, "k") == posted
    (shared,) = await called(sims, "files.completeUploadExternal")
    assert PDF.title in shared["blocks"]


async def test_picture_says_what_it_shows(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await bot.chat.upload(place, Upload("p1.png", b"\x89PNG", "Page 1 of the redline", "image/png"), say("Page 1"), "k")
    (asked,) = await called(sims, "files.getUploadURLExternal")
    assert asked["alt_txt"] == "Page 1 of the redline"


async def test_private_answer_is_turned_through_its_own_press(sims: Any, bot_by_http: Bot) -> None:
    """chat.update cannot edit an ephemeral message; the press on it brings a response_url that can."""
    bot = bot_by_http
    place = await plenary(sims, bot)
    body = {
        "type": "block_actions",
        "team": {"id": place.tenant},
        "user": {"id": "U7", "username": "amira"},
        "container": {"type": "message", "channel_id": place.chat, "message_ts": "55.5", "is_ephemeral": True},
        "actions": [{"type": "button", "action_id": "t-next", "value": "t-next", "action_ts": "56.1"}],
        "trigger_id": "t.1",
        "response_url": response_url(bot.heard[0]),
    }
    assert await post_signed(bot.chat, body) == 200
    command = await bot.hears(2)
    assert command.pressed == Posted(place, "55.5")
    await bot.chat.edit(Posted(place, "55.5"), PAGE_2)
    (answer,) = await sims.slack.responses()
    assert (answer["body"]["replace_original"], answer["body"]["response_type"]) == (True, "ephemeral")
    assert not await sims.slack.log("chat.update")


async def post_signed(chat: SlackChat, payload: dict[str, Any]) -> int:
    """What Slack would post for an interaction, handed to the adapter; the HTTP status."""
    body, stamp = urlencode({"payload": json.dumps(payload)}), str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    assert signature
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }
    return await post(chat, body.encode(), headers)


async def post(chat: SlackChat, body: bytes, headers: dict[str, str]) -> int:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "query_string": b"", "headers": raw}
    return (await chat.handle(Request(scope, receive))).status_code


async def test_standing_is_slacks_word_and_asked_once(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.command("/diff", user="bo", reply=False)
    await bot.hears(2)
    amira, bo = (command.who for command in bot.heard)
    standings = [await bot.chat.standing(who, place) for who in (amira, bo, bo)]
    assert standings == ["admin", "member", "member"]
    assert len(await sims.slack.log("conversations.members")) == 1
    assert len(await sims.slack.log("users.info")) == 2


async def test_outsider_is_absent(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    me = await id_of_bot(sims)
    direct = await bot.chat.send(Place("slack", place.tenant, bot.heard[0].who.id), say("hello"), "k")
    await sims.slack.command("/diff", user="bo", reply=False)
    bo = (await bot.hears(2)).who
    assert await bot.chat.standing(bo, direct.place) == "absent"
    assert await bot.chat.standing(Person("slack", place.tenant, me, "bot"), direct.place) == "admin"


# Failures


async def test_429_is_for_later_by_its_own_seconds_and_not_tried_again_here(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    await sims.slack.limit("chat.postMessage", times=1, retry_after=7)
    with pytest.raises(Later) as caught:
        await bot.chat.send(place, PAGE_1, "k")
    assert caught.value.seconds == 7
    assert len(await sims.slack.log("chat.postMessage")) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found", "token_revoked"])
async def test_chat_that_is_closed_to_us_is_gone(sims: Any, bot: Bot, code: str) -> None:
    place = await plenary(sims, bot)
    await sims.slack.fail("chat.postMessage", error=code)
    with pytest.raises(Gone, match=code):
        await bot.chat.send(place, PAGE_1, "k")


async def test_deleted_message_is_gone(sims: Any, bot: Bot) -> None:
    place = await plenary(sims, bot)
    with pytest.raises(Gone, match="no longer in Slack"):
        await bot.chat.edit(Posted(place, "1.1"), PAGE_1)


async def test_connection_that_drops_comes_back_by_itself(sims: Any, bot: Bot) -> None:
    await plenary(sims, bot)
    await sims.slack.drop()
    async with asyncio.timeout(60):  # the simulator waits ten seconds for an envelope that fell between two connections
        while (await sims.slack.command("/diff", "latest", reply=False))["ack"].get("status") != 200:
            await asyncio.sleep(0.1)
    assert (await bot.hears(2)).text == "diff latest"


async def test_each_of_ten_processes_keeps_one_socket_and_each_thing_goes_to_one_of_them(sims: Any) -> None:
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(sims, app_token="xapp-test")) for _ in range(10)]

        async def sockets() -> int:
            return int((await sims.slack.client.get("/ctl/sockets")).json())

        async with asyncio.timeout(60):
            while await sockets() < len(bots):
                await asyncio.sleep(0.05)
        for dropped in (False, True):
            if dropped:
                await sims.slack.drop()
            async with asyncio.timeout(60):
                while (await sims.slack.command("/diff", f"after {dropped}", reply=False))["ack"].get("status") != 200:
                    await asyncio.sleep(0.1)
        async with asyncio.timeout(60):
            while await sockets() != len(bots):
                await asyncio.sleep(0.1)
        heard = [command.key for bot in bots for command in bot.heard]
        assert len(heard) == len(set(heard)) >= 2


async def test_wrong_app_token_is_one_sentence_that_names_the_setting(sims: Any) -> None:
    chat = SlackChat(bot_token="xoxb-local-test", app_token="xoxb-wrong", api_url=sims.slack_api, verbs=VERBS)
    with pytest.raises(ConfigError, match=r"\[slack\] app_token is not accepted by Slack \(not_allowed_token_type\)"):
        await chat.run(lambda _: asyncio.sleep(0))
    await chat.aclose()


# Signed HTTP


async def test_without_app_token_slack_is_heard_by_signed_http(sims: Any, bot_by_http: Bot) -> None:
    bot_by_http.answer = lambda command: bot_by_http.chat.whisper(command, PAGE_1)
    result = await sims.slack.command("/diff", "latest")
    assert result["ack"]["status"] == 200
    assert result["replies"]


@pytest.mark.parametrize("forgery", [{"secret": "wrong"}, {"skew": -600}])
async def test_forged_or_old_request_is_refused(sims: Any, bot_by_http: Bot, forgery: dict[str, Any]) -> None:
    await sims.slack.http(bot_by_http.url, **forgery)
    result = await sims.slack.command("/diff", "latest", reply=False)
    assert result["ack"]["status"] == 401
    assert not bot_by_http.heard


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{not json", b"payload=%7Bnot"])
async def test_garbage_is_refused_without_a_trace(sims: Any, bot_by_http: Bot, body: bytes) -> None:
    assert await post(bot_by_http.chat, body, {"content-type": "application/json"}) in (400, 401)
    assert not bot_by_http.heard


async def test_http_is_closed_while_socket_mode_is_used(sims: Any, bot: Bot) -> None:
    assert await post(bot.chat, b"{}", {"content-type": "application/json"}) == 404


# A question


WHY = Message((Title("Object to C9"), Para((Span("What stands in the way?"),))))


def asking(bot: Bot) -> Callable[[Command], Awaitable[None]]:
    """A core that asks for words and takes them."""

    async def answer(command: Command) -> None:
        if command.token and command.text:
            await bot.chat.whisper(command, say("Noted."))
        else:
            await bot.chat.ask(command, WHY, "t-why")

    return answer


async def opened(sims: Any) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while not (calls := [call for call in await sims.slack.log("views.open") if "out" in call]):
            await asyncio.sleep(0.02)
    assert calls[-1]["out"]["ok"], calls[-1]
    return dict(calls[-1]["out"]["view"])


def filled(view: dict[str, Any], words: str) -> dict[str, Any]:
    return view | {"state": {"values": {"answer": {"words": {"type": "plain_text_input", "value": words}}}}}


async def test_question_is_a_modal_whose_answer_comes_from_where_it_was_asked(sims: Any, bot: Bot) -> None:
    bot.answer = asking(bot)
    await sims.slack.command("/draft", "object C9", user="amira", reply=False)
    submitted = await sims.slack.view_submit(filled(await opened(sims), "red line"), user="amira")
    assert submitted["ack"]["status"] == 200
    answer = await bot.hears(2)
    asked = bot.heard[0]
    assert (answer.token, answer.text, answer.place, answer.private) == ("t-why", "red line", asked.place, False)
    assert answer.who == asked.who
    async with asyncio.timeout(60):
        while not (replies := await sims.slack.responses()):
            await asyncio.sleep(0.02)
    assert replies[-1]["body"]["text"] == "Noted."


async def test_without_leave_for_a_modal_a_button_opens_it(sims: Any, bot: Bot) -> None:
    who, place = (await plenary(sims, bot), bot.heard[0].who)[1], bot.heard[0].place
    ours = (await bot.chat.send(Place("slack", who.tenant, who.id), say("hello"), "k")).place.chat
    bot.answer = asking(bot)
    await sims.slack.event(type="app_mention", user=who.id, text="object C9", ts="100.2", channel=place.chat)
    await bot.hears(2)
    said = {"type": "message", "channel_type": "im", "user": who.id, "text": "object C9", "ts": "1.1"}
    await sims.slack.event(**said, channel=ours)
    question = await sims.slack.posted(2)
    assert "What stands in the way?" in question["args"]["text"]
    (in_channel,) = await called(sims, "chat.postEphemeral")
    for asked in (question["args"], in_channel):
        assert asked["blocks"][-1]["elements"][0]["value"] == "t-why"
    await sims.slack.click(question["out"]["ts"], "t-why", user="amira", channel=ours)
    await sims.slack.view_submit(filled(await opened(sims), "red line"), user="amira")
    answer = await bot.hears(5)
    assert (answer.text, answer.place.chat, answer.private) == ("red line", ours, True)


async def test_leave_that_ran_out_is_no_loss(sims: Any, bot: Bot) -> None:
    bot.answer = asking(bot)
    await sims.slack.fail("views.open", error="expired_trigger_id")
    result = await sims.slack.command("/draft", "object C9")
    assert result["replies"][0]["blocks"][-1]["elements"][0]["value"] == "t-why"
