"""Two documents are put into one: what a paragraph was before is found in the older one, its positions too."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from bot.drafts.keeping import archive
from bot.drafts.keeping.archive import Posted
from bot.drafts.keeping.continuing import joined
from bot.drafts.reading import Reading
from bot.positions.onward import carrying, following
from bot.sentences import files as sentences
from storage import spaces
from storage.tables import Continuation, EventRow, Holding, Position

PLAN = ("A. Purpose", "1. The plan is carried out by all.", "2. Money comes from a fund that the parties fill.")
PLAN_2 = (*PLAN[:2], "2. Money comes from a voluntary fund that the parties fill.")
OUTCOME = (
    "1. Affirm that the same human rights must be protected online and offline, in all media, everywhere.",
    "2. Cultural diversity shall be respected by all women and men.",
    "3. Money comes from a voluntary fund that the parties fill.",
    "4. Thanks are given to the host.",
)


@pytest.fixture
async def keep(house: Any, reading: Callable[..., Reading]) -> Callable[..., Any]:
    """Keeps the next draft of a document, by its name."""

    async def kept(document: str, *lines: str, settled: bool = True) -> Any:
        now = house.desk.clock.advance(60)
        made = reading(*lines, source=f"https://wsis.example/{document}{now:%H%M}.html")
        async with house.db.write() as session:
            of = await spaces.document(session, house.space_id, document)
            found = Posted(made.source, made.sha256.encode(), "text/html", made)
            draft = await archive.keep(session, of.id, None, found, now)
            return await carrying.settle(session, draft, now) if settled else None

    return kept


@pytest.fixture
async def outcome(house: Any, keep: Any) -> None:
    """Vision (the house's) and Plan became Outcome."""
    await keep("Plan", *PLAN)
    await keep("Plan", *PLAN_2)
    await house.say('object C9 doc:"Vision" red line', who="hansen")
    await house.wait()
    (said,) = await house.say('drafts continue "Vision" "Plan" doc:"Outcome"', who="chang")
    assert said.text == sentences.CONTINUED.format(document="Outcome", names="“Vision” and “Plan”")
    await keep("Outcome", *OUTCOME)


@pytest.mark.need(18)
async def test_a_paragraph_is_told_with_its_life_in_the_document_it_came_from(house: Any, outcome: None) -> None:
    (said,) = await house.say('history 3 doc:"Outcome"')
    assert "3 through Vision r1 – r1" in said.text
    assert "3 in r1" in said.text
    assert "Plan r2  reworded" in said.text
    assert "voluntary" in said.text
    assert "Plan r1  first in, as 2" in said.text


@pytest.mark.need(18)
async def test_what_was_said_on_it_there_is_told_under_that_documents_name(house: Any, outcome: None) -> None:
    (said,) = await house.say('history 1 doc:"Outcome"')
    assert "was C9 until Plan r2" in said.text
    assert "Vision r2  reworded" in said.text
    assert "In Vision:" in said.text
    assert "red line" in said.text


SAME = ("1. The plan is carried out by all.", "2. Money comes from a voluntary fund that the parties fill.")


async def holdings(house: Any, document: str) -> dict[str, tuple[str, bool]]:
    """Stance and paragraph, as "support 2" → how it holds there, and whether it is signed."""
    async with house.db.read() as session:
        of = await spaces.document(session, house.space_id, document)
        query = select(Position, Holding).join(Holding, col(Holding.position_id) == Position.id)
        rows = (await session.exec(query.where(Position.document_id == of.id, Position.state == "taken"))).all()
    return {f"{one.stance} {one.ref}": (holding.state, holding.signed) for one, holding in rows}


async def acts(house: Any, *lines: str, who: str = "hansen") -> None:
    for line in lines:
        await house.say(line, who)
    await house.wait()


@pytest.mark.need(18)
async def test_positions_come_over_where_the_words_are_the_same_and_are_asked_about_where_not(
    house: Any, keep: Any
) -> None:
    await keep("Plan", *PLAN_2)
    await house.seat("reza", "IR", "head")
    await acts(house, 'support 1 doc:"Plan"', 'accept C8 doc:"Vision" --as-is', 'object C9 doc:"Vision" red line')
    await acts(house, 'accept C9 doc:"Vision"', 'support 2 doc:"Plan"', who="reza")
    await house.say('drafts continue "Vision" "Plan" doc:"Outcome"', "chang")
    news = await keep("Outcome", "7. The plan is carried out by all.", *OUTCOME)
    assert await holdings(house, "Outcome") == {
        "support 7": ("live", False),
        "accept 2": ("live", False),
        "object 1": ("standing", False),
        "accept 1": ("stale", False),
        "support 3": ("live", False),
    }
    async with house.db.read() as session:
        noted = [json.loads(row.ev) for row in (await session.exec(select(EventRow).order_by(EventRow.seq))).all()]
    [came] = [one for one in noted if one["kind"] == "carried" and "acts" in one]
    assert (came["document"], came["of"], len(came["acts"])) == ("Outcome", ["Vision", "Plan"], 5)
    assert (await holdings(house, "Vision"))["object C9"] == ("live", False)
    told_of = {(one.what, one.spot.label, *one.codes) for one in news.effects}
    assert told_of == {("object", "1", "NO"), ("stale", "1", "IR")}
    async with house.db.write() as session:
        await following.tell(session, news, None, house.desk.clock())
    told = {one.to.chat: one for one in await house.delivered()}
    assert "Outcome r1: what it did to the positions of IR" in told["reza"].text
    assert "everywhere" in told["reza"].text
    assert "Still fine" in told["reza"].labels
    (done,) = await house.press(told["reza"], "Still fine", "reza")
    assert "Recorded" in done.text
    await house.wait()
    assert (await holdings(house, "Outcome"))["accept 1"] == ("live", False)


@pytest.mark.need(18)
async def test_of_a_document_that_is_taken_apart_each_part_has_its_own(house: Any, keep: Any) -> None:
    (asked,) = await house.say('signoff C8 doc:"Vision"', "hansen")
    await house.press(asked, asked.labels[0], "hansen")
    await acts(house, 'abstain C5 doc:"Vision"')
    parts = {"Rights": "1. Cultural diversity shall be respected by all women and men.", "Trust": f"1. {R5}"}
    for part, line in parts.items():
        await house.say(f'drafts continue "Vision" doc:"{part}"', "chang")
        await keep(part, line)
    assert await holdings(house, "Rights") == {"support 1": ("live", True)}
    assert await holdings(house, "Trust") == {"abstain 1": ("live", False)}


R5 = "Building confidence and security."


async def test_said_later_they_come_over_to_the_newest_draft_at_once_and_only_once(house: Any, keep: Any) -> None:
    await keep("Plan", *PLAN_2)
    await acts(house, 'support 1 doc:"Plan"')
    await keep("Outcome", "1. Something else altogether, and longer.")
    await keep("Outcome", *SAME)
    for _ in range(2):
        await house.say('drafts continue "Plan" doc:"Outcome"', "chang")
    async with house.db.read() as session:
        rows = (await session.exec(select(Position).where(Position.stance == "support"))).all()
    assert [(one.ref, one.state) for one in rows] == [("1", "taken"), ("1", "taken")]
    assert rows[0].pressed == rows[1].pressed
    await acts(house, 'concern 1 doc:"Outcome" not enough')
    assert await holdings(house, "Outcome") == {"concern 1": ("live", False)}


async def test_as_it_is_on_several_paragraphs_does_not_outlive_a_change_in_one(house: Any, keep: Any) -> None:
    await keep("Plan", *PLAN_2)
    await acts(house, 'support 1-2 --as-is doc:"Plan"')
    await house.say('drafts continue "Plan" doc:"Outcome"', "chang")
    await keep("Outcome", SAME[0], SAME[1].replace("voluntary ", ""))
    assert await holdings(house, "Outcome") == {"support 1-2": ("stale", False)}
    async with house.db.read() as session:
        states = (await session.exec(select(Holding.state, Holding.cause).order_by(Holding.thread))).all()
    assert [cause for state, cause in states if state == "stale"] == ["scope", "reworded"]


async def test_of_a_doubtful_draft_nothing_comes_over_until_it_is_confirmed(house: Any, keep: Any) -> None:
    await keep("Plan", *PLAN_2)
    await acts(house, 'support 1 doc:"Plan"')
    await house.say('drafts continue "Plan" doc:"Outcome"', "chang")
    await keep("Outcome", *SAME, settled=False)
    assert await holdings(house, "Outcome") == {}
    await house.say('drafts confirm r1 doc:"Outcome"', "chang")
    assert await holdings(house, "Outcome") == {"support 1": ("live", False)}


async def test_a_paragraph_that_is_new_has_no_life_before(house: Any, outcome: None) -> None:
    (said,) = await house.say('history 4 doc:"Outcome"')
    assert "Vision r" not in said.text.split("\n", 1)[1]
    assert "r1  first in" in said.text


async def test_the_older_document_has_its_own_history_as_before(house: Any, outcome: None) -> None:
    (said,) = await house.say('history C9 doc:"Vision"')
    assert "Outcome" not in said.text
    assert "C9 through r1 – r2" in said.text


async def test_a_document_taken_apart_goes_on_in_two(house: Any, keep: Any) -> None:
    for name, lines in (("Annex", OUTCOME[:1]), ("Culture", OUTCOME[1:2])):
        await house.say(f'drafts continue "Vision" doc:"{name}"', who="chang")
        await keep(name, *lines)
    for name, label in (("Annex", "C9"), ("Culture", "C8")):
        (said,) = await house.say(f'history all doc:"{name}"')
        assert f"was {label} until Vision r2" in said.text or f"as {label}" in said.text, name


async def test_saying_it_twice_changes_nothing_and_the_record_has_it(house: Any, outcome: None) -> None:
    await house.say('drafts continue "Plan" doc:"Outcome"', who="chang")
    async with house.db.read() as session:
        assert len((await session.exec(select(Continuation))).all()) == 2
        events = [one.ev for one in (await session.exec(select(EventRow))).all() if '"kind":"continues"' in one.ev]
    assert '"of":["Vision","Plan"]' in events[0]


@pytest.mark.parametrize(
    ("line", "who", "told"),
    [
        ("drafts continue", "chang", "Name the older documents"),
        ('drafts continue "Vision"', "chang", "Name the older documents"),
        ('drafts continue "Vision" doc:"Vision"', "chang", "Name the older documents"),
        ('drafts continue "Visoin" doc:"Outcome"', "chang", "There is no document Visoin"),
        ('drafts continue "Vision" doc:"Outcome"', "hansen", "is said by the chair and the secretariat"),
    ],
)
async def test_what_cannot_be_gets_one_sentence(house: Any, line: str, who: str, told: str) -> None:
    (said,) = await house.say(line, who=who)
    assert told in said.text
    async with house.db.read() as session:
        assert (await session.exec(select(Continuation))).all() == []


async def test_one_step_back_is_told_and_no_circle_is_made(house: Any, outcome: None) -> None:
    (said,) = await house.say('drafts continue "Outcome" doc:"Vision"', who="chang")
    assert said.text == sentences.CONTINUES_ITSELF.format(document="Outcome")


def test_joined_texts_are_counted_through(reading: Callable[..., Reading]) -> None:
    made = joined([reading(*PLAN), reading(*OUTCOME)])
    assert [p.n for p in made.paragraphs] == list(range(1, 8))
    assert [p.text for p in made.paragraphs][3:] == [p.text for p in reading(*OUTCOME).paragraphs]
