"""A town for `bench chat`: both simulators with their rates on, a database, a space with chats on both, the bot beside it."""

import asyncio
import importlib.util
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.drafts import flash
from bot.outbox import flash_out
from storage.db import Database
from storage.migrate import migrate
from storage.tables import Chat, Document, Draft, FlashRow, Space

ROOT = Path(__file__).resolve().parent.parent
SIMS = ROOT.parent / "shared" / "sims"
BOT_TOKENS = {"slack": "xoxb-local-test", "telegram": "123456:TEST"}
TEAM = "T000000001"
CONFIG = """
[database]
url = "{url}"

[slack]
bot_token = "xoxb-local-test"
app_token = "xapp-test"

[telegram]
token = "123456:TEST"

[server]
listen = "127.0.0.1:{port}"

[fetch]
contact = "mailto:bench@example.org"
"""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Town:
    """`channels`, `groups`: ids of its chats on Slack and on Telegram."""

    sims: Any
    db: Database
    folder: Path
    channels: Sequence[str]
    groups: Sequence[int]

    def start(self) -> Any:
        """The bot as its operator starts it; the process."""
        config = self.folder / "config.toml"
        config.write_text(CONFIG.format(url=self.db.url, port=self.sims.free_port()))
        env = {"RAPPORTEUR_SLACK__API_URL": self.sims.slack_api, "RAPPORTEUR_TELEGRAM__API_URL": self.sims.tg_api}
        return self.sims.bot(f"{sys.executable} -m bot run --config {config}", env=env, cwd=ROOT)

    async def ready(self) -> None:
        await self.sims.slack.ready(60)
        await self.sims.tg.ready(60)

    async def space(self) -> tuple[int, int]:
        """A space with every chat of the town and one document: their ids."""
        async with self.db.write() as session:
            space = Space(name="vision", title="Vision")
            session.add(space)
            await session.flush()
            session.add_all(Chat(space_id=space.id, platform="slack", tenant=TEAM, chat=one) for one in self.channels)
            session.add_all(Chat(space_id=space.id, platform="telegram", chat=str(one)) for one in self.groups)
            document = Document(space_id=space.id, name="Vision")
            session.add(document)
            await session.flush()
            return space.id, document.id

    async def post_flash(self, space_id: int, document_id: int) -> float:
        """A Flash to every chat; when it was committed."""
        facts = flash.Flash("Vision", 2, "Proposal", "https://example.org/r2.html", "ab" * 32, now(), against="r1")
        async with self.db.write() as session:
            draft = Draft(document_id=document_id, number=2, url="", seen=now(), sequence="")
            session.add(draft)
            await session.flush()
            row = FlashRow(draft_id=draft.id, facts=flash.FLASH.dump_python(facts, mode="json"), made=now())
            session.add(row)
            await session.flush()
            await flash_out(session, space_id, row, now())
        return time.time()

    async def posts(self, platform: str) -> list[tuple[float, str, str]]:
        """(time, chat, text) of every message that a platform took."""
        if platform == "slack":
            calls = [call for call in await self.sims.slack.log("chat.postMessage") if _taken(call)]
            return [(call["t"], call["args"]["channel"], call["args"]["text"]) for call in calls]
        calls = [call for call in await self.sims.tg.log("sendMessage") if call["ok"]]
        return [(call["t"], str(call["args"]["chat_id"]), call["args"]["text"]) for call in calls]

    async def edits(self, platform: str) -> tuple[list[tuple[float, str]], int]:
        """(time, chat) of every edit that a platform took, and how many it refused for their number."""
        if platform == "slack":
            calls = await self.sims.slack.log("chat.update")
            return [(call["t"], call["args"]["channel"]) for call in calls if _taken(call)], _limited(calls)
        calls = await self.sims.tg.log("editMessageText")
        return [(call["t"], str(call["args"]["chat_id"])) for call in calls if call["ok"]], _limited(calls)

    async def refused(self, platform: str) -> int:
        """How many messages a platform did not take for their number."""
        slack = platform == "slack"
        return _limited(await (self.sims.slack.log("chat.postMessage") if slack else self.sims.tg.log("sendMessage")))


def _taken(call: dict[str, Any]) -> bool:
    out = call.get("out")
    return isinstance(out, dict) and bool(out.get("ok"))


def _limited(calls: Sequence[dict[str, Any]]) -> int:
    return sum(call.get("status") == 429 or "Too Many" in call.get("error", "") for call in calls)


async def until(holds: Callable[[], Awaitable[bool]], wait: float) -> bool:
    """Waits until something holds; whether it did within so many seconds."""
    for _ in range(int(2 * wait)):
        if await holds():
            return True
        await asyncio.sleep(0.5)
    return await holds()


def simulators() -> ModuleType:
    """The module of ../shared/sims; SystemExit where it or its installation is missing."""
    spec = importlib.util.spec_from_file_location("sims", SIMS / "sims.py")
    if spec is None or spec.loader is None or not (SIMS / "sims.py").is_file():
        sys.exit("bench chat needs the simulators of ../shared/sims")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not Path(module.PYTHON).exists():
        sys.exit(f"the simulators are not installed: bash {SIMS}/install.sh")
    return module


@asynccontextmanager
async def town(on_slack: int, groups: int) -> AsyncIterator[Town]:
    """A town with so many chats on Slack and on Telegram."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = [f"c{n}" for n in range(on_slack)]
        (folder / "seed.yaml").write_text(seed(names))
        async with simulators().Sims(seed=str(folder / "seed.yaml")) as sims:
            await sims.slack.rate()
            await sims.tg.rate()
            db = Database(f"sqlite:///{folder / 'bench.db'}")
            await migrate(db)
            ids = await channels(sims)
            yield Town(sims, db, folder, [ids[one] for one in names], [-1000 - n for n in range(groups)])
            await db.aclose()


def seed(names: Sequence[str]) -> str:
    """What Slack's simulator begins with, and channels of those names."""
    listed = "".join(f"    - {{name: {one}}}\n" for one in names)
    return (SIMS / "slack_seed.yaml").read_text().replace("  bots:\n", f"{listed}  bots:\n")


async def channels(sims: Any) -> dict[str, str]:
    """The ids of Slack's channels by name."""
    found: dict[str, str] = {}
    body: dict[str, Any] = {"limit": 1000}
    while True:
        headers = {"Authorization": f"Bearer {BOT_TOKENS['slack']}"}
        page = (await sims.slack.client.post("/api/conversations.list", json=body, headers=headers)).json()
        found |= {channel["name"]: channel["id"] for channel in page["channels"]}
        body["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
        if not body["cursor"]:
            return found
