from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.comparison import chain
from bot.drafts.comparison.align import Link, align
from tests.drafts.comparison.aligned import PARAGRAPHS, links, paragraphs

CLAUSE = "Reaffirming the need to bridge digital divides, including the gender divide, and calls for {}, by 2030."


def test_the_same_draft_is_linked_one_to_one() -> None:
    assert links(PARAGRAPHS, PARAGRAPHS) == [((n,), (n,), False) for n in range(1, 9)]


def test_an_edited_paragraph_is_the_same_one() -> None:
    edited = [
        *PARAGRAPHS[:3],
        "The price of most devices is falling, yet too many households cannot afford one.",
        *PARAGRAPHS[4:],
    ]
    assert ((4,), (4,), False) in links(PARAGRAPHS, edited)


def test_an_inserted_and_a_deleted_paragraph_are_in_no_link() -> None:
    found = links(PARAGRAPHS, ["Something that was never said before now.", *PARAGRAPHS[:5], *PARAGRAPHS[6:]])
    assert {n for old, _, _ in found for n in old} == {1, 2, 3, 4, 5, 7, 8}
    assert {n for _, new, _ in found for n in new} == set(range(2, 9))


def test_a_split_links_one_to_two_and_a_merger_two_to_one() -> None:
    split = [*PARAGRAPHS[:1], "Access to networks remains uneven within and between countries,", "and the gap grows."]
    assert links(PARAGRAPHS[:3], [*split, PARAGRAPHS[2]])[1] == ((2,), (2, 3), False)
    assert links([*split, PARAGRAPHS[2]], PARAGRAPHS[:3])[1] == ((2, 3), (2,), False)


def test_a_split_is_told_from_its_first_half_and_a_look_alike_behind_it() -> None:
    """Each half alone is less like the whole than the clause that came behind them."""
    old = CLAUSE.format("access to networks in rural areas, the gap in which grows from year to year")
    halves = "Reaffirming the need to bridge digital divides, including the gender divide,"
    found = links(
        [PARAGRAPHS[0], old, *PARAGRAPHS[1:3]],
        [
            PARAGRAPHS[0],
            halves,
            old.removeprefix(halves).strip(),
            CLAUSE.format("statistics in every region"),
            *PARAGRAPHS[1:3],
        ],
    )
    assert found[1] == ((2,), (2, 3), False)
    assert {n for _, linked, _ in found for n in linked} == {1, 2, 3, 5, 6}


def test_half_of_a_split_that_begins_as_the_whole_did_may_be_rewritten() -> None:
    old = f"{PARAGRAPHS[1]} {PARAGRAPHS[2]}"
    rewritten = "Access to networks remains a matter of concern where prices between countries have risen."
    found = links([PARAGRAPHS[0], old, PARAGRAPHS[3]], [PARAGRAPHS[0], rewritten, PARAGRAPHS[2], PARAGRAPHS[3]])
    assert [link[:2] for link in found] == [((1,), (1,)), ((2,), (2, 3)), ((3,), (4,))]


def test_a_rewritten_paragraph_beside_one_that_lost_its_words_is_split_off_from_it() -> None:
    """No half is like the whole; that it stands in its place, and words found nowhere else, tell."""
    old = (
        "Abuse may be reported by contacting the team at any hour. All complaints will be reviewed and answered as fits."
        " The team is obliged to maintain confidentiality with regard to the reporter of an incident. Details follow elsewhere."
    )
    halves = [
        "Abuse may be reported to the leaders at any hour. All complaints will be reviewed promptly and fairly.",
        "Every leader is obliged to respect the privacy and the security of the reporter of any incident.",
    ]
    found = links([*PARAGRAPHS[:4], old, *PARAGRAPHS[4:]], [*PARAGRAPHS[:4], *halves, *PARAGRAPHS[4:]])
    assert ((5,), (5, 6), False) in found


