"""The numbers that a browser prints before the items of `<ol>` (HTML Living Standard, 4.4.5 and 4.4.8).

Letters and small Roman numbers are given the brackets that drafts print: "(a)", "(iv)".
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from bot.drafts.reading.numerals import roman

_STYLES = {
    "decimal": "1",
    "decimal-leading-zero": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "none": "",
    "disc": "",
    "circle": "",
    "square": "",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(" + "|".join(_STYLES) + r")\b", re.IGNORECASE)
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
_PRINTED = {"1": "{}.", "a": "({})", "i": "({})", "A": "{}.", "I": "{}."}


@dataclass(slots=True)
class Numbering:
    """The state of one open list: the next number, its step, its `type` attribute ("" prints no number)."""

    next: int
    step: int
    type: str

    def label(self, item: LexborNode) -> str | None:
        """The label of the next `<li>`, as printed."""
        attributes = item.attributes
        value = _integer(attributes.get("value"))
        number = self.next if value is None else value
        self.next = number + self.step
        type = _style(attributes.get("style")) or attributes.get("type") or self.type
        return _PRINTED[type].format(_written(number, type)) if type in _PRINTED else None


def numbering(node: LexborNode) -> Numbering:
    """The numbering of an `<ol>`."""
    attributes = node.attributes
    start = _integer(attributes.get("start"))
    backwards = "reversed" in attributes
    if start is None:
        start = len([child for child in node.iter() if child.tag == "li"]) if backwards else 1
    style = _style(attributes.get("style"))
    type = style if style is not None else attributes.get("type") or "1"
    return Numbering(start, -1 if backwards else 1, type)


def letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa, 28 → ab."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def _written(number: int, type: str) -> str:
    if type == "1" or not 0 < number < 4000:
        return str(number)
    written = roman(number) if type in "iI" else letters(number)
    return written.upper() if type in "AI" else written


def _style(style: str | None) -> str | None:
    found = _STYLE.search(style) if style else None
    return _STYLES[found[1].lower()] if found else None


def _integer(value: str | None) -> int | None:
    found = _INTEGER.match(value) if value else None
    return int(found[1]) if found else None
