"""Word files of the old kind (.doc): turned into .docx by LibreOffice (`bot.drafts.sandbox.convert`), then read as those."""

from typing import NoReturn

from bot.errors import NeedsHelp, Unreadable
from bot.sentences import convert as sentences
from bot.sentences import reading

# The part WordDocument begins with a File Information Block, on a sector's border ([MS-DOC] 2.5.1, [MS-CFB] 2.2).
_SECTOR = 512
_FIB = b"\xec\xa5"
_FLAGS = 0x0B  # the second byte of the flags at 0x0A
_ENCRYPTED = 0x01


def read(data: bytes, *, original: bool = False) -> NoReturn:
    """Raises NeedsHelp, or Unreadable where the file says that its text is encrypted."""
    start = next((at for at in range(0, len(data), _SECTOR) if data[at : at + 2] == _FIB), None)
    if start is not None and data[start + _FLAGS : start + _FLAGS + 1] and data[start + _FLAGS] & _ENCRYPTED:
        raise Unreadable(reading.ENCRYPTED)
    raise NeedsHelp(sentences.NEEDS_LIBREOFFICE, helper="LibreOffice", format="doc", type=sentences.DOC)
