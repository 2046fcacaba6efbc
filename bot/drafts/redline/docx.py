"""A comparison as a Word file with native tracked changes: accept all and it is the new draft, reject all and it is the old.

python-docx makes the package, `tracked` its body. The facts about the comparison stand in header and footer, so that the body
holds the draft and nothing else.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx as python_docx
from babel.core import get_global
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.drafts.reading import Kind
from bot.drafts.redline.sheet import Sheet
from bot.drafts.redline.strands import strands
from bot.drafts.redline.tracked import STYLES, body, xml_safe
from bot.sentences import redline

_SOFT = RGBColor(0x5C, 0x66, 0x73)
_WIDTH = Cm(16.4)
# Of the 160 styles of python-docx's empty document: the defaults, and what head, foot and headings are made of.
_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "HeaderChar", "Footer", "FooterChar",
           "Heading2", "Heading2Char"}  # fmt: skip
_LEFT_OUT = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering")  # parts that tell of that document alone
_WORD_2013 = "15"  # and later; from an older one Word says "Compatibility Mode"
_EAST_ASIA = {"Hans", "Hant", "Jpan", "Kore"}
_COMPLEX = {"Arab", "Hebr", "Thai", "Deva", "Beng", "Taml", "Khmr", "Laoo", "Mymr"}
_POINTS: dict[Kind, float] = {"paragraph": 11, "heading": 12.5, "note": 9, "cell": 10}
_REGIONS = {"en": "GB"}  # the English of most secretariats; elsewhere the region with the most speakers


def docx(sheet: Sheet) -> bytes:
    """The Word file. Equal sheets give equal bytes."""
    document = python_docx.Document()
    _properties(document, sheet)
    _settings(document, sheet.comparison.new.language)
    _styles(document)
    _head_and_foot(document.sections[0], sheet)
    for element in body(strands(sheet.comparison), sheet.at):
        document.element.body.sectPr.addprevious(element)
    return _packed(document)


def _properties(document: Any, sheet: Sheet) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by = xml_safe(sheet.title)[:255], redline.AUTHOR, redline.AUTHOR
    told.comments = redline.UNOFFICIAL_LINE
    told.created = told.modified = sheet.at.replace(tzinfo=None)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in rels.items() if one.reltype.endswith(_LEFT_OUT)]:
            del rels[key]


def _settings(document: Any, language: str | None) -> None:
    """The language decides what Word takes for misspelt, and by the theme which font draws signs that are not Latin."""
    settings, slots = document.settings.element, _languages(language)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for told in settings.iter(qn("w:compatSetting")):
        if told.get(qn("w:name")) == "compatibilityMode":
            told.set(qn("w:val"), _WORD_2013)
    for element in (settings.find(qn("w:themeFontLang")), *document.styles.element.iter(qn("w:lang"))):
        element.attrib.clear()
        for slot, tag in slots.items():
            element.set(qn(slot), tag)


def _languages(language: str | None) -> dict[str, str]:
    """Word keeps three languages: of most scripts, of East Asian ones, of complex ones."""
    slots = {"w:val": "en-GB", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"}
    told = get_global("likely_subtags").get(language or "en")
    if told:
        code, script, region = told.split("_")
        slot = "w:eastAsia" if script in _EAST_ASIA else "w:bidi" if script in _COMPLEX else "w:val"
        slots[slot] = f"{code}-{_REGIONS.get(code, region)}"
    return slots


def _styles(document: Any) -> None:
    styles = document.styles
    for style in styles.element.style_lst:
        if style.styleId not in _STYLES:
            styles.element.remove(style)
    normal, heading = styles[STYLES["paragraph"]], styles[STYLES["heading"]]
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    heading.element.rPr.remove(heading.element.rPr.rFonts)  # the text's own font
    heading.font.color.rgb = RGBColor(0x1C, 0x25, 0x30)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(5)
    for name, indent in ((STYLES["note"], 0), (STYLES["cell"], 0.6)):
        style = styles.add_style(name, 1)
        style.base_style = normal
        style.paragraph_format.left_indent = Cm(indent)
    for kind, points in _POINTS.items():
        _sized(styles[STYLES[kind]], points)


def _sized(told: Any, points: float) -> None:
    """A style or a run. Complex scripts have a size of their own, which the schema wants behind the other."""
    told.font.size = Pt(points)
    look = told.element.rPr
    for old in look.findall(qn("w:szCs")):
        look.remove(old)
    size = look.find(qn("w:sz"))
    of_complex = OxmlElement("w:szCs")
    of_complex.set(qn("w:val"), size.get(qn("w:val")))
    size.addnext(of_complex)


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
    section.first_page_header.paragraphs[-1].paragraph_format.space_after = Pt(14)
    for footer in (section.first_page_footer, section.footer):
        _page_numbers(footer.paragraphs[0])
        for sha in (sha for _, _, sha, _ in sheet.facts() if sha):
            _line(footer.add_paragraph(), redline.SHA.format(digest=sha), 6)


def _facts(sheet: Sheet) -> Iterator[tuple[str, float, bool]]:
    """(line, points, bold) for the head of the first page."""
    for heading, side, _, times in sheet.facts():
        yield f"{heading}: {side.name}", 10, True
        if side.url or times:
            yield " · ".join(said for said in (side.url, times) if said), 8, False
    compared = redline.COMPARED.format(at=sheet.compared) if sheet.compared else ""
    yield f"{redline.UNOFFICIAL_LINE} {compared}".strip(), 8, False


def _line(paragraph: Any, text: str, size: float, *, bold: bool = False, right: str = "") -> None:
    paragraph.style = None  # the usual one: those of header and footer bring their own tabs
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for words, points, strong, colour in (
        (text, size, bold, None if bold else _SOFT),
        (f"\t{right}" if right else "", 8, True, RGBColor(0xA4, 0x16, 0x1A)),
    ):
        if words:
            run = paragraph.add_run(xml_safe(words))
            run.font.bold, run.font.cs_bold, run.font.color.rgb = strong, strong, colour
            _sized(run, points)


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
