"""The house "Vision" of conftest.py: its drafts, line by line; a Flash of them; what was said to whom."""

from typing import Any

from sqlmodel import select

from bot.drafts.flash import FLASH, Flash
from bot.outbox import flash_out
from storage.tables import Draft, FlashRow

R1 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all.",
    "C9. Affirm that the same rights must be protected online [and offline], in all media.",
    "C10. Ethics matter.",
)
R2 = (
    "# III. Action lines",
    "C5. Building confidence and security.",
    "C8. Cultural diversity shall be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline, in all media.",
    "C10. Ethics matter.",
    "C11. International and regional cooperation.",
)
CHAIR = (*R1[:3], "C9. Recalls the report of the sixth meeting.", R1[4])


def r2_with(old: str, new: str) -> tuple[str, ...]:
    """The lines of r2 with other words in one of them."""
    assert any(old in line for line in R2)
    return tuple(line.replace(old, new) for line in R2)


R3 = r2_with(", in all media", "")


def to(said: list[Any], chat: str) -> list[Any]:
    """What of `said` went to a chat or, in private, to a person."""
    return [one for one in said if one.to.chat == chat]


async def flashed(house: Any) -> None:
    """A Flash of the newest draft is on its way to every chat."""
    async with house.db.write() as session:
        drafts = (await session.exec(select(Draft).order_by(Draft.id.desc()))).all()
        now = house.desk.clock()
        told = Flash("Vision", 3, "Revised", "https://wsis.example/r3.html", "0" * 64, now)
        row = FlashRow(draft_id=drafts[0].id, facts=FLASH.dump_python(told, mode="json"), made=now)
        session.add(row)
        await session.flush()
        await flash_out(session, house.space_id, row, now)
