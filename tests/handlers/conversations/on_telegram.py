"""The stage on Telegram: its own client library on the simulator."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from html.parser import HTMLParser
from typing import Any

from bot.sentences import telegram as telegram_say
from handlers.telegram.render import LINE
from tests.handlers.conversations.stage import PEOPLE, ROOMS, Seen, Stage, ended


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
        await ended(running)
        await house.chat.aclose()
