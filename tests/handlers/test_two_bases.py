"""A draft of sixty pages against two bases, in the lunch break."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from bot.drafts.reading import Reading

PAGES, PARAGRAPHS, WORDS = 60, 6, 70  # sixty pages of about 420 words


def text(seed: int) -> list[str]:
    """Paragraphs of made-up words; the same seed, the same text."""
    chance = Random(seed)
    known = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(2, 9))) for _ in range(4_000)]
    return [f"{n}. {' '.join(chance.choices(known, k=WORDS))}." for n in range(1, PAGES * PARAGRAPHS + 1)]


def changed(lines: list[str], seed: int, word: str) -> list[str]:
    """The text with a word more in every fourth paragraph."""
    chance, found = Random(seed), list(lines)
    for n in range(0, len(found), 4):
        words = found[n].split()
        words.insert(chance.randint(1, len(words) - 1), word)
        found[n] = " ".join(words)
    return found


@pytest.mark.need(7)
async def test_sixty_pages_are_compared_with_two_bases_in_one_answer(
    house: Any, reading: Callable[..., Reading]
) -> None:
    first = text(7)
    second = changed(changed(first, 1, "gender"), 2, "chairwords")
    house.desk.clock.advance(600)
    await house.keep(reading(*first, source="https://wsis.example/r3.html"))
    await house.keep(reading(*changed(first, 2, "chairwords"), source="https://wsis.example/c.html"), base="lunch")
    house.desk.clock.advance(600)
    await house.keep(reading(*second, source="https://wsis.example/r4.html"))
    (said, *_) = await house.say("diff r4 vs:r3,lunch", "dina")
    assert "[added: chairwords ] ‹lunch›" in said.text
    assert "[added: gender ] ‹new›" in said.text
