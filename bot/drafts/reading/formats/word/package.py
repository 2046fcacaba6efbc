"""The zip of a Word file, opened safely: bytes → the parts that carry text.

Sizes are checked as declared, as a ratio, and again while reading; a part that declares a document type or an entity is
refused. The Strict namespaces of ISO 29500 are read as the Transitional ones (ECMA-376 part 4, annex A).
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from bot.errors import Unreadable
from bot.sentences import word

MAX_PART = 64 << 20  # bytes, unpacked
MAX_RATIO = 200
RATIO_FROM = 4 << 20  # bytes: smaller parts may be as repetitive as they like

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_OLE = b"\xd0\xcf\x11\xe0"  # compound file: an encrypted .docx, or a .doc
_ENCRYPTED = 0x1
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, OverflowError)
_ROLES = ("styles", "numbering", "footnotes", "endnotes")


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{_MAIN}}}{name}"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parsed parts of a Word file that decide what it prints; None where the file has no such part."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None


def parts(data: bytes) -> Parts:
    """Opens the file. `Unreadable` for what is no Word file, is locked, damaged, or unpacks to more than MAX_PART."""
    if data.startswith(_OLE):
        raise Unreadable(word.LOCKED)
    with _archive(data) as archive:
        main = _main_name(archive)
        document = _part(archive, main)
        if document is None:
            raise Unreadable(word.NO_TEXT_PART, cause=main)
        names = _related(archive, main)
        others = {role: _part(archive, names.get(role, f"word/{role}.xml")) for role in _ROLES}
    return Parts(document, **others)


@contextmanager
def _archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except _BAD_ZIP as error:
        raise Unreadable(word.NOT_WORD, cause=repr(error)) from error


def _main_name(archive: zipfile.ZipFile) -> str:
    """The main part's name; Word on the web writes word/document2.xml."""
    return _targets(archive, "_rels/.rels", "").get("officeDocument", "word/document.xml")


def _related(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    folder, name = posixpath.split(main)
    return _targets(archive, f"{folder}/_rels/{name}.rels", folder)


def _targets(archive: zipfile.ZipFile, name: str, folder: str) -> dict[str, str]:
    """Role (last word of the relationship's type) → part name."""
    rels = _part(archive, name)
    return {
        rel.get("Type", "").rpartition("/")[2]: posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))[
            1:
        ]
        for rel in (rels if rels is not None else ())
        if rel.get("TargetMode") != "External"
    }


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable(word.LOCKED, cause=name)
    if info.file_size > MAX_PART or info.file_size > max(RATIO_FROM, info.compress_size * MAX_RATIO):
        raise Unreadable(word.TOO_LARGE, limit=MAX_PART >> 20, cause=f"{name}: {info.file_size} bytes declared")
    with archive.open(info) as file:
        data = file.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise Unreadable(word.TOO_LARGE, limit=MAX_PART >> 20, cause=f"{name}: more than declared")
    return _parsed(data, name)


def _parsed(data: bytes, name: str) -> Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable(word.REFUSED, cause=name)
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(word.BROKEN_PART, cause=f"{name}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # one in UTF-16, which the search for bytes missed
        raise Unreadable(word.REFUSED, cause=name)
    return root
