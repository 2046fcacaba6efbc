"""The sample negotiation has in it everything that a negotiation does to a text."""

import re

import pytest

from bot.drafts.reading.words import text_hash
from handlers.demo.sample import BASE, DRAFTS, Part, State, load, parse

ALL = (*DRAFTS, BASE)


@pytest.fixture(scope="module")
def states() -> dict[str, State]:
    return {name: load(name) for name in ALL}


def text(state: State, label: str) -> str:
    return next(part.text for part in state.parts if part.label == label)


def starting(state: State, words: str) -> Part:
    return next(part for part in state.parts if part.text.startswith(words))


def everything(state: State) -> str:
    return "\n".join(part.text for part in state.parts)


def order(state: State) -> list[str]:
    return [part.text for part in state.parts if part.kind == "heading"]


def test_every_state_has_forty_to_eighty_parts(states: dict[str, State]) -> None:
    assert all(40 <= len(state.parts) <= 80 for state in states.values())


def test_eleven_action_lines_two_of_them_with_a_cyrillic_letter(states: dict[str, State]) -> None:
    for state in states.values():
        labels = [part.label for part in state.parts if re.fullmatch(r"[CС]\d+\.", part.label)]
        assert [label[1:] for label in labels] == [f"{n}." for n in range(1, 12)]
        assert [label for label in labels if label[0] == "С"] == ["С5.", "С11."]


def test_the_drafts_are_posted_one_after_another(states: dict[str, State]) -> None:
    posted = [states[name].posted for name in (BASE, *DRAFTS)]
    assert posted == sorted(posted)
    assert len({state.symbol for state in states.values()}) == len(ALL)


def test_the_third_draft_leaves_c5_alone_and_takes_two_words_out_of_c9(states: dict[str, State]) -> None:
    assert text(states["r2"], "С5.") == text(states["r3"], "С5.")
    assert text(states["r2"], "C9.").replace("women and men in", "women in") == text(states["r3"], "C9.")
    assert "women [and men] in" in text(states["r1"], "C9.")
    assert "women and men in" in text(states["r4"], "C9.")


def test_brackets_alternatives_and_brackets_in_brackets(states: dict[str, State]) -> None:
    first = everything(states["r1"])
    assert "[shall] [should]" in first
    assert re.search(r"\[[^\]]*\[", first)
    assert any(part.text.count("[") != part.text.count("]") for part in states["r1"].parts)
    assert first.count("[") == first.count("]")
    counts = [everything(states[name]).count("[") for name in DRAFTS]
    assert counts == sorted(counts, reverse=True)


def test_2bis_stands_in_two_drafts_and_comes_from_the_chairs_report(states: dict[str, State]) -> None:
    added = text(states["r2"], "2bis.")
    assert added in everything(states[BASE])
    assert added not in everything(states["r1"])
    assert text(states["r3"], "2bis.")
    assert "2bis." not in {part.label for part in states["r4"].parts}


def test_two_paragraphs_are_merged_and_one_is_split(states: dict[str, State]) -> None:
    merged = f"{text(states['r1'], '8.')} {text(states['r1'], '9.')}"
    assert starting(states["r2"], "Cultural and linguistic diversity is").text == merged
    split = starting(states["r2"], "Access is").text
    first = starting(states["r3"], "Access is")
    second = states["r3"].parts[states["r3"].parts.index(first) + 1]
    assert f"{first.text} {second.text}" == split


def test_a_section_moves(states: dict[str, State]) -> None:
    assert order(states["r2"])[3:5] == ["Means of implementation", "Governance of the Internet"]
    assert order(states["r3"])[3:5] == ["Governance of the Internet", "Means of implementation"]


@pytest.mark.parametrize(
    ("words", "gone", "back"), [("We hold that gender", "r2", "r3"), ("The technical core", "r2", "r4")]
)
def test_text_that_was_deleted_comes_back(states: dict[str, State], words: str, gone: str, back: str) -> None:
    assert words in everything(states["r1"])
    assert words not in everything(states[gone])
    assert words in everything(states[back])


def test_one_change_is_of_typography_alone(states: dict[str, State]) -> None:
    old, new = (starting(states[name], "farming, with").text for name in ("r3", "r4"))
    assert old != new
    assert text_hash(old) == text_hash(new)


def test_the_counts_of_watched_terms_change(states: dict[str, State]) -> None:
    def counts(term: str) -> list[int]:
        return [everything(states[name]).count(term) for name in DRAFTS]

    assert counts("human rights") == [2, 3, 4, 5]
    assert counts("gender equality") == [2, 0, 1, 2]


def test_the_chairs_report_says_what_no_draft_says(states: dict[str, State]) -> None:
    assert "one tenth of one per cent" in everything(states[BASE])
    assert not any("one tenth of one per cent" in everything(states[name]) for name in DRAFTS)


def test_the_notation_tells_headings_labels_and_sub_items() -> None:
    state = parse(
        "r9", "title: T\nlabel: L\nsymbol: S\nposted: 2026-06-11 11:57\n\n= I. | One\n\nNo\nlabel\n\n    (a) | sub"
    )
    assert state.parts == (
        Part("heading", "I.", "One"),
        Part("paragraph", "", "No label"),
        Part("sub-item", "(a)", "sub"),
    )
    assert state.posted.isoformat() == "2026-06-11T11:57:00+02:00"
