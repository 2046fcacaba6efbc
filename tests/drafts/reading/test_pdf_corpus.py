"""Real PDFs: what stands in them, and what is printed around it."""

import re

import pytest

from bot.drafts.reading.formats.pdf import read


@pytest.mark.corpus
def test_operative_paragraphs_of_a_resolution(corpus):
    data = (corpus / "un-ga-bbnj-resolutions" / "2024-04-24-A-RES-78-272.pdf").read_bytes()
    got = read(data).blocks
    operative = [b.text for b in got if b.kind == "paragraph" and re.match(r"\d+\. ", b.text)]
    assert [t.split(".")[0] for t in operative] == [str(n) for n in range(1, 18)]
    assert not any("A/RES/78/272" in b.text for b in got if (b.page or 0) > 1)
    assert "early implementation, including" in " ".join(
        b.text for b in got
    )  # PDFium makes up a blank before the comma
    assert [b.text.split()[0] for b in got if b.kind == "note"] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.corpus
def test_preambular_labels_in_the_margin_of_a_climate_text(corpus):
    got = read((corpus / "paris-agreement-pdf" / "02-2015-10-05-8infnot.pdf").read_bytes()).blocks
    assert [b.text.split()[0] for b in got if re.match(r"Pp\d", b.text)][:6] == [
        "Pp1",
        "Pp2",
        "Pp3",
        "Pp4",
        "Pp5",
        "Pp6",
    ]
    assert ("heading", "Article 3 (MITIGATION)") in [(b.kind, b.text) for b in got]


def test_the_foot_of_no_page_of_a_standard_is_text(corpus):
    got = [b.text for b in read((corpus / "oasis-cvrf" / "02-wd01-2017-05-24.pdf").read_bytes()).blocks]
    assert not [text for text in got if text.startswith("Standards Track Draft") or "Page 88 of" in text]
    assert "Appendix B. Table of XML Elements and Attributes" in got
