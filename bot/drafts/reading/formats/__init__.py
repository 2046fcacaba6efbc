"""Formats of drafts: which one a file is in, told by its content first and its name second.

Each format is a module of this package with one function, `read(data: bytes, *, original: bool = False) -> Extract`. It is
named here and imported only when a file of its kind comes: the child process loads one parser, not all.
To add a format: the module, a line in FORMATS, a pair of files in tests/data/reading.
"""

import importlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.drafts.reading import Extract
from bot.drafts.reading.decoding import decode
from bot.errors import Unreadable
from bot.sentences import reading as sentences


@dataclass(frozen=True, slots=True)
class Format:
    """`title` for people; `endings` and `media` for links and answers of servers; `told_by`: how content shows it.

    `through`: the helper (`bot.drafts.sandbox.HELPERS`) that turns such a file into one of another format; "" where none is
    needed.
    """

    title: str
    endings: tuple[str, ...]
    media: tuple[str, ...]
    told_by: str
    module: str
    through: str = ""


FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", (".pdf",), ("application/pdf",), "%PDF- in the first 1,024 bytes", "pdf"),
    "docx": Format(
        "Word",
        (".docx", ".docm", ".dotx"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        "a zip file with a folder word/",
        "docx",
    ),
    "odt": Format(
        "OpenDocument",
        (".odt", ".ott"),
        ("application/vnd.oasis.opendocument.text",),
        "a zip file that says so first",
        "odt",
        through="LibreOffice",
    ),
    "rtf": Format(
        "Rich Text", (".rtf",), ("application/rtf", "text/rtf"), "begins with {\\rtf", "rtf", through="LibreOffice"
    ),
    "doc": Format(
        "Word 97–2003",
        (".doc", ".dot"),
        ("application/msword",),
        "a compound file with a part WordDocument",
        "doc",
        through="LibreOffice",
    ),
    "html": Format(
        "HTML", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), "begins with <html", "html"
    ),
    "markdown": Format(
        "Markdown", (".md", ".markdown", ".mkd"), ("text/markdown",), "the name, or its signs", "markdown"
    ),
    "asciidoc": Format("AsciiDoc", (".adoc", ".asciidoc"), ("text/asciidoc",), "the name", "asciidoc"),
    "text": Format("plain text", (".txt", ".text"), ("text/plain",), "any other text", "text"),
}

_ZIPS = (
    ("word/", "docx"),
    ("xl/", "a spreadsheet (Excel)"),
    ("ppt/", "a presentation (PowerPoint)"),
    ("Contents/content.hpf", "a Hangul document (.hwpx)"),
    ("index.apxl", "a Keynote presentation"),
    ("Index/Document.iwa", "a Pages document"),
)
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an electronic book (.epub)"),
)
_SIGNATURES = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"BM", "an image (BMP)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (rar)"),
    (b"%!PS", "a PostScript file"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a recording (Ogg)"),
    (b"\x1aE\xdf\xa3", "a video recording"),
    (b"\xdbWordPerfect", "a WordPerfect file"),
    (b"\xffWPC", "a WordPerfect file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_XML_ROOTS = (
    ("rss", "a feed (RSS)"),
    ("feed", "a feed (Atom)"),
    ("rdf", "a feed (RDF)"),
    ("svg", "an image (SVG)"),
    ("w:worddocument", "a Word file of an old kind (XML)"),
    ("pkg:package", "a Word file of an old kind (XML)"),
    ("office:document", "an OpenDocument file (flat XML)"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 8192
_LEADING = re.compile(
    r"(?:\s+|<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE(?! html)[^>]{0,400}>)", re.DOTALL | re.IGNORECASE
)
_HTML_START = re.compile(r"<!doctype html|<(?:html|head|body|meta|title|script|style|link|base)[\s>/]", re.IGNORECASE)
_HTML_BLOCK = re.compile(
    r"<(?:p|div|br|table|ol|ul|h[1-6]|section|article|main|center|font|span|blockquote)[\s>]", re.IGNORECASE
)
_MARKDOWN_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"\]\([^\s)]{1,200}\)|^\[[^\]\n]{1,80}\]: \S", re.MULTILINE),
    re.compile(r"\*\*[^\s*][^*\n]{0,80}\*\*"),
    re.compile(r"\A(?:---|\+\+\+)\n"),
    re.compile(r"^\|[ :]?-{3,}", re.MULTILINE),
)


def recognise(data: bytes, name: str = "") -> str:
    """The name in FORMATS of the format of `data`; `name` is a file's name or an address.

    Raises Unreadable, naming what was found, for anything else: an image, a spreadsheet, a protected file, nothing at all.
    """
    if not data.strip(b"\0\t\r\n\f\v "):
        raise Unreadable(sentences.EMPTY)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_OLE):
        return _old_office(data)
    for signature, title in _SIGNATURES:
        if data.startswith(signature) and not _is_text(data[:_HEAD], signature):
            raise Unreadable(sentences.OTHER_TYPE, type=title)
    if data[4:8] == b"ftyp" or data[:4] == b"RIFF":
        raise Unreadable(sentences.OTHER_TYPE, type="an image or a recording")
    return _text(data, ending(name))