def test_a_split_that_was_moved_is_both() -> None:
    whole = f"{PARAGRAPHS[0]} {PARAGRAPHS[1]} {PARAGRAPHS[2]}"
    moved = [*PARAGRAPHS[3:], f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", PARAGRAPHS[2]]
    assert ((1,), (6, 7), True) in links([whole, *PARAGRAPHS[3:]], moved)


def test_a_paragraph_that_stands_elsewhere_nearly_word_for_word_is_not_split_where_it_stood() -> None:
    needs = "with particular attention to the needs of developing countries and of all who speak for them"
    old = f"Emphasizing the Tunis Commitment and human rights both online and offline, {needs}, as appropriate;"
    moved = old.replace("as appropriate", "where appropriate")
    here = [
        "Emphasizing the Tunis Commitment and rights both online and offline,",
        f"Acknowledging enhanced cooperation as called for by the technical and the academic ones, {needs}, by 2030;",
    ]
    found = links([*PARAGRAPHS[:4], old, *PARAGRAPHS[4:]], [moved, *PARAGRAPHS[:4], *here, *PARAGRAPHS[4:]])
    assert ((5,), (1,), True) in found


def test_half_of_a_split_may_be_rewritten_where_the_cut_tells() -> None:
    """What the first half ends with and the second begins with stood together."""
    old = (
        "Recognizing the Internet Governance Forum as a multi-stakeholder platform for dialogue, while noting with concern the"
        " gaps that remain in the Tunis Commitment and the Tunis Agenda for the Information Society, at the national level."
    )
    like = "Recognizing the gaps that remain in the Internet and the Tunis Commitment."
    halves = [
        "Recognizing the Internet, noting all stakeholders, governments and others too, that remain in the Tunis Commitment",
        "and the Tunis Agenda for the Information Society, at the national level.",
    ]
    assert links([like, old, PARAGRAPHS[1]], [like, *halves, PARAGRAPHS[1]])[1] == ((2,), (2, 3), False)


def test_a_moved_paragraph_is_no_half_of_a_split_beside_which_it_came_to_stand() -> None:
    needs = "with particular attention to the needs of developing countries and of all who speak for them"
    recalling = f"Recalling confidence and security in the use of technologies, {needs}, in a transparent manner;"
    rights = "Reaffirming human rights{}, taking into account the divides between and within countries;"
    old = [PARAGRAPHS[0], recalling, *PARAGRAPHS[1:6], rights.format(f", {needs}"), PARAGRAPHS[6]]
    new = [*PARAGRAPHS[:6], recalling.replace("use of", "use of new"), rights.format(""), PARAGRAPHS[6]]
    assert links(old, new)[6:8] == [((2,), (7,), True), ((8,), (8,), False)]


def test_a_longer_clause_that_has_most_of_the_words_is_not_the_whole_of_a_rewritten_one() -> None:
    old = "Noting the role of all stakeholders, taking into account the need to bridge divides, and the gender one, as agreed."
    rewritten = (
        "Noting the role of all who speak openly of technologies in schools, the need to bridge divides, as agreed."
    )
    longer = (
        "Acknowledging the role of all of the stakeholders, calling into account, in this regard, the need to bridge both the"
        " digital and other divides, and the gender one and those of age, in the light of progress, and as it was agreed upon"
        " by Heads of State and Government at the second phase, when targets were set for every country and every region."
    )
    found = links([PARAGRAPHS[0], old, PARAGRAPHS[1]], [PARAGRAPHS[0], rewritten, longer, PARAGRAPHS[1]])
    assert found[1] == ((2,), (2,), False)


def test_a_third_part_must_have_words_that_the_first_two_lack() -> None:
    old = f"{PARAGRAPHS[1]} {PARAGRAPHS[2]}"
    again = "Women and girls are to be counted, and their participation must be seen."
    found = links([PARAGRAPHS[0], old, PARAGRAPHS[3]], [*PARAGRAPHS[:3], again, PARAGRAPHS[3]])
    assert [link[:2] for link in found] == [((1,), (1,)), ((2,), (2, 3)), ((3,), (5,))]


def test_the_fewest_paragraphs_are_moved() -> None:
    moved = [*PARAGRAPHS[1:], PARAGRAPHS[0]]
    assert [link for link in links(PARAGRAPHS, moved) if link[2]] == [((1,), (8,), True)]


def test_a_paragraph_moved_and_edited_is_found() -> None:
    moved = [*PARAGRAPHS[1:], "We recall again the Geneva Declaration of Principles and its Plan of Action."]
    assert ((1,), (8,), True) in links(PARAGRAPHS, moved)


def test_a_new_clause_is_not_taken_for_a_deleted_look_alike() -> None:
    """It resembles the deleted clause no more than it resembles those that stayed."""
    matters = ("access", "skills", "funding", "research", "content", "security")
    stayed = [CLAUSE.format(f"{matter} in every region") for matter in matters]
    edited = [text.replace("calls for", "calls again for") for text in stayed]
    old, new = (
        [CLAUSE.format("statistics in every region"), *PARAGRAPHS, *stayed],
        [*PARAGRAPHS, *edited, CLAUSE.format("standards in every region")],
    )
    found = links(old, new)
    assert {n for linked, _, _ in found for n in linked} == set(range(2, 16))
    assert all(len(linked) == len(into) == 1 and linked[0] == into[0] + 1 for linked, into, _ in found)


def test_a_paragraph_rewritten_in_its_place_does_not_give_way_to_a_look_alike_elsewhere() -> None:
    rewritten = "Women and girls are most affected, in rural areas above all, where their participation must be a goal."
    alike = "Women and girls, it was noted, are most affected, and their equal participation must be fully ensured."
    found = links(PARAGRAPHS, [*PARAGRAPHS[:2], rewritten, *PARAGRAPHS[3:], alike])
    assert found == [((n,), (n,), False) for n in range(1, 9)]


def test_a_paragraph_that_was_moved_is_found_though_a_look_alike_came_to_its_place() -> None:
    alike = "Women and girls are most skilled, and their networks must be heard."
    found = links(PARAGRAPHS, [*PARAGRAPHS[:2], alike, *PARAGRAPHS[3:], PARAGRAPHS[2]])
    assert ((3,), (9,), True) in found


def test_a_paragraph_as_long_as_a_book_is_the_same_one_though_many_words_changed() -> None:
    """Too long to be compared word by word with all others."""
    book = [f"word{k * k % 977} of{k}" for k in range(4_000)]
    edited = [f"{words} more" if k % 9 == 0 else words for k, words in enumerate(book)]
    assert links([PARAGRAPHS[0], " ".join(book)], [" ".join(edited), PARAGRAPHS[0]])[0] == ((2,), (1,), False)
    assert len(links([" ".join(book)], [" ".join(f"other{k}" for k in range(8_000))])) == 0


def test_paragraphs_without_words_are_paired_like_others() -> None:
    assert links(["", "…", ""], ["", "…", ""]) == [((n,), (n,), False) for n in (1, 2, 3)]


def test_equal_cells_of_a_large_table_keep_their_order_when_some_go() -> None:
    cells = [("Yes", "No", "n/a", "-", "0")[(k * k + k // 7) % 5] for k in range(600)]
    found = links(cells, [cell for k, cell in enumerate(cells) if k % 20])
    assert len(found) == 570
    assert not any(moved for _, _, moved in found)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 9)), max_size=9))
