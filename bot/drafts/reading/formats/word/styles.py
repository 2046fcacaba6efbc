"""Styles: what a paragraph or a run takes from its style and from those that the style is based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml.etree import _Element as Element

from bot.drafts.reading.formats.word.package import w

_DEEPEST = 24
_OFF = frozenset({"0", "false", "off"})
_VAL = w("val")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of figures", re.IGNORECASE)  # of Word, of LibreOffice
_T = TypeVar("_T")


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of a child element, None where there is none."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(_VAL)


def whole(parent: Element | None, name: str) -> int | None:
    """As `value`, for a whole number; None for anything else."""
    return number(value(parent, name))


def number(text: str | None) -> int | None:
    """A whole number that an attribute holds; None for anything else."""
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None


def switch(parent: Element | None, name: str) -> bool | None:
    """A toggle: on without a value, off by "0", "false" or "off", None where it is not said."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(_VAL, "1") not in _OFF


def struck(properties: Element | None) -> bool | None:
    """Whether run properties strike the words through, once or twice; None where they do not say."""
    single, double = switch(properties, "strike"), switch(properties, "dstrike")
    return None if single is None and double is None else bool(single or double)


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits. `chain`: its own id, then those of the styles that it is based on.

    `num`, `level`: its list and the place in it; `outline`: 0 to 8 are headings, 9 is body text; `contents`: it sets tables of
    contents.
    """

    chain: tuple[str, ...] = ()
    num: str | None = None
    level: int | None = None
    outline: int | None = None
    struck: bool | None = None
    hidden: bool | None = None
    contents: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    by_id: dict[str, Style]
    default: str | None = None

    def of(self, identity: str | None) -> Style:
        return self.by_id.get(identity or "", _NONE)

    def of_paragraph(self, identity: str | None) -> Style:
        return self.by_id.get(identity or self.default or "", _NONE)


_NONE = Style()


def styles(part: Element | None) -> Styles:
    """All styles of styles.xml, inheritance worked out."""
    found = {} if part is None else {style.get(w("styleId"), ""): style for style in part.iter(w("style"))}
    default = next((key for key, style in found.items() if _is_default(style)), None)
    return Styles({key: _style(tuple(_chain(key, found)), found) for key in found}, default)


def _is_default(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in _OFF


def _chain(key: str | None, found: dict[str, Element]) -> Iterator[str]:
    for _ in range(_DEEPEST):
        if key is None or key not in found:
            return
        yield key
        key = value(found[key], "basedOn")


def _style(chain: tuple[str, ...], found: dict[str, Element]) -> Style:
    elements = [found[key] for key in chain]
    listed = [style.find(f"{w('pPr')}/{w('numPr')}") for style in elements]
    words = [style.find(w("rPr")) for style in elements]
    return Style(
        chain=chain,
        num=_first(value(properties, "numId") for properties in listed),
        level=_first(whole(properties, "ilvl") for properties in listed),
        outline=_first(_outline(style) for style in elements),
        struck=_first(struck(properties) for properties in words),
        hidden=_first(switch(properties, "vanish") for properties in words),
        contents=any(_CONTENTS.fullmatch(value(style, "name") or "") for style in elements),
    )


def _outline(style: Element) -> int | None:
    """The outline level; the built-in headings and titles have one even where the file does not say so."""
    said = whole(style.find(w("pPr")), "outlineLvl")
    if said is not None:
        return said
    name = (value(style, "name") or "").casefold()
    if name in ("title", "subtitle"):
        return 0
    return int(name[-1]) - 1 if name[:-1] == "heading " and name[-1] in "123456789" else None


def _first(values: Iterator[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)
