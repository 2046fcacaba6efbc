"""A paragraph keeps its thread through every draft."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

Threads = Callable[..., Awaitable[list[list[int]]]]

A = "C1. Affirm that the same rights that people have offline must also be protected online, everywhere."
B = "C2. Recognise the contribution of all stakeholders to building the information society since Tunis."
C = "C3. Call on all governments to bridge the digital divide between countries and within each of them."


@pytest.fixture
def threads(hall: Any) -> Threads:
    """The threads of drafts that are posted one after the other, each given as its lines."""

    async def of(*drafts: Sequence[str]) -> list[list[int]]:
        posted = [await hall.draft(*lines) for lines in drafts]
        return [await hall.threads(draft) for draft in posted]

    return of


async def test_a_first_draft_counts_its_paragraphs(threads: Threads) -> None:
    assert await threads([A, B, C]) == [[1, 2, 3]]


async def test_words_places_and_numbers_may_change(threads: Threads) -> None:
    reworded = C.replace("all governments", "governments and their partners")
    moved = [C.replace("C3", "C1"), A.replace("C1", "C2"), B]
    assert await threads([A, B, C], [A, B, reworded], moved) == [[1, 2, 3], [1, 2, 3], [3, 1, 2]]


async def test_what_is_added_is_new(threads: Threads) -> None:
    assert (await threads([A, C], [A, B, C]))[1] == [1, 3, 2]


async def test_a_number_is_never_given_twice(threads: Threads) -> None:
    other = "C9. Decide to hold an overall review of the outcomes by the General Assembly in the year 2025."
    assert (await threads([A, B], [A], [A, other]))[2] == [1, 3]


async def test_what_is_back_has_its_old_thread(threads: Threads) -> None:
    assert (await threads([A, B, C], [A, C], [A, C], [A, B, C]))[3] == [1, 2, 3]


async def test_what_is_back_nearly_so_has_its_old_thread(threads: Threads) -> None:
    assert (await threads([A, B, C], [A, C], [A, B.replace("since Tunis", "after Tunis"), C]))[2] == [1, 2, 3]


async def test_what_is_back_in_words_of_an_older_draft_has_its_old_thread(threads: Threads) -> None:
    other = "C2. Recognise what has been done by everybody in building a society that is open to all since Tunis."
    assert (await threads([A, B, C], [A, other, C], [A, C], [A, B, C]))[3] == [1, 2, 3]


async def test_the_part_with_most_of_the_words_keeps_the_thread_of_a_split(threads: Threads) -> None:
    first, second = "C4. Underline the importance of media.", A.removeprefix("C1. ")
    whole = f"{first} {second}"
    assert (await threads([whole, B], [first, f"C5. {second}", B]))[1] == [3, 1, 2]


async def test_what_was_merged_goes_on_where_most_of_it_came_from(threads: Threads) -> None:
    short = "C4. Underline the importance of free media."
    merged = f"{short} {A.removeprefix('C1. ')}"
    before, after = await threads([short, A, B], [merged, B])
    assert (before, after) == ([1, 2, 3], [2, 3])


async def test_only_what_lost_its_place_stands_where_it_was(hall: Any, threads: Threads) -> None:
    await threads([A, B, C], [A, C], [A])
    assert await hall.standing() == {1: (3, 1), 2: (1, 2), 3: (2, 2)}


async def test_a_draft_that_was_none_of_the_document_leaves_no_words_behind_and_no_number_free(hall: Any) -> None:
    other = "C9. Decide to hold an overall review of the outcomes by the General Assembly in the year 2025."
    await hall.draft(A, B)
    wrong = await hall.draft(A, B, other)
    await hall.take_out(wrong)
    assert await hall.standing() == {1: (1, 1), 2: (1, 2), 3: (2, 3)}
    assert await hall.threads(await hall.draft(A, other, B)) == [1, 4, 2]


async def test_a_better_reading_of_an_older_draft_moves_nothing_that_stands(hall: Any) -> None:
    old = await hall.draft(A, B)
    new = await hall.draft(A, B, C)
    await hall.read_again(old, A, C, B.replace("since Tunis", "after Tunis"))
    assert await hall.threads(old) == [1, 3, 2]
    assert await hall.threads(new) == [1, 2, 3]
    assert await hall.standing() == {1: (2, 1), 2: (2, 2), 3: (2, 3)}
