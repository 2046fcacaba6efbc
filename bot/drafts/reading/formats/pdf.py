"""PDF → blocks: letters → words → lines → paragraphs, by where they stand on the page.

pdf_letters and pdf_words ask PDFium (pdf_shaped and pdf_backwards mend what it makes of letters that are shaped and of pages
from right to left, pdf_marks takes footnotes' marks off, pdf_tags asks what a tagged file says itself, pdf_rules what is drawn
around cells), pdf_lines puts words together into lines, pdf_initials large initials to theirs, pdf_columns tells which column
each stands in, pdf_margins takes away what is printed around the text, pdf_pieces makes lines whole, pdf_layout measures how
the rest is set, pdf_contents takes away what lists its headings, pdf_rows puts rows together that a page's end cuts,
pdf_borders finds where paragraphs begin, pdf_join makes their text. Labels are split off later, for every format alike.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from bot.drafts.reading import Block, Extract, Kind, labels
from bot.drafts.reading.formats import (
    pdf_borders,
    pdf_columns,
    pdf_contents,
    pdf_initials,
    pdf_join,
    pdf_layout,
    pdf_lines,
    pdf_margins,
    pdf_pieces,
    pdf_rows,
    pdf_words,
)
from bot.drafts.reading.formats.pdf_layout import Layout
from bot.drafts.reading.formats.pdf_lines import Line
from bot.drafts.reading.formats.pdf_margins import NOTE
from bot.drafts.reading.formats.pdf_words import Page
from bot.errors import NeedsHelp, Unreadable
from bot.sentences import parsing

SMALL_PRINT = 0.9  # of the usual size: a note, if nothing larger stands below
LONGEST_HEADING = 250
WORDS_OF_HEADING = 12  # of one that ends as a sentence does


def read(data: bytes, *, original: bool = False) -> Extract:
    """The paragraphs of a PDF, notes after all text: where a page ends must not decide what they follow. Raises Unreadable.

    `original` changes nothing: a PDF prints one state of a text.
    """
    pages, count = pdf_words.read_pages(data)
    scanned = [p.number for p in pages if p.picture]
    if not any(p.words for p in pages):
        if scanned:
            raise NeedsHelp(parsing.PDF_SCAN, helper="OCR", format="pdf", pages=count)
        raise Unreadable(parsing.PDF_EMPTY)
    lines = pdf_initials.with_initials([pdf_lines.lines(p) for p in pages])
    lines = pdf_margins.without_line_numbers(lines)
    lines = pdf_margins.body(pdf_columns.in_columns(lines), [p.height for p in pages])
    lines = [pdf_pieces.with_labels(pdf_rows.numbered(pdf_pieces.mended(q))) for q in lines]
    help = _help(scanned, count) if scanned else None
    return Extract(_blocks(lines, [p.width for p in pages]), tuple(_warnings(pages, count, help)), help=help)


def _help(scanned: list[int], count: int) -> NeedsHelp:
    """What would read more of a file, some of whose pages are pictures."""
    sentence, pages = parsing.PDF_SCANNED_PAGES, len(scanned)
    return NeedsHelp(sentence, helper="OCR", optional=True, format="pdf", pages=pages, all=count, scanned=scanned)


def _warnings(pages: list[Page], count: int, help: NeedsHelp | None) -> Iterator[str]:
    """What a reader should know that is not in the reading."""
    if help:
        yield str(help)
    if hidden := sum(p.hidden for p in pages):
        yield parsing.PDF_HIDDEN.format(pages=hidden, all=count)
    if count > len(pages):
        yield parsing.PDF_TOO_LONG.format(all=count, read=len(pages))


def _blocks(pages: list[list[Line]], widths: list[float]) -> tuple[Block, ...]:
    usual = pdf_layout.layout(pages, widths)
    known = pdf_join.vocabulary([(q.text, q.hyphen) for lines in pages for q in lines])
    pages = pdf_contents.without_contents(pages)  # only now: the layout is told by its lines, too
    notes = {id(q) for lines in pages for q in _notes(lines, usual)}
    whole = pdf_rows.over_pages([[q for q in lines if id(q) not in notes] for lines in pages])
    text = list(pdf_borders.paragraphs(whole, usual))
    kinds = _kinds(text, usual)
    for lines in pages:
        below = list(pdf_borders.paragraphs([q for q in lines if id(q) in notes], usual))
        text += below
        kinds += ["note"] * len(below)
    blocks = [
        Block(pdf_join.joined([(q.text, q.hyphen) for q in lines], known), kind, page=lines[0].page)
        for lines, kind in zip(text, kinds, strict=True)
    ]
    return tuple(sorted(blocks, key=lambda b: (b.kind == "note", b.page or 0)))


def _notes(lines: list[Line], usual: Layout) -> Iterator[Line]:
    """Footnotes, column by column: small print that nothing larger follows; from a raised mark on, print as small as its."""
    for column in {q.column for q in lines}:
        own = sorted((q for q in lines if q.column == column), key=lambda q: q.y)
        marks = [q for q in own[: len(own) // 2 + 1] if q.note]
        size = max([SMALL_PRINT * usual.size, *(1.01 * q.size for q in marks)])
        below = own[: next((i for i, q in enumerate(own) if q.size >= size), len(own))]
        highest = max((q.y for q in below if q.note), default=0.0)
        found = [q for q in below if (q.size < SMALL_PRINT * usual.size and not usual.listing(q)) or q.y <= highest]
        # Small print without a mark is the rest of a note from the page before, or a table, or an example.
        if len(found) * 3 < len(own) or any(q.note or NOTE.match(q.text) for q in found):
            yield from found


def _kinds(paragraphs: list[list[Line]], usual: Layout) -> list[Kind]:
    kinds: list[Kind] = []
    for _, on_page in groupby(paragraphs, key=lambda lines: lines[0].page):
        blocks = list(on_page)
        cells = _cells([_box(lines) for lines in blocks]) | _ruled(blocks)
        kinds += ["cell" if n in cells else _kind(lines, usual) for n, lines in enumerate(blocks)]
    return kinds


def _ruled(paragraphs: list[list[Line]]) -> set[int]:
    """Which of these stand in cells of one row, with rules around them; text in a frame of its own is none."""
    found = {n: cell for n, lines in enumerate(paragraphs) if (cell := lines[0].cell)}
    rows = Counter((cell.bottom, cell.top) for cell in set(found.values()))
    return {n for n, cell in found.items() if rows[cell.bottom, cell.top] > 1}


class Box(NamedTuple):
    """Where a paragraph stands on its first page and column; `top` and `bottom` leave out what letters reach over them."""

    column: int
    x0: float
    x1: float
    bottom: float
    top: float


def _box(lines: list[Line]) -> Box:
    first = lines[0]
    own = [q for q in lines if (q.page, q.column) == (first.page, first.column)]
    return Box(first.column, min(q.x0 for q in own), max(q.x1 for q in own), own[-1].y, first.y + 0.5 * first.size)


def _cells(boxes: list[Box]) -> set[int]:
    """Which of these stand side by side with another, as cells of a row do."""
    found: set[int] = set()
    from_above = sorted(range(len(boxes)), key=lambda n: (boxes[n].column, -boxes[n].top))
    for at, n in enumerate(from_above):
        for other in from_above[at + 1 :]:
            if not _level(boxes[n], boxes[other]):
                break
            if boxes[n].x1 < boxes[other].x0 or boxes[other].x1 < boxes[n].x0:
                found |= {n, other}
    return found


def _level(box: Box, below: Box) -> bool:
    """Whether the lower of two boxes begins beside the other."""
    return box.column == below.column and box.bottom < below.top


def _kind(lines: list[Line], usual: Layout) -> Kind:
    text = " ".join(q.text for q in lines)
    sentence = text.endswith((".", ":")) and text.count(" ") > WORDS_OF_HEADING
    if sentence or len(text) > LONGEST_HEADING or text.endswith((";", ",")) or labels.bullet(text):
        return "paragraph"
    capitals = text.isupper() and sum(c.isalpha() for c in text) > 3
    return "heading" if capitals or pdf_borders.prominent(lines, usual) else "paragraph"
