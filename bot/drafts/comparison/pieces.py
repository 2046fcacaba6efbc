"""A text cut into words and what stands between them, so that it can be put together again letter for letter.

`words.tokens` cuts for hashing and folds as it goes; here the original spelling is kept beside the folded one, and no cut goes
through a grapheme cluster (Unicode UAX #29): a Thai vowel sign or an Arabic vowel mark stays with its letter.

Thai, Lao, Khmer and Burmese are written without blanks between words. ICU's dictionaries tell their words apart where icu4py is
installed, an extra (`EXTRAS=thai`); else each cluster is a word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import regex

from bot.drafts.reading import Span
from bot.drafts.reading.words import CJK, FOLD, fold


def _folded_to(sign: str) -> str:
    """Every character that `fold` turns into `sign`, and the sign itself, for use inside a character class."""
    return "".join(chr(code) for code, folded in FOLD.items() if folded == sign) + re.escape(sign)


# Scripts whose words ICU tells apart: Thai, Lao, Burmese, Khmer.
_BY_DICTIONARY = ("\u0e00-\u0e7f", "\u0e80-\u0eff", "\u1000-\u109f", "\u1780-\u17ff")
# Scripts without blanks between words: each cluster is a word, as each CJK character is.
UNSPACED = CJK + "".join(_BY_DICTIONARY)
_DROPPED = "".join(chr(code) for code, folded in FOLD.items() if folded is None)
_INNER = "".join(map(_folded_to, "'-.")) + ","
_LETTER = rf"[^\W{UNSPACED}]"

# Each pair: signs inside a word keep it whole (multi-stakeholder, don't, 1.5, 12-14), or are words of their own.
_ASCII = (
    re.compile(r"(\w+(?:['.,-]\w+)*|\.\.\.|[^\w\s])", re.ASCII),
    re.compile(r"(\w+|\.\.\.|[^\w\s])", re.ASCII),
)
_PLAIN = (
    re.compile(
        rf"([{UNSPACED}]|{_LETTER}(?:{_LETTER}|[{_DROPPED}]|[{_INNER}](?={_LETTER}))*|\.\.\.|[^\w\s{_DROPPED}])"
    ),
    re.compile(rf"([{UNSPACED}]|{_LETTER}(?:{_LETTER}|[{_DROPPED}])*|\.\.\.|[^\w\s{_DROPPED}])"),
)
# The longest common run takes a bit of memory, and its time, for each pair of words: texts of more are compared otherwise.
LARGEST = 30_000_000
# Characters that join others to one cluster; only a text that has any is cut by the rules of clusters, which takes longer.
_EXTEND = r"\p{M}\p{GCB=Extend}\p{GCB=SpacingMark}"
_JOINING = regex.compile(rf"[{_EXTEND}\p{{GCB=ZWJ}}\p{{GCB=Prepend}}\p{{GCB=Regional_Indicator}}]")
_REST = rf"\.\.\.(?![{_EXTEND}])|(?=[^\s{_DROPPED}])\X|(?=\s[{_EXTEND}])\X"
_CLUSTERED = (
    regex.compile(
        rf"((?=[{UNSPACED}])\X|{_LETTER}(?:{_LETTER}|[{_EXTEND}{_DROPPED}]|[{_INNER}](?={_LETTER}))*|{_REST})"
    ),
    regex.compile(rf"((?=[{UNSPACED}])\X|{_LETTER}(?:{_LETTER}|[{_EXTEND}{_DROPPED}])*|{_REST})"),
)
_RUN = regex.compile("|".join(rf"(?:(?=[{script}])\X)+" for script in _BY_DICTIONARY))
_CLUSTER = regex.compile(rf"(?=[{UNSPACED}])\X")


class Letters(dict[str, str]):
    """One character for each distinct word, so that texts can be compared in C.

    Beyond as many words as there are characters some share one: such words are compared as if alike, and written as changed.
    """

    def __missing__(self, word: str) -> str:
        k = len(self) + 33
        self[word] = letter = chr(k if k < 0xD800 else 0xE000 + (k - 0xD800) % 0x102000)
        return letter

    @staticmethod
    def place(letter: int) -> int:
        """Which of the words, in their order, a character stands for; of several the first."""
        return letter - (33 if letter < 0xD800 else 33 + 0x800)


class Vocabulary(dict[str, str]):
    """The letters of each stretch without blanks, which is cut once however often it stands in the texts.

    A stretch that only the rules of clusters cut, or that has no word, is a KeyError: its text is cut as a whole.
    """

    def __init__(self) -> None:
        super().__init__()
        self.letters = Letters()
        self.parts: dict[str, tuple[str, ...]] = {}  # word, gap, …, word, blank

    def __missing__(self, stretch: str) -> str:
        plain = stretch.isascii()
        if plain and stretch[:-1].isalnum() and not stretch[-1].isspace():
            return self._usual(stretch)
        if not plain and (_JOINING.search(stretch) or _RUN.search(stretch)):
            raise KeyError(stretch)
        parts = (_ASCII if plain else _PLAIN)[False].split(stretch)
        if len(parts) == 1 or parts[0] or parts[-1]:
            raise KeyError(stretch)
        self.parts[stretch] = (*parts[1:-1], " ")
        words = parts[1::2] if plain else map(fold, parts[1::2])
        self[stretch] = code = "".join(map(self.letters.__getitem__, words))
        return code

    def _usual(self, stretch: str) -> str:
        """One word of ASCII, or one and a sign, as most stretches are, without the patterns."""
        word, sign = stretch[:-1], stretch[-1]
        if sign.isalnum() or sign == "_":
            self.parts[stretch], code = (stretch, " "), self.letters[stretch]
        else:
            self.parts[stretch], code = (word, "", sign, " "), self.letters[word] + self.letters[sign]
        self[stretch] = code
        return code


class Pieces(NamedTuple):
    """`parts` are gap, word, gap, …, word, gap, and joined give the text; `code` has a character for each word."""

    parts: tuple[str, ...]
    code: str


def cut(text: str, vocabulary: Vocabulary, struck: Sequence[Span] = (), *, fine: bool = False) -> Pieces:
    """The text in pieces. A word struck through is another word than the same one standing.

    `fine`: signs are words of their own even inside a word, as they are for the hashes.
    """
    if not (struck or fine):
        stretches = text.split(" ")
        try:
            code = "".join(map(vocabulary.__getitem__, stretches))
        except KeyError:
            pass
        else:
            parts = ["", *chain.from_iterable(map(vocabulary.parts.__getitem__, stretches))]
            parts[-1] = ""
            return Pieces(tuple(parts), code)
    return _whole(text, vocabulary, struck, fine)


def encode(text: str, vocabulary: Vocabulary) -> str:
    """The code of the text alone."""
    try:
        return "".join(map(vocabulary.__getitem__, text.split(" ")))
    except KeyError:
        return _whole(text, vocabulary).code


def _whole(text: str, vocabulary: Vocabulary, struck: Sequence[Span] = (), fine: bool = False) -> Pieces:
    parts = _split(text, fine)
    keys = [word if word.isascii() else fold(word) for word in parts[1::2]]
    if struck:
        keys = _with_strikes(parts, keys, struck)
    return Pieces(tuple(parts), "".join(map(vocabulary.letters.__getitem__, keys)))


def _split(text: str, fine: bool) -> list[str]:
    if text.isascii():
        return _ASCII[fine].split(text)
    parts = (_CLUSTERED if _JOINING.search(text) else _PLAIN)[fine].split(text)
    if not fine and (segment := _segmenter()) and _RUN.search(text):
        return list(_by_words(text, parts, segment))
    return parts


def is_part(word: str) -> bool:
    """Whether a word is a single sign of a script without blanks: often but a part of what a reader calls a word."""
    return not word.isascii() and _CLUSTER.fullmatch(word) is not None


@cache
def _segmenter() -> Callable[[str], Iterable[str]] | None:
    """Cuts a run of one script into words by ICU's dictionaries; None where icu4py is not installed."""
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None
    return lambda run: WordBreaker(run, "th")  # the dictionary goes by the script, whatever the language


def _by_words(text: str, parts: Sequence[str], segment: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """The parts of a text, clusters that are in one word by the dictionary put together."""
    inside = _inside_words(text, segment)
    word, end = "", len(parts[0])
    yield parts[0]
    for cluster, gap in zip(parts[1::2], parts[2::2], strict=True):
        word += cluster
        end += len(cluster)
        if gap or end not in inside:
            yield word
            yield gap
            word = ""
        end += len(gap)


def _inside_words(text: str, segment: Callable[[str], Iterable[str]]) -> set[int]:
    """The places in the text that lie inside of a word of its runs."""
    inside: set[int] = set()
    for run in _RUN.finditer(text):
        at = run.start()
        for word in segment(run.group()):
            inside.update(range(at + 1, at + len(word)))
            at += len(word)
    return inside


def join(several: Sequence[Pieces]) -> Pieces:
    """Paragraphs as one text, a line feed between them."""
    parts = [""]
    for k, pieces in enumerate(several):
        parts[-1] += "\n" * (k > 0) + pieces.parts[0]
        parts += pieces.parts[1:]
    return Pieces(tuple(parts), "".join([pieces.code for pieces in several]))


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
