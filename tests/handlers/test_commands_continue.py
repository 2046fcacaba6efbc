"""Two documents are put into one: what a paragraph was before is found in the older one, its positions too."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.drafts import archive
from bot.drafts.archive import Posted
from bot.drafts.continuing import joined
from bot.drafts.reading import Reading
from bot.positions import carrying
from bot.sentences import files as sentences
from storage import spaces
from storage.tables import Continuation, EventRow

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

    async def kept(document: str, *lines: str) -> None:
        now = house.desk.clock.advance(60)
        made = reading(*lines, source=f"https://wsis.example/{document}{now:%H%M}.html")
        async with house.db.write() as session:
            of = await spaces.document(session, house.space_id, document)
            found = Posted(made.source, made.sha256.encode(), "text/html", made)
            draft = await archive.keep(session, of.id, None, found, now)
            await carrying.settle(session, draft, now)

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
