"""The words of one paragraph as it is printed: fields, symbols, alternates, text boxes, notes, tracked changes in one view."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element as Element

from bot.drafts.reading import Span, broken
from bot.drafts.reading.broken import BREAK
from bot.drafts.reading.formats.word.package import w
from bot.drafts.reading.formats.word.styles import Styles, struck, switch, value
from bot.drafts.reading.formats.word.symbols import symbol

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What the final view leaves out, and what the original one does. The same names mark a removed paragraph mark or table row.
FINAL_WITHOUT = frozenset({w("del"), w("moveFrom"), w("cellDel")})
ORIGINAL_WITHOUT = frozenset({w("ins"), w("moveTo"), w("cellIns")})

_TEXT = frozenset({w("t"), w("delText"), _MATH + "t"})
_FIXED = {w("tab"): " ", w("ptab"): " ", w("br"): BREAK, w("cr"): BREAK, w("noBreakHyphen"): "-"}
_SILENT = frozenset(
    {w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("rt"), w("instrText"), w("delInstrText"), w("fldData")}
)
# Parts of formulas → what stands before, between and after their arguments.
_FORMULA = {
    _MATH + "f": ("", "/", ""),
    _MATH + "sSup": ("", "^", ""),
    _MATH + "rad": ("√", "", ""),
    _MATH + "d": ("(", "|", ")"),
}
_ARGUMENTS = frozenset({_MATH + "e", _MATH + "num", _MATH + "den", _MATH + "sup"})
_PAGE = re.compile(r"[0-9]{1,4}|[ivxlc]{1,7}")
Pieces = list[tuple[str, bool]]  # text, and whether it is struck
_NOTES: dict[str, Literal["footnote", "endnote"]] = {
    w("footnoteReference"): "footnote",
    w("endnoteReference"): "endnote",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A citation of a note. `number`: whether Word numbers it itself (else its mark stands in the text)."""

    kind: Literal["footnote", "endnote"]
    id: str
    numbered: bool


@dataclass(slots=True)
class Words:
    """What was collected: pieces of text, struck or not; notes cited; text boxes anchored, each one element."""

    pieces: Pieces = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pieces or self.notes or self.boxes)

    def add(self, other: "Words") -> None:
        self.pieces += other.pieces
        self.notes += other.notes
        self.boxes += other.boxes


class Collector:
    """Collects the words of paragraphs, one after the other: a field may begin in one and end in another."""

    def __init__(self, without: frozenset[str], styles: Styles) -> None:
        self._without = without
        self._styles = styles
        self._fields: list[bool] = []  # one for each open field: whether its result has begun
        self._words = Words()
        self._struck_by_style = False
        self._hidden_by_style = False
        self._struck = self._hidden = False

    def collect(self, paragraph: Element, style: str | None = None) -> Words:
        """The words of one paragraph, `style` being its style's id."""
        self._words = Words()
        of_paragraph = self._styles.of_paragraph(style)
        self._struck = self._struck_by_style = bool(of_paragraph.struck)
        self._hidden = self._hidden_by_style = bool(of_paragraph.hidden)
        self._inside(paragraph)
        while False in self._fields:  # an instruction that never ended must not swallow the rest of the draft
            self._fields.remove(False)
        return self._words

    def _inside(self, parent: Element) -> None:
        for child in parent:
            tag = str(child.tag)
            if tag in self._without or tag in _SILENT:
                continue
            if tag in _TEXT:
                self._say(child.text or "")
            elif tag in _FIXED:
                self._say(_FIXED[tag])
            else:
                self._other(child, tag)

    def _other(self, child: Element, tag: str) -> None:
        if tag == w("r"):
            self._run(child)
        elif tag == w("fldChar"):
            self._field(child.get(w("fldCharType"), ""))
        elif tag == w("sym"):
            self._say(symbol(child.get(w("char"), ""), child.get(w("font"), "")))
        elif tag in _NOTES:
            mark = child.get(w("customMarkFollows"), "0") in ("0", "false", "off")
            self._words.notes.append(Note(_NOTES[tag], child.get(w("id"), ""), mark))
        elif tag == w("txbxContent"):
            self._words.boxes.append(child)
        elif tag in _FORMULA:
            self._formula(child, *_FORMULA[tag])
        else:
            self._inside(alternative(child))

    def _formula(self, element: Element, before: str, between: str, after: str) -> None:
        """The parts of a formula with the signs that are drawn and not written: 1/2, x^2, √x, (a + b)."""
        parts = [part for part in element if part.tag in _ARGUMENTS]
        self._say(_sign(element, "begChr", before))
        for n, part in enumerate(parts):
            self._say(between if n else "")
            self._inside(part)
        self._say(_sign(element, "endChr", after))

    def _run(self, run: Element) -> None:
        look = self._properties(run)
        style = self._styles.of(value(look, "rStyle"))
        self._struck = _said(struck(look), style.struck, self._struck_by_style)
        self._hidden = _said(switch(look, "vanish"), style.hidden, self._hidden_by_style)
        self._inside(run)
        if value(look, "vertAlign") == "superscript" and "".join(text for text, _ in self._words.pieces).isdigit():
            self._say(" ")  # a raised number that begins a paragraph
        self._struck, self._hidden = self._struck_by_style, self._hidden_by_style

    def _properties(self, run: Element) -> Element | None:
        """The run's properties; in the original view those before a tracked change of format."""
        look = run.find(w("rPr"))
        return look if look is None else before_change(look, "rPr", self._without)

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(False)
        elif self._fields and step == "separate":
            self._fields[-1] = True
        elif self._fields and step == "end":
            self._fields.pop()

    def _say(self, text: str) -> None:
        if all(self._fields) and not self._hidden:
            self._words.pieces.append((text, self._struck))


