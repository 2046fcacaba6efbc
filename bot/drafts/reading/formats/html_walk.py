"""A tree of HTML → blocks, with the numbers that a browser would print.

Edit marks. What a page strikes out (`<s>`, `<strike>`, `<del>`, line-through) is still on the page: it stays in the text, as
struck spans; `<ins>` is text. In the view before the changes (`original`) what was inserted is left out, and what was deleted
is plain text.

Lexbor is quadratic in the depth of nesting (200,000 nested parts take over 20 s), so depth is counted before parsing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.drafts.reading import Block, Kind, Span, broken, labels
from bot.drafts.reading.broken import BREAK
from bot.drafts.reading.formats import html_page as page
from bot.drafts.reading.formats.html_counters import numbers
from bot.drafts.reading.formats.html_lists import Numbering, Sheet, numbering, sheet
from bot.drafts.reading.formats.html_sheet import set_apart
from bot.drafts.reading.formats.html_tables import is_column, lays_out, number_of_row
from bot.errors import Unreadable
from bot.sentences import reading as sentences

DEEPEST = 4000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Void elements, and those whose end tag may be left out: they do not nest by themselves.
_FLAT = frozenset((
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup", "col", "br", "hr", "img",
    "input", "meta", "link", "base", "area", "wbr", "source", "track", "embed", "param", "html", "head", "body", "rp",
    "rt",
))  # fmt: skip
_BLOCK = frozenset((
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "table", "tbody", "thead", "caption", "dt", "dd",
    "dl", "ul", "ol", "dir", "menu", "blockquote", "pre", "div", "section", "article", "main", "header", "footer",
    "aside", "address", "hr", "details", "summary", "figure", "figcaption", "fieldset", "legend", "form", "center", "body",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRUCK = frozenset(("s", "strike", "del"))
_TYPED = re.compile(r"(?:[^\W\d_]{1,2}|[ivxIVX]{3,5})[.)]")
_ONE_BLANK = {ord(sign): " " for sign in "\n\r\t\f\v"}
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_WORD_LIST_MARK = re.compile(r"mso-list:\s*Ignore", re.IGNORECASE)
_NOTES = re.compile(
    r"(?:^|[\s_-]|Mso)(?:foot|end)notes?(?:$|[\s_-]|text)|(?:^|\s)(?:fn|fuss)-?(?:text|note)(?:$|\s)"
    r"|mso-element:\s*(?:foot|end)note(?!-sep)",
    re.IGNORECASE,
)
_TO_NOTE = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote)(?:ref|r)?[\W_]?\w{0,9}$", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[?\s?(?:\d{1,3}|[*†‡§]|[a-z])\s?\]?")


@dataclass(slots=True)
class _Writer:
    """What has been walked so far. `kinds`, `struck`, `lists`: of the elements that are open."""

    original: bool
    sheet: Sheet
    apart: frozenset[int]
    numbers: dict[int, str]
    whole: int  # letters of the page
    columns: list[bool] = field(default_factory=lambda: [False])  # of the tables that are open: whether it is one text
    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    struck: int = 0
    label: str | None = None
    kinds: list[Kind] = field(default_factory=lambda: ["paragraph"])
    lists: list[Numbering | None] = field(default_factory=list)
    preformatted: int = 0


def fragment(text: str, *, original: bool = False) -> list[Block]:
    """Blocks of HTML that stands inside another format. Raises Unreadable for too deep nesting."""
    tree = parsed(text)
    return blocks(tree.body, tree, original=original) if tree.body is not None else []


def parsed(text: str) -> LexborHTMLParser:
    """The tree. Raises Unreadable for too deep nesting."""
    if depth(text) > DEEPEST:
        raise Unreadable(sentences.TOO_DEEP)
    return LexborHTMLParser(text)


def blocks(root: LexborNode, tree: LexborHTMLParser, *, original: bool) -> list[Block]:
    """What an element of a page holds, in reading order."""
    writer = _Writer(original, sheet(tree), set_apart(tree), numbers(tree), whole=len(root.text() or ""))
    _walk(root, writer)
    _flush(writer)
    return writer.blocks


def depth(text: str) -> int:
    """The deepest nesting that a parser could make of it; an upper bound, in one pass."""
    if text.count("<") <= DEEPEST:
        return 0
    level = deepest = 0
    for closing, name in _TAG.findall(text):
        if name.lower() not in _FLAT:
            level = max(0, level - 1) if closing else level + 1
            deepest = max(deepest, level)
    return deepest


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Every node in document order; a stack instead of recursion, as pages may nest deeper than Python may call."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, writer)
            continue
        if node.tag == "-text":
            _write(node.text_content or "", writer)
            continue
        if not _enter(node, writer):
            continue
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(_children(node))))


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _enter(node: LexborNode, writer: _Writer) -> bool:
    """Begins an element; False where its content is not to be walked."""
    tag = node.tag or ""
    if tag in page.SILENT or tag[:1] in "-_!" or page.is_hidden(node):
        return False
    if tag == "br":
        _break(writer)
        return False
    if tag in _BLOCK or node.mem_id in writer.apart:
        return _enter_block(node, tag, writer)
    if tag == "ins" and writer.original:
        return False
    if _is_note_mark(node, tag) or page.is_self_link(node, tag, writer.kinds[-1] == "heading"):
        if writer.kinds[-1] == "note" and not writer.parts:
            writer.label = (node.text() or "").strip(" []\n\u00a0") or None
        return False
    style = node.attributes.get("style") or "" if tag == "span" else ""
    if style and _WORD_LIST_MARK.search(style):
        mark = (node.text() or "").replace("\u00a0", " ").strip()
        writer.label = mark if re.search(r"[\d.)]", mark) else None
        return False
    writer.struck += _strikes(node, tag, writer)
    if tag == "q":
        _write('"', writer)
    elif tag == "emu-xref" and not (node.text() or "").strip():
        _write((node.attributes.get("href") or "").removeprefix("#"), writer)  # ecmarkup prints a title or a number
    return True


def _enter_block(node: LexborNode, tag: str, writer: _Writer) -> bool:
    _flush(writer)
    if tag == "td" and (number := number_of_row(node)):
        writer.label = number
        return False
    writer.struck += _strikes(node, tag, writer)
    writer.kinds.append(_kind(node, tag, writer))
    if tag in ("ol", "ul", "menu", "dir"):
        outer = writer.lists[-1] if writer.lists else None
        writer.lists.append(numbering(node, writer.sheet, outer) if tag == "ol" else None)
    elif tag == "li":
        if writer.label:
            writer.blocks.append(Block("", label=writer.label))
        listed = writer.lists[-1] if writer.lists else None
        writer.label = listed.label(node, writer.sheet) if listed else writer.numbers.get(node.mem_id)
    elif tag == "pre":
        writer.preformatted += 1
    elif tag == "table":
        writer.columns.append(is_column(node, writer.whole))
    elif node.mem_id in writer.numbers:
        writer.label = writer.numbers[node.mem_id]
    return True


def _leave(node: LexborNode, writer: _Writer) -> None:
    tag = node.tag or ""
    writer.struck -= _strikes(node, tag, writer)
    if tag in _BLOCK or node.mem_id in writer.apart:
        _flush(writer)
        writer.kinds.pop()
        if tag in ("ol", "ul", "menu", "dir"):
            writer.lists.pop()
        elif tag == "pre":
            writer.preformatted -= 1
        elif tag == "table":
            writer.columns.pop()
        elif tag == "li":
            writer.label = None
        return
    if tag == "q":
        _write('"', writer)
    elif tag == "sup" and "".join(writer.parts).strip().isdigit():
        _write(" ", writer)  # a raised number that begins a paragraph


def _kind(node: LexborNode, tag: str, writer: _Writer) -> Kind:
    outer = writer.kinds[-1]
    if outer == "note":
        return outer
    if tag in _HEADINGS:
        return "heading"
    if tag in ("td", "th"):
        return outer if writer.label or writer.columns[-1] or lays_out(node) else "cell"
    attributes = node.attributes
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "role", "style"))
    return "note" if names.strip() and _NOTES.search(names) else outer


def _strikes(node: LexborNode, tag: str, writer: _Writer) -> int:
    if tag in _STRUCK:
        return int(not (writer.original and tag == "del"))
    style = node.attributes.get("style")
    return int(bool(style and _LINE_THROUGH.search(style)))


def _is_note_mark(node: LexborNode, tag: str) -> bool:
    """The raised number that leads to a footnote; a raised number without a link is text (m², 10³)."""
    if tag not in ("a", "sup"):
        return False
    link = node if tag == "a" else node.css_first("a[href*='#']")
    target = (link.attributes.get("href") or "") if link is not None else ""
    raised = tag == "sup" or node.css_first("sup") is not None
    refers = (
        ("#" in target and raised) or "noteref" in (node.attributes.get("role") or "") or bool(_TO_NOTE.search(target))
    )
    return refers and _NOTE_MARK.fullmatch((node.text() or "").strip()) is not None


def _break(writer: _Writer) -> None:
    """A line break is a blank; two of them with nothing between end a block, as on pages that know no `<p>`."""
    if not writer.preformatted and "".join(writer.parts[-3:]).rstrip(" \n\t\r\u00a0").endswith(BREAK):
        _flush(writer)
    else:
        _write(BREAK, writer)


def _write(text: str, writer: _Writer) -> None:
    if writer.preformatted and "\n\n" in text:
        for chunk in re.split(r"\n\s*\n", text):
            _write(chunk, writer)
            _flush(writer)
        return
    if writer.struck and text.strip():
        writer.spans.append((writer.length, writer.length + len(text)))
    writer.parts.append(text)
    writer.length += len(text)


def _flush(writer: _Writer) -> None:
    """Ends the block that is being written, if it has any text."""
    text, spans = "".join(writer.parts), tuple(writer.spans)
    lines = broken.parts(text) if writer.kinds[-1] == "paragraph" else [(0, len(text))]
    for start, end in lines:
        _block(text[start:end], tuple((a - start, b - start) for a, b in spans if a < end and b > start), writer)
    writer.parts.clear()
    writer.spans.clear()
    writer.length = 0


def _block(text: str, struck: tuple[Span, ...], writer: _Writer) -> None:
    text = text.translate(_ONE_BLANK)
    if not text.strip(" \u00a0"):
        return
    label = writer.label
    own, rest = labels.split(text.strip()) if label else ("", "")
    typed = own and not rest and (_TYPED.fullmatch(own) or labels.keyword(own) == len(own))  # "d)", "Parágrafo 1º"
    if typed or (own and labels.key(own) == labels.key(label or "")):
        label = None  # the number is typed as well
    writer.blocks.append(Block(text, writer.kinds[-1], label=label, struck=struck))
    writer.label = None
