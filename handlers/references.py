"""References to paragraphs of more than one word, as labels are printed: "Article 5", "Annex II", "C 11", "2 bis". Pure.

Blanks, case and look-alikes make no difference when a reference is looked up; here is only where one ends.
"""

import re
from collections.abc import Sequence

from bot.drafts.reading import labels

_COMMAS = ",，"
_RANGE = re.compile(r"[-–—]")
_LETTERS = re.compile(r"(?![IVX]$)[A-ZА-Я]{1,2}\.?|§{1,2}|¶")
_NUMBER = re.compile(
    r"\(?(?:\d+|[IVXLC]+|[A-Za-z])(?:[\d.]|bis|ter)*\)?(?:\([a-z\d]{1,3}\))?(?=[-–—,，:;.]|$)", re.IGNORECASE
)
_BEHIND = re.compile(
    r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|novies|decies|alt|\([a-z\d]{1,3}\))(?=[-–—,，:;.]|$)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:bis|ter|\.\d+)*", re.IGNORECASE)
_OF_MANY = re.compile(r"(\D+?) (\S+)[-–—](\d\S*)")


def goes_on(before: str, word: str) -> bool:
    """Whether a word belongs to the reference that the one before it begins: "Article" "5", "C" "11", "2" "bis"."""
    opened = _RANGE.split(before)[-1]
    if _is_keyword(opened):
        return bool(_NUMBER.match(word))
    if _LETTERS.fullmatch(opened):
        return word[:1].isdigit()
    return bool(_DIGITS.fullmatch(opened.rpartition(" ")[2]) and _BEHIND.match(word))


def begins(word: str, behind: str) -> bool:
    """Whether a reference of two words begins: a keyword with its number behind it."""
    return _is_keyword(word) and any(goes_on(word, number) for number in behind.split()[:1])


def whole(words: Sequence[str]) -> tuple[str, ...]:
    """The references that these words and commas are: those of several words put together, each number of "Articles 5, 6"
    with its keyword, each end of "Article 5-8" too."""
    found: list[str] = []
    many, comma = "", True
    for word in words:
        if word in _COMMAS:
            comma = True
            continue
        if not comma and goes_on(found[-1], word):
            found[-1] = f"{found[-1]} {word}"
        elif many and _DIGITS.match(word):
            found.append(f"{many} {word}")
        else:
            found.append(word)
            many = word[:-1] if word.endswith("s") and _is_keyword(word[:-1]) else ""
        comma = False
    return tuple(_ends_named(_singular(ref)) for ref in found)


def _is_keyword(word: str) -> bool:
    return word[-1:].isalpha() and labels.keyword(f"{word} 1") > 0


def _singular(ref: str) -> str:
    first, blank, rest = ref.partition(" ")
    return f"{first[:-1]}{blank}{rest}" if rest and first.endswith("s") and _is_keyword(first[:-1]) else ref


def _ends_named(ref: str) -> str:
    """ "Article 5-8" is "Article 5-Article 8"."""
    ends = _OF_MANY.fullmatch(ref)
    return f"{ends[1]} {ends[2]}-{ends[1]} {ends[3]}" if ends and _is_keyword(ends[1]) else ref
