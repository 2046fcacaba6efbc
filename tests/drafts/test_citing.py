"""A paragraph is named so that a delegate finds it: by its label, or by its place where the label says too little."""

from collections.abc import Callable

import pytest

from bot.drafts import inline
from bot.drafts.citing import citing, suggested
from bot.drafts.comparison import Change
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading

ARTICLES = (
    "# Article 1",
    "1. Every person may take part.",
    "2. Nobody is left out of the work.",
    "# Article 2",
    "1. The secretariat keeps the record.",
    "C9. Affirms the same rights.",
    "It goes on without a number.",
)


@pytest.fixture
def articles(reading: Callable[..., Reading]) -> Reading:
    return reading(*ARTICLES)


def test_a_label_that_several_share_is_told_with_its_place(articles: Reading) -> None:
    cite = citing(articles.paragraphs)
    told = [cite(p) for p in articles.paragraphs if not p.heading]
    assert told == ["1 (Article 1 ¶ 2)", "2", "1 (Article 2 ¶ 5)", "C9", "Article 2 ¶ 7"]


def test_of_a_deletion_the_place_is_that_of_the_old_draft(articles: Reading, reading: Callable[..., Reading]) -> None:
    compared = compare(articles, reading(*ARTICLES[:4], *ARTICLES[5:]))
    blocks = inline.blocks("Vision", "r1", "r2", compared)
    heads = ["".join(span.text for span in block.spans) for block in blocks if block.block == "para"]
    assert "1 (Article 2 former ¶ 5)  deleted" in heads


def test_where_no_label_is_near_a_number_may_be_a_place(articles: Reading, reading: Callable[..., Reading]) -> None:
    plain = reading("One line of words.", "And one more line of them.")
    assert suggested(plain.paragraphs, "2") == (["¶2"], " Counted from the top there is ¶2.")
    assert suggested(plain.paragraphs, "3") == ([], "")
    assert suggested(articles.paragraphs, "C8")[0][0] == "C9"


def test_inserted_words_are_one_phrase_where_their_bases_are_not_told() -> None:
    runs = (("=", "men "), ("+", "and women "), ("+", "everywhere "), ("=", "alike"))
    change = Change("reworded", (1,), (1,), runs, origins=((), ("r1",), (), ()))
    assert [s.text for s in inline.spans(change)] == ["men ", "and women everywhere ", "alike"]
    assert sum(s.mark == "code" for s in inline.spans(change, tagged=True)) == 2
