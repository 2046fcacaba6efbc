"""What a PDF prints becomes the paragraphs that its authors wrote, and nothing of what is printed around them."""

import pytest
import typst

from bot.drafts.formats.pdf import read
from bot.drafts.reading import Block
from bot.errors import Unreadable
from bot.sentences import parsing


def printed(source: str) -> bytes:
    """A PDF made by typst."""
    return typst.compile(source.encode(), format="pdf")


def blocks(source: str) -> tuple[Block, ...]:
    return read(printed(source)).blocks


def texts(source: str) -> list[str]:
    return [b.text for b in blocks(source)]


LONG = "Recognizing that many stakeholders shall cooperate in the use of information and communication technologies, "
CLAUSE = LONG + "and that their cooperation serves the development of all peoples in peace and dignity."


def test_lines_become_paragraphs():
    assert texts(f"1. {CLAUSE}\n\n2. {CLAUSE}".replace("1.", "1\\.").replace("2.", "2\\.")) == [
        f"1. {CLAUSE}",
        f"2. {CLAUSE}",
    ]


def test_a_damaged_file_is_one_sentence():
    whole = printed("Some words.")
    for data in (b"%PDF-1.7\n" + b"rubbish" * 1000, b"", whole[:200]):
        with pytest.raises(Unreadable) as caught:
            read(data)
        assert str(caught.value) == parsing.PDF_BROKEN
