"""Labels that only their neighbours tell."""

import pytest

from bot.drafts.reading import Block, Paragraph
from bot.drafts.reading.paragraphs import paragraphs
from bot.drafts.reading.series import begins, follows


def read(*blocks: Block | str) -> tuple[Paragraph, ...]:
    return paragraphs([Block(b) if isinstance(b, str) else b for b in blocks])


def labelled(*blocks: Block | str) -> list[tuple[str, str]]:
    return [(p.label, p.text) for p in read(*blocks)]


def test_bare_numbers_before_titles_are_labels_where_three_are_counted() -> None:
    found = labelled("1 Name", "The club is called Go.", "2 Members", "All may join.", "3 TRUSTEES:-", "There are two.")
    assert [pair for pair in found if pair[0]] == [("1", "Name"), ("2", "Members"), ("3", "TRUSTEES:-")]


def test_of_a_series_one_may_be_missing() -> None:
    titles = ("1 Name", "2 Seat", "3 Aims", "5 Council", "8 Chair")
    assert [label for label, _ in labelled(*titles)] == ["1", "2", "3", "5", ""]


def test_what_is_counted_is_no_series_of_titles() -> None:
    words = ("2 Executive Directors", "1 Treasurer", "3 per cent", "1 March 2020", "2 April 2021", "3 May 2022")
    assert [label for label, _ in labelled(*words)] == [""] * 6


def test_numbers_with_a_dash_are_labels_where_two_are_counted() -> None:
    assert labelled("1- d'établir une concertation ;", "2- de promouvoir") == [
        ("1-", "d'établir une concertation ;"),
        ("2-", "de promouvoir"),
    ]
    assert labelled("2- de promouvoir") == [("", "2- de promouvoir")]


def test_an_article_whose_sentence_follows_at_once_is_one_in_its_turn() -> None:
    said = (
        "Article 2 The Association works for peace and, beyond that, for the understanding of all peoples of the world."
    )
    assert [label for label, _ in labelled("Article 1", "Name.", said)] == ["Article 1", "Article 2"]
    assert [label for label, _ in labelled("Article 4", "Name.", said)] == ["Article 4", ""]
    assert labelled(said) == [("", said)]


def test_the_initial_of_a_name_is_no_label() -> None:
    editors = ("J.C. Jones (Mozilla)", "M. Thomson", "C. Eckel, Ed.")
    assert labelled(*editors) == [("", name) for name in editors]
    (name,) = read(Block("M. Thomson", struck=((0, 10),)))
    assert (name.text, name.struck) == ("M. Thomson", ((3, 10),))


def test_a_letter_that_is_counted_is_a_label_though_a_name_might_follow() -> None:
    assert [label for label, _ in labelled("A. Preamble", "B. Members", "C. Council")] == ["A.", "B.", "C."]
    assert [label for label, _ in labelled("IV. Fees", "V. Attendance Policy")] == ["IV.", "V."]
    assert labelled(Block("Members", label="C.")) == [("C.", "Members")]


def test_letters_belong_to_a_number_that_is_said_again_before_each() -> None:
    assert labelled("1.01 Rights", "1.01.1 (a) A safe workplace;", "1.01.1 (b) facilities.", "1.01.2 (a) Leave") == [
        ("1.01", "Rights"),
        ("1.01.1 (a)", "A safe workplace;"),
        ("1.01.1 (b)", "facilities."),
        ("1.01.2", "(a) Leave"),
    ]


@pytest.mark.parametrize(
    ("after", "before"),
    [("(b)", "(a)"), ("IV.", "III."), ("j.", "i."), ("ii.", "i."), ("aa)", "z)"), ("十一、", "十、"), ("第三条", "第二条"),
     ("②", "①"), ("나.", "가."), ("Пункт 3.", "Пункт 2."), ("б)", "а)"), ("3.2", "3.1")],
)  # fmt: skip
def test_the_next_label_is_known_in_every_way_of_counting(after: str, before: str) -> None:
    assert follows(after, before)
    assert not follows(before, after)


def test_labels_printed_in_another_way_do_not_follow() -> None:
    assert not any(
        (follows("b)", "(a)"), follows("B.", "a."), follows("2.", "(1)"), follows("2.", "1"), follows("x", ""))
    )
    assert [label for label in ("1.", "(a)", "I.", "一、", "2.", "bis") if begins(label)] == ["1.", "(a)", "I.", "一、"]


def test_bare_numbers_before_sentences_are_labels_where_rows_of_them_are_counted() -> None:
    first = (
        "Its members",
        "1 The people elect it.",
        "1bis They vote each year.",
        "2 They also elect:",
        "(a) a council;",
    )
    found = labelled(*first, "Its meetings", "1 The council meets monthly.", "2 It decides by vote.")
    assert [label for label, _ in found] == ["", "1", "1bis", "2", "(a)", "", "1", "2"]
    assert [label for label, _ in labelled("1 Note of the editor.", "2 Parties met there.")] == ["", ""]
