import textwrap
import time

import pytest

from bot.drafts.reading.formats.markdown import read as read_markdown
from bot.drafts.reading.formats.text import blocks, read

PROSE = (
    "The multi-stakeholder approach is recognised by all stakeholders, and the role of each stakeholder is described "
    "in paragraph 35 of the Tunis Agenda; nothing in it is new, and well-known clauses stand as they were, on-line and off."
)


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


@pytest.mark.parametrize("width", range(50, 90, 3))
def test_wrapped_paragraphs_come_back_whole_at_any_width(width: int) -> None:
    paragraphs = [f"{n}. {PROSE} {n}" for n in range(1, 6)]
    assert texts("\n\n".join(textwrap.fill(p, width) for p in paragraphs)) == paragraphs


def test_a_text_of_long_lines_has_a_paragraph_on_each() -> None:
    assert texts(f"1. {PROSE}\n2. {PROSE}\n{PROSE}\n") == [f"1. {PROSE}", f"2. {PROSE}", PROSE]


def test_list_items_need_no_empty_line_between_them() -> None:
    text = "The Conference decides to do the following without further delay:\n(a) agree;\n(b) share; and\n(c) report."
    assert texts(text)[1:] == ["(a) agree;", "(b) share; and", "(c) report."]


def test_a_number_at_the_beginning_of_a_wrapped_line_is_no_label() -> None:
    text = textwrap.dedent("""\
        The group met in the week that began on the second day of June
        2014. It was attended by all of the delegations that had come to
        30 meetings before, and it closed with the adoption of paragraph
        14. Nothing else was decided.""")
    assert len(texts(text)) <= 2
    assert " ".join(texts(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("multi-\nstakeholder and multi-stakeholder", "multi-stakeholder and multi-stakeholder"),
        ("coop-\neration and cooperation", "cooperation and cooperation"),
        ("coop\u00ad\neration", "cooperation"),
        ("the pre-\nand post-session", "the pre- and post-session"),
    ],
)
def test_a_word_broken_at_the_line_end_is_mended_as_the_text_writes_it(broken: str, whole: str) -> None:
    assert texts(broken) == [whole]


def test_an_encoding_is_guessed_and_said() -> None:
    data = ("Признавая роль всех заинтересованных сторон, мы заявляем о своей приверженности делу. " * 4).encode(
        "cp1251"
    )
    extract = read(data)
    assert extract.blocks[0].text.startswith("Признавая роль")
    assert len(extract.warnings) == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("1. Les États parties réaffirment leur engagement à l’égard des « principes » déjà énoncés.", "cp1252"),
        ("1. Los Estados reafirman su compromiso con la cooperación según los principios de la Declaración.", "cp1252"),
        ("Réaffirmant leur attachement à la coopération", "cp1252"),
        (
            "Strony potwierdzają swoje zobowiązania do współpracy i zgadzają się na przegląd w roku 2030, zgodnie z zasadami "
            "Karty oraz prawa międzynarodowego, które są wiążące.",
            "cp1250",
        ),
    ],
)
def test_a_guess_goes_by_the_language_and_not_by_the_bytes_alone(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).blocks[0].text == text


def test_markdown_brackets_that_lead_nowhere_are_words() -> None:
    text = "[Each [Party][State]] shall](should) [agree][^1], see [the page](https://example.org/x) and [1](#n).\n"
    (block,) = read_markdown(text.encode()).blocks
    assert block.text == "[Each [Party][State]] shall](should) [agree], see the page and 1."


def test_markdown_code_and_indented_text_lose_no_words() -> None:
    text = "    [Option 1: indented]\n\n```\n{{x}} [^1] <b>\n\nnext\n```\n\nsee `[^2] {:x}`\n"
    assert [b.text for b in read_markdown(text.encode()).blocks] == [
        "[Option 1: indented]",
        "{{x}} [^1] <b>",
        "next",
        "see [^2] {:x}",
    ]


def test_a_reference_that_no_line_break_parts_is_no_label() -> None:
    text = (
        "When it comes to the key, it is always the reader who must look whether\n"
        "this key is used to make the signature of the file that is named in\n"
        "Section 3.5.\n\nNext.\n"
    )
    assert texts(text)[0].endswith("named in Section 3.5.")


def test_a_paragraph_goes_on_over_the_page_inside_round_brackets() -> None:
    first = "The line that ends this page has a bracket which is open (a field:"
    pages = [first, "it has a value) and goes on.", textwrap.fill(PROSE, 70)]
    text = "\f".join(f"Draft        June 2014\n\n{page}\n\nGroup [Page {n}]\n" for n, page in enumerate(pages, 1))
    assert texts(text)[0] == f"{first} it has a value) and goes on."


def test_a_mark_of_a_note_before_a_colon_is_cut_off() -> None:
    (block, *_) = read_markdown(b"Option 1[^7]: Each Party.\n\n[^7]: A note.\n").blocks
    assert block.text == "Option 1: Each Party."


