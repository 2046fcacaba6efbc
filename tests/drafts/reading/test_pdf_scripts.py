"""Scripts side by side: what the typesetter spaces out is no blank of the author's."""

import pytest
import typst

from bot.drafts.reading.formats import pdf_backwards
from bot.drafts.reading.formats.pdf import read
from bot.drafts.reading.formats.pdf_marks import Word

CJK = '#set text(11pt, font: ("Liberation Serif", "Noto Serif CJK SC"))\n'


def texts(source: str) -> list[str]:
    return [b.text for b in read(typst.compile((CJK + source).encode())).blocks]


@pytest.mark.parametrize("typed", ["本公约自2026年起在UN会员国生效", "見よ。この資料にはSPDXドキュメントの3つを含む"])
def test_letters_and_numbers_among_chinese_and_japanese_signs_have_no_blanks_that_none_typed(typed):
    assert texts(typed) == [typed]


def test_a_line_that_is_stretched_has_no_blanks_between_its_signs():
    assert texts("#text(tracking: 8pt)[公開されている]") == ["公開されている"]


def test_a_label_before_chinese_words_keeps_its_blank():
    assert texts("1. 政策") == ["1. 政策"]


def test_blanks_that_were_typed_in_korean_stay_and_others_come_to_none():
    typed = "이 문서는 OpenChain에 적합하며 2장에서 정의한다. ISO 및 IEC는 다음과 같다."
    assert texts(typed) == [typed]


def test_brackets_around_letters_and_around_numbers_are_set_right_apart():
    letters, numbers = ["الفقرة", ")أ(", "و)ب("], ["(25000)", "(7"]
    assert pdf_backwards.mirrored_twice(letters)
    assert pdf_backwards.mended(")أ(", twice=True) == "(أ)"
    twice = pdf_backwards.numbers_mirrored_twice(numbers, otherwise=False)
    assert [pdf_backwards.mended(n, twice=twice) for n in numbers] == ["(25000)", "7)"]
    assert pdf_backwards.mended(")43(", twice=pdf_backwards.numbers_mirrored_twice([")43("], otherwise=True)) == "(43)"


def test_numbers_without_brackets_go_by_what_letters_tell():
    assert pdf_backwards.numbers_mirrored_twice(["2026"], otherwise=True)


def test_a_vowels_mark_that_stands_higher_neither_cuts_a_word_nor_moves_those_around_it():
    placed = [("أن المعاملة", 266, 0.0), ("لا", 90, 0.0), ("تاجرا", 100, 0.0), ("ً", 134, 1.6), ("عرضا", 226, 0.0)]
    words = [Word(text, x, x + 7 * len(text), 568 + raised, 12, False, False) for text, x, raised in placed]
    assert [w.text for w in pdf_backwards.in_order(words)] == ["لا", "تاجراً", "عرضا", "أن المعاملة"]
