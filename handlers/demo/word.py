"""A state of the sample draft as a Word file, numbered by Word itself wherever the next number is the label.

A label that breaks the sequence ("2bis.") or belongs to none ("C9.") is typed, as people do; so both ways are in one file.
"""

import io
import zipfile
from datetime import UTC, datetime

import docx as python_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from handlers.demo.sample import Kind, Part, State

# kind → how Word counts it and prints the number, and where number and text stand (mm)
_LISTS: dict[Kind, tuple[str, str, int, int]] = {
    "heading": ("upperRoman", "%1.", 0, 12),
    "paragraph": ("decimal", "%1.", 0, 12),
    "sub-item": ("lowerLetter", "(%1)", 12, 22),
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_FIRST_ID = 100


def docx(state: State, *, made: datetime, margin_mm: int) -> bytes:
    """The file; `made` is the date it carries inside."""
    document = python_docx.Document()
    _set_up(document, state, made, margin_mm)
    document.add_heading(state.title, level=0)
    lists = automatic(state.parts)
    _define(document, 1 + max(number or 0 for number in lists))
    for part, number in zip(state.parts, lists, strict=True):
        _add(document, part, number)
    return _packed(document, made)


def automatic(parts: tuple[Part, ...]) -> list[int | None]:
    """For each part the list that Word counts it in, None where its label is typed.

    Headings and paragraphs have one list each (0 and 1); each group of sub-items has one of its own (2, 3, …).
    """
    counts = dict.fromkeys(_LISTS, 0)
    lists = dict(zip(_LISTS, (0, 1, 1), strict=True))
    found: list[int | None] = []
    for part in parts:
        if part.kind != "sub-item":
            counts["sub-item"] = 0
        if part.label != _label(part.kind, counts[part.kind]):
            found.append(None)
            continue
        if part.kind == "sub-item" and counts["sub-item"] == 0:
            lists["sub-item"] += 1
        counts[part.kind] += 1
        found.append(lists[part.kind])
    return found


def _label(kind: Kind, before: int) -> str:
    """What Word would print after so many members of the list."""
    match kind:
        case "heading":
            return f"{_ROMAN[before]}."
        case "paragraph":
            return f"{before + 1}."
        case "sub-item":
            return f"({chr(ord('a') + before)})"


def _set_up(document: Document, state: State, made: datetime, margin_mm: int) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Cambria", Pt(11)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(margin_mm)
    section.header.paragraphs[0].text = f"{state.symbol} · {state.label}"
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    core = document.core_properties
    core.title, core.author, core.last_modified_by = state.title, "ISB secretariat", "ISB secretariat"
    core.created = core.modified = made.astimezone(UTC).replace(tzinfo=None)


def _add(document: Document, part: Part, number: int | None) -> None:
    style = "Heading 1" if part.kind == "heading" else "Normal"
    typed = f"{part.label}\t" if part.label and number is None else ""
    paragraph = document.add_paragraph(typed + part.text, style)
    if not part.label:
        return
    _, _, start, text = _LISTS[part.kind]
    paragraph.paragraph_format.left_indent = Mm(text)
    paragraph.paragraph_format.first_line_indent = Mm(start - text)
    if number is not None:
        item = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{_FIRST_ID + number}"/></w:numPr>'
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.addprevious(parse_xml(item))


def _define(document: Document, lists: int) -> None:
    """Writes three kinds of list and `lists` lists of them into the file's numbering part."""
    numbering = document.part.numbering_part.element
    first_list = numbering.find(qn("w:num"))
    for at, (form, pattern, _, _) in enumerate(_LISTS.values()):
        first_list.addprevious(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_FIRST_ID + at}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
            )
        )
    for at in range(lists):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{_FIRST_ID + at}"><w:abstractNumId w:val="{_FIRST_ID + min(at, 2)}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )


def _packed(document: Document, made: datetime) -> bytes:
    """The file with the date of making on every entry: python-docx would stamp the present time."""
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
