"""The words of a paragraph whatever their order and their endings, and how rare each is among the paragraphs around.

Of a word its first letters count (P. McNamee and J. Mayfield 2004: in most languages as good as stemming); of a script without
blanks each two signs that follow on each other. A word that few paragraphs have weighs more than one that most have
(K. Spärck Jones 1972: inverse document frequency).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain, pairwise

from bot.drafts.comparison.pieces import Letters, is_part
from bot.drafts.comparison.side import Side

Stems = frozenset[str]

_LETTERS = 5
_AROUND = 25  # paragraphs before and behind


class _Endings(dict[int, str]):
    """For `str.translate` of encoded words: a letter for the beginning of each word, none for a sign."""

    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self.words = {ord(letter): word for word, letter in letters.items()}
        self.stems = Letters()
        self.signs: set[str] = set()  # of scripts without blanks

    def __missing__(self, letter: int) -> str:
        word = self.words[letter]
        self[letter] = stem = self.stems[word.casefold()[:_LETTERS]] if word[0].isalnum() else ""
        if is_part(word):
            self.signs.add(stem)
        return stem

    def of(self, core: str) -> Stems:
        stems = core.translate(self)
        if self.signs.isdisjoint(stems):
            return frozenset(stems)
        return frozenset(x + y if x in self.signs else x for x, y in pairwise(stems + " "))


def of(a: Side, old: Iterable[int], b: Side, new: Iterable[int]) -> tuple[dict[int, Stems], dict[int, Stems]]:
    """The stems of some paragraphs of two sides, which can be compared with each other."""
    cores = [{k: side.core_alone(k) for k in places} for side, places in ((a, old), (b, new))]
    endings = _Endings(a.vocabulary.letters)
    stems_old, stems_new = ({k: endings.of(core) for k, core in some.items()} for some in cores)
    return stems_old, stems_new


def around(first: int, last: int, size: int) -> range:
    """The places from the first to the last, and those of the paragraphs around."""
    return range(max(0, first - _AROUND), min(size, last + _AROUND + 1))


def rarity(paragraphs: Collection[Stems]) -> dict[str, float]:
    """How rare each stem is: the logarithm of all paragraphs for each that has it."""
    having = Counter(chain.from_iterable(paragraphs))
    return {stem: math.log(len(paragraphs) / count) for stem, count in having.items()}
