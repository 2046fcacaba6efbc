"""What the tests of cards do and look at: acts that take effect, a card posted and edited."""

from typing import Any

from sqlmodel import select

from bot.positions.showing import mirror
from storage.tables import Card


async def says(house: Any, *lines: tuple[str, str]) -> None:
    """Each says something, and it takes effect."""
    for who, line in lines:
        await house.say(line, who=who)
    await house.wait()


async def shared(house: Any, ref: str = "C9") -> Any:
    """The card of a scope, as it was posted."""
    await house.say(f"share {ref}")
    return next(said for said in await house.delivered() if said.how == "send" and said.to.chat == "room")


async def edited(house: Any) -> Any:
    """The card as it is edited last."""
    house.desk.clock.advance(mirror.APART.total_seconds())
    return [said for said in await house.delivered() if said.how == "edit"][-1]


async def cards(house: Any) -> list[Card]:
    async with house.db.read() as session:
        return list((await session.exec(select(Card).order_by(Card.id))).all())
