"""What the bot itself says about positions judges nobody and counts nobody: no side is wrong, no side is large or small."""

import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

SUBJECTS = ("acts", "acts_help", "voices", "carry", "facts", "cards", "polls", "silence", "record")

JUDGING = re.compile(
    r"""\b(?:
    invalid | illegal | illegitimate | wrong | mistaken | unfortunately | sadly | merely | stubborn\w*
    | (?:reject|refus|veto|obstruct|demand|complain|isolat|dissent|defeat|overrul|outvot|unanim)\w*
    | oppos(?:ing|ition|ed|ent)\w* | block(?:s|ed|er|ers|ing)? | holdouts? | against | win\w* | los(?:e|es|t|er|ers|ing)
    | agree[sd]? | votes? | voted | voting | percent | minority | majority | lone | most\ of | share\ of | only\ (?:one|\d+)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
COUNTING = r"\{(?:count|total|n_|votes)\w*\}|\d+ ?%|\{\w+\} of \{\w+\} (?:delegations|members|people)"

# Where such a word says nothing about a side.
SAID_OF_WORDS = {
    "acts": {"against", "agree", "agrees"},  # against a record or a deletion; a colleague who agrees that an act stands
    "acts_help": {"block", "blocks", "against"},  # what a stance does
}


def texts(value: Any) -> Iterator[str]:
    """Every text in a constant: of itself, of a list or a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from texts(one)


def sentences(subject: str) -> list[str]:
    module = importlib.import_module(f"bot.sentences.{subject}")
    return [text for name, value in vars(module).items() if name.isupper() for text in texts(value)]


@pytest.mark.need(62)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_sentence_judges_a_side(subject: str) -> None:
    found = {(match[0].casefold(), text) for text in sentences(subject) for match in JUDGING.finditer(text)}
    assert {one for one in found if one[0] not in SAID_OF_WORDS.get(subject, set())} == set()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_sentence_counts_those_who_took_a_position(subject: str) -> None:
    assert [text for text in sentences(subject) if re.search(COUNTING, text)] == []
