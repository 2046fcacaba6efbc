"""What is read out of a secretariat's page: its own words, and its links with their rows."""

import time

import pytest

from bot.drafts.pages.page import Page, page, words_of
from bot.errors import Unreadable

URL = "https://secretariat.example/meetings/docs.aspx"


def read(body, head="", charset=None):
    return page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL, charset)


def urls(body, head=""):
    return [link.url for link in read(body, head).links]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a/Draft Rev 1.pdf", "https://secretariat.example/a/Draft%20Rev%201.pdf"),
        ("  draft.pdf\n", "https://secretariat.example/meetings/draft.pdf"),
        ("dra\nft.pdf", "https://secretariat.example/meetings/draft.pdf"),
        ("a%20b.pdf", "https://secretariat.example/meetings/a%20b.pdf"),
        ("..\\docs\\r2.docx", "https://secretariat.example/docs/r2.docx"),
        ("проект.pdf", "https://secretariat.example/meetings/%D0%BF%D1%80%D0%BE%D0%B5%D0%BA%D1%82.pdf"),
        ("//other.example/x.pdf#page=3", "https://other.example/x.pdf"),
        ("get.aspx?f=r2.pdf&amp;v=2", "https://secretariat.example/meetings/get.aspx?f=r2.pdf&v=2"),
        ("javascript:openDoc('/files/r2.pdf','w')", "https://secretariat.example/files/r2.pdf"),
    ],
)
def test_an_address_is_made_whole_however_it_is_written(href, url):
    assert urls(f'<a href="{href}">x</a>') == [url]


@pytest.mark.parametrize(
    "href", ["mailto:a@b.example", "tel:+1", "#top", "", "javascript:__doPostBack('a','b')", "data:x", "http://["]
)
def test_what_leads_nowhere_is_no_link(href):
    assert urls(f'<a href="{href}">x</a>') == []


def test_links_are_found_where_scripts_would_find_them():
    assert urls(
        '<button onclick="window.open(\'/a.pdf\')">Draft</button><div data-href="/b.docx">B</div>'
        '<iframe src="/c.pdf"></iframe><iframe src="https://video.example/1"></iframe><object data="/d.pdf"></object>'
    ) == [f"https://secretariat.example/{name}" for name in ("a.pdf", "b.docx", "c.pdf", "d.pdf")]


def test_the_base_of_the_page_counts():
    assert urls('<a href="x.pdf">x</a>', '<base href="/files/">') == ["https://secretariat.example/files/x.pdf"]


def test_the_name_of_the_file_may_stand_in_a_parameter():
    (link,) = read('<a href="/get.php?id=7&amp;name=Draft%20r2.docx">Draft</a>').links
    assert (link.filename, link.ending) == ("Draft r2.docx", ".docx")


def test_a_revision_is_no_ending():
    (link,) = read('<a href="/A/AC.291/22/Rev.3">A/AC.291/22/Rev.3</a>').links
    assert (link.filename, link.ending) == ("Rev.3", "")


# Rows


def rows(body):
    return [(link.row, link.row_text) for link in read(body).links]


def test_what_compares_two_drafts_is_neither_of_them() -> None:
    compared = "https://tools.example/api/iddiff?doc_1=draft-a&url_2=https://drafts.example/draft-a.txt"
    (link,) = read(f'<a href="{compared}">diff with last submission</a>').links
    assert (link.filename, link.ending) == ("iddiff", "")


def test_languages_of_one_list_item_are_of_one_row_though_they_stand_in_a_paragraph_of_their_own():
    links = "<a href=/{0}-en.pdf>English</a> | <a href=/{0}-fr.pdf>Français</a>"
    one = f"<li><p><b>INC.2/{{0}} :</b>&nbsp;Draft rules</p><p>{links}</p></li>"
    text = "INC.2/{} : Draft rules English | Français"
    assert rows(f"<ul>{one.format(1)}{one.format(2)}</ul>") == [
        (0, text.format(1)),
        (0, text.format(1)),
        (1, text.format(2)),
        (1, text.format(2)),
    ]


