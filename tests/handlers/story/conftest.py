"""A stage for the whole story: both simulators with real adapters, a secretariat's page, a database, and a day in Geneva.

Nothing between the two ends is replaced but the clock: what somebody types or presses goes through a platform's own form into
the real commands, the jobs do what they do in `bot.__main__`, and what people see is read off what the platforms took.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio

from bot.declared import declare
from bot.desk import Desk
from bot.drafts.fetching.fetch import Fetcher, Limits
from bot.drafts.sandbox import read_safely
from bot.jobs.local import LocalJobs
from bot.message import Message, Upload
from bot.places import Place, Posted
from bot.positions.asking import heartbeat
from bot.settings import Config
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.delivery.drain import Drain
from handlers.delivery.pace import Pace
from handlers.dispatch import Dispatcher
from handlers.request import Chats
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from handlers.works import works
from storage.db import Database
from tests.handlers.story.room import NEVER_STARTED, ON_SLACK, ON_TELEGRAM, ZONE, Day, Page, space
from tests.handlers.story.seen import Eyes, Seen

log = logging.getLogger("story")


class Keeping(TelegramChat):
    """Keeps the files that it uploads: the simulator looks at their size and forgets them."""

    files: tuple[Upload, ...] = ()

    async def upload(self, to: Place, file: Upload, note: Message, key: str) -> Posted:
        self.files = (*self.files, file)
        return await super().upload(to, file, note, key)


@dataclass
class Stage:
    """Everything that the story is played on. Each method gives what people saw because of it, oldest first."""

    sims: Any
    page: Page
    desk: Desk
    clock: Day
    slack: SlackChat
    telegram: Keeping
    jobs: LocalJobs
    eyes: Eyes
    folder: Path
    seen: list[Seen] = field(default_factory=list)
    played: set[str] = field(default_factory=set)
    taken: int = 0

    async def say(self, who: str, line: str) -> list[Seen]:
        """Somebody types a command: on Slack in the channel, on Telegram in their private chat with the bot."""
        before = self.taken
        if who in ON_SLACK:
            done = await self.sims.slack.command("/draft", line, user=who, channel="plenary", reply=False)
            self.eyes.asked[done["response_url_id"]] = who
            assert done["ack"]["status"] == 200
        else:
            await self.sims.tg.say(f"/{line}", chat=ON_TELEGRAM[who], user=ON_TELEGRAM[who], wait=0)
        return await self._then(before)

    async def press(self, on: Seen, label: str, who: str) -> list[Seen]:
        """Somebody presses the button of that label."""
        before, self.eyes.presser = self.taken, who
        if on.platform == "slack":
            value = on.buttons[label]
            button = {"ts": on.id, "action_id": value, "value": value, "channel": on.chat, "user": who, "force": True}
            done = await self.sims.slack.post("/ctl/click", **button)
            self.eyes.asked[done["response_url_id"]] = who
            assert done["ack"]["status"] == 200
        else:
            button = {"chat_id": int(on.chat), "message_id": int(on.id), "data": on.buttons[label]}
            await self.sims.tg.post("/ctl/click", **button, user=ON_TELEGRAM[who], force=True)
        return await self._then(before)

    async def answer(self, question: Seen, words: str, who: str) -> list[Seen]:
        """Somebody answers a question: in a modal on Slack, by a reply on Telegram."""
        before = self.taken
        if question.platform == "slack":
            given = {"values": {"answer": {"words": {"type": "plain_text_input", "value": words}}}}
            await self.sims.slack.view_submit(question.raw["out"]["view"] | {"state": given}, user=who)
        else:
            private = {"chat": ON_TELEGRAM[who], "user": ON_TELEGRAM[who], "reply_to": int(question.id)}
            await self.sims.tg.say(words, wait=0, **private)
        return await self._then(before)

    async def goes(self, to: str = "", seconds: float = 0) -> list[Seen]:
        """The clock goes on, to a time of that day or so far: the bot's heart beats meanwhile, the jobs do what is due."""
        before = len(self.seen)
        goal = self.clock.at(to) if to else self.clock.now + timedelta(seconds=seconds)
        while self.clock.now < goal:
            self.clock.now = min(self.clock.now + heartbeat.GAP, goal)
            await heartbeat.beat(self.desk)
            await self.jobs.settle()
        await self.works()
        return self.seen[before:]

    async def is_away(self, minutes: float) -> list[Seen]:
        """Nothing of the bot runs for so long."""
        self.clock.now += timedelta(minutes=minutes)
        await heartbeat.beat(self.desk)
        return await self.works()

    async def works(self) -> list[Seen]:
        """The jobs do what is due; seconds pass for what is edited no oftener than that."""
        for _ in range(3):
            await self.jobs.settle()
            self.clock.now += timedelta(seconds=3)
            await heartbeat.beat(self.desk)
        await self.jobs.settle()
        return await self._look()

    def room(self, words: str = "", how: str = "") -> tuple[Seen, Seen]:
        """The last things with these words in the Slack channel and the Telegram group."""
        found = [one for one in self.seen if one.at == "room" and words in one.text and how in one.how]
        on = {platform: [one for one in found if one.platform == platform] for platform in ("slack", "telegram")}
        assert on["slack"], f"nothing with {words!r} in the Slack channel"
        assert on["telegram"], f"nothing with {words!r} in the Telegram group"
        return on["slack"][-1], on["telegram"][-1]

    def first(self, words: str) -> tuple[Seen, Seen]:
        """The first posts with these words in the Slack channel and the Telegram group."""
        found = {
            one.platform: one
            for one in reversed(self.seen)
            if (one.at, one.how) == ("room", "post") and words in one.text
        }
        return found["slack"], found["telegram"]

    def heard(self, command: Command) -> Command:
        """The simulator calls everybody on Telegram User11 and so on: here they have names."""
        names = {str(user): name for name, user in ON_TELEGRAM.items()}
        name = names.get(command.who.id, command.who.name).removesuffix("'s phone").title()
        return replace(command, who=replace(command.who, name=name))

    async def _then(self, before: int) -> list[Seen]:
        """When the command has been taken: what was seen of it, before any job runs."""
        async with asyncio.timeout(60):
            while self.taken == before:
                await asyncio.sleep(0.01)
        return await self._look()

    async def _look(self) -> list[Seen]:
        found = await self.eyes.look()
        for one in found:
            log.info("%s %s", self.clock.now.astimezone(ZONE).strftime("%H:%M:%S"), one)
        self.seen += found
        return found


