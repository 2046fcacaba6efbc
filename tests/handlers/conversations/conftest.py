"""Stages on which a conversation is played: FakeChat, and both platforms with their own client libraries on the simulators.

What people see is told alike on all three: to whom, in which words (struck and inserted ones in words), with which buttons.
"""

import asyncio
import contextlib
import itertools
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot.message import Message, Para, Span
from bot.sentences import telegram as telegram_say
from handlers.chat import Command
from handlers.commands import COMMANDS
from handlers.delivery.pace import Pace
from handlers.slack.chat import SlackChat
from handlers.telegram.chat import TelegramChat
from handlers.telegram.render import LINE

PEOPLE = ("chang", "sekou", "hansen", "alma", "dina", "oscar", "eve")
ROOMS = ("room", "corner", "channel")
TEAM = "T000000001"


@dataclass(frozen=True)
class Seen:
    """`how`: "to room", "to hansen alone", "in place, room", "asks hansen", "file to room". `at`: what a press needs."""

    how: str
    words: str
    buttons: tuple[tuple[str, str], ...] = ()
    at: Any = None


ONE_BY_ONE = Pace(per_second=1000, at_once=1)
"""Who was shown something is noted before the next is sent: what a card says does not hang on whose answer is quicker."""


class Stage:
    """A house and what was said in it. `ids`: a name → its id on the platform."""

    def __init__(self, house: Any) -> None:
        self.house = house
        house.drain.paces = {house.chat.platform: ONE_BY_ONE}
        self.names = {house.place(name).chat: name for name in (*PEOPLE, *ROOMS)}
        self.done = 0

    async def on(self, command: Command) -> None:
        try:
            await self.house.dispatcher(command)
        finally:
            self.done += 1

    async def obeyed(self, before: int) -> None:
        async with asyncio.timeout(60):
            while self.done == before:
                await asyncio.sleep(0.01)

    async def drained(self) -> None:
        """Sends what waits in the outbox."""
        while tokens := await self.house.drain.due():
            for token in tokens:
                await self.house.drain.run(token)

    def to(self, chat: str) -> str:
        name = self.names[chat]
        return f"{name} alone" if name in PEOPLE else name


# ── FakeChat ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class FakeStage(Stage):
    def __init__(self, house: Any) -> None:
        super().__init__(house)
        self._at = 0

    async def typed(self, who: str, where: str, text: str) -> None:
        await self.house.say(text, who, where if where in ROOMS else who)

    async def pressed(self, who: str, on: Seen, label: str) -> None:
        await self.house.press(on.at, label, who)

    async def answered(self, who: str, on: Seen, words: str) -> None:
        await self.house.say(words, who, on.at.to.chat, token=on.at.key)

    async def seen(self) -> list[Seen]:
        new, self._at = self.house.chat.said[self._at :], len(self.house.chat.said)
        return [self._one(said) for said in new]

    def _one(self, said: Any) -> Seen:
        buttons = tuple((one.label, one.token) for row in said.message.buttons for one in row)
        match said.how:
            case "ask":
                return Seen(f"asks {said.who.id}", said.text, (), said)
            case "whisper":
                return Seen(f"to {said.who.id} alone", said.text, buttons, said)
            case "edit":
                return Seen(f"in place, {self.to(said.to.chat)}", said.text, buttons, said)
            case "upload":
                return Seen(f"file to {self.to(said.to.chat)}", said.text, (), said)
        return Seen(f"to {self.to(said.to.chat)}", said.text, buttons, said)


