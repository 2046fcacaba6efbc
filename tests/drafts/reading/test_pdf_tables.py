"""Tables come row by row, each cell whole: what is drawn around cells tells where they end, however their text is wrapped."""

import json

import typst

from bot.drafts.reading import Block
from bot.drafts.reading.formats.pdf import read

ROWS = [
    ("1859", "Act incorporating the Town of Belmont", "28 March"),
    (
        "1955",
        "Authorizes the Commissioner of Mental Health to sell certain land and establishes continuing conditions",
        "—",
    ),
    (
        "1956",
        "Indemnification for civil defense volunteers. Accepted again in 1957.",
        "10 October, revoked on 5 April 1982",
    ),
]
TABLE = """
#set page("a4")
#set text(10pt, hyphenate: false, font: "Liberation Serif")
#let rows = json(bytes(sys.inputs.rows))
Accepted by the town are these.
#table(columns: (14mm, 40mm, 28mm), stroke: STROKE, ..rows.flatten().map(c => [#c]))
Others were not accepted.
"""


def blocks(stroke: str, rows: list[tuple[str, ...]] = ROWS, source: str = TABLE) -> list[Block]:
    data = typst.compile(source.replace("STROKE", stroke).encode(), sys_inputs={"rows": json.dumps(rows)})
    return list(read(data).blocks)


def cells(stroke: str, rows: list[tuple[str, ...]] = ROWS) -> list[str]:
    return [b.text for b in blocks(stroke, rows) if b.kind == "cell"]


def test_a_wrapped_cell_is_one_paragraph_and_rows_follow_each_other():
    assert cells("0.5pt") == [text for row in ROWS for text in row]


def test_a_table_that_is_open_at_its_sides_has_cells_too():
    inner = "(x, y) => (left: if x > 0 { 0.5pt }, top: 0.5pt, bottom: 0.5pt)"
    assert cells(inner) == [text for row in ROWS for text in row]


def test_cells_that_nearly_touch_are_apart_where_a_rule_parts_them():
    rows = [("1", "name", "String"), ("2", "id", "Integer")]
    table = TABLE.replace("columns: (14mm, 40mm, 28mm)", "columns: (5mm, 11mm, 20mm), inset: 1.2mm")
    assert [b.text for b in blocks("0.5pt", rows, table)][1:-1] == [text for row in rows for text in row]


def test_a_line_under_words_parts_no_cell():
    rows = [("1", "See the resolution and its annexes, of which the second was amended in May", "yes")]
    table = TABLE.replace("[#c]", "underline(c)")
    assert [b.text for b in blocks("0.5pt", rows, table)][1:-1] == list(rows[0])
