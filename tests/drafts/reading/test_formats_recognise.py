import io
import zipfile

import pytest

from bot.drafts.reading.formats import FORMATS, ending, recognise
from bot.errors import Unreadable


def packed(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"%PDF-1.7 ...", "draft.doc", "pdf"),
        (b"\n\n%PDF-1.7 ...", "", "pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), "draft.pdf", "docx"),
        (packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "draft.docx", "odt"),
        (b"{\\rtf1 We recall}", "draft.doc", "rtf"),
        (OLE + "WordDocument".encode("utf-16-le"), "draft.docx", "doc"),
        (b"<!DOCTYPE html><p>We recall", "draft.pdf", "html"),
        (b"\xef\xbb\xbf <!-- saved --><html><p>We", "", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>', "x", "html"),
        (b"<p>One</p><p>Two</p>", "", "html"),
        (b"<html><p>We", "draft.txt", "html"),
        (b"<p align=center>Title</p>\n\n# One\n", "draft.md", "markdown"),
        (b"---\ntitle: x\n---\n\n# One\n", "", "markdown"),
        (b"# One\n\n[a](https://example.org)\n", "https://example.org/raw?x=1", "markdown"),
        (b"# One\n\n[a](https://example.org)\n", "draft.txt", "text"),
        (b"= One\n\n[a](https://example.org)\n", "draft.adoc", "asciidoc"),
        (b"1. We recall [and reaffirm].\n", "", "text"),
        ("1. We recall".encode("utf-16"), "x.txt", "text"),
        (b"BMW and others", "x.txt", "text"),
    ],
)
def test_the_content_tells_the_format_and_then_the_name(data: bytes, name: str, format: str) -> None:
    assert recognise(data, name) == format


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "empty"),
        (b" \n\0 ", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "an image (PNG)"),
        (packed("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file"),
        (packed("xl/workbook.xml"), "a spreadsheet"),
        (packed("draft.pdf"), "an archive (zip)"),
        (b"PK\x03\x04 cut off", "a damaged zip"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "Workbook".encode("utf-16-le"), "an Office file of the old kind"),
        (b'<?xml version="1.0"?><rss version="2.0">', "a feed"),
        (b"\x01\x02\x03\x04\x05\x06" * 20, "not known"),
    ],
)
def test_what_is_no_draft_is_named_and_says_what_to_ask_for(data: bytes, named: str) -> None:
    with pytest.raises(Unreadable) as raised:
        recognise(data, "draft.docx")
    assert named in str(raised.value)
    assert "ask" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Draft.PDF", ".pdf"),
        ("https://e.org/a/Draft%20Rev.1.docx?v=2#p", ".docx"),
        ("C:\\x\\a.md", ".md"),
        ("draft", ""),
    ],
)
def test_the_ending_of_a_name_or_address(name: str, found: str) -> None:
    assert ending(name) == found


def test_every_format_has_a_module_that_reads() -> None:
    assert list(FORMATS) == ["pdf", "docx", "odt", "rtf", "doc", "html", "markdown", "asciidoc", "text"]
    assert all(format.endings and format.media for format in FORMATS.values())
