"""The HTML page: its table of changes, what it folds, and that nothing of a draft is taken for mark-up."""

import re

import pytest

from bot.drafts.comparison import Run
from bot.drafts.redline.html import html
from bot.drafts.redline.sheet import Sheet, Side
from bot.sentences import redline
from tests.drafts.redline.sheets import NEW_SHA, NOON, OLD_SHA, change, hostile, reading, sheet, women_and_men


@pytest.mark.need(5)
def test_the_page_has_each_changed_paragraph_once_in_its_table_and_leads_to_it() -> None:
    page = html(women_and_men()).decode()
    links = re.findall(r'<th scope="row"><a href="#(c\d+)">([^<]+)</a>', page)
    assert links == [("c1", "C3"), ("c2", "C4"), ("c3", "C5")]
    assert re.findall(r'<article class="(\w+)" id="(c\d+)"', page) == [
        ("reworded", "c1"),
        ("deleted", "c2"),
        ("added", "c3"),
    ]
    assert "<ins> and men</ins>" in page


def test_the_page_folds_what_did_not_change() -> None:
    page = html(women_and_men()).decode()
    inside = re.search(r"<details>(.*?)</details>", page, re.DOTALL)
    assert inside
    assert "More same words." in inside[1]
    assert "women" not in inside[1]


def test_the_page_says_where_it_comes_from_and_that_it_is_unofficial() -> None:
    page = html(women_and_men()).decode()
    for said in (
        "r1 – Draft after MPP 6",
        "https://example.org/r2.docx",
        OLD_SHA,
        NEW_SHA,
        "fetched 11 June, 11:57 CEST",
    ):
        assert said in page
    assert redline.UNOFFICIAL in page
    assert "Square brackets: 3 → 1 (0 opened, 2 closed)" in page
    assert "“human rights”: 1 → 3" in page
    assert "What the chair had." in page


def test_the_page_takes_no_word_of_a_draft_for_markup_and_loads_nothing() -> None:
    page = html(hostile()).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not re.search(r"\bsrc=|@import|url\(", page)


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    told = women_and_men()
    page = html(Sheet(told.comparison, "Vision", Side("r1", "javascript:alert(1)"), told.new, NOON)).decode()
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_changes_are_told_without_colour_too() -> None:
    page = html(women_and_men()).decode()
    assert f'del::before {{ content: "{redline.SPOKEN_DELETION}"' in page
    assert "text-decoration: line-through" in page
    assert "prefers-color-scheme: dark" in page


def test_the_name_of_a_base_stands_at_its_words_and_not_at_those_behind() -> None:
    runs: list[Run] = [("=", "We recall "), ("+", "and welcome "), ("=", "it.")]
    told = change("reworded", (1,), (1,), *runs, origins=((), ("chair",), ()))
    page = html(sheet(reading("We recall it."), reading("We recall and welcome it."), told)).decode()
    assert '<ins>and welcome</ins><sup class="base">chair</sup><ins> </ins>it.' in page


def test_words_from_a_base_are_tagged_with_it() -> None:
    back = change("restored", (), (1,), ("+", "Back."), origin="r0", origins=(("r0", "chair"),))
    page = html(sheet(reading(), reading("Back."), back)).decode()
    assert '<ins>Back.</ins><sup class="base">r0, chair</sup>' in page
    assert "from r0" in page
