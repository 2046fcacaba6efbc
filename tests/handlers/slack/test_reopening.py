"""One workspace by a token of the configuration: a new token opens the chats that the old one was refused in."""

import asyncio
from functools import partial
from typing import Any

from sqlmodel import select

from handlers.slack.chat import SlackChat
from handlers.slack.failures import of_code
from handlers.slack.reopening import reopened
from storage.db import Database
from storage.tables import Chat, Space


async def connect(many: Any, db: Database, token: str) -> None:
    """What the program does at its start, until it listens."""
    chat = SlackChat(
        bot_token=token,
        signing_secret="s",
        api_url=f"{many.url}/api/",
        verbs=(),
        accepted=partial(reopened, db),
    )
    listening = asyncio.create_task(chat.run(lambda command: asyncio.sleep(0)))
    await asyncio.wait([listening], timeout=0.5)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await chat.aclose()


async def gone(db: Database) -> dict[str, str | None]:
    async with db.read() as session:
        return {one.chat: one.gone for one in (await session.exec(select(Chat))).all()}


async def test_chats_of_a_revoked_token_are_open_once_another_is_accepted(many: Any, sqlite: Database) -> None:
    revoked, archived = (str(of_code(code, 200, {})) for code in ("token_revoked", "is_archived"))
    async with sqlite.write() as session:
        space = Space(name="vision", title="Vision")
        session.add(space)
        await session.flush()
        for chat, team, why in (("C1", "T1", revoked), ("C2", "T1", archived), ("C3", "T2", revoked)):
            session.add(Chat(space_id=space.id, platform="slack", tenant=team, chat=chat, gone=why))
    many.tokens |= {"old": "T1", "new": "T1"}
    many.revoked.add("old")
    await connect(many, sqlite, "old")
    assert await gone(sqlite) == {"C1": revoked, "C2": archived, "C3": revoked}
    await connect(many, sqlite, "new")
    assert await gone(sqlite) == {"C1": None, "C2": archived, "C3": revoked}
