"""What nobody should send, on both platforms: answered kindly or not at all, and nothing changed."""

import asyncio
import contextlib
import json
import logging
import socket
import time
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from handlers.commands import COMMANDS
from handlers.dispatch import Dispatcher
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from handlers.web.app import SECRET_HEADER, Doors, app
from storage.tables import Ballot, Poll, Position

pytestmark = pytest.mark.sims
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


async def card(stage: Any) -> Any:
    return next(one for one in await stage.seen() if one.how == "to room")


async def ballots(stage: Any) -> list[list[int]]:
    async with stage.house.db.read() as session:
        return [one.choices for one in (await session.exec(select(Ballot).order_by(Ballot.voter))).all()]


async def positions(stage: Any) -> int:
    async with stage.house.db.read() as session:
        return len((await session.exec(select(Position))).all())


async def alone(stage: Any, who: str) -> str:
    """What one person was just told."""
    return "\n".join(one.words for one in await stage.seen() if one.how == f"to {who} alone")


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["show " + "x" * 3_900, "object C9 " + "<!channel> " * 350, "C9," * 1_300])
async def test_giant_text_gets_a_short_answer(stage: Any, words: str) -> None:
    await stage.seen()
    await stage.typed("hansen", "room", words)
    said = await stage.seen()
    assert said
    assert sum(len(one.words) for one in said) < 12_000
    assert all(one.how == "to hansen alone" for one in said)


async def test_other_bots_edits_and_forwarded_words_are_no_commands(stage: Any) -> None:
    await stage.seen()
    before = stage.done
    await not_ours(stage)
    await asyncio.sleep(0.5)
    await stage.typed("hansen", "room", "show C9")  # what came before it has been looked at
    assert stage.done == before + 1
    assert len(await stage.seen()) == 1
    assert await positions(stage) == 0


async def not_ours(stage: Any) -> None:
    at = stage.house.place
    if isinstance(stage.house.chat, SlackChat):
        direct = await stage.house.chat._api.direct(at("hansen").chat)
        said = {"type": "message", "channel_type": "im", "channel": direct, "ts": "1.1", "user": at("hansen").chat}
        command = {**said, "text": "support C9"}
        share = [{"is_share": True, "text": "support C9", "from_url": "https://x.slack.com/archives/C1/p1"}]
        for event in (
            {**command, "bot_id": "B9"},
            {**command, "edited": {"user": at("hansen").chat, "ts": "1.2"}},
            {**said, "subtype": "message_changed", "message": command},
            {**said, "text": "", "attachments": share},
        ):
            await stage.sims.slack.event(**event)
        return
    user, group = int(at("hansen").chat), int(at("room").chat)
    who = {"id": user, "is_bot": False, "first_name": "Hansen"}
    chat = {"id": group, "type": "supergroup", "title": "Plenary"}
    command = {"message_id": 90, "date": 1, "chat": chat, "from": who, "text": "/support C9"}
    origin = {"type": "user", "date": 1, "sender_user": {**who, "id": 9}}
    for update in (
        {"message": {**command, "from": {**who, "is_bot": True}}},
        {"edited_message": {**command, "edit_date": 2}},
        {"message": {**command, "forward_origin": origin}},
        {"message": {**command, "via_bot": {**who, "id": 9, "is_bot": True}}},
    ):
        await stage.sims.tg.post("/ctl/update", update=update)


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def press(stage: Any, who: str, on: Any, token: str, where: str = "room") -> None:
    """A press that the person's app would not let them do: any token, anywhere."""
    before, stage._who = stage.done, who
    if isinstance(stage.house.chat, SlackChat):
        named = {"ts": on.at[1], "action_id": token[:255], "value": token, "channel": where}
        await stage.sims.slack.post("/ctl/click", user=who, force=True, **named)
    else:
        person = {"id": int(stage.house.place(who).chat), "is_bot": False, "first_name": who}
        chat = {"id": int(stage.house.place(where).chat), "type": "supergroup", "title": where}
        message = {"message_id": on.at[1], "date": 1, "chat": chat, "text": "x"}
        query = {"id": "1", "from": person, "message": message, "chat_instance": "1", "data": token}
        await stage.sims.tg.post("/ctl/update", update={"callback_query": query})
    await stage.obeyed(before)


async def test_button_that_we_never_made_is_answered_kindly(stage: Any, caplog: pytest.LogCaptureFixture) -> None:
    shown = await card(stage)
    with caplog.at_level(logging.INFO):
        await press(stage, "hansen", shown, "' or 1=1 --")
    assert "no longer known" in await alone(stage, "hansen")
    assert "no longer known" in caplog.text
    assert await ballots(stage) == []


async def test_button_of_another_chat_counts_for_its_own_poll_and_its_own_people_only(stage: Any) -> None:
    shown = await card(stage)
    yes = dict(shown.buttons)["Yes"]
    await press(stage, "eve", shown, yes, "channel")
    assert await ballots(stage) == []
    assert await alone(stage, "eve")


async def test_button_from_before_a_restart_still_works_and_one_of_a_deleted_poll_does_not(stage: Any) -> None:
    shown = await card(stage)
    house = stage.house
    house.dispatcher = Dispatcher(house.desk, house.chats, COMMANDS)
    await stage.pressed("hansen", shown, "Yes")
    assert await ballots(stage) == [[0]]
    async with house.db.write() as session:
        poll = (await session.exec(select(Poll))).one()
        for row in (await session.exec(select(Ballot))).all():
            await session.delete(row)
        await session.flush()
        poll.state = "cancelled"
    await stage.seen()
    await stage.pressed("hansen", shown, "No")
    assert await alone(stage, "hansen")
    assert await ballots(stage) == []


