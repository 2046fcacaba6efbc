"""Paragraphs that are several by their line breaks: typed with a break before each "(a)" instead of as a list."""

from collections.abc import Sequence

from bot.drafts.reading import Span, labels
from bot.drafts.reading.series import begins, follows

BREAK = "\v"  # a line break inside a paragraph, as the readers of Word and HTML write it
_LISTED = "•"  # stands for any list mark
_ENDS = (".", ";", ":", "。", "；", "：", "؛")
_LEAST, _NEARLY, _LONG = 3, 0.8, 50  # lines, share of them, letters
_LEADS = (":", "：", ";", "—", "–")


def parts(text: str) -> list[Span]:
    """[start, end) of the paragraphs in a text with line breaks."""
    if BREAK not in text:
        return [(0, len(text))]
    lines = text.split(BREAK)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    each = _is_sentence_each(lines)
    first = starts if each else [starts[n] for n in beginning(lines, list(map(_label, lines)))]
    return list(zip(first, [*first[1:], len(text)], strict=True))


def _is_sentence_each(lines: Sequence[str]) -> bool:
    """Whether nearly every line is a sentence, as where paragraphs are typed with a break behind each."""
    ended = [line.rstrip().endswith(_ENDS) for line in lines[:-1]]
    return len(ended) >= _LEAST and sum(ended) >= _NEARLY * len(ended) and sum(map(len, lines)) > _LONG * len(lines)


def beginning(lines: Sequence[str], own: Sequence[str]) -> list[int]:
    """Which lines begin a paragraph, the first one always: those whose `own` label or list mark goes on with a series, or
    whose label comes where a sentence has ended.

    A series begins with its first label where a second one comes, or behind a line that leads to it ("shall:").
    """
    ended = [line.rstrip().endswith(_ENDS) for line in lines]
    led = [line.rstrip().endswith(_LEADS) for line in lines]
    return [
        n
        for n, label in enumerate(own)
        if n == 0
        or (label and _goes_on(label, own[:n], own[n + 1 :], led[n - 1]))
        or (label not in ("", _LISTED) and ended[n - 1])
    ]


def _goes_on(label: str, earlier: Sequence[str], later: Sequence[str], led: bool) -> bool:
    if label == _LISTED:
        return label in earlier or (led and label in later)
    if any(follows(label, other) for other in earlier):
        return True
    return begins(label) and (led or any(follows(other, label) for other in later))


def _label(line: str) -> str:
    line = " ".join(line.split())
    return labels.split(line)[0] or (_LISTED if labels.bullet(line) else "")
