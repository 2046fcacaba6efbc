"""A paragraph keeps its thread through every draft."""

from collections.abc import Callable, Sequence

import pytest

from bot.drafts.reading import Reading
from bot.positions.threads import chained

Make = Callable[..., Reading]

A = "C1. Affirm that the same rights that people have offline must also be protected online, everywhere."
B = "C2. Recognise the contribution of all stakeholders to building the information society since Tunis."
C = "C3. Call on all governments to bridge the digital divide between countries and within each of them."


@pytest.fixture
def threads(reading: Make) -> Callable[..., list[list[int]]]:
    """The threads of drafts, each given as its lines."""

    def of(*drafts: Sequence[str]) -> list[list[int]]:
        made = [(reading(*lines), None) for lines in drafts]
        return [list(one.values()) for one in chained(made, 0)]

    return of


Threads = Callable[..., list[list[int]]]


def test_a_first_draft_counts_its_paragraphs(threads: Threads) -> None:
    assert threads([A, B, C]) == [[1, 2, 3]]


def test_words_places_and_numbers_may_change(threads: Threads) -> None:
    reworded = C.replace("all governments", "governments and their partners")
    assert threads([A, B, C], [C.replace("C3", "C1"), A.replace("C1", "C2"), B])[1] == [3, 1, 2]
    assert threads([A, B, C], [A, B, reworded])[1] == [1, 2, 3]


def test_what_is_added_is_new(threads: Threads) -> None:
    assert threads([A, C], [A, B, C])[1] == [1, 3, 2]


def test_a_number_is_never_given_twice(threads: Threads) -> None:
    other = "C9. Decide to hold an overall review of the outcomes by the General Assembly in the year 2025."
    assert threads([A, B], [A], [A, other])[2] == [1, 3]


def test_what_is_back_has_its_old_thread(threads: Threads) -> None:
    assert threads([A, B, C], [A, C], [A, C], [A, B, C])[3] == [1, 2, 3]


def test_what_is_back_nearly_so_has_its_old_thread(threads: Threads) -> None:
    assert threads([A, B, C], [A, C], [A, B.replace("since Tunis", "after Tunis"), C])[2] == [1, 2, 3]


def test_what_is_back_in_words_of_an_older_draft_has_its_old_thread(threads: Threads) -> None:
    other = "C2. Recognise what has been done by everybody in building a society that is open to all since Tunis."
    assert threads([A, B, C], [A, other, C], [A, C], [A, B, C])[3] == [1, 2, 3]


def test_the_part_with_most_of_the_words_keeps_the_thread_of_a_split(threads: Threads) -> None:
    first, second = "C4. Underline the importance of media.", A.removeprefix("C1. ")
    whole = f"{first} {second}"
    assert threads([whole, B], [first, f"C5. {second}", B])[1] == [3, 1, 2]


def test_what_was_merged_goes_on_where_most_of_it_came_from(threads: Threads) -> None:
    short = "C4. Underline the importance of free media."
    merged = f"{short} {A.removeprefix('C1. ')}"
    before, after = threads([short, A, B], [merged, B])
    assert (before, after) == ([1, 2, 3], [2, 3])


def test_readings_that_have_threads_keep_them(reading: Make) -> None:
    r1, r2 = reading(A, B), reading(A, C, B)
    assert chained([(r1, {1: 7, 2: 9}), (r2, None)], 11) == [{1: 7, 2: 9}, {1: 7, 2: 12, 3: 9}]
