"""AsciiDoc: lists have the numbers that it prints, and only those."""

import pytest

from bot.drafts.reading.read import read


def labelled(text: str) -> list[str]:
    found = read(text.encode(), "rules.adoc").paragraphs
    return [f"{p.label} {p.text}".strip() for p in found]


@pytest.mark.parametrize(
    ("between", "number"),
    [
        ("\n", "3."),
        ("+\nBelongs to it.\n\n", "3."),
        ("+\n--\nBelongs to it.\n\nThis too.\n--\n", "3."),
        ("+\n[source,yaml]\n----\n. as it is typed\n----\n", "3."),
        ("* a bullet\n", "3."),
        ("\nWords between.\n\n", "1."),
        ("\n====\nAn example.\n====\n\n", "1."),
        ("\n[NOTE]\nA note.\n\n", "1."),
        ("\n== Another part\n\n", "1."),
        ("\n[start=7]\n", "7."),
        ("\n[loweralpha]\n.Titled\n", "a."),
    ],
)
def test_a_list_goes_on_until_something_ends_it(between: str, number: str) -> None:
    assert labelled(f"= Rules\n\n. One\n. Two\n{between}. The next\n")[-1] == f"{number} The next"


def test_a_list_in_a_list_has_numbers_of_its_own_and_the_outer_goes_on() -> None:
    text = "= Rules\n\n. One\n.. Half\n.. Other half\n. Two\n[upperroman]\n.. First\n.. Second\n. Three\n"
    assert labelled(text)[1:] == [
        "1. One", "a. Half", "b. Other half", "2. Two", "I. First", "II. Second", "3. Three",
    ]  # fmt: skip
