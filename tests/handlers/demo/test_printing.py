"""Each state comes out as PDF, Word and HTML: the same bytes every time, and the same paragraphs from all three."""

import itertools

import pytest

from bot.drafts.reading import Reading
from bot.drafts.reading.read import read
from handlers.demo.printing import PRINTERS
from handlers.demo.sample import BASE, DRAFTS, load
from handlers.demo.word import automatic

ALL = (*DRAFTS, BASE)


def reading(name: str, ending: str, again: bool = False) -> Reading:
    state = load(name)
    return read(PRINTERS[ending](state, again=again), f"{state.stem}.{ending}")


@pytest.mark.parametrize("ending", PRINTERS)
def test_the_same_state_gives_the_same_bytes(ending: str) -> None:
    state = load("r2")
    assert PRINTERS[ending](state) == PRINTERS[ending](state)


@pytest.mark.parametrize("ending", PRINTERS)
def test_a_second_posting_has_the_same_words_in_other_bytes(ending: str) -> None:
    state = load("r3")
    assert PRINTERS[ending](state) != PRINTERS[ending](state, again=True)
    first, second = (reading("r3", ending, again) for again in (False, True))
    assert [(p.key, p.text_hash) for p in first.paragraphs] == [(p.key, p.text_hash) for p in second.paragraphs]


@pytest.mark.parametrize(("name", "ending"), [*itertools.product(ALL, PRINTERS)])
def test_what_is_read_is_what_was_written(name: str, ending: str) -> None:
    state, found = load(name), reading(name, ending)
    written = [(part.label, part.text.removesuffix(" [agreed]")) for part in state.parts]
    assert [p.text for p in found.paragraphs] == [state.title, *(text for _, text in written)]
    assert [p.key for p in found.paragraphs[1:]] == [_key(label) for label, _ in written]
    assert [p.mark for p in found.paragraphs[1:]] == [
        "[agreed]" if part.text.endswith("[agreed]") else None for part in state.parts
    ]
    assert [p.heading for p in found.paragraphs[1:]] == [part.kind == "heading" for part in state.parts]
    assert found.warnings == ()
    assert found.language == "en"


def test_word_counts_by_itself_except_where_the_sequence_breaks() -> None:
    parts = load("r2").parts
    typed = [part.label for part, number in zip(parts, automatic(parts), strict=True) if number is None and part.label]
    assert typed == ["2bis.", "C1.", "C2.", "C3.", "C4.", "С5.", "C6.", "C7.", "C8.", "C9.", "C10.", "С11."]


def _key(label: str) -> str:
    return label.strip("().").lower().replace("с", "c")
