"""Positions on kept drafts, carried from each to the next through real comparisons."""

from typing import Any

import pytest
from sqlmodel import select

from bot.positions.acting.acts import take
from bot.positions.onward import carrying
from bot.positions.words.ground import ground
from storage import positions as queries
from storage.acts import release
from storage.tables import Document, Draft, Holding, Position

C5 = "C5. Building confidence and security in the use of all these technologies remains essential."
C8 = "C8. Cultural diversity and identity shall be respected by women in all the media of the world."
C9 = "C9. Affirm that the same rights that people have offline must also be protected online, in all media."
C10 = "C10. The ethical dimensions of the information society are to be considered by everybody concerned."
NEW = "C11. International and regional cooperation is needed for the follow-up in the next ten years."
TEXT = ("# III. Action lines", C5, C8, C9, C10)


def other(line: str, old: str, new: str) -> tuple[str, ...]:
    """The text with one change in one line."""
    assert old in line
    return tuple(line.replace(old, new) if one == line else one for one in TEXT)


@pytest.mark.need(80)
async def test_two_words_void_what_was_signed_on_them_and_nothing_else(hall: Any) -> None:
    await hall.draft(*TEXT)
    signed = [await hall.act("NO", ref, "accept", signoff=True) for ref in ("C8", "C9")]
    objects = await hall.act("IR", "C8", "object")
    await hall.draft(*other(C8, "women", "women and men"))
    assert [await hall.holds(one) for one in signed] == [["stale reworded"], ["live signed"]]
    assert await hall.holds(objects) == ["standing reworded"]


async def test_a_renumbered_and_moved_paragraph_keeps_its_sign_off(hall: Any) -> None:
    await hall.draft(*TEXT)
    signed = await hall.act("NO", "C9", "accept", signoff=True)
    await hall.draft("# III. Action lines", C9.replace("C9", "C5"), C5.replace("C5", "C6"), C8, C10)
    assert await hall.holds(signed) == ["live signed"]


@pytest.mark.need(15)
async def test_brackets_take_the_sign_off_and_leave_the_stance(hall: Any) -> None:
    await hall.draft(*TEXT)
    signed = await hall.act("NO", "C9", "accept", signoff=True)
    plain = await hall.act("SE", "C9", "accept")
    objects = await hall.act("IR", "C9", "object")
    await hall.draft(*other(C9, "in all media", "[in all media]"))
    assert await hall.holds(signed) == ["live brackets"]
    assert await hall.holds(plain) == ["live"]
    assert await hall.holds(objects) == ["standing brackets"]
    await hall.draft(*other(C9, "in all media", "in [all] media"))
    assert await hall.holds(signed) == ["live brackets"]
    await hall.draft(*(line for line in TEXT if line != C9))
    await hall.draft(*other(C9, "in all media", "in [all] media"))
    assert await hall.holds(signed) == ["live back"]


async def test_what_is_deleted_rests_and_wakes_with_the_same_words(hall: Any) -> None:
    await hall.draft(*TEXT)
    signed = await hall.act("NO", "C9", "accept", signoff=True)
    objects = await hall.act("IR", "C9", "object")
    without = tuple(line for line in TEXT if line != C9)
    await hall.draft(*without)
    assert (await hall.holds(signed), await hall.holds(objects)) == (["dormant deleted"], ["dormant deleted"])
    await hall.draft(*without, NEW)
    await hall.draft(*TEXT)
    assert (await hall.holds(signed), await hall.holds(objects)) == (["live back"], ["live back"])


async def test_what_is_back_in_other_words_is_to_be_confirmed(hall: Any) -> None:
    await hall.draft(*TEXT)
    accepts, objects = await hall.act("NO", "C9", "accept"), await hall.act("IR", "C9", "object")
    await hall.draft(*(line for line in TEXT if line != C9))
    await hall.draft(*other(C9, "all media", "every media"))
    assert (await hall.holds(accepts), await hall.holds(objects)) == (["stale back"], ["standing back"])


async def test_stale_stays_stale_until_somebody_says_so(hall: Any) -> None:
    await hall.draft(*TEXT)
    accepts, objects = await hall.act("NO", "C9", "accept"), await hall.act("IR", "C9", "object")
    await hall.draft(*other(C9, "all media", "every media"))
    await hall.draft(*TEXT)
    assert (await hall.holds(accepts), await hall.holds(objects)) == (["stale reworded"], ["standing reworded"])


