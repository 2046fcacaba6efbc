"""/support, /accept, /abstain, /concern, /object, /reserve: what is recorded, on which words, and what stands in the way."""

from typing import Any

import pytest
from sqlmodel import select

from handlers.acts import effects
from storage.tables import EventRow, Holding, Position


async def rows(house: Any, *states: str) -> list[Position]:
    async with house.db.read() as session:
        found = (await session.exec(select(Position).order_by(Position.id))).all()
    return [one for one in found if not states or one.state in states]


async def events(house: Any) -> list[str]:
    async with house.db.read() as session:
        return [row.ev for row in (await session.exec(select(EventRow).order_by(EventRow.seq))).all()]


async def wait(house: Any, seconds: float = 60) -> None:
    """Time passes, and what is due takes effect."""
    house.desk.clock.advance(seconds)
    work = effects(house.desk)
    for row in await work.due():
        await work.run(row)


async def test_a_stance_is_recorded_on_the_very_words_and_its_author_alone_sees_them(house: Any) -> None:
    (said,) = await house.say("support C9")
    assert said.how == "whisper"
    assert "Recorded for Norway 12:57:00, shown at 12:58:00." in said.text
    assert "Affirm that the same human rights must be protected online and offline, in all media." in said.text
    assert said.labels == ["Undo", "Send now"]
    (row,) = await rows(house)
    assert (row.state, row.stance, row.level, row.ref) == ("pending", "support", "paragraph", "C9")
    assert f"r2 · {row.text_hash[:8]}" in said.text
    assert await events(house) == []
    await wait(house)
    (row,) = await rows(house)
    assert (row.state, row.pressed.hour) == ("taken", 10)
    assert len(await events(house)) == 1
