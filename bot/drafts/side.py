"""The paragraphs of one draft as the aligner sees them."""

from collections.abc import Sequence

from bot.drafts import pieces
from bot.drafts.reading import Paragraph


class Vocabulary(dict[str, str]):
    """One character for each distinct word, so that paragraphs are strings and are compared in C."""

    def __missing__(self, word: str) -> str:
        k = len(self) + 33
        self[word] = letter = chr(k if k < 0xD800 else 0xE000 + (k - 0xD800) % 0x102000)
        return letter


class Side:
    """One draft. A paragraph's core is its words without square brackets, encoded, and made when it is first asked for."""

    def __init__(self, paragraphs: Sequence[Paragraph], vocabulary: Vocabulary) -> None:
        self.paragraphs = paragraphs
        self.hashes = [p.word_hash for p in paragraphs]
        self._vocabulary = vocabulary
        self._cores: list[str | None] = [None] * len(paragraphs)

    @classmethod
    def pair(cls, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> "tuple[Side, Side]":
        vocabulary = Vocabulary({"[": "", "]": "", "［": "", "］": ""})
        return cls(old, vocabulary), cls(new, vocabulary)

    def __len__(self) -> int:
        return len(self.paragraphs)

    def core(self, k: int) -> str:
        core = self._cores[k]
        if core is None:
            keys = pieces.cut(self.paragraphs[k].text).keys
            core = self._cores[k] = "".join([self._vocabulary[key] for key in keys])
        return core

    def size(self, k: int) -> int:
        return len(self.core(k))

    def length(self, k: int) -> int:
        """About how long the paragraph is, in words, without cutting it."""
        return len(self.paragraphs[k].text) // 6