def test_a_draft_of_two_pages_goes_on_over_its_one_page_break() -> None:
    foot = "\n\n\nFoudil             Expires August 5, 2018             [Page 2]\n\f\n"
    head = "Internet-Draft      Security Policies      February 2018\n\n\n"
    text = f"   They often lack the channels to disclose them.  As a result,{foot}{head}   security risks stay unreported.\n"
    assert [" ".join(t.split()) for t in texts(text)] == [
        "They often lack the channels to disclose them. As a result, security risks stay unreported."
    ]


def test_a_reference_beside_its_tag_is_one_paragraph() -> None:
    text = """\
   This line is as long as the lines of this text are wrapped to be, so
   that it is known where a line is full and where it is not.

   [CHARTER]  Delegate, A., Ed., Envoy, B., Ed., and C. Rapporteur,
              Ed., "A Charter of Watching", STD 97, PAPER 9110,
              DOI 10.99999/PAPER9110, June 2022,
              <https://papers.example/9110>.
"""
    assert texts(text)[1:] == [
        '[CHARTER]  Delegate, A., Ed., Envoy, B., Ed., and C. Rapporteur, Ed., "A Charter of Watching", STD 97, PAPER 9110, '
        "DOI 10.99999/PAPER9110, June 2022, <https://papers.example/9110>."
    ]


def test_a_line_under_a_table_begins_anew() -> None:
    text = "Delegation      Amendment 12\nKenya           Amendment 14\nThe table lists what was proposed until noon.\n"
    assert len(texts(text)) == 3


def test_signs_around_a_title_are_no_words() -> None:
    text = (
        "======Preamble======\nThe people proclaims its attachment.\n--- Article 2 ---\nThe Republic is indivisible.\n"
    )
    assert texts(text) == [
        "Preamble",
        "The people proclaims its attachment.",
        "Article 2",
        "The Republic is indivisible.",
    ]
    assert texts("-----BEGIN PGP SIGNATURE-----") == ["-----BEGIN PGP SIGNATURE-----"]


def test_the_year_that_ends_a_sentence_is_no_label() -> None:
    text = (
        "The permit that the prefecture of the department has issued is valid to 30 December\n2005. It may be renewed."
    )
    assert texts(text) == [" ".join(text.split())]


def test_an_entry_of_a_table_of_contents_may_be_of_two_lines() -> None:
    entry = "2.1.3.  Initial WebAuthn Attestation Statement Format\n          Identifier Registry Values  . . . . . . . . .   5"
    assert (
        texts(f"{entry}\n2.2.  Registry  . . . . . . . . . . . . . .  6\n")[0]
        .rstrip()
        .endswith("Format Identifier Registry Values")
    )


def test_a_line_of_blanks_costs_no_time() -> None:
    """Patterns are tried at its end alone: from each blank on they would take minutes, and more than the child may."""
    before = time.process_time()
    assert len(texts("a" + " " * 200_000 + "b")) == 1
    assert time.process_time() - before < 20


def test_titles_of_wikis_and_of_asciidoc_are_headings() -> None:
    found = list(blocks("== Scope ==\nThis applies to all.\n\n=== Seat\nIt has none.\n"))
    assert [(b.kind, b.text) for b in found if b.kind == "heading"] == [("heading", "Scope"), ("heading", "Seat")]


def test_a_title_block_of_pandoc_is_the_title_and_bullets_under_a_paragraph_are_items() -> None:
    source = "% Statutes\n% The Council\n\ni. The organs are\n    - the assembly\n    - the council\n"
    assert [(b.kind, b.text) for b in read_markdown(source.encode()).blocks] == [
        ("heading", "Statutes"),
        ("paragraph", "The Council"),
        ("paragraph", "i. The organs are"),
        ("paragraph", "- the assembly"),
        ("paragraph", "- the council"),
    ]


def test_a_draft_quoted_in_a_letter_is_read_without_the_marks_of_quotation() -> None:
    letter = "Please comment.\n> 1. The Parties shall cooperate in good faith with\n> each other.\n>\n> (a) first;\nRegards\n"
    assert texts(letter) == [
        "Please comment.",
        "1. The Parties shall cooperate in good faith with each other.",
        "(a) first;",
        "Regards",
    ]


def test_boxes_of_tasks_and_abbreviations_of_markdown_are_no_brackets() -> None:
    source = b"- [ ] to agree [x]\n- [x] agreed\n\n*[WTO]: World Trade Organization\n\n{::comment}\n[later]\n{:/comment}\nEnd."
    assert [b.text for b in read_markdown(source).blocks] == ["☐ to agree [x]", "☑ agreed", "End."]
    assert [b.text for b in read_markdown(b"- [x] members").blocks] == ["[x] members"]


def test_numbers_of_pages_part_a_text_that_has_lost_its_page_breaks_and_numbers_of_chapters_do_not() -> None:
    words = [f"The Council decides upon matter {name} by vote, and says why it does so.\n" for name in "abcdefghijklmn"]
    paged = "".join("".join(words) + f"DECREE 12 OF THE COUNCIL\n{n} -\n" for n in range(1, 7))
    assert {text.split()[0] for text in texts(paged)} == {"The"}
    chapters = "".join(f"\n{n}\n\n" + "".join(words[n:] + words[:n]) for n in range(1, 7))
    assert [text for text in texts(chapters) if text.isdigit()] == ["1", "2", "3", "4", "5", "6"]
