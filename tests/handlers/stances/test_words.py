"""On which words a stance is recorded, and what is asked where they are not clear."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from storage import spaces
from storage.tables import Position
from tests.handlers.stances.steps import C9


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        ("object C9", "C10 says the opposite --force", ("object", "C10 says the opposite --force", None)),
        ("concern C9", "by:capital", ("concern", "by:capital", None)),
        ("reserve C9", "2014-06-11 16:00 waiting", ("reserve", "waiting", datetime(2014, 6, 11, 14, 0, tzinfo=UTC))),
        ("object C9 would accept: more", "no; would accept: the old words", ("object", "no", None)),
    ],
)
async def test_what_is_missing_is_asked_and_the_answer_completes_the_line(
    house: Any, line: str, answer: str, expected: tuple[Any, ...]
) -> None:
    (asked,) = await house.say(line)
    assert asked.how == "ask"
    assert C9 in asked.text
    assert await house.positions() == []
    await house.say(answer, token=asked.key)
    (row,) = await house.positions()
    assert (row.stance, row.reason, row.until) == expected


async def test_an_answer_about_words_that_changed_meanwhile_records_nothing(
    house: Any, reading: Callable[..., Any]
) -> None:
    (asked,) = await house.say("object C9")
    await house.keep(reading("C9. Affirm that the same human rights must be protected online, in all media."))
    (said,) = await house.say("a red line", token=asked.key)
    assert "The words have changed since they were shown: r2 to r3. Nothing was recorded." in said.text
    assert "[deleted:" in said.text
    assert await house.positions() == []
    (said,) = await house.press(said, "Object C9")
    (row,) = await house.positions()
    assert (row.stance, row.reason) == ("object", "a red line")


async def hash_now(house: Any, line: str) -> str:
    await house.say(line)
    row = (await house.positions())[-1]
    async with house.db.write() as session:
        await session.delete(await session.get(Position, row.id))
    return row.text_hash[:16]


async def test_a_button_on_the_current_words_records(house: Any) -> None:
    on = await hash_now(house, "support C9")
    (said,) = await house.say(f'accept C9 on:{on} doc:"Vision"')
    assert "Recorded for Norway" in said.text


async def test_a_button_on_a_whole_section_is_bound_to_all_its_words(house: Any, reading: Callable[..., Any]) -> None:
    on = await hash_now(house, "support III")
    await house.keep(reading("# III. Action lines", "C5. Building confidence and security and trust."))
    (said,) = await house.say(f"support III on:{on}")
    assert "The words have changed since they were shown: r2 to r3" in said.text
    assert "[added:" in said.text
    assert said.labels == ["Support III"]
    assert await house.positions() == []


async def test_words_that_only_have_another_number_are_offered_under_it(
    house: Any, reading: Callable[..., Any]
) -> None:
    on = await hash_now(house, "support C9")
    await house.keep(reading("# III. Action lines", "C9. Something quite different stands here.", f"C12. {C9}"))
    (said,) = await house.say(f"support C9 on:{on}")
    assert "These words are C12 in r3" in said.text
    await house.press(said, "Support C12")
    (row,) = await house.positions()
    assert (row.ref, row.text_hash[:16]) == ("C12", on)


async def test_an_old_button_to_object_is_no_objection_to_a_deletion(house: Any, reading: Callable[..., Any]) -> None:
    on = await hash_now(house, "support C9")
    await house.keep(reading("# III. Action lines", "C10. Ethics matter."))
    (said,) = await house.say(f"object C9 on:{on} red line")
    assert "These words are no longer in r3" in said.text
    assert await house.positions() == []
    (asked,) = await house.press(said, "Object C9")
    assert asked.how == "ask"
    await house.say("they must stay", token=asked.key)
    (row,) = await house.positions()
    assert (row.level, row.reason) == ("deletion", "they must stay")


async def test_a_hash_that_no_draft_ever_had_shows_the_words_of_now(house: Any) -> None:
    for on in ("8b21c07e13aa5c11", "8", '""', "%%%%%%%%"):
        (said,) = await house.say(f"support C9 on:{on}")
        assert "The words have changed" in said.text
        assert C9 in said.text
    assert await house.positions() == []


async def test_a_label_that_stands_twice_is_asked_about_and_each_is_cited_by_its_place(
    house: Any, reading: Callable[..., Any]
) -> None:
    await house.keep(
        reading("We, the participants, met.", "C5. Security.", "1. Promote trust.", "C8. Culture.", "1. Respect.")
    )
    (said,) = await house.say("object 1 red line")
    assert said.text == "1 stands more than once in r3. Which one do you mean? ¶3 “Promote trust.” and ¶5 “Respect.”"
    assert said.labels == ["/object ¶3 doc:Vision red line", "/object ¶5 doc:Vision red line"]
    assert await house.positions() == []
    await house.press(said, "/object ¶5 doc:Vision red line")
    await house.say("support ¶1")
    assert [(one.level, one.ref) for one in await house.positions()] == [("paragraph", "¶5"), ("paragraph", "¶1")]
    await house.wait()
    await house.say("withdraw ¶5")
    await house.wait()
    assert [one.ref for one in await house.positions("taken")] == ["¶1"]


async def test_with_several_documents_one_is_asked_which(house: Any, reading: Callable[..., Any]) -> None:
    async with house.db.write() as session:
        other = await spaces.document(session, house.space_id, "Statement")
    vision, house.document_id = house.document_id, other.id
    await house.keep(reading("C9. Another text."))
    (said,) = await house.say("object C9 red line")
    assert said.text == "There are several documents. Which one do you mean?"
    assert said.labels == ["/object C9 doc:Vision red line", "/object C9 doc:Statement red line"]
    assert await house.positions() == []
    await house.press(said, "/object C9 doc:Vision red line")
    (row,) = await house.positions()
    assert row.document_id == vision


async def test_while_a_reading_is_in_doubt_positions_stay_with_the_draft_before(
    house: Any, reading: Callable[..., Any]
) -> None:
    async with house.db.write() as session:
        from storage import drafts

        latest = await drafts.latest(session, house.document_id)
        latest.settled = None
    (said,) = await house.say("support C9")
    assert "The reading of r2 is in doubt: until it is confirmed, positions stay with r1." in said.text
    assert "[and offline]" in said.text
    (said,) = await house.say("support C9 r2")
    assert "The reading of r2 is in doubt" in said.text
    assert len(await house.positions()) == 1
