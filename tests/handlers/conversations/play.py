"""A conversation played on a stage, written down as people see it."""

import re
from typing import Any

from tests.handlers.conversations.stage import PEOPLE, TEAM, Seen

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
