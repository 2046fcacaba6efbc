import pytest

from bot.drafts.comparison.terms import count, occurrences
from bot.drafts.reading import Paragraph, Reading


def reading(*texts: str) -> Reading:
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts, 1))
    return Reading("draft.txt", "text", "", 0, None, paragraphs)


@pytest.mark.need(13)
def test_each_place_of_a_term_is_told_by_its_paragraph() -> None:
    draft = reading("Human rights, and human rights again.", "None here.", "HUMAN RIGHTS.")
    assert occurrences(draft, "human rights") == [1, 1, 3]


@pytest.mark.parametrize(
    ("text", "term", "times"),
    [
        ("human\u00a0rights and human  rights", "Human Rights", 2),
        ("humane rights, human rightsholders", "human rights", 0),
        ("l'égalité, EGALITE", "egalité", 2),
        ("cafe\u0301 and café", "cafe", 2),
        ("права человека и Права Человека", "права человека", 2),
        ("me\u00addia", "media", 1),
        ("保护人权和人权教育", "人权", 2),
        ("การคุ้มครองสิทธิมนุษยชน", "สิทธิ", 1),
        ("人权 human rights人权", "human rights", 1),
        ("حقوق الإنسان وحُقُوق", "حقوق", 1),
        ("a C++ compiler, C++", "C++", 2),
        ("AI, aid, said, AI.", "ai", 2),
        ("“multi-stakeholder” and multi\u2011stakeholder", "multi-stakeholder", 2),
        ("anything", "   ", 0),
    ],
)
def test_whole_words_are_counted_case_and_diacritics_folded(text: str, term: str, times: int) -> None:
    assert count(reading(text), term) == times
