"""The body of a Word file with tracked changes (ECMA-376 part 1, 17.13.5), which python-docx does not know.

The schema asks of every tracked change a number of its own and an author, and where a move begins a date. Word asks besides
that deleted words stand in `w:delText`, words that moved away in `w:t`, and that the two places of a move bear one name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.drafts.comparison import Op
from bot.drafts.reading import Kind
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import is_rtl
from bot.drafts.redline.strands import Strand
from bot.sentences import redline

STYLES: dict[Kind, str] = {"heading": "Heading 2", "note": "Footnote", "cell": "Cell", "paragraph": "Normal"}
_TRACKS: dict[Op, str] = {"=": "", "-": "w:del", "+": "w:ins"}
_MOVES: dict[Op, str] = {"-": "w:moveFrom", "+": "w:moveTo"}
_INSERTED = ("w:ins", "w:moveTo")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# LibreOffice takes an insertion that ends a paragraph and one that begins the next for one, the mark between them too, and
# rejects all three, unless their times differ by more than a minute (its SwRedlineData::CanCombine and IsPrevPos). Of a move it
# leaves an empty paragraph where the mark is tracked in another way than the words before it.
_APART = timedelta(minutes=2)


def xml_safe(text: str) -> str:
    """Without the signs that XML 1.0 forbids."""
    return _NOT_XML.sub("", text)


def body(found: Iterable[Strand], at: datetime) -> Iterator[Any]:
    """The elements of the body, all but its section's properties; `at`, UTC, dates the changes."""
    writer = _Writer(at)
    for strand in found:
        yield from writer.strand(strand)
    if writer.open:
        yield OxmlElement("w:p")  # the last mark of a body can be neither inserted nor deleted


class _Writer:
    """Writes strands as paragraphs; numbers the tracked changes. `open`: the last mark written was tracked."""

    def __init__(self, at: datetime) -> None:
        self._at, self._other = at, at - _APART
        self._count = 0
        self._ends_inserted = False  # the last paragraph, in its words but not in its mark
        self.open = False

    def strand(self, strand: Strand) -> Iterator[Any]:
        for pieces, end in _paragraphs(strand):
            tags = [_tag(piece.op, strand) for piece in pieces]
            mark = tags[-1] if strand.move and tags else _TRACKS[end]
            self._keep_apart(tags, mark)
            paragraph = self._paragraph(strand, mark)
            range_end = self._range(paragraph, strand) if strand.move else ()
            paragraph.extend(self._words(*told, rtl=_rtl(strand)) for told in zip(pieces, tags, strict=True))
            yield paragraph
            yield from range_end
        self.open = strand.end != "="

    def _keep_apart(self, tags: Sequence[str], mark: str) -> None:
        if self._ends_inserted and [*tags, mark][0] in _INSERTED:
            self._at, self._other = self._other, self._at
        self._ends_inserted = bool(tags) and tags[-1] in _INSERTED and mark not in _INSERTED

    def _paragraph(self, strand: Strand, mark: str) -> Any:
        """Without its words. `mark`: how the paragraph's mark is tracked, a change of the paragraph's own properties."""
        paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
        properties.append(_valued("w:pStyle", STYLES[strand.kind].replace(" ", "")))
        if _rtl(strand):
            properties.append(OxmlElement("w:bidi"))
        if mark:
            look = OxmlElement("w:rPr")
            look.append(self._tracked(mark))
            properties.append(look)
        paragraph.append(properties)
        return paragraph

    def _range(self, paragraph: Any, strand: Strand) -> tuple[Any]:
        """Begins a move's range before the words and gives its end, which stands behind the paragraph: its mark moves too."""
        start = self._tracked(f"{_MOVES[strand.end]}RangeStart")
        start.set(qn("w:name"), f"move{strand.move}")
        paragraph.append(start)
        end = OxmlElement(f"{_MOVES[strand.end]}RangeEnd")
        end.set(qn("w:id"), start.get(qn("w:id")))
        return (end,)

    def _words(self, piece: Piece, tag: str, *, rtl: bool) -> Any:
        run = _run(piece, "w:delText" if tag == "w:del" else "w:t", rtl=rtl)
        if not tag:
            return run
        track = self._tracked(tag)
        track.append(run)
        return track

    def _tracked(self, tag: str) -> Any:
        self._count += 1
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(self._count))
        element.set(qn("w:author"), redline.AUTHOR)
        element.set(qn("w:date"), self._at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return element


def _paragraphs(strand: Strand) -> Iterator[tuple[list[Piece], Op]]:
    """(pieces, how its mark is tracked) of each paragraph."""
    words: list[Piece] = []
    for piece in strand.pieces:
        if piece.role == "break":
            yield words, piece.op
            words = []
        else:
            words.append(piece)
    yield words, strand.end


def _tag(op: Op, strand: Strand) -> str:
    """How words are tracked: of a paragraph that moved those that it lost or won on the way are not moved ones."""
    return _MOVES[strand.end] if strand.move and op == "=" else _TRACKS[op]


def _rtl(strand: Strand) -> bool:
    return is_rtl("".join(piece.text for piece in strand.pieces if piece.role == "text"))


def _run(piece: Piece, tag: str, *, rtl: bool) -> Any:
    """Looks stand in the schema's order. Right-to-left words have a bold of their own."""
    run, look = OxmlElement("w:r"), OxmlElement("w:rPr")
    bold = piece.role in ("label", "mark")
    said = (("w:b", bold), ("w:bCs", bold), ("w:strike", piece.struck), ("w:rtl", rtl))
    look.extend(OxmlElement(name) for name, holds in said if holds)
    if len(look):
        run.append(look)
    text = OxmlElement(tag)
    text.set(qn("xml:space"), "preserve")
    shown = {"label": f"{piece.text} ", "mark": f" {piece.text}"}.get(piece.role, piece.text)
    text.text = xml_safe(shown)
    run.append(text)
    return run


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