@pytest.mark.need(46)
async def test_as_is_on_a_range_is_void_with_any_change_in_it(hall: Any) -> None:
    await hall.draft(*TEXT)
    as_is = await hall.act("SE", "C5-C9", "accept", as_is=True)
    aside = await hall.act("NO", "C10", "accept", as_is=True)
    await hall.draft(*other(C8, "women in", "women, in"))
    assert await hall.holds(as_is) == ["stale scope", "stale reworded", "stale scope"]
    assert await hall.holds(aside) == ["live"]


@pytest.mark.need(46)
async def test_as_is_is_void_with_an_addition_and_holds_through_a_renumbering(hall: Any) -> None:
    await hall.draft(*TEXT)
    as_is = await hall.act("SE", "C5-C9", "accept", as_is=True)
    await hall.draft(*(line.replace("C8.", "C7.") for line in TEXT))
    assert await hall.holds(as_is) == ["live", "live", "live"]
    await hall.draft(*TEXT[:3], NEW.replace("C11", "C8bis"), *TEXT[3:])
    assert await hall.holds(as_is) == ["stale scope", "stale scope", "stale scope", "stale added"]


@pytest.mark.parametrize("ref", ["all", "III", "C5-C10"])
async def test_what_is_added_within_a_scope_is_to_be_confirmed_there(hall: Any, ref: str) -> None:
    await hall.draft(*TEXT)
    accepts, objects = await hall.act("NO", ref, "accept"), await hall.act("IR", ref, "object")
    await hall.draft(*TEXT[:3], NEW.replace("C11", "C8bis"), *TEXT[3:])
    assert (await hall.holds(accepts))[-1] == "stale added"
    assert (await hall.holds(objects))[-1] == "standing added"
    assert {*(await hall.holds(accepts))[:-1], *(await hall.holds(objects))[:-1]} == {"live"}


async def test_a_paragraph_at_the_end_belongs_to_its_section_and_to_no_range(hall: Any) -> None:
    await hall.draft(*TEXT)
    section, range_ = await hall.act("NO", "III", "accept"), await hall.act("IR", "C5-C10", "object")
    await hall.draft(*TEXT, NEW)
    assert (await hall.holds(section))[-1] == "stale added"
    assert set(await hall.holds(range_)) == {"live"}


SPLIT = (
    "C9. Affirm that the same rights that people have offline must also be protected online, in all media.",
    "C9bis. Recognise that the contribution of every stakeholder was essential to what has been built since Tunis.",
)


async def test_a_split_leaves_an_objection_on_both_halves(hall: Any) -> None:
    whole = f"{SPLIT[0]} {SPLIT[1].partition('. ')[2]}"
    await hall.draft(C5, C8, whole)
    accepts, objects = await hall.act("NO", "C9", "accept"), await hall.act("IR", "C9", "object")
    await hall.draft(C5, C8, *SPLIT)
    assert await hall.holds(accepts) == ["stale split", "stale split"]
    assert await hall.holds(objects) == ["standing split", "standing split"]


async def test_a_merger_drops_no_objection(hall: Any) -> None:
    await hall.draft(C5, C8, *SPLIT)
    first, second = await hall.act("IR", "C9", "object"), await hall.act("SE", "C9bis", "object")
    accepts = await hall.act("NO", "C9", "accept")
    await hall.draft(C5, C8, f"{SPLIT[0]} {SPLIT[1].partition('. ')[2]}")
    assert "standing merged" in await hall.holds(first)
    assert "standing merged" in await hall.holds(second)
    assert "stale merged" in await hall.holds(accepts)
    assert not any(state.startswith("live") for state in await hall.holds(accepts))


async def test_a_paragraph_in_the_place_of_another_is_told_as_uncertain(hall: Any) -> None:
    await hall.draft(C5, C9, C10)
    accepts = await hall.act("NO", "C9", "accept", signoff=True)
    await hall.draft(C5, "C9. Affirm that the same rights must be the concern of the next World Summit in 2025.", C10)
    [state] = await hall.holds(accepts)
    assert state in ("stale uncertain", "dormant deleted")


