"""What an act is about: a paragraph, a range, a section, the document; with the hash of its very words. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.drafts.comparison.scope import called, scope
from bot.drafts.reading import Paragraph, Reading

Level = Literal["document", "section", "range", "paragraph", "deletion", "record"]


@dataclass(frozen=True, slots=True)
class Scope:
    """`ref`: as people cite it ("C9", "III", "C5-C8", "all"); `paragraphs` of one reading, in order; `threads`: the same, by
    lineage. The narrowest act on a paragraph wins, see `width`."""

    level: Level
    ref: str
    paragraphs: tuple[Paragraph, ...]
    threads: tuple[int, ...]

    @property
    def text_hash(self) -> str:
        """The hash of the words in scope; of a single paragraph its own."""
        return hash_of([p.text_hash for p in self.paragraphs])


def width(level: str, paragraphs: int) -> tuple[int, int]:
    """How broad an act is, the narrowest first: what it was given on counts before the number of paragraphs that it holds on
    now, which tells only sections and ranges apart. So a paragraph's act stays one through splits and mergers."""
    if level == "document":
        return 2, 0
    return (1, paragraphs) if level in ("section", "range") else (0, 0)


def hash_of(hashes: Sequence[str]) -> str:
    """One hash for the words of several paragraphs; of one, its own text hash."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def scopes(reading: Reading, threads: Mapping[int, int], refs: Sequence[str]) -> tuple[list[Scope], list[str]]:
    """One scope for each reference, and the references that mean nothing there. `threads`: a paragraph's n → its lineage."""
    found, unknown = [], []
    for ref in refs:
        meant = tuple(p for p in scope(reading.paragraphs, ref) if p.text)
        if meant:
            found.append(_scope(reading, threads, ref, meant))
        else:
            unknown.append(ref)
    return found, unknown


def single(reading: Reading, threads: Mapping[int, int], p: Paragraph) -> Scope:
    """The scope of one paragraph. One whose label does not mean it alone (it has none, others have it too, it heads a section)
    is cited by its place."""
    label = called(reading.paragraphs, p)
    alone = label and scope(reading.paragraphs, label) == [p]
    return Scope("paragraph", label if alone else f"¶{p.n}", (p,), (threads[p.n],))


def _scope(reading: Reading, threads: Mapping[int, int], ref: str, meant: tuple[Paragraph, ...]) -> Scope:
    if ref.casefold() == "all":
        return Scope("document", "all", meant, tuple(threads[p.n] for p in meant))
    if len(meant) == 1:
        return single(reading, threads, meant[0])
    level: Level = "section" if meant[0].heading else "range"
    first, last = (called(reading.paragraphs, p) or ref for p in (meant[0], meant[-1]))
    return Scope(
        level, ref.upper() if level == "section" else f"{first}-{last}", meant, tuple(threads[p.n] for p in meant)
    )
