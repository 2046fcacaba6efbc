"""Plain text → blocks: wrapped lines joined, page breaks of typewritten papers and RFCs taken out, headings known.

A line goes on in the next where it is full, that is, where the next word would not have fitted into the width that the
text is wrapped to. A line that stops short ends its block; so does one before a label or a list mark. In a text whose lines
are whole paragraphs, each line is a block.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.drafts.reading import Block, Extract, labels
from bot.drafts.reading.decoding import decode
from bot.drafts.reading.formats.text_pages import pages
from bot.sentences import reading as sentences

_WIDEST = 132  # columns of the widest printers: nobody wraps to more
_RULE = re.compile(r"\s*([=\-~^*_#])\1{2,}\s*$")
_LEADERS = re.compile(r"(?:(?:\s?\.){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?|(?:\s\.){2,4}\s+\d{1,4})$")
_FIELD = re.compile(r"[A-Z][\w-]{1,24}: \S")
_COLUMNS = re.compile(r"\S {4,}\S")
_GAP = re.compile(r" {4,}")
_ASIDE = re.compile(r"\s*[\[(][^\[\]()]{0,40}[\])]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_YEAR = re.compile(r"(?:19|20)\d\d[.)]")
# "=== Title ===", "--- Article 2 ---": the signs are no words.
_ADORNED = re.compile(r"([=\-*~#_])\1{2,}(?!\1) ?(?!BEGIN |END )(\S.{0,100}?\S) ?\1{3,}")
# "== Title ==" of MediaWiki, "== Title" of AsciiDoc.
_MARKED = re.compile(r"(={2,6}) (\S.{0,150}?)(?: \1)?")
_ADDRESS = re.compile(r"[(<\[\"]*https?://\S+[/\-._=&?]$")
_CARRIES_ON = re.compile(r"(?:and|or|to|und|oder|et|ou|y|o|e)\b")
_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "！", "？", "؛", "؟", "…")
_CLOSERS = "\"'”’»)]* "
_LIST_GOES_ON = re.compile(r"[;,]\s(?:and|or|and/or)$")
_HEADING_WORDS = 14
_BARE_HEADING_WORDS = 9
_SLACK = 0.12
_TAIL = 160


@dataclass(frozen=True, slots=True)
class _Line:
    """`indent`: blanks before it; `apart`: not the neighbour of the line before; `ruled`: a rule is drawn under it."""

    text: str
    indent: int
    page: int
    apart: bool
    ruled: bool = False

    @property
    def end(self) -> int:
        return self.indent + len(self.text)


def read(data: bytes, *, original: bool = False) -> Extract:
    """Blocks of a text file. Plain text has no tracked changes: with `original` it is the same."""
    text, guessed = decode(data)
    warnings = (sentences.DOUBT_ENCODING.format(encoding=guessed),) if guessed else ()
    return Extract(tuple(blocks(text)), warnings)


def blocks(text: str) -> Iterator[Block]:
    lines = _lines(text)
    paged = bool(lines) and lines[-1].page > 1
    width = _width(lines)
    broken = any(_BROKEN_WORD.search(_tail(line.text)) for line in lines)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text)) if broken else Counter[str]()
    hyphenates = broken and _hyphenates(lines, words)
    for group, after in _groups(lines, width):
        text = _without_leaders(_joined(group, words, hyphenates))
        heading = len(group) == 1 and _is_heading(group[0], after)
        yield Block(text, "heading" if heading else "paragraph", page=group[0].page if paged else None)


def _lines(text: str) -> list[_Line]:
    """The lines that are text: without rules and empty lines, and without what is printed on every page."""
    lines: list[_Line] = []
    paged = pages(text)
    for number, page in enumerate(paged, 1):
        apart = not lines or (_ended(lines[-1].text) and lines[-1].text.count("(") <= lines[-1].text.count(")"))
        for raw in page:
            line = raw.expandtabs(8).rstrip()
            text = line.strip()
            if _RULE.match(line):
                if lines and not apart and lines[-1].apart and len(text) >= 0.5 * len(lines[-1].text):
                    lines[-1] = replace(lines[-1], ruled=True)
                apart = True
            elif adorned := _ADORNED.fullmatch(text) or _MARKED.fullmatch(text):
                lines.append(_Line(adorned[2], 0, number, apart=True, ruled=True))
                apart = True
            elif text:
                lines.append(_Line(text, len(line) - len(line.lstrip()), number, apart))
                apart = False
            else:
                apart = apart or not _page_begins(lines, number)
    return lines


def _page_begins(lines: Sequence[_Line], number: int) -> bool:
    """Whether only the blank top of a later page has been seen, which says nothing of where a paragraph ends."""
    return number > 1 and (not lines or lines[-1].page < number)


def _width(lines: Sequence[_Line]) -> int:
    """The column that lines are wrapped to; 0 where lines are not wrapped."""
    ends = sorted(line.end for line in lines)
    if not ends or sum(end > _WIDEST for end in ends) > 0.05 * len(ends):
        return 0
    return ends[round(0.97 * (len(ends) - 1))]


def _groups(lines: Sequence[_Line], width: int) -> Iterator[tuple[list[_Line], _Line | None]]:
    """(lines of one block, the line after it)."""
    group: list[_Line] = []
    for line in lines:
        if group and (line.apart or _ends_before(group, line, width)):
            yield group, line
            group = []
        group.append(line)
    if group:
        yield group, None


def _ends_before(group: Sequence[_Line], line: _Line, width: int) -> bool:
    last = group[-1]
    if width and _ends_entry(last, line):
        return False
    if not width or _stands_alone(line.text) or (_stands_alone(last.text) and not _hangs(last, line)):
        return True
    if _FIELD.match(last.text) and _FIELD.match(line.text):
        return True
    full, ended = width - last.end - 1 < len(_kept_together(line.text)), _ended(last.text)
    if _labelled(line.text) and (ended or not _YEAR.match(line.text)):
        return not full or ended or line.indent < last.indent
    shifted = len(group) > 1 and abs(line.indent - last.indent) > 1
    if shifted and (ended or not full):
        return True
    listed = last.text.endswith(",") and last.indent == line.indent and 2 * last.end > width
    goes_on = listed or (not ended and line.text[0].islower() and not _is_title(last.text))
    return width - last.end - 1 - len(line.text.split(" ", 1)[0]) > _SLACK * width and not goes_on


def _ends_entry(last: _Line, line: _Line) -> bool:
    """Whether a line with leaders ends an entry of a table of contents that the line before it began."""
    if line.indent <= last.indent or not _LEADERS.search(_tail(line.text)):
        return False
    return _labelled(last.text) and not _labelled(line.text) and not _stands_alone(last.text)


def _kept_together(text: str) -> str:
    """The beginning of a line that no line break parts: its first word, or "Section 3.5.", which is set as one."""
    label = labels.split(text)[0]
    return label if label[:1].isalpha() and " " in label else text.split(" ", 1)[0]


def _stands_alone(text: str) -> bool:
    """A line of a table of contents or of a table."""
    return bool(_LEADERS.search(_tail(text)) or _COLUMNS.search(text, labels.find(text)[1]))


def _hangs(last: _Line, line: _Line) -> bool:
    """Whether a line stands under the words that follow a gap, as "[TAG]      Author, Title," is set and goes on."""
    gap = _GAP.search(last.text)
    return gap is not None and last.indent + gap.end() == line.indent


def _without_leaders(text: str) -> str:
    return text[:-_TAIL] + _LEADERS.sub("", _tail(text))


def _labelled(text: str) -> bool:
    start, end = labels.find(text)
    return end > start or labels.bullet(text) > 0


def _ended(text: str) -> bool:
    return (
        text.rstrip(_CLOSERS).endswith(_ENDS)
        or _ASIDE.sub("", _tail(text)).endswith(_ENDS)
        or bool(_LIST_GOES_ON.search(text))
    )


def _is_title(text: str) -> bool:
    label, rest = labels.split(text)
    return bool(label) and label[0] != "(" and label[-1] != ")" and rest[:1].isupper() and len(rest.split()) <= 4


def _is_heading(line: _Line, after: _Line | None) -> bool:
    if line.ruled:
        return True
    label, rest = labels.split(line.text)
    if (not line.apart and not label) or _ended(line.text) or not rest or rest[0].islower() or labels.bullet(line.text):
        return False
    if label:
        listed = after is not None and not after.apart and _same_kind(label, labels.split(after.text)[0])
        return label[0] != "(" and label[-1] != ")" and not listed and _length(rest) <= _HEADING_WORDS
    isolated = after is not None and after.apart and line.apart
    return (
        isolated and ":" not in rest and "[" not in rest and rest[0].isupper() and _length(rest) <= _BARE_HEADING_WORDS
    )


def _same_kind(label: str, other: str) -> bool:
    return bool(other) and label[-1] == other[-1] and label[0].isdigit() == other[0].isdigit()


def _length(text: str) -> int:
    """In words; of a text written without blanks, four characters to a word."""
    signs = 0 if text.isascii() else sum(ord(sign) > 0x2E7F or 0xE00 <= ord(sign) < 0xF00 for sign in text)
    return max(len(text.split()), signs // 4)


def _hyphenates(lines: Sequence[_Line], words: Counter[str]) -> bool:
    """Whether the text breaks words into syllables at line ends, told by those breaks whose word stands elsewhere."""
    verdict = 0
    for line, after in pairwise(lines):
        if (broken := _BROKEN_WORD.search(_tail(line.text))) and (second := _WORD.match(after.text)):
            first, rest = broken[1].lower(), second[0].lower()
            verdict += (words[first + rest] > 0) - (words[f"{first}-{rest}"] > 0)
    return verdict > 0


def _joined(group: Sequence[_Line], words: Counter[str], hyphenates: bool) -> str:
    parts = [group[0].text]
    for line in group[1:]:
        last = _tail(parts[-1])
        if (
            (found := _BROKEN_WORD.search(last))
            and (second := _WORD.match(line.text))
            and not _CARRIES_ON.match(line.text)
        ):
            if not _keeps_hyphen(last, found[1].lower(), second[0].lower(), words, hyphenates):
                parts[-1] = parts[-1][:-1]
        elif not _is_cut(last, line.text):
            parts.append(" ")
        parts.append(line.text)
    return "".join(parts)


def _keeps_hyphen(last: str, first: str, rest: str, words: Counter[str], hyphenates: bool) -> bool:
    """Whether "multi-" and "stakeholder" are "multi-stakeholder": as the text writes it elsewhere, else as it breaks lines."""
    whole, hyphened = words[first + rest], words[f"{first}-{rest}"]
    if whole or hyphened:
        return hyphened >= whole
    return not hyphenates and last[-1] != "\u00ad"


def _is_cut(last: str, line: str) -> bool:
    """Whether a line was broken inside an address in brackets, or inside "2014-2015"."""
    word = last.rsplit(" ", 1)[-1]
    if _ADDRESS.match(word) and word.count("(") + word.count("<") > word.count(")") + word.count(">"):
        return True
    return last[-1:] in "-\u2013" and last[-2:-1].isdigit() and line[:1].isdigit()


def _tail(text: str) -> str:
    """The end of a line, which is all that patterns are tried on: time must not grow with the square of its length."""
    return text[-_TAIL:]
