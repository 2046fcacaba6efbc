import time

import pytest

from bot.drafts.reading import Block
from bot.drafts.reading.formats import html
from bot.drafts.reading.formats.html_lists import letters
from bot.drafts.reading.numerals import roman
from bot.errors import Unreadable


def read(page: str) -> tuple[Block, ...]:
    return html.read(page.encode()).blocks


def test_numbers_are_those_a_browser_prints() -> None:
    page = (
        '<ol start="3"><li>c<li value="7">g<li>h</ol><ol reversed><li>b<li>a</ol><ol type="i"><li>x</ol><ul><li>y</ul>'
    )
    assert [block.label for block in read(page)] == ["3.", "7.", "8.", "2.", "1.", "(i)", None]
    assert [letters(n) for n in (1, 26, 27, 52, 703)] == ["a", "z", "aa", "az", "aaa"]
    assert [roman(n) for n in (4, 9, 14, 40, 1999)] == ["iv", "ix", "xiv", "xl", "mcmxcix"]


def test_a_typed_number_is_not_doubled_by_the_list() -> None:
    assert [(b.label, b.text) for b in read("<ol><li>1. typed<li>plain</ol>")] == [(None, "1. typed"), ("2.", "plain")]
    assert [(b.label, b.text) for b in read("<ol><li><h4>d)</h4><p>words</ol>")] == [(None, "d)"), (None, "words")]


def test_two_line_breaks_end_a_paragraph_and_one_does_not() -> None:
    assert [b.text.strip() for b in read("one<br>line<br>\n <br>two")] == ["one line", "two"]


def test_a_page_without_main_part_loses_its_menus_all_the_same() -> None:
    words = "<p>" + "We recall the outcomes of both phases of the Summit. " * 20 + "</p>"
    menus = '<div id="nav-top"><a href="/">Home</a></div><div class="cookie-consent">Cookies!</div>'
    title, _ = read(f"{menus}<h1>T</h1>{words}<footer>©</footer>")
    assert title == Block("T", "heading")


def test_a_list_of_links_to_other_pages_above_the_title_is_a_menu_and_one_below_is_not() -> None:
    links = "".join(f'<li><a href="{name}.htm">{name}</a></li>' for name in ("Home", "About", "Join"))
    wordpress = '<p>The end.</p><ul><li class="menu-item"><a href="/x">Club</a></li></ul><div id="footer">© Club</div>'
    words = "<p>" + "We recall the outcomes of both phases of the Summit. " * 20 + "</p>"
    found = read(f"<ul id=nav02>{links}</ul><h1>Statutes</h1><ul>{links}</ul>{words}{wordpress}")
    assert [b.text.strip()[:8] for b in found] == ["Statutes", "Home", "About", "Join", "We recal", "The end."]
    assert len(read(f"<ul>{links}<li>and a word</li></ul><h1>T</h1>")) == 5


@pytest.mark.parametrize("open_tag", ["<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>"])
def test_deep_nesting_is_refused_before_parsing(open_tag: str) -> None:
    before = time.perf_counter()
    with pytest.raises(Unreadable, match="too deeply"):
        read("<html><body>" + open_tag * 200_000)
    assert time.perf_counter() - before < 20, "the parser alone would take minutes"


def test_items_and_paragraphs_without_end_tags_are_not_deep() -> None:
    assert len(read("<ul>" + "<li>item" * 3000 + "</ul>" + "<p>paragraph" * 3000)) == 6000


def test_a_login_form_is_no_draft() -> None:
    with pytest.raises(Unreadable, match="name and password"):
        read("<body><h1>Sign in</h1><form><input name=u><input type=password></form></body>")


def test_a_page_that_needs_javascript_says_so() -> None:
    with pytest.raises(Unreadable, match="JavaScript"):
        read(
            '<body><noscript>Please enable JavaScript.</noscript><div id="root"></div><script src="a.js"></script></body>'
        )


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "koi8-r"])
def test_the_declared_encoding_is_believed(encoding: str) -> None:
    page = f'<meta charset="{encoding}"><p>Признавая роль всех сторон</p>'
    assert html.read(page.encode(encoding)).blocks[0].text == "Признавая роль всех сторон"


def test_an_encoding_that_had_to_be_guessed_is_said() -> None:
    text = "Признавая роль всех заинтересованных сторон, мы заявляем о своей приверженности. " * 5
    extract = html.read(f"<p>{text}</p>".encode("windows-1251"))
    assert extract.blocks[0].text.strip() == text.strip()
    assert "does not say its encoding" in extract.warnings[0]


def test_what_a_browser_does_not_show_is_not_read_however_much_it_is() -> None:
    words = "We recall the outcomes of both phases of the Summit. " * 5
    assert [b.text for b in read(f"<p>Seen.</p><p hidden>{words}</p><p style='display: none'>{words}</p>")] == ["Seen."]


