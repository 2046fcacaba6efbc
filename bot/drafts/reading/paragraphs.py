"""Blocks → labelled paragraphs: signs cleaned, mark and label split off, stray labels joined to their words.

Cleaning drops control characters, direction marks where nothing runs right to left, and makes every run of blanks one
blank; otherwise the text stays letter for letter as it was read. What is cut off is cut from the `struck` spans too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.drafts.reading import Block, Kind, Paragraph, Span, labels, words
from bot.drafts.reading.contents import without_contents
from bot.drafts.reading.turns import Piece, cut, in_turn

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROLS: dict[int, str | None] = {
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()},
    **dict.fromkeys((0xFEFF, *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF, *range(0xFDD0, 0xFDF0))),
    **dict.fromkeys(range(0xD800, 0xE000)),
}
_DIRECTIONS: dict[int, str | None] = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_UNCLEAN = re.compile(r"[^\S ]|[\u00a0\u3000]|  |[\x00-\x1f\x7f-\x9f\u061c\u2000-\u200a\u200e-\u200f\u202a-\u202f\u205f"
                      r"\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff]")  # fmt: skip

# Marks of agreement set beside a paragraph; words in square brackets, and no others, so that text in brackets stays text.
_MARK = (
    r"\[\s?(?:(?:provisionally|preliminarily|tentatively|previously)\s)?agreed(?:\sad\sref(?:erendum|\.)?|\sin\sprinciple|\slanguage)?\s?\]"
    r"|\[\s?ad\sref(?:erendum|\.)?\s?\]|\[\s?suggested\sfor\s(?:closure|closing|deletion)\s?\]|\[\s?closed\s?\]"
)
_MARK_BEFORE = re.compile(rf"(?:{_MARK})\s?", re.IGNORECASE)
_MARK_AFTER = re.compile(rf"\s?(?:{_MARK})\.?$", re.IGNORECASE)
_MARK_WINDOW = 60
_HEADS = re.compile(r"[^\W\d_]{2,}\.? |§|[第제]|\d\.? [^\W\d_]{3,}")  # "Article 5" heads what follows, "5)" numbers it


def paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """The labelled paragraphs of a draft, numbered from 1, hashes filled in; blocks without text are dropped.

    A label that the block brings (`Block.label`, a number that Word or HTML computes) wins over one in its text. A label in a
    block of its own is joined to the block after it. Where nothing follows that it could stand before, it is the text
    ("Article 1" as a heading of its own) and only its key serves look-up. A table of contents that no format told is left out.
    """
    marked = _with_marks(piece for block in blocks if (piece := _piece(block)))
    pieces = _with_labels(in_turn(without_contents(marked)))
    return tuple(_paragraph(n, piece) for n, piece in enumerate(pieces, 1))


def clean(text: str, struck: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """Text without control characters and with single blanks, none at the ends; the spans moved with their letters."""
    if not struck:
        plain = text.isprintable() and "  " not in text  # most texts: quicker told than by the search
        return text.strip() if plain or not _UNCLEAN.search(text) else _clean(text), ()
    flags = bytearray(len(text))
    for start, end in struck:
        flags[max(0, start) : end] = b"\x01" * len(flags[max(0, start) : end])
    keep_directions = bool(_RIGHT_TO_LEFT.search(text))
    out: list[str] = []
    kept = bytearray()
    for sign, flag in zip(text, flags, strict=True):
        sign = _clean_sign(sign, keep_directions)
        if sign and not (sign == " " and (not out or out[-1] == " ")):
            out.append(sign)
            kept.append(flag)
    cleaned = "".join(out).rstrip()
    return cleaned, _spans(kept[: len(cleaned)])


def _clean(text: str) -> str:
    text = text.translate(_CONTROLS)
    if not _RIGHT_TO_LEFT.search(text):
        text = text.translate(_DIRECTIONS)
    return _BLANKS.sub(" ", text).strip()


def _clean_sign(sign: str, keep_directions: bool) -> str:
    sign = sign.translate(_CONTROLS)
    if not keep_directions:
        sign = sign.translate(_DIRECTIONS)
    return " " if _BLANKS.match(sign) else sign


def _spans(flags: bytearray) -> tuple[Span, ...]:
    spans, at = [], 0
    for flag, run in groupby(flags):
        end = at + len(list(run))
        if flag:
            spans.append((at, end))
        at = end
    return tuple(spans)


def _piece(block: Block) -> Piece | None:
    begins = len(block.text) - len(block.text.lstrip())
    begins += labels.bullet(block.text[begins:])  # before cleaning: "o" is a bullet only where blanks follow it
    text, struck = clean(*cut(block.text, block.struck, 0, begins))
    label = clean(block.label or "")[0]
    if not labels.key(label):
        label = ""  # a bullet
    if not text and not label:
        return None
    told = bool(label)
    marks: list[str] = []
    if block.kind != "cell":
        text, struck = _cut_marks(text, struck, marks)
        if not label:
            label, text, struck = _cut_label(text, struck, block.kind)
            text, struck = _cut_marks(text, struck, marks)
    return Piece(text, block.kind, label, block.page, tuple(marks), struck, told)


def _cut_label(text: str, struck: tuple[Span, ...], kind: Kind) -> tuple[str, str, tuple[Span, ...]]:
    start, end = labels.find(text, heading=kind == "heading")
    if start == end and kind == "note":
        start, end = 0, labels.of_note(text)
    if start == end:
        return "", text, struck
    label = text[start:end].strip()
    end += len(text[end:]) - len(text[end:].lstrip())
    return label, *cut(text, struck, start, end)


def _cut_marks(text: str, struck: tuple[Span, ...], marks: list[str]) -> tuple[str, tuple[Span, ...]]:
    """Cuts the marks before and after, and adds them to `marks`. A mark with nothing beside it is cut as well."""
    while found := _MARK_BEFORE.match(text):
        marks.append(found[0].strip())
        text, struck = cut(text, struck, 0, found.end())
    after: list[str] = []
    while text.endswith(("]", "].")) and (found := _MARK_AFTER.search(text, max(0, len(text) - _MARK_WINDOW))):
        after.insert(0, found[0].strip())
        text, struck = cut(text, struck, found.start(), len(text))
    marks.extend(after)
    return text, struck


def _with_marks(pieces: Iterable[Piece]) -> list[Piece]:
    """Gives a mark that stands alone to the paragraph before it; one that suggests something, to the paragraph after it."""
    out: list[Piece] = []
    carried: tuple[str, ...] = ()
    for piece in pieces:
        if piece.text or piece.label:
            out.append(replace(piece, mark=carried + piece.mark) if carried else piece)
            carried = ()
        elif out and not _opens(piece):
            out[-1] = replace(out[-1], mark=out[-1].mark + piece.mark)
        else:
            carried += piece.mark
    if carried and out:
        out[-1] = replace(out[-1], mark=out[-1].mark + carried)
    return out


def _with_labels(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Gives a label that stands alone to the words after it, or makes it the text where they are not its own."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and _belongs(held, piece):
            piece = replace(piece, label=held.label, mark=held.mark + piece.mark)
        elif held is not None:
            yield replace(held, text=held.label)
        held = None if piece.text else piece
        if piece.text:
            yield piece
    if held is not None:
        yield replace(held, text=held.label)


def _opens(piece: Piece) -> bool:
    return piece.mark[0].lower().startswith(("[suggested", "[ suggested"))


def _belongs(held: Piece, piece: Piece) -> bool:
    if not piece.text or piece.label or piece.kind in ("cell", "note") or held.kind == "cell":
        return False
    return held.kind != "heading" or piece.kind == "heading" or not _HEADS.search(held.label)


def _paragraph(n: int, piece: Piece) -> Paragraph:
    alone = piece.label == piece.text
    text_hash, word_hash = words.hashes(piece.text)
    return Paragraph(
        n=n,
        text=piece.text,
        kind=piece.kind,
        label="" if alone else piece.label,
        key="" if piece.kind == "note" else labels.key(piece.label or labels.in_brackets(piece.text)),
        page=piece.page,
        mark=" ".join(piece.mark) or None,
        struck=piece.struck,
        text_hash=text_hash,
        word_hash=word_hash,
    )
