"""How a document is set: its print, its steps from line to line, and where the lines of each column and indent end."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_lines import Line

FEW = 8  # lines
WRAPS = 12  # lines that surely go on below, from which on an indent may have an edge of its own
SELDOM = 20  # one in so many may end where the first word below would not have reached beyond that edge
JUSTIFIED = 0.5  # the share of lines that end at the edge
LISTED = re.compile(r"[;,]\]* (?:and|or|et|ou|y|o|u|e|и|или)$|,\]+$", re.IGNORECASE)
LONGEST_LISTED = 40
SENTENCE_END = tuple(".;:?!。；：？！؛؟")
COMMA = (",", "،", "，", "、")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u3000-\u303f]")
CLOSERS = "”\"'’)]»】）］ "

WIDEST = 1.25  # times as wide, for its size, as in the text: the step of a size that FEW lines have
LEAST_GAP, MOST_GAP = 1.06, 1.5  # of the usual step: such a gap tells nothing by itself
# Of the lines around such gaps: so many must end a sentence, no more may go on, if they are to tell.
MOSTLY, CLEAR = 0.7, 0.02
DEEPEST = 8  # sizes: the indent of a first line
ALL = 0.9  # of the lines: more are of one block with the next only where whole pages are numbered
NEW = 0.1  # of the lines that surely begin: in no more are blocks joined that are two
SURE = 20  # lines that surely go on, of which …
CUT = 0.01  # … hardly any may be cut off

Column = tuple[int, bool, int]  # page width, whether the page has two columns, which
Indent = tuple[int, bool, int, int]  # … and where a line begins
Step = tuple[Line, Line, float]  # from a line to the next one in the same print and column, and how far down
Wrap = tuple[Indent, Line, Line, float]  # … to one in which it surely goes on, with where both begin


class Told(NamedTuple):
    """What a file's tags can be believed about: that lines are one block, that they are two."""

    one: bool = False
    two: bool = False


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in a document: size of print, step from line to line by size, where a column's full lines start, end.

    `narrow`: where those end that begin at an indent, if text that is set in has a right margin of its own. `apart`: by size,
    a step from which on paragraphs are apart, where that shows. `firsts`: indents where only first lines of paragraphs begin.
    `fixed`: most of it is printed as listings are.
    """

    size: float
    pitch: dict[float, float]
    start: dict[Column, float]
    edge: dict[Column, float]
    justified: frozenset[Column]
    columns: dict[int, tuple[int, bool]]
    narrow: dict[Indent, float]
    apart: dict[float, float]
    firsts: frozenset[Indent]
    fixed: bool = False
    told: Told = NOTHING

    def column(self, q: Line) -> Column:
        return *self.columns[q.page], q.column

    def listing(self, q: Line) -> bool:
        """Whether a line is one of a listing, and not of the text."""
        return q.fixed and not self.fixed and not CJK.search(q.text)

    def first(self, q: Line) -> bool:
        """Whether a line begins where first lines do, and no others."""
        return bool(self.firsts) and (*self.column(q), round(q.x0)) in self.firsts

    def edge_of(self, q: Line) -> float:
        """Where a full line that begins where this one does ends: in a cell as far from its right side as from its left."""
        if q.cell:
            return q.cell.right - min(q.x0 - q.cell.left, q.size)
        column = self.column(q)
        edge = self.edge[column]
        return self.narrow.get((*column, round(q.x0)), edge) if self.narrow else edge


def layout(pages: list[list[Line]], widths: list[float]) -> Layout:
    """The layout of a document from the lines of its pages."""
    every = [q for lines in pages for q in lines]
    columns = _columns([(round(width / 20), lines) for lines, width in zip(pages, widths, strict=True) if lines])
    letters: Counter[float] = Counter()
    ends: dict[Column, list[Line]] = defaultdict(list)
    for q in every:
        letters[q.size] += len(q.text)
        ends[(*columns[q.page], q.column)].append(q)
    start = {key: sorted(q.x0 for q in found)[len(found) // 20] for key, found in ends.items()}
    edge = {key: _edge(found, 0 if key[1] else widths[found[0].page - 1] - start[key]) for key, found in ends.items()}
    justified = frozenset(key for key, found in ends.items() if _share_at(edge[key], found) > JUSTIFIED)
    size = letters.most_common(1)[0][0] if letters else 10.0
    steps = _steps(pages)
    wraps = [(_indent(a, columns), a, b, down) for a, b, down in steps if down < 3 * a.size and _wraps(a, b)]
    narrow = dict(_narrow(every, wraps, columns, edge))
    fixed = 2 * sum(len(q.text) for q in every if q.fixed) > letters.total()
    pitch = _pitches(steps, size)
    apart = dict(_gaps(steps, pitch))
    firsts = frozenset(_firsts(steps, wraps, columns))
    return Layout(size, pitch, start, edge, justified, columns, narrow, apart, firsts, fixed, _told(pages))


def _told(pages: list[list[Line]]) -> Told:
    """Some files number blocks, others lines or whole pages: told by lines of which every reader sees what they are."""
    pairs = [(a, b) for lines in pages for a, b in pairwise(lines) if a.end_tag and b.tag]
    same = [(a, b) for a, b in pairs if a.end_tag == b.tag]
    two = [(a, b) for a, b in pairs if differ(a, b)]
    begin = [a.end_tag == b.tag for a, b in pairs if ended(a.text) and labels.find(b.text)[1]]
    one = len(same) <= ALL * len(pairs) and sum(begin) <= NEW * len(begin)
    cut, whole = (sum(goes_on(a, b) for a, b in some) for some in (two, same))
    return Told(one, one and whole >= SURE and cut <= CUT * whole)


def differ(last: Line, q: Line) -> bool:
    """Whether a file's tags make two blocks of two lines."""
    return bool(last.end_tag and q.tag and last.end_tag.block and q.tag.block and last.end_tag != q.tag)


