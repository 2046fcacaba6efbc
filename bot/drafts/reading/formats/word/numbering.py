"""Automatic numbers as Word prints them: numbering.xml and a walk in reading order → labels.

Rules: ECMA-376 part 1, 17.9. A list (w:num) is an instance of an abstract one, and all instances of an abstract list share
its counters; a start override of an instance restarts its level once, where the instance first uses it. A level that is
used before those above it counts them as begun.
"""

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from bot.drafts.reading.formats.word.numbers import written
from bot.drafts.reading.formats.word.package import w
from bot.drafts.reading.formats.word.styles import Styles, number, switch, value, whole

_SLOT = re.compile(r"%([1-9])")
_DEEPEST = 8
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass(frozen=True, slots=True)
class Level:
    """`text`: the label's pattern, "%1.%2"; `restart`: counted anew only after a level up to this (1: highest; 0: never)."""

    start: int
    form: str
    text: str
    legal: bool
    restart: int | None
    style: str | None


@dataclass(frozen=True, slots=True)
class List:
    """One w:num. `abstract`: whose counters it shares; `overrides`: level → where this instance starts."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]

    def level_of(self, chain: tuple[str, ...]) -> int | None:
        """The level that is linked to a style or to one that it is based on."""
        linked = {level.style: index for index, level in self.levels.items() if level.style}
        return next((linked[style] for style in chain if style in linked), None)


def lists(part: Element | None, styles: Styles) -> dict[str, List]:
    """List id → list, with links to numbering styles followed."""
    if part is None:
        return {}
    abstracts = {a.get(w("abstractNumId"), ""): a for a in part.iter(w("abstractNum"))}
    nums = {n.get(w("numId"), ""): n for n in part.findall(w("num"))}
    return {key: _list(num, nums, abstracts, styles) for key, num in nums.items()}


def _list(num: Element, nums: dict[str, Element], abstracts: dict[str, Element], styles: Styles) -> List:
    abstract = value(num, "abstractNumId") or ""
    for _ in range(len(abstracts)):  # a numbering style may lead to another one
        link = value(abstracts.get(abstract), "numStyleLink")
        target = nums.get((styles.of(link).num or "") if link else "")
        if target is None:
            break
        abstract = value(target, "abstractNumId") or ""
    levels = _levels(abstracts.get(abstract))
    overrides = {}
    for override in num.findall(w("lvlOverride")):
        index = _index(override)
        start = whole(override, "startOverride")
        if start is not None:
            overrides[index] = start
        levels |= _levels(override)
    return List(abstract, levels, overrides)


def _levels(parent: Element | None) -> dict[int, Level]:
    found = [] if parent is None else parent.findall(w("lvl"))
    return {index: _level(level) for level in found if 0 <= (index := _index(level)) <= _DEEPEST}


def _index(element: Element) -> int:
    return number(element.get(w("ilvl"))) or 0


def _level(level: Element) -> Level:
    return Level(
        start=whole(level, "start") or 0,
        form=_form(level),
        text=value(level, "lvlText") or "",
        legal=bool(switch(level, "isLgl")),
        restart=whole(level, "lvlRestart"),
        style=value(level, "pStyle"),
    )


def _form(level: Element) -> str:
    """The number format; a custom one ("001, 002, 003, …", an alternate of Word 2010's) as its first number."""
    alternate = level.find(f"{_ALTERNATE}/*/{w('numFmt')}")
    if alternate is not None and alternate.get(w("format")):
        return alternate.get(w("format"), "").partition(",")[0].strip()
    return value(level, "numFmt") or "decimal"


class Counters:
    """The counters of all lists of one story, moved on by each `label` in reading order."""

    def __init__(self, lists: dict[str, List]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def list_of(self, num: str | None) -> List | None:
        return self._lists.get(num or "0") if num != "0" else None

    def label(self, num: str, index: int) -> str | None:
        """Counts one paragraph of a list at a level and gives what Word prints before it; None for a bullet or nothing."""
        numbered = self._lists[num]
        if index not in numbered.levels:
            return None
        counts = self._counts.setdefault(numbered.abstract, {})
        if index in numbered.overrides and (num, index) not in self._begun:
            counts.pop(index, None)
        self._begun.add((num, index))
        for upper in range(index):
            if upper not in counts:
                counts[upper] = _start(numbered, upper)
                self._begun.add((num, upper))
        counts[index] = counts[index] + 1 if index in counts else _start(numbered, index)
        for deeper in [d for d in counts if d > index and _restarts(numbered.levels.get(d), index)]:
            del counts[deeper]
        return _printed(numbered.levels, counts, index)


def _start(numbered: List, index: int) -> int:
    level = numbered.levels.get(index)
    return numbered.overrides.get(index, level.start if level else 1)


def _restarts(level: Level | None, after: int) -> bool:
    return level is None or level.restart is None or after < level.restart


def _printed(levels: dict[int, Level], counts: dict[int, int], index: int) -> str | None:
    level = levels[index]
    if level.form == "bullet":
        return None

    def slot(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        form = levels[shown].form if shown in levels else "decimal"
        return _written(counts.get(shown, 0), "decimal" if level.legal and form != "decimalZero" else form)

    label = " ".join(_SLOT.sub(slot, level.text).split())
    return label if any(sign.isalnum() or sign in "*†‡§" for sign in label) else None


def _written(number: int, form: str) -> str:
    return str(number).zfill(len(form)) if form.isdecimal() else written(number, form)
