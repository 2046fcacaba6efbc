"""The grammar of a command line, as people type it on phones and keyboards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.grammar import KEYS, Line, parse, prose, with_page, written


@pytest.mark.parametrize(
    "typed", ["diff latest", "/diff latest", "/diff@ThisBot latest", "  /DIFF   latest ", "Diff latest"]
)
def test_a_line_is_the_same_with_and_without_slash_bot_and_capitals(typed: str) -> None:
    line = parse(typed)
    assert (line.verb, line.words) == ("diff", ("latest",))


def test_nothing_typed_is_no_verb() -> None:
    assert parse("").verb == parse("  ").verb == parse("?!").verb == ""


@pytest.mark.parametrize(
    "typed",
    [
        'diff "Proposal by Chairman" r1',
        "diff “Proposal by Chairman” r1",
        "diff „Proposal by Chairman“ r1",
        "diff «Proposal by Chairman» r1",
        "diff « Proposal by Chairman » r1",
        "diff ″Proposal by Chairman″ r1",
        "diff ＂Proposal by Chairman＂ r1",
    ],
)
def test_every_kind_of_quotation_mark_quotes(typed: str) -> None:
    line = parse(typed)
    assert line.words == ("Proposal by Chairman", "r1")
    assert line.drafts() == ("Proposal by Chairman", "r1")


def test_a_quote_that_is_not_closed_runs_to_the_end() -> None:
    assert parse("diff “Proposal by Chairman").drafts() == ("Proposal by Chairman",)


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("silence C5 until:17:00", "until", "17:00"),
        ("silence C5 until:2014-06-11T16:00", "until", "2014-06-11T16:00"),
        ("diff r2 vs:r1,chair", "vs", "r1,chair"),
        ('drafts doc:"Vision document"', "doc", "Vision document"),
        ("drafts doc:« Vision document »", "doc", "Vision document"),
        ("drafts DOC:Vision", "doc", "Vision"),
    ],
)
def test_a_value_may_hold_colons_commas_and_in_quotes_blanks(typed: str, key: str, value: str) -> None:
    line = parse(typed)
    assert line.keys == {key: value}
    assert set(line.keys) <= KEYS


def test_an_address_is_a_word_not_a_key() -> None:
    line = parse("watch https://wsis.example/in:box?on:1")
    assert line.words == ("https://wsis.example/in:box?on:1",)
    assert line.keys == {}


def test_what_looks_like_an_unknown_key_stays_as_it_was_typed() -> None:
    assert parse('poll note:"keep this"').words == ("note:keep this",)
    assert parse("show colour:red").words == ("colour:red",)


@pytest.mark.parametrize(
    "typed", ["silence C5 --force", "silence C5 —force", "silence C5 –force", "silence C5 --FORCE"]
)
def test_phones_make_a_dash_of_two_hyphens(typed: str) -> None:
    line = parse(typed)
    assert (line.flags, line.words) == ({"force"}, ("C5",))


def test_a_dash_alone_is_no_flag() -> None:
    assert parse("show C5 — C8").flags == frozenset()
    assert parse("show C5 --").words == ("C5", "--")


@pytest.mark.parametrize("word", ["latest", "r2", "R12", "2014-06-11"])
def test_a_draft_is_named_by_latest_number_or_date(word: str) -> None:
    line = parse(f"show C9 {word}")
    assert line.drafts() == (word,)
    assert line.refs() == ("C9",)


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("show C9", ("C9",)),
        ("show C5,C8-C10", ("C5", "C8-C10")),
        ("show C5, C8", ("C5", "C8")),
        ("show C5 - C8", ("C5-C8",)),
        ("show C5 – C8", ("C5-C8",)),
        ("show III 14.2 С9", ("III", "14.2", "С9")),
        ("show all r1", ("all",)),
        ("show 2014-06-11", ()),
        ("show 10-12", ("10-12",)),
        ("show 第七条，第八条", ("第七条", "第八条")),
    ],
)
def test_everything_else_refers_to_paragraphs(typed: str, refs: tuple[str, ...]) -> None:
    assert parse(typed).refs() == refs


def test_the_rest_of_the_line_is_kept_as_one_text() -> None:
    assert parse("object C5 red line, “in instructions”").text == 'C5 red line, "in instructions"'


def test_another_page_of_the_same_line() -> None:
    assert with_page("diff latest", 2) == "diff latest page:2"
    assert with_page("diff latest page:2", 3) == "diff latest page:3"
    assert parse(with_page('show "Proposal by Chairman" doc:"A B"', 2)).keys == {"doc": "A B", "page": "2"}


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_line(typed: str) -> None:
    line = parse(typed)
    assert isinstance(line, Line)
    assert all(line.refs())
    assert set(line.drafts()) <= set(line.words)


@given(st.lists(st.sampled_from(["C9", "latest", "r2", "--force", "doc:Vision", '"Proposal by Chairman"'])))
def test_the_order_of_words_keys_and_flags_does_not_matter(parts: list[str]) -> None:
    one, other = parse(f"diff {' '.join(parts)}"), parse(f"diff {' '.join(reversed(parts))}")
    assert sorted(one.words) == sorted(other.words)
    assert (one.flags, one.keys) == (other.flags, other.keys)


def test_behind_words_that_a_button_is_bound_to_everything_is_the_persons_own_text() -> None:
    line = prose(parse('object C9 on:8b21c07e13aa5c11 doc:"Vision" C10 says the opposite'))
    assert (line.refs(), line.text) == (("C9",), "C10 says the opposite")


@given(
    st.sampled_from(["C9", "C5,C8", "3.1,4.1.1", "III,14", "all", "III"]),
    st.text(max_size=60),
    st.sampled_from(["Vision", "Vision document"]),
)
def test_a_line_that_is_written_again_is_read_as_the_same(ref: str, text: str, document: str) -> None:
    line = prose(parse(f'accept {ref} on:8b21c07e doc:"{document}" --as-is {text}'))
    assert prose(parse(written(line))) == line


@pytest.mark.parametrize("refs", [("5", "7"), ("3.1", "4.1.1"), ("III", "14"), ("C5", "C8-C10"), ("¶12", "14.2")])
def test_numbers_in_a_written_line_are_references_and_no_text(refs: tuple[str, ...]) -> None:
    line = Line("object", refs, keys={"on": "8b21c07e"}, text="7 days are too short")
    read = prose(parse(written(line)))
    assert (read.refs(), read.keys, read.text) == (refs, line.keys, line.text)


@pytest.mark.parametrize(
    ("typed", "refs", "text"),
    [
        ("C9 – I cannot accept it", ("C9",), "I cannot accept it"),
        ("C9 -- it is a red line", ("C9",), "it is a red line"),
        ("C9, we cannot accept it", ("C9",), "we cannot accept it"),
        ("C9: we cannot accept it", ("C9",), "we cannot accept it"),
        ("III – I cannot", ("III",), "I cannot"),
        ("all - because", ("all",), "because"),
        ("C9 -5 % is too much", ("C9",), "-5 % is too much"),
        ("C5 and we object", ("C5",), "and we object"),
        ("C9 12 states object", ("C9",), "12 states object"),
        ("C5 – C8 no", ("C5-C8",), "no"),
        ("C5 -C8 no", ("C5-C8",), "no"),
        ("С9–С11 – нет", ("С9–С11",), "нет"),
        ("III - V no", ("III-V",), "no"),
        ("14, 16 – 18 no", ("14", "16-18"), "no"),
        ("C5, C8, and C9 no", ("C5", "C8", "C9"), "no"),
        ("¶12, ¶13 no", ("¶12", "¶13"), "no"),
    ],
)
def test_a_dash_a_comma_or_and_goes_on_with_references_only_where_one_follows(
    typed: str, refs: tuple[str, ...], text: str
) -> None:
    line = prose(parse(f"object {typed}"))
    assert (line.refs(), line.text) == (refs, text)