def goes_on(last: Line, q: Line) -> bool:
    """Whether every reader sees that a line is not the first of a paragraph."""
    return q.text[0].islower() and not ended(last.text)


def _columns(pages: list[tuple[int, list[Line]]]) -> dict[int, tuple[int, bool]]:
    """The width of each page, and whether it is set in two columns: also the last one, where only the first is filled."""
    reach: dict[int, float] = {}
    for width, lines in pages:
        if any(q.column for q in lines):
            reach[width] = max([reach.get(width, 0.0), *(q.x1 for q in lines if q.column == 0)])
    return {
        lines[0].page: (width, any(q.column for q in lines) or max(q.x1 for q in lines) < reach.get(width, 0.0) + 1)
        for width, lines in pages
    }


def _edge(lines: list[Line], mirrored: float) -> float:
    """Where full lines end; of a few lines none may be full: then the left margin, mirrored, is taken."""
    reached = sorted(q.x1 for q in lines)[int(0.95 * (len(lines) - 1))]
    return reached if len(lines) >= FEW else max(reached, mirrored)


def _steps(pages: list[list[Line]]) -> list[Step]:
    return [
        (a, b, down)
        for lines in pages
        for a, b in pairwise(lines)
        if a.size == b.size and a.column == b.column and (down := a.y - b.y) > 0
    ]


