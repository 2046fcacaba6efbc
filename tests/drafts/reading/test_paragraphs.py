from bot.drafts.reading import Block, Paragraph
from bot.drafts.reading.paragraphs import clean, paragraphs


def read(*blocks: Block | str) -> tuple[Paragraph, ...]:
    return paragraphs([Block(b) if isinstance(b, str) else b for b in blocks])


def test_marks_of_agreement_are_in_neither_text_nor_hash() -> None:
    marked, bare = read("[Suggested for Closure] 1. We thank the host. [agreed]", "1. We thank the host.")
    assert (marked.label, marked.text) == ("1.", "We thank the host.")
    assert marked.mark == "[Suggested for Closure] [agreed]"
    assert (marked.text_hash, marked.word_hash) == (bare.text_hash, bare.word_hash)
    assert bare.mark is None


def test_text_in_brackets_is_no_mark() -> None:
    (p,) = read("1. [We agreed on this] [and agreed text]")
    assert p.mark is None
    assert p.text == "[We agreed on this] [and agreed text]"


def test_a_mark_on_its_own_belongs_to_the_paragraph_before_and_one_that_suggests_to_the_next() -> None:
    first, second = read("1. One.", "[agreed ad ref]", "[Suggested for closure]", "2. Two.")
    assert (first.mark, second.mark) == ("[agreed ad ref]", "[Suggested for closure]")


def test_a_label_of_the_format_wins() -> None:
    (p,) = read(Block("We recall", label="14."))
    assert (p.label, p.key, p.text) == ("14.", "14", "We recall")


def test_a_label_in_a_block_of_its_own_is_joined_to_its_words() -> None:
    margin, number = read("Pp5", "Recalling the Summit,", "14.", "We recall.")
    assert (margin.label, margin.text) == ("Pp5", "Recalling the Summit,")
    assert (number.label, number.text) == ("14.", "We recall.")


def test_a_heading_that_is_only_a_label_keeps_it_as_text_and_can_be_looked_up() -> None:
    heading, first = read(Block("Art 1", "heading"), "(1) Die Würde des Menschen ist unantastbar.")
    assert (heading.label, heading.text, heading.key) == ("", "Art 1", "art1")
    assert first.label == "(1)"


def test_struck_spans_move_with_their_letters() -> None:
    (p,) = read(Block("3.  We\u00a0 agree [strongly] now", struck=((8, 13),)))
    assert p.text == "We agree [strongly] now"
    assert [p.text[a:b] for a, b in p.struck] == ["agree"]


def test_a_span_over_label_and_words_keeps_the_words() -> None:
    (p,) = read(Block("3. We agree", struck=((0, 11),)))
    assert [p.text[a:b] for a, b in p.struck] == ["We agree"]


def test_cells_keep_what_looks_like_a_label() -> None:
    (p,) = read(Block("14. June", "cell"))
    assert (p.label, p.text) == ("", "14. June")


def test_numbers_count_from_one_and_empty_blocks_are_dropped() -> None:
    assert [p.n for p in read("One.", " \u00a0 ", "\uf0b7 Two.", "")] == [1, 2]


def test_direction_marks_go_where_nothing_runs_right_to_left() -> None:
    assert clean("The\u200e right\u200f \x03to\x0f know") == ("The right to know", ())
    assert clean("المادة\u200f 3") == ("المادة\u200f 3", ())


def test_text_stays_letter_for_letter() -> None:
    text = "A\ufb01rm “the” me\u00addia – e\u0301"
    assert read(text)[0].text == text


def test_an_article_in_brackets_can_be_looked_up_and_keeps_its_brackets() -> None:
    (paragraph,) = paragraphs([Block("[Article 3bis] (REDD-plus)", "heading")])
    assert (paragraph.text, paragraph.label, paragraph.key) == ("[Article 3bis] (REDD-plus)", "", "article3bis")


def test_a_number_of_three_parts_before_a_small_letter_is_a_label_where_it_is_the_next_one() -> None:
    found = read(
        "5.1 Contributions", "5.1.1 a policy;", "5.1.2 a procedure;", "5.1.4 of the Code applies.", "192.0.2.0 is used."
    )
    assert [p.label for p in found] == ["5.1", "5.1.1", "5.1.2", "", ""]
    assert [p.text for p in found][1:4] == ["a policy;", "a procedure;", "5.1.4 of the Code applies."]