def test_the_chain_is_the_heaviest_there_is(edges: list[tuple[int, int, int]]) -> None:
    def best(after: tuple[int, int]) -> int:
        return max((w + best((i, j)) for i, j, w in edges if i > after[0] and j > after[1]), default=0)

    weight: dict[tuple[int, int], int] = {}
    for i, j, w in edges:
        weight[i, j] = max(w, weight.get((i, j), 0))
    found = chain.heaviest([(i, j, float(w)) for i, j, w in edges])
    assert sum(weight[pair] for pair in found) == best((-1, -1))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(0, 2)] * 2, st.integers(1, 9)), max_size=8))
def test_boxes_in_the_chain_have_no_place_in_common(drawn: list[tuple[int, int, int, int, int]]) -> None:
    boxes = [(i, i + di, j, j + dj, float(w)) for i, j, di, dj, w in drawn]

    def best(after: tuple[int, int]) -> float:
        return max((w + best((x, y)) for i, x, j, y, w in boxes if i > after[0] and j > after[1]), default=0)

    found = [boxes[k] for k in chain.heaviest_boxes(boxes)]
    assert sum(w for *_, w in found) == best((-1, -1))
    assert all(a[1] < b[0] and a[3] < b[2] for a, b in pairwise(found))


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=8), st.lists(st.sampled_from(PARAGRAPHS), max_size=8))
def test_no_paragraph_is_in_two_links_and_none_is_many_to_many(old: list[str], new: list[str]) -> None:
    found: list[Link] = align(paragraphs(*old), paragraphs(*new))
    for side in ("old", "new"):
        numbers = [n for link in found for n in getattr(link, side)]
        assert len(numbers) == len(set(numbers))
    assert all(min(len(link.old), len(link.new)) == 1 for link in found)


