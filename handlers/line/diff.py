"""diff: two drafts compared, as text, JSON or files."""

import asyncio
import re
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.redline.foreword import foreword
from bot.errors import BadInput
from bot.sentences import cli as sentences
from handlers.line.drafts import is_address, read_all, short_names
from handlers.line.output import put_json, tell, write_file

if TYPE_CHECKING:
    from bot.drafts.redline.sheet import Sheet

_NAMED = re.compile(r"([^/\\:=]+)=(.+)", re.DOTALL)


def run(asked: Namespace) -> int:
    bases = _bases(asked.base)
    names = [asked.old, asked.new, *bases.values()]
    readings = asyncio.run(read_all(names, asked.config, original=asked.original))
    for name, reading in dict(zip(names, readings, strict=True)).items():
        for warning in reading.warnings:
            tell(sentences.WARNING.format(name=name, warning=warning))
    old, new, *others = readings
    compared = compare(old, new, bases=dict(zip(bases, others, strict=True)), terms=tuple(dict.fromkeys(asked.term)))
    files = {kind: path for kind in FILES if (path := getattr(asked, kind))}
    old_name, new_name = short_names([asked.old, asked.new])
    told = foreword(old_name, new_name, compared)
    if asked.json:
        put_json({**compared.to_json(), "notices": told})
    elif files:
        for said in told:
            tell(said)
    else:
        from handlers.line import show  # loads what messages and terminals need

        show.comparison(_document(asked), old_name, new_name, compared, tagged=bool(bases))
    _write(asked, compared, files)
    return 0


def _bases(asked: Sequence[str]) -> dict[str, str]:
    """Files and addresses by base name; BadInput where two have the same."""
    bases: dict[str, str] = {}
    for base in asked:
        named = None if Path(base).exists() else _NAMED.fullmatch(base)
        name, file = (named[1], named[2]) if named else (PurePath(base).stem, base)
        if name in bases:
            raise BadInput(sentences.BASE_TWICE, name=name)
        bases[name] = file
    return bases


def _document(asked: Namespace) -> str:
    return PurePath(short_names([asked.new])[0]).stem


def _write(asked: Namespace, compared: Comparison, files: dict[str, str]) -> None:
    if not files:
        return
    sheet = _sheet(asked, compared)
    for kind, path in files.items():
        write_file(Path(path), FILES[kind](sheet))
        tell(sentences.WRITTEN.format(path=path))


def _sheet(asked: Namespace, compared: Comparison) -> "Sheet":
    from bot.drafts.redline.sheet import Sheet, Side

    now = datetime.now(UTC).replace(microsecond=0)
    old, new = (
        Side(name, url=whole if is_address(whole) else "")
        for name, whole in zip(short_names([asked.old, asked.new]), (asked.old, asked.new), strict=True)
    )
    compared_at = sentences.AT.format(now.astimezone())
    return Sheet(compared, _document(asked), old, new, at=now, compared=compared_at)


def _html(sheet: "Sheet") -> bytes:
    from bot.drafts.redline.html import html

    return html(sheet)


def _pdf(sheet: "Sheet") -> bytes:
    from bot.drafts.redline.pdf import pdf
    from bot.drafts.sandbox.press import print_safely

    return pdf(sheet, print_safely)


def _docx(sheet: "Sheet") -> bytes:
    from bot.drafts.redline.docx import docx

    return docx(sheet)


def _png(sheet: "Sheet") -> bytes:
    from bot.drafts.redline.png import png
    from bot.drafts.sandbox.press import print_safely

    return png(sheet, by=print_safely)


# A comparison as a file, by the option that asks for it; each library is loaded when its kind is asked for.
FILES: "dict[str, Callable[[Sheet], bytes]]" = {"html": _html, "pdf": _pdf, "docx": _docx, "png": _png}
