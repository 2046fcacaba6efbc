"""PDF → blocks: lines put together into paragraphs by where they stand.

A line is *full* if the first word of the next one would not have fitted on it. Only a line that is not full, an extra gap, a
change of font, or a label after a sentence's end makes the next line a new paragraph. Pages, words and lines come from
`pdf_words`, `pdf_lines` and `pdf_margins`; labels are split off later, for every format alike.
"""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bot.drafts import labels
from bot.drafts.formats import pdf_lines, pdf_margins, pdf_words
from bot.drafts.formats.pdf_join import Vocabulary, joined, vocabulary
from bot.drafts.formats.pdf_lines import Line
from bot.drafts.reading import Block, Extract, Kind
from bot.errors import Unreadable
from bot.sentences import parsing

SMALL_PRINT = 0.9  # of the usual size: a note, if it stands below
LARGE_PRINT = 1.1
LONGEST_HEADING = 250
LONE_LABEL = re.compile(r"[\[(]?\w{1,4}[.)]")
SENTENCE_END = tuple(".;:?!。；：？！؛؟")
CLOSERS = "”\"'’)]»】）］ "
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u3000-\u303f]")


def read(data: bytes, *, original: bool = False) -> Extract:
    """The paragraphs of a PDF. `original` changes nothing: a PDF prints one state of a text. Raises Unreadable."""
    pages, count = pdf_words.read_pages(data)
    pictures = sum(p.picture for p in pages)
    if not any(p.words for p in pages):
        raise Unreadable(parsing.PDF_SCAN if pictures else parsing.PDF_EMPTY)
    warnings = []
    if pictures:
        warnings.append(parsing.PDF_SCANNED_PAGES.format(pages=pictures, all=count))
    if count > len(pages):
        warnings.append(parsing.PDF_TOO_LONG.format(all=count, read=len(pages)))
    lines = pdf_margins.body([_lines(p) for p in pages], [p.height for p in pages])
    return Extract(_blocks(lines), tuple(warnings))


def _lines(page: pdf_words.Page) -> list[Line]:
    lines = pdf_margins.without_line_numbers(pdf_lines.lines(page))
    return pdf_lines.with_labels(pdf_lines.mended(pdf_lines.in_columns(lines)))


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in a document. `pitch`: from line to line, by size; `edge`: where full lines end, by column."""

    size: float
    pitch: dict[float, float]
    edge: dict[tuple[bool, int], float]
    two: frozenset[int]
    words: Vocabulary


@dataclass(slots=True)
class Draft:
    """A paragraph as it is being put together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> Line:
        return self.lines[-1]


def _blocks(pages: list[list[Line]]) -> tuple[Block, ...]:
    layout = _layout(pages)
    blocks: list[Block] = []
    for note, lines in _parts(pages, layout):
        for paragraph in _paragraphs(lines, layout):
            text = joined([(q.text, q.hyphen) for q in paragraph], layout.words)
            blocks.append(Block(text, "note" if note else _kind(paragraph, text, layout), page=paragraph[0].page))
    return tuple(blocks)


def _layout(pages: list[list[Line]]) -> Layout:
    every = [q for lines in pages for q in lines]
    letters: Counter[float] = Counter()
    for q in every:
        letters[q.size] += len(q.text)
    two = frozenset(lines[0].page for lines in pages if any(q.column for q in lines))
    ends: dict[tuple[bool, int], list[float]] = defaultdict(list)
    for q in every:
        ends[q.page in two, q.column].append(q.x1)
    edge = {key: sorted(xs)[int(0.95 * (len(xs) - 1))] for key, xs in ends.items()}
    size = letters.most_common(1)[0][0] if letters else 10.0
    return Layout(size, _pitches(pages), edge, two, vocabulary([(q.text, q.hyphen) for q in every]))


def _pitches(pages: list[list[Line]]) -> dict[float, float]:
    steps: dict[float, list[float]] = defaultdict(list)
    for lines in pages:
        for a, b in pairwise(lines):
            if a.size == b.size and a.column == b.column and 0.8 * a.size < a.y - b.y < 3 * a.size:
                steps[a.size].append(round(a.y - b.y, 1))
    return {size: statistics.mode(found) for size, found in steps.items()}


def _parts(pages: list[list[Line]], layout: Layout) -> Iterable[tuple[bool, list[Line]]]:
    """The running text, then the footnotes."""
    text, notes = [], []
    for lines in pages:
        below = _note_lines(lines, layout)
        notes.append([q for q in lines if id(q) in below])
        text += [q for q in lines if id(q) not in below]
    yield False, text
    for lines in notes:
        if lines:
            yield True, lines


