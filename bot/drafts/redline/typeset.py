"""The PDF and the picture: one Typst template (sheet.typ), the sheet handed over as data, never as mark-up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Literal

from bot.drafts.redline.foreword import cautions, no_change
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import Row, fewer, legend, notices, rows, trimmed, warnings
from bot.drafts.redline.sheet import Sheet
from bot.sentences import redline

Form = Literal["pages", "picture"]

TEMPLATE = "sheet.typ"
_MANY = 60  # changes: from here the table of changes has no words
_MOST_LISTED = 1000  # changes: from here a table of them, sixty pages in thrice the memory, helps nobody
_AROUND_IN_TABLE = 22  # signs of unchanged words beside a change
_MOST_IN_TABLE = 200
_AROUND_IN_PICTURE = 70
_MOST_IN_PICTURE = 600  # signs of one change

_LONG = re.compile(r"[!-\u052f]{40}")  # of scripts that part words by blanks
# Typst takes each sign from the first of these that has it.
_SERIF = ("Libertinus Serif", "Noto Serif", "Noto Naskh Arabic")
_SANS = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Libertinus Serif")
_CJK = ("SC", "JP", "KR", "TC")
_CJK_FIRST = {"ja": "JP", "ko": "KR"}


def pages(sheet: Sheet) -> dict[str, Any]:
    """The data of the PDF: every paragraph."""
    found = rows(sheet.comparison)
    number = sum(row.shown for row in found)
    many = number >= _MANY
    unlisted = redline.UNLISTED.format(n=number) if number > _MOST_LISTED else ""
    told = [
        _row(row, row.inline, () if many else fewer(trimmed(row.inline, _AROUND_IN_TABLE), _MOST_IN_TABLE))
        for row in found
    ]
    gone = [{"base": lost.base, "text": _breakable(lost.text)} for lost in sheet.comparison.gone]
    rest = {
        "rows": told,
        "gone": gone,
        "more": "",
        "many": many,
        "unlisted": unlisted,
        "legend": legend([row for row in found if row.shown]),
    }
    return {**_head(sheet, "pages", number), **rest}


def picture(sheet: Sheet, found: Sequence[Row], first: int) -> dict[str, Any]:
    """The data of the picture: the first of the changed paragraphs found, unchanged words left out where there are many."""
    told = [_row(row, fewer(trimmed(row.inline, _AROUND_IN_PICTURE), _MOST_IN_PICTURE), ()) for row in found[:first]]
    rest = len(found) - len(told)
    more = "" if not rest else redline.MORE_ONE if rest == 1 else redline.MORE.format(n=rest)
    return {
        **_head(sheet, "picture", len(found)),
        "rows": told,
        "gone": [],
        "more": more,
        "many": False,
        "unlisted": "",
        "legend": (),
    }


def _head(sheet: Sheet, form: Form, changed: int) -> dict[str, Any]:
    language = sheet.comparison.new.language or "en"
    facts = _facts(sheet)
    return {
        "form": form,
        "title": sheet.title,
        "document": _breakable(sheet.document),
        "author": redline.AUTHOR,
        "language": language,
        **fonts(language),
        "facts": facts,
        "foot": [fact["sha"] for fact in facts if fact["sha"]],
        "compared": [redline.COMPARED.format(at=sheet.compared)] if sheet.compared else [],
        "notices": notices(sheet.comparison),
        "no_change": no_change(sheet.old.name, sheet.new.name, sheet.comparison),
        "cautions": cautions(sheet.comparison),
        "warnings": [{"side": side, "said": said} for side, said in warnings(sheet.comparison)],
        "changed": changed,
        "words": _words(),
    }


def fonts(language: str) -> dict[str, list[str]]:
    """The families of serif and sans, in the order in which each sign is looked for; the language's own forms first."""
    return {
        "serif": [*_SERIF, *_cjk("Noto Serif CJK", language), *_cjk("Noto Sans CJK", language)],
        "sans": [*_SANS, *_cjk("Noto Sans CJK", language)],
    }


def _facts(sheet: Sheet) -> list[dict[str, str]]:
    return [
        {
            "heading": heading,
            "name": _breakable(side.name),
            "url": _breakable(side.url),
            "times": times,
            "sha": sha and redline.SHA.format(digest=sha),
        }
        for heading, side, sha, times in sheet.facts()
    ]


def _cjk(family: str, language: str) -> list[str]:
    """The family's regions, the language's own forms of the signs first."""
    first = _CJK_FIRST.get(language, "SC")
    return [f"{family} {region}" for region in sorted(_CJK, key=lambda region: region != first)]


def _words() -> dict[str, Any]:
    """The templates' own words."""
    return {
        "unofficial": redline.UNOFFICIAL,
        "unofficial_line": redline.UNOFFICIAL_LINE,
        "page": redline.PAGE,
        "changes": redline.CHANGES,
        "columns": [redline.COLUMN_PARAGRAPH, redline.COLUMN_WHAT, redline.COLUMN_WORDS, redline.COLUMN_PAGE],
        "whole_text": redline.WHOLE_TEXT,
        "key": redline.KEY,
        "deleted": redline.KEY_DELETED,
        "inserted": redline.KEY_INSERTED,
        "gone": redline.GONE,
    }


def _row(row: Row, pieces: tuple[Piece, ...], excerpt: tuple[Piece, ...]) -> dict[str, Any]:
    return {
        "number": row.number,
        "change": row.change,
        "kind": row.kind,
        "name": row.name.replace("¶ ", "¶\u00a0"),
        "unlabelled": not row.labels,
        "tags": row.tags,
        "rtl": row.rtl,
        "labels": _drawn(row.labels),
        "pieces": _drawn(pieces),
        "excerpt": _drawn(excerpt),
    }


def _drawn(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    return [asdict(piece) | {"text": _breakable(piece.text)} for piece in pieces]


def _breakable(text: str) -> str:
    """Typst breaks no word that is longer than its line, as addresses and hashes are."""
    return _LONG.sub("\\g<0>\u200b", text)
