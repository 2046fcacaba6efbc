"""What the tests of deliveries look up and bring about."""

from typing import Any

from sqlmodel import select

from storage.tables import Delivery


async def row_of(house: Any, key: str) -> Delivery:
    async with house.db.read() as session:
        return (await session.exec(select(Delivery).where(Delivery.key == key))).one()


async def killed_while_sending(house: Any, key: str) -> None:
    async with house.db.write() as session:
        row = (await session.exec(select(Delivery).where(Delivery.key == key))).one()
        row.state, row.tries = "sending", 1
        session.add(row)