def _narrow(
    every: list[Line], wraps: list[Wrap], columns: dict[int, tuple[int, bool]], edge: dict[Column, float]
) -> Iterator[tuple[Indent, float]]:
    """The edges of text that is set in from the right too, shown by lines that surely go on below, at the same indent."""
    reaches: dict[Indent, list[float]] = defaultdict(list)
    longest: dict[Indent, float] = defaultdict(float)
    for indent, q, below, down in wraps:
        if 0.8 * q.size < down < 1.6 * q.size:
            reaches[indent].append(q.x1 + below.first + 0.3 * q.size)
            longest[indent] = max(longest[indent], q.x1)
    likely = {i for i, reached in reaches.items() if len(reached) >= WRAPS and longest[i] < edge[i[:3]] - 1}
    ends = dict.fromkeys(likely, 0.0)
    for q in every if likely else ():
        indent = _indent(q, columns)
        if indent in likely:
            ends[indent] = max(ends[indent], q.x1)
    for indent in likely:
        short = sum(reach < ends[indent] for reach in reaches[indent])
        if ends[indent] < edge[indent[:3]] - 1 and len(reaches[indent]) >= SELDOM * short:
            yield indent, ends[indent]


def _wraps(q: Line, below: Line) -> bool:
    """Whether a line surely goes on in the one below: the same indent, no end of a sentence, a small letter."""
    level = abs(q.x0 - below.x0) < 1
    return level and below.text[0].islower() and not q.text.endswith(COMMA) and not ended(q.text)


def _share_at(edge: float, lines: list[Line]) -> float:
    return sum(abs(q.x1 - edge) < 0.25 * q.size for q in lines) / len(lines)


def _pitches(steps: list[Step], usual: float) -> dict[float, float]:
    """By size, the usual step from line to line. Of few lines it is no wider, for their size, than in the text."""
    found: dict[float, list[float]] = defaultdict(list)
    for q, _, down in steps:
        if 0.8 * q.size < down < 3 * q.size:
            found[q.size].append(down)
    pitch = {size: _usual(downs) for size, downs in found.items()}
    widest = WIDEST * pitch.get(usual, 3 * usual) / usual
    return {size: min(step, widest * size) if len(found[size]) < FEW else step for size, step in pitch.items()}


def _usual(downs: list[float]) -> float:
    """The one that most are, to a tenth of a point; rounding costs more than all else, and few of them differ."""
    counted: Counter[float] = Counter()
    for down, times in Counter(downs).items():
        counted[round(down, 1)] += times
    return counted.most_common(1)[0][0]


def _gaps(steps: list[Step], pitch: dict[float, float]) -> Iterator[tuple[float, float]]:
    """By size, a step between those within paragraphs and those between them, where these are wider by a little only."""
    wider: dict[float, list[Step]] = defaultdict(list)
    for step in steps:
        size = step[0].size
        if size in pitch and LEAST_GAP * pitch[size] < step[2] < MOST_GAP * pitch[size]:
            wider[size].append(step)
    for size, found in wider.items():
        over = sum(ended(a.text) for a, _, _ in found)
        goes = [goes_on(a, b) and not labels.find(b.text)[1] for a, b, _ in found]
        if len(found) >= FEW and over >= MOSTLY * len(found) and sum(goes) <= CLEAR * len(found):
            yield size, (pitch[size] + min(down for _, _, down in found)) / 2


def _firsts(steps: list[Step], wraps: list[Wrap], columns: dict[int, tuple[int, bool]]) -> Iterator[Indent]:
    """Indents from which the next line returns to the left, and at which hardly any line surely goes on."""
    near = [(q, q.x0 - below.x0) for q, below, down in steps if down < 3 * q.size]
    returns = Counter(_indent(q, columns) for q, back in near if 0.8 * q.size < back < DEEPEST * q.size)
    many = {indent for indent, times in returns.items() if times >= FEW}
    others = Counter(indent for indent, *_ in wraps)
    return (indent for indent in many if returns[indent] > SELDOM * others[indent])


def _indent(q: Line, columns: dict[int, tuple[int, bool]]) -> Indent:
    return *columns[q.page], q.column, round(q.x0)


def ended(text: str) -> bool:
    if text.rstrip(CLOSERS).endswith(SENTENCE_END):
        return True
    tail = text[-LONGEST_LISTED:]
    return ("," in tail or ";" in tail) and LISTED.search(tail) is not None
