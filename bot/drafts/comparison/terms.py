"""Watched words: where they stand in a draft."""

import re
import unicodedata

from bot.drafts.comparison.pieces import UNSPACED
from bot.drafts.reading import Reading
from bot.drafts.reading.words import fold

# Accents of Latin, Greek and Cyrillic; vowel marks of Hebrew and Arabic. The vowels of Thai and of Indic scripts are letters.
_DIACRITICS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u0655\u0670]")
_LETTER = rf"[^\W_{UNSPACED}]"
_UNSPACED = re.compile(f"[{UNSPACED}]")


def occurrences(reading: Reading, term: str) -> list[int]:
    """The number n of the paragraph for each place where the term stands, in reading order.

    Whole words, case and diacritics folded, whatever blanks stand between them; in scripts that are written without blanks,
    wherever the characters stand.
    """
    pattern = _pattern(term)
    if pattern is None:
        return []
    return [p.n for p in reading.paragraphs for _ in pattern.finditer(_bare(p.text))]


def count(reading: Reading, term: str) -> int:
    return len(occurrences(reading, term))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    return _DIACRITICS.sub("", unicodedata.normalize("NFD", fold(text).casefold()))


def _pattern(term: str) -> re.Pattern[str] | None:
    words = _bare(term).split()
    if not words:
        return None
    start, end = words[0][0], words[-1][-1]
    return re.compile(
        (f"(?<!{_LETTER})" if _edged(start) else "")
        + r"\s+".join(map(re.escape, words))
        + (f"(?!{_LETTER})" if _edged(end) else "")
    )


def _edged(sign: str) -> bool:
    """Whether a word that begins or ends with this sign ends there only if no letter follows."""
    return sign.isalnum() and not _UNSPACED.match(sign)
