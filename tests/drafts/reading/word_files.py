"""Word files small enough to read in a test, written part by part."""

import io
import zipfile

from bot.drafts.reading import Block
from bot.drafts.reading.formats import docx

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WHO = 'w:id="1" w:author="Chair" w:date="2014-06-07T12:00:00Z"'


def part(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{NS}" xmlns:mc="{MC}">{inside}</w:{name}>'


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def file(body: str, **others: str) -> bytes:
    parts = {"document": f"<w:body>{body}</w:body>", **others}
    return packed({f"word/{name}.xml": part(name, inside) for name, inside in parts.items()})


def run(text: str, look: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside if inside.startswith('<') else run(inside)}</w:p>"


def item(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def ins(inside: str) -> str:
    return f"<w:ins {WHO}>{inside}</w:ins>"


def gone(text: str) -> str:
    return f"<w:del {WHO}>{run(text, tag='delText')}</w:del>"


def mark(tag: str) -> str:
    return f"<w:rPr><w:{tag} {WHO}/></w:rPr>"


def level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    head = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{index}">{head}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(levels: str, key: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{levels}</w:abstractNum>'


def num(key: int = 1, of: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def blocks(body: str, *, original: bool = False, **others: str) -> tuple[Block, ...]:
    return docx.read(file(body, **others), original=original).blocks


def texts(body: str, *, original: bool = False, **others: str) -> list[str]:
    return [block.text for block in blocks(body, original=original, **others)]


def labels(body: str, numbering: str, **others: str) -> list[str | None]:
    return [block.label for block in blocks(body, numbering=numbering, **others)]


TWO_LEVELS = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")
OUTLINE = abstract(TWO_LEVELS + level(2, "lowerRoman", "%1.%2.%3"))