def _sign(element: Element, name: str, default: str) -> str:
    """A sign that a part of a formula names itself, such as its opening bracket."""
    found = element.find(f"*/{_MATH}{name}")
    return default if found is None else found.get(_MATH + "val", "")


def _said(*answers: bool | None) -> bool:
    return next((answer for answer in answers if answer is not None), False)


def alternative(element: Element) -> Element:
    """Of an element offered in several forms the first that has words, else the element itself."""
    if element.tag != _COMPATIBILITY + "AlternateContent":
        return element
    choices = element.findall(_COMPATIBILITY + "Choice")
    fallback = element.find(_COMPATIBILITY + "Fallback")
    worded = [c for c in choices if next(c.iter(w("t"), w("delText")), None) is not None]
    return worded[0] if worded else fallback if fallback is not None else choices[0] if choices else element


def before_change(properties: Element, name: str, without: frozenset[str]) -> Element:
    """The properties, or in the original view those that a tracked change of format replaced."""
    old = properties.find(f"{w(name + 'Change')}/{w(name)}") if without is ORIGINAL_WITHOUT else None
    return properties if old is None else old


def ends_in_page(pieces: Pieces) -> bool:
    """Whether a page's number stands at the end, behind a tab."""
    filled = [text for text, _ in pieces if text]
    return len(filled) > 1 and _PAGE.fullmatch(filled[-1]) is not None and filled[-2].isspace()


def apart(pieces: Pieces) -> list[Pieces]:
    """The pieces before, between and after empty lines (two line breaks with nothing between) and before the lines that are
    paragraphs of a series. At least one list."""
    parts: list[Pieces] = [[]]
    empty = False
    for text, is_struck in pieces:
        if text == BREAK and empty:
            parts.append([])
        elif text.strip() or text == BREAK:
            empty = text == BREAK
        parts[-1].append((text, is_struck))
    lines = [line for part in parts for line in _lines(part)]
    return [line for line in lines if any(text.strip() for text, _ in line)] or [[]]


def _lines(pieces: Pieces) -> Iterator[Pieces]:
    parts = broken.parts("".join(text for text, _ in pieces))
    for start, end in parts:
        yield pieces if len(parts) == 1 else list(_between(pieces, start, end))


def _between(pieces: Pieces, start: int, end: int) -> Iterator[tuple[str, bool]]:
    at = 0
    for text, is_struck in pieces:
        if part := text[max(0, start - at) : max(0, end - at)]:
            yield part, is_struck
        at += len(text)


def joined(pieces: Pieces) -> tuple[str, tuple[Span, ...]]:
    """The text with single blanks, none at its ends, and the spans of it that are struck."""
    letters: list[str] = []
    spans: list[Span] = []
    for text, is_struck in pieces:
        for letter in text:
            if letter.isspace():
                if not letters or letters[-1].isspace():
                    continue
                letter = " " if letter < " " else letter
            letters.append(letter)
            if is_struck:
                _lengthen(spans, len(letters) - 1)
    if letters and letters[-1].isspace():
        letters.pop()
    spans = [(start, min(end, len(letters))) for start, end in spans if start < len(letters)]
    return "".join(letters), tuple(spans)


def _lengthen(spans: list[Span], at: int) -> None:
    if spans and spans[-1][1] == at:
        spans[-1] = (spans[-1][0], at + 1)
    else:
        spans.append((at, at + 1))
