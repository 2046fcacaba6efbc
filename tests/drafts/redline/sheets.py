"""Sheets written by hand, whose every run is known, and what comes out of their files."""

from datetime import UTC, datetime

import pypdfium2

from bot.drafts.comparison import Brackets, Change, ChangeKind, Comparison, Lost, Run
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.formats import docx as reader
from bot.drafts.redline.docx import docx
from bot.drafts.redline.sheet import Sheet, Side

OLD_SHA, NEW_SHA = "a1" * 32, "b2" * 32
NOON = datetime(2014, 6, 11, 9, 57, tzinfo=UTC)


def reading(*paragraphs: str | Paragraph, sha: str = OLD_SHA, language: str | None = "en") -> Reading:
    """Paragraphs numbered 1, 2, …; a string "C9.|text" has a label."""
    made = []
    for n, told in enumerate(paragraphs, 1):
        if isinstance(told, str):
            label, bar, text = told.partition("|")
            told = Paragraph(n, text if bar else label, label=label if bar else "")
        made.append(told)
    return Reading("draft", "txt", sha, 0, language, tuple(made))


def change(kind: ChangeKind, old: tuple[int, ...], new: tuple[int, ...], *runs: Run, **more: object) -> Change:
    return Change(kind, old, new, runs, **more)  # type: ignore[arg-type]


def sheet(old: Reading, new: Reading, *changes: Change, **more: object) -> Sheet:
    compared = Comparison(old, new, changes, **more)  # type: ignore[arg-type]
    sides = (
        Side("r1 – Draft after MPP 6", "https://example.org/r1.pdf", "30 May, 18:02 CEST", "30 May, 18:02 CEST"),
        Side("r2 – Proposal by Chairman", "https://example.org/r2.docx", "11 June, 11:57 CEST", "11 June, 11:57 CEST"),
    )
    return Sheet(compared, "Vision", *sides, at=NOON, compared="11 June 2014, 11:57 CEST")


def women_and_men() -> Sheet:
    old = reading(
        "C1.|Same words.", "C2.|More same words.", "C3.|Access for women.", "C4.|Gone for good.", "C5.|Stays."
    )
    new = reading(
        "C1.|Same words.",
        "C2.|More same words.",
        "C3.|Access for women and men.",
        "C4.|Stays.",
        "C5.|New.",
        sha=NEW_SHA,
    )
    return sheet(
        old,
        new,
        change("same", (1,), (1,), ("=", "Same words.")),
        change("same", (2,), (2,), ("=", "More same words.")),
        change("reworded", (3,), (3,), ("=", "Access for women"), ("+", " and men"), ("=", ".")),
        change("deleted", (4,), (), ("-", "Gone for good.")),
        change("renumbered", (5,), (4,), ("=", "Stays."), renumbered=True),
        change("added", (), (5,), ("+", "New.")),
        brackets=Brackets(3, 1, 0, 2),
        terms=(("human rights", 1, 3),),
        gone=(Lost("chair", 7, "What the chair had."),),
    )


HOSTILE = '#panic("x") *b* $x$ @a <script>alert(1)</script> {{ 7*7 }} & \\ // /* ```'


def hostile() -> Sheet:
    old, new = reading(f"1.|{HOSTILE}"), reading(f"1.|{HOSTILE} more", sha=NEW_SHA)
    return sheet(old, new, change("reworded", (1,), (1,), ("=", HOSTILE), ("+", " more")))


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def both_views(told: Sheet) -> tuple[list[str], list[str]]:
    data = docx(told)
    final, original = (reader.read(data, original=view).blocks for view in (False, True))
    return [b.text for b in original], [b.text for b in final]


def printed(told: Reading) -> list[str]:
    lines = (" ".join(x for x in (p.label, p.text, p.mark) if x) for p in told.paragraphs)
    return [line for line in lines if line]