def test_a_table_row_is_a_row_also_when_each_cell_wraps_its_words():
    cells = "<a href=/1.pdf>A/1/Rev.2</a>", "Updated draft", "<a href=/1.docx>Word</a>"
    body = "".join(f"<td><p>{cell}</p></td>" for cell in cells)
    assert rows(f"<table><tr>{body}</tr></table>") == [(0, "A/1/Rev.2 Updated draft Word")] * 2


def test_a_table_that_only_lays_out_the_page_is_no_row():
    cell = "<p>Methodology - <a href=/m.pdf>PDF</a></p><p>Notes of the chair - <a href=/n.pdf>PDF</a></p>"
    assert rows(f"<table><tr><td>Menu</td><td>{cell}</td></tr></table>") == [
        (0, "Methodology - PDF"),
        (1, "Notes of the chair - PDF"),
    ]


def test_cards_of_a_page_without_tables_are_rows():
    files = "<a href=/{0}.pdf>PDF</a> <a href=/{0}.docx>Word</a>"
    card = f"<div class=row><div class=title>Draft {{0}}</div><div class=file>{files}</div></div>"
    assert rows(card.format("one") + card.format("two")) == [
        (0, "Draft one PDF Word"),
        (0, "Draft one PDF Word"),
        (1, "Draft two PDF Word"),
        (1, "Draft two PDF Word"),
    ]


def test_a_term_and_its_explanation_are_one_row():
    assert rows(
        "<dl><dt>Draft r1</dt><dd><a href=/1.pdf>PDF</a></dd><dt>Draft r2</dt><dd><a href=/2.pdf>PDF</a></dd></dl>"
    ) == [
        (0, "Draft r1 PDF"),
        (1, "Draft r2 PDF"),
    ]


def test_a_list_of_languages_inside_a_table_row_belongs_to_the_row():
    cell = "<ul><li><a href=/e.pdf>English</a></li><li><a href=/f.pdf>French</a></li></ul>"
    assert rows(f"<table><tr><td>Vision, r2</td><td>{cell}</td></tr></table>") == [(0, "Vision, r2 English French")] * 2


def test_the_column_and_the_heading_above_are_kept():
    table = (
        "<table><tr><td>Title</td><td>Français</td></tr><tr><td>Vision</td><td><a href=/v.pdf>PDF</a></td></tr></table>"
    )
    (link,) = read(f"<h2>Chair's documents</h2>{table}").links
    assert (link.column, link.heading) == ("Français", "Chair's documents")


def test_links_in_navigation_are_kept_and_marked():
    body = "<nav><a href=/brochure.pdf>About</a></nav><main><header><a href=/r2.pdf>Draft</a></header></main>"
    assert [(link.filename, link.apart) for link in read(body).links] == [("brochure.pdf", True), ("r2.pdf", False)]


# Words


def test_view_state_scripts_comments_and_classes_are_no_words():
    def one(n):
        return read(
            f'<form><input type=hidden name=__VIEWSTATE value="/wE{n}"><input name=csrf value={n}>'
            f"<!-- {n} --><script>v={n}</script><style>.x{n} {{}}</style>"
            f'<div class="css-{n}" data-v="{n}">Plenary: 14:00</div><a href=/r.pdf>Draft</a></form>'
        )

    assert one(1) == one(2)


def test_the_words_keep_their_order_and_leave_navigation_out():
    assert read(
        "<nav>Home</nav><h1>Vision</h1><p>Room <b>P</b>opov</p><ul><li>one<li>two</ul><footer>c</footer>"
    ).text == ("Vision\nRoom Popov\none\ntwo")


