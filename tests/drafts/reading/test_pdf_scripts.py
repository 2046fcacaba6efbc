"""Scripts side by side: what the typesetter spaces out is no blank of the author's."""

import pytest
import typst

from bot.drafts.reading.formats.pdf import read

CJK = '#set text(11pt, font: ("Liberation Serif", "Noto Serif CJK SC"))\n'


def texts(source: str) -> list[str]:
    return [b.text for b in read(typst.compile((CJK + source).encode())).blocks]


@pytest.mark.parametrize("typed", ["本公约自2026年起在UN会员国生效", "見よ。この資料にはSPDXドキュメントの3つを含む"])
def test_letters_and_numbers_among_chinese_and_japanese_signs_have_no_blanks_that_none_typed(typed):
    assert texts(typed) == [typed]


def test_a_label_before_chinese_words_keeps_its_blank():
    assert texts("1. 政策") == ["1. 政策"]


def test_blanks_that_were_typed_in_korean_stay_and_others_come_to_none():
    typed = "이 문서는 OpenChain에 적합하며 2장에서 정의한다. ISO 및 IEC는 다음과 같다."
    assert texts(typed) == [typed]
