"""The style sheets inside a page (`<style>`), as far as they say how text is parted and numbered. Those fetched are not known.

Rules for some media only (`@media`) are left out: they hide menus on paper, or turn tables into lists on phones.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_MEDIA = re.compile(
    r"@(?:media|supports|font-face|keyframes)[^{}]{0,300}\{(?:[^{}]{0,4000}\{[^{}]{0,4000}\}){0,400}[^{}]{0,4000}\}"
)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,4000})\}")
_BLOCK = re.compile(r"(?:^|;)\s*display\s*:\s*(?:block|list-item|flex|grid|table|table-row)\b", re.IGNORECASE)
_LONGEST_SHEET = 200_000
_MOST_RULES = 50


def rules(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """(selector, declarations) in the order of the page, one selector at a time."""
    text = _COMMENT.sub("", "".join(style.text() or "" for style in tree.css("style"))[:_LONGEST_SHEET])
    for selectors, declarations in _RULE.findall(_MEDIA.sub("", text)):
        for selector in selectors.split(";")[-1].split(","):
            yield selector.strip(), declarations


def matched(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements that a selector means; none for one of states or signs, which are no elements: "li::marker"."""
    try:
        return tree.css(selector)
    except SelectolaxError:
        return []


def set_apart(tree: LexborHTMLParser) -> frozenset[int]:
    """The elements that a style makes blocks, as in `<span style="display: block">`: `mem_id`s."""
    selectors = [selector for selector, declarations in rules(tree) if _BLOCK.search(declarations)][:_MOST_RULES]
    styled = {node.mem_id for selector in selectors for node in matched(tree, selector)}
    own = tree.css("[style*=display]")
    return frozenset(styled | {node.mem_id for node in own if _BLOCK.search(node.attributes.get("style") or "")})
