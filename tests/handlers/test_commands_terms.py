"""/terms: how often words stand in each draft, and where, as people read it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.drafts.reading import Reading
from storage.tables import Space

R3 = (
    "# Human rights",
    "C5. Human Rights, human\u00a0rights and the human rightsholder.",
    "No label, and human rights.",
    "C9. Droits de l’homme et égalité: Égalité, EGALITE.",
    "第七条 保护人权和人权教育。",
)


@pytest.fixture
async def three(house: Any, reading: Callable[..., Reading]) -> Any:
    await house.keep(reading(*R3))
    return house


def counts(said: Any) -> dict[str, str]:
    """What stands behind each draft's name."""
    return dict(re.findall(r"^(r\d|chair)  (.*)$", said.text, re.MULTILINE))


@pytest.mark.need(13)
async def test_counts_and_places_in_every_draft_are_those_of_a_plain_search(three: Any) -> None:
    (said,) = await three.say('terms "human rights"')
    assert said.how == "whisper"
    told = counts(said)
    assert told == {"r3": "4  in ¶ 1, C5 ×2, ¶ 3", "r2": "1  in C9", "r1": "0"}
    plain = "\n".join(R3).replace("\u00a0", " ")
    assert int(told["r3"].split()[0]) == len(re.findall(r"human rights\b", plain, re.IGNORECASE))


async def test_without_words_those_that_the_space_watches_are_counted(three: Any) -> None:
    (said,) = await three.say("terms")
    assert said.text.startswith("Vision: words counted\n“human rights”\nr3  4")


async def test_where_none_are_watched_it_asks_for_some(house: Any) -> None:
    async with house.db.write() as session:
        (await session.get_one(Space, house.space_id)).terms = []
    (said,) = await house.say("terms")
    assert said.text == 'No words are watched in this space yet. Name some: /terms "human rights"'


@pytest.mark.parametrize("line", ['terms "human rights" r2 r1', "terms human rights r1 r2", "terms r2 r1"])
async def test_drafts_that_are_named_are_the_only_ones(three: Any, line: str) -> None:
    (said,) = await three.say(line)
    assert counts(said) == {"r2": "1  in C9", "r1": "0"}


async def test_beside_quoted_words_a_base_is_named_like_a_draft(three: Any) -> None:
    (said,) = await three.say('terms "sixth meeting" r1 chair')
    assert counts(said) == {"r1": "0", "chair": "1  in C9"}
    (said,) = await three.say('terms "sixth meeting" nonsense')
    assert "Vision has no draft nonsense." in said.text


@pytest.mark.parametrize(
    ("line", "told"),
    [("terms egalite r3", "3  in C9 ×3"), ("terms 人权 r3", "2  in 第七条 ×2"), ("terms nothing r3", "0")],
)
async def test_accents_and_case_are_folded_and_scripts_without_blanks_searched(
    three: Any, line: str, told: str
) -> None:
    (said,) = await three.say(line)
    assert counts(said) == {"r3": told}


async def test_several_words_in_quotes_are_counted_each(three: Any) -> None:
    (said,) = await three.say('terms "human rights" “ethics” r1')
    assert "“human rights”\nr1  0\n“ethics”\nr1  1  in C10\n" in said.text
