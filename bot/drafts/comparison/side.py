"""The paragraphs of one draft as they are compared: cut and encoded once, and only when first asked for."""

from collections.abc import Sequence

from bot.drafts.comparison.pieces import Pieces, Vocabulary, cut, encode, join
from bot.drafts.reading import Paragraph


class Side:
    """One draft. All sides that are compared with one another share one vocabulary."""

    def __init__(self, paragraphs: Sequence[Paragraph], vocabulary: Vocabulary) -> None:
        self.paragraphs = paragraphs
        self.vocabulary = vocabulary
        self._place = {p.n: k for k, p in enumerate(paragraphs)}
        self._lengths = [len(p.text) // 6 for p in paragraphs]
        self._brackets = (vocabulary["["], vocabulary["]"])
        self._pieces: list[Pieces | None] = [None] * len(paragraphs)
        self._cores: list[str | None] = [None] * len(paragraphs)

    def __len__(self) -> int:
        return len(self.paragraphs)

    def group(self, numbers: Sequence[int]) -> list[Paragraph]:
        """The paragraphs of these numbers n."""
        return [self.paragraphs[self._place[n]] for n in numbers]

    def joined(self, numbers: Sequence[int], *, fine: bool = False) -> Pieces:
        """Their texts as one, strikes marked (see `pieces.cut`)."""
        pieces = [self._marked(self._place[n], fine) for n in numbers]
        return join(pieces) if len(pieces) > 1 else pieces[0]

    def _marked(self, k: int, fine: bool) -> Pieces:
        p = self.paragraphs[k]
        return cut(p.text, self.vocabulary, p.struck, fine=fine) if fine or p.struck else self.pieces(k)

    def pieces(self, k: int) -> Pieces:
        pieces = self._pieces[k]
        if pieces is None:
            pieces = self._pieces[k] = cut(self.paragraphs[k].text, self.vocabulary)
        return pieces

    def core(self, k: int) -> str:
        """The words of a paragraph without square brackets, one character each."""
        core = self._cores[k]
        if core is None:
            core = self._cores[k] = self._bare(self.pieces(k).code)
        return core

    def core_alone(self, k: int) -> str:
        """As `core`, of a paragraph whose words are not told: it is not cut."""
        return self._cores[k] or self._bare(encode(self.paragraphs[k].text, self.vocabulary))

    def _bare(self, code: str) -> str:
        opening, closing = self._brackets
        return code.replace(opening, "").replace(closing, "")

    def same_cores(self, a: Pieces, b: Pieces) -> bool:
        """Whether two texts, cut with this vocabulary, have the same words but for square brackets."""
        return self._bare(a.code) == self._bare(b.code)

    def words(self, k: int) -> set[str]:
        """The words of a paragraph as printed, signs left out."""
        return {word for word in self.pieces(k).parts[1::2] if word[0].isalnum()}

    def size(self, k: int) -> int:
        """The words of a paragraph without square brackets."""
        return len(self.core(k))

    def length(self, first: int, last: int = -1) -> int:
        """About as many, of all paragraphs from the first to the last, without cutting them."""
        return self._lengths[first] if last <= first else sum(self._lengths[first : last + 1])

    def same_words(self, k: int, other: "Side", x: int) -> bool:
        return self.paragraphs[k].word_hash == other.paragraphs[x].word_hash
