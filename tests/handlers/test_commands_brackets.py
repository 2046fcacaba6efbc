"""/brackets: what is open since when, and what the last draft opened and closed, as people read it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.drafts.keeping import comparing
from bot.drafts.reading import Reading

R3 = (
    "# II. Vision",
    "C5. Building [confidence] and security.",
    "# III. Action lines",
    "C8. Cultural diversity [shall][should] be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline [, in all [free] media].",
    "C10. Ethics matter.",
    "C11. International [and regional] cooperation.",
    "# IV. Means",
    "C12. Finance [is] needed.",
)
R4 = (
    *R3[:3],
    "C8. Cultural diversity should be respected by all women and men.",
    "C9. Affirm that the same human rights must be protected online and offline.",
    "C10. Ethics matter [a lot].",
    *R3[6:],
)


@pytest.fixture
async def four(house: Any, reading: Callable[..., Reading]) -> Any:
    """The house with r3, which opens brackets, and r4, which closes most of them."""
    await house.keep(reading(*R3))
    await house.keep(reading(*R4))
    return house


async def test_what_is_open_is_told_with_its_paragraph_and_the_draft_that_opened_it(four: Any) -> None:
    (said,) = await four.say("brackets")
    assert said.how == "whisper"
    lines = said.text.splitlines()
    assert lines[:5] == [
        "Vision  r4: 4 brackets open",
        "C5  [confidence]  open since r3",
        "C10  [a lot]  opened in r4",
        "C11  [and regional]  open since r3",
        "C12  [is]  open since r3",
    ]


@pytest.mark.need(14)
async def test_what_the_last_draft_closed_is_told_with_how(four: Any) -> None:
    (said,) = await four.say("brackets")
    told = said.text.partition("Opened in r4: 1, closed: 4.\n")[2].splitlines()
    assert told[:-1] == [
        "Closed in r4, the words kept: 1",
        "C8  [should]  kept in r4",
        "Closed in r4, with the words deleted: 3",
        "C8  [shall]  deleted in r4",
        "C9  [, in all [free] media]  deleted in r4",
        "C9  [free]  deleted in r4",
    ]
    assert told[-1].startswith("unofficial · r4 sha ")


async def test_alternatives_and_depth_are_told(four: Any) -> None:
    (said,) = await four.say("brackets r3")
    assert "C8  [shall] [should]  alternatives · opened in r3" in said.text
    assert "C9  [free]  opened in r3 · inside another (depth 2)" in said.text


@pytest.mark.need(16)
async def test_a_section_brings_exactly_its_own(four: Any) -> None:
    (said,) = await four.say("brackets III r3")
    assert said.text.startswith("Vision  r3: 5 brackets open in III\n")
    shown = {line.split()[0] for line in said.text.splitlines() if "opened in r3" in line}
    assert shown == {"C8", "C9", "C11"}
    assert "C5" not in said.text
    assert "C12" not in said.text


async def test_a_paragraph_brings_what_was_closed_in_it(four: Any) -> None:
    (said,) = await four.say("brackets C9")
    assert said.text.startswith("Vision  r4: no bracket open in C9\nOpened in r4: 0, closed: 2.\n")
    assert "C8" not in said.text


async def test_brackets_of_a_deleted_paragraph_are_told_under_its_old_label(four: Any, reading: Any) -> None:
    await four.keep(reading(*R4[:6], *R4[7:]))
    (said,) = await four.say("brackets C11")
    assert "C11  [and regional]  deleted in r5" in said.text


async def test_a_paragraph_renumbered_is_told_under_both_labels(four: Any, reading: Any) -> None:
    await four.keep(reading(*R4[:6], "C13. International and regional cooperation.", *R4[7:]))
    (said,) = await four.say("brackets")
    assert "C13  [and regional]  kept in r5 · was C11" in said.text


async def test_a_first_draft_has_nothing_closed_and_one_without_brackets_says_so(house: Any) -> None:
    (said,) = await house.say("brackets r1")
    assert said.text.startswith("Vision  r1: 1 bracket open\nC9  [and offline]  open since r1\nunofficial")
    (said,) = await house.say('brackets "chair"')
    assert said.text.startswith("Vision  chair: no bracket open\nunofficial")


async def test_a_draft_that_left_all_brackets_alone_says_so(four: Any, reading: Any) -> None:
    await four.keep(reading(*R4, "C14. Follow-up."))
    (said,) = await four.say("brackets")
    assert "r5 opened and closed none, against r4." in said.text


async def test_a_bracket_that_ends_in_another_paragraph_says_so(four: Any, reading: Any) -> None:
    await four.keep(reading(*R4, "C14. Follow-up [takes place", "C15. every year]."))
    (said,) = await four.say("brackets C14")
    assert "C14  [takes place  opened in r5 · its end is not in this paragraph" in said.text


async def test_what_may_be_older_than_the_drafts_looked_at_is_told_so(four: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(comparing, "_MOST", 2)
    (said,) = await four.say("brackets C5")
    assert "open since r3 or earlier" in said.text


async def test_a_paragraph_that_is_not_there_is_answered_with_the_nearest(four: Any) -> None:
    (said,) = await four.say("brackets C99")
    assert "r4 of Vision has no paragraph C99. The nearest are C9" in said.text
    (answer,) = await four.press(said, said.labels[0])
    assert answer.text.startswith("Vision  r4: no bracket open in C9")
