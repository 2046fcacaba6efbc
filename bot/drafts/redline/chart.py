"""The drafts of a document in figures, as a picture: brackets open, words, paragraphs changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafts.comparison import QUIET, Comparison
from bot.drafts.redline import press, typeset
from bot.drafts.redline.png import PPI
from bot.drafts.redline.press import Press
from bot.sentences import redline

_TEMPLATE = "chart.typ"


@dataclass(frozen=True, slots=True)
class Point:
    """A draft in figures. `changed`: its paragraphs whose words or brackets are not those of the draft before, None for the
    first."""

    name: str
    brackets: int
    words: int
    changed: int | None = None


def figures(names: Sequence[str], steps: Sequence[Comparison]) -> tuple[Point, ...]:
    """Drafts in order, from their names and the comparisons of each with the next."""
    first = Point(names[0], steps[0].brackets.old, steps[0].old.words)
    rest = (
        Point(name, step.brackets.new, step.new.words, sum(change.kind not in QUIET for change in step.changes))
        for name, step in zip(names[1:], steps, strict=True)
    )
    return (first, *rest)


def chart(document: str, points: Sequence[Point], by: Press = press.here) -> bytes:
    """One PNG, 1280 pixels wide: a row of bars for each figure. Equal points give equal bytes."""
    data = {
        "document": document,
        "unofficial": redline.UNOFFICIAL,
        **typeset.fonts("en"),
        "names": [point.name for point in points],
        "series": [
            {"title": redline.CHART_BRACKETS, "values": [point.brackets for point in points]},
            {"title": redline.CHART_WORDS, "values": [point.words for point in points]},
            {"title": redline.CHART_CHANGED, "values": [point.changed for point in points]},
        ],
    }
    return by(press.manuscript(_TEMPLATE, data, form="png", ppi=PPI))[1]


def in_words(points: Sequence[Point]) -> str:
    """The same for who does not see it, one line a draft."""
    return "\n".join(_said(point) for point in points)


def _said(point: Point) -> str:
    sentence = redline.CHART_FIRST if point.changed is None else redline.CHART_DRAFT
    return sentence.format(name=point.name, brackets=point.brackets, words=point.words, changed=point.changed)
