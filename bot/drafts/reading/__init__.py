"""What a draft is once it has been read: blocks as the format gave them, then labelled paragraphs.

`Block` is what a format makes of bytes; `Paragraph` is the unit of everything after; `Reading` is one extraction of one
draft. All are plain frozen values: no file, no clock, no database.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.errors import NeedsHelp

Kind = Literal["paragraph", "heading", "note", "cell"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text as its format tells it, not yet split into label and words.

    `text`: reading order, no line feed. `label`: a number that the format itself computes (a Word list, an HTML list) and
    that is not in `text`; None where the format knows of none. `struck`: [start, end) spans of `text` shown struck
    through. `page`: counted from 1.
    """

    text: str
    kind: Kind = "paragraph"
    label: str | None = None
    page: int | None = None
    struck: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format returns: blocks in reading order, and sentences of `bot.sentences.reading` that warn the reader.

    `doubts`: those of the warnings that make the reading doubtful (product.md: it is flashed, but carries no position).
    `help`: what a helper could read besides; its sentence is one of the warnings.
    """

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    help: NeedsHelp | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of text. `n` counts 1, 2, 3 … in reading order; `label` as printed, `key` folded for look-up ("" for
    a note: "2" means paragraph 2).

    `text` is without label and mark, has no line feed and single blanks; `struck` are [start, end) spans of it.
    """

    n: int
    text: str
    kind: Kind = "paragraph"
    label: str = ""
    key: str = ""
    page: int | None = None
    mark: str | None = None
    struck: tuple[Span, ...] = ()
    text_hash: str = ""
    word_hash: str = ""

    @property
    def heading(self) -> bool:
        return self.kind == "heading"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "heading": self.heading, "struck": [list(s) for s in self.struck]}


@dataclass(frozen=True, slots=True)
class Reading:
    """One extraction of one draft. `words`: runs of letters or digits, one for each CJK character."""

    source: str
    format: str
    sha256: str
    words: int
    language: str | None
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = field(default=())

    def head(self) -> dict[str, Any]:
        """The JSON of `read` without the paragraphs."""
        return {
            "source": self.source,
            "format": self.format,
            "sha256": self.sha256,
            "words": self.words,
            "language": self.language,
            "warnings": list(self.warnings),
            "doubts": list(self.doubts),
        }

    def to_json(self) -> dict[str, Any]:
        """The stable JSON of `read --json`."""
        return {**self.head(), "paragraphs": [p.to_json() for p in self.paragraphs]}


def from_json(data: dict[str, Any]) -> Reading:
    """The inverse of `Reading.to_json`."""
    paragraphs = tuple(
        Paragraph(
            n=p["n"],
            text=p["text"],
            kind=p["kind"],
            label=p["label"],
            key=p["key"],
            page=p["page"],
            mark=p["mark"],
            struck=tuple((start, end) for start, end in p["struck"]),
            text_hash=p["text_hash"],
            word_hash=p["word_hash"],
        )
        for p in data["paragraphs"]
    )
    return Reading(
        source=data["source"],
        format=data["format"],
        sha256=data["sha256"],
        words=data["words"],
        language=data["language"],
        paragraphs=paragraphs,
        warnings=tuple(data["warnings"]),
        doubts=tuple(data["doubts"]),
    )
