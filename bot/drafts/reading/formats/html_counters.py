"""Numbers that style sheets inside a page print before headings, paragraphs and items of `<ul>`: CSS Lists 3, 4; CSS 2, 12.

`h2::before { counter-increment: sec; content: counter(sec) ". " }`. A counter is one for the whole page; those of nested lists
("1.2.") are `html_lists`'.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.drafts.reading.formats.html_lists import style_of, written_as
from bot.drafts.reading.formats.html_sheet import matched, rules

_BEFORE = re.compile(r"::?before$")
_DECLARED = re.compile(r"(?:^|;)\s*(counter-reset|counter-increment|content)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;])*)")
_COUNTED = re.compile(r"([\w-]+)(?:\s+(-?\d{1,6}))?")
_PIECE = re.compile(
    r"\"([^\"]*)\"|'([^']*)'|counters?\(\s*([\w-]+)\s*(?:,\s*[\"'][^\"']*[\"']\s*)?(?:,\s*([\w-]+)\s*)?\)"
)
_MOST_RULES = 50


@dataclass(slots=True)
class _Said:
    """What the sheets say of one element."""

    node: LexborNode
    reset: str = ""
    increment: str = ""
    content: str = ""


def numbers(tree: LexborHTMLParser) -> dict[int, str]:
    """`mem_id` of an element → the number that is printed before it."""
    declared = [
        (selector, _BEFORE.search(selector) is not None, dict(_DECLARED.findall(declarations)))
        for selector, declarations in rules(tree)
        if "counter" in declarations
    ][:_MOST_RULES]
    if not any("content" in said for _, _, said in declared):
        return {}
    found: dict[int, _Said] = {}
    for selector, before, said in declared:
        for node in matched(tree, _BEFORE.sub("", selector)):
            of_node = found.setdefault(node.mem_id, _Said(node))
            of_node.reset = said.get("counter-reset", of_node.reset)
            of_node.increment = said.get("counter-increment", of_node.increment)
            of_node.content = said.get("content", of_node.content) if before else of_node.content
    return _printed(found, matched(tree, ", ".join({_BEFORE.sub("", selector) for selector, _, _ in declared})))


def _printed(found: dict[int, _Said], in_order: list[LexborNode]) -> dict[int, str]:
    counts: dict[str, int] = {}
    out: dict[int, str] = {}
    for key in dict.fromkeys(node.mem_id for node in in_order if node.mem_id in found):
        said = found[key]
        for name, number in _COUNTED.findall(said.reset):
            counts[name] = int(number or 0)
        for name, number in _COUNTED.findall(said.increment):
            counts[name] = counts.get(name, 0) + int(number or 1)
        if "counter" in said.content:
            out[key] = "".join(_piece(piece, counts) for piece in _PIECE.findall(said.content)).strip()
    return out


def _piece(piece: tuple[str, str, str, str], counts: dict[str, int]) -> str:
    double, single, counter, style = piece
    return written_as(counts.get(counter, 0), style_of(style)) if counter else double + single
