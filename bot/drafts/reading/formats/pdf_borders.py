"""Where a paragraph ends: judged from where lines stand, how they are printed and how they begin and end.

A line is *full* if the first word of the next one would not have fitted on it, or, in justified text, if it reaches the
column's edge. Only a line that is not full, an extra gap, a change of print, or a label after a sentence's end makes the next
line a new paragraph.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_layout import CJK, COMMA, Layout, differ, ended, goes_on
from bot.drafts.reading.formats.pdf_lines import SAME_LINE, Line

LARGE_PRINT = 1.1  # of the usual size
EXTRA_GAP = 1.35  # of the usual step from line to line
LISTING_GAP = 2.2  # … in a listing: an empty line is part of it
LABEL_GAP = 1.08  # … before a label
FAR = 6  # sizes: no indent is as deep
SHIFT = 1.5  # … where two lines have begun in one place: a third of theirs does not begin so far from it
EARLY = 0.6  # of its column's width: no line that goes on is shorter
SHORT = 0.4  # of its column's width: no title is broken before it is as long
BLOCK = 12  # sizes: the least width of text that is set narrower than its column
LONE_LABEL = re.compile(r"[\[(]?\w{1,4}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}")
COUNTED = re.compile(r"\W{0,2}([A-Z]{0,2})(\d{1,6}|[a-z])[.)](?=\s)")
IN_BRACKETS = re.compile(r"\(([a-z]{1,4}|\d)\)\s")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
PREVIOUS = {
    **{b: a for counted in ("abcdefgh", "123456789") for a, b in pairwise(counted)},
    **{b: a for a, b in pairwise(ROMAN)},
}
AND = re.compile(r", (?:and|or|et|ou|y|o|u|e|и|или)$")
LONGEST_AND = 6
CLOSING = re.compile(r"[»”](?=\s)|[,;](?=\s)|[。、，；！？）】」』](?=.)")  # no paragraph begins with it
ADDRESS = re.compile(r"://\S*$")
CUT = re.compile(r"[^\W\d_][-‐\xad]")


def paragraphs(lines: list[Line], usual: Layout) -> Iterator[list[Line]]:
    """Lines in reading order, put together into paragraphs."""
    own: list[Line] = []
    for q in lines:
        if own and _begins(own, q, usual):
            yield own
            own = []
        own.append(q)
    if own:
        yield own


def prominent(lines: list[Line], usual: Layout) -> bool:
    """Whether lines are printed as headings are: larger than the text, or bold."""
    large = LARGE_PRINT * usual.size
    last = lines[-1]  # asked first: it is rare that any is
    return (last.size > large and all(q.size > large for q in lines)) or (last.bold and all(q.bold for q in lines))


def labelled(text: str) -> bool:
    """Whether a line begins with a label or a bullet."""
    start, end = labels.find(text)
    return end > start or (not text[0].isalnum() and labels.bullet(text) > 0)


def _begins(own: list[Line], q: Line, usual: Layout) -> bool:
    """Whether a line begins a new paragraph after the lines put together so far."""
    last = own[-1]
    said = _said(last, q, usual)
    if said is not None:
        return said
    if q.fixed and usual.listing(last) and usual.listing(q):
        return _other_listing(last, q, usual)
    if _same_height(last, q):
        return q.x0 - last.x1 > 2.5 * q.size
    if q.note or q.marginal or last.listed or (_other_print(last, q) and not _cut(last, q)):
        return True
    if last.page != q.page or last.column != q.column:
        return _begins_elsewhere(own, q, usual)
    gap, pitch = last.y - q.y, usual.pitch.get(q.size, 1.2 * q.size)
    if _set_right(last, q, usual) or gap < 0 or gap > EXTRA_GAP * pitch or _aside(last, q):
        return True
    if q.size in usual.apart and gap > usual.apart[q.size] and _over(last, q):
        return True
    if len(own) == 1 and LONE_LABEL.fullmatch(last.text):
        return labelled(q.text)
    if (q.bold or q.size > usual.size) and prominent([*own, q], usual):
        return labelled(q.text) or not (_full(own, q, usual) or (_set_in(last, q, usual) and _goes_on_narrow(own, q)))
    if not _full(own, q, usual):
        return not (_goes_on_narrow(own, q) and q.text[0].islower()) and not _broken_early(own, q, usual)
    return _starts(own, q, usual, gap > LABEL_GAP * pitch)


def _said(last: Line, q: Line, usual: Layout) -> bool | None:
    """The same as the file's tags say it, what is drawn around cells, or a sign that closes."""
    if last.end_tag and q.tag and last.page == q.page:
        if usual.told.one and last.end_tag == q.tag and not (ended(last.text) and labelled(q.text)):
            return False
        if usual.told.two and differ(last, q) and not goes_on(last, q):
            return True
    if last.cell != q.cell:
        return not _cut(last, q)
    return False if not q.text[0].isalnum() and last.page == q.page and CLOSING.match(q.text) else None


