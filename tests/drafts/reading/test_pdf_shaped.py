"""Arabic, Hebrew and Thai as browsers print them: shaped letters are named by their places, and some twice."""

from collections.abc import Sequence

from bot.drafts.reading.formats.pdf_letters import Box, Letters
from bot.drafts.reading.formats.pdf_shaped import as_typed


class Placed(Letters):
    """Letters 10 wide, each where it is said that it begins."""

    def __init__(self, lefts: Sequence[float]) -> None:
        self._lefts = lefts

    def origins(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        return [self._lefts[n] for n in indexes], [0.0] * len(indexes)

    def box(self, index: int) -> Box:
        return self._lefts[index], self._lefts[index] + 10, 0.0, 10.0


def typed(text: str, lefts: Sequence[float]) -> str:
    return as_typed(Placed(lefts), text)[1]


def test_a_word_whose_letters_come_from_left_to_right_is_turned_and_others_are_not() -> None:
    assert typed("עמגמ הבא", [60, 70, 80, 90, 50, 40, 30, 20]) == "מגמע הבא"
    assert typed("مجتمع", [50, 40, 30, 20, 10]) == "مجتمع"


def test_letters_of_a_turned_word_stand_where_they_stood() -> None:
    letters, text = as_typed(Placed([10, 20, 30]), "ג‌בא".replace("\u200c", ""))
    assert (text, letters.origins([0, 2])[0]) == ("אבג", [30, 10])


def test_a_bracket_goes_to_the_word_that_it_stands_at() -> None:
    lefts = [70, 80, 90, 52, 52, 20, 30, 40]  # "ג", "ב", "א", the bracket, a blank in its place, and the next word
    assert typed("גבא) ודה", lefts) == "אבג )הדו"


def test_a_thai_letter_that_is_named_again_in_its_place_is_named_once() -> None:
    assert typed("สังสั คม", [0, 5, 10, 4, 8, 20, 30, 40]).replace("\u2060", "") == "สังคม"
    assert typed("สังสั คม", [0, 5, 20, 30, 35, 40, 50, 60]) == "สังสั คม"
