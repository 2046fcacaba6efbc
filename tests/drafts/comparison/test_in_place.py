"""Paragraphs that are the same one because they stand in one place, whatever became of their words."""

from itertools import pairwise

from tests.drafts.comparison.aligned import PARAGRAPHS, links


def test_a_paragraph_that_kept_its_beginning_and_its_place_is_the_same_one() -> None:
    """A few others are nearly as like; none begins so."""
    old = "Redirect handling - Applications using HTTP SHOULD specify that 3xx codes be followed automatically by the client."
    new = "Redirect handling - Applications need to specify how redirects are to be treated, and where they are described."
    asked = (
        "Applications using networks SHOULD specify that codes be used, and where they are described by the {} client."
    )
    around = [asked.format(words) for words in ("first", "second")]
    changed = [text.replace("used", "followed") for text in around]
    found = links([*PARAGRAPHS[:3], old, *around], [*PARAGRAPHS[:3], new, *changed])
    assert ((4,), (4,), False) in found


def test_a_paragraph_that_kept_its_label_and_its_place_is_the_same_one() -> None:
    """Others are more like it; of another label and with other numbers it was deleted and another added."""
    first, last = (f"under section {n} paragraph 3 number 1 or section {n + 2} paragraph 1" for n in (180, 190))
    old = [first, "under § 174 para. 2 no. 1 or § 176 para. 4", last]
    new = [first, "under section 174 paragraph 3 number 1 or section 176 paragraph 1", last]
    assert ((2,), (2,), False) in links(old, new, ({2: "(2)"}, {2: "(2)"}))
    new[1] = new[1].replace("174", "12").replace("176", "15")
    assert 2 not in {n for was, _, _ in links(old, new, ({2: "(2)"}, {2: "(3)"})) for n in was}


def test_a_paragraph_cut_to_its_first_sentence_is_the_same_one() -> None:
    """So little of it is left that the two are hardly alike."""
    first = "Members shall serve two-year, staggered terms."
    old = f"{first} {' '.join(text.replace('We recall', 'The initial terms follow') for text in PARAGRAPHS)}"
    found = links([*PARAGRAPHS[:3], old, *PARAGRAPHS[3:]], [*PARAGRAPHS[:3], first, *PARAGRAPHS[3:]])
    assert ((4,), (4,), False) in found


def test_a_short_line_that_stands_for_another_between_the_same_neighbours_is_the_same_one() -> None:
    """A date, a heading that was a letter: no word of it stayed."""
    old, new = ([PARAGRAPHS[0], line, *PARAGRAPHS[1:]] for line in ("4 March 2025", "9 December 2026"))
    assert links(old, new) == [((n,), (n,), False) for n in range(1, 10)]


def test_a_short_line_is_no_other_where_all_around_changed_or_more_than_one_came() -> None:
    gone, come = "Using inclusive language", "Showing empathy to others"
    lists = [
        ["Respecting all views of others", gone, "Accepting critique"],
        ["Respecting the views of all", come, "Taking critique"],
    ]
    old, new = ([*PARAGRAPHS[:2], *items, *PARAGRAPHS[2:]] for items in lists)
    assert 4 not in {n for linked, _, _ in links(old, new) for n in linked}
    assert links([PARAGRAPHS[0], gone, PARAGRAPHS[1]], [PARAGRAPHS[0], come, "A third", PARAGRAPHS[1]])[1][0] == (3,)


def test_an_item_cut_or_added_to_is_the_same_one_however_much_that_is() -> None:
    item = "environmental protection;"
    longer = "environmental protection, with other treatment for each product, service and process by what it does to nature;"
    others = [
        f"{words}, and the protection of the environment by what each does to nature;" for words in PARAGRAPHS[:2]
    ]
    for old, new in ((item, longer), (longer, item)):
        found = links([*others, old, *PARAGRAPHS[2:]], [*others, new, *PARAGRAPHS[2:]])
        assert ((3,), (3,), False) in found


def test_a_caption_with_another_number_is_another_caption() -> None:
    old, new = (
        [*PARAGRAPHS[:3], line, *PARAGRAPHS[3:]] for line in ("Figure 5: How one thing becomes another", "Figure 9")
    )
    assert 4 not in {n for linked, _, _ in links(old, new) for n in linked}


