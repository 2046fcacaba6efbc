"""One text as PDF, Word and HTML: nothing changed, so nothing is shown as changed, whichever way the formats are compared."""

import random
import re
from datetime import datetime
from itertools import permutations

import pytest

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from handlers.demo.printing import PRINTERS
from handlers.demo.sample import BASE, DRAFTS, Part, State, load

WORDS = re.findall(
    r"\S+",
    "Recognizing stakeholders shall cooperate fully for the use of information and communication technologies in all "
    "countries with particular attention to developing ones and their cross-border exchange of knowledge while noting "
    "with concern the gaps that remain between regions as well as between women and men everywhere today [shall] [should] "
    "multi-stakeholder cooperation [and] non-governmental organizations, including (but not only) small island States",
)
ALIKE = 0.995


def generated(words: int, seed: int) -> State:
    """Headings, paragraphs and sub-items of random length, some in brackets, as many words as are asked for."""
    r = random.Random(seed)
    parts: list[Part] = []
    number = written = 0
    while written < words:
        text = " ".join(r.choice(WORDS) for _ in range(r.randint(5, 120))).capitalize()
        written += text.count(" ") + 1
        if number % 9 == 0 and (not parts or parts[-1].kind != "heading"):
            parts.append(
                Part(
                    "heading",
                    f"{'I' * (number // 9 % 3 + 1)}.",
                    f"Chapter on {r.choice(WORDS).strip('[],()')} {number}",
                )
            )
        number += 1
        parts.append(Part("paragraph", f"{number}.", f"{text}."))
        letters = "abcd"[: r.choice((0, 0, 0, 2, 3, 4))]
        items = (" ".join(r.choice(WORDS) for _ in range(r.randint(4, 40))) for _ in letters)
        parts += [Part("sub-item", f"({a})", f"{text};") for a, text in zip(letters, items, strict=True)]
    return State("r9", "Outcome document", "Revision 9", "ISB/9", datetime(2026, 11, 6, 18, 0), tuple(parts))


def readings(state: State) -> dict[str, Reading]:
    return {format: read(make(state), f"x.{format}") for format, make in PRINTERS.items()}


def alike(old: Reading, new: Reading) -> float:
    """The share of changes that show no change of words, brackets, number or place."""
    changes = compare(old, new).changes
    return sum(change.kind in ("same", "typography") and not change.renumbered for change in changes) / len(changes)


@pytest.mark.parametrize("name", [*DRAFTS, BASE])
def test_a_draft_of_the_sample_is_the_same_in_every_format(name: str) -> None:
    for (a, old), (b, new) in permutations(readings(load(name)).items(), 2):
        assert alike(old, new) >= ALIKE, (a, b)


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_words_are_the_same_in_every_format(seed: int) -> None:
    for (a, old), (b, new) in permutations(readings(generated(10_000, seed)).items(), 2):
        assert alike(old, new) >= ALIKE, (a, b)
