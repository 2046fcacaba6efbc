"""The stage on Slack: its own client library on the simulator."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from bot.message import Message, Para, Span
from tests.handlers.conversations.stage import PEOPLE, ROOMS, Seen, Stage, ended


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
        await ended(running)
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
