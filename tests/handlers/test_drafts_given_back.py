"""A draft turns out to be none of its document: what it did to positions is undone, and nothing comes back that was not so."""

from typing import Any

import pytest
from sqlmodel import col, select

from storage.tables import Delivery, Holding, Position, Space
from tests.handlers.vision import R2

# C5 in brackets, C8 deleted, C9 in other words, C10 split in two
OTHER = (
    R2[0],
    "C5. Building [confidence] and security.",
    "C9. Affirm that the same human rights must be respected online and offline, in all media.",
    *R2[4:],
    "C12. The press is free, and whoever writes for it is safe.",
)


@pytest.fixture
async def wrong(post: Any) -> Any:
    async def posted(*lines: str) -> None:
        await post(*(lines or OTHER), label="Of another text")

    return posted


async def signed(house: Any, ref: str, who: str = "hansen", more: str = "") -> None:
    (said, *_) = await house.say(f"signoff {ref}{more}", who)
    await house.press(said, said.labels[0], who)


async def held(house: Any) -> dict[tuple[str, int], tuple[str, str, bool]]:
    """(stance and ref, paragraph) → how it holds."""
    async with house.db.read() as session:
        rows = await session.exec(
            select(Holding, Position).where(Holding.position_id == Position.id).order_by(col(Position.id))
        )
        return {(f"{p.stance} {p.ref}", h.thread): (h.row, h.state, h.signed) for h, p in rows.all()}


async def letters(house: Any, who: str) -> list[str]:
    async with house.db.read() as session:
        rows = (await session.exec(select(Delivery).where(Delivery.chat == who, Delivery.kind == "private"))).all()
    return [str(row.body) for row in rows]


async def test_everything_that_it_did_to_positions_is_as_before(house: Any, post: Any, wrong: Any) -> None:
    await signed(house, "C9")
    await signed(house, "C5")
    await signed(house, "C8", more=" accept --as-is")
    await house.say("object C9 not so", "wanjiru")
    await house.say("accept all", "wanjiru")
    before = await held(house)
    await wrong()
    assert await held(house) != before
    await house.say("/drafts base r3 report", "chang")
    assert await held(house) == before


async def test_who_was_asked_is_told_that_it_is_as_before(house: Any, post: Any, wrong: Any) -> None:
    await signed(house, "C9")
    await wrong()
    assert "to confirm again" in (await letters(house, "hansen"))[-1]
    await house.say("/drafts base r3 report", "chang")
    assert "As before, since a chair took out the draft" in (await letters(house, "hansen"))[-1]


async def test_what_was_given_on_it_is_to_be_confirmed_and_an_objection_stands(
    house: Any, post: Any, wrong: Any
) -> None:
    await wrong()
    await signed(house, "C9")
    await house.say("object C9 not so", "wanjiru")
    await house.say("accept C12", "wanjiru")
    await house.say("/drafts base r3 report", "chang")
    states = {said: how for (said, _), how in (await held(house)).items()}
    assert states == {
        "support C9": ("plain", "stale", False),
        "object C9": ("blocking", "standing", False),
        "accept C12": ("plain", "dormant", False),
    }
    assert "a chair took a draft out of this document" in (await letters(house, "hansen"))[-1]


async def test_a_signature_that_was_gone_before_stays_gone(house: Any, post: Any, wrong: Any) -> None:
    await signed(house, "C5")
    bracketed = (R2[0], "C5. Building confidence [and security].", *R2[2:])
    await post(*bracketed)
    before = await held(house)
    assert before == {("support C5", 2): ("plain", "live", False)}
    await wrong(R2[0], "C5. Building peace [and security].", *R2[2:])
    await house.say("/drafts base r4 report", "chang")
    assert await held(house) == before


async def test_what_was_to_be_confirmed_before_still_is(house: Any, post: Any, wrong: Any) -> None:
    await house.say("accept C9", "dina")
    await post(*(line.replace("in all media", "in every medium") for line in R2))
    before = await held(house)
    assert before == {("accept C9", 4): ("plain", "stale", False)}
    await wrong()
    await house.say("/drafts base r4 report", "chang")
    assert await held(house) == before


async def test_an_act_that_takes_effect_after_its_draft_was_taken_out_is_not_lost(
    house: Any, post: Any, wrong: Any
) -> None:
    async with house.db.write() as session:
        (await session.get_one(Space, house.space_id)).undo = "60s"
    await wrong()
    await house.say("object C9 not so", "wanjiru")
    await house.say("/drafts base r3 report", "chang")
    await house.wait()
    assert list((await held(house)).values()) == [("blocking", "standing", False)]


async def test_the_history_names_the_draft_on_which_it_was_said(house: Any, post: Any, wrong: Any) -> None:
    await wrong()
    await house.say("object C9 not so", "wanjiru")
    await house.say("/drafts base r3 report", "chang")
    (said, *_) = await house.say("/history C9", "dina")
    assert "rNone" not in said.text
    assert "C9 in r3" in said.text or "r3" in said.text
