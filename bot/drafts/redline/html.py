"""A comparison as one HTML page: no script, nothing loaded from elsewhere; light, dark, phone, wide screen, print."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drafts.comparison import Op
from bot.drafts.redline.foreword import cautions, no_change
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import Row, fewer, folds, legend, notices, rows, trimmed, warnings
from bot.drafts.redline.sheet import Sheet
from bot.languages import spoken
from bot.sentences import redline

if TYPE_CHECKING:
    from jinja2 import Template

_AROUND_IN_TABLE = 28  # signs of unchanged words beside a change
_MOST_IN_TABLE = 240


def html(sheet: Sheet) -> bytes:
    """UTF-8. Every word of a draft is escaped; the page asks for no script, style or picture beyond itself."""
    found = rows(sheet.comparison)
    page = _template().render(
        sheet=sheet,
        spoken=spoken(),
        language=sheet.comparison.new.language or "",
        shown=[row for row in found if row.shown],
        folds=folds(found),
        legend=legend([row for row in found if row.shown]),
        notices=notices(sheet.comparison),
        warnings=warnings(sheet.comparison),
        cautions=cautions(sheet.comparison),
        no_change=no_change(sheet.old.name, sheet.new.name, sheet.comparison),
        compared=redline.COMPARED.format(at=sheet.compared) if sheet.compared else "",
        excerpt=_excerpt,
        side=_side,
        sentences=redline,
    )
    return page.encode()


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 2 MB of a bot that may never write such a page

    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html.j2")


def _excerpt(row: Row) -> tuple[Piece, ...]:
    return fewer(trimmed(row.inline, _AROUND_IN_TABLE), _MOST_IN_TABLE)


def _side(row: Row, op: Op) -> tuple[Piece, ...]:
    """One side of a row: op "-" for the old words, "+" for the new ones. A blank that parted paragraphs is no change."""
    words = {id(piece) for piece in (*row.labels, *row.inline)}
    told = (piece for piece in (*row.labels, *row.pieces) if piece.op in ("=", op))
    return tuple(piece if id(piece) in words else replace(piece, op="=", bases=()) for piece in told)
