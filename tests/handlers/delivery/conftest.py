"""Messages and a Flash that wait in the outbox."""

from typing import Any

import pytest

from bot import outbox
from bot.drafts import flash
from bot.message import Message, say
from storage import spaces
from storage.tables import FlashRow


@pytest.fixture
def queue(house: Any):
    """Queues a message to a chat."""

    async def queue(key: str, chat: str = "room", message: Message | None = None) -> None:
        async with house.db.write() as session:
            row = await spaces.chat_at(session, "fake", "", chat)
            place, now = house.place(chat), house.desk.clock()
            told = message or say(key)
            await outbox.queue(session, key, "told", place, told, now, chat_id=row.id if row else None)

    return queue


@pytest.fixture
async def flash_row(house: Any) -> FlashRow:
    """A Flash on its way to every chat of the space."""
    facts = flash.Flash(
        "Vision", 2, "Proposal", "https://wsis.example/r2.html", "ab" * 32, house.desk.clock(), against="r1"
    )
    async with house.db.write() as session:
        row = FlashRow(draft_id=3, facts=flash.FLASH.dump_python(facts, mode="json"), made=house.desk.clock())
        session.add(row)
        await session.flush()
        await outbox.flash_out(session, house.space_id, row, house.desk.clock())
    return row
