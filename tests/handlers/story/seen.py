"""What people see: the calls that the simulators of both platforms took, read as one list in the order of time."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.handlers.story.room import GROUP, ON_TELEGRAM


@dataclass(frozen=True)
class Seen:
    """One thing that people saw. `at`: "room" or whose private chat; `how`: post, edit, private, toast, question or file.

    Words inserted stand as {+words+} and words struck as [-words-] in `text`, whatever the platform. `raw`: the call itself.
    """

    platform: str
    at: str
    how: str
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    id: str = ""
    chat: str = ""
    raw: Any = None

    def __str__(self) -> str:
        labels = "".join(f" [{label}]" for label in self.buttons)
        return f"── {self.platform} · {self.at} · {self.how}\n{self.text}{labels and chr(10) + labels}"


def blocks_seen(blocks: Any) -> tuple[str, dict[str, str]]:
    """Slack's blocks as text and buttons (label → value)."""
    lines, buttons = [], {}
    for block in json.loads(blocks) if isinstance(blocks, str) else blocks or ():
        if block["type"] == "header":
            lines.append(block["text"]["text"])
        if block["type"] == "rich_text":
            lines.append("".join(map(_run, (run for part in block["elements"] for run in part["elements"]))))
        if block["type"] == "actions":
            buttons |= {one["text"]["text"]: one.get("value", "") for one in block["elements"]}
    return "\n".join(lines), buttons


def _run(run: dict[str, Any]) -> str:
    style = run.get("style", {})
    if style.get("strike"):
        return f"[-{run['text']}-]"
    return f"{{+{run['text']}+}}" if style.get("underline") else str(run["text"])


def html_seen(text: str, markup: Any) -> tuple[str, dict[str, str]]:
    """Telegram's HTML and keyboard as text and buttons (label → callback data)."""
    marked = text
    for tag, sign in (("<u>", "{+"), ("</u>", "+}"), ("<s>", "[-"), ("</s>", "-]")):
        marked = marked.replace(tag, sign)
    keyboard = (markup or {}).get("inline_keyboard", ())
    buttons = {one["text"]: one.get("callback_data", "") for row in keyboard for one in row}
    return html.unescape(re.sub(r"</?\w[^>]*>", "", marked)), buttons


@dataclass
class Eyes:
    """Looks at both platforms. `ids`: name → Slack's id of a person, "room" → of the channel."""

    sims: Any
    ids: dict[str, str]
    presser: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    """Id of a response_url → whose."""
    _read: dict[str, int] = field(default_factory=lambda: {"slack": 0, "answers": 0, "telegram": 0})

    async def look(self) -> list[Seen]:
        """What both platforms took since the last look, in the order of time."""
        slack, telegram = await self.sims.slack.log(), await self.sims.tg.log()
        answers = await self.sims.slack.responses()
        self._direct(slack)
        new = [(call["t"], self._on_slack(call)) for call in slack[self._read["slack"] :]]
        new += [(call["t"], self._answered(call)) for call in answers[self._read["answers"] :]]
        new += [(call["t"], self._on_telegram(call)) for call in telegram[self._read["telegram"] :]]
        self._read = {"slack": len(slack), "answers": len(answers), "telegram": len(telegram)}
        return [one for _, one in sorted(new, key=lambda pair: pair[0]) if one]

    def _direct(self, calls: Sequence[dict[str, Any]]) -> None:
        """Whose the direct channels are that the bot opened."""
        people = {number: name for name, number in self.ids.items()}
        for call in calls:
            if call["method"] == "conversations.open" and call["out"]["ok"]:
                self.ids[people[call["args"]["users"]] + "'s channel"] = call["out"]["channel"]["id"]

    def _on_slack(self, call: dict[str, Any]) -> Seen | None:
        hows = {"chat.postMessage": "post", "chat.update": "edit", "views.open": "question"}
        if not (call["method"] in hows and call["out"]["ok"]):
            return None
        args, how = call["args"], hows[call["method"]]
        if how == "question":
            view = args["view"] if isinstance(args["view"], dict) else json.loads(args["view"])
            return Seen("slack", self.presser, how, blocks_seen(view["blocks"])[0], raw=call)
        at = next(name for name, number in self.ids.items() if number == args["channel"]).removesuffix("'s channel")
        shown = blocks_seen(args["blocks"])
        return Seen("slack", at, how, *shown, id=call["out"]["ts"], chat=args["channel"], raw=call)

    def _answered(self, call: dict[str, Any]) -> Seen:
        """To a response_url: seen by whoever asked alone."""
        shown = blocks_seen(call["body"]["blocks"])
        return Seen("slack", self.asked[call["id"]], "private", *shown, id="1.1", chat=self.ids["room"], raw=call)

    def _on_telegram(self, call: dict[str, Any]) -> Seen | None:
        hows = {"sendMessage": "post", "editMessageText": "edit", "sendDocument": "file"}
        args = call["args"]
        if call["method"] == "answerCallbackQuery" and args.get("text"):
            return Seen("telegram", self.presser, "toast", args["text"], raw=call)
        if not (call["method"] in hows and call["ok"]):
            return None
        chat = int(args["chat_id"])
        at = "room" if chat == GROUP else next(name for name, user in ON_TELEGRAM.items() if user == chat)
        how = "question" if "force_reply" in args.get("reply_markup", {}) else hows[call["method"]]
        shown = html_seen(args.get("text", args.get("caption", "")), args.get("reply_markup"))
        return Seen("telegram", at, how, *shown, id=str(call["result"]["message_id"]), chat=str(chat), raw=call)
