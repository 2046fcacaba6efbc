"""A draft that is moved, on both databases: what is found and written in sets, and two who move at once."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.desk import Desk
from bot.drafts.arriving.case import Manner, Origin
from bot.drafts.arriving.intake import take_in
from bot.drafts.arriving.moving import Move, move
from bot.drafts.keeping.archive import Posted
from storage import drafts, spaces
from storage.db import Database
from storage.tables import Document, Draft, Holding, Person, Position
from tests.handlers.vision import R2

WRONG = (*R2[:2], *(line.replace("protected", "guarded") for line in R2[3:]), "C12. Each plan names who pays for it.")


@pytest.fixture
async def empty_house(db: Database, desk_of: Callable[[Database], Desk], fake_chat: Any, new_house: Any) -> Any:
    return new_house(desk_of(db), fake_chat)


async def nothing(*_: Any) -> None: ...


@pytest.fixture
async def plan(house: Any, reading: Any) -> int:
    async with house.db.write() as session:
        document = await spaces.document(session, house.space_id, "Plan")
    made = reading(*WRONG[:-1], source="https://wsis.example/plan1.html")
    found = Posted(made.source, made.sha256.encode(), "text/html", made, label="Plan, first draft")
    await take_in(house.desk, Origin(house.space_id, document.id), found, Manner(quiet=True), nothing)
    return int(document.id)


async def held(house: Any) -> list[tuple[str, int, str, str, bool, bool]]:
    async with house.db.read() as session:
        query = select(Holding, Position).where(Holding.position_id == Position.id)
        rows = (await session.exec(query.order_by(col(Position.id), col(Holding.thread)))).all()
        return [(p.ref, h.thread, h.row, h.state, h.signed, h.speaks) for h, p in rows]


async def test_positions_are_as_before_a_draft_that_was_anothers(house: Any, plan: int, post: Any) -> None:
    (said, *_) = await house.say('signoff C9 doc:"Vision"', "hansen")
    await house.press(said, said.labels[0], "hansen")
    await house.say('accept all doc:"Vision"', "wanjiru")
    await house.say('object C8 doc:"Vision" not so', "wanjiru")
    before = await held(house)
    await post(*WRONG, label="Plan, second draft")
    assert await held(house) != before
    (asked, *_) = await house.say('/drafts move r3 "Plan" doc:"Vision"', "chang")
    (answer, *_) = await house.press(asked, "Move to Plan", "chang")
    assert "r3 of Vision is r2 of Plan from now on." in answer.text
    assert await held(house) == before


async def test_two_who_move_in_opposite_directions_do_not_wait_for_each_other_for_ever(
    house: Any, plan: int, post: Any, reading: Any
) -> None:
    await post(*WRONG, label="Plan, second draft")
    made = reading(*R2, "C12. Media.", source="https://wsis.example/v9.html")
    found = Posted(made.source, made.sha256.encode(), "text/html", made, label="Vision, third draft")
    await take_in(house.desk, Origin(house.space_id, plan), found, Manner(), nothing)
    async with house.db.read() as session:
        vision, other = await session.get_one(Document, house.document_id), await session.get_one(Document, plan)
        moves = [Move(await drafts.latest(session, one.id), one, to) for one, to in ((vision, other), (other, vision))]
        chair = await session.get_one(Person, 1)
    await asyncio.gather(*(move(house.desk, one, chair, nothing) for one in moves))
    async with house.db.read() as session:
        rows = (await session.exec(select(Draft).where(col(Draft.number).is_not(None)).order_by(Draft.id))).all()
    assert [(one.document_id, one.number) for one in rows][3:] in (
        [(plan, 3), (house.document_id, 4)],
        [(house.document_id, 4), (plan, 3)],
    )
