"""The bot as it is started by its operator, against both simulators at once: page → Flash → /diff latest → a page turned."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.sentences import chat as sentences
from handlers.demo.site import BASE_LINKS, DRAFT_LINKS, Secretariat

pytestmark = pytest.mark.sims
ROOT = Path(__file__).resolve().parents[2]
GROUP, CHAIR, DELEGATE = -100, 7, 8


async def until(check: Any) -> Any:
    """What `check` gives once it gives something, or its last answer after a minute."""
    end = time.monotonic() + 60
    while not (result := await check()) and time.monotonic() < end:
        await asyncio.sleep(0.05)
    return result


@dataclass
class House:
    sims: Any
    site: Secretariat
    config: Path
    plenary: str

    def start(self) -> Any:
        env = {"RAPPORTEUR_SLACK__API_URL": self.sims.slack_api, "RAPPORTEUR_TELEGRAM__API_URL": self.sims.tg_api}
        return self.sims.bot(f"{sys.executable} -m bot run --config {self.config}", env=env, cwd=ROOT)

    async def ready(self) -> None:
        """Both platforms are connected and the first looks have been told to the chair."""
        await self.sims.slack.ready()
        await self.sims.tg.ready()
        await self.told(CHAIR, "now watching", 2)

    async def told(self, chat: int, words: str, times: int = 1) -> list[dict[str, Any]]:
        """The messages of a Telegram chat that hold these words, once there are so many."""

        async def enough() -> list[dict[str, Any]] | None:
            found = [m for m in await self.sims.tg.messages(chat) if words in m.get("text", "")]
            return found if len(found) >= times else None

        found = await until(enough)
        assert found, f"no {words!r} in {chat}:\n{self.sims.log_text()[-3000:]}"
        return found  # type: ignore[no-any-return]

    async def slack_flashes(self) -> list[dict[str, Any]]:
        posts = [call for call in await self.sims.slack.log("chat.postMessage") if call.get("out", {}).get("ok")]
        return [call for call in posts if call["args"]["text"].startswith("FLASH")]


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
timezone = "Europe/Zurich"
terms = ["human rights"]
chats = ["slack:T000000001/{plenary}", "telegram:{group}"]
chairs = ["telegram:{chair}"]
plenary = ["2026-06-11T17:00"]

[[space.watch]]
url = "{page}"
links = '{base}'
document = "Vision"
base = "chair"
every = "1s"

[[space.watch]]
url = "{page}"
links = '{drafts}'
document = "Vision"
every = "1s"
"""


@pytest.fixture
async def house(sims: Any, tmp_path: Path) -> AsyncIterator[House]:
    await sims.tg.chat(CHAIR, started=True)
    channels = (
        await sims.slack.client.post("/api/conversations.list", headers={"Authorization": "Bearer xoxb-local-test"})
    ).json()
    plenary = next(channel["id"] for channel in channels["channels"] if channel["name"] == "plenary")
    async with Secretariat() as site:
        config = tmp_path / "config.toml"
        values = {"page": site.page, "base": BASE_LINKS, "drafts": DRAFT_LINKS, "group": GROUP, "chair": CHAIR}
        config.write_text(CONFIG.format(plenary=plenary, **values))
        yield House(sims, site, config, plenary)


@pytest.mark.need(1)
@pytest.mark.need(28)
async def test_every_linked_chat_on_both_platforms_has_exactly_one_flash_and_pages_are_turned_in_place(
    house: House,
) -> None:
    house.start()
    await house.ready()
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r1")
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r2")
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r3")
    await until(lambda: _at_least(house, 3))

    asked = await house.sims.slack.command("/draft", "diff r1 r3", user="amira", channel="plenary")
    assert asked["ack"]["status"] == 200
    page = await _slack_page(house)
    await _press_in_thread(house, page, "Next")
    turned = await until(lambda: house.sims.slack.log("chat.update"))
    assert "page 2 of" in str(turned[-1]["args"]["blocks"])
    flash = (await house.slack_flashes())[-1]
    assert page["args"]["thread_ts"] == flash["out"]["ts"], "a comparison goes into the thread of its Flash"

    await house.sims.tg.say("/diff r1 r3", chat=GROUP, user=DELEGATE)
    shown = (await house.told(GROUP, "page 1 of"))[-1]
    pressed = await house.sims.tg.click(GROUP, shown["message_id"], "Next", user=DELEGATE)
    assert pressed["answered"]
    await house.told(GROUP, "page 2 of")

    assert len(await house.slack_flashes()) == 3
    assert len(await house.told(GROUP, "FLASH")) == 3
    assert not await house.sims.violations()


