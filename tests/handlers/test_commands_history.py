"""/history: a paragraph through the drafts, as people read it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.drafts.keeping import comparing
from bot.drafts.reading import Reading

R3 = (
    "# Part III",
    "C5. Building confidence and security.",
    "C9. Affirm that the same human rights must be protected online and offline, in all media.",
    "C12. Ethics matter.",
    "C11. International and regional cooperation.",
)
R4 = (*R3[:2], "C8. Cultural diversity shall be respected by all women and men.", *R3[2:])


@pytest.fixture
async def four(house: Any, reading: Callable[..., Reading]) -> Any:
    """The house with two more drafts: r3 without C8, C10 numbered C12; r4 with C8 back in."""
    await house.keep(reading(*R3), label="Compromise")
    await house.keep(reading(*R4), label="Compromise, corrected")
    return house


async def test_it_goes_to_the_asker_alone(house: Any) -> None:
    (said,) = await house.say("history C9")
    assert said.how == "whisper"
    assert said.text.startswith("Vision  C9 through r1 – r2\nC9 in r2\n")


@pytest.mark.need(81)
async def test_a_phrase_of_r2_is_dated_r2(house: Any) -> None:
    (said,) = await house.say("history C9")
    assert "Affirm that the same human ‹r2› rights must be protected" in said.text
    assert "r2  reworded\n" in said.text
    assert "same [added: human ]rights must be protected online [deleted: []and offline[deleted: ]]" in said.text


async def test_stages_are_told_newest_first_and_unchanged_drafts_in_one_line(four: Any) -> None:
    (said,) = await four.say("history C9")
    assert "Unchanged in r3 and r4." in said.text
    assert said.text.index("r2  reworded") < said.text.index("r1  first in")


async def test_a_paragraph_that_never_changed_is_told_in_one_sentence(four: Any) -> None:
    (said,) = await four.say("history C5")
    assert "As it came in with r1, word for word." in said.text


async def test_one_that_came_later_is_told_with_its_first_draft(four: Any) -> None:
    (said,) = await four.say("history C11")
    assert "r2  first in\nInternational and regional cooperation." in said.text
    assert "r1  " not in said.text


@pytest.mark.need(12)
async def test_text_deleted_in_one_draft_and_restored_in_the_next_is_back_in(four: Any) -> None:
    (said,) = await four.say("history C8")
    assert "r4  back in, the words of r2 (out in r3)\nr3  deleted\nr2  reworded" in said.text


async def test_a_paragraph_that_is_gone_is_told_as_gone(house: Any, reading: Callable[..., Reading]) -> None:
    await house.keep(reading(*R3))
    (said,) = await house.say("history C8")
    assert "C8 is not in r3: deleted in r3" in said.text


async def test_a_number_of_another_draft_is_followed_to_the_one_it_has_now(four: Any) -> None:
    (said,) = await four.say("history C10 r1")
    assert "C12 in r4" in said.text
    assert "r3  was C10 until r2" in said.text
    assert "r1  first in, as C10" in said.text


async def test_of_a_section_only_paragraphs_of_other_words_are_told_in_full(four: Any) -> None:
    (said,) = await four.say("history C5-C11")
    assert "Unchanged since r1: C5" in said.text
    assert "Unchanged since r2: C11" in said.text
    assert "C12: the words of r1, was C10 until r2" in said.text
    assert "C9 in r4" in said.text
    assert "Building confidence" not in said.text


async def test_what_is_not_found_is_answered_with_the_nearest_as_buttons(four: Any) -> None:
    (said,) = await four.say("history C99")
    assert "No draft of Vision from r1 to r4 has a paragraph C99. The nearest are C9" in said.text
    (answer,) = await four.press(said, said.labels[0])
    assert answer.text.startswith("Vision  C9 through r1 – r4")


async def test_one_that_the_draft_named_has_not_is_said_of_that_draft(four: Any) -> None:
    (said,) = await four.say("history C11 r1")
    assert "r1 of Vision has no paragraph C11." in said.text


async def test_without_a_paragraph_it_asks_which(house: Any) -> None:
    (said,) = await house.say("history")
    assert said.text == "Which paragraph? For example: /history C9"


async def test_a_base_has_no_history(house: Any) -> None:
    (said,) = await house.say('history C9 "chair"')
    assert said.text.startswith("Vision  C9 in chair\nC9 in chair\nAs it came in with chair, word for word.")


async def test_it_says_that_it_is_unofficial_from_which_files_seen_when(house: Any) -> None:
    (said,) = await house.say("history C9")
    *_, stamp = said.text.splitlines()
    assert stamp.startswith("unofficial · r2 sha ")
    assert " · r1 sha " in stamp
    assert stamp.endswith("r2 seen 12:57 · source")


async def test_of_very_many_drafts_it_says_how_to_look_further_back(four: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "_MOST", 2)
    (said,) = await four.say("history C9")
    assert "Before r3 there are more drafts; name one of them to look there: /history C9 r2" in said.text


@pytest.mark.parametrize("line", ["history C9", "brackets", "terms"])
async def test_a_stranger_in_the_open_chat_is_told_who_may(house: Any, line: str) -> None:
    (said,) = await house.say(line, who="eve")
    assert " is for observers" in said.text
    (said,) = await house.say(line, who="oscar")
    assert said.text.startswith("Vision")
