"""A comparison as a message: changed paragraphs with struck and inserted words, unchanged text folded away. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bot.drafts.citing import citing_changes, label_of, paragraph
from bot.drafts.comparison import Change, Comparison, Run
from bot.drafts.comparison.scope import called
from bot.drafts.reading.series import follows
from bot.drafts.redline.foreword import cautions, no_change
from bot.message import Block, Mark, Para, Quote, Span, Title, para
from bot.sentences import inline as sentences
from bot.wording import forward, listed, short

_MARKS: dict[str, Mark] = {"=": "", "-": "del", "+": "add"}
_CONTEXT = 90  # characters of unchanged text kept beside a change
_SENTENCE_END = re.compile(r"[.;:。；：]\s+")


def blocks(
    document: str,
    old: str,
    new: str,
    compared: Comparison,
    only: Sequence[Change] | None = None,
    *,
    tagged: bool = False,
    overview: str = "",
) -> tuple[Block, ...]:
    """The comparison of two drafts called `old` and `new`; `only`: these changes alone; `tagged`: each run with its base;
    `overview`: what is said of all changes before the first."""
    shown = compared.shown()
    changes = shown if only is None else [change for change in only if change.to_show]
    told: list[Block] = [Title(sentences.DIFF_TITLE.format(document=document, old=old, new=new))]
    told += [para(said, "strong") for said in cautions(compared)]
    told += [para(overview)] if overview else []
    if not shown:
        told.append(para(no_change(old, new, compared)))
    elif not changes:
        told.append(para(sentences.NOTHING_THERE.format(old=old, new=new)))
    cite = citing_changes(compared)
    told += [block for change in changes if not _quiet(change) for block in _change(compared, change, cite, tagged)]
    told += _moved_only(compared, changes)
    told += _gone(compared) if only is None else []
    stamp = sentences.STAMP.format(
        new_name=new, new=short(compared.new.sha256), old_name=old, old=short(compared.old.sha256)
    )
    return (*told, para(stamp))


def _quiet(change: Change) -> bool:
    """Only another number or another place: told in one line for all."""
    return change.kind in ("same", "renumbered", "moved") and change.mark[0] == change.mark[1]


def _moved_only(compared: Comparison, changes: Iterable[Change]) -> list[Block]:
    quiet = [change for change in changes if _quiet(change)]
    renumbered = _in_ranges(_labels(compared, (c for c in quiet if c.renumbered and not c.moved)))
    moved = _in_ranges(_labels(compared, (c for c in quiet if c.moved)))
    told: list[Block] = []
    if renumbered:
        told.append(para(sentences.RENUMBERED.format(pairs=_parted(renumbered))))
    if moved:
        told.append(para(sentences.MOVED_ONLY.format(labels=_parted(moved))))
    return told


def _labels(compared: Comparison, changes: Iterable[Change]) -> list[tuple[str, str]]:
    """The old and the new label of each."""
    return [(_old_label(compared, c) if c.renumbered else _label(compared, c), _label(compared, c)) for c in changes]


def _parted(pairs: Sequence[str]) -> str:
    return listed([f"{pair}," for pair in pairs], 20).rstrip(",")


def _in_ranges(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """ "3–5 → 4–6": numbers old and new that follow one another are told by the first and the last."""
    groups: list[list[tuple[str, str]]] = []
    for pair in pairs:
        if groups and all(follows(label, before) for before, label in zip(groups[-1][-1], pair, strict=True)):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    ranges = ([_range(*ends) for ends in _ends(group)] for group in groups)
    return [old if old == new else sentences.PAIR.format(old=old + forward(old), new=new) for old, new in ranges]


def _ends(group: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], tuple[str, str]]:
    (old, new), (last_old, last_new) = group[0], group[-1]
    return (old, last_old), (new, last_new)


def _range(first: str, last: str) -> str:
    return first if first == last else sentences.RANGE.format(first=first, last=last)


def _change(compared: Comparison, change: Change, cite: Callable[[Change], str], tagged: bool) -> list[Block]:
    head = Para((Span(cite(change), "strong"), Span(f"  {_what(compared, change)}")))
    return [head, Quote(tuple(spans(change, tagged=tagged)))]


def _what(compared: Comparison, change: Change) -> str:
    """ "reworded · moved · was C8." """
    kind = sentences.KINDS[change.kind].format(n=max(len(change.old), len(change.new)), origin=change.origin)
    parts = [kind]
    if change.moved and change.kind != "moved":
        parts.append(sentences.ALSO_MOVED)
    if change.renumbered and change.kind != "renumbered":
        parts.append(sentences.ALSO_RENUMBERED.format(label=_old_label(compared, change)))
    old, new = change.mark
    if old != new:
        parts.append(sentences.MARK.format(old=old or sentences.NO_MARK, new=new or sentences.NO_MARK))
    return " · ".join(parts)


def _label(compared: Comparison, change: Change) -> str:
    unlabelled = sentences.UNLABELLED if change.new else sentences.UNLABELLED_DELETED
    return label_of(compared, change) or unlabelled.format(n=paragraph(compared, change).n)


def _old_label(compared: Comparison, change: Change) -> str:
    one = compared.old.paragraphs[change.old[0] - 1]
    return called(compared.old.paragraphs, one) or sentences.UNLABELLED.format(n=one.n)


def spans(change: Change, *, tagged: bool = False) -> list[Span]:
    """The runs of a change as spans, unchanged text folded to what stands beside a change."""
    read = change.as_read() if tagged else _joined(change.as_read())
    last = len(read) - 1
    lone = all(op == "=" for (op, _), _ in read)
    found = []
    for at, ((op, text), names) in enumerate(read):
        shown = text if op != "=" or lone else _folded(text, first=at == 0, last=at == last)
        found.append(Span(shown.replace("\n", " ¶ "), _MARKS[op]))
        if tagged and op == "+" and any(sign.isalnum() for sign in text):
            found.append(Span(sentences.ORIGIN.format(names=", ".join(names) or sentences.NEW_WORDS), "code"))
    return found


def _joined(read: Iterable[tuple[Run, tuple[str, ...]]]) -> list[tuple[Run, tuple[str, ...]]]:
    """Runs that differ only in where they came from are one where that is not told."""
    together = groupby((run for run, _ in read), key=lambda run: run[0])
    return [((op, "".join(text for _, text in runs)), ()) for op, runs in together]


def _folded(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text, its middle left out: kept are the ends that touch a change, from or to a sentence's border."""
    head = "" if first else _beginning(text)
    tail = "" if last else _ending(text)
    if not head + tail or len(head) + len(tail) + len(sentences.ELLIPSIS) >= len(text):
        return text
    folded = head + sentences.ELLIPSIS + tail
    return folded.lstrip() if first else folded.rstrip() if last else folded


def _beginning(text: str) -> str:
    """The first sentence, or as many words as stand in the context."""
    end = _SENTENCE_END.search(text, 0, _CONTEXT)
    if end:
        return text[: end.start() + 1]
    at = text.find(" ", _CONTEXT)
    return text[: at if 0 <= at < 2 * _CONTEXT else _CONTEXT]


def _ending(text: str) -> str:
    """The last words that stand in the context, from the border of a sentence if one is near."""
    near = len(text) - _CONTEXT
    borders = [match.end() for match in _SENTENCE_END.finditer(text, max(0, near))]
    if borders:
        return text[borders[0] :]
    at = text.rfind(" ", max(0, near - _CONTEXT), max(0, near))
    return text[at + 1 if at >= 0 else max(0, near) :]


def _gone(compared: Comparison) -> list[Block]:
    if not compared.gone:
        return []
    lines = [sentences.GONE_LINE.format(base=lost.base, text=lost.text) for lost in compared.gone]
    return [para(sentences.GONE, "strong"), *(para(line) for line in lines)]
