"""One-to-one pairs of paragraphs, found from either side."""

from collections.abc import Iterable, Iterator

Pair = tuple[int, int]
"""Places (from 0) of a paragraph in the old draft and of the one it became in the new."""


class Pairs:
    """`new_of` and `old_of` are each other's inverse."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.new_of = dict(pairs)
        self.old_of = {j: i for i, j in self.new_of.items()}

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.new_of.items())

    def rivals(self, i: int, j: int) -> list[Pair]:
        """The pairs that would have to go for (i, j) to be one."""
        found = []
        if i in self.new_of:
            found.append((i, self.new_of[i]))
        if j in self.old_of and self.old_of[j] != i:
            found.append((self.old_of[j], j))
        return found

    def put(self, i: int, j: int) -> None:
        """Makes (i, j) a pair in place of its rivals."""
        for x, _ in self.rivals(i, j):
            self.drop(x)
        self.new_of[i], self.old_of[j] = j, i

    def drop(self, i: int) -> None:
        del self.old_of[self.new_of.pop(i)]
