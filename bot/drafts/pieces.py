"""A text cut into words and what stands between them, so that it can be put together again letter for letter.

`words.tokens` cuts for hashing and folds as it goes; here the original spelling is kept beside the folded one, and no cut goes
through a grapheme cluster (Unicode UAX #29): a Thai vowel sign or an Arabic vowel mark stays with its letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from bot.drafts.reading import Span
from bot.drafts.words import CJK, FOLD, fold


def _folded_to(sign: str) -> str:
    """Every character that `fold` turns into `sign`, and the sign itself, for use inside a character class."""
    return "".join(chr(code) for code, folded in FOLD.items() if folded == sign) + re.escape(sign)


# Thai, Lao, Myanmar and Khmer are written without blanks between words: each cluster is a word, as each CJK character is.
UNSPACED = CJK + "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_DROPPED = "".join(chr(code) for code, folded in FOLD.items() if folded is None)
_INNER = "".join(map(_folded_to, "'-.")) + ","
_EXTEND = r"\p{M}\p{GCB=Extend}\p{GCB=SpacingMark}"

# Signs inside a word keep it whole: multi-stakeholder, don't, 1.5, 12-14.
_PLAIN = (
    re.compile(r"(\w+(?:['.,-]\w+)*|\.\.\.|[^\w\s])", re.ASCII),
    re.compile(r"(\w+|\.\.\.|[^\w\s])", re.ASCII),
)
_WORD = rf"[^\W{UNSPACED}](?:[^\W{UNSPACED}]|[{_EXTEND}{_DROPPED}]"
_REST = rf"\.\.\.|(?=[^\s{_DROPPED}])\X|(?=\s[{_EXTEND}])\X"
_ANY = (
    regex.compile(rf"((?=[{UNSPACED}])\X|{_WORD}|[{_INNER}](?=[^\W{UNSPACED}]))*|{_REST})"),
    regex.compile(rf"((?=[{UNSPACED}])\X|{_WORD})*|{_REST})"),
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """`parts` are gap, word, gap, …, word, gap, and joined give the text; `keys[k]` is what word k is compared by."""

    parts: list[str]
    keys: list[str]

    def words(self, start: int, end: int) -> str:
        """The words from `start` to before `end` as one text, without the gaps around them."""
        return "".join(self.parts[2 * start + 1 : 2 * end])

    def gap(self, k: int) -> str:
        """What stands before word k; with the number of words for k, what stands after the last."""
        return self.parts[2 * k]


def cut(text: str, struck: Sequence[Span] = (), *, fine: bool = False) -> Pieces:
    """The text in pieces. A word struck through has another key than the same word standing.

    `fine`: signs are words of their own even inside a word, as they are for the hashes.
    """
    plain = text.isascii()
    parts: list[str] = (_PLAIN if plain else _ANY)[fine].split(text)
    words = parts[1::2]
    keys = words if plain else [word if word.isascii() else fold(word) for word in words]
    return Pieces(parts, _with_strikes(parts, keys, struck) if struck else keys)


def join(several: Sequence[Pieces]) -> Pieces:
    """Paragraphs as one text, a line feed between them."""
    if len(several) == 1:
        return several[0]
    parts = [""]
    for k, pieces in enumerate(several):
        parts[-1] += "\n" * (k > 0) + pieces.parts[0]
        parts += pieces.parts[1:]
    return Pieces(parts, [key for pieces in several for key in pieces.keys])


def _with_strikes(parts: list[str], keys: list[str], struck: Sequence[Span]) -> list[str]:
    """The keys, each followed by the part of its word that is struck, if any."""
    out, start = [], 0
    for gap, word, key in zip(parts[::2], parts[1::2], keys, strict=False):
        start += len(gap)
        end = start + len(word)
        spans = [(max(a, start) - start, min(b, end) - start) for a, b in struck if a < end and b > start]
        out.append(f"{key}\0{spans}" if spans else key)
        start = end
    return out
