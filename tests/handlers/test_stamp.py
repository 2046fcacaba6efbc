"""What is told about words says that it is unofficial, from which file, of which bytes, had when."""

import re
from typing import Any

import pytest

LINES = (
    "diff latest",
    "diff r1 r2 C9",
    "diff r2 vs:r1,chair",
    "show C9",
    "show all",
    "history C9",
    "brackets",
    "terms",
    "heard",
    "heard C9",
)


def missing(said: Any) -> list[str]:
    """Which of the four a message does not say."""
    links = [span.href for block in said.message.blocks for span in getattr(block, "spans", ()) if span.href]
    four = {
        "unofficial": "unofficial" in said.text,
        "hash": bool(re.search(r"sha [0-9a-f]{8}", said.text)),
        "time": bool(re.search(r"(seen|fetched) (\d+ \w+ )?\d\d:\d\d", said.text)),
        "source": any("wsis.example" in link for link in links),
    }
    return [name for name, there in four.items() if not there]


@pytest.mark.need(8)
@pytest.mark.parametrize("line", LINES)
async def test_every_answer_about_words_is_stamped(house: Any, line: str) -> None:
    assert missing((await house.say(line, "dina"))[0]) == []


@pytest.mark.need(8)
async def test_a_card_is_stamped_too(house: Any) -> None:
    shown = (await house.say("show C9", "dina"))[-1]
    await house.press(shown, "Share", "dina")
    assert missing([one for one in await house.delivered() if one.how == "send" and one.to.chat == "room"][-1]) == []
