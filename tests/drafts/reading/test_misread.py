"""Labels that OCR misread are told by those around them, and only where these tell."""

import pytest

from bot.drafts.reading import Block, Paragraph
from bot.drafts.reading.misread import mended
from bot.drafts.reading.paragraphs import paragraphs


def read(*texts: str, page: int = 1) -> tuple[Paragraph, ...]:
    return paragraphs([Block(text, page=page) for text in texts])


def labels(*texts: str) -> list[str]:
    return [p.label for p in mended(read(*texts))]


def test_a_comma_read_for_the_full_stop_of_the_number_that_is_due_is_one() -> None:
    found = mended(read("3. The Parties shall meet.", "4, The Parties shall report.", "5. The Parties shall agree."))
    assert [(p.label, p.key, p.text) for p in found][1] == ("4.", "4", "The Parties shall report.")
    assert found[1].text_hash == read("4. The Parties shall report.")[0].text_hash


@pytest.mark.parametrize(
    "before", ["7. The Parties shall meet.", "The Parties shall meet.", "5. The Parties shall meet."]
)
def test_a_number_that_is_not_due_stays_in_the_text(before: str) -> None:
    assert labels(before, "4, 5 and 6 apply.", "9. The Parties shall agree.")[1] == ""


def test_a_letter_read_for_the_number_before_the_second_is_the_first() -> None:
    texts = ["3. Стороны учреждают орган.", "Статья 5", "Г. Стороны сотрудничают.", "2. Стороны встречаются."]
    assert labels(*texts) == ["3.", "", "1.", "2."]


def test_a_letter_that_no_number_follows_stays_one() -> None:
    assert labels("А. Введение", "Б. Цели", "В. Меры", "Г. Сроки") == ["А.", "Б.", "В.", "Г."]


def test_the_letters_of_a_russian_list_are_latin_where_they_follow_as_latin_ones_do() -> None:
    texts = ["а) цели;", "ь) меры;", "с) сроки;", "9) оценки;", "е) доклады;", "Г) средства."]
    assert [p.key for p in mended(read(*texts))] == ["a", "ь", "c", "d", "e", "f"]


def test_a_list_of_cyrillic_letters_stays_as_it_is() -> None:
    texts = ["а) цели;", "б) меры;", "в) сроки;", "г) оценки;"]
    assert mended(read(*texts)) == read(*texts)


def test_small_roman_numbers_are_told_within_a_list_which_then_goes_on() -> None:
    texts = [
        "(a) aims;",
        "(1) the first;",
        "(11) the second;",
        "(111) the third;",
        "(b) means;",
        "(1) money;",
        "(ii) time.",
    ]
    assert labels(*texts) == ["(a)", "(i)", "(ii)", "(iii)", "(b)", "(i)", "(ii)"]


def test_a_list_goes_on_behind_one_label_that_was_lost() -> None:
    assert labels("а) цели;", "и меры;", "с) сроки;", "4) оценки.") == ["а)", "", "с)", "d)"]


def test_numbers_in_brackets_are_no_letters_where_no_list_tells() -> None:
    texts = ["1) The first.", "2) The second.", "3) The third.", "9) The ninth."]
    assert mended(read(*texts)) == read(*texts)


def test_a_nought_behind_nine_shows_that_first_digits_are_lost_until_a_heading() -> None:
    texts = [f"{n} - يقصد بعبارة الاتفاقية" for n in (8, 9, 0, 1, 2)]
    after = ["المادة 2", "1 - يقصد بعبارة الطرف", "2 - يقصد بعبارة المنطقة"]
    assert labels(*texts, *after) == ["8 -", "9 -", "10 -", "11 -", "12 -", "", "1 -", "2 -"]


def test_numbers_that_begin_anew_are_not_taken_for_such() -> None:
    texts = [f"{n}. The Parties shall meet." for n in (9, 10, 1, 2)]
    assert mended(read(*texts)) == read(*texts)


def test_a_page_with_a_text_of_its_own_says_what_it_says() -> None:
    own, scanned = "4, The Parties shall report.", "4, The Parties shall report."
    found = [*read("3. We meet."), *read(own, page=1), *read("3. We meet.", scanned, page=2)]
    assert [p.label for p in mended(found, pages=[2])] == ["3.", "", "3.", "4."]