def test_a_moved_paragraph_written_anew_in_the_middle_is_told_by_its_ends() -> None:
    old = "For instance, a photo of one hour would mean that no user sees a copy older than that for up to one hour."
    new = "For instance, a photo may be updated, and readers of other papers would object, for up to one hour."
    assert ((1,), (9,), True) in links([old, *PARAGRAPHS], [*PARAGRAPHS, new])


def test_an_end_that_others_have_too_tells_nothing() -> None:
    old = [
        "Noting the need for access, " + CLAUSE.format("funds"),
        "Noting the need for access, " + CLAUSE.format("skills"),
    ]
    new = [*PARAGRAPHS, "Noting the need for devices that last and cost little, by 2030."]
    assert all(link[1] != (9,) for link in links([*old, *PARAGRAPHS], new))


def test_an_item_of_a_list_is_told_by_a_word_that_stands_nowhere_else() -> None:
    heads = ["Examples of good behaviour include:", "Examples of unacceptable behaviour include:"]
    old = [
        heads[0],
        "Being respectful of differing opinions, viewpoints and experiences of others",
        "Showing empathy towards other members",
        heads[1],
    ]
    new = [
        heads[0],
        "Demonstrating empathy and kindness toward other people",
        "Being respectful of differing opinions, viewpoints and experiences of others",
        heads[1],
    ]
    assert ((3,), (2,), True) in links([*old, *PARAGRAPHS], [*new, *PARAGRAPHS])


def test_a_paragraph_merged_into_one_that_stands_elsewhere_is_part_of_the_merger() -> None:
    merged = f"{PARAGRAPHS[1]} {PARAGRAPHS[6]}"
    new = [PARAGRAPHS[0], merged, *PARAGRAPHS[2:6], PARAGRAPHS[7]]
    assert ((2, 7), (2,), False) in links(PARAGRAPHS, new)
    assert ((2,), (2, 7), False) in links(new, PARAGRAPHS)


def test_a_clause_that_stands_in_many_paragraphs_is_merged_into_none() -> None:
    clause = "Inviting all stakeholders to bridge the divides within existing resources"
    added = [f"{p} {clause}, {end}." for p, end in zip(PARAGRAPHS, "abcdefgh", strict=True)]
    assert len(links([*PARAGRAPHS, clause], added)) == len(PARAGRAPHS)
    assert all(len(old) == 1 for old, _, _ in links([*PARAGRAPHS, clause], added)[:-1])


def test_a_pair_in_order_gives_way_to_one_that_is_much_more_alike() -> None:
    old = (
        "Underlining enhanced cooperation as called for in the Tunis Agenda, and, in this regard, calls for the importance of "
        "multilingualism and cultural diversity on the Internet, as appropriate."
    )
    there = (
        "Underlining enhanced cooperation as called for in the Tunis common Agenda, and, in this regard, calls for public and "
        "regional funds and the importance of multilingualism and cultural diversity on the Internet, as appropriate."
    )
    here = (
        "Underlining the Geneva Declaration of Principles and the Geneva Plan of Action, and, in this regard, calls for the "
        "importance of multilingualism and cultural diversity on the Internet, taking into account the outcomes of the summit."
    )
    found = links([*PARAGRAPHS[:4], old, *PARAGRAPHS[4:]], [there, *PARAGRAPHS[:4], here, *PARAGRAPHS[4:]])
    assert ((5,), (1,), True) in found


def test_a_numbered_caption_keeps_its_place_though_another_had_its_number() -> None:
    """A new figure came before them: each is the one that stood there."""
    old = [PARAGRAPHS[0], "Figure 1", PARAGRAPHS[1], "Figure 2", PARAGRAPHS[2], "Figure 3", PARAGRAPHS[3]]
    new = ["A picture of what is new.", "Figure 1", PARAGRAPHS[0], "Figure 2", PARAGRAPHS[1], "Figure 3", PARAGRAPHS[2]]
    found = links(old, [*new, "Figure 4", PARAGRAPHS[3]])
    assert [link for link in found if link[0] in ((2,), (4,), (6,))] == [
        ((2,), (4,), False),
        ((4,), (6,), False),
        ((6,), (8,), False),
    ]


