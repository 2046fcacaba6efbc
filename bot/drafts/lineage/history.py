"""A paragraph's history as a message: how it stands, when its phrases came in, what each draft did to it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.drafts import inline
from bot.drafts.comparison import QUIET
from bot.drafts.lineage import Chain, Event, Stage, standing
from bot.drafts.lineage.phrases import Phrase, dated
from bot.message import Block, Quote, Span, Title, para
from bot.sentences import history as sentences
from bot.sentences import inline as words
from bot.wording import anded, listed


@dataclass(frozen=True, slots=True)
class Told:
    """The drafts of one document, with their names."""

    document: str
    chain: Chain
    names: tuple[str, ...]


def blocks(told: Told, ref: str, lives: Sequence[tuple[Stage, ...]]) -> tuple[Block, ...]:
    """The histories of the paragraphs that a reference means, newest stage first; of several, those that have none in one
    line."""
    title = sentences.TITLE if len(told.names) > 1 else sentences.TITLE_ONE
    head = Title(title.format(document=told.document, ref=ref, first=told.names[0], last=told.names[-1]))
    return (head, *_lives(told, lives))


def _lives(told: Told, lives: Sequence[tuple[Stage, ...]]) -> Iterator[Block]:
    """One history in full; of several those of other words in full, the others in a line."""
    loud = [stages for stages in lives if len(lives) == 1 or _other_words(stages)]
    if len(loud) < len(lives):
        yield from _quiet(told, [stages for stages in lives if not _other_words(stages)])
    for stages in loud:
        yield from _life(told, stages)


def _quiet(told: Told, lives: Iterable[tuple[Stage, ...]]) -> Iterator[Block]:
    """Paragraphs that kept their words: a line for each that was renumbered, one for all others."""
    same: dict[str, list[str]] = {}
    for stages in lives:
        first, label = told.names[stages[0].at], _label(told, stages)
        if was := [_was(told, stages, stage) for stage in reversed(stages) if stage.was]:
            yield para(sentences.RENUMBERED.format(label=label, first=first, was=", ".join(was)))
        else:
            same.setdefault(first, []).append(label)
    for first, labels in same.items():
        yield para(sentences.SAME.format(first=first, labels=listed(labels, 30)))


def _other_words(stages: Sequence[Stage]) -> bool:
    """Whether more happened than another number or place."""
    changes = [event.change for stage in stages for event in stage.events]
    return any(change.kind not in QUIET or change.mark[0] != change.mark[1] for change in changes)


def _life(told: Told, stages: Sequence[Stage]) -> Iterator[Block]:
    yield para(_now(told, stages), "strong")
    shown = [stage for stage in stages if stage.events and stage.to_show]
    if not shown:
        yield para(sentences.STANDS.format(first=told.names[stages[0].at]))
    yield from _phrases(told, stages)
    silent = [told.names[stage.at] for stage in stages[1:] if stage.numbers and stage not in shown]
    if silent and shown:
        yield para(sentences.UNCHANGED.format(names=anded(silent)))
    for stage in reversed(shown):
        yield from _stage(told, stages, stage)
    yield from _first(told, stages)


def _now(told: Told, stages: Sequence[Stage]) -> str:
    last = told.names[-1]
    label = _label(told, stages)
    if stages[-1].numbers:
        return sentences.NOW.format(label=label, last=last)
    out = told.names[standing(stages).at + 1]
    return sentences.OUT.format(label=label, last=last, out=out)


def _phrases(told: Told, stages: Sequence[Stage]) -> Iterator[Block]:
    """The words as they last stood with the drafts that they came from, and what left; nothing where nothing came or left."""
    first, found = stages[0].at, dated(told.chain, stages)
    if any(_later(phrase, first) for phrases in found.standing for phrase in phrases):
        yield para(sentences.DATED.format(first=told.names[first]))
        for phrases in found.standing:
            yield Quote(tuple(span for phrase in phrases for span in _phrase(told, phrase, first)))
    if found.gone:
        gone = [
            sentences.GONE_PHRASE.format(
                text=phrase.text.replace("\n", " ¶ ").strip(),
                born=told.names[phrase.born],
                left=told.names[phrase.left],
            )
            for phrase in found.gone
            if phrase.left is not None
        ]
        yield para(sentences.GONE.format(phrases=" · ".join(dict.fromkeys(gone))))


def _later(phrase: Phrase, first: int) -> bool:
    return phrase.born > first and any(sign.isalnum() for sign in phrase.text)


def _phrase(told: Told, phrase: Phrase, first: int) -> list[Span]:
    if not _later(phrase, first):
        return [Span(phrase.text)]
    name = told.names[phrase.born]
    tag = sentences.PHRASE.format(name=name)
    if phrase.before is not None:
        tag = sentences.PHRASE_BACK.format(name=name, before=told.names[phrase.before])
    text = phrase.text.rstrip()
    return [Span(text, "strong"), Span(tag, "code"), Span(phrase.text[len(text) :])]


def _stage(told: Told, stages: Sequence[Stage], stage: Stage) -> Iterator[Block]:
    what = [part for event in stage.events for part in _what(told, stage, event)]
    before = told.names[stage.at - 1]
    if stage.was:
        what.append(
            sentences.WAS.format(label=anded([label or sentences.NO_LABEL for label in stage.was]), name=before)
        )
    if stage.again is not None:
        what.append(sentences.AGAIN.format(name=told.names[stage.again], out=told.names[stage.again + 1]))
    heard = [part for part in dict.fromkeys(what) if part != sentences.KINDS["same"]]
    yield para(sentences.STAGE.format(name=told.names[stage.at], what=" · ".join(heard)), "strong")
    for event in stage.events:
        if event.change.new and any(op != "=" for (op, _), _ in event.change.as_read()):
            yield Quote(tuple(inline.spans(event.change)))


def _was(told: Told, stages: Sequence[Stage], stage: Stage) -> str:
    """ "was C8 until r2"."""
    before = standing([other for other in stages if other.at < stage.at])
    labels = anded([label or sentences.NO_LABEL for label in stage.was])
    return sentences.WAS.format(label=labels, name=told.names[before.at])


def _what(told: Told, stage: Stage, event: Event) -> list[str]:
    change, since = event.change, told.names[event.since]
    parts: list[str] = []
    match change.kind:
        case "deleted":
            parts.append(sentences.DELETED)
        case "restored":
            back = sentences.BACK if all(op == "=" for (op, _), _ in change.as_read()) else sentences.BACK_ALIKE
            parts.append(back.format(name=since, out=told.names[event.since + 1]))
        case "split":
            parts.append(sentences.SPLIT.format(labels=_group(told, stage.at, change.new)))
        case "merged":
            parts.append(sentences.MERGED.format(labels=_group(told, event.since, change.old)))
        case "moved" | "renumbered":
            pass  # told below, and with the labels
        case kind:
            parts.append(sentences.KINDS[kind])
    if change.moved:
        parts.append(sentences.MOVED)
    if change.mark[0] != change.mark[1] and change.old and change.new:
        old, new = (mark or sentences.NO_MARK for mark in change.mark)
        parts.append(sentences.MARK.format(old=old, new=new))
    return parts


def _first(told: Told, stages: Sequence[Stage]) -> Iterator[Block]:
    """The words as they first came in."""
    first = stages[0]
    here, label = _group(told, first.at, first.numbers), _label(told, stages)
    what = sentences.FIRST if here == label else sentences.FIRST_AS.format(label=here)
    yield para(sentences.STAGE.format(name=told.names[first.at], what=what), "strong")
    for n in first.numbers:
        yield Quote((Span(told.chain.paragraph((first.at, n)).text),))


def _label(told: Told, stages: Sequence[Stage]) -> str:
    last = standing(stages)
    return _group(told, last.at, last.numbers)


def _group(told: Told, at: int, numbers: Iterable[int]) -> str:
    return anded([told.chain.label((at, n)) or words.UNLABELLED.format(n=n) for n in numbers])
