"""What a comparison says first: how much is the same, that the languages differ, or that nothing but the files did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdfium2 import PdfDocument

from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.redline.foreword import cautions, in_common, no_change
from bot.drafts.redline.html import html
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.sheet import Sheet, Side

NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


def test_without_any_change_of_words_it_says_what_differs(reading: Callable[..., Reading]) -> None:
    one, other = reading("1. “Rights”"), reading('1. "Rights"', format="pdf")
    assert no_change("r1", "r2", compare(one, one)).endswith("r1 and r2. The files are the same, byte for byte.")
    text = no_change("r1", "r2", compare(one, other))
    assert text.startswith(
        "No change in words between r1 and r2. What differs: quotes, dashes or other typography in 1"
    )
    assert "the format (html and pdf)" in text
    assert f"(SHA-256 {one.sha256[:8]} and {other.sha256[:8]})" in text


def test_text_that_stands_on_other_pages_is_told(reading: Callable[..., Reading]) -> None:
    one = reading("1. Rights", "2. Duties", format="pdf")
    first, second = one.paragraphs
    before = replace(one, paragraphs=(replace(first, page=1), replace(second, page=1)))
    after = replace(one, sha256="f" * 64, paragraphs=(replace(first, page=1), replace(second, page=2)))
    assert "the page on which 1 paragraph stands and the files" in no_change("r1", "r2", compare(before, after))


def test_two_languages_are_named(reading: Callable[..., Reading]) -> None:
    said = cautions(compare(reading("1. One."), reading("1. Un.", language="fr")))
    assert "They are in different languages (English and French): compare each with a draft in its own." in said


@pytest.mark.parametrize("form", [html, pdf])
def test_a_file_says_first_that_its_two_texts_have_little_in_common(
    form: Callable[[Sheet], bytes], reading: Callable[..., Reading]
) -> None:
    compared = compare(reading("1. Alpha beta gamma delta."), reading("1. Quite other words stand here now."))
    made = form(Sheet(compared, "Vision", Side("r1"), Side("r2"), NOON))
    first = PdfDocument(made)[0].get_textpage().get_text_bounded() if form is pdf else made.decode()
    assert 0 < first.index("little in common") < first.index("What happened")


def test_two_empty_texts_have_everything_in_common() -> None:
    empty = Reading("", "text", "0" * 64, 0, None, ())
    assert in_common(compare(empty, empty)) == 1.0
