"""How Word writes numbers."""

import pytest

from bot.drafts.reading.formats.word.numbers import written


def test_after_z_comes_aa_and_then_bb() -> None:
    assert [written(n, "lowerLetter") for n in (26, 27, 28, 53)] == ["z", "aa", "bb", "aaa"]


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("upperRoman", 1994, "MCMXCIV"),
        ("decimalZero", 7, "07"),
        ("ordinal", 12, "12th"),
        ("russianLower", 3, "в"),
        ("decimalEnclosedCircle", 3, "③"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 105, "一百〇五"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ordinalText", 21, "Twenty-first"),
        ("ordinalText", 120, "One hundred twentieth"),
        ("cardinalText", 112, "One hundred twelve"),
        ("hebrew1", 15, "טו"),
        ("hebrew1", 421, "תכא"),
        ("koreanLegal", 23, "스물셋"),
        ("aiueo", 2, "ｲ"),
        ("noSuchFormat", 4, "4"),
    ],
)
def test_numbers_of_many_countries(form: str, number: int, shown: str) -> None:
    assert written(number, form) == shown
