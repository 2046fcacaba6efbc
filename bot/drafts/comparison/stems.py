"""The words of a paragraph whatever their order and their endings, and how rare each is among the paragraphs around.

Of a word its first letters count (P. McNamee and J. Mayfield 2004: in most languages as good as stemming); of a script without
blanks each two signs that follow on each other. A word that few paragraphs have weighs more than one that most have
(K. Spärck Jones 1972: inverse document frequency).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain, islice, pairwise

from bot.drafts.comparison.pieces import Letters, Vocabulary, is_part
from bot.drafts.comparison.side import Side

Stems = frozenset[str]

_LETTERS = 5
_AROUND = 25  # paragraphs before and behind


class _Endings(dict[int, str]):
    """For `str.translate` of encoded words: a letter for the beginning of each word, none for a sign."""

    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self.letters = letters
        self.words: list[str] = []
        self.stems = Letters()
        self.signs: set[str] = set()  # of scripts without blanks

    def __missing__(self, letter: int) -> str:
        at = Letters.place(letter)
        if at >= len(self.words):
            self.words.extend(islice(self.letters, len(self.words), None))
        word = self.words[at]
        self[letter] = stem = self.stems[word.casefold()[:_LETTERS]] if word[0].isalnum() else ""
        if is_part(word):
            self.signs.add(stem)
        return stem

    def of(self, core: str) -> Stems:
        stems = core.translate(self)
        if self.signs.isdisjoint(stems):
            return frozenset(stems)
        return frozenset(x + y if x in self.signs else x for x, y in pairwise(stems + " "))


class Stemming:
    """The stems of the paragraphs of two drafts that are compared, each paragraph's found once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._endings = _Endings(vocabulary.letters)
        self._found: dict[tuple[Side, int], Stems] = {}

    def of(self, side: Side, places: Iterable[int]) -> dict[int, Stems]:
        return {k: self.one(side, k) for k in places}

    def one(self, side: Side, k: int) -> Stems:
        stems = self._found.get((side, k))
        if stems is None:
            stems = self._found[side, k] = self._endings.of(side.core_alone(k))
        return stems


def around(first: int, last: int, size: int) -> range:
    """The places from the first to the last, and those of the paragraphs around."""
    return range(max(0, first - _AROUND), min(size, last + _AROUND + 1))


def rarity(paragraphs: Collection[Stems]) -> dict[str, float]:
    """How rare each stem is: the logarithm of all paragraphs for each that has it."""
    having = Counter(chain.from_iterable(paragraphs))
    return {stem: math.log(len(paragraphs) / count) for stem, count in having.items()}