async def test_two_presses_at_once_are_one_answer(stage: Any) -> None:
    shown = await card(stage)
    await asyncio.gather(*(stage.pressed("hansen", shown, label) for label in ("Yes", "No", "Yes", "No")))
    async with asyncio.timeout(60):
        while stage.done < 5:
            await asyncio.sleep(0.01)
    assert await ballots(stage) in ([[0]], [[1]])


async def test_what_is_brought_twice_counts_once(stage: Any, brought_again: Any) -> None:
    await stage.seen()
    if isinstance(stage.house.chat, SlackChat):
        direct = await stage.house.chat._api.direct(stage.house.place("hansen").chat)
        said = {"type": "message", "channel_type": "im", "channel": direct, "user": stage.house.place("hansen").chat}
        for _ in range(2):
            await stage.sims.slack.event("Ev7", **said, ts="1.1", text="support C9")
    else:
        await stage.typed("hansen", "room", "support C9")
        await brought_again(stage.sims)
    async with asyncio.timeout(60):
        while not await positions(stage):
            await asyncio.sleep(0.01)
    await asyncio.sleep(1)  # the second one comes meanwhile
    assert await positions(stage) == 1
    assert len(await stage.seen()) == 1


# ── Slack alone ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_trigger_that_ran_out_leaves_a_button_that_asks_again(slack: Any, reading: Any) -> None:
    await slack.house.furnish(reading)
    await slack.sims.slack.fail("views.open", error="expired_trigger_id")
    await slack.typed("hansen", "room", "object C9")
    (offered,) = await slack.seen()
    assert (offered.how, [label for label, _ in offered.buttons]) == ("to hansen alone", ["Answer"])
    assert await positions(slack) == 0
    await slack.pressed("hansen", offered, "Answer")
    (asked,) = await slack.seen()
    assert asked.how == "asks hansen"
    await slack.answered("hansen", asked, "red line")
    assert await positions(slack) == 1


async def test_body_that_is_replayed_is_answered_once_and_refused_once_it_is_old(
    sims: Any, new_house: Any, sqlite: Any, desk_of: Any, reading: Any, served: Any, until: Any
) -> None:
    chat = SlackChat(bot_token="xoxb-local-test", signing_secret=SECRET, api_url=sims.slack_api, verbs=tuple(COMMANDS))
    house = new_house(desk_of(sqlite), chat, "T000000001", {"hansen": "U1", "room": "C1"})
    await house.furnish(reading)
    listening = asyncio.create_task(chat.run(house.dispatcher))
    async with (
        served(app(sqlite, Doors(slack=chat.handle))) as url,
        httpx.AsyncClient(trust_env=False, timeout=60) as client,
    ):
        while not chat.tenant:
            await asyncio.sleep(0.01)
        who = {"user_id": "U1", "user_name": "hansen", "channel_id": "C1", "team_id": "T000000001"}
        body = urlencode({**who, "command": "/draft", "text": "support C9", "trigger_id": "1.2.x", "response_url": ""})

        async def posted(stamp: int, secret: str = SECRET) -> int:
            signature = SignatureVerifier(secret).generate_signature(timestamp=str(stamp), body=body)
            headers = {"x-slack-request-timestamp": str(stamp), "x-slack-signature": signature or ""}
            headers["content-type"] = "application/x-www-form-urlencoded"
            return (await client.post(f"{url}/slack/events", content=body, headers=headers)).status_code

        now = int(time.time())
        assert [await posted(now) for _ in range(3)] == [200, 200, 200]
        await until(house.positions)
        assert len(await house.positions()) == 1
        assert [await posted(now - 301), await posted(now, "forged")] == [401, 401]
        await asyncio.sleep(0.2)
        assert len(await house.positions()) == 1
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await chat.aclose()


# ── Telegram alone ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_webhook_takes_telegrams_word_and_no_forgers(
    sims: Any, new_house: Any, sqlite: Any, desk_of: Any, reading: Any, served: Any, until: Any
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        listening_at = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening_at.getsockname()[1]}/telegram/webhook"
        chat = TelegramChat(token="123456:TEST", api_url=sims.tg_api, webhook=address, secret="s3cret")
        house = new_house(desk_of(sqlite), chat, "", {"hansen": "7", "room": "-100"})
        await house.furnish(reading)
        web = app(sqlite, Doors(telegram=chat.handle, telegram_secret="s3cret"))
        await stack.enter_async_context(served(web, listening_at))
        await sims.tg.chat(7, started=True)
        listening = asyncio.create_task(chat.run(house.dispatcher))
        await until(lambda: chat._on)
        assert await sims.tg.post("/ctl/message", chat_id=-100, user=7, text="/support C9")
        person = {"id": 7, "is_bot": False, "first_name": "Hansen"}
        message = {
            "message_id": 9,
            "date": 1,
            "chat": {"id": 7, "type": "private"},
            "from": person,
            "text": "/support C8",
        }
        forged = json.dumps({"update_id": 999, "message": message})
        await until(house.positions)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            for headers in ({}, {SECRET_HEADER: "guess"}):
                assert (await client.post(address, content=forged, headers=headers)).status_code == 403
        assert len(await house.positions()) == 1
        assert not await sims.violations()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await chat.aclose()
