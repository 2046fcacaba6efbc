"""Word files (.docx): bytes → blocks, with the automatic numbers as Word prints them and tracked changes in either view.

Read: body, tables cell by cell, text boxes, content controls, footnotes and endnotes after the paragraph that cites them.
Left out: headers, footers, tables of contents, comments, hidden text, field instructions. ECMA-376 part 1, Transitional
and Strict.
"""

from lxml.etree import _Element as Element

from bot.drafts.reading import Block, Extract, Kind
from bot.drafts.reading.formats.word.numbering import Counters, lists
from bot.drafts.reading.formats.word.numbers import written
from bot.drafts.reading.formats.word.package import Parts, parts, w
from bot.drafts.reading.formats.word.styles import Style, styles, switch, value, whole
from bot.drafts.reading.formats.word.words import (
    FINAL_WITHOUT,
    ORIGINAL_WITHOUT,
    Collector,
    Note,
    Words,
    alternative,
    apart,
    before_change,
    ends_in_page,
    joined,
)
from bot.drafts.reading.words import count
from bot.sentences import word

LONGEST_HEADING = 40  # words: what is longer is a paragraph, whatever its outline level says
LONGEST_SENTENCE = 12  # words, of a heading that ends like a sentence: contracts set their clauses in heading styles

_SILENT = frozenset(w(name) for name in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"))
_TRACKED = {"inserted": "ins", "deleted": "del", "moved": "moveTo"}
_DEFAULT_FORM = {"footnote": "decimal", "endnote": "lowerRoman"}


def read(data: bytes, *, original: bool = False) -> Extract:
    """The blocks of a Word file, notes after all text. `original`: before the tracked changes, else with them accepted.

    `Unreadable`: no Word file, locked, damaged, too large, or with entities of its own.
    """
    opened = parts(data)
    walk = _Walk(opened, ORIGINAL_WITHOUT if original else FINAL_WITHOUT)
    walk.story(opened.document)
    return Extract(tuple(sorted(walk.blocks, key=lambda block: block.kind == "note")), *_warnings(opened, original))


def _warnings(opened: Parts, original: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(warnings, those that make the reading doubtful)."""
    stories = [part for part in (opened.document, opened.footnotes, opened.endnotes) if part is not None]
    counts = {name: sum(_passages(story, tag) for story in stories) for name, tag in _TRACKED.items()}
    tracked = word.TRACKED_ORIGINAL if original else word.TRACKED_FINAL
    said = (tracked.format(**counts),) if any(counts.values()) else ()
    doubts = (word.EMBEDDED,) if next(opened.document.iter(w("altChunk"), w("subDoc")), None) is not None else ()
    return said + doubts, doubts


def _passages(story: Element, tag: str) -> int:
    """Tracked passages of one kind: neighbours count once; marks of paragraphs, rows and numbers hold no words."""
    name = w(tag)
    return sum(1 for e in story.iter(name) if len(e) and ((before := e.getprevious()) is None or before.tag != name))


class _Walk:
    """One walk through a file in reading order."""

    def __init__(self, opened: Parts, without: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self._without = without
        self._styles = styles(opened.styles)
        self._counters = Counters(lists(opened.numbering, self._styles))
        self._collector = Collector(without, self._styles)
        self._notes = {"footnote": _by_id(opened.footnotes), "endnote": _by_id(opened.endnotes)}
        self._note_forms = {kind: _note_form(opened.document, kind) for kind in self._notes}
        self._note_counts = {kind: _note_start(opened.document, kind) - 1 for kind in self._notes}
        self._waiting = Words()  # of paragraphs whose mark is removed or hidden: they join the next one
        self._waiting_as: Element | None = None
        self._runs_in = False  # what waits has its own number, and the next one follows it on its line

    def story(self, root: Element, kind: Kind = "paragraph") -> None:
        self._container(root, kind)
        self._flush(kind)

    def _container(self, parent: Element, kind: Kind) -> None:
        for child in parent:
            tag = str(child.tag)
            if tag in self._without or tag in _SILENT:
                continue
            if tag == w("p"):
                self._paragraph(child, kind)
            elif tag == w("sdt") and _is_contents(child):
                continue
            elif tag == w("tbl"):
                self._flush(kind)
                self._container(child, "cell")
            elif tag == w("tc"):
                self._cell(child)
            elif tag != w("tr") or not self._is_without(child.find(w("trPr"))):
                self._container(alternative(child), kind)

    def _cell(self, cell: Element) -> None:
        properties = cell.find(w("tcPr"))
        merged = None if properties is None else properties.find(w("vMerge"))
        if self._is_without(properties) or (merged is not None and merged.get(w("val"), "continue") == "continue"):
            return
        self._container(cell, "cell")
        self._flush("cell")

    def _is_without(self, properties: Element | None) -> bool:
        return properties is not None and any(child.tag in self._without for child in properties)

    def _paragraph(self, paragraph: Element, kind: Kind) -> None:
        properties = paragraph.find(w("pPr"))
        mark = None if properties is None else properties.find(w("rPr"))
        if properties is not None:
            properties = before_change(properties, "pPr", self._without)
        style = value(properties, "pStyle")
        words = self._collector.collect(paragraph, style)
        if self._styles.of_paragraph(style).contents or (_asks_for_page(paragraph) and ends_in_page(words.pieces)):
            return
        hidden = bool(switch(mark, "vanish"))
        if hidden and not joined(words.pieces)[0]:
            return
        self._waiting.add(words)
        if hidden or self._is_without(mark):
            self._waiting_as = self._waiting_as if self._runs_in else properties
            self._runs_in = self._runs_in or hidden
            return
        words, self._waiting = self._waiting, Words()
        self._block(words, self._waiting_as if self._runs_in else properties, kind)

    def _flush(self, kind: Kind) -> None:
        """What waits for a next paragraph that does not come stands by itself."""
        if self._waiting:
            words, self._waiting = self._waiting, Words()
            if joined(words.pieces)[0] or words.boxes:
                self._block(words, self._waiting_as, kind)

    def _block(self, words: Words, properties: Element | None, kind: Kind) -> None:
        style = self._styles.of_paragraph(value(properties, "pStyle"))
        label = self._label(properties, style)
        text, struck = joined(words.pieces)
        if not text and label and len(label.split()[0]) > 3 and label[:2].isalpha():
            text, label = label, None  # "Article 5" set by a list, nothing after it
        if kind == "paragraph" and not self._runs_in and _outline(properties, style) < 9 and _may_head(text):
            kind = "heading"
        self._runs_in = False
        parts = [] if kind == "heading" else apart(words.pieces)
        said = [joined(part) for part in parts] if len(parts) > 1 else [(text, struck)]
        self.blocks += [
            Block(text, kind, None if n else label, struck=struck) for n, (text, struck) in enumerate(said) if text
        ]
        for note in words.notes:
            self._note(note)
        for box in words.boxes:
            self._box(box, "paragraph" if kind == "heading" else kind)

    def _label(self, properties: Element | None, style: Style) -> str | None:
        """Counts the paragraph if it belongs to a list."""
        listed = None if properties is None else properties.find(w("numPr"))
        if listed is not None and self._is_without(listed):
            return None
        num = value(listed, "numId") or style.num
        found = self._counters.list_of(num)
        if found is None or num is None:
            return None
        levels = (whole(listed, "ilvl"), found.level_of(style.chain), style.level, 0)
        return self._counters.label(num, next(level for level in levels if level is not None))

    def _box(self, box: Element, kind: Kind) -> None:
        collector, self._collector = self._collector, Collector(self._without, self._styles)
        self.story(box, kind)
        self._collector = collector

    def _note(self, cited: Note) -> None:
        label = None
        if cited.numbered:
            self._note_counts[cited.kind] += 1
            label = written(self._note_counts[cited.kind], self._note_forms[cited.kind])
        note = self._notes[cited.kind].get(cited.id)
        collector = Collector(self._without, self._styles)
        for paragraph in () if note is None else note.iter(w("p")):
            text, struck = joined(collector.collect(paragraph).pieces)
            if text:
                self.blocks.append(Block(text, "note", label, struck=struck))
                label = None


def _is_contents(control: Element) -> bool:
    """Whether a content control holds a table of contents, as Word, Google Docs and LibreOffice wrap them."""
    galleries = control.findall(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return any(gallery.get(w("val")) == "Table of Contents" for gallery in galleries)


def _asks_for_page(paragraph: Element) -> bool:
    """Whether a paragraph asks Word for a page's number, as each line of a table of contents does."""
    return any("PAGEREF" in (field.text or "") for field in paragraph.iter(w("instrText")))


def _may_head(text: str) -> bool:
    return count(text) <= (LONGEST_SENTENCE if text.endswith((".", ";", ":", ",")) else LONGEST_HEADING)


def _outline(properties: Element | None, style: Style) -> int:
    own = whole(properties, "outlineLvl")
    return own if own is not None else 9 if style.outline is None else style.outline


def _by_id(notes: Element | None) -> dict[str, Element]:
    return {} if notes is None else {note.get(w("id"), ""): note for note in notes}


def _note_form(document: Element, kind: str) -> str:
    """How the first section that says so numbers its notes."""
    return next((f for p in document.iter(w(f"{kind}Pr")) if (f := value(p, "numFmt"))), _DEFAULT_FORM[kind])


def _note_start(document: Element, kind: str) -> int:
    """The number of the first note, as the first section that says so has it."""
    return next((n for p in document.iter(w(f"{kind}Pr")) if (n := whole(p, "numStart")) is not None), 1)
