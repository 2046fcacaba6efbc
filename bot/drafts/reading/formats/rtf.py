"""Rich Text files (.rtf): turned into .docx by LibreOffice (`bot.drafts.sandbox.convert`), then read as those."""

import re
from typing import NoReturn

from bot.errors import NeedsHelp, Unreadable
from bot.sentences import convert as sentences

DEEPEST = 500  # groups within groups; word processors write a few dozen

_BRACE = re.compile(rb"\\[{}\\]|[{}]")


def read(data: bytes, *, original: bool = False) -> NoReturn:
    """Raises NeedsHelp, or Unreadable where groups are nested as no word processor nests them."""
    depth = 0
    for brace in _BRACE.finditer(data):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if depth > DEEPEST:
            raise Unreadable(sentences.TOO_DEEP, cause=f"at byte {brace.start()}")
    raise NeedsHelp(sentences.NEEDS_LIBREOFFICE, helper="LibreOffice", format="rtf", type=sentences.RTF)