# ── Slack ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class SlackStage(Stage):
    def __init__(self, house: Any, sims: Any) -> None:
        super().__init__(house)
        self.sims, self._calls, self._responses, self._who = sims, 0, 0, ""

    async def _where(self, who: str, where: str) -> str:
        if where in ROOMS:
            return where
        return str(await self.house.chat._api.direct(self.house.place(who).chat))

    async def typed(self, who: str, where: str, text: str) -> None:
        before, self._who = self.done, who
        channel = await self._where(who, where)
        over = {} if where in ROOMS else {"over": {"channel_id": channel}}
        said = await self.sims.slack.post(
            "/ctl/command", command="/draft", text=text, user=who, channel=channel, **over
        )
        assert said["ack"]["status"] == 200
        await self.obeyed(before)

    async def pressed(self, who: str, on: Seen, label: str) -> None:
        before, self._who = self.done, who
        channel, ts, action = on.at
        token = dict(on.buttons)[label]
        press = {"ts": ts or "1.1", "action_id": action[label], "value": token, "user": who, "channel": channel}
        await self.sims.slack.post("/ctl/click", **press, force=True)
        await self.obeyed(before)

    async def answered(self, who: str, on: Seen, words: str) -> None:
        before, self._who = self.done, who
        state = {"values": {"answer": {"words": {"type": "plain_text_input", "value": words}}}}
        await self.sims.slack.view_submit(on.at | {"state": state}, user=who)
        await self.obeyed(before)

    async def seen(self) -> list[Seen]:
        await asyncio.sleep(0.02)
        log, responses = await self.sims.slack.log(), await self.sims.slack.responses()
        calls, self._calls = log[self._calls :], len(log)
        new, self._responses = responses[self._responses :], len(responses)
        found = [one for call in calls if call.get("out", {}).get("ok") for one in self._called(call)]
        return found + [self._shown(f"to {self._who} alone", one["body"], self.house.ids["room"], "") for one in new]

    def _called(self, call: dict[str, Any]) -> Iterator[Seen]:
        args, out = call["args"], call["out"]
        chat = self._name(args.get("channel") or args.get("channel_id") or "")
        match call["method"]:
            case "chat.postMessage":
                yield self._shown(f"to {chat}", args, args["channel"], out["ts"])
            case "chat.postEphemeral":
                yield self._shown(f"to {self.names[args['user']]} alone", args, args["channel"], "")
            case "chat.update":
                yield self._shown(f"in place, {chat}", args, args["channel"], args["ts"])
            case "files.completeUploadExternal":
                yield Seen(f"file to {chat}", "\n".join(_slack_lines(_listed(args["blocks"]))))
            case "views.open":
                view = args["view"] if isinstance(args["view"], dict) else json.loads(args["view"])
                lines = [view["title"]["text"], *_slack_lines(view["blocks"])]
                titled = lines[1:] if view["title"]["text"] == "In your own words" else lines
                yield Seen(f"asks {self._who}", "\n".join(titled), (), out["view"])

    def _name(self, channel: str) -> str:
        owners = {direct: user for user, direct in self.house.chat._api._directs.items()}
        channel = owners.get(channel, channel)
        return self.to(channel) if channel in self.names else channel

    def _shown(self, how: str, args: dict[str, Any], channel: str, ts: str) -> Seen:
        blocks = _listed(args["blocks"])
        pressable = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
        buttons = tuple((one["text"]["text"], one.get("value", "")) for one in pressable)
        actions = {one["text"]["text"]: one["action_id"] for one in pressable}
        return Seen(how, "\n".join(_slack_lines(blocks)), buttons, (channel, ts, actions))


def _listed(blocks: Any) -> list[dict[str, Any]]:
    return json.loads(blocks) if isinstance(blocks, str) else list(blocks)


def _slack_lines(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]["text"]
            case "divider":
                yield "—"
            case "rich_text":
                yield "".join(_slack_run(run) for part in block["elements"] for run in part["elements"])


def _slack_run(run: dict[str, Any]) -> str:
    style = run.get("style", {})
    mark = "del" if style.get("strike") else "add" if style.get("underline") else ""
    return Message((Para((Span(run["text"], mark),)),)).plain()  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def on_slack(house: Any, sims: Any) -> AsyncIterator[SlackStage]:
    stage = SlackStage(house, sims)
    running = asyncio.create_task(house.chat.run(stage.on))
    try:
        await sims.slack.ready()
        while not house.chat.tenant:
            await asyncio.sleep(0.01)
        yield stage
        assert not await sims.slack.violations()
    finally:
        await _ended(running)
        await house.chat.aclose()


def slack_seed(sims_folder: Path) -> str:
    """The simulator's own seed with our people and channels."""
    seed = (sims_folder / "slack_seed.yaml").read_text("utf-8")
    users = "".join(
        f"    - {{name: {name}, real_name: {name.title()}, email: {name}@example.org}}\n" for name in PEOPLE
    )
    channels = "".join(f"    - {{name: {name}}}\n" for name in ROOMS)
    return seed.replace("  channels:\n", f"{users}  channels:\n{channels}")


async def slack_ids(sims: Any) -> dict[str, str]:
    headers = {"Authorization": "Bearer xoxb-local-test"}

    async def asked(method: str, key: str) -> dict[str, str]:
        answer = await sims.slack.client.post(f"/api/{method}", headers=headers)
        return {one["name"]: one["id"] for one in answer.json()[key]}

    return {**await asked("users.list", "members"), **await asked("conversations.list", "channels")}