async def test_an_objection_to_a_deletion_rests_when_the_words_return(hall: Any) -> None:
    await hall.draft(*TEXT)
    objects = await hall.act("IR", "C9", "object")
    await hall.draft(*(line for line in TEXT if line != C9))
    async with hall.db.write() as session:
        position = await session.get_one(Position, objects)
        position.level, position.draft_id = "deletion", position.draft_id + 1
        holding = await session.get_one(Holding, (objects, position.threads[0]))
        holding.state = "live"
        session.add_all([position, holding])
        await carrying.bring(session, position, hall.clock())
    assert await hall.holds(objects) == ["live deleted"]
    await hall.draft(*TEXT)
    assert await hall.holds(objects) == ["dormant back"]
    await hall.draft(*(line for line in TEXT if line != C9))
    assert await hall.holds(objects) == ["live deleted"]


async def test_a_draft_in_doubt_carries_nothing_until_it_is_confirmed(hall: Any) -> None:
    await hall.draft(*TEXT)
    accepts = await hall.act("NO", "C8", "accept")
    doubtful = await hall.draft(*other(C8, "women", "women and men"), settled=False)
    assert await hall.holds(accepts) == ["live"]
    async with hall.db.write() as session:
        stands = await ground(session, await session.get_one(Document, hall.document_id))
        assert stands.in_doubt is not None
        assert (stands.draft.number, stands.in_doubt.number) == (1, 2)
        await carrying.settle(session, await session.get_one(Draft, doubtful), hall.clock())
    assert await hall.holds(accepts) == ["stale reworded"]


async def test_another_reading_of_the_same_draft_is_told_as_such(hall: Any) -> None:
    draft = await hall.draft(*TEXT)
    signed, objects = await hall.act("NO", "C9", "accept", signoff=True), await hall.act("IR", "C9", "object")
    aside = await hall.act("NO", "C8", "accept", signoff=True)
    await hall.read_again(draft, *other(C9, "in all media", "[in all media]"))
    assert (await hall.holds(signed), await hall.holds(objects)) == (["stale reading"], ["standing reading"])
    assert await hall.holds(aside) == ["live signed"]


async def test_an_act_on_an_old_draft_is_carried_through_all_that_came_after(hall: Any) -> None:
    await hall.draft(*TEXT)
    signed, aside = [await hall.act("NO", ref, "accept", signoff=True) for ref in ("C8", "C9")]
    async with hall.db.write() as session:
        pressed = [await session.get_one(Position, one) for one in (signed, aside)]
    without = tuple(line for line in TEXT if line != C9)
    await hall.draft(*without)
    await hall.draft(*other(C8, "women", "women and men"))
    async with hall.db.write() as session:
        for position in pressed:
            [holding] = (await session.exec(select(Holding).where(Holding.position_id == position.id))).all()
            holding.state, holding.was, holding.signed, holding.row, holding.cause = "live", "", True, "signoff", ""
            session.add(holding)
            await session.flush()
            await carrying.bring(session, position, hall.clock())
    assert (await hall.holds(signed), await hall.holds(aside)) == (["stale reworded"], ["live back"])


async def test_what_a_draft_did_is_told_of_each_act_by_its_own_stance(hall: Any) -> None:
    """Of a delegation with several acts, one is not told with the stance of another."""
    await hall.draft(*TEXT)
    objected = await hall.act("NO", "C9", "object")
    await hall.act("NO", "C8", "accept")
    draft_id = await hall.draft(*TEXT[:3], C9.replace("online", "offline"), C10)
    async with hall.db.read() as session:
        rows = await queries.changed(session, hall.document_id, draft_id)
    assert [(row.stance, row.who) for row in rows] == [("object", f"{hall.codes['NO']}:{objected}")]


async def test_an_objection_merged_with_what_its_delegation_accepted_still_blocks(hall: Any) -> None:
    """The acceptance of the other paragraph is later and as narrow; of the merged words it says nothing yet."""
    await hall.draft("# III. Action lines", C5, C8, C9, C10)
    objected = await hall.act("NO", "C8", "object")
    accepted = await hall.act("NO", "C9", "accept")
    await hall.draft("# III. Action lines", C5, f"{C8} {C9.partition('. ')[2]}", C10)
    async with hall.db.read() as session:
        speaking = (
            await session.exec(select(Holding.position_id).where(Holding.speaks, Holding.state != "dormant"))
        ).all()
    assert await hall.holds(objected)
    assert (objected in speaking, accepted in speaking) == (True, False)


