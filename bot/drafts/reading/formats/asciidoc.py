"""AsciiDoc → blocks: its signs are taken out or made into those of plain text, which is read as such.

Lists get the numbers that Asciidoctor prints (1., a., i., A., I. by depth, `[start=4]`, `[loweralpha]`). Lines of attributes
("[source,yaml]", "[[scope]]") are no brackets under negotiation: only what names a style, an anchor or a value is taken for
one. Footnotes stand apart, behind the text.
See https://docs.asciidoctor.org/asciidoc/latest/syntax-quick-reference/
"""

import re
from collections.abc import Iterator

from bot.drafts.reading import Block, Extract
from bot.drafts.reading.decoding import decode
from bot.drafts.reading.formats import text as plain_text
from bot.drafts.reading.numerals import roman
from bot.sentences import reading as sentences

_COMMENTS = re.compile(r"^(?:(////+)[ \t]*\n(?:.*\n)*?(?:\1[ \t]*$|\Z)|//(?!/).*\n?)", re.MULTILINE)
_SET = re.compile(r":(!?[\w-]{1,60}!?):(?:[ \t]+(.*))?$")
_USED = re.compile(r"\{([\w-]{1,60})\}")
_STYLES = (
    "abstract|appendix|arabic|bibliography|cols|colophon|dedication|discrete|example|glossary|horizontal|index|listing|literal"
    "|loweralpha|lowerroman|lowergreek|normative|obligation|partintro|preface|qanda|quote|sidebar|source|stem|upperalpha"
    "|upperroman|verse|NOTE|TIP|WARNING|CAUTION|IMPORTANT"
)
_ATTRIBUTES = re.compile(
    rf"\[(?:\[[^\[\]]{{1,120}}\]|(?:{_STYLES})(?:[,%#.][^\[\]]{{0,200}})?|[#.%][\w.#%-]{{1,80}}(?:,[^\[\]]{{0,200}})?"
    r"|\w{1,20}=[^\[\]]{0,200})\]\s*$"
)
_BORDER = re.compile(r"(?:([-=.*_+])\1{3,}|--|\|={3,}|```\w*)\s*$")
_HEADING = re.compile(r"={1,6} +(\S.*?)(?: +={1,6})?\s*$")
_TITLE = re.compile(r"\.(?=[^\s.])")
_ITEM = re.compile(r"\s*(\.{1,5}|\*{1,5}|-) +(?=\S)")
_MACRO = re.compile(r"(?:include|image|toc|ifdef|ifndef|endif|ifeval)::?\S*?\[[^\]\n]{0,200}\]\s*$|<<<\s*$|'''\s*$")
_ANCHOR = re.compile(r"\[\[[\w:.,-]{1,80}\]\]|\(\(\([^()\n]{1,120}\)\)\)|anchor:[\w-]{1,60}\[[^\]\n]{0,80}\]")
_CROSS = re.compile(r"<<(?:[^<>,\n]{1,120},)?\s?([^<>\n]{1,200})>>")
_LINK = re.compile(r"(?:link:\S{1,400}?|xref:\S{1,200}?|mailto:\S{1,200}?|https?://[^\s\[]{1,400})\[([^\]\n]{1,200})\]")
_FOOTNOTE = re.compile(r"\s?footnote:\w{0,40}\[([^\[\]]{1,2000})\]")
_EMPHASIS = re.compile(r"(?<![\w*_`+])([*_`+]{1,2})(?=[^\s*_`+])((?:(?!\1).){1,300}?)(?<=\S)\1(?![\w*_`+])")
_ROLE = re.compile(r"\[[\w.-]{1,40}\]#([^#\n]{1,300})#")
_PICTURE = re.compile(r"image:[^\s\[]{1,200}\[[^\]\n]{0,200}\]")
_UNDERLINED = re.compile(r"^(?!\[[\w,]{1,40}\]$)(\S.{0,150})\n(([=\-~^+])\3{2,})[ \t]*$", re.MULTILINE)
_CELL = "\ue101"  # begins what a cell of a table says; private use, cut off again
_NUMBER = "\ue102"  # stands around the number of an item, likewise
_BY_DEPTH = ("arabic", "loweralpha", "lowerroman", "upperalpha", "upperroman")
_START = re.compile(r"start=\"?(\d{1,4})")