# ── Telegram ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class TelegramStage(Stage):
    def __init__(self, house: Any, sims: Any) -> None:
        super().__init__(house)
        self.sims, self._calls, self._who = sims, 0, ""

    async def typed(self, who: str, where: str, text: str) -> None:
        before, self._who = self.done, who
        user, chat = int(self.house.ids[who]), int(self.house.ids[where if where in ROOMS else who])
        await self.sims.tg.post("/ctl/message", text=f"/{text}", chat_id=chat, user=user)
        await self.obeyed(before)

    async def pressed(self, who: str, on: Seen, label: str) -> None:
        before, self._who = self.done, who
        chat, message = on.at
        data = dict(on.buttons)[label]
        press = {"chat_id": chat, "message_id": message, "user": int(self.house.ids[who]), "data": data}
        assert "callback_query_id" in await self.sims.tg.post("/ctl/click", **press)
        await self.obeyed(before)

    async def answered(self, who: str, on: Seen, words: str) -> None:
        before, self._who = self.done, who
        chat, message = on.at
        await self.sims.tg.post("/ctl/message", text=words, chat_id=chat, user=chat, reply_to=message)
        await self.obeyed(before)

    async def seen(self) -> list[Seen]:
        await asyncio.sleep(0.02)
        log = await self.sims.tg.log()
        calls, self._calls = log[self._calls :], len(log)
        return [one for call in calls if call["ok"] for one in self._called(call)]

    def _called(self, call: dict[str, Any]) -> Iterator[Seen]:
        args, markup = call["args"], call["args"].get("reply_markup") or {}
        rows = markup.get("inline_keyboard", [])
        buttons = tuple((one["text"], one.get("callback_data", "")) for row in rows for one in row)
        chat = str(args.get("chat_id", ""))
        match call["method"]:
            case "sendMessage":
                at = (int(chat), call["result"]["message_id"])
                how = f"asks {self.names[chat]}" if markup.get("force_reply") else f"to {self.to(chat)}"
                yield Seen(how, _unmarked(args["text"]), buttons, at)
            case "editMessageText":
                at = (int(chat), int(args["message_id"]))
                yield Seen(f"in place, {self.to(chat)}", _unmarked(args["text"]), buttons, at)
            case "sendDocument" | "sendPhoto":
                yield Seen(f"file to {self.to(chat)}", _unmarked(args["caption"]))
            case "answerCallbackQuery" if args.get("text"):
                asked = telegram_say.ASKED_IN_PRIVATE.format(bot="flash_bot")
                if args["text"] != asked:
                    yield Seen(f"to {self._who} alone", args["text"])


class _Words(HTMLParser):
    """Telegram's HTML as words: what is struck or inserted is said."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.words += {"s": "[deleted: ", "u": "[added: "}.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        self.words += "]" if tag in ("s", "u") else ""

    def handle_data(self, data: str) -> None:
        self.words += data


def _unmarked(source: str) -> str:
    return _Words(source).words.replace(f"\n{LINE}", "\n—")


@contextlib.asynccontextmanager
async def on_telegram(house: Any, sims: Any) -> AsyncIterator[TelegramStage]:
    stage = TelegramStage(house, sims)
    for name in PEOPLE:
        await sims.tg.chat(int(house.ids[name]), started=True)
    running = asyncio.create_task(house.chat.run(stage.on))
    try:
        await sims.tg.ready()
        while house.chat._on is None:
            await asyncio.sleep(0.01)
        yield stage
        assert not await sims.tg.violations()
    finally:
        await _ended(running)
        await house.chat.aclose()


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


# ── the stages as fixtures ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def stage_of() -> type[FakeStage]:
    """Makes a stage of a house on FakeChat."""
    return FakeStage


@pytest.fixture
async def fake(empty_house: Any) -> FakeStage:
    return FakeStage(empty_house)


Made = tuple[Any, Any, Any]
"""What a stage is built of: the simulators' module, the class of houses, a desk."""


@pytest.fixture
def made(simulators: Any, new_house: Any, sqlite: Any, desk_of: Any) -> Made:
    return simulators, new_house, desk_of(sqlite)


@contextlib.asynccontextmanager
async def slack_stage(made: Made, folder: Path) -> AsyncIterator[SlackStage]:
    simulators, new_house, desk = made
    seed = folder / "seed.yaml"
    seed.write_text(slack_seed(Path(simulators.HERE)), "utf-8")
    async with simulators.Sims(seed=str(seed)) as sims:
        chat = SlackChat(
            bot_token="xoxb-local-test", app_token="xapp-test", api_url=sims.slack_api, verbs=tuple(COMMANDS)
        )
        async with on_slack(new_house(desk, chat, TEAM, await slack_ids(sims)), sims) as stage:
            yield stage


