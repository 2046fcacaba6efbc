"""The brackets of a document over its drafts: since when each is open, what the last draft opened and closed, and how. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.drafts.comparison import Change, Comparison, brackets, only_typography
from bot.drafts.reading import Paragraph, Reading

How = Literal["kept", "deleted", "reworded"]
Place = tuple[int, int]
"""Where a bracket opens: the paragraph's n, and the place in its text."""
Opens = dict[int, list[int]]

_BETWEEN = " /|"  # what may stand between two brackets that are alternatives of one another


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket in the paragraph `n`. `text`: its words, brackets included; `opened`: the draft, counted from 0, that it came
    in with."""

    n: int
    span: brackets.Span
    text: str
    opened: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A bracket of the draft before that is none any more. `how`: its words were kept, deleted, or reworded; `now`: what its
    paragraph became, nothing if it was deleted."""

    bracket: Bracket
    how: How
    now: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The brackets open in a draft, in reading order, and those that it closed."""

    at: int
    open: tuple[Bracket, ...]
    closed: tuple[Closed, ...] = ()

    @property
    def opened(self) -> tuple[Bracket, ...]:
        """Those that this draft opened; none in the first, which has nothing before it."""
        return tuple(bracket for bracket in self.open if bracket.opened == self.at > 0)


def ledger(readings: Sequence[Reading], steps: Sequence[Comparison], at: int) -> Ledger:
    """The ledger of the draft `at`, counted from 0. `steps`: each draft compared with the next.

    A bracket is the same one as long as `brackets.same` says so; what comes back with a paragraph that was out is opened anew.
    So for each step: open before + opened - closed = open now.
    """
    opens = _opens(readings[0])
    since = {(n, place): 0 for n, places in opens.items() for place in places}
    closed: tuple[Closed, ...] = ()
    for k, step in enumerate(steps[:at], 1):
        before, opens = opens, _opens(step.new)
        kept = {new: old for change in step.changes for old, new in _same(step, change, before, opens)}
        if k == at:
            closed = tuple(_closed(step, since, set(kept.values())))
        now = ((n, place) for n, places in opens.items() for place in places)
        since = {new: since[kept[new]] if new in kept else k for new in now}
    return Ledger(at, tuple(_brackets(readings[at].paragraphs, since)), closed)


def alternatives(found: Iterable[Bracket], reading: Reading) -> list[tuple[Bracket, ...]]:
    """Brackets side by side, [shall] [should], together; every other one by itself."""
    groups: list[list[Bracket]] = []
    for bracket in found:
        group = next((group for group in reversed(groups) if _beside(group[-1], bracket, reading)), None)
        if group:
            group.append(bracket)
        else:
            groups.append([bracket])
    return [tuple(group) for group in groups]


def _beside(left: Bracket, right: Bracket, reading: Reading) -> bool:
    if left.n != right.n or left.span.depth != right.span.depth or left.span.end > right.span.start:
        return False
    return not reading.paragraphs[left.n - 1].text[left.span.end : right.span.start].strip(_BETWEEN)


def _opens(reading: Reading) -> Opens:
    """Where brackets open in each paragraph that has any."""
    return {p.n: found for p in reading.paragraphs if (found := brackets.openings(p.text))}


def _brackets(paragraphs: Iterable[Paragraph], since: dict[Place, int]) -> Iterator[Bracket]:
    for p in paragraphs:
        for span in brackets.spans(p.text):
            yield Bracket(p.n, span, p.text[span.start : span.end], since[p.n, span.start])


def _same(step: Comparison, change: Change, before: Opens, after: Opens) -> list[tuple[Place, Place]]:
    """The brackets that a change left in being, each where it stood and where it stands."""
    old, new = _joined(step.old, change.old, before), _joined(step.new, change.new, after)
    return [(old[a], new[b]) for a, b in brackets.same(change, old.keys(), new.keys())] if old and new else []


def _joined(reading: Reading, numbers: Iterable[int], opens: Opens) -> dict[int, Place]:
    """The brackets of several paragraphs by their place in the joined text of a change."""
    found, start = {}, 0
    for n in numbers:
        found.update({start + at: (n, at) for at in opens.get(n, ())})
        start += len(reading.paragraphs[n - 1].text) + 1
    return found


def _closed(step: Comparison, since: dict[Place, int], kept: set[Place]) -> Iterator[Closed]:
    changes = {n: change for change in step.changes for n in change.old}
    gone = (place for place in since if place not in kept)
    for n in dict.fromkeys(n for n, _ in gone):
        p, change = step.old.paragraphs[n - 1], changes[n]
        start = sum(len(step.old.paragraphs[m - 1].text) + 1 for m in change.old if m < n)
        spans = brackets.spans(p.text)
        for bracket in _brackets([p], since):
            if (n, bracket.span.start) not in kept:
                words = [start + place for place in _words(p.text, bracket.span, spans)]
                inside = (start + bracket.span.start, start + bracket.span.end)
                yield Closed(bracket, _how(change, inside, words), change.new)


def _words(text: str, span: brackets.Span, spans: Iterable[brackets.Span]) -> list[int]:
    """Where the letters of a bracket's own words stand, those of brackets inside of it left out unless it has no others."""
    inner = [place for place in range(span.start + 1, span.end - span.closed) if text[place].isalnum()]
    within = [other for other in spans if span.start < other.start < span.end]
    own = [place for place in inner if not any(other.start <= place < other.end for other in within)]
    return own or inner or [span.start]


def _how(change: Change, inside: Place, words: Sequence[int]) -> How:
    """What became of the words of a bracket, by the runs of its change."""
    start, end = inside
    hunks = list(_hunks(change))
    struck = sum(any(a <= place < b for a, b, _ in hunks) for place in words)
    if not struck:
        put_in = any(wordy and start < a and b < end for a, b, wordy in hunks)
        return "reworded" if put_in else "kept"
    put_in = any(wordy and a < end and b > start for a, b, wordy in hunks)
    return "deleted" if struck == len(words) and not put_in else "reworded"


def _hunks(change: Change) -> Iterator[tuple[int, int, bool]]:
    """Stretches [a, b) of the old text that did not stay, and whether words came in their place."""
    at = start = 0
    wordy = False
    runs = [*change.runs, ("=", "")]
    for k, (op, text) in enumerate(runs):
        if op == "-" and runs[k + 1][0] == "+" and only_typography(text, runs[k + 1][1]):
            runs[k + 1], op = ("=", ""), "="
        if op == "+":
            wordy = wordy or any(sign.isalnum() for sign in text)
            continue
        if op == "=":
            if at > start or wordy:
                yield start, at, wordy
            start, wordy = at + len(text), False
        at += len(text)
