"""What a PDF prints becomes the paragraphs that its authors wrote, and nothing of what is printed around them."""

import json
import random
import re

import pytest
import typst

from bot.drafts.reading import Block
from bot.drafts.reading.formats.pdf import read

WORDS = re.findall(
    r"\S+",
    "Recognizing stakeholders shall cooperate fully for the use of information and communication technologies in all "
    "countries with particular attention to developing ones and their cross-border exchange of knowledge while noting "
    "with concern the gaps that remain between regions as well as between women and men everywhere today",
)
A4 = '#set page("a4")\n#set text(11pt, hyphenate: false)\n'
JUSTIFIED = '#set page("a4")\n#set text(10pt, hyphenate: true)\n#set par(justify: true)\n'


def printed(source: str, **values: object) -> bytes:
    """A PDF made by typst; `values` are at hand in it as `doc.NAME`."""
    head = '#let doc = json(bytes(sys.inputs.at("doc", default: "{}")))\n'
    return typst.compile((head + source).encode(), format="pdf", sys_inputs={"doc": json.dumps(values)})


def blocks(source: str, **values: object) -> tuple[Block, ...]:
    return read(printed(source, **values)).blocks


def texts(source: str, **values: object) -> list[str]:
    return [b.text for b in blocks(source, **values)]


def clauses(count: int, labels: str = "{}. ", seed: int = 1) -> list[str]:
    """Made-up paragraphs of 5 to 90 words, so that their last lines end anywhere."""
    r = random.Random(seed)
    made = []
    for n in range(1, count + 1):
        words = [r.choice(WORDS) for _ in range(r.randint(5, 90))]
        made.append(labels.format(n) + " ".join(words).capitalize() + r.choice((".", ";", ",")))
    return made


