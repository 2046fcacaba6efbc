"""Markdown → blocks, with markdown-it-py (CommonMark, tables and ~~strikes~~).

Square brackets that are no link stay in the text letter for letter: in a treaty they are the text under negotiation. A link
is only what leads to an address; in "[shall](should)" both are words. Indented text is text, never code. Struck text stays,
as struck spans; of the tags inside text only `<s>`, `<del>`, `<strike>`, `<ins>` and `<br>` say anything.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.drafts.reading import Block, Extract, Kind, Span, broken, labels
from bot.drafts.reading.decoding import decode
from bot.drafts.reading.formats.html_walk import fragment
from bot.drafts.reading.formats.markdown_source import NOTE, prepared
from bot.sentences import reading as sentences

_DEEPEST = 100
_ADDRESS = re.compile(r"[/#.:?@]|%\d\d")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]{0,2000}>")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|ul|ol|table|tr|td|th|h[1-6]|br|hr|blockquote|section|details|summary|figure|figcaption|center|dl|dt|dd)\b"
    r"[^>]{0,2000}>",
    re.IGNORECASE,
)
_SILENT = re.compile(r"<(script|style)\b.{0,200000}?</\1\s?>", re.DOTALL | re.IGNORECASE)
_NOTE_ID = re.compile(r"\bid=[\"']?(?:fn|footnote|endnote)[\w:.-]{0,20}[\"']?[\s>]", re.IGNORECASE)
_NOTE_NUMBER = re.compile(r"<sup[^>]{0,80}>\s?(\d{1,3})\s?</sup>\s?")
_BACK_LINK = re.compile(r"<a[^>]{0,300}>\s?(?:[↩↑^]|&#8617;|&#x21a9;)\ufe0e?\s?</a>")
_STRUCK = ("s", "del", "strike")
_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "and", "or")
_LISTED = re.compile(
    r"\([a-z0-9]{1,4}\)\s|[a-z0-9]{1,3}\)\s|(?:[a-z]|[ivx]{1,5})\.\s|第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十]+[)）]|:\s{2,}\S"
)
_BULLET = re.compile(r"[-*+•–] \S")

_OPENED: dict[str, Kind] = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}
_CLOSED = ("heading_close", "th_close", "td_close")
_BREAKS = ("softbreak", "hardbreak")
_TEXTS = ("inline", "fence", "html_block")


@dataclass(slots=True)
class _Line:
    """The text of one block as it is put together from inline tokens."""

    original: bool
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    struck: int = 0
    skipped: int = 0

    def write(self, text: str) -> None:
        if self.skipped:
            return
        if self.struck and text.strip():
            self.spans.append((len(self.text), len(self.text) + len(text)))
        self.text += text


def read(data: bytes, *, original: bool = False) -> Extract:
    """Blocks of a Markdown file. With `original`, what `<ins>` inserted is left out and what `<del>` deleted is plain text."""
    text, guessed = decode(data)
    warnings = (sentences.DOUBT_ENCODING.format(encoding=guessed),) if guessed else ()
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("code")
    return Extract(tuple(_blocks(parser.parse(prepared(text)), original)), warnings)


def _blocks(tokens: Sequence[Token], original: bool) -> Iterator[Block]:
    kind: Kind = "paragraph"
    numbers: list[int | None] = []
    label: str | None = None
    for token in _together(tokens):
        if token.type in _OPENED:
            kind = _OPENED[token.type]
        elif token.type in _CLOSED:
            kind = "paragraph"
        elif token.type == "list_item_open":
            if label:
                yield Block("", label=label)
            label = _number(numbers, token.markup)
        elif token.type == "list_item_close":
            label = None
        elif token.type in _TEXTS:
            for block in (
                _inline(token, kind, label, original) if token.type == "inline" else _raw(token, label, original)
            ):
                yield block
                label = None
        else:
            _count(token, numbers)


def _count(token: Token, numbers: list[int | None]) -> None:
    """Keeps the next number of every open list, None for one with bullets."""
    if token.type in ("ordered_list_open", "bullet_list_open"):
        numbers.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
    elif token.type in ("ordered_list_close", "bullet_list_close"):
        numbers.pop()


def _number(numbers: list[int | None], delimiter: str) -> str | None:
    number = numbers[-1]
    if number is None:
        return None
    numbers[-1] = number + 1
    return f"{number}{delimiter}"


def _raw(token: Token, label: str | None, original: bool) -> Iterator[Block]:
    """The text of a code fence, cut at empty lines; of raw HTML, what its page would print."""
    if token.type == "html_block" and not _NOTE_ID.search(token.content):
        blocks = fragment(token.content, original=original)
    else:
        blocks = _plain(token)
    for block in blocks:
        yield replace(block, label=block.label or label)
        label = None


def _plain(token: Token) -> list[Block]:
    text = token.content
    kind: Kind = "paragraph"
    if token.type == "html_block":
        kind = "note"
        text = _NOTE_NUMBER.sub(r"\1. ", _BACK_LINK.sub("", _SILENT.sub("", text)))
        text = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n\n", text)))
    return [Block(" ".join(chunk.split()), kind) for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]


def _together(tokens: Sequence[Token]) -> Iterator[Token]:
    """Raw HTML that empty lines part is one again: a list, a table."""
    for html_blocks, run in groupby(tokens, key=lambda token: token.type == "html_block"):
        if not html_blocks:
            yield from run
            continue
        first, *others = run
        yield first.copy(content="\n".join([first.content, *(token.content for token in others)])) if others else first


def _inline(token: Token, kind: Kind, label: str | None, original: bool) -> Iterator[Block]:
    line = _Line(original)
    links: list[str] = []
    breaks = 0
    begins = _beginning(token.children or [])
    for child in token.children or []:
        if child.type not in _BREAKS:
            _write(child, line, links)
            continue
        breaks += 1
        if breaks in begins:
            yield from _block(line, kind, label)
            line, label = _Line(original, struck=line.struck), None
        else:
            line.write(" ")
    yield from _block(line, kind, label)


def _beginning(children: Sequence[Token]) -> set[int]:
    """Which lines of a paragraph are one of their own: a note, a definition, an item of a list that Markdown has no mark of."""
    lines = [""]
    for child in children:
        if child.type in _BREAKS:
            lines.append("")
        else:
            lines[-1] += child.content
    if len(lines) == 1:
        return set()
    listed = ["•" if _BULLET.match(line) else labels.split(line)[0] if _LISTED.match(line) else "" for line in lines]
    found = set(broken.beginning(lines, listed))
    if listed.count("•") > 1:  # far to the right, under a paragraph: at the margin a bullet alone begins a list
        found |= {n for n, label in enumerate(listed) if label == "•"}
    for n, (before, after) in enumerate(pairwise(lines), 1):
        if after.startswith((": ", NOTE)) or (before.rstrip().endswith(_ENDS) and _LISTED.match(after)):
            found.add(n)
    return found


def _write(child: Token, line: _Line, links: list[str]) -> None:
    match child.type:
        case "text" | "code_inline" | "image":
            line.write(child.content)
        case "s_open":
            line.struck += 1
        case "s_close":
            line.struck -= 1
        case "html_inline":
            _write_tag(child.content, line)
        case "link_open":
            address = unquote(str(child.attrs.get("href", "")))
            links.append("" if not address or _ADDRESS.search(address) else f"]({address})")
            line.write("[" if links[-1] else "")
        case "link_close":
            line.write(links.pop())
        case _:
            pass


def _write_tag(content: str, line: _Line) -> None:
    tag = _TAG.match(content)
    if not tag:
        return
    name, step = tag[2].lower(), -1 if tag[1] else 1
    if name == "br":
        line.write(" ")
    elif name == "ins" and line.original:
        line.skipped = max(0, line.skipped + step)
    elif name in _STRUCK and not (name == "del" and line.original):
        line.struck = max(0, line.struck + step)


def _block(line: _Line, kind: Kind, label: str | None) -> Iterator[Block]:
    text = line.text
    if text.startswith(NOTE):
        number, _, text = text[1:].partition(NOTE)
        yield Block(text, "note", label=number or None)
    elif text.strip():
        start = 1 if text.startswith(": ") else 0
        spans = tuple((a - start, b - start) for a, b in line.spans)
        own = labels.split(text.strip())[0] if label else ""
        typed = bool(own) and labels.key(own) == labels.key(label or "")
        yield Block(text[start:], kind, label=None if typed else label, struck=spans)
