"""A PDF whose words cannot be read is one sentence."""

from pathlib import Path

import pytest
import typst

from bot.drafts.reading.formats.pdf import read
from bot.errors import Unreadable
from bot.sentences import parsing


def test_a_damaged_file_is_one_sentence():
    whole = typst.compile(b"Some words.", format="pdf")
    for data in (b"%PDF-1.7\n" + b"rubbish" * 1000, b"", whole[:200]):
        with pytest.raises(Unreadable) as caught:
            read(data)
        assert str(caught.value) == parsing.PDF_BROKEN


def test_pictures_of_pages_are_no_text(page_of_pdf):
    with pytest.raises(Unreadable) as caught:
        read(page_of_pdf(b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"))
    assert str(caught.value) == parsing.PDF_SCAN


def test_a_password_is_asked_for_by_name():
    with pytest.raises(Unreadable) as caught:
        read((Path(__file__).resolve().parents[2] / "data" / "pdf" / "password.pdf").read_bytes())
    assert str(caught.value) == parsing.PDF_PASSWORD
