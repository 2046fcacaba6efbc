"""What is written down of a stance."""

import json
from typing import Any

from sqlmodel import select

from storage.tables import EventRow, Holding

C9 = "Affirm that the same human rights must be protected online and offline, in all media."


async def record(house: Any) -> list[dict[str, Any]]:
    async with house.db.read() as session:
        rows = (await session.exec(select(EventRow).order_by(EventRow.seq))).all()
    return [json.loads(row.ev) for row in rows]


async def holdings(house: Any) -> list[Holding]:
    async with house.db.read() as session:
        return (await session.exec(select(Holding).order_by(Holding.position_id, Holding.thread))).all()