def read(data: bytes, *, original: bool = False) -> Extract:
    """Blocks of an AsciiDoc file, which has no tracked changes: with `original` it is the same."""
    text, guessed = decode(data)
    warnings = (sentences.DOUBT_ENCODING.format(encoding=guessed),) if guessed else ()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    notes = [" ".join(note.split()) for note in _FOOTNOTE.findall(text)]
    text = _PICTURE.sub("", text)
    source = _UNDERLINED.sub(_heading, _COMMENTS.sub("", _FOOTNOTE.sub("", text)))
    body = "\n\n".join(_joined("\n".join(_lines(source.split("\n")))))
    apart = (Block(note, "note", label=str(n)) for n, note in enumerate(notes, 1))
    return Extract((*map(_block, plain_text.blocks(body)), *apart), warnings)


def _heading(found: re.Match[str]) -> str:
    return f"== {found[1]}" if abs(len(found[1]) - len(found[2])) <= 2 else found[0]


def _joined(text: str) -> Iterator[str]:
    """What stands between empty lines, each in one line."""
    for chunk in re.split(r"\n[ \t]*\n", text):
        if chunk.strip(" =\n\t"):
            yield _inline(" ".join(line.strip().removesuffix(" +") for line in chunk.strip().split("\n")))


def _block(block: Block) -> Block:
    if block.text.startswith(_CELL):
        return Block(block.text[1:], "cell")
    if block.text.startswith(_NUMBER):
        _, label, text = block.text.split(_NUMBER, 2)
        return Block(text, label=label)
    return block


def _lines(lines: list[str]) -> Iterator[str]:
    values = {found[1]: (found[2] or "").strip() for line in lines if (found := _SET.match(line))}
    numbers = _Numbers()
    for line in lines:
        line = _USED.sub(lambda used: values.get(used[1], used[0]), line)
        if _SET.match(line):
            continue
        numbers.see(line)
        if numbers.verbatim and not _BORDER.match(line):
            yield line
        elif _ATTRIBUTES.match(line):
            yield ""
        elif (item := _ITEM.match(line)) and item[1][0] == ".":
            yield f"\n{_NUMBER}{numbers.next(len(item[1]))}.{_NUMBER}{line[item.end() :]}"
        elif item:
            yield f"\n• {line[item.end() :]}"
        elif heading := _HEADING.match(line):
            yield f"\n== {heading[1]}\n"
        else:
            yield _other(line)


class _Numbers:
    """The numbers of the lists that are open, one in another.

    What an attribute line says holds for the list whose item comes next, which begins anew. A list ends with a heading, or with
    words behind an empty line that no "+" before them and no block around them makes part of an item.
    """

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []  # the last number and the style at each depth
        self._said: tuple[int, str] | None = None  # where the next list starts, and its style
        self._before = ""
        self._block = ""

    def see(self, line: str) -> None:
        """Each line, before its number is asked for."""
        line = line.strip()
        if not self._block and _ATTRIBUTES.match(line):
            found = _START.search(line)
            self._said = int(found[1]) if found else 1, next((style for style in _BY_DEPTH if style in line), "")
            return
        if _BORDER.match(line) and self._block in ("", line):
            self._ends(not self._block and self._before != "+")
            self._block, self._said = "" if self._block else line, None
        elif not self._block and line and not _ITEM.match(line) and not _TITLE.match(line):
            self._ends(not self._before or bool(_HEADING.match(line)))
            self._said = None
        self._before = line

    def next(self, depth: int) -> str:
        """The number of the item of this depth that was seen last."""
        self._open = self._open[: depth if self._said is None else depth - 1]
        while len(self._open) < depth:
            start, style = self._said if self._said and len(self._open) == depth - 1 else (1, "")
            self._open.append((start - 1, style or _BY_DEPTH[len(self._open)]))
        number, style = self._open[-1]
        self._open[-1], self._said = (number + 1, style), None
        return _numbered(number + 1, style)

    @property
    def verbatim(self) -> bool:
        """Whether the line seen last is in a block whose signs mean nothing."""
        return len(self._block) > 2 and self._block[0] in "-.+`"

    def _ends(self, really: bool) -> None:
        if really:
            self._open, self._said = [], None


def _other(line: str) -> str:
    if line.strip() == "+" or _BORDER.match(line) or _MACRO.match(line):
        return ""
    if line.startswith("|"):
        return "\n\n".join(["", *(_CELL + cell.strip() for cell in line[1:].split("|") if cell.strip()), ""])
    return "\n" + line[1:] if _TITLE.match(line) else line


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", _CROSS.sub(r"\1", _ANCHOR.sub("", text)))
    return _EMPHASIS.sub(r"\2", _ROLE.sub(r"\1", text))


def _numbered(number: int, style: str) -> str:
    if style == "arabic":
        return str(number)
    sign = roman(number) if "roman" in style else chr(ord("a") + (number - 1) % 26)
    return sign.upper() if style.startswith("upper") else sign
