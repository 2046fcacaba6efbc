"""One workspace by a token of the configuration: a new token opens the chats that the old one was refused in."""

import asyncio
from typing import Any

from sqlmodel import select

from handlers.slack.chat import SlackChat
from handlers.slack.failures import of_code
from handlers.slack.reopening import reopened
from storage.db import Database
from storage.tables import Chat, Space


async def connect(many: Any, db: Database, token: str) -> None:
    """What the program does at its start, until it listens."""
    accepted = asyncio.Event()

    async def opened(team: str) -> None:
        await reopened(db, team)
        accepted.set()

    chat = SlackChat(bot_token=token, signing_secret="s", api_url=f"{many.url}/api/", verbs=(), accepted=opened)
    begun = [asyncio.create_task(one) for one in (chat.run(lambda command: asyncio.sleep(0)), accepted.wait())]
    done, _ = await asyncio.wait(begun, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    assert done
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
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
