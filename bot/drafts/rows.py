"""Which row of a page a link stands in: the nearest table row, list item or paragraph that says what the link is.

"English | Français | PDF" says nothing of its own (`is_bare`), so the row of such links is further out. A table row that
is only there for layout holds several rows of its own, and is none.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from selectolax.lexbor import LexborNode

from bot.drafts.languages import is_bare

INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
))  # fmt: skip
ROWS = frozenset(("tr", "li"))
CELLS = frozenset(("td", "th"))
MAIN = frozenset(("main", "article"))
LONGEST_ROW = 1500  # signs: more is a part of the page, no row
FURTHEST = 12  # blocks outwards; pages nest ten deep for their looks
WIDEST = 60  # cells


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: the blocks around it, innermost first, as a chain of Places."""

    block: LexborNode
    outer: "Place | None"
    silent: bool = False
    apart: bool = False
    inside_main: bool = False
    breaks: int = 0

    @classmethod
    def top(cls, node: LexborNode) -> Self:
        return cls(node, None)

    def child(self, node: LexborNode, silent: bool, apart: bool) -> "Place":
        tag = node.tag or ""
        silent, apart = silent or self.silent, apart or self.apart
        if tag in INLINE:
            return self if (silent, apart) == (self.silent, self.apart) else replace(self, silent=silent, apart=apart)
        return Place(node, self, silent, apart, self.inside_main or tag in MAIN)

    def same_line(self, other: "Place") -> bool:
        return self.block.mem_id == other.block.mem_id

    def broken(self, breaks: int) -> "Place":
        """The same place on the line after so many <br>."""
        return replace(self, breaks=breaks)

    def outwards(self) -> Iterator[LexborNode]:
        place: Place | None = self
        for _ in range(FURTHEST):
            if place is None or place.block.tag in ("body", "html", "main", "table", "tbody"):
                return
            yield place.block
            place = place.outer

    def column(self) -> str:
        """The heading of the table column that this place stands in, "" where there is none."""
        cell = next((node for node in self.outwards() if node.tag in CELLS), None)
        row = cell.parent if cell else None
        if cell is None or row is None or row.parent is None:
            return ""
        number = _number(cell)
        table = row.parent if row.parent.tag == "table" else row.parent.parent
        first = table.css_first("tr") if table is not None else None
        if first is None or number is None or first.css_first("a[href]"):
            return ""
        heads = [node for node in first.iter() if node.tag in CELLS]
        return heads[number].text(separator=" ")[:100] if number < len(heads) else ""


def _number(cell: LexborNode) -> int | None:
    """How many cells stand before this one in its row."""
    number, node = 0, cell.prev
    for _ in range(2 * WIDEST):
        if node is None:
            return number
        number += node.tag in CELLS
        node = node.prev
    return None


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    text: str


class Rows:
    """The rows of all links of a page, numbered in order of being met."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._texts: dict[int, str] = {}
        self._numbers: dict[int, int] = {}
        self._rows: dict[int, Row] = {}
        holders = {place.block.mem_id: self._holder(place) for place in places}
        layout = self._layout(places, holders)
        for place in places:
            self._settle(place, holders[place.block.mem_id], layout)

    def of(self, place: Place) -> Row:
        return self._rows[place.block.mem_id]

    def number_of_line(self, place: Place) -> int | None:
        return next((self._numbers[node.mem_id] for node in place.outwards() if node.mem_id in self._numbers), None)

    def _holder(self, place: Place) -> LexborNode:
        """The innermost block around a link that has words of its own; the innermost of all if none has."""
        for node in place.outwards():
            if len(self._text(node)) > LONGEST_ROW:
                break
            if not is_bare(self._text(node)):
                return node
        return place.block

    def _layout(self, places: Sequence[Place], holders: dict[int, LexborNode]) -> set[int]:
        """Table rows with two paragraphs or items of their own in one cell, list items with two items of their own."""
        within: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for place in places:
            holder = holders[place.block.mem_id]
            cell = 0
            for node in place.outwards():
                if node.tag in CELLS:
                    cell = node.mem_id
                if _may_be_layout(node, holder):
                    within[node.mem_id, cell].add(holder.mem_id)
        return {row for (row, _), held in within.items() if len(held) > 1}

    def _settle(self, place: Place, holder: LexborNode, layout: set[int]) -> None:
        row = holder
        reached = False
        for node in place.outwards():
            reached = reached or node.mem_id == holder.mem_id
            if reached and node.tag in ROWS:
                if (
                    node.mem_id not in layout
                    and len(self._text(node)) <= LONGEST_ROW
                    and not node.css_first("h1,h2,h3")
                ):
                    row = node
                break
        number = self._numbers.setdefault(row.mem_id, len(self._numbers))
        self._rows[place.block.mem_id] = Row(number, self._text(row)[:LONGEST_ROW])

    def _text(self, node: LexborNode) -> str:
        if node.mem_id not in self._texts:
            self._texts[node.mem_id] = " ".join((_term(node) + node.text(separator=" ")).split())
        return self._texts[node.mem_id]


def _may_be_layout(row: LexborNode, holder: LexborNode) -> bool:
    """Whether a holder inside a row may be a row of its own: a paragraph may be in a table row, not in a list item."""
    if row.tag not in ROWS or row.mem_id == holder.mem_id:
        return False
    return holder.tag not in CELLS and (row.tag == "tr" or holder.tag in ROWS)


def _term(node: LexborNode) -> str:
    """The <dt> that a <dd> explains: it stands before it, not around it."""
    before = node.prev if node.tag == "dd" else None
    while before is not None and before.tag not in ("dt", "dd"):
        before = before.prev
    return before.text(separator=" ") + " " if before is not None and before.tag == "dt" else ""
