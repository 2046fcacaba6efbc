"""Which paragraphs a reference means."""

from collections.abc import Callable

import pytest

from bot.drafts.comparison.scope import called, nearest, scope
from bot.drafts.reading import Block, Paragraph, Reading
from bot.drafts.reading.paragraphs import paragraphs


@pytest.fixture(scope="module")
def text(reading: Callable[..., Reading]) -> tuple[Paragraph, ...]:
    return reading(
        "We, the participants, met in Geneva.",
        "# III. Action lines",
        "С1. The role of public governance authorities.",  # С is Cyrillic, as it was printed
        "C5. Building confidence and security.",
        "1. Promote cooperation.",
        "2. Protect children.",
        "3. Share good practice.",
        "C8. Cultural diversity.",
        "(a) Respect languages.",
        "(b) Respect faiths.",
        "3. An item of C8.",
        "C9. Media.",
        "2bis. New words.",
        "# IV. Follow-up",
        "14.2 Review the outcome.",
        "Taken note of.",
    ).paragraphs


def labels(found: list[Paragraph]) -> list[str]:
    return [p.label or p.text[:12] for p in found]


@pytest.mark.parametrize("ref", ["C9", "c9", "C.9", "C9.", "С9"])
def test_a_label_in_any_case_and_in_the_letters_of_any_keyboard(text: tuple[Paragraph, ...], ref: str) -> None:
    assert labels(scope(text, ref)) == ["C9."]


@pytest.mark.need(17)
def test_a_label_that_was_printed_in_cyrillic_is_found_by_latin_letters(text: tuple[Paragraph, ...]) -> None:
    assert labels(scope(text, "C1")) == ["С1."]


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("C5.3", "Share good practice."),
        ("C8.3", "An item of C8."),
        ("C8(b)", "Respect faiths."),
        ("C8 (a)", "Respect languages."),
        ("C8.b", "Respect faiths."),
        ("III.2", "Protect children."),
        ("C5.2", "Protect children."),
        ("14.2", "Review the outcome."),
        ("2bis", "New words."),
    ],
)
def test_an_item_inside_a_paragraph(text: tuple[Paragraph, ...], ref: str, found: str) -> None:
    assert [p.text for p in scope(text, ref)] == [found]


@pytest.mark.parametrize("ref", ["C5.4", "C9.3", "C9(a)", "C8(c)", "C7.1", "C99", "?", ""])
def test_what_is_not_there_is_nothing(text: tuple[Paragraph, ...], ref: str) -> None:
    assert scope(text, ref) == []


@pytest.mark.need(16)
def test_a_heading_means_its_section(text: tuple[Paragraph, ...]) -> None:
    found = scope(text, "IV")
    assert [p.n for p in found] == [14, 15, 16]


@pytest.mark.parametrize("ref", ["C5-C8", "C8-C5", "C5–C8", "c5—С8"])
def test_a_range_either_way_with_everything_between(text: tuple[Paragraph, ...], ref: str) -> None:
    assert [p.n for p in scope(text, ref)] == [4, 5, 6, 7, 8]


def test_a_range_to_what_is_not_there_is_nothing(text: tuple[Paragraph, ...]) -> None:
    assert scope(text, "C5-C99") == []


@pytest.mark.parametrize("ref", ["all", "ALL"])
def test_all_is_everything(text: tuple[Paragraph, ...], ref: str) -> None:
    assert scope(text, ref) == list(text)


def test_the_nearest_labels_are_named(text: tuple[Paragraph, ...]) -> None:
    assert nearest(text, "C99")[0] == "C9"
    assert len(nearest(text, "C99")) == 3
    assert nearest((), "C99") == []


def test_an_item_is_called_by_the_label_it_stands_under(text: tuple[Paragraph, ...]) -> None:
    assert [called(text, p) for p in scope(text, "C8(b)")] == ["C8(b)"]
    assert [called(text, p) for p in scope(text, "C9")] == ["C9"]
    assert called(text, text[0]) == ""


def test_what_an_item_is_called_finds_it_again(text: tuple[Paragraph, ...]) -> None:
    for p in text:
        if "(" in called(text, p):
            assert scope(text, called(text, p)) == [p]


def test_a_part_is_found_by_its_number_alone(reading: Callable[..., Reading]) -> None:
    text = reading("# Part III", "1. One.", "# Part IV", "2. Two.").paragraphs
    assert [p.text for p in scope(text, "III")][-1] == "One."
    assert scope(text, "part iii") == scope(text, "III")


def test_a_paragraph_without_a_label_is_meant_by_its_place(text: tuple[Paragraph, ...]) -> None:
    assert labels(scope(text, "¶1")) == ["We, the part"]
    assert labels(scope(text, "¶ 16")) == ["Taken note o"]
    assert scope(text, "¶99") == scope(text, "¶") == []
    assert labels(scope(text, "¶1-¶4")) == ["We, the part", "III.", "С1.", "C5."]


def test_what_is_printed_behind_a_number_is_not_cited(reading: Callable[..., Reading]) -> None:
    paragraphs = reading("G1: Know your duties.", "G2: Assign them.").paragraphs
    assert [called(paragraphs, p) for p in paragraphs] == ["G1", "G2"]
    assert labels(scope(paragraphs, "G2")) == ["G2:"]


def test_a_footnote_between_items_parts_none_of_them_from_their_paragraph() -> None:
    read = paragraphs(
        [
            Block("10. The parties agree"),
            Block("(a) to meet;"),
            Block("3 See document A/70.", kind="note"),
            Block("(c) to report."),
        ]
    )
    (item,) = scope(read, "10(c)")
    assert (item.text, called(read, item)) == ("to report.", "10(c)")