async def speaking(hall: Any, thread: int) -> list[int]:
    async with hall.db.read() as session:
        query = select(Holding.position_id).where(Holding.thread == thread, Holding.speaks, Holding.state != "dormant")
        return list((await session.exec(query)).all())


async def test_a_range_that_has_become_narrower_than_its_section_speaks(hall: Any) -> None:
    """A section of two paragraphs grows to five; a range of three within it is the narrower one now."""
    await hall.draft("# III. Action lines", C5, "# IV. Media", C9)
    section = await hall.act("NO", "III", "accept")
    await hall.draft("# III. Action lines", C5, C8, C10, NEW, "# IV. Media", C9)
    chosen = await hall.act("NO", "C8-C11", "object")
    async with hall.db.write() as session:
        await queries.speak(session, hall.document_id, range(1, 10))
        stands = await ground(session, await session.get_one(Document, hall.document_id))
    threads = {p.label: stands.threads[p.n] for p in stands.reading.paragraphs}
    assert await speaking(hall, threads["C8."]) == [chosen]
    assert await speaking(hall, threads["C5."]) == [section]


async def test_what_a_draft_took_out_can_make_a_section_the_narrower_one(hall: Any) -> None:
    """Nobody says anything between the two drafts."""
    await hall.draft("# III. Action lines", C5, C8, "# IV. Media", C9, C10)
    chosen = await hall.act("NO", "C8-C9", "accept")
    section = await hall.act("NO", "III", "object")
    early = await hall.act("NO", "C8-C10", "support")
    async with hall.db.write() as session:
        await queries.speak(session, hall.document_id, range(1, 10))
    assert await speaking(hall, 3) == [section]
    await hall.draft("# III. Action lines", C5, C8, C9, C10)
    assert await speaking(hall, 3) == [chosen]
    assert await speaking(hall, 6) == [early]


async def test_a_paragraphs_act_speaks_on_every_part_of_a_split_before_a_range(hall: Any) -> None:
    whole = f"{SPLIT[0]} {SPLIT[1].partition('. ')[2]}"
    await hall.draft(C5, C8, whole)
    objected = await hall.act("NO", "C9", "object")
    await hall.draft(C5, C8, *SPLIT)
    await hall.act("NO", "C9-C9bis", "accept")
    async with hall.db.write() as session:
        await queries.speak(session, hall.document_id, range(1, 10))
    assert await speaking(hall, 3) == await speaking(hall, 4) == [objected]


async def test_a_withdrawal_on_one_part_of_a_split_leaves_the_others(hall: Any) -> None:
    whole = f"{SPLIT[0]} {SPLIT[1].partition('. ')[2]}"
    await hall.draft(C5, C8, whole)
    objected = await hall.act("NO", "C9", "object")
    await hall.draft(C5, C8, *SPLIT)
    for ref, left in (("C9bis", ["standing split"]), ("C9", [])):
        withdrawn = await hall.act("NO", ref, "withdraw")
        async with hall.db.write() as session:
            await release(session, withdrawn)
            await take(session, await session.get_one(Position, withdrawn), hall.clock.advance(1))
        assert await hall.holds(objected) == left
    async with hall.db.read() as session:
        assert (await session.get_one(Position, objected)).end == "withdrawn"


async def test_an_acceptance_of_one_part_lifts_no_objection_to_the_other(hall: Any) -> None:
    whole = f"{SPLIT[0]} {SPLIT[1].partition('. ')[2]}"
    await hall.draft(C5, C8, whole)
    objected = await hall.act("NO", "C9", "object")
    await hall.draft(C5, C8, *SPLIT)
    accepted = await hall.act("NO", "C9", "accept")
    async with hall.db.write() as session:
        await release(session, accepted)
        await take(session, await session.get_one(Position, accepted), hall.clock.advance(1))
    assert await hall.holds(objected) == ["standing split"]
    assert await speaking(hall, 3) == [accepted]
    assert await speaking(hall, 4) == [objected]
