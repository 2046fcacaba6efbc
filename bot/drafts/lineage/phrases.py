"""When each phrase of a paragraph came in, and when it left: the runs of its history laid over one another. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.drafts.lineage import Chain, Event, Place, Stage, standing
from bot.drafts.reading.words import tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a paragraph. `born`: the draft that they came in with; `left`: the draft that no longer has them, None while
    they stand; `before`: the draft that they first came in with, where they had left in between."""

    text: str
    born: int
    left: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """`standing`: for each paragraph as it last stood its phrases, which joined are its text; `gone`: in order of leaving."""

    standing: tuple[tuple[Phrase, ...], ...]
    gone: tuple[Phrase, ...]


def dated(chain: Chain, stages: Sequence[Stage]) -> Dated:
    """Every phrase that a paragraph has or had, with its drafts. A paragraph deleted as a whole leaves no phrase behind: that
    is told with its history."""
    known: dict[Place, list[Phrase]] = {}
    gone: list[Phrase] = []
    for stage in stages:
        for n in stage.numbers:
            known[stage.at, n] = [Phrase(chain.paragraph((stage.at, n)).text, stage.at)]
        for event in stage.events:
            if event.change.old and event.change.new:
                old = [known[event.since, n] for n in event.change.old]
                new = _carried(event, old, stage.at, gone)
                known |= {(stage.at, n): phrases for n, phrases in zip(event.change.new, new, strict=True)}
    last = standing(stages)
    return Dated(tuple(tuple(_joined(known[last.at, n])) for n in last.numbers), tuple(gone))


def _carried(event: Event, old: Iterable[list[Phrase]], at: int, gone: list[Phrase]) -> list[list[Phrase]]:
    """The phrases of each new paragraph; those struck are added to `gone`, with the first draft that lacked them."""
    rest = _stream(old, at)
    new: list[Phrase] = []
    runs = list(event.change.runs)
    for k, (op, text) in enumerate(runs):
        if op == "+":
            new.append(Phrase(text, at, before=_before(text, at, gone)))
            continue
        taken, rest = _split(rest, len(text))
        follows = runs[k + 1] if k + 1 < len(runs) else ("=", "")
        if op == "=":
            new += taken
        elif follows[0] == "+" and tokens(follows[1]) == tokens(text):
            new.append(replace(taken[0], text=follows[1]))  # another quotation mark, another dash: the same words
            runs[k + 1] = ("+", "")
        else:
            gone += [replace(phrase, left=event.since + 1) for phrase in _joined(taken) if _wordy(phrase.text)]
    return list(_paragraphs(new))


def _stream(several: Iterable[list[Phrase]], at: int) -> list[Phrase]:
    """The phrases of several paragraphs as runs have them: a line feed between paragraphs."""
    out: list[Phrase] = []
    for k, phrases in enumerate(several):
        out += [*([Phrase("\n", at)] if k else []), *phrases]
    return out


def _split(phrases: list[Phrase], length: int) -> tuple[list[Phrase], list[Phrase]]:
    """The first `length` characters, and the rest."""
    for k, phrase in enumerate(phrases):
        if len(phrase.text) >= length:
            head, tail = phrase.text[:length], phrase.text[length:]
            rest = phrases[k + 1 :]
            return [*phrases[:k], replace(phrase, text=head)], [replace(phrase, text=tail), *rest] if tail else rest
        length -= len(phrase.text)
    return phrases, []


def _before(text: str, at: int, gone: Iterable[Phrase]) -> int | None:
    """The draft in which these words first came in, if a draft since then lacked them; not of an "a" or a "the"."""
    words = tokens(text) if _wordy(text) and len(text.strip()) > 3 else []
    left = (phrase for phrase in gone if phrase.left is not None and phrase.left < at)
    return next((phrase.born for phrase in left if words and tokens(phrase.text) == words), None)


def _paragraphs(phrases: Iterable[Phrase]) -> Iterator[list[Phrase]]:
    """Cut at the line feeds that stand between paragraphs."""
    one: list[Phrase] = []
    for phrase in phrases:
        first, *later = phrase.text.split("\n")
        one.append(replace(phrase, text=first))
        for text in later:
            yield one
            one = [replace(phrase, text=text)]
    yield one


def _joined(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Neighbours of one draft made one; blanks go with what they stand behind."""
    out: list[Phrase] = []
    for phrase in phrases:
        last = out[-1] if out else None
        if last and (not phrase.text.strip() or (last.born, last.before) == (phrase.born, phrase.before)):
            out[-1] = replace(last, text=last.text + phrase.text)
        elif phrase.text:
            out.append(phrase)
    return out


def _wordy(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
