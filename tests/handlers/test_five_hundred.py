"""Five hundred who support and one who objects: the room reads one name and one reason."""

import re
from typing import Any

import pytest

from bot.positions.words import ground as grounds
from bot.positions.words.scopes import Scope, scopes
from bot.positions.words.stances import STANCES
from storage.tables import Delegation, Document, Holding, Position


def support(house: Any, delegation: Delegation, scope: Scope, draft_id: int) -> Position:
    return Position(
        space_id=house.space_id,
        document_id=house.document_id,
        delegation_id=delegation.id,
        person_id=1,
        stance="support",
        level=scope.level,
        ref=scope.ref,
        breadth=1,
        threads=list(scope.threads),
        draft_id=draft_id,
        text_hash=scope.text_hash,
        pressed=house.desk.clock(),
        state="taken",
    )


@pytest.fixture
async def crowd(house: Any) -> Any:
    """Five hundred delegations that support C9, written down as their acts would be."""
    async with house.db.write() as session:
        on = await grounds.ground(session, await session.get_one(Document, house.document_id))
        (scope,), _ = scopes(on.reading, on.threads, ["C9"])
        groups = ("governments", "civil society")
        those = [
            Delegation(space_id=house.space_id, code=f"D{n}", name=f"Delegation {n}", group=groups[n % 2])
            for n in range(500)
        ]
        session.add_all(those)
        await session.flush()
        acts = [support(house, one, scope, on.draft.id) for one in those]
        session.add_all(acts)
        await session.flush()
        of = {"thread": scope.threads[0], "document_id": house.document_id, "draft_id": on.draft.id}
        words = {"text_hash": scope.paragraphs[0].text_hash, "word_hash": scope.paragraphs[0].word_hash}
        row = STANCES["support"].row
        session.add_all(
            Holding(position_id=act.id, delegation_id=act.delegation_id, row=row, speaks=True, **of, **words)
            for act in acts
        )
    return house


@pytest.mark.need(39)
@pytest.mark.need(40)
async def test_five_hundred_supporters_and_one_objector_print_objected(crowd: Any) -> None:
    await crowd.seat("reza", "IR", "head", name="Iran")
    await crowd.say("share C9")
    (before,) = await crowd.delivered()
    assert before.text.splitlines()[0].endswith("NO OBJECTION")
    await crowd.say("object C9 a red line in our instructions", who="reza")
    await crowd.wait(61)
    crowd.desk.clock.advance(4)
    (card,) = await crowd.delivered()
    title, objection, *_ = card.text.splitlines()
    assert title.endswith("OBJECTED")
    assert objection.startswith("Object: Iran [governments, declared], by Reza, fake: “a red line in our instructions”")
    assert "civil society · governments" in card.text
    assert "Names" in card.labels
    assert not re.findall(r"500|501|%|\b\d+ (?:of|delegations|others|more)\b", card.text)