def test_a_moved_clause_that_kept_its_ends_is_found_among_others_nearly_as_like_it() -> None:
    clause = "{} the role of all stakeholders in schools, taking into account {} and the need to bridge divides, {}."
    matters = ("access", "skills", "funding", "research")
    stayed = [clause.format("Noting", matter, "as appropriate") for matter in matters]
    old = clause.format("Welcoming", "the cost of devices in rural regions", "by 2030")
    moved = "Welcoming the part of all in schools, taking into account the need to bridge divides and gaps, by 2030."
    edited = [text.replace("role", "leading role") for text in stayed]
    assert ((1,), (13,), True) in links([old, *PARAGRAPHS, *stayed], [*PARAGRAPHS, *edited, moved])
    otherwise = moved.replace("Welcoming", "Recalling").replace("by 2030", "as agreed")
    assert all(link[0] != (1,) for link in links([old, *PARAGRAPHS, *stayed], [*PARAGRAPHS, *edited, otherwise]))


def test_what_came_beside_a_moved_paragraph_does_not_take_one_that_stands_unchanged_elsewhere() -> None:
    moved = CLAUSE.format("the cost of devices in rural regions")
    elsewhere = CLAUSE.format("schools and libraries that are open to all")
    come = CLAUSE.format("schools and their teachers and those who pay")
    found = links([moved, elsewhere, *PARAGRAPHS], [*PARAGRAPHS[:7], moved, come, PARAGRAPHS[7], elsewhere])
    assert [link for link in found if link[2]] == [((1,), (8,), True), ((2,), (11,), True)]


def test_of_two_copies_that_were_moved_each_is_told_by_what_stands_beside_it() -> None:
    note = "NOTE: This is useful to those alone who look at networks in public places."
    asked = [
        "An object MAY contain a request, whose value tells what was sent.",
        "An object MAY contain a response, whose value tells what came of it.",
    ]
    edited = [asked[0].replace("request", "wish"), asked[1].replace("response", "reply")]
    found = links(
        [asked[0], note, asked[1], note, *PARAGRAPHS], [*PARAGRAPHS, "A third.", edited[0], note, edited[1], note]
    )
    assert [link[:2] for link in found if link[0] < (5,)] == [((n,), (n + 9,)) for n in range(1, 5)]


def test_a_moved_clause_with_another_middle_is_found_though_clauses_share_most_of_its_words() -> None:
    begins = "Emphasizing the Geneva Declaration of Principles and the Plan of"
    ends = (
        "while noting with concern the gaps that remain in enhanced cooperation as called for, in a democratic manner."
    )
    old = f"{begins} Action, and invites all stakeholders to strengthen the Forum as a platform for dialogue, {ends}"
    new = f"{begins} the need to bridge digital divides, with particular attention to access, {ends}"
    clause = f"Noting {{}}, the need to bridge digital divides, with particular attention to access, {ends}"
    stayed = [clause.format(matter) for matter in ("skills", "funds", "research")]
    edited = [text.replace("digital ", "") for text in stayed]
    assert ((1,), (12,), True) in links([old, *PARAGRAPHS, *stayed], [*PARAGRAPHS, *edited, new])


def test_lines_that_have_but_signs_in_common_are_not_alike() -> None:
    old, new = [PARAGRAPHS[0], '"arguments": [', *PARAGRAPHS[1:]], [*PARAGRAPHS[1:], PARAGRAPHS[0], '"sarif-sdk": {']
    assert all(linked != (2,) for linked, _, _ in links(old, new))


def test_a_pair_in_order_gives_way_to_a_clause_with_the_same_ends_that_is_nearly_a_copy() -> None:
    clause = "{} the sovereign right of States over policy, taking into account {} over public policy issues{}."
    old = clause.format("Underlining", "the sovereign right of States", ", in a transparent manner")
    moved = old.replace("policy,", "[policy],").replace("transparent", "most transparent")
    here = clause.format("Encouraging", "confidence of States", ", in an open manner")
    found = links([*PARAGRAPHS[:4], old, *PARAGRAPHS[4:]], [moved, *PARAGRAPHS[:4], here, *PARAGRAPHS[4:]])
    assert ((5,), (1,), True) in found


def test_a_split_is_one_though_a_new_look_alike_stands_between_its_halves() -> None:
    first = "Recalling the commitment to the role of all stakeholders in every region and every country,"
    second = "with attention to the needs of those who cannot afford devices, as appropriate."
    between = "Noting the role of all stakeholders, with attention to the needs of those who teach, as appropriate."
    found = links(
        [PARAGRAPHS[0], f"{first} {second}", PARAGRAPHS[1]], [PARAGRAPHS[0], first, between, second, PARAGRAPHS[1]]
    )
    assert [link[:2] for link in found] == [((1,), (1,)), ((2,), (2, 4)), ((3,), (5,))]