def test_a_number_of_two_parts_before_a_small_letter_is_a_label_only_in_turn() -> None:
    found = read(
        "3.2 Names",
        "3.2.1 General",
        "3.3 artifact object",
        "3.4 (a) The budget",
        "3.5 million people",
        "2.1 times more",
    )
    assert [p.label for p in found] == ["3.2", "3.2.1", "3.3", "3.4", "", ""]


def test_a_term_is_numbered_under_the_heading_whose_part_it_is() -> None:
    blocks = [
        Block("2 Terms", "heading"),
        Block("2.1 compliance artifacts"),
        Block("1. Scope"),
        Block("1.1 scope of this"),
    ]
    assert [p.label for p in paragraphs(blocks)] == ["2", "2.1", "1.", ""]


def test_the_number_of_a_note_is_its_label_and_never_means_a_paragraph() -> None:
    notes = ("2 United Nations, Treaty Series", "30 June 2015", "3 million people", "4 see above")
    found = paragraphs([*(Block(note, "note") for note in notes), Block("2. We agree")])
    assert [(p.label, p.key) for p in found] == [("2", ""), ("", ""), ("", ""), ("4", ""), ("2.", "2")]
    assert found[0].text == "United Nations, Treaty Series"


def test_a_table_of_contents_that_no_format_tells_is_left_out() -> None:
    table = ["Contents", "1. Scope 3", "2. Terms .... 4", "A title cut sh…", "3. Duties of Parties 12"]
    body = [
        "1. Scope",
        "This applies to all.",
        "And it lasts.",
        "2. Terms",
        "“Party” is who has signed.",
        "3. Duties of Parties",
    ]
    assert [f"{p.label} {p.text}".strip() for p in read(*table, *body)] == ["Contents", "A title cut sh…", *body]


def test_a_list_that_does_not_come_again_is_no_table_of_contents() -> None:
    assert len(read("Contents", "1. Scope", "2. Terms", "3. Duties")) == 4
    assert len(read("1. Scope", "2. Terms", "1. Scope", "2. Terms")) == 4
    cells = [Block(text, "cell") for text in ("Contents", "MUST", "MAY", "SHOULD", "MUST", "MAY", "SHOULD")]
    assert len(paragraphs(cells)) == len(cells)


def test_headings_one_after_another_that_all_come_again_are_a_table_of_contents_without_a_title() -> None:
    titles = [Block(f"Article {n}: duty {'of' * n}", "heading") for n in range(1, 10)]
    body = [block for title in titles for block in (title, Block(f"What {title.text} asks of the Parties."))]
    last = [title for title in titles if title is not titles[0]]  # as where its first line is missing
    assert paragraphs([*last, *body]) == paragraphs(body)
    assert len(paragraphs([*reversed(titles), *body])) == len(titles) + len(body), "another order is no table of it"
    assert len(paragraphs([*titles[:7], *body])) == 7 + len(body), "so few may be a skeleton of options"


def test_the_arrangement_of_sections_of_a_law_is_left_out_with_the_heads_of_its_columns() -> None:
    titles = ("1. Short title", "2. Application", "3. Interpretation", "4. Presumptions")
    body = [
        block
        for title in titles
        for block in (title, f"This says what it says of {title.lower()} and of nothing else.")
    ]
    found = read("ARRANGEMENT OF SECTIONS", "Section", "Title", "PART I", *(f"{title}." for title in titles), *body)
    assert [p.text for p in found].count("Application") == 1
    assert not any(p.text == "Application." for p in found)


def test_a_number_set_as_a_heading_numbers_what_follows_and_an_article_heads_it() -> None:
    blocks = [
        Block("1)", "heading"),
        Block("The rules of this act."),
        Block("Art. 2.", "heading"),
        Block("It applies."),
    ]
    assert [(p.kind, p.label, p.text) for p in paragraphs(blocks)] == [
        ("paragraph", "1)", "The rules of this act."),
        ("heading", "", "Art. 2."),
        ("paragraph", "", "It applies."),
    ]