async def test_a_picture_and_the_files_of_a_comparison_arrive_on_both_platforms(house: House) -> None:
    house.start()
    await house.ready()
    for name in ("r1", "r2"):
        house.site.publish()
        await house.told(GROUP, f"FLASH  Vision {name}")
    photo = await until(lambda: _with(house, "photo"))
    assert photo, house.sims.log_text()[-3000:]
    assert "changes: Vision r1 → r2 (unofficial)" in photo["caption"]
    assert "[added: " in photo["caption"], "Telegram has no words for those who do not see: they stand below"
    (shared,) = await _shared(house, 1)
    assert shared["thread_ts"] == (await house.slack_flashes())[-1]["out"]["ts"]
    (asked,) = [call["args"] for call in await house.sims.slack.log("files.getUploadURLExternal")]
    assert "[added: " in asked["alt_txt"]

    await house.sims.slack.command("/draft", "diff r1 r2", user="amira", channel="plenary")
    await _press_in_thread(house, await _slack_page(house, "r1 → r2"), "Word")
    file = (await _shared(house, 2))[-1]
    assert file["thread_ts"] == shared["thread_ts"]
    assert json.loads(file["files"])[0]["title"] == "Redline Vision r1 → r2 (unofficial)"

    await house.sims.tg.say("/diff r1 r2 file:html", chat=GROUP, user=DELEGATE)
    document = await until(lambda: _with(house, "document"))
    assert document["document"]["file_name"] == "Vision-r1-r2.html"
    assert len(await house.told(GROUP, "FLASH")) == 2
    assert not await house.sims.violations()


@pytest.mark.need(1)
async def test_a_429_delays_its_chat_alone_and_a_chat_that_threw_us_out_is_reported_to_the_chair(house: House) -> None:
    house.start()
    await house.ready()
    await house.sims.slack.limit("chat.postMessage", times=2, retry_after=1)
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r1")
    assert await until(lambda: _at_least(house, 1)), "after Retry-After the Flash is posted all the same"
    await house.sims.slack.fail("chat.postMessage", error="is_archived", times=1)
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r2")
    (told,) = await house.told(CHAIR, "can no longer be reached")
    assert house.plenary in told["text"]
    assert not await house.sims.violations()


@pytest.mark.need(1)
async def test_killed_at_any_moment_the_bot_posts_what_it_had_not_posted(house: House) -> None:
    bot = house.start()
    await house.ready()
    await house.sims.slack.fail("chat.postMessage", status=500, times=50, error="fatal_error")
    house.site.publish()
    await house.told(GROUP, "FLASH  Vision r1")
    bot.kill()
    bot.wait()
    await house.sims.slack.fail("chat.postMessage", times=0, error="none")
    house.start()
    assert await until(lambda: _at_least(house, 1)), "the Flash that Slack had not taken is posted after the restart"
    unmarked = [m for m in await house.told(GROUP, "FLASH") if sentences.REPEAT not in m["text"]]
    assert len(unmarked) == 1, "the one that Telegram had is not posted again, unless it says that it may be a repeat"


async def _at_least(house: House, count: int) -> bool:
    return len(await house.slack_flashes()) >= count


async def _with(house: House, kind: str) -> dict[str, Any] | None:
    """The last message of the group that has a photo, or a document."""
    return next((m for m in reversed(await house.sims.tg.messages(GROUP)) if m.get(kind)), None)


async def _shared(house: House, count: int) -> list[dict[str, Any]]:
    """What was said when files were shared on Slack, once there are so many."""

    async def enough() -> list[dict[str, Any]] | None:
        calls = [call["args"] for call in await house.sims.slack.log("files.completeUploadExternal")]
        return calls if len(calls) >= count else None

    found = await until(enough)
    assert found, house.sims.log_text()[-3000:]
    return found  # type: ignore[no-any-return]


async def _slack_page(house: House, words: str = "page 1 of") -> dict[str, Any]:
    async def shown() -> dict[str, Any] | None:
        posts = [call for call in await house.sims.slack.log("chat.postMessage") if call.get("out", {}).get("ok")]
        pages = [call for call in posts if words in str(call["args"].get("blocks"))]
        return pages[-1] if pages else None

    page = await until(shown)
    assert page, house.sims.log_text()[-3000:]
    return page  # type: ignore[no-any-return]


async def _press_in_thread(house: House, page: dict[str, Any], label: str) -> None:
    """The simulator looks a button up among a channel's own messages, not in threads: it is told which one is pressed."""
    blocks = page["args"]["blocks"]
    blocks = blocks if isinstance(blocks, list) else json.loads(blocks)
    buttons = [button for block in blocks if block["type"] == "actions" for button in block["elements"]]
    button = next(button for button in buttons if button["text"]["text"] == label)
    pressed = {"ts": page["out"]["ts"], "action_id": button["action_id"], "value": button["value"], "force": True}
    await house.sims.slack.post("/ctl/click", user="amira", channel="plenary", **pressed)
