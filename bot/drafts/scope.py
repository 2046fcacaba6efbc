"""Which paragraphs a reference means: C9, C5.3, III, 14.2, C5-C8, all. Pure."""

import re
from collections.abc import Sequence

from rapidfuzz import process

from bot.drafts.labels import key
from bot.drafts.reading import Paragraph

_RANGE = re.compile(r"[-–—]")


def scope(paragraphs: Sequence[Paragraph], ref: str) -> list[Paragraph]:
    """The paragraphs that a reference means, in reading order; none if it means none.

    A heading means its section: everything up to the next heading. `C5.3` is the item 3 inside C5 where no paragraph has that
    label itself. A range runs from the first paragraph of one end to the last of the other, whichever way it is written.
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
    wanted = key(ref)
    if not wanted:
        return []
    found = [p for p in paragraphs if p.key == wanted]
    if not found and "." in ref.strip(" ."):
        outer, _, inner = ref.strip(" .").rpartition(".")
        return [p for p in _item(paragraphs, outer) if p.key == key(inner)]
    headings = [p for p in found if p.heading]
    if headings:
        return [q for p in headings for q in _section(paragraphs, p)]
    return found


def _section(paragraphs: Sequence[Paragraph], heading: Paragraph) -> list[Paragraph]:
    section = [heading]
    for p in paragraphs[heading.n :]:
        if p.heading:
            break
        section.append(p)
    return section


def nearest(paragraphs: Sequence[Paragraph], ref: str, most: int = 3) -> list[str]:
    """The labels most like a reference that means nothing here."""
    labels = {p.key: p.label for p in paragraphs if p.key}
    found = process.extract(key(ref) or ref.casefold(), list(labels), limit=most)
    return [labels[one[0]].rstrip(".") for one in found]
