"""OpenDocument texts (.odt): looked at here, turned into .docx by LibreOffice (`sandbox.convert`), then read as those."""

import io
import zipfile
import zlib
from typing import NoReturn

from bot.errors import NeedsHelp, Unreadable
from bot.sentences import convert as sentences
from bot.sentences import reading

LARGEST_PART = 64 << 20  # bytes, unpacked
MOST_RATIO = 200
RATIO_FROM = 4 << 20  # bytes: smaller parts may be as repetitive as they like

_MANIFEST = "META-INF/manifest.xml"
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, OverflowError)


def read(data: bytes, *, original: bool = False) -> NoReturn:
    """Raises NeedsHelp, or Unreadable for what LibreOffice shall not even try: damaged, locked, a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                _refuse_bomb(info)
            locked = _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST)
    except _BAD_ZIP as error:
        raise Unreadable(sentences.NOT_CONVERTED, type=sentences.ODT, cause=repr(error)) from error
    if locked:
        raise Unreadable(reading.ENCRYPTED)
    raise NeedsHelp(sentences.NEEDS_LIBREOFFICE, helper="LibreOffice", format="odt", type=sentences.ODT)


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    """By what the part declares; one that lies meets the limits of the process."""
    if info.file_size > LARGEST_PART or info.file_size > max(RATIO_FROM, info.compress_size * MOST_RATIO):
        raise Unreadable(
            sentences.TOO_LARGE, limit=LARGEST_PART >> 20, cause=f"{info.filename}: {info.file_size} bytes declared"
        )
