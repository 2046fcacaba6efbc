"""What people do with a poll: ask it, answer it in secret, let its time pass."""

from collections.abc import Callable
from typing import Any

from sqlmodel import SQLModel, select

from handlers.works import closing
from storage import people
from storage.tables import (
    Delegation,
    Membership,
)

GROUPS = {"governments": 6, "civil society": 5, "business": 1}


async def polled(house: Any, line: str = 'poll C9 "Keep it?"', who: str = "dina") -> tuple[Any, Any]:
    """Asks a poll: (what was said to the asker, the card in the room)."""
    said = (await house.say(line, who))[-1]
    cards = [one for one in await house.delivered() if one.how == "send" and one.to.chat == "room"]
    return said, cards[-1]


async def latest(house: Any) -> str:
    """The card as it was edited last."""
    house.desk.clock.advance(5)
    return (await house.delivered())[-1].text


async def swept(house: Any) -> None:
    work = closing(house.desk)
    for row in await work.due():
        await work.run(row)


async def seat(house: Any, *seats: tuple[str, str, str]) -> None:
    """More people: (account, delegation, group), each the head of a delegation of its own."""
    async with house.db.write() as session:
        for user, code, group in seats:
            person = await people.meet(session, "fake", "", user, user.title())
            delegation = Delegation(space_id=house.space_id, code=code, name=code, group=group)
            session.add(delegation)
            await session.flush()
            session.add(
                Membership(delegation_id=delegation.id, person_id=person.id, role="head", since=house.desk.clock())
            )


async def kept(house: Any) -> list[str]:
    """Everything that the database holds, a line for each row."""
    async with house.db.read() as session:
        tables = [(await session.exec(select(*table.columns))).all() for table in SQLModel.metadata.sorted_tables]
    return [repr(tuple(row)) for rows in tables for row in rows]


async def secretly(house: Any, groups: dict[str, int], answers: Callable[[int], str]) -> Any:
    """A secret poll that one head of each delegation answers in private; the card."""
    seats = [
        (f"u{group[:3]}{n}", f"{group[:2].upper()}{n}", group) for group, size in groups.items() for n in range(size)
    ]
    await seat(house, *seats)
    _, card = await polled(house, 'poll C9 "Keep it?" --secret')
    for n, (user, _, _) in enumerate(seats):
        entry = (await house.press(card, "Answer in private", user, key=f"enter{n}"))[-1]
        assert entry.how == "whisper"
        said = await house.press(entry, answers(n), user, at=user, key=f"vote{n}")
        assert answers(n) not in said[-1].text
    return card