async def _no_pause(_seconds: float) -> None:
    """This page does not flap: a first look need not wait between its fetches."""


async def _slack_ids(sims: Any) -> dict[str, str]:
    asked = {"headers": {"Authorization": "Bearer xoxb-local-test"}}
    members = (await sims.slack.client.post("/api/users.list", **asked)).json()["members"]
    channels = (await sims.slack.client.post("/api/conversations.list", **asked)).json()["channels"]
    room = next(one["id"] for one in channels if one["name"] == "plenary")
    return {one["name"]: one["id"] for one in members if one["name"] in ON_SLACK} | {"room": room}


def _seed(simulators: ModuleType, folder: Path) -> str:
    """The simulator's own seed with our people on Slack."""
    seed = Path(simulators.HERE, "slack_seed.yaml").read_text("utf-8")
    ours = "".join(f"\n    - {{name: {name}, real_name: {name.title()}}}" for name in ON_SLACK)
    path = folder / "seed.yaml"
    path.write_text(seed.replace("  users:", f"  users:{ours}", 1), "utf-8")
    return str(path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(simulators: ModuleType, migrated_file: Path, tmp_path_factory: Any) -> AsyncIterator[Stage]:
    """The day at eleven: the page holds the Chair's report, the bot has just been started."""
    folder = tmp_path_factory.mktemp("story")
    started = [user for name, user in ON_TELEGRAM.items() if name != NEVER_STARTED]
    async with AsyncExitStack() as stack:
        sims = await stack.enter_async_context(simulators.Sims(seed=_seed(simulators, folder), started=started))
        db, page, clock = Database(f"sqlite:///{shutil.copy(migrated_file, folder / 'story.db')}"), Page(), Day()
        stack.push_async_callback(db.aclose)
        await stack.enter_async_context(page.served())
        fetcher = await stack.enter_async_context(Fetcher("", ["127.0.0.0/8"], Limits(spacing=0)))
        slack = SlackChat(bot_token="xoxb-local-test", app_token="xapp-test", api_url=sims.slack_api, verbs=[*COMMANDS])
        telegram = Keeping(token="123456:TEST", api_url=sims.tg_api)
        desk = Desk(db=db, clock=clock, fetcher=fetcher, read=read_safely, pause=_no_pause, ballot_secret="secret")
        chats = Chats({("slack", ""): slack, ("telegram", ""): telegram})
        drain = Drain(desk, chats, {name: Pace(per_second=1000) for name in ("slack", "telegram")})
        jobs = LocalJobs(works(desk, drain))
        eyes = Eyes(sims, await _slack_ids(sims))
        made = Stage(sims, page, desk, clock, slack, telegram, jobs, eyes, folder)
        dispatcher = Dispatcher(desk, chats, COMMANDS)

        async def on(command: Command) -> None:
            try:
                await dispatcher(made.heard(command))
            finally:
                made.taken += 1

        for chat in (slack, telegram):
            stack.push_async_callback(chat.aclose)
            stack.push_async_callback(_stopped, asyncio.create_task(chat.run(on)))
        await sims.slack.ready()
        await sims.tg.ready()
        async with db.write() as session:
            await declare(session, Config(space=(space(eyes.ids, page.url),)), clock())
        await heartbeat.beat(desk)
        yield made


async def _stopped(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _in_order(request: pytest.FixtureRequest, stage: Stage) -> None:
    """The scenes build on one another: those before this one that were not played yet are played first."""
    for name, scene in vars(request.module).items():
        if name == request.node.name:
            break
        if name.startswith("test_") and name not in stage.played:
            stage.played.add(name)
            await scene(stage)
    stage.played.add(request.node.name)
