"""Pairs of real drafts whose changes were listed by hand (tests/data/pairs), and how many of them are found.

A change is one of the list if kind and paragraphs are those listed; typography alone is no change. "P", "R": precision and
recall of all that is not the same; "links": of pairs of paragraphs, the same ones among them. A paragraph that is reworded
and moved counts once for each, and so does one that is reworded and renumbered.
"""

import argparse
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.drafts.comparison import Comparison
from bot.drafts.comparison.changes import compare
from bot.drafts.reading.read import read

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "data" / "pairs"
CORPUS = ROOT.parent / "shared" / "corpus"
KINDS = ("same", "reworded", "brackets", "split", "merged", "deleted", "added", "renumbered", "moved")
COLUMNS = ("pair", "paragraphs", "true", "shown", "P", "R", "links P", "links R")

Told = tuple[str, tuple[int, ...], tuple[int, ...]]  # kind or flag, old paragraphs, new paragraphs


@dataclass(frozen=True, slots=True)
class Score:
    """What was shown of what is true. `paragraphs`: as the list says, and as they were read."""

    name: str
    listed: tuple[int, int]
    counted: tuple[int, int]
    true: frozenset[Told]
    shown: frozenset[Told]

    def share(self, of: str, *, links: bool = False) -> float:
        """Precision (`of` "shown") or recall (`of` "true"), of changes or of links."""
        true, shown = (_links(told) if links else _changed(told) for told in (self.true, self.shown))
        whole = shown if of == "shown" else true
        return len(true & shown) / len(whole) if whole else 1.0


def main(arguments: list[str]) -> int:
    """Prints the table, or one JSON object a line; with --wrong what is missing and what is too much."""
    parser = argparse.ArgumentParser("bench pairs", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the table")
    parser.add_argument("--wrong", action="store_true", help="list each change that is missing or wrongly shown")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print("No ../shared/corpus: the real drafts are not here.")
        return 1
    if not options.json:
        print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    for path in sorted(PAIRS.glob("*.toml")):
        found = score(path)
        print(json.dumps(row(found)) if options.json else "| " + " | ".join(map(str, row(found).values())) + " |")
        for line in wrong(found) if options.wrong else ():
            print("   ", line)
    return 0


def score(path: Path) -> Score:
    """One pair read, compared and held against its list."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    old, new = (read((CORPUS / listed[side]).read_bytes(), listed[side]) for side in ("old", "new"))
    first, second = listed["paragraphs"]
    return Score(
        path.stem,
        (first, second),
        (len(old.paragraphs), len(new.paragraphs)),
        frozenset(_listed(listed)),
        frozenset(_shown(compare(old, new))),
    )


def row(found: Score) -> dict[str, Any]:
    """The figures of one pair, by the names of COLUMNS."""
    shares = [round(found.share(of, links=links), 3) for links in (False, True) for of in ("shown", "true")]
    counts = len(_changed(found.true)), len(_changed(found.shown))
    return dict(zip(COLUMNS, (found.name, f"{found.counted[0]} → {found.counted[1]}", *counts, *shares), strict=True))


def wrong(found: Score) -> list[str]:
    """Each change that is missing and each that is shown and not listed."""
    missing, extra = _changed(found.true) - _changed(found.shown), _changed(found.shown) - _changed(found.true)
    told = [(old, new, f"missing: {kind}") for kind, old, new in missing]
    told += [(old, new, f"shown, not listed: {kind}") for kind, old, new in extra]
    return [f"{list(old)} → {list(new)} {what}" for old, new, what in sorted(told)]


def _changed(told: frozenset[Told]) -> frozenset[Told]:
    return frozenset(one for one in told if one[0] != "same")


def _links(told: frozenset[Told]) -> frozenset[tuple[int, int]]:
    return frozenset((a, b) for _, old, new in told for a in old for b in new)


def _listed(data: dict[str, Any]) -> Iterator[Told]:
    for kind in KINDS:
        for entry in data.get(kind, ()):
            yield from _entry(kind, entry)


def _entry(kind: str, entry: str) -> Iterator[Told]:
    """ "3-4 > 5-6" is two pairs, but for a split or a merger, which is one; "7-8" two paragraphs added or deleted."""
    sides = [_range(side) for side in entry.split(" > ")]
    if kind in ("split", "merged"):
        yield kind, sides[0], sides[1]
    elif len(sides) == 2:
        yield from ((kind, (a,), (b,)) for a, b in zip(*sides, strict=True))
    else:
        yield from ((kind, (n,), ()) if kind == "deleted" else (kind, (), (n,)) for n in sides[0])


def _range(text: str) -> tuple[int, ...]:
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def _shown(compared: Comparison) -> Iterator[Told]:
    for change in compared.changes:
        if change.kind in KINDS[:7]:
            yield change.kind, change.old, change.new
        elif not (change.renumbered or change.moved):
            yield "same", change.old, change.new  # typography
        if change.renumbered:
            yield "renumbered", change.old, change.new
        if change.moved:
            yield "moved", change.old, change.new
