"""Which paragraphs a reference means: C9, C5.3, III, 14.2, C5-C8, all. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.drafts.comparison.headings import printed
from bot.drafts.reading import Paragraph
from bot.drafts.reading.labels import key

_RANGE = re.compile(r"[-–—]")
_SUB = re.compile(r"\(?(?:[a-z]{1,3}|[ivxl]+|\d{1,2})\)")  # the label of an item inside a paragraph: (a), a), (iv), (2)
_DIVISION = re.compile(r"^(?:part|section|chapter|title|annex)")  # III is found where the heading says Part III
_INSIDE = re.compile(r"(.*[^\s(])\s*(\([^()]+\))")  # 10(c)
_NUMBERED = re.compile(r"¶\s?([0-9]{1,6})")
_END = ".:．：、"  # what is printed behind a number and nobody cites


def scope(paragraphs: Sequence[Paragraph], ref: str) -> list[Paragraph]:
    """The paragraphs that a reference means, in reading order; none if it means none.

    A heading means its section: everything up to the next heading. `10(c)` is the item (c) under 10; `C5.3` the first item 3
    that follows C5, where no paragraph has that label itself. A range runs from the first paragraph of one end to the last of
    the other, whichever way it is written.
    `¶12` is the twelfth paragraph: for one without a label, and where several have the same.
    """
    if ref.casefold() == "all":
        return list(paragraphs)
    found = _item(paragraphs, ref)
    if found or not _RANGE.search(ref):
        return found
    ends = [_item(paragraphs, end) for end in _RANGE.split(ref, maxsplit=1)]
    if not all(ends):
        return []
    numbers = [p.n for end in ends for p in end]
    return [p for p in paragraphs if min(numbers) <= p.n <= max(numbers)]


def _item(paragraphs: Sequence[Paragraph], ref: str) -> list[Paragraph]:
    if numbered := _NUMBERED.fullmatch(ref.strip()):
        return [p for p in paragraphs if p.n == int(numbered[1])]
    wanted = key(ref)
    if not wanted:
        return []
    found = [p for p in paragraphs if p.key == wanted]
    if inside := _INSIDE.fullmatch(ref):
        return [q for p in _item(paragraphs, inside[1]) for q in _items_under(paragraphs, p) if q.key == key(inside[2])]
    if not found and "." in ref.strip(" ."):
        outer, _, inner = ref.strip(" .").rpartition(".")
        return [q for p in _item(paragraphs, outer)[:1] for q in _belonging(paragraphs, p) if q.key == key(inner)][:1]
    found = found or [p for p in paragraphs if p.heading and _DIVISION.sub("", p.key) == wanted]
    headings = [p for p in found if p.heading]
    if headings:
        return [q for p in headings for q in _section(paragraphs, p)]
    return found


def _items_under(paragraphs: Sequence[Paragraph], p: Paragraph) -> Iterator[Paragraph]:
    """The items that follow a paragraph, up to the next one with a label of its own."""
    for q in _without_notes(paragraphs[p.n :]):
        if q.heading or (q.label and not _SUB.fullmatch(q.label)):
            return
        yield q


def _belonging(paragraphs: Sequence[Paragraph], p: Paragraph) -> Iterator[Paragraph]:
    """What follows a paragraph up to the next label of its form: after "C5." to "C8."; after a heading, its section."""
    form = re.sub(r"\d+", "0", p.label)
    for q in _without_notes(paragraphs[p.n :]):
        if q.heading or re.sub(r"\d+", "0", q.label) == form != "":
            return
        yield q


def called(paragraphs: Sequence[Paragraph], p: Paragraph) -> str:
    """A paragraph's label as people cite it: an item with the label that it stands under, "10(c)"; "" without a label."""
    label = printed(p).rstrip(_END)
    if not _SUB.fullmatch(label):
        return label
    before = _without_notes(reversed(paragraphs[: p.n - 1]))
    above = (q.label.rstrip(".") for q in before if q.label and not _SUB.fullmatch(q.label))
    return next(above, "") + label


def _without_notes(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """A footnote stands anywhere between the items of a paragraph, and its number is a label that nobody cites."""
    return (q for q in paragraphs if q.kind != "note")


def _section(paragraphs: Sequence[Paragraph], heading: Paragraph) -> list[Paragraph]:
    section = [heading]
    for p in paragraphs[heading.n :]:
        if p.heading:
            break
        section.append(p)
    return section


def nearest(paragraphs: Sequence[Paragraph], ref: str, most: int = 3) -> list[str]:
    """The labels most like a reference that means nothing here."""
    labels = {p.key: p.label for p in paragraphs if p.key and p.label.rstrip(_END)}
    found = process.extract(key(ref) or ref.casefold(), list(labels), scorer=fuzz.ratio, limit=most)
    return [labels[one[0]].rstrip(_END) for one in found]