@contextlib.asynccontextmanager
async def telegram_stage(made: Made) -> AsyncIterator[TelegramStage]:
    simulators, new_house, desk = made
    numbers = itertools.count(7011)
    ids = {name: str(next(numbers)) for name in PEOPLE} | {name: str(-5000 - n) for n, name in enumerate(ROOMS)}
    async with simulators.Sims() as sims:
        chat = TelegramChat(token="123456:TEST", api_url=sims.tg_api)
        async with on_telegram(new_house(desk, chat, "", ids), sims) as stage:
            yield stage


@pytest.fixture
async def slack(made: Made, tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with slack_stage(made, tmp_path) as stage:
        yield stage


@pytest.fixture
async def telegram(made: Made) -> AsyncIterator[TelegramStage]:
    async with telegram_stage(made) as stage:
        yield stage


@pytest.fixture(params=["slack", "telegram"])
async def stage(request: pytest.FixtureRequest, made: Made, tmp_path: Path, reading: Any) -> AsyncIterator[Any]:
    """Either platform, with a furnished house and the card of a poll in the room."""
    async with slack_stage(made, tmp_path) if request.param == "slack" else telegram_stage(made) as stage:
        await stage.house.furnish(reading)
        await stage.typed("chang", "room", 'poll C9 "Keep it?" "Yes" "No"')
        await stage.drained()
        yield stage


# ── a conversation ───────────────────────────────────────────────────────────────────────────────────────────────────────

_STEP = re.compile(r"(?P<who>\w+) (?:in (?P<where>\w+): (?P<text>.*)|presses (?P<label>.*)|answers: (?P<words>.*))")


class Play:
    """A conversation played on a stage: its steps, each with what people saw. `verbs`: the commands that it used."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.shown: list[Seen] = []
        self.verbs: set[str] = set()

    async def play(self, steps: list[str]) -> str:
        told = []
        for step in steps:
            await self._do(step)
            await self.stage.drained()
            seen = await self.stage.seen()
            self.shown += seen
            told.append("\n".join([f">> {step}", *sorted(self._told(one) for one in seen)]))
        return "\n\n".join(told) + "\n"

    async def _do(self, step: str) -> None:
        if step.endswith(" s later"):
            await self.stage.house.wait(float(step.removesuffix(" s later")))
            return
        found = _STEP.fullmatch(step)
        assert found, step
        who = found["who"]
        if found["text"] is not None:
            self.verbs.add(found["text"].split()[0])
            await self.stage.typed(who, found["where"], found["text"])
        elif found["label"]:
            mine = [one for one in self.shown if found["label"] in dict(one.buttons) and self._open_to(one, who)]
            assert mine, f"nobody showed {who} a button {found['label']!r}"
            await self.stage.pressed(who, mine[-1], found["label"])
        else:
            asked = [one for one in self.shown if one.how == f"asks {who}"]
            await self.stage.answered(who, asked[-1], found["words"])

    def _open_to(self, one: Seen, who: str) -> bool:
        return not one.how.endswith(" alone") or one.how.endswith(f" {who} alone")

    def _told(self, one: Seen) -> str:
        labels = " ".join(f"[{label}]" for label, _ in one.buttons)
        parts = (f"<< {one.how}", self._alike(one.words), self._alike(labels))
        return "\n".join(part for part in parts if part)

    def _alike(self, words: str) -> str:
        """Without what differs by platform, and may: how a command is written, who is who there, codes made by chance."""
        words = words.replace("/draft ", "/").replace("\u2060", "").replace(f"{TEAM}/", "")
        words = re.sub("[\u202a-\u202e\u2066-\u2069]", "", words)
        for at, name in self.stage.names.items():
            shown = name.title() if name in PEOPLE else name
            words = re.sub(rf"(?<![\w-])({name}|User{at}|{at})(?!\w)", shown, words)
        words = re.sub(r"\b(fake|Slack|Telegram|slack|telegram)\b", "APP", words)
        words = re.sub(r"(?<=, head )\w+", "HASH", words)
        words = re.sub(r"(?<=/space add )\w+|(?<=/me link )(?!CODE)\w+", "CODE", words)
        words = re.sub(r"\n(?=(?:\[\w+: )?[\u0590-\u08ff])", " ", words)  # on Telegram they begin a line of their own
        return "\n".join(re.sub(r"[ \n]+", " ", line).strip() for line in words.split("\n") if line.strip())


@pytest.fixture
def play() -> type[Play]:
    return Play
