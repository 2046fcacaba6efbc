"""Files in Slack channels on the simulator: which one a command is about, and its bytes with the bot's token alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.errors import Gone, Refused
from bot.message import Message, Upload
from bot.places import Person, Place
from handlers.chat import Attached, Command
from handlers.slack import incoming
from handlers.slack.chat import SlackChat

WORDS = b"C9. The same rights must be protected online."
FILE = Upload("vision.txt", WORDS, "Vision", "text/plain")


class Bot:
    def __init__(self, sims: Any) -> None:
        self.sims, self.heard = sims, []
        here = sims.slack_api.replace("127.0.0.1", "localhost")  # as the simulator's addresses of files say
        self.chat = SlackChat(bot_token="xoxb-local-test", app_token="xapp-test", api_url=here, verbs=("drafts",))

    async def on(self, command: Command) -> None:
        self.heard.append(command)

    async def hears(self, count: int = 1) -> Command:
        async with asyncio.timeout(60):
            while len(self.heard) < count:
                await asyncio.sleep(0.02)
        return self.heard[count - 1]


@pytest.fixture
async def bot(sims: Any) -> AsyncIterator[Bot]:
    made = Bot(sims)
    listening = asyncio.create_task(made.chat.run(made.on))
    await sims.slack.ready()
    yield made
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await made.chat.aclose()
    assert not await sims.violations()


async def shared(bot: Bot) -> tuple[Place, str, dict[str, Any]]:
    """A file that stands in the channel: where, as which message, and as Slack tells of it."""
    await bot.sims.slack.command("/draft", "help", reply=False)
    place = (await bot.hears()).place
    await bot.chat.upload(place, FILE, Message(()), "k")
    uploaded = (await bot.sims.slack.log("files.completeUploadExternal"))[-1]["out"]["files"][0]
    told = await bot.chat._api.ask("files.info", file=uploaded["id"])
    posted = (await bot.chat._api.ask("conversations.history", channel=place.chat))["messages"][0]
    return place, str(posted["ts"]), dict(told["file"])


@pytest.mark.sims
@pytest.mark.need(20)
async def test_a_mention_with_a_file_or_in_the_thread_of_one_names_it_and_its_bytes_are_had(
    sims: Any, bot: Bot
) -> None:
    place, ts, told = await shared(bot)
    said = {"type": "app_mention", "user": (await bot.hears()).who.id, "channel": place.chat}
    me = (await bot.chat._api.ask("auth.test"))["user_id"]
    await sims.slack.event(**said, ts="1700000000.000100", text=f"<@{me}> drafts add", files=[{"id": told["id"]}])
    with_file = await bot.hears(2)
    assert with_file.text == "drafts add"
    (file,) = await bot.chat.files(with_file)
    assert (file.id, file.name) == (told["id"], "vision.txt"), "though the event told the id alone"
    assert await bot.chat.fetch_file(file) == WORDS

    await sims.slack.event(**said, ts="1700000000.000200", thread_ts=ts, text=f"<@{me}> drafts add")
    in_thread = await bot.hears(3)
    assert in_thread.files == ()
    bot.chat._api.ask = AsyncMock(return_value={"messages": [{"ts": ts, "files": [told]}, {"ts": "2"}]})
    assert [one.name for one in await bot.chat.files(in_thread)] == ["vision.txt"]


@pytest.mark.sims
async def test_a_file_that_is_no_longer_there_is_gone(bot: Bot) -> None:
    with pytest.raises(Gone, match="no longer in Slack"):
        await bot.chat.fetch_file(Attached("F000000009", "vision.txt"))


@pytest.mark.parametrize(
    "url", ["https://drive.example/f.docx", "http://files.slack.com/f", "https://notslack.com/f", ""]
)
async def test_the_token_is_shown_to_no_other_host(url: str) -> None:
    chat = SlackChat(bot_token="xoxb-1", signing_secret="s", verbs=())
    chat._api.ask = AsyncMock(return_value={"file": {"id": "F1", "url_private": url}})  # type: ignore[method-assign]
    with pytest.raises(Refused, match="kept outside Slack"):
        await chat.fetch_file(Attached("F1", "f.docx"))
    assert chat._api.slack.session is None, "nothing was asked of that host"


def event(**more: Any) -> dict[str, Any]:
    return {
        "event_id": "Ev1",
        "event": {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.2", **more},
    }


def test_a_file_in_private_with_words_is_a_command_and_without_any_is_none() -> None:
    files = [{"id": "F1", "name": "vision.docx", "mimetype": "x/docx", "size": 5}]
    said = incoming.spoken(event(subtype="file_share", text="drafts add", files=files), "UBOT", "T1")
    assert said == Command(
        "Ev1",
        Person("slack", "T1", "U1", ""),
        Place("slack", "T1", "D1"),
        "drafts add",
        files=(Attached("F1", "vision.docx", "x/docx", 5),),
        private=True,
    )
    assert incoming.spoken(event(subtype="file_share", text="", files=files), "UBOT", "T1") is None
