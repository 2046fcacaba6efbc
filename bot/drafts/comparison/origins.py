"""Where the words of a draft came from: each run held against other states of the text, the bases.

Every base is aligned with the new draft as the old draft is; a run of the new text is cut where one base has its words and
another has not, and each part is tagged with the names of the bases that have it. A part that none has is new.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from bot.drafts.comparison import Change, Lost, Run, runs
from bot.drafts.comparison.align import Link, align_sides
from bot.drafts.comparison.pieces import Pieces
from bot.drafts.comparison.side import Side
from bot.drafts.reading import Span

Names = tuple[str, ...]
Cover = dict[int, list[Span]]
"""The spans of each new paragraph, by its number, whose words stand in a base; sorted."""

_RESTORED = 0.80  # of the words of both, in common


def trace(
    changes: Sequence[Change], old: Side, new: Side, bases: Mapping[str, Side]
) -> tuple[tuple[Change, ...], tuple[Lost, ...]]:
    """The changes with `origin`, `origins` and restored text filled in, and what stood in a base and in neither draft.

    `origins` has a list of base names for each run, in the order of `bases`; that of a struck run is empty, for its words
    came into the new draft from nowhere. Runs are cut further where their origins differ. `origin` is the first base that
    has all words of the paragraph.
    """
    links = {name: align_sides(base, new) for name, base in bases.items()}
    covers = {name: _cover(base, new, links[name]) for name, base in bases.items()}
    text_of = {p.n: p.text for p in new.paragraphs}
    back = _restored(old, new, bases, links, covers)
    traced = tuple(_traced(change, covers, text_of, back) for change in changes)
    gone = [lost for name, base in bases.items() for lost in _gone(name, base, old, new, links[name])]
    return traced, tuple(gone)


def _cover(base: Side, new: Side, links: Sequence[Link]) -> Cover:
    out: Cover = {}
    for link in links:
        spans = _common(base.joined(link.old), new.joined(link.new))
        start = 0
        for p in new.group(link.new):
            end = start + len(p.text)
            out[p.n] = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
            start = end + 1
    return out


def _common(base: Pieces, new: Pieces) -> list[Span]:
    """The spans of the new text (paragraphs joined by a line feed) that the base has, from word to word."""
    places, kept, size = _places(new), 0, len(new.code)
    out = []
    for _, _, left, right in [*runs.hunks(base, new), (0, 0, size, size)]:
        if left > kept:
            out.append((places[kept][0], places[left - 1][1]))
        kept = right
    return out


def _places(text: Pieces) -> list[Span]:
    """Where each word stands in its text."""
    ends = list(accumulate(map(len, text.parts)))
    return list(zip(ends[::2], ends[1::2], strict=False))


def _traced(change: Change, covers: Mapping[str, Cover], text_of: Mapping[int, str], back: frozenset[int]) -> Change:
    if not change.new:
        return replace(change, origins=((),) * len(change.runs))
    spans = {name: list(_spans(change.new, cover, text_of)) for name, cover in covers.items()}
    tagged = list(_tagged(change.runs, spans))
    return replace(
        change,
        kind="restored" if change.kind == "added" and change.new[0] in back else change.kind,
        runs=tuple(run for run, _ in tagged),
        origins=tuple(names for _, names in tagged),
        origin=next((name for name in spans if _whole(name, tagged)), None),
    )


def _spans(numbers: Sequence[int], cover: Cover, text_of: Mapping[int, str]) -> Iterator[Span]:
    """The covered spans of several paragraphs, joined by a line feed as their runs are."""
    start = 0
    for n in numbers:
        yield from ((start + a, start + b) for a, b in cover.get(n, ()))
        start += len(text_of[n]) + 1


def _tagged(whole: Sequence[Run], spans: Mapping[str, list[Span]]) -> Iterator[tuple[Run, Names]]:
    """The runs, cut where their origins differ, each with the bases that have it."""
    at = 0
    for op, text in whole:
        if op == "-":
            yield (op, text), ()
            continue
        parts = [(text[start - at : end - at], names) for (start, end), names in _cut_at(at, at + len(text), spans)]
        for names, several in groupby(_blanks_joined(parts), key=itemgetter(1)):
            yield (op, "".join([part for part, _ in several])), names
        at += len(text)


def _blanks_joined(parts: list[tuple[str, Names]]) -> list[tuple[str, Names]]:
    """A blank has the origin of what stands behind it, the last one of what stands before."""
    out: list[tuple[str, Names]] = []
    for text, names in reversed(parts):
        out.append((text, out[-1][1] if out and text.isspace() else names))
    if len(out) > 1 and out[0][0].isspace():
        out[0] = (out[0][0], out[1][1])
    return out[::-1]


def _cut_at(start: int, end: int, spans: Mapping[str, list[Span]]) -> Iterator[tuple[Span, Names]]:
    """The stretch cut at every border of a span inside of it, each part with the names of the bases that cover it."""
    borders = {border for covered in spans.values() for span in covered for border in span if start < border < end}
    for a, b in pairwise(sorted({start, end} | borders)):
        yield (a, b), tuple(name for name, covered in spans.items() if _covers(covered, a))


def _covers(covered: list[Span], at: int) -> bool:
    k = bisect_right(covered, at, key=lambda span: span[0]) - 1
    return k >= 0 and covered[k][1] > at


def _whole(name: str, tagged: Sequence[tuple[Run, Names]]) -> bool:
    """Whether all words of the new text stand in this base."""
    wordy = [names for (op, text), names in tagged if op != "-" and any(sign.isalnum() for sign in text)]
    return bool(wordy) and all(name in names for names in wordy)


def _restored(
    old: Side, new: Side, bases: Mapping[str, Side], links: Mapping[str, Sequence[Link]], covers: Mapping[str, Cover]
) -> frozenset[int]:
    """The new paragraphs whose words stood in a base and not in the old draft: the same words, or nearly all of them."""
    known = {p.word_hash for p in old.paragraphs}
    stood = {p.word_hash for base in bases.values() for p in base.paragraphs}
    back = {p.n for p in new.paragraphs if p.word_hash in stood}
    for name, base in bases.items():
        for link in links[name]:
            if len(link.old) == len(link.new) == 1:
                common = sum(end - start for start, end in covers[name][link.new[0]])
                both = len(base.group(link.old)[0].text) + len(new.group(link.new)[0].text)
                if 2 * common >= _RESTORED * both:
                    back.add(link.new[0])
    return frozenset(back - {p.n for p in new.paragraphs if p.word_hash in known})


def _gone(name: str, base: Side, old: Side, new: Side, links: Sequence[Link]) -> list[Lost]:
    """The paragraphs of a base that became nothing in either draft."""
    linked = {n for link in links for n in link.old}
    standing = {p.word_hash for p in (*old.paragraphs, *new.paragraphs)}
    left = [p for p in base.paragraphs if p.n not in linked and p.word_hash not in standing and p.text]
    if left:
        in_old = {n for link in align_sides(base, old) for n in link.old}
        left = [p for p in left if p.n not in in_old]
    return [Lost(name, p.n, p.text) for p in left]
