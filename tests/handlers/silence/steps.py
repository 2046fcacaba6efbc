"""What people and jobs do with a silence: opened, pressed, swept, looked at."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.positions.asking.silence_view import view
from bot.positions.asking.silence_words import View
from handlers.works import effects, endings
from storage import people
from storage.tables import Delegation, EventRow, Membership, Silence

DEADLINE = "2014-06-12T18:00"
R3 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline, in all the media.",
    "C10. Ethics matter.",
)


async def seat(house: Any, user: str, code: str, name: str, role: str = "head", group: str = "governments") -> None:
    async with house.db.write() as session:
        person = await people.meet(session, "fake", "", user, user.title())
        delegation = await people.delegation(session, house.space_id, code)
        if delegation is None:
            delegation = Delegation(space_id=house.space_id, code=code, name=name, group=group)
            session.add(delegation)
            await session.flush()
        since = house.desk.clock()
        session.add(Membership(delegation_id=delegation.id, person_id=person.id, role=role, since=since))


async def opened(house: Any, line: str = f"silence C8,C9 until:{DEADLINE}", who: str = "chang") -> tuple[Any, Any]:
    """Opens a silence: (what was said to the asker, the card in the room)."""
    said = (await house.say(line, who))[-1]
    cards = [one for one in await house.delivered() if one.to.chat == "room"]
    return said, cards[-1] if cards else None


async def swept(house: Any) -> list[Any]:
    """Runs the jobs of acts and silences until nothing is due; what was sent."""
    before = len(house.chat.said)
    jobs = (effects(house.desk), endings(house.desk))
    while rows := [(work, row) for work in jobs for row in await work.due()]:
        for work, row in rows:
            await work.run(row)
    await house.delivered()
    house.desk.clock.advance(4)
    await house.delivered()
    return list(house.chat.said[before:])


async def at(house: Any, time: str) -> list[Any]:
    """The clock goes on to a time of the venue (UTC+2); what the jobs did then."""
    house.desk.clock.now = datetime.fromisoformat(f"{time}:00+02:00").astimezone(UTC)
    return await swept(house)


async def acts(house: Any, line: str, who: str) -> None:
    """Somebody takes a position and lets the minute to undo it pass."""
    await house.say(line, who)
    house.desk.clock.advance(61)
    await swept(house)


async def redraft(house: Any, reading: Callable[..., Any], *lines: str) -> None:
    await house.keep(reading(*lines, source="https://wsis.example/r3.html"))


async def doubtful(house: Any, reading: Callable[..., Any]) -> None:
    """A draft r3 on which no position stands yet."""
    found = Posted("https://wsis.example/r3.html", b"r3", "text/html", reading(*R3))
    async with house.db.write() as session:
        await archive.keep(session, house.document_id, None, found, house.desk.clock())


async def row(house: Any, number: int = 1) -> Silence:
    async with house.db.read() as session:
        return await session.get(Silence, number)


async def kinds(house: Any) -> list[str]:
    async with house.db.read() as session:
        return [json.loads(one.ev)["kind"] for one in (await session.exec(select(EventRow))).all()]


async def last_card(house: Any) -> Any:
    return [one for one in house.chat.said if one.to.chat == "room" and "SILENCE" in one.text.split("\n")[0]][-1]


async def view_of(session: Any, house: Any, number: int = 1) -> View:
    return await view(session, await session.get(Silence, number), house.desk.clock())
