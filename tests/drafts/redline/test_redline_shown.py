"""What people see of a comparison: words that fit, letters that are themselves, signs that are explained, one language."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pypdfium2
import pytest

from bot import languages
from bot.drafts.comparison.changes import compare
from bot.drafts.reading import Reading
from bot.drafts.redline.html import html
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import fewer, notices
from bot.drafts.redline.sheet import Sheet, Side

NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)
Write = Callable[..., Sheet]


@pytest.fixture
def sheet(reading: Callable[..., Reading]) -> Write:
    def sheet(old: Sequence[str], new: Sequence[str], language: str = "en", bases: Sequence[str] = ()) -> Sheet:
        others = {"chair": reading(*bases)} if bases else {}
        compared = compare(*(reading(*lines, language=language) for lines in (old, new)), bases=others)
        return Sheet(compared, "Vision", Side("r1"), Side("r2"), NOON)

    return sheet


def test_arabic_letters_of_a_struck_and_an_inserted_word_do_not_join(sheet: Write) -> None:
    page = html(sheet(["1. نؤكد نفس الحقوق هنا"], ["1. نؤكد نفس الواجبات هنا"], "ar")).decode()
    assert "</del>&zwnj;<ins>" in page


def test_the_page_is_in_the_language_that_its_words_are_in(sheet: Write) -> None:
    told = sheet(["1. One."], ["1. Two."])
    with languages.speaking("fr"):
        page = html(told).decode()
    assert '<html lang="fr">' in page
    assert "Changement 1 sur 1" in page


def test_signs_are_explained_where_they_occur_and_nowhere_else(sheet: Write) -> None:
    words = "Media play a role in every society and deserve respect."
    more = "Freedom of expression is essential to each of them."
    said = "¶ a paragraph ends here", "a small raised name: the words come from that text"
    split = html(sheet([f"1. {words} {more}"], [f"1. {words}", f"2. {more}"])).decode()
    based = html(sheet([f"1. {words}"], [f"1. {words}", f"2. {more}"], bases=[f"2. {more}"])).decode()
    assert [one in split for one in said] == [True, False]
    assert [one in based for one in said] == [False, True]


def test_a_blank_that_parted_two_halves_is_no_change_of_words_beside_the_new_text(sheet: Write) -> None:
    words, more = "Media play a role in every society.", "Freedom of expression is essential to it."
    page = html(sheet([f"1. {words} {more}"], [f"1. {words}", f"2. {more}"])).decode()
    assert "<del> </del>" not in page


def test_a_paragraph_that_moved_and_was_reworded_is_counted_as_both(sheet: Write) -> None:
    words = "Recalls the outcome of the conference and all that was decided there in the year 2003"
    old = [f"1. {words}", "2. Stays where it is in the draft", "3. And this one stays there too"]
    new = [*old[1:], f"1. {words} again"]
    assert notices(sheet(old, new).comparison)[0] == "2 unchanged, 1 moved, 1 reworded"


def test_of_long_words_that_took_the_place_of_long_ones_both_are_seen_to_begin() -> None:
    cut = (Piece("-", "struck words " * 90), Piece("+", "inserted words " * 90), Piece("=", "and the rest"))
    struck, inserted = fewer(cut, 100)
    assert struck.text == "struck words struck words struck words struck … "  # with the blank before what follows
    assert inserted.text == "inserted words inserted words inserted words … "


def test_more_changes_than_anybody_reads_in_a_table_are_not_listed_in_the_pdf(sheet: Write) -> None:
    told = sheet([f"{n}. Old." for n in range(1001)], [f"{n}. New." for n in range(1001)])
    first = pypdfium2.PdfDocument(pdf(told))[0].get_textpage().get_text_bounded()
    assert "These are 1001 changes, too many for a table: each is marked in the text." in " ".join(first.split())
    assert "What happened" not in first


def test_a_word_that_is_longer_than_a_line_of_the_pdf_is_broken(sheet: Write) -> None:
    page = pypdfium2.PdfDocument(pdf(sheet(["1. See " + "a" * 300], ["1. See " + "b" * 300])))[0]
    text = page.get_textpage()
    edges = [text.get_charbox(index)[2] for index in range(text.count_chars())]
    assert max(edges) < page.get_width() - 40
