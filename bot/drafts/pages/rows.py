"""Which row of a page a link stands in: the nearest table row, list item or paragraph that says what the link is.

"English | Français | PDF" says nothing of its own (`is_bare`), so the row of such links is further out. A table row that
is only there for layout holds several rows of its own, and is none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from selectolax.lexbor import LexborNode

from bot.drafts.pages.languages import is_bare

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
MOST_NODES = 400  # of a row, tags and words


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
        self._columns: dict[int, list[str]] = {}
        holders = {place.block.mem_id: self._holder(place) for place in places}
        layout = self._layout(places, holders)
        for place in places:
            self._settle(place, holders[place.block.mem_id], layout)

    def of(self, place: Place) -> Row:
        return self._rows[place.block.mem_id]

    def column(self, place: Place) -> str:
        """The heading of the table column that a place stands in, "" where there is none."""
        cell = next((node for node in place.outwards() if node.tag in CELLS), None)
        body = cell.parent.parent if cell and cell.parent else None
        table = body if body is None or body.tag == "table" else body.parent
        heads = self._heads(table) if table is not None else []
        number = _number(cell) if cell else 0
        return heads[number] if number < len(heads) else ""

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
            self._texts[node.mem_id] = clean(_term(node) + words(node, LONGEST_ROW + 1))
        return self._texts[node.mem_id]

    def _heads(self, table: LexborNode) -> list[str]:
        """The cells of a table's first row, if it has no links: what its columns are called."""
        if table.mem_id not in self._columns:
            first = table.css_first("tr")
            cells = list(islice((node for node in first.iter() if node.tag in CELLS), WIDEST)) if first else []
            linked = any(cell.css_first("a[href]") for cell in cells)
            self._columns[table.mem_id] = [] if linked else [clean(words(cell, 100)) for cell in cells]
        return self._columns[table.mem_id]


def words(node: LexborNode, limit: int, gap: str = " ") -> str:
    """What stands in a node, cut at about `limit` signs: a page may nest its blocks thousands deep.

    `gap` stands between runs of one line: "" inside a link (Rev<b>.3</b>), a blank where things stand beside each other.
    """
    parts: list[str] = []
    for child in islice(node.traverse(include_text=True), MOST_NODES):
        if child.is_text_node:
            parts.append((child.text_content or "")[: 4 * limit])
            limit -= len(parts[-1].strip())
        elif child.tag not in INLINE:
            parts.append(" ")
        if limit <= 0:
            break
    return gap.join(parts)


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _number(cell: LexborNode) -> int:
    """How many cells stand before this one in its row, up to WIDEST."""
    number, node = 0, cell.prev
    for _ in range(3 * WIDEST):
        if node is None:
            return number
        number += node.tag in CELLS
        node = node.prev
    return WIDEST


def _may_be_layout(row: LexborNode, holder: LexborNode) -> bool:
    """Whether a holder inside a row may be a row of its own: a paragraph may be in a table row, not in a list item."""
    if row.tag not in ROWS or row.mem_id == holder.mem_id:
        return False
    return holder.tag not in CELLS and (row.tag == "tr" or holder.tag in ROWS)


def _term(node: LexborNode) -> str:
    """The <dt> that a <dd> explains: it stands before it, not around it."""
    before = node.prev if node.tag == "dd" else None
    while before is not None and before.tag not in ("dt", "dd"):  # blanks and comments between the two
        before = before.prev
    return words(before, LONGEST_ROW) + " " if before is not None and before.tag == "dt" else ""
