"""PDF, picture and chart: what stands on every page, and how much of it a phone shows."""

import re

import pytest

from bot.drafts.redline.chart import Point, chart
from bot.drafts.redline.pdf import pdf
from bot.drafts.redline.png import png
from bot.sentences import redline
from tests.drafts.redline.sheets import HOSTILE, NEW_SHA, change, hostile, page_texts, reading, sheet, women_and_men


@pytest.mark.need(37)
def test_the_pdf_has_page_numbers_hashes_and_the_word_unofficial_on_every_page() -> None:
    many = [f"{n}.|{'word ' * 60}" for n in range(1, 60)]
    changes = [change("same", (n,), (n,), ("=", "word " * 60)) for n in range(1, 60)]
    pages = page_texts(pdf(sheet(reading(*many), reading(*many, sha=NEW_SHA), *changes)))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert NEW_SHA in re.sub(r"\s", "", text)
        assert redline.UNOFFICIAL.upper() in text


def test_the_pdf_shows_old_and_new_words() -> None:
    text = " ".join(" ".join(page_texts(pdf(women_and_men()))).split())
    for said in ("Access for women and men.", "Gone for good.", "What the chair had.", "https://example.org/r1.pdf"):
        assert said in text


def test_the_pdf_takes_no_word_of_a_draft_for_markup() -> None:
    assert HOSTILE in " ".join(" ".join(page_texts(pdf(hostile()))).split())


def test_the_picture_shows_the_first_changes_only() -> None:
    one, all_of_them = (png(women_and_men(), first=n) for n in (1, 5))
    heights = [int.from_bytes(data[20:24]) for data in (one, all_of_them)]
    assert one.startswith(b"\x89PNG")
    assert heights[0] < heights[1] < 1600


def test_the_picture_shows_no_more_changes_than_a_phone_shows_in_letters_one_can_read() -> None:
    long = "word " * 150
    many = [f"{n}.|{long}" for n in range(1, 6)]
    told = sheet(reading(*many), reading(), *(change("deleted", (n,), (), ("-", long)) for n in range(1, 6)))
    data = png(told)
    assert int.from_bytes(data[16:20]) == 1280
    assert int.from_bytes(data[20:24]) <= 1600


def test_a_chart_is_as_wide_as_a_phone_shows_and_the_same_for_the_same_figures() -> None:
    points = [Point("r1", 3, 4000), *(Point(f"r{n}", 50 - n, 4000 + n, n % 7) for n in range(2, 51))]
    for some in (points[:2], points):
        data = chart("Vision", some)
        assert data.startswith(b"\x89PNG")
        assert int.from_bytes(data[16:20]) == 1280
        assert int.from_bytes(data[20:24]) <= 1600
        assert data == chart("Vision", some)
