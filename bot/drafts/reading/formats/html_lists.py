"""The numbers that a browser prints before the items of `<ol>` (HTML Living Standard, 4.4.5 and 4.4.8).

How they are written is said by `style`, by the style sheets inside the page, by `type`. Sheets that would have to be fetched
are not known: a list that only they style is numbered as a browser without them does, and where a page has such sheets, its
own taking numbers away is taken for a reset that they undo. Letters and small Roman numbers are given the brackets that
drafts print: "(a)", "(iv)"; what a sheet prints by counters ("1.2.") stays as it says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.drafts.reading.formats.html_sheet import matched, rules
from bot.drafts.reading.formats.word.numbers import written
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
    "cjk-ideographic": "一",
    "simp-chinese-informal": "一",
    "trad-chinese-informal": "一",
    "japanese-informal": "一",
    "cjk-decimal": "ideographDigital",
    "lower-greek": "lowerGreek",
    "arabic-indic": "arabicIndic",
    "devanagari": "hindiNumbers",
    "thai": "thaiNumbers",
    "hebrew": "hebrew1",
    "katakana": "aiueoFullWidth",
    "katakana-iroha": "irohaFullWidth",
    "cjk-heavenly-stem": "ideographTraditional",
    "korean-hangul-formal": "koreanCounting",
    "none": "",
    "disc": "",
    "circle": "",
    "square": "",
}
_NAMES = "|".join(sorted(_STYLES, key=len, reverse=True))
_STYLE = re.compile(
    rf"""list-style(?:-type)?\s*:(?:\s*["']|[^;]*?\b({_NAMES})\b)""", re.IGNORECASE
)  # a sign of its own, or a name
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
_PRINTED = {"1": "{}.", "a": "({})", "i": "({})", "A": "{}.", "I": "{}.", "一": "{}、"}
_STEPS = ("1", "a", "i")  # of the algorithms of ECMAScript, level by level and again
_BEFORE = re.compile(r"::?before$")
_COUNTER = re.compile(
    r"""content\s*:\s*(?:["']([^"'{}|]{0,12})["']\s*)?(counters?)\(\s*[\w-]+\s*(?:,\s*["'][^"']{0,3}["']\s*)?"""
    r"""(?:,\s*([\w-]+)\s*)?\)\s*(?:["']([^"'{}|]{0,8})["']\s*)?(?:;|$)"""
)
_COUNTED = "="  # begins what a sheet says of numbers that it prints by counters: their type, "|", what is printed
_MOST_RULES = 50
Sheet = Mapping[int, str]


@dataclass(slots=True)
class Numbering:
    """The state of one open list: the next number, its step, its `type` attribute ("" prints no number)."""

    next: int
    step: int
    type: str
    outer: "Numbering | None" = None
    path: str = ""  # of the last item: "1.2"

    def label(self, item: LexborNode, sheet: Sheet) -> str | None:
        """The label of the next `<li>`, as printed."""
        attributes = item.attributes
        value = _integer(attributes.get("value"))
        number = self.next if value is None else value
        self.next = number + self.step
        self.path = f"{self.outer.path}.{number}" if self.outer else str(number)
        types = (_style(attributes.get("style")), sheet.get(item.mem_id), attributes.get("type"), self.type)
        type = next(type for type in types if type is not None)
        if type.startswith(_COUNTED):
            type, _, printed = type.removeprefix(_COUNTED).partition("|")
            return printed.format(own=written_as(number, type), path=self.path).strip()
        return (
            None
            if type in ("", "disc", "circle", "square")
            else _PRINTED.get(type, "{}.").format(written_as(number, type))
        )


def sheet(tree: LexborHTMLParser) -> Sheet:
    """What the style sheets inside a page say of its lists and their items: node → type.

    A later rule wins over an earlier one of the same weight (CSS Cascading 4, 6).
    """
    fetched = tree.css_first("link[rel=stylesheet]") is not None
    said = [rule for rule in _of_lists(rules(tree)) if rule[1] or not fetched][:_MOST_RULES]
    found: dict[int, str] = {}
    for selector, type in sorted(said, key=lambda rule: (rule[1].startswith(_COUNTED), _weight(rule[0]))):
        found.update({node.mem_id: type for node in matched(tree, selector) if node.tag in ("ol", "li")})
    return found


def _of_lists(rules: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for selector, declarations in rules:
        type, counter = _style(declarations), _COUNTER.search(declarations)
        if counter and _BEFORE.search(selector):
            yield _BEFORE.sub("", selector), _counted(counter)
        elif type is not None:
            yield selector, type


def _counted(counter: re.Match[str]) -> str:
    before, name, type, after = counter.groups(default="")
    slot = "{path}" if name == "counters" else "{own}"
    return f"{_COUNTED}{style_of(type)}|{before}{slot}{after}"


def _weight(selector: str) -> tuple[int, int, int]:
    return selector.count("#"), len(re.findall(r"[.\[:]", selector)), len(re.findall(r"(?:^|[\s>+~])\w", selector))


def numbering(node: LexborNode, sheet: Sheet, outer: Numbering | None) -> Numbering:
    """The numbering of an `<ol>`; `outer`: that of the list around it."""
    attributes = node.attributes
    start = _integer(attributes.get("start"))
    backwards = "reversed" in attributes
    if start is None:
        start = len([child for child in node.iter() if child.tag == "li"]) if backwards else 1
    styles = (_style(attributes.get("style")), sheet.get(node.mem_id), attributes.get("type"), _of_step(node), "1")
    type = next(style for style in styles if style is not None)
    return Numbering(start, -1 if backwards else 1, type, outer)


def _of_step(node: LexborNode) -> str | None:
    level, parent = 0, node.parent
    while parent is not None and parent.tag in ("ol", "li"):
        level += parent.tag == "ol"
        parent = parent.parent
    return _STEPS[level % len(_STEPS)] if parent is not None and parent.tag == "emu-alg" else None


def letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa, 28 → ab."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def style_of(name: str) -> str:
    """The type that a name of a list style stands for; decimal for one that is not known."""
    return _STYLES.get(name, "1")


def written_as(number: int, type: str) -> str:
    """A number in a type: 4 as "i" is iv."""
    if type == "1" or not 0 < number < 4000:
        return str(number)
    if type in "iI":
        return roman(number).upper() if type == "I" else roman(number)
    if type in "aA":
        return letters(number).upper() if type == "A" else letters(number)
    return written(number, "chineseCounting" if type == "一" else type)


def _style(style: str | None) -> str | None:
    found = _STYLE.search(style) if style else None
    return _STYLES[(found[1] or "none").lower()] if found else None


def _integer(value: str | None) -> int | None:
    found = _INTEGER.match(value) if value else None
    return int(found[1]) if found else None
