"""The body of a Word file with tracked changes (ECMA-376 part 1, 17.13.5), which python-docx does not know.

The schema asks of every tracked change a number of its own and an author, and where a move begins a date. Word asks besides
that deleted words stand in `w:delText`, words that moved away in `w:t`, and that the two places of a move bear one name.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.drafts.comparison import Op
from bot.drafts.reading import Kind
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import is_rtl, mostly_rtl
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


def body(found: Sequence[Strand], at: datetime) -> Iterator[Any]:
    """The elements of the body, all but its section's properties; `at`, UTC, dates the changes."""
    writer = _Writer(at, mostly_rtl(_text(strand) for strand in found))
    for strand in found:
        yield from writer.strand(strand)
    if writer.open:
        yield OxmlElement("w:p")  # the last mark of a body can be neither inserted nor deleted


class _Writer:
    """Writes strands as paragraphs; numbers the tracked changes. `open`: the last mark written was tracked.

    `rtl`: how paragraphs without letters run.
    """

    def __init__(self, at: datetime, rtl: bool) -> None:
        self._at, self._other = at, at - _APART
        self._rtl = rtl
        self._count = 0
        self._ends_inserted = False  # the last paragraph, in its words but not in its mark
        self.open = False

    def strand(self, strand: Strand) -> Iterator[Any]:
        rtl = is_rtl(_text(strand), self._rtl)
        for pieces, end in _paragraphs(strand):
            pieces = _parted(pieces)
            tags = [_tag(piece.op, strand) for piece in pieces]
            mark = tags[-1] if strand.move and tags else _TRACKS[end]
            self._keep_apart(tags, mark)
            paragraph = self._paragraph(strand, mark, rtl=rtl)
            range_end = self._range(paragraph, strand) if strand.move else ()
            paragraph.extend(self._words(*told, rtl=rtl) for told in zip(pieces, tags, strict=True))
            yield paragraph
            yield from range_end
        self.open = strand.end != "="

    def _keep_apart(self, tags: Sequence[str], mark: str) -> None:
        if self._ends_inserted and [*tags, mark][0] in _INSERTED:
            self._at, self._other = self._other, self._at
        self._ends_inserted = bool(tags) and tags[-1] in _INSERTED and mark not in _INSERTED

    def _paragraph(self, strand: Strand, mark: str, *, rtl: bool) -> Any:
        """Without its words. `mark`: how the paragraph's mark is tracked, a change of the paragraph's own properties."""
        paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
        properties.append(_valued("w:pStyle", STYLES[strand.kind].replace(" ", "")))
        if rtl:
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


def _parted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a paragraph, a blank between words struck and those in their place: Arabic letters would join, and
    whoever rejects the one and accepts the other would have them in one word.

    The blank beside both, in front if there is none behind, is struck and inserted with them: both drafts stay as they are.
    """
    parted = list(pieces)
    for at in range(len(parted) - 1):
        struck, inserted = parted[at : at + 2]
        if (struck.op, inserted.op) != ("-", "+") or not _words_touch(struck, inserted):
            continue
        if at + 2 < len(parted) and _lends(parted[at + 2], struck, inserted) and parted[at + 2].text[0] == " ":
            words = (f"{struck.text} ", f"{inserted.text} ", parted[at + 2].text[1:])
            parted[at : at + 3] = _with_texts(parted[at : at + 3], words)
        elif at and _lends(parted[at - 1], struck, inserted) and parted[at - 1].text[-1] == " ":
            words = (parted[at - 1].text[:-1], f" {struck.text}", f" {inserted.text}")
            parted[at - 1 : at + 2] = _with_texts(parted[at - 1 : at + 2], words)
    return [piece for piece in parted if piece.text]


def _words_touch(struck: Piece, inserted: Piece) -> bool:
    """Whether nothing parts them and one of the signs that meet is a letter, its accent or a digit."""
    edges = struck.text[-1:] + inserted.text[:1]
    both_words = (struck.role, inserted.role) == ("text", "text") and not any(sign.isspace() for sign in edges)
    return both_words and any(unicodedata.category(sign)[0] in "LMN" for sign in edges)


def _lends(piece: Piece, *others: Piece) -> bool:
    return (
        piece.op == "=" and piece.role == "text" and bool(piece.text) and {piece.struck} == {p.struck for p in others}
    )


def _with_texts(pieces: Sequence[Piece], texts: Sequence[str]) -> list[Piece]:
    return [replace(piece, text=text) for piece, text in zip(pieces, texts, strict=True)]


def _text(strand: Strand) -> str:
    return "".join(piece.text for piece in strand.pieces if piece.role == "text")


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
