"""Lines that came in pieces, whole again: stretched ones, and those whose label stands apart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest

from bot.drafts.reading import labels
from bot.drafts.reading.formats.pdf_lines import HOLLOW, SAME_LINE, Line

REFERENCE = re.compile(r"\[[A-Z][\w.:-]{1,24}\]")  # "[RFC2119]", before the work that it stands for
LONGEST_LABEL = 40


def mended(lines: list[Line]) -> list[Line]:
    """Lines whole again where justifying them, with few words, made gaps as wide as between cells."""
    if not any(_goes_on_right(left, q) for left, q in pairwise(lines)):
        return lines
    out: list[Line] = []
    for pieces in _on_one_height(lines):
        out += [_whole(pieces)] if len(pieces) > 1 and _stretched(pieces, lines) else pieces
    return out


def _on_one_height(lines: list[Line]) -> Iterator[list[Line]]:
    pieces: list[Line] = []
    for q in lines:
        if pieces and not _goes_on_right(pieces[-1], q):
            yield pieces
            pieces = []
        pieces.append(q)
    if pieces:
        yield pieces


def _goes_on_right(left: Line, q: Line) -> bool:
    level = abs(left.y - q.y) < SAME_LINE * q.size and left.column == q.column and left.cell == q.cell
    return level and 0 < q.x0 - left.x1 < 12 * q.size


def _stretched(pieces: list[Line], lines: list[Line]) -> bool:
    """Whether pieces on one height end at the column's edge, and the lines near them do not begin where they do.

    The last is no label: that stands in a margin.
    """
    if _alone(pieces[-1].text):
        return False
    size, column = pieces[0].size, pieces[0].column
    edge = max(other.x1 for other in lines if other.column == column)
    others = [other.x0 for other in lines if size < abs(other.y - pieces[0].y) < 4 * size]
    aligned = all(any(abs(x - q.x0) < 0.4 * size for x in others) for q in pieces[1:])
    return pieces[-1].x1 > edge - 0.4 * size and not aligned


def _whole(pieces: list[Line]) -> Line:
    text = " ".join(q.text for q in pieces)
    return replace(pieces[-1], x0=pieces[0].x0, first=pieces[0].first, text=text, bold=pieces[0].bold)


# ---------------------------------------------------------------- labels apart from their lines


def with_labels(lines: list[Line]) -> list[Line]:
    """Lines, a label that stands apart (after a tab, in the margin) put in front of the line on its height."""
    out: list[Line] = []
    waiting: list[Line] = []
    for q, following in zip_longest(lines, lines[1:]):
        if out and _labels(out[-1], q) and not (out[-1].text.isdigit() and len(out) > 1 and _on_line(out[-2], out[-1])):
            out[-1] = _put_before(out[-1], q, marginal=False)
        elif following and following.text.isdigit() and _on_line(q, following):
            out.append(q)  # a row of a table
        elif _alone(q.text) and not (following and _labels(q, following)):
            (waiting if any(_beside(q, other) for other in lines) and not _is_cell(q, lines) else out).append(q)
        else:
            out.append(q)
    for label in waiting:
        _give(label, out)
    return out


def _alone(text: str) -> bool:
    """Whether a text is a label and nothing else. A bare number is none: it may be a line's."""
    start, end = labels.find(text) if len(text) < LONGEST_LABEL else (0, 0)
    return start < end == len(text)


def _labels(left: Line, right: Line) -> bool:
    """Whether the piece on the left is the label or bullet of the one right of it, which is words: a number is a cell's."""
    if not _on_line(left, right) or right.text.isdigit():
        return False
    gap = (right.x0 - left.x1) / right.size
    return (gap < 6 and (_alone(left.text) or _bare(left.text))) or (gap < 12 and bool(REFERENCE.fullmatch(left.text)))


def _on_line(left: Line, right: Line) -> bool:
    return abs(left.y - right.y) < SAME_LINE * right.size and left.x1 <= right.x0 and left.cell == right.cell


def _bare(text: str) -> bool:
    return labels.bullet(text + "  x") > len(text) or bool(re.fullmatch(r"\d{1,4}", text))


def _beside(label: Line, q: Line) -> bool:
    """Whether a label stands in the margin of a line that begins a paragraph's text, left or right of it."""
    apart = q.x0 >= label.x1 or q.x1 <= label.x0
    return (
        q is not label
        and apart
        and q.column == label.column
        and q.cell == label.cell
        and abs(q.y - label.y) < 0.6 * q.size
        and len(q.text) > 2 * len(label.text)
    )


def _is_cell(label: Line, lines: list[Line]) -> bool:
    """Whether what looks like a label is all of a cell, or a line of one ("… by / 2030."): text begins where it does, and what
    is beside it has a label of its own, or stands left of it.
    """
    beside = [q for q in lines if _beside(label, q)]
    own = all(labels.find(q.text)[1] for q in beside) or any(q.x1 <= label.x0 for q in beside)
    return own and any(len(q.text) > LONGEST_LABEL and abs(q.x0 - label.x0) < 0.5 * q.size for q in lines)


def _give(label: Line, lines: list[Line]) -> None:
    near = [i for i, q in enumerate(lines) if _beside(label, q)]
    if near:
        i = min(near, key=lambda i: (abs(lines[i].y - label.y), lines[i].x0))
        lines[i] = _put_before(label, lines[i], marginal=True)
    else:
        lines.append(label)


def _put_before(label: Line, q: Line, *, marginal: bool) -> Line:
    q.text = f"{'•' if label.text in HOLLOW else label.text} {q.text}"
    q.marginal = marginal
    if not marginal:
        q.x0, q.first = label.x0, label.first
    return q