def reader(format: str) -> Callable[..., Extract]:
    """The `read` of a format's module, imported now."""
    module = importlib.import_module(f"{__name__}.{FORMATS[format].module}")
    read: Callable[..., Extract] = module.read
    return read


def ending(name: str) -> str:
    """ ".pdf" of "Draft.PDF" or of an address, without query; "" where there is none."""
    path = urlsplit(name).path if "://" in name else name
    last = unquote(path).replace("\\", "/").rsplit("/", 1)[-1]
    return "." + last.rsplit(".", 1)[-1].lower() if "." in last else ""


def _zip(data: bytes) -> str:
    import zipfile  # with all that it imports: no other file needs it

    for mimetype, kind in _MIMETYPES:
        if mimetype in data[:200]:
            return _readable(kind)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(sentences.OTHER_TYPE, type="a damaged zip file", cause=repr(error)) from error
    for folder, kind in _ZIPS:
        if any(name.startswith(folder) for name in names):
            return _readable(kind)
    raise Unreadable(sentences.OTHER_TYPE, type="an archive (zip)")


def _readable(kind: str) -> str:
    if kind in FORMATS:
        return kind
    raise Unreadable(sentences.OTHER_TYPE, type=kind)


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable(sentences.ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise Unreadable(sentences.OTHER_TYPE, type="an Office file of the old kind")


def _is_text(head: bytes, signature: bytes) -> bool:
    """Whether a two-letter signature merely begins a text: "BM…", "MZ…"."""
    return len(signature) <= 3 and signature.isalnum() and not _binary(head)


def _binary(head: bytes) -> bool:
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return controls > len(head) * 0.05


def _text(data: bytes, suffix: str) -> str:
    head = decode(data[:_HEAD], page=True)[0]
    if _binary(head.encode("utf-8", "replace")):
        raise Unreadable(sentences.UNKNOWN_TYPE)
    start = _after_comments(head)
    if _HTML_START.match(head, start):
        return "html"
    _refuse_xml(head[start:], head)
    for name in ("markdown", "asciidoc", "text"):
        if suffix in FORMATS[name].endings:
            return name
    tags = len(_HTML_BLOCK.findall(head))
    if tags and (suffix in FORMATS["html"].endings or head[start : start + 1] == "<" or tags > 4):
        return "html"
    return "markdown" if sum(bool(sign.search(head)) for sign in _MARKDOWN_SIGNS) > 1 else "text"


def _after_comments(head: str) -> int:
    at = 0
    while found := _LEADING.match(head, at):
        at = found.end()
    return at


def _refuse_xml(start: str, head: str) -> None:
    for root, title in _XML_ROOTS:
        if start[1 : 1 + len(root)].lower() == root and start[:1] == "<":
            raise Unreadable(sentences.OTHER_TYPE, type=title)
    if head.lstrip()[:5] == "<?xml" and "<html" not in head.lower():
        raise Unreadable(sentences.OTHER_TYPE, type="an XML file")