def test_of_two_copies_of_a_paragraph_the_first_may_have_been_edited() -> None:
    """It is not the second one, which did not change."""
    edited = PARAGRAPHS[1].replace("networks", "all networks, old and new,")
    old, new = [PARAGRAPHS[1], *PARAGRAPHS[1:]], [edited, *PARAGRAPHS[1:]]
    assert links(old, new) == [((n,), (n,), False) for n in range(1, 9)]


def test_titles_in_capitals_are_the_same_titles() -> None:
    """All that stands around them was reworded too."""
    titles = ["General provisions", "Non-parties to this Agreement", "Good faith", "Final provisions"]
    edited = [words.replace(" and ", ", as well as ") for words in PARAGRAPHS]
    old = [words for pair in zip(titles, PARAGRAPHS[:4], strict=True) for words in pair]
    new = [
        words
        for title, text in zip(titles, edited[:4], strict=True)
        for words in ("A new clause.", title.upper(), text)
    ]
    assert [(was, is_) for was, is_, _ in links(old, new)] == [((k + 1,), (k + k // 2 + 2,)) for k in range(8)]


def test_a_line_that_stands_in_many_places_was_not_moved_by_itself() -> None:
    long, line, short = " ".join(PARAGRAPHS[3:]), "Rationale:", [f"Part {name}." for name in "ABC"]
    old, new = [long, PARAGRAPHS[0], line, *short, line], [*short, long, PARAGRAPHS[1], line, line]
    assert [(was, is_) for was, is_, moved in links(old, new) if moved] == [((1,), (4,))]
    together = [*short, long, PARAGRAPHS[0], line, line]
    assert [is_ for _, is_, moved in links(old, together) if moved] == [(1,), (2,), (3,)]


def test_a_sentence_turned_round_in_its_place_is_the_same_one() -> None:
    """Too few words stand in one order, and few have their ending: the constitution of Ukraine in 2016."""
    old = "Найвищим судовим органом у системі судів загальної юрисдикції є Верховний Суд України."
    new = "Верховний Суд є найвищим судом у системі судоустрою України."
    gone, come = "Вищими спеціалізованими органами є відповідні вищі.", "Законом утворюється та ліквідовується."
    found = links([*PARAGRAPHS[:3], old, gone, *PARAGRAPHS[3:]], [*PARAGRAPHS[:3], come, new, *PARAGRAPHS[3:]])
    assert ((4,), (5,), False) in found


def test_a_paragraph_that_kept_its_label_and_was_added_to_many_times_over_is_the_same_one() -> None:
    old = "The court consists of nineteen judges."
    new = f"The supreme court of the federation, which consists of eleven judges: {' '.join(PARAGRAPHS).replace('is', 'was')}"
    texts = ([*PARAGRAPHS[:3], text, *PARAGRAPHS[3:]] for text in (old, new))
    assert ((4,), (4,), False) in links(*texts, ({4: "1."}, {4: "1."}))


def test_a_clause_made_of_the_phrases_of_others_is_another_one() -> None:
    """What it shares with the clause that went it shares with those that stayed."""
    phrases = ["taking into account human rights", "with particular attention to developing countries"]
    phrases += ["in accordance with national legislation", "as a platform for dialogue on the Internet"]
    stayed = [f"Recalling the {n}, {a}, {b};" for n, (a, b) in enumerate(pairwise(phrases), 1)]
    old, new = (f"{word} {phrases[0]}, {phrases[k]};" for word, k in (("Noting", 2), ("Affirming", 3)))
    assert 3 not in {
        n for was, _, _ in links([*stayed[:2], old, stayed[2]], [*stayed[:2], new, stayed[2]]) for n in was
    }


def test_what_was_rewritten_inside_a_block_that_moved_is_the_same_one() -> None:
    old = ["Commodore committee", "The spring meeting elects a commodore committee for next year.", *PARAGRAPHS[:2]]
    new = [
        old[0],
        "A commodore committee of three, with a marshal, is elected by the meeting in spring.",
        *PARAGRAPHS[:2],
    ]
    assert ((2,), (8,), True) in links([*old, *PARAGRAPHS[2:]], [*PARAGRAPHS[2:], *new])