def test_an_hour_that_changes_is_news():
    assert words_of(read("<p>Plenary: 14:00 - 16:00</p>")) != words_of(read("<p>Plenary: 14:00 - 18:00</p>"))


@pytest.mark.parametrize(
    "noise",
    [
        "Updated : 2014-04-14",
        "Last updated on 11 June 2014, 09:57 GMT",
        "Page generated at 12:03:11",
        "Visitors: 12,345",
        "10,482 views",
        "Dernière mise à jour : 11/06/2014",
        "(134.2 KB)",
    ],
)
def test_stamps_counters_and_sizes_are_no_words_of_the_secretariat(noise):
    assert words_of(read(f"<p>Documents</p><p>{noise}</p>")) == "Documents"


@pytest.mark.parametrize("words", ["Updated draft text of the convention", "Three views were heard", "2 versions"])
def test_words_that_only_begin_like_noise_stay(words):
    assert words_of(read(f"<p>{words}</p>")) == words


def test_the_rows_of_the_drafts_may_be_left_out_of_the_words():
    one = read("<p>Room 3</p><ul><li>Draft r1 <a href=/1.pdf>PDF</a></li><li>Agenda <a href=/a.pdf>PDF</a></li></ul>")
    assert words_of(one, frozenset([one.links[0].row])) == "Room 3\nAgenda PDF"


# What a page looks like


@pytest.mark.parametrize(
    ("body", "title", "looks"),
    [
        ("<form>User <input name=u> Password <input type=password></form>", "Portal", "login"),
        ("<p>You need to be signed in.</p>", "Sign in - Extranet", "login"),
        ("<h1>We'll be back soon</h1><p>The site is down for maintenance.</p>", "", "maintenance"),
        ("", "", "empty"),
        ("<div id=root></div><script src=/app.js></script>", "Documents", "script"),
        (
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script></script>",
            "",
            "script",
        ),
        ("<p>Just a moment...</p>", "Just a moment...", "script"),
        ("<h1>Documents</h1><p>Documents are shared as they become available.</p>", "Documents", None),
        ("<p>Site maintenance on Friday.</p><a href=/r2.pdf>Draft</a><input type=password>", "Documents", None),
    ],
)
def test_a_page_that_is_not_the_page_is_told(body, title, looks):
    assert read(body, f"<title>{title}</title>").looks_like == looks


# Bytes


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        ("<p>Café n° 2</p>".encode(), None),
        ("<p>Café n° 2</p>".encode("cp1252"), "iso-8859-1"),
        ('<meta charset="iso-8859-1"><p>Café n° 2</p>'.encode("cp1252"), None),
        ('<meta charset="iso-8859-1"><p>Café n° 2</p>'.encode("cp1252"), "utf-8"),
        ("\ufeff<p>Café n° 2</p>".encode("utf-16"), "utf-8"),
        ("<p>Café n° 2</p>".encode(), "no-such-charset"),
    ],
)
def test_letters_are_read_whatever_the_server_says_of_them(html, charset):
    assert page(html, URL, charset).text == "Café n° 2"


@pytest.mark.parametrize(
    "html", [b"", b"\x00\xff\xfe<<<", b"<table><tr><a href=x.pdf", b"%PDF-1.7 \x80\x81", b"<p>" * 100_000]
)
def test_no_bytes_break_it(html):
    assert isinstance(page(html, URL), Page)


def test_a_page_built_to_take_for_ever_is_refused_at_once():
    began = time.process_time()
    with pytest.raises(Unreadable):
        page(b"<div>" * 500_000, URL)
    page(b"<div data-href=x.pdf>w" * 5_000, URL)
    page(b"<table><tr><td>" * 20_000 + b"<a href=x.pdf>x</a>" * 1000, URL)
    page(b"<p><a href=x.pdf>x y z</a> " * 20_000, URL)
    page(b"<table><tr>" + b"<td><a href=x.pdf>draft</a>" * 10_000, URL)
    assert time.process_time() - began < 60