def test_a_paragraph_that_is_struck_as_a_whole_is_struck() -> None:
    struck, after = read("<p style='text-decoration: line-through'>Gone, <b>all</b>.</p><p>Stays.</p>")
    assert "".join(struck.text[start:end] for start, end in struck.struck) == "Gone, all."
    assert not after.struck


def test_comments_of_a_page_that_word_has_saved_are_not_read() -> None:
    anchor = '<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[SK1]</a></span>'
    comments = "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Too soft?</p></div></div>"
    assert [b.text for b in read(f"<p>1. We agree{anchor}.</p>{comments}")] == ["1. We agree."]


def test_a_raised_number_that_leads_to_a_note_in_another_file_is_a_mark() -> None:
    page = '<p>The Code<a href="notes.html#fn1x0"><sup>1</sup></a> and 10 m<sup>2</sup>, as in <a href="b.html#s2">2</a>.</p>'
    assert [b.text for b in read(page)] == ["The Code and 10 m2, as in 2."]


def test_the_running_head_that_a_printed_internet_draft_has_is_not_read() -> None:
    ears = '<table class="ears"><thead><tr><td>Internet-Draft<td>March 2026<tfoot><tr><td>Author<td>[Page]</table>'
    words = "We find drafts wherever a secretariat has posted them, and we say what is new. " * 4
    assert [b.text.strip() for b in read(f"{ears}<h1>Finding Drafts</h1><p>{words}</p>")] == [
        "Finding Drafts",
        words.strip(),
    ]


def test_the_sign_of_a_section_is_read_in_a_reference_and_not_beside_a_heading() -> None:
    page = (
        '<h2>Scope <a href="#scope">§</a></h2><p>See <a href="#s3">§</a><a href="#s3">3.2</a>.<a href="#p1">¶</a></p>'
    )
    assert [b.text.strip() for b in read(page)] == ["Scope", "See §3.2."]


def test_what_stands_above_and_below_the_draft_on_a_site_is_not_read() -> None:
    words = "<p>" + "We recall the outcomes of both phases of the Summit. " * 20 + "</p>"
    above = (
        '<div id=banner><p>This site uses cookies.</p><button>Accept</button></div><a class="skip-link" href="#m">Skip</a>'
        '<p><a href="/">Home</a> | <a href="/map">Map</a> | <a href="/help">Help</a></p>'
        '<h3>In this section</h3><ul><li><a href="/t">Timeline</a><li><a href="/d">Documents</a><li><a href="/f">FAQ</a></ul>'
    )
    below = '<div id="comments"><p>Jane: I like it.</p></div><div class="site-footer">© Ministry</div>'
    assert [b.text.strip()[:8] for b in read(f"{above}<h1>Draft</h1>{words}{below}")] == ["Draft", "We recal"]


def test_a_tree_of_links_to_the_parts_of_a_draft_is_its_contents_whatever_it_is_made_of() -> None:
    tree = "".join(f'<div class=e><a href="#a{n}"><span>Art. {n}</span></a></div>' for n in range(1, 30))
    parts = "".join(f'<p id=a{n}>Art. {n}. See <a href="#a1">Art. 1</a>, as amended.</p>' for n in range(1, 30))
    assert len(read(f"<div>{tree}</div><div>{parts}</div>")) == 29


def test_an_inline_element_that_its_style_makes_a_block_is_a_paragraph() -> None:
    sheet = "<style>/* by class */ .al { display: block } @media print { .no { display: block } }</style>"
    page = f'{sheet}<span style="display:block">Article 1</span><span class=al>(1) A <span class=no>b</span>.</span>'
    assert [b.text for b in read(page)] == ["Article 1", "(1) A b."]


def test_a_table_that_sets_one_text_from_top_to_bottom_is_no_table() -> None:
    text = "A person who is unlawfully at large shall be guilty of an offence under this section of the Act. "
    rows = "".join(
        f"<tr><td><td><small>Title {n}</small><td><p>{n}. {text}<tr><td><td><td><p>(2) {text}" for n in range(1, 5)
    )
    assert {b.kind for b in read(f"<table>{rows}</table>")} == {"paragraph"}
    two = f"<tr><td>{text}<td>{text}</tr>" * 3
    assert {b.kind for b in read(f"<table><tr><td colspan=2>Current and new</tr>{two}</table>")} == {"cell"}


def test_a_raised_number_that_begins_a_paragraph_stands_apart_from_its_words() -> None:
    assert [b.text for b in read("<p><sup>2</sup>Das Volk wählt 10 m<sup>2</sup>Land.</p>")] == [
        "2 Das Volk wählt 10 m2Land."
    ]


def test_the_arrow_that_leads_back_from_a_note_is_not_read() -> None:
    note = '<section class="footnotes"><ol><li id="fn1">See the report. <a href="#r1">↩︎</a></ol></section>'
    assert [(b.kind, b.text.strip()) for b in read(note)] == [("note", "See the report.")]