def _note_lines(lines: list[Line], layout: Layout) -> set[int]:
    """Small print below everything that is larger, column by column."""
    found: set[int] = set()
    for column in {q.column for q in lines}:
        own = [q for q in lines if q.column == column]
        large = [q.y for q in own if q.size >= SMALL_PRINT * layout.size]
        floor = min(large, default=0.0)
        found |= {id(q) for q in own if q.size < SMALL_PRINT * layout.size and q.y < floor}
    return found


def _paragraphs(lines: list[Line], layout: Layout) -> Iterable[list[Line]]:
    draft = Draft()
    for q in lines:
        if draft.lines and _begins(draft, q, layout):
            yield draft.lines
            draft = Draft()
        draft.lines.append(q)
    if draft.lines:
        yield draft.lines


def _begins(draft: Draft, q: Line, layout: Layout) -> bool:
    """Whether a line begins a new paragraph after the lines put together so far."""
    last = draft.last
    if _other_print(last, q):
        return True
    labelled = _labelled(q.text)
    ended = _ended(last.text)
    full = _full(last, q, layout)
    if not _follows(last, q):
        return (labelled and ended) or (not full and (labelled or ended or not q.text[:1].islower()))
    pitch = layout.pitch.get(q.size, 1.2 * q.size)
    gap = last.y - q.y
    if abs(gap) < pdf_lines.SAME_LINE * q.size:
        return q.x0 - last.x1 > 2.5 * q.size
    if gap > 1.35 * pitch or q.marginal:
        return True
    if len(draft.lines) == 1 and LONE_LABEL.fullmatch(last.text):
        return labelled
    if not full and not _narrow(draft, q):
        return True
    if labelled:
        return gap > 1.2 * pitch or (ended and (gap > 1.1 * pitch or not _hangs(draft, q)))
    return ended and _indented(draft, q)


def _other_print(last: Line, q: Line) -> bool:
    if abs(q.size - last.size) > 0.08 * q.size:
        return True
    return q.bold != last.bold and min(len(q.text), len(last.text)) > 3 and (last.bold or _ended(last.text))


def _labelled(text: str) -> bool:
    start, end = labels.find(text)
    return end > start or labels.bullet(text) > 0


def _ended(text: str) -> bool:
    return text.rstrip(CLOSERS).endswith(SENTENCE_END) or text.endswith((" and", " or", ",]"))


def _full(last: Line, q: Line, layout: Layout) -> bool:
    edge = layout.edge[last.page in layout.two, last.column]
    first = 2 * q.size if CJK.match(q.text) else q.first
    return last.hyphen or last.x1 + first >= edge - 0.3 * q.size


def _follows(last: Line, q: Line) -> bool:
    """Whether a line stands below the last one (or on its height) in the same column."""
    apart = q.x0 > last.x1 or q.x1 < last.x0
    level = abs(q.y - last.y) < pdf_lines.SAME_LINE * q.size
    return q.page == last.page and q.column == last.column and (level or (q.y < last.y and not apart))


def _narrow(draft: Draft, q: Line) -> bool:
    """Whether these lines are set narrower than the column: each full for the widest of them, none ended."""
    own = [*draft.lines, q]
    edge = max(line.x1 for line in own)
    wraps = all(a.x1 + b.first >= edge for a, b in pairwise(own))
    return wraps and not _ended(draft.last.text) and edge - q.x0 > 12 * q.size and q.text[:1].islower()


def _hangs(draft: Draft, q: Line) -> bool:
    """Whether a line stands where the lines after the first of this paragraph stand, and not where it began."""
    if len(draft.lines) < 2:
        return False
    inner = draft.last.x0
    return abs(q.x0 - inner) < 0.3 * q.size < abs(draft.lines[0].x0 - inner)


def _indented(draft: Draft, q: Line) -> bool:
    if len(draft.lines) < 2:
        return False
    return abs(q.x0 - draft.last.x0) > 0.8 * q.size and abs(q.x0 - draft.lines[0].x0) < 0.5 * q.size


def _kind(lines: list[Line], text: str, layout: Layout) -> Kind:
    large = lines[0].size > LARGE_PRINT * layout.size
    prominent = large or all(q.bold for q in lines)
    return "heading" if prominent and len(text) <= LONGEST_HEADING and not text.endswith(";") else "paragraph"
