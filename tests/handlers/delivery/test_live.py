"""What a platform refuses in one chat stops no other: the whole way out, on the simulators of both platforms."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import outbox
from bot.desk import Desk
from bot.message import say
from bot.places import Place
from handlers.delivery.drain import Drain
from handlers.delivery.pace import PACES
from handlers.request import Chats
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from storage import people
from storage.tables import Chat, Officer, Space

pytestmark = pytest.mark.sims

TOKENS = {"telegram": "123456:TEST", "slack": "xoxb-local-test"}
CHAIR = {"telegram": "7", "slack": "U000000001"}


class Post:
    """A space with three chats and a chair on one platform, and what was taken there."""

    def __init__(self, sims: Any, desk: Desk, chat: Any, places: list[Place]) -> None:
        self.sims, self.desk, self.chat, self.places = sims, desk, chat, places
        self.drain = Drain(desk, Chats({(chat.platform, ""): chat}), PACES)

    async def furnish(self) -> None:
        async with self.desk.db.write() as session:
            space = Space(name="vision", title="Vision")
            session.add(space)
            await session.flush()
            for at in self.places:
                session.add(Chat(space_id=space.id, platform=at.platform, tenant=at.tenant, chat=at.chat))
            tenant = self.places[0].tenant
            chair = await people.meet(session, self.chat.platform, tenant, CHAIR[self.chat.platform], "Chair")
            session.add(Officer(space_id=space.id, person_id=chair.id, role="chair", since=self.desk.clock()))
            await session.flush()
            await outbox.alert_space(session, space.id, "news", lambda: say("news"), self.desk.clock())

    async def sent(self) -> None:
        for token in await self.drain.due():
            await self.drain.run(token)

    async def took(self) -> list[tuple[str, str]]:
        """(chat, text) of what the platform took, in order."""
        if self.chat.platform == "telegram":
            calls = [call for call in await self.sims.tg.log("sendMessage") if call["ok"]]
            return [(str(call["args"]["chat_id"]), call["args"]["text"]) for call in calls]
        calls = [call for call in await self.sims.slack.log("chat.postMessage") if call["out"].get("ok")]
        return [(call["args"]["channel"], call["args"]["text"]) for call in calls]


@pytest.fixture
async def telegram(sims: Any, empty_house: Any) -> AsyncIterator[Post]:
    chat = TelegramChat(token=TOKENS["telegram"], api_url=sims.tg_api)
    await sims.tg.chat(7, started=True)
    post = Post(sims, empty_house.desk, chat, [Place("telegram", "", str(-number)) for number in (100, 101, 102)])
    await post.furnish()
    yield post
    await chat.aclose()
    assert await sims.tg.violations() == []


@pytest.fixture
async def slack(sims: Any, empty_house: Any) -> AsyncIterator[Post]:
    chat = SlackChat(bot_token=TOKENS["slack"], api_url=sims.slack_api, verbs=())
    asked = {"json": {"limit": 100}, "headers": {"Authorization": f"Bearer {TOKENS['slack']}"}}
    channels = (await sims.slack.client.post("/api/conversations.list", **asked)).json()["channels"]
    team = "T000000001"
    post = Post(sims, empty_house.desk, chat, [Place("slack", team, one["id"]) for one in channels[:2]])
    await post.furnish()
    yield post
    await chat.aclose()


async def test_a_chat_that_telegram_lets_wait_gets_its_message_later_and_the_others_at_once(telegram: Post) -> None:
    await telegram.sims.tg.fail(
        "sendMessage", code=429, description="Too Many Requests", times=1, chat_id=-101, parameters={"retry_after": 7}
    )
    await telegram.sent()
    assert sorted(await telegram.took()) == [("-100", "news"), ("-102", "news")]
    telegram.desk.clock.advance(6)
    await telegram.sent()
    assert len(await telegram.took()) == 2
    telegram.desk.clock.advance(1)
    await telegram.sent()
    assert (await telegram.took())[2:] == [("-101", "news")]


async def test_a_group_that_became_a_supergroup_is_followed_with_what_waits(telegram: Post) -> None:
    await telegram.sims.tg.migrate(-101, -1005)
    await telegram.sent()
    telegram.desk.clock.advance(1)
    await telegram.sent()
    assert sorted(await telegram.took()) == [("-100", "news"), ("-1005", "news"), ("-102", "news")]


async def test_a_group_that_put_the_bot_out_is_set_aside_and_the_chair_is_told(telegram: Post) -> None:
    await telegram.sims.tg.kick(-101)
    await telegram.sent()
    telegram.desk.clock.advance(1)
    await telegram.sent()
    took = dict(await telegram.took())
    assert took.keys() == {"-100", "-102", "7"}
    assert "-101" in took["7"]


async def test_what_slack_refuses_for_its_number_goes_later_and_the_rest_at_once(slack: Post) -> None:
    await slack.sims.slack.limit("chat.postMessage", times=1, retry_after=7)
    await slack.sent()
    assert len(await slack.took()) == 1
    slack.desk.clock.advance(7)
    await slack.sent()
    assert sorted(chat for chat, _ in await slack.took()) == sorted(one.chat for one in slack.places)


async def test_a_channel_that_slack_closed_is_set_aside_and_the_chair_is_told(slack: Post) -> None:
    await slack.sims.slack.fail("chat.postMessage", error="is_archived", times=1)
    await slack.sent()
    slack.desk.clock.advance(1)
    await slack.sent()
    told = await slack.took()
    assert len(told) == 2
    assert "Slack C000000001" in told[1][1]
