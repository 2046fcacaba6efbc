"""Numbers that style sheets print, and pages in the form that their authors write."""

import time

import pytest

from bot.drafts.reading.formats import html
from bot.drafts.reading.formats.html_source import rendered

NESTED = "<ol><li>one<ol><li>two<li>three</ol><li>four</ol>"


def labels(page: str) -> list[str | None]:
    return [block.label for block in html.read(page.encode()).blocks]


def printed(page: str) -> list[tuple[str | None, str]]:
    return [(block.label, block.text.strip()) for block in html.read(page.encode()).blocks]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("", ["1.", "1.", "2.", "2."]),
        ("ol ol { list-style-type: lower-alpha }", ["1.", "(a)", "(b)", "2."]),
        ("/* ol ol {list-style: none} */ ol {list-style: upper-roman inside}", ["I.", "I.", "II.", "II."]),
        ("body ol {list-style: lower-roman} ol {list-style: decimal}", ["(i)", "(i)", "(ii)", "(ii)"]),
        ("ol li::marker {color: red} ol > li {list-style-type: cjk-ideographic}", ["一、", "一、", "二、", "二、"]),
        ("ol {list-style: none}", [None, None, None, None]),
        ('ol {list-style: none} li:before {content: counters(item, ".") ") "}', ["1)", "1.1)", "1.2)", "2)"]),
        ('ol ol li::before {content: "(" counter(item, lower-alpha) ")"}', ["1.", "(a)", "(b)", "2."]),
    ],
)
def test_a_style_sheet_inside_the_page_says_how_its_lists_are_numbered(sheet: str, expected: list[str | None]) -> None:
    assert labels(f"<style>{sheet}</style>{NESTED}") == expected


def test_the_list_itself_wins_over_the_sheet_and_the_sheet_over_the_type() -> None:
    lists = '<ol class="a" type="i"><li>x</ol><ol class="a" style="list-style: decimal"><li>y</ol>'
    assert labels(f"<style>.a {{list-style: upper-alpha}}</style>{lists}") == ["A.", "1."]


def test_a_reset_is_not_believed_where_other_sheets_would_have_to_be_fetched() -> None:
    sheets = (
        '<link rel="stylesheet" href="site.css"><style>ol {list-style: none} ol ol {list-style: lower-alpha}</style>'
    )
    assert labels(sheets + NESTED) == ["1.", "(a)", "(b)", "2."]


def test_the_steps_of_an_ecmascript_algorithm_are_numbered_as_they_are_printed() -> None:
    steps = "  1. If _O_ is not an Object, then\n    1. Throw\n       an error.\n  1. Return _O_.\n"
    source = f"<pre class=metadata>\ntitle: X\n</pre>\n<emu-alg>\n{steps}</emu-alg>"
    expected = [("1.", "If _O_ is not an Object, then"), ("(a)", "Throw an error."), ("2.", "Return _O_.")]
    assert printed(source) == expected
    assert labels(f"<emu-alg>{NESTED}</emu-alg>") == ["1.", "(a)", "(b)", "2."]


@pytest.mark.parametrize(
    "page",
    [
        '<section data-format="markdown">\n# Scope\n\n1. one\n2. *two*\n</section>',
        "<script>var respecConfig = { format: 'markdown' };</script>"
        "<section>\n  # Scope {#scope}\n\n  1. one\n  2. *two*\n</section>",
    ],
)
def test_markdown_that_respec_renders_is_read_as_rendered(page: str) -> None:
    assert printed(page) == [(None, "Scope"), ("1.", "one"), ("2.", "two")]


def test_the_front_matter_of_a_site_is_none_of_the_draft() -> None:
    assert printed("---\nlayout: page\n---\n{% include nav.html %}<h1>Statutes</h1><p>Name.") == [
        (None, "Statutes"),
        (None, "Name."),
    ]
    assert printed("<h1>A</h1><p>---</p>") == [(None, "A"), (None, "---")]


@pytest.mark.parametrize("unit", ["<emu-alg>\n1. x\n", "<pre class=metadata ", "---\n", "{%", "data-format=markdown"])
def test_hostile_sources_cost_no_time(unit: str) -> None:
    before = time.process_time()
    rendered("---\n" + unit * 20_000 + "<emu-x>")
    assert time.process_time() - before < 20


@pytest.mark.parametrize("unit", ["ol{", "/*", "list-style", "a,", 'li:before{content:"', "} "])
def test_hostile_style_sheets_cost_no_time(unit: str) -> None:
    before = time.process_time()
    assert labels(f"<style>{unit * 20_000}</style><ol><li>one</ol>") == ["1."]
    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    ("style", "label"),
    [
        ("lower-greek", "γ."),
        ("hebrew", "ג."),
        ("arabic-indic", "٣."),
        ("cjk-decimal", "三."),
        ("thai", "๓."),
        ("'– '", None),
    ],
)
def test_numbers_of_many_scripts_are_written_in_them(style: str, label: str | None) -> None:
    page = f'<ol start=3 style="list-style-type: {style}"><li>x</ol>'
    assert [block.label for block in html.read(page.encode()).blocks] == [label]


def test_numbers_that_a_sheet_prints_before_headings_and_paragraphs_are_their_labels() -> None:
    sheet = """<style>body { counter-reset: sec } h2 { counter-reset: par } h2::before { counter-increment: sec;
        content: "Section " counter(sec, upper-roman) ": " } p.num { counter-increment: par }
        p.num:before { content: "(" counter(par) ")"; font-weight: bold } .x::before { content: "!" }</style>"""
    page = "<h2>Scope</h2><p class=num>One.</p><p class=x>Plain.</p><p class=num>Two.</p><h2>Seat</h2><p class=num>One.</p>"
    assert [block.label for block in html.read((sheet + page).encode()).blocks] == [
        *("Section I:", "(1)", None, "(2)", "Section II:", "(1)"),
    ]