EACH = "#for t in doc.texts [#par[#text(t)]]"
LAYOUTS = {
    "ragged": A4 + EACH,
    "letter, twelve points, open": '#set page("us-letter")\n#set text(12pt, hyphenate: false)\n#set par(leading: 1em)\n'
    + EACH,
    "justified and hyphenated": JUSTIFIED + EACH,
    "first lines indented, no extra gap": JUSTIFIED
    + "#set par(first-line-indent: (amount: 1.5em, all: true), spacing: 0.65em)\n"
    + EACH,
    "labels hanging": JUSTIFIED
    + '#for t in doc.texts [#grid(columns: (1.2cm, 1fr), text(t.split(" ").at(0)), text(t.split(" ").slice(1).join(" ")))]',
    "two columns": JUSTIFIED + "#set page(columns: 2)\n" + EACH,
    "two ragged columns": A4 + '#set page(columns: 2, numbering: "1")\n' + EACH,
    "lines numbered": A4 + '#set par.line(numbering: "1")\n' + EACH,
    "header and footer": JUSTIFIED
    + "#set page(header: [A/CONF.232/2023/4 #h(1fr) English], footer: context [Page #counter(page).display() of 9])\n"
    + EACH,
    "page on its side": A4 + "#set page(flipped: true)\n" + EACH,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_paragraphs_come_back_whole_from_any_layout(layout):
    want = clauses(60)
    got = texts(LAYOUTS[layout], texts=want)
    right = sum(w in set(got) for w in want)
    assert right >= 0.97 * len(want), [w for w in want if w not in got]
    assert len(got) <= len(want) + 2


def test_the_last_page_has_columns_though_little_stands_in_the_second():
    want = [f"{n}. " + "Each Party shall cooperate in good faith for the aims of this text. " * 6 for n in range(1, 25)]
    want = [text.strip() for text in want]
    source = JUSTIFIED + '#set page("a6", columns: 2, margin: 1cm)\n' + EACH
    assert all(texts(source, texts=want[:n]) == want[:n] for n in range(18, 25))


def test_labels_of_four_digits_begin_paragraphs():
    want = [f"{n}. The Parties {'shall cooperate in good faith and ' * (n % 4)}agree." for n in range(998, 1003)]
    assert texts(A4 + EACH, texts=want) == want


def test_a_heading_is_told_from_text():
    got = blocks(A4 + "#heading(level: 2)[#text(doc.head)]\n#text(doc.text)", head="Article 3 bis", text=clauses(1)[0])
    assert [(b.kind, b.text) for b in got] == [("heading", "Article 3 bis"), ("paragraph", clauses(1)[0])]


def test_a_footnote_stands_apart_and_its_mark_is_gone_from_the_text():
    long = clauses(1)[0].removesuffix(".").removesuffix(";").removesuffix(",")
    got = blocks(A4 + "#text(doc.long)#footnote[See document A/70/1.].\n\n#text(doc.long).", long=long)
    assert [(b.kind, b.text) for b in got] == [
        ("paragraph", f"{long}."),
        ("paragraph", f"{long}."),
        ("note", "1 See document A/70/1."),
    ]


def test_a_raised_mark_does_not_part_a_note_from_its_words():
    source = (
        A4.replace("11pt", '10.5pt, font: "DejaVu Sans Mono"')
        + "Some words#footnote[See document A/70/5 and all.] more."
    )
    assert [b.text for b in blocks(source) if b.kind == "note"] == ["1 See document A/70/5 and all."]


def test_an_exponent_and_an_index_stay():
    assert texts(A4 + "An area of 20 km#super[2] and less CO#sub[2] than 10#super[6] tons.") == [
        "An area of 20 km2 and less CO2 than 106 tons."
    ]


def test_cells_of_a_table_stay_apart():
    got = blocks(A4 + "#table(columns: (6cm, 1fr), [Actor], [Position], [Iran], [Objects to the words in brackets])")
    assert [(b.kind, b.text) for b in got] == [
        ("cell", t) for t in ("Actor", "Position", "Iran", "Objects to the words in brackets")
    ]


def test_a_label_in_the_margin_is_put_before_its_paragraph():
    source = A4 + "#for t in doc.texts [#place(left, dx: -1.4cm)[#text(t.at(0))]#par[#text(t.at(1))]]"
    want = [[f"Pp{n}", text] for n, text in enumerate(clauses(6, labels=""), 1)]
    assert texts(source, texts=want) == [" ".join(pair) for pair in want]


def test_a_table_of_contents_keeps_no_page_numbers():
    got = texts(A4 + "#outline()\n#pagebreak()\n= Introduction\nSome words.\n= Definitions\nMore words.")
    assert got == [
        "Contents",
        "Introduction",
        "Definitions",
        "Introduction",
        "Some words.",
        "Definitions",
        "More words.",
    ]


TITLES = ["Introduction", "Use of terms", "General objective", "Scope", "Settlement of disputes"]
SUMS = "#for t in doc.titles [#t #box(width: 1fr, repeat[.]) 500 \\ ]\n"


def test_a_table_of_contents_is_left_out_as_of_word_and_html():
    got = texts(A4 + "#outline()\n#pagebreak()\n#for t in doc.titles [= #t\nSome words.\n]", titles=TITLES)
    assert got == ["Contents", *(text for title in TITLES for text in (title, "Some words."))]


def test_a_list_with_dots_whose_lines_stand_nowhere_else_is_text():
    assert texts(A4 + SUMS + "Some words follow the sums.", titles=TITLES)[:5] == TITLES


LISTING = '#block(text(font: "DejaVu Sans Mono", size: 8pt, doc.lines.map(line => [#line]).join(linebreak())))\n'


def test_a_listing_is_one_paragraph_as_of_word_and_html():
    lines = ['<Reference Type="Self">', "<URL>https://example.com/sec</URL>", "</Reference>"]
    text = clauses(3)
    assert texts(A4 + EACH + LISTING + EACH, lines=lines, texts=text) == [*text, " ".join(lines), *text]


def test_a_draft_typed_on_a_machine_is_no_listing():
    paragraphs = clauses(4)
    assert texts(A4 + '#set text(font: "DejaVu Sans Mono")\n' + EACH, texts=paragraphs) == paragraphs


def test_narrow_blanks_of_a_file_that_has_no_others_part_words_and_not_quotes():
    told = "the term of office of the members of the board shall be two years and „no“"
    source = A4 + '#for part in doc.told.split() {part; h(if part == "„" {0.12em} else {0.16em})}'
    assert texts(source, told=told) == [told]
    assert texts(source, told=told.replace("„", "„ ")) == [told]


def test_a_word_spaced_out_between_others_with_blanks_stays_whole():
    assert texts(A4 + "The States in re#h(0.13em)lation to this article shall cooperate.") == [
        "The States in relation to this article shall cooperate."
    ]


def test_a_page_turned_and_a_stamp_aslant():
    assert texts(A4 + "#place(rotate(-45deg, text(40pt)[DRAFT]))#v(3cm)Some words of the text.") == [
        "Some words of the text."
    ]


def test_right_to_left_text_comes_in_its_order():
    want = ["اتفق الجميع على التعاون الكامل.", "يعمل الجميع معا."]
    assert (
        texts('#set page("a4")\n#set text(11pt, font: "DejaVu Sans", dir: rtl, lang: "ar")\n' + EACH, texts=want)
        == want
    )


def test_right_to_left_brackets_and_numbers_come_as_they_were_typed():
    want = [
        "1. اتفق الجميع على التعاون.",
        "(أ) اتفق الجميع على التعاون (انظر 7) وعلى [النص] [الآخر].",
        "(1) اتفق الجميع في 2014-2015 على الوثيقة A/70/1 وعلى 50% و3.5 مليون.",
        "١٤. اتفق الجميع على «النص».",
    ]
    source = '#set page("a4")\n#set text(11pt, font: "DejaVu Sans", dir: rtl, lang: "ar")\n' + EACH
    assert texts(source, texts=want) == want


def test_old_brackets_and_bullets_are_text():
    want = ["[The Parties [shall][should] agree,]", "• first of all;", "• and last."]
    assert texts(A4 + EACH, texts=want) == want


def test_a_short_last_line_may_end_before_the_indent_of_the_first():
    source = JUSTIFIED + "#set par(first-line-indent: (amount: 4em, all: true))\n" + EACH
    want = [
        "Respecting the sovereignty, territorial integrity and political independence of each and every one of States,"
    ]
    want.append("Recalling that the legal status is governed by the rules.")
    assert texts(source.replace("10pt", "10.9pt"), texts=want) == want


def test_the_end_of_a_bold_beginning_is_no_paragraph():
    bold = (
        "A written policy exists that governs the compliance with licences of what is supplied here, its distribution."
    )
    assert texts(A4 + "*#doc.bold* The policy must be made known.", bold=bold) == [
        f"{bold} The policy must be made known."
    ]


def test_a_number_and_what_it_counts_go_over_the_line_together():
    source = (
        A4
        + "#block(width: 9cm)[This text was made with what was received from more than 200~contributors in all.]\n\n"
        + EACH
    )
    got = texts(source, texts=clauses(4))
    assert "more than 200 contributors" in got[0]


def test_a_title_and_what_stands_under_it_are_two_and_a_title_in_two_lines_is_one():
    under = '#text(weight: "bold")[Document Tracking and Revision History\\ Element Tracking]'
    centred = '#align(center, text(weight: "bold")[{}\\ {}])'
    titles = centred.format("OpenChain Specification", "Version 2.1")
    whole = centred.format("FINANCIAL RESOURCES AND CAPACITIES", "AND THE FINANCIAL MECHANISM")
    got = texts(A4 + under + EACH + titles + EACH + whole + EACH, texts=clauses(3))
    assert [t for t in got if not t[0].isdigit()] == [
        "Document Tracking and Revision History", "Element Tracking", "OpenChain Specification", "Version 2.1",
        "FINANCIAL RESOURCES AND CAPACITIES AND THE FINANCIAL MECHANISM",
    ]  # fmt: skip


def test_the_first_heading_of_a_page_is_no_running_head_because_it_is_small():
    page = "#align(center, text(8pt)[Article {} (FACILITATION)])#v(6pt)#for t in doc.texts [#par[#text(t)]]"
    pages = "#pagebreak()".join(page.format(n) for n in (11, 12, 13))
    got = texts(A4 + "#set page(header: [AD HOC WORKING GROUP])\n" + pages, texts=clauses(3))
    assert sum(t.startswith("Article") for t in got) == 3


def test_a_mark_raised_behind_the_number_of_a_heading_is_off():
    assert texts(A4 + "*2.1#super[2] livrables*\n\nSome words.") == ["2.1 livrables", "Some words."]


@pytest.mark.parametrize(
    "font", ["Libertinus Serif", "Liberation Sans"]
)  # raised by the font itself; by smaller letters
def test_marks_behind_numbers_and_labels_are_off_and_the_sign_behind_them_stays(font):
    printed = (
        "14.#super[2] Since 2015#super[4], paragraph 5#super[6] and article 14.2#super[7]. Article 3#super[10] "
        "of 1999;#super[9] (a)#super[8] 10#super[6] m#super[2] and 5 km#super[2] each, as the Parties#super[11] "
        "agree here in many words."
    )
    assert texts(A4 + f'#set text(font: "{font}")\n' + printed) == [
        "14. Since 2015, paragraph 5 and article 14.2. Article 3 of 1999; (a) 106 m2 and 5 km2 each, as the Parties agree here "
        "in many words."
    ]


def test_letters_that_stand_for_bullets_are_off():
    tabbed = "#for (sign, words) in doc.rows [#block[#grid(columns: (%s, 1fr), sign, words)]]"
    rows = [
        ("o", "the policy and where to find it;"),
        ("§", "the training of all staff;"),
        ("o", "others and what they do."),
    ]
    for width in ("5mm", "13mm"):
        got = texts(A4 + tabbed % width, rows=rows)
        assert [t.removeprefix("•").strip() for t in got] == [words for _, words in rows]


def test_the_mark_of_a_note_may_be_as_large_as_the_note(page_of_pdf):
    drawn = (
        "BT /F1 11 Tf 100 700 Td (The Parties shall agree on all that is needed for the use of it by all.) Tj ET\n"
        "BT /F1 7 Tf 100 53.6 Td (1) Tj ET\nBT /F1 7 Tf 106 50 Td (Determined by those who are there.) Tj ET\n"
    )
    got = read(page_of_pdf(drawn.encode())).blocks
    assert [(b.kind, b.text) for b in got][1:] == [("note", "1 Determined by those who are there.")]


def test_a_line_broken_early_before_what_could_not_be_parted_goes_on():
    broken = [
        [
            "The container holds what is told of all the products that have been found in it",
            "with others, of which all are.",
        ],
        [
            "It consists of one container only and of one system that has been given a number",
            "(ABC) by all of the others.",
        ],
    ]
    page = A4 + "#for t in doc.texts [#par[#t.at(0) #linebreak() #t.at(1)]]"
    assert texts(page, texts=broken) == [" ".join(lines) for lines in broken]


def test_items_counted_within_a_sentence_begin_no_paragraphs():
    items = "(i) a hash of the public key of the applicant; (ii) a hash of the subject and its own key; (iii) a hash of all."
    told = [f"Tokens of this kind {' '.join(WORDS[:n])} include: {items}" for n in range(1, 25)]
    assert texts(JUSTIFIED + EACH, texts=told) == told


def test_a_line_that_ends_a_sentence_or_is_short_does_not_go_on():
    lines = [
        "The container holds what is told of all the products that have been found in it.",
        "all of it",
        "the rest",
    ]
    assert texts(A4 + "#for t in doc.texts [#t #linebreak()]", texts=lines) == lines


def test_a_page_number_high_above_the_foot_is_no_text():
    feet = "#set page(margin: (bottom: 5cm), footer-descent: 1cm, footer: context [- #counter(page).display() -])\n"
    got = texts(A4 + feet + EACH, texts=clauses(60))
    assert got == clauses(60)


def test_a_number_that_does_not_count_the_pages_is_text():
    pages = "#for t in doc.texts [#par(t) #v(1fr) #align(center)[12] #pagebreak(weak: true)]"
    got = texts(A4 + "#set page(margin: (bottom: 5cm))\n" + pages, texts=clauses(4))
    assert got.count("12") == 4


def test_a_word_cut_by_a_hyphen_stays_in_its_paragraph_though_its_lines_are_not_of_one_size(page_of_pdf):
    lines = [
        (11, "1. The Parties shall take all measures for the use of infor-"),
        (9.5, "mation and of infor-"),
        (10.5, "mation."),
    ]
    drawn = "".join(f"BT /F1 {size} Tf 100 {700 - 14 * n} Td ({t}) Tj ET\n" for n, (size, t) in enumerate(lines))
    (only,) = read(page_of_pdf(drawn.encode())).blocks
    assert only.text.endswith("infor-mation and of infor-mation.")


def test_text_set_in_from_both_sides_has_an_edge_of_its_own():
    told = [text.replace(" shall", " SHALL").replace(" for ", " “for” ") for text in clauses(60)]
    inset = (
        "#for (n, t) in doc.texts.enumerate() {\n  let x = calc.rem(n, 2)\n"
        "  pad(left: 24pt * x, right: 40pt * x, par(text(t)))\n}"
    )
    assert texts(A4 + inset, texts=told) == told


def test_an_indented_line_after_a_full_one_that_ends_in_a_comma_is_a_paragraph_of_its_own():
    recalled = [
        "Recalling what was agreed at length in the first meeting of the States and in the second one, which",
        "was held in Tunis and which all have attended, as well as what was agreed there on the other days,",
    ]
    indented = "#set par(first-line-indent: (amount: 1.5em, all: true), spacing: 0.65em)\n"
    page = A4 + indented + "#set text(9pt)\n" + "#for t in doc.texts [#par[#t.at(0) #linebreak() #t.at(1)]]"
    assert texts(page, texts=[recalled] * 6) == [" ".join(recalled)] * 6
