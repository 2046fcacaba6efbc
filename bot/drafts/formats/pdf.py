"""PDF → blocks: letters → words → lines → paragraphs, by where they stand on the page.

pdf_letters and pdf_words ask PDFium, pdf_lines puts words together into lines, pdf_margins takes away what is printed around
the text, pdf_borders finds where paragraphs begin, pdf_join makes their text. Labels are split off later, for every format
alike.
"""

from collections.abc import Iterable
from itertools import groupby

from bot.drafts.formats import pdf_borders, pdf_join, pdf_lines, pdf_margins, pdf_words
from bot.drafts.formats.pdf_borders import Layout
from bot.drafts.formats.pdf_lines import Line
from bot.drafts.reading import Block, Extract, Kind
from bot.errors import Unreadable
from bot.sentences import parsing

SMALL_PRINT = 0.9  # of the usual size: a note, if nothing larger stands below
LONGEST_HEADING = 250
WORDS_OF_HEADING = 12  # of one that ends as a sentence does


def read(data: bytes, *, original: bool = False) -> Extract:
    """The paragraphs of a PDF; notes stand after the paragraphs that begin on their page. Raises Unreadable.

    `original` changes nothing: a PDF prints one state of a text.
    """
    pages, count = pdf_words.read_pages(data)
    pictures = sum(p.picture for p in pages)
    if not any(p.words for p in pages):
        raise Unreadable(parsing.PDF_SCAN if pictures else parsing.PDF_EMPTY)
    warnings = []
    if pictures:
        warnings.append(parsing.PDF_SCANNED_PAGES.format(pages=pictures, all=count))
    if count > len(pages):
        warnings.append(parsing.PDF_TOO_LONG.format(all=count, read=len(pages)))
    lines = pdf_margins.without_line_numbers([pdf_lines.lines(p) for p in pages])
    lines = [pdf_lines.with_labels(pdf_lines.mended(pdf_lines.in_columns(q))) for q in lines]
    lines = pdf_margins.body(lines, [p.height for p in pages])
    return Extract(_blocks(lines, [p.width for p in pages]), tuple(warnings))


def _blocks(pages: list[list[Line]], widths: list[float]) -> tuple[Block, ...]:
    usual = pdf_borders.layout(pages, widths)
    known = pdf_join.vocabulary([(q.text, q.hyphen) for lines in pages for q in lines])
    notes = {id(q) for lines in pages for q in _notes(lines, usual)}
    text = list(pdf_borders.paragraphs([q for lines in pages for q in lines if id(q) not in notes], usual))
    kinds = _kinds(text, usual)
    for lines in pages:
        below = list(pdf_borders.paragraphs([q for q in lines if id(q) in notes], usual))
        text += below
        kinds += ["note"] * len(below)
    blocks = [
        Block(pdf_join.joined([(q.text, q.hyphen) for q in lines], known), kind, page=lines[0].page)
        for lines, kind in zip(text, kinds, strict=True)
    ]
    return tuple(sorted(blocks, key=lambda b: (b.page or 0, b.kind == "note")))


def _notes(lines: list[Line], usual: Layout) -> Iterable[Line]:
    """Footnotes, column by column: small print that nothing larger follows; from a raised number on, print as small as its."""
    for column in {q.column for q in lines}:
        below: list[Line] = []
        own = sorted((q for q in lines if q.column == column), key=lambda q: q.y)
        marks = [q for q in own[: len(own) // 2 + 1] if q.note]
        size = max([SMALL_PRINT * usual.size, *(1.01 * q.size for q in marks)])
        for q in own:
            if q.size >= size:
                break
            below.append(q)
        highest = max((q.y for q in below if q.note), default=0.0)
        yield from (q for q in below if q.size < SMALL_PRINT * usual.size or q.y <= highest)


def _kinds(paragraphs: list[list[Line]], usual: Layout) -> list[Kind]:
    kinds: list[Kind] = []
    for _, on_page in groupby(paragraphs, key=lambda lines: lines[0].page):
        blocks = list(on_page)
        kinds += ["cell" if _is_cell(lines, blocks) else _kind(lines, usual) for lines in blocks]
    return kinds


def _kind(lines: list[Line], usual: Layout) -> Kind:
    text = " ".join(q.text for q in lines)
    sentence = text.endswith((".", ":")) and text.count(" ") > WORDS_OF_HEADING
    if sentence or len(text) > LONGEST_HEADING or text.endswith((";", ",")):
        return "paragraph"
    capitals = text.isupper() and sum(c.isalpha() for c in text) > 3
    return "heading" if capitals or pdf_borders.prominent(lines, usual) else "paragraph"


def _is_cell(lines: list[Line], others: list[list[Line]]) -> bool:
    """Whether another paragraph of the same column stands beside this one."""
    return any(_beside(lines, other) for other in others if other is not lines)


def _beside(lines: list[Line], other: list[Line]) -> bool:
    a, b = ([q for q in some if (q.page, q.column) == (lines[0].page, lines[0].column)] for some in (lines, other))
    if not a or not b:
        return False
    slack = 0.3 * a[0].size
    level = min(q.y for q in a) < max(q.y for q in b) + slack and min(q.y for q in b) < max(q.y for q in a) + slack
    return level and (max(q.x1 for q in a) < min(q.x0 for q in b) or max(q.x1 for q in b) < min(q.x0 for q in a))
