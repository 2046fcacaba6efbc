"""Tables of a page that are none: those that set a draft or the page, and rows that are a number and its paragraph."""

import re

from selectolax.lexbor import LexborNode

from bot.drafts.reading import labels

_MANY_ROWS = 0.3
_LONG_CELL = 60
_MOST_ROWS = 0.6


def number_of_row(cell: LexborNode) -> str | None:
    """The number in the first of two cells, where a table sets a draft: number left, words right."""
    cells = cell.parent.css("td,th") if cell.parent is not None else []
    if len(cells) != 2 or cells[0].mem_id != cell.mem_id:
        return None
    text = " ".join((cell.text() or "").split())
    label, rest = labels.split(text)
    return text if (label and not rest) or re.fullmatch(r"\d{1,3}", text) else None


def is_column(table: LexborNode, whole: int) -> bool:
    """Whether a table sets one text from top to bottom, as many of its rows have one cell with words: pages are built so.

    `whole`: the letters of the page.
    """
    if table.css_first("[rowspan]") is not None:
        return False
    rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in table.css("tr")]
    filled = [cells for cells in (sum(bool((cell.text() or "").strip()) for cell in row) for row in rows) if cells]
    letters = len(table.text() or "")
    is_page = letters > whole / 2 and letters > _LONG_CELL * sum(filled)
    return filled.count(1) >= (_MANY_ROWS if is_page else _MOST_ROWS) * len(filled)


def lays_out(cell: LexborNode) -> bool:
    """Whether a table cell holds a page rather than an entry, as on sites built of tables."""
    return cell.css_first("h1,h2,h3,h4,table,ol") is not None or len(cell.css("p")) > 3
