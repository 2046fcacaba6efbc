"""Halves of a paragraph that were rewritten as it was cut in two, or as two were made one."""

from tests.drafts.comparison.aligned import PARAGRAPHS, links

WHOLE = (
    "Maintainers are responsible for clarifying the standards of acceptable behaviour and will take fair action against any"
    " instance of unacceptable behaviour. They have the right to remove, edit or reject comments, commits, code and other"
    " contributions that are not aligned to this code of conduct."
)
HALVES = [
    "Fair action against unacceptable behaviour, and clarification of standards, is what community leaders answer for.",
    "Community leaders have the right to remove, edit or reject comments, commits, code and other contributions that are"
    " not aligned to this code of conduct, and will say why.",
]


def test_a_half_that_was_rewritten_belongs_to_the_paragraph_that_was_cut() -> None:
    one, two = [*PARAGRAPHS[:3], WHOLE, *PARAGRAPHS[3:]], [*PARAGRAPHS[:3], *HALVES, *PARAGRAPHS[3:]]
    assert ((4,), (4, 5), False) in links(one, two)
    assert ((4, 5), (4,), False) in links(two, one)


def test_what_shares_its_words_with_another_paragraph_too_is_no_half() -> None:
    other = HALVES[0].replace("what community leaders answer", "all that anybody answers")
    one, two = [other, *PARAGRAPHS[:3], WHOLE, *PARAGRAPHS[3:]], [other, *PARAGRAPHS[:3], *HALVES, *PARAGRAPHS[3:]]
    assert ((5,), (6,), False) in links(one, two)
