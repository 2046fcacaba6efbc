"""What an act can be about: the document, a section, a range, a paragraph, and words that are tabled for one."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.drafts.reading import Reading

PART_3 = (
    "# III. Action lines",
    "C9. Affirm that the same human rights must be protected [online] and offline, in all media.",
    "C10. Ethics matter.",
    "# IV. Action lines beyond 2015",
    "1. Human rights [mentioned in C9] are protected.",
    "2. Women [and men] take part alike.",
    "3. [The Forum goes on.]",
    "4. A review [in 2015] follows.",
    "# V. Thanks",
    "5. Thanks [and greetings] are given to the host.",
)


async def stated(house: Any, line: str, who: str = "hansen") -> None:
    await house.say(line, who)
    await house.wait()


@pytest.mark.need(16)
async def test_the_narrowest_scope_counts_whatever_its_time(house: Any, reading: Callable[..., Reading]) -> None:
    house.desk.clock.advance(600)
    await house.keep(reading(*PART_3, source="https://wsis.example/part3.html"))
    await house.seat("reza", "IR", "head", "Iran")
    await stated(house, "object 3 the Forum is not for us")
    for line in ("support 2-4", "support IV", "accept all"):
        await stated(house, line)
    rows = await house.positions("taken")
    assert [(one.level, one.ref, one.breadth) for one in rows] == [
        ("paragraph", "3", 1),
        ("range", "2-4", 3),
        ("section", "IV", 5),
        ("document", "all", 10),
    ]
    said = {ref: (await house.say(f"show {ref}", "dina"))[-1].text for ref in ("3", "2", "1", "5")}
    assert "OBJECTED" in said["3"]
    assert "“the Forum is not for us”" in said["3"]
    assert "Support: governments (declared): NO" in said["2"]
    assert "Support: governments (declared): NO" in said["1"]
    assert "NO" in said["5"]
    assert "OBJECTED" not in said["2"] + said["1"] + said["5"]


@pytest.mark.need(16)
async def test_the_brackets_of_a_section_are_those_of_its_four_paragraphs(
    house: Any, reading: Callable[..., Reading]
) -> None:
    house.desk.clock.advance(600)
    await house.keep(reading(*PART_3, source="https://wsis.example/part3.html"))
    (said,) = await house.say("brackets IV", "dina")
    for inside in ("mentioned in C9", "and men", "The Forum goes on.", "in 2015"):
        assert inside in said.text
    for outside in ("online", "and greetings"):
        assert f"[{outside}]" not in said.text


@pytest.mark.need(16)
async def test_words_that_are_tabled_for_a_paragraph_stand_with_it_and_go_with_it(
    house: Any, reading: Callable[..., Reading]
) -> None:
    await stated(house, "object C9 our red line; would accept: in all media, old and new")
    assert "would accept: “in all media, old and new”" in (await house.say("show C9", "dina"))[-1].text
    house.desk.clock.advance(600)
    await house.keep(reading(*PART_3, source="https://wsis.example/part3.html"))
    assert "would accept: “in all media, old and new”" in (await house.say("show C9", "dina"))[-1].text


@pytest.mark.parametrize("line", ["support P7", "object P7 no", "accept p12"])
async def test_a_number_of_a_proposal_is_answered_with_how_words_are_tabled(house: Any, line: str) -> None:
    (said,) = await house.say(line, "hansen")
    assert "Words are tabled with an objection: /object C9 reason; would accept: words" in said.text
    assert await house.positions() == []
