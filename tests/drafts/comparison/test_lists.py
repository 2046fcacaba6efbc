"""A paragraph that became a list, and a list that became one paragraph."""

from bot.drafts.comparison.align import align
from bot.drafts.reading import Paragraph, words

BEFORE, BEHIND = "The Society has its seat in the capital.", "Notice is given to every member in writing."
TITLE = "Meetings of the Committee"
ITEMS = (
    "The committee shall meet at least once every two months to exercise its functions.",
    "It shall be called by the secretary with seven days of notice.",
    "The secretary must keep an accurate record of resolutions passed at all meetings.",
    "A special meeting shall be convened on the requisition of not less than one third of those elected.",
    "At every meeting a simple majority of those elected at the close of the last year shall constitute a quorum.",
    "Questions arising at any meeting shall be decided by a majority of votes.",
    "A member shall not vote in respect of any matter in which that member is financially interested.",
    "The president shall preside as chairperson, and if absent for ten minutes, one of the members does.",
)
AS_ONE = f"{TITLE} " + " ".join(f"{n}. {item}" for n, item in enumerate(ITEMS, 1))


def links(old: list[str], new: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    sides = []
    for side in (old, new):
        hashed = [(text, *words.hashes(text)) for text in side]
        sides.append([Paragraph(n, t, text_hash=a, word_hash=b) for n, (t, a, b) in enumerate(hashed, 1)])
    return [link[:2] for link in align(*sides)]


def test_a_paragraph_that_became_a_list_is_split_into_its_items() -> None:
    """None of nine parts is like the whole."""
    found = links([BEFORE, AS_ONE, BEHIND], [BEFORE, TITLE, *ITEMS, BEHIND])
    assert found == [((1,), (1,)), ((2,), tuple(range(2, 11))), ((3,), (11,))]


def test_items_far_from_the_longest_one_belong_to_the_list() -> None:
    """The last of twelve is most like the whole."""
    items = [*ITEMS, *(f"The {name} shall send the minutes to every member." for name in ("clerk", "deputy", "warden"))]
    last = " ".join(items[3:7]).replace(".", ",").replace("shall", "will")
    old, new = [BEFORE, " ".join([*items, last]), BEHIND], [BEFORE, *items, last, BEHIND]
    assert links(old, new)[1] == ((2,), tuple(range(2, 14)))


def test_a_list_that_became_a_paragraph_is_merged_into_it_though_some_items_changed() -> None:
    items = [item.replace("meeting", "regular meeting").replace("two months", "three months") for item in ITEMS]
    found = links([BEFORE, TITLE, *items, BEHIND], [BEFORE, AS_ONE, BEHIND])
    assert found == [((1,), (1,)), (tuple(range(2, 11)), (2,)), ((11,), (3,))]


def test_a_new_item_among_them_is_none_of_what_the_paragraph_became() -> None:
    new = "Minutes are published within a fortnight of each of these."
    found = links([BEFORE, AS_ONE, BEHIND], [BEFORE, *ITEMS[:4], new, *ITEMS[4:], BEHIND])
    assert found[1] == ((2,), (2, 3, 4, 5, 7, 8, 9, 10))


def test_a_few_words_in_common_make_no_list() -> None:
    others = ["The committee shall meet once a year.", "The secretary keeps a record.", "The president shall preside."]
    assert links([BEFORE, AS_ONE, BEHIND], [BEFORE, *others, BEHIND]) == [((1,), (1,)), ((3,), (5,))]