def _other_listing(last: Line, q: Line, usual: Layout) -> bool:
    """Whether a line of a listing is none of the one above: its lines are paragraphs no more than in HTML and Word."""
    pitch = usual.pitch.get(q.size, 1.2 * q.size)
    return (last.page, last.column) == (q.page, q.column) and last.y - q.y > LISTING_GAP * pitch


def _over(last: Line, q: Line) -> bool:
    """Whether a line's end and the next one's beginning allow that a paragraph ends between them."""
    return not goes_on(last, q) and (ended(last.text) or last.text.endswith(COMMA) or labelled(q.text))


def _starts(own: list[Line], q: Line, usual: Layout, gap: bool) -> bool:
    """Whether a line after a full one looks like the first of a paragraph."""
    last = own[-1]
    if labelled(q.text) and not _closes(own, q) and (gap or not _counts_on(own, q)):
        return gap or _next_label(own[0].text, q.text) or (ended(last.text) and not _hangs(own, q))
    first = len(own) == 1 and abs(q.x0 - last.x0) < 1 and usual.first(q)
    if first or _indented(own, q):
        return last.text.endswith(COMMA) or ended(last.text) or (first and q.text[0].isupper())
    far = FAR if len(own) < 2 or abs(own[-2].x0 - last.x0) > 1 else SHIFT
    return abs(q.x0 - last.x0) > far * q.size and ended(last.text)


def _next_label(text: str, line: str) -> bool:
    """Whether a line's label is the one after a text's: 117. after 116., (b) after (a)."""
    before, after = COUNTED.match(text), COUNTED.match(line)
    if not before or not after or before[1] != after[1]:
        return False
    if before[2].isdigit() and after[2].isdigit():
        return int(after[2]) == int(before[2]) + 1
    return len(before[2]) == len(after[2]) == 1 and ord(after[2]) == ord(before[2]) + 1


def _counts_on(own: list[Line], q: Line) -> bool:
    """Whether the label before a line's stands within the text: "… namely: (i) a hash of the key; / (ii) a hash …"."""
    found = IN_BRACKETS.match(q.text)
    before = PREVIOUS.get(found[1]) if found else None
    return before is not None and re.search(rf"\S \({before}\) ", " ".join(line.text for line in own)) is not None


def _closes(own: list[Line], q: Line) -> bool:
    """Whether what looks like a label closes a round bracket: "(e.g. / 403) for servers"."""
    if not re.match(r"\w+\)", q.text):
        return False
    text = "".join(line.text for line in own)
    return text.count("(") > text.count(")")


def _begins_elsewhere(own: list[Line], q: Line, usual: Layout) -> bool:
    """The same after a page's or column's end, where no gap can tell."""
    text, first = own[-1].text, q.text
    over, lower = ended(text), first[0].islower()
    if labelled(first) and prominent([*own, q], usual):
        return True
    if _full(own, q, usual):
        listed = not lower and text.endswith((";", "]", ":"))
        return (over and (listed or (labelled(first) and not _closes(own, q)))) or _indented(own, q)
    return over or not lower or labelled(first)


def _other_print(last: Line, q: Line) -> bool:
    if abs(q.size - last.size) > 0.08 * q.size:
        return True
    if q.bold == last.bold or min(len(q.text), len(last.text)) <= 3:
        return False
    return not q.begins_bold if last.bold else ended(last.text)


