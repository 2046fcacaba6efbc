"""A comparison as a Word file with native tracked changes: accept all and it is the new draft, reject all and it is the old.

python-docx makes the package; the tracked changes, which it does not know, are written as elements (ECMA-376 part 1, 17.13.5).
The facts about the comparison stand in header and footer, so that the body holds the draft and nothing else.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx as python_docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.drafts.comparison import Op
from bot.drafts.reading import Kind
from bot.drafts.redline.pieces import Piece
from bot.drafts.redline.rows import is_rtl
from bot.drafts.redline.sheet import Sheet
from bot.drafts.redline.strands import Strand, strands
from bot.sentences import redline

_STYLES: dict[Kind, str] = {"heading": "Heading 2", "note": "Footnote", "cell": "Cell", "paragraph": "Normal"}
_TRACKS: dict[Op, str] = {"=": "", "-": "w:del", "+": "w:ins"}
_MOVES: dict[Op, str] = {"-": "w:moveFrom", "+": "w:moveTo"}
_SOFT = RGBColor(0x5C, 0x66, 0x73)
_WIDTH = Cm(16.4)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def docx(sheet: Sheet) -> bytes:
    """The Word file. Equal sheets give equal bytes; without `sheet.at` the changes carry no date."""
    document = python_docx.Document()
    _properties(document, sheet)
    _styles(document)
    _head_and_foot(document.sections[0], sheet)
    body = document.element.body
    writer = _Writer(sheet.at.strftime("%Y-%m-%dT%H:%M:%SZ") if sheet.at else None)
    for strand in strands(sheet.comparison):
        for paragraph in writer.paragraphs(strand):
            body.insert(len(body) - 1, paragraph)  # before the section's properties
    if writer.open:
        body.insert(len(body) - 1, OxmlElement("w:p"))  # the last mark of a body can be neither inserted nor deleted
    return _packed(document)


class _Writer:
    """Writes strands as paragraphs; numbers the tracked changes. `open`: the last mark written was tracked."""

    def __init__(self, date: str | None) -> None:
        self._date = date
        self._count = 0
        self.open = False

    def paragraphs(self, strand: Strand) -> Iterator[Any]:
        paragraph = self._paragraph(strand)
        if strand.move:
            self._range(paragraph, strand, "Start")
        for piece in strand.pieces:
            if piece.role == "break":
                self._end(paragraph, piece.op, 0)
                yield paragraph
                paragraph = self._paragraph(strand)
            else:
                paragraph.append(self._words(piece, strand))
        if strand.move:
            self._range(paragraph, strand, "End")
        self._end(paragraph, strand.end, strand.move)
        self.open = strand.end != "="
        yield paragraph

    def _paragraph(self, strand: Strand) -> Any:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_valued("w:pStyle", _STYLES[strand.kind].replace(" ", "")))
        if _rtl(strand):
            properties.append(OxmlElement("w:bidi"))
        paragraph.append(properties)
        return paragraph

    def _end(self, paragraph: Any, op: Op, move: int) -> None:
        """The paragraph's mark: tracked as a change of the paragraph's own properties."""
        if op == "=":
            return
        look = OxmlElement("w:rPr")
        look.append(self._tracked(_MOVES[op] if move else _TRACKS[op]))
        paragraph[0].append(look)

    def _range(self, paragraph: Any, strand: Strand, edge: str) -> None:
        """Where a move begins and ends; the name pairs its two places."""
        tag = f"{_MOVES[strand.end]}Range{edge}"
        if edge == "Start":
            start = self._tracked(tag)
            start.set(qn("w:name"), f"move{strand.move}")
            self._range_id = start.get(qn("w:id"))
            paragraph.append(start)
        else:
            end = OxmlElement(tag)
            end.set(qn("w:id"), self._range_id)
            paragraph.append(end)

    def _words(self, piece: Piece, strand: Strand) -> Any:
        tag = _MOVES[strand.end] if strand.move and piece.op == "=" else _TRACKS[piece.op]
        run = _run(piece, "w:delText" if tag == "w:del" else "w:t", rtl=_rtl(strand))
        if not tag:
            return run
        track = self._tracked(tag)
        track.append(run)
        return track

    def _tracked(self, tag: str) -> Any:
        self._count += 1
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(self._count))
        element.set(qn("w:author"), redline.AUTHOR)
        if self._date:
            element.set(qn("w:date"), self._date)
        return element


def _rtl(strand: Strand) -> bool:
    return is_rtl("".join(piece.text for piece in strand.pieces if piece.role == "text"))


def _run(piece: Piece, tag: str, *, rtl: bool) -> Any:
    run, look = OxmlElement("w:r"), OxmlElement("w:rPr")
    if piece.role in ("label", "mark"):
        look.append(OxmlElement("w:b"))
    if piece.struck:
        look.append(OxmlElement("w:strike"))
    if rtl:
        look.append(OxmlElement("w:rtl"))
    if len(look):
        run.append(look)
    text = OxmlElement(tag)
    text.set(qn("xml:space"), "preserve")
    said = {"label": f"{piece.text} ", "mark": f" {piece.text}"}.get(piece.role, piece.text)
    text.text = _NOT_XML.sub("", said)
    run.append(text)
    return run


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _properties(document: Any, sheet: Sheet) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by = _NOT_XML.sub("", sheet.title)[:255], redline.AUTHOR, redline.AUTHOR
    told.comments = redline.UNOFFICIAL_LINE
    if sheet.at:
        told.created = told.modified = sheet.at.replace(tzinfo=None)


def _styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Cambria", Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    heading = styles["Heading 2"]
    for theme in [name for name in heading.element.rPr.rFonts.attrib if name.endswith("Theme")]:
        del heading.element.rPr.rFonts.attrib[theme]  # it would win over the name
    heading.font.name, heading.font.size, heading.font.color.rgb = "Cambria", Pt(12.5), RGBColor(0x1C, 0x25, 0x30)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(5)
    for name, size, indent in (("Footnote", 9, 0), ("Cell", 10, 0.6)):
        style = styles.add_style(name, 1)
        style.base_style, style.font.size = normal, Pt(size)
        style.paragraph_format.left_indent = Cm(indent)


def _head_and_foot(section: Any, sheet: Sheet) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = True
    first, later = section.first_page_header.paragraphs[0], section.header.paragraphs[0]
    _line(first, sheet.document, 16, bold=True, right=redline.UNOFFICIAL.upper())
    for text, size, bold in _facts(sheet):
        _line(section.first_page_header.add_paragraph(), text, size, bold=bold)
    _line(later, sheet.title, 8, right=redline.UNOFFICIAL.upper())
    digests = " · ".join(redline.SHA.format(digest=sha) for _, _, sha, _ in sheet.facts() if sha)
    for footer in (section.first_page_footer, section.footer):
        _line(footer.paragraphs[0], digests, 6)
        _page_numbers(footer.add_paragraph())


def _facts(sheet: Sheet) -> Iterator[tuple[str, float, bool]]:
    """(line, points, bold) for the head of the first page."""
    for heading, side, _, times in sheet.facts():
        yield f"{heading}: {side.name}", 10, True
        if side.url or times:
            yield " · ".join(said for said in (side.url, times) if said), 8, False
    compared = redline.COMPARED.format(at=sheet.compared) if sheet.compared else ""
    yield f"{redline.UNOFFICIAL_LINE} {compared}".strip(), 8, False


def _line(paragraph: Any, text: str, size: float, *, bold: bool = False, right: str = "") -> None:
    paragraph.style = "Normal"  # those of header and footer bring their own tabs
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for words, points, strong, colour in (
        (text, size, bold, None if bold else _SOFT),
        (f"\t{right}" if right else "", 8, True, RGBColor(0xA4, 0x16, 0x1A)),
    ):
        run = paragraph.add_run(_NOT_XML.sub("", words))
        run.font.size, run.font.bold, run.font.color.rgb = Pt(points), strong, colour


def _page_numbers(paragraph: Any) -> None:
    before, between, after = re.split(r"\{pages?\}", redline.PAGE)
    for text, instruction in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(8), _SOFT
        if instruction:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), instruction)
            shown = paragraph.add_run("1")
            shown.font.size, shown.font.color.rgb = Pt(8), _SOFT
            field.append(shown._r)
            paragraph._p.append(field)


def _packed(document: Any) -> bytes:
    """The file's bytes, with the zip's clock stopped."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
