"""The bot as it is started by its operator, against both simulators: two accounts made one person, a reason asked on each."""

import asyncio
import re
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handlers.demo.site import DRAFT_LINKS, Secretariat

pytestmark = pytest.mark.sims
ROOT = Path(__file__).resolve().parents[2]
GROUP, CHAIR, HANSEN = -100, 7, 8
REASON = "as:me is a red line -- C9 “in our instructions”"

CONFIG = """
[slack]
bot_token = "xoxb-local-test"
app_token = "xapp-test"

[telegram]
token = "123456:TEST"

[server]
listen = "127.0.0.1:0"

[fetch]
contact = "mailto:test@example.org"
allow_private = ["127.0.0.0/8"]

[[space]]
name = "vision"
title = "Vision"
chats = ["slack:T000000001/{plenary}", "telegram:{group}"]
chairs = ["telegram:{chair}"]
undo = "0s"

[[space.delegation]]
code = "NO"
name = "Norway"
group = "governments"
head = ["slack:T000000001/{amira}"]

[[space.watch]]
url = "{page}"
links = '{drafts}'
document = "Vision"
every = "1s"
"""


@dataclass
class House:
    sims: Any
    folder: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the bot's database answers."""
        with sqlite3.connect(f"file:{self.folder}/var/rapporteur.db?mode=ro", uri=True) as connection:
            return connection.execute(query).fetchall()

    async def told(self, chat: int, words: str) -> dict[str, Any]:
        """The newest message of a Telegram chat that holds these words."""

        async def there() -> dict[str, Any] | None:
            found = [one for one in await self.sims.tg.messages(chat) if words in one.get("text", "")]
            return found[-1] if found else None

        return await self.until(there)  # type: ignore[no-any-return]

    async def positions(self, count: int) -> list[tuple[Any, ...]]:
        """What was said by whom in which voice on which words with which reason, without where and when."""
        query = "select stance, reason, person_id, delegation_id, capacity, seat, level, ref, text_hash from position"

        async def there() -> list[tuple[Any, ...]] | None:
            found = self.rows(query)
            return found if len(found) >= count else None

        return await self.until(there)  # type: ignore[no-any-return]

    async def until(self, check: Callable[[], Awaitable[Any]]) -> Any:
        end = time.monotonic() + 60
        while not (found := await check()):
            assert time.monotonic() < end, self.sims.log_text()[-3000:]
            await asyncio.sleep(0.05)
        return found


@pytest.fixture
async def house(sims: Any, tmp_path: Path) -> AsyncIterator[House]:
    for person in (CHAIR, HANSEN):
        await sims.tg.chat(person, started=True)
    async with Secretariat() as site:
        told = {"page": site.page, "drafts": DRAFT_LINKS, "group": GROUP, "chair": CHAIR}
        told |= {"plenary": await _id(sims, "conversations.list", "channels", "plenary")}
        told |= {"amira": await _id(sims, "users.list", "members", "amira")}
        config = tmp_path / "config.toml"
        config.write_text(CONFIG.format(**told))
        env = {"RAPPORTEUR_SLACK__API_URL": sims.slack_api, "RAPPORTEUR_TELEGRAM__API_URL": sims.tg_api}
        sims.bot(f"{sys.executable} -m bot run --config {config}", env=env, cwd=ROOT)
        await sims.slack.ready()
        await sims.tg.ready()
        made = House(sims, tmp_path)
        await made.told(CHAIR, "now watching")
        site.publish()
        await made.told(GROUP, "FLASH  Vision r1")
        yield made
        assert not await sims.violations()


async def _id(sims: Any, method: str, kind: str, name: str) -> str:
    headers = {"Authorization": "Bearer xoxb-local-test"}
    answer = (await sims.slack.client.post(f"/api/{method}", headers=headers)).json()
    return str(next(one["id"] for one in answer[kind] if one["name"] == name))


async def _modal(house: House) -> dict[str, Any]:
    async def opened() -> dict[str, Any] | None:
        calls = [call for call in await house.sims.slack.log("views.open") if call.get("out", {}).get("ok")]
        return dict(calls[-1]["out"]["view"]) if calls else None

    return await house.until(opened)  # type: ignore[no-any-return]


@pytest.mark.need(28)
async def test_a_person_on_both_platforms_is_asked_for_a_reason_on_each_and_says_the_same(house: House) -> None:
    sims = house.sims
    told = await sims.slack.response(await sims.slack.command("/draft", "me link", user="amira", reply=False))
    code = re.search(r"^[2-9A-Z]{6}$", told["text"], re.MULTILINE)
    assert code, told["text"]
    assert told["response_type"] == "ephemeral"
    (linked,) = await sims.tg.say(f"/me link {code[0]}", chat=HANSEN, user=HANSEN)
    assert "You are one person now" in linked["text"]
    assert house.rows("select count(distinct person_id), count(*) from account where user != '7'") == [(1, 2)]

    await sims.slack.command("/draft", "object C9", user="amira", reply=False)
    view = await _modal(house)
    assert view["title"]["text"] == "Your objection"
    state = {"values": {"answer": {"words": {"type": "plain_text_input", "value": REASON}}}}
    submitted = await sims.slack.view_submit(view | {"state": state}, user="amira")
    assert submitted["ack"]["status"] == 200
    await house.positions(1)

    await sims.tg.say("/object C9", chat=GROUP, user=HANSEN, wait=0)
    question = await house.told(HANSEN, "would accept")
    await sims.tg.say(REASON, chat=HANSEN, user=HANSEN, reply_to=question["message_id"], wait=0)
    first, second = await house.positions(2)
    assert first == second
    assert first[:2] == ("object", REASON)
    assert not [one for one in await sims.tg.messages(GROUP) if "red line" in one.get("text", "")]