def _aside(last: Line, q: Line) -> bool:
    """Whether a line stands beside the one above, no part of it below; a short one may end before a first line's indent."""
    return q.x0 > last.x1 or (q.x1 < last.x0 and last.x0 - q.x0 > FAR * q.size)


def _set_right(last: Line, q: Line, usual: Layout) -> bool:
    """Whether two lines end flush and begin apart, in the right half of their column: each is a whole."""
    if not (abs(last.x0 - q.x0) > q.size and abs(last.x1 - q.x1) < 0.5 * q.size):
        return False
    column = usual.column(q)
    return min(last.x0, q.x0) > (usual.start[column] + usual.edge[column]) / 2


def _full(own: list[Line], q: Line, usual: Layout) -> bool:
    last = own[-1]
    if last.hyphen or _cut(last, q):
        return True
    edge = usual.edge_of(last)
    first = 2 * q.size if CJK.match(q.text) else q.first
    if last.x1 + first < edge - 0.3 * q.size:
        return False
    if last.x1 > edge - 0.5 * q.size or last.cell or usual.column(last) not in usual.justified:
        return True
    ragged = " " not in last.text or (len(own) > 1 and own[-2].x1 < edge - 0.5 * q.size)
    return ragged or not ended(last.text)


def _cut(last: Line, q: Line) -> bool:
    """Whether a hyphen parts a word of one line from its rest on the next: not even another size of print does."""
    return q.text[0].islower() and (last.hyphen or CUT.fullmatch(last.text[-2:]) is not None)


def _same_height(last: Line, q: Line) -> bool:
    level = q.x0 > last.x0 and abs(last.y - q.y) < SAME_LINE * q.size
    return level and last.page == q.page and last.column == q.column


def _set_in(last: Line, q: Line, usual: Layout) -> bool:
    """Whether title lines may be broken by hand before the column's edge: centred ones in capitals, or that are not short."""
    column = usual.column(q)
    start, edge = usual.start[column], usual.edge[column]
    if q.text[0].islower():
        return True
    capitals = last.text.isupper() and q.text.isupper()
    return last.x0 - start > q.size and (capitals or last.x1 - last.x0 > SHORT * (edge - start))


def _goes_on_narrow(own: list[Line], q: Line) -> bool:
    """Whether a line belongs to text set narrower than the column: each line full for the widest of them, none ended.

    Title lines are broken by hand, so a small letter is enough for them.
    """
    lines = [*own, q]
    if q.bold and q.text[0].islower():
        return True
    if ended(own[-1].text) or labelled(q.text):
        return False
    edge = max(line.x1 for line in lines)
    return edge - q.x0 > BLOCK * q.size and all(a.x1 + b.first >= edge for a, b in pairwise(lines))


def _broken_early(own: list[Line], q: Line, usual: Layout) -> bool:
    """Whether a line that is long, though not full, goes on: what follows could not be parted, and no sentence has ended."""
    last, column = own[-1], usual.column(q)
    start, edge = usual.start[column], usual.edge[column]
    if last.x1 - start < EARLY * (edge - start) or abs(q.x0 - last.x0) > FAR * q.size:
        return False
    goes_on = q.text[0].islower() or (q.text[0] == "(" and not ADDRESS.search(last.text))
    over = ended(last.text) and not (q.text[0].islower() and AND.search(last.text[-LONGEST_AND:]))
    return goes_on and not labelled(q.text) and not over and not last.text.endswith(COMMA)


def _hangs(own: list[Line], q: Line) -> bool:
    """Whether a line stands where the lines after the first of this paragraph stand, and not where it began."""
    if len(own) < 2:
        return False
    inner = own[-1].x0
    return abs(q.x0 - inner) < 0.3 * q.size < abs(own[0].x0 - inner)


def _indented(own: list[Line], q: Line) -> bool:
    """Whether a line stands in or out as the first of this paragraph does, and the lines between do not."""
    if len(own) < 2 or q.column != own[-1].column:
        return False
    return abs(q.x0 - own[-1].x0) > 0.8 * q.size and abs(q.x0 - own[0].x0) < 0.5 * q.size
