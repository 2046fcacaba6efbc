"""What a poll says: options and who gave which answer, by group and name; of a secret one what may be told. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.message import Block, Button, Message, Quote, Span, Title, para
from bot.sentences import polls as sentences
from bot.wording import anded, clock, short

FEWEST = 5
"""Answers of fewer than five voters are told of nobody apart: they would name their voters."""
MOST_OPTIONS = 10
_NAMES = 400  # characters of names that one option shows on the card
_REASONS = 1_000  # characters of reasons that the card shows


@dataclass(frozen=True, slots=True)
class Question:
    """A poll as its card shows it. `silent`: groups of which nobody has answered; `closed`: why, "" while it is open."""

    id: int
    ref: str
    draft: str
    text_hash: str
    words: str
    text: str
    options: tuple[str, ...]
    secret: bool
    multi: bool
    by_person: bool
    adding: bool
    asker: str
    closes: datetime | None
    closed: str = ""
    silent: tuple[str, ...] = ()
    reasons: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of an open poll: whose, of which group, which options, why."""

    name: str
    group: str
    choices: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The result of a secret poll: option → group ("" for those told of no group) → how many. `reasons`: in no order, with
    nobody's name, choice or group; `too_few`: nothing is told; `unopened`: nothing could be."""

    tally: Mapping[int, Mapping[str, int]]
    took_part: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    too_few: bool = False
    unopened: bool = False


def groups_told(sizes: Mapping[str, int]) -> frozenset[str]:
    """The groups whose answers may be told apart: of five or more, and only while those that are left are five or more too, or
    none: else what is left could be worked out."""
    told = sorted((group for group, size in sizes.items() if group and size >= FEWEST), key=lambda g: (sizes[g], g))
    left = sum(size for group, size in sizes.items() if group not in told)
    while told and 0 < left < FEWEST:
        left += sizes[told.pop(0)]
    return frozenset(told)


def opened(choices: Iterable[tuple[int, str]], took_part: Sequence[str], reasons: Sequence[str] = ()) -> Opened:
    """The result from (option, group) rows, one for each option of each answer."""
    tally: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for option, group in choices:
        tally[option][group] += 1
    return Opened(tally, tuple(took_part), tuple(reasons), too_few=len(took_part) < FEWEST, unopened=not tally)


def card(asked: Question, given: Sequence[Given], result: Opened | None, zone: ZoneInfo, now: datetime) -> Message:
    """The card of a poll: `given` of an open one, `result` of a secret one that is closed."""
    title = sentences.TITLE.format(ref=asked.ref, draft=asked.draft, hash=short(asked.text_hash))
    blocks: list[Block] = [Title(title), para(asked.text, "strong")]
    blocks.append(Quote((Span(asked.words),), folded=True))
    blocks.append(para(_terms(asked, zone, now)))
    if asked.secret:
        blocks += _secret(asked, result)
    else:
        blocks += [para(line) for line in _lines(asked.options, given, full=False)]
    why = _reasons(asked, given, result)
    blocks += [para(line) for line in why[: _fitting(why)]]
    if asked.silent:
        blocks.append(para(sentences.SILENT.format(groups=anded(asked.silent))))
    many = not asked.secret and any(_long(line) for line in _lines(asked.options, given, full=True))
    return Message(tuple(blocks), _buttons(asked, many=many or _fitting(why) < len(why)))


def everyone(asked: Question, given: Sequence[Given], result: Opened | None = None) -> Message:
    """Every name and every reason, for those whom the card has no room for."""
    title = sentences.TITLE.format(ref=asked.ref, draft=asked.draft, hash=short(asked.text_hash))
    names = [] if asked.secret else [para(line) for line in _lines(asked.options, given, full=True)]
    lines = [*names, *(para(line) for line in _reasons(asked, given, result))]
    return Message((Title(title), para(asked.text, "strong"), *lines))


def _reasons(asked: Question, given: Sequence[Given], result: Opened | None) -> list[str]:
    """The reasons, a line each: of an open poll with who gave it and to which answer, of a secret one alone."""
    if asked.secret:
        told = [sentences.REASON_ALONE.format(reason=text) for text in result.reasons] if result else []
    else:
        told = [
            sentences.REASON.format(
                name=one.name, choices=anded([asked.options[n] for n in one.choices]), reason=one.reason
            )
            for one in sorted(given, key=lambda one: (one.choices, one.group, one.name))
            if one.reason
        ]
    head = sentences.REASONS_ALONE if asked.secret else sentences.REASONS
    return [head, *told] if told else []


def _fitting(lines: Sequence[str]) -> int:
    """How many of these lines the card has room for."""
    sizes = accumulate(len(line) for line in lines)
    return sum(size <= _REASONS for size in sizes)


def _terms(asked: Question, zone: ZoneInfo, now: datetime) -> str:
    """A pulse, until when, whose ballots, asked by whom."""
    whose = sentences.BY_PERSON if asked.by_person else sentences.BY_DELEGATION
    until = asked.closed
    if not until:
        until = sentences.UNTIL_CLOSED
        if asked.closes:
            today = now.astimezone(zone).date()
            local = clock(asked.closes, zone, today)
            utc = clock(asked.closes, ZoneInfo("UTC"), asked.closes.astimezone(UTC).date())
            form = sentences.UNTIL_UTC if zone.key == "UTC" else sentences.UNTIL
            until = form.format(at=local, zone=zone.key, utc=utc)
    several = f" · {sentences.SEVERAL}" if asked.multi else ""
    return f"{sentences.PULSE} · {until} · {whose}{several} · {sentences.ASKED_BY.format(asker=asked.asker)}"


def _long(named: str) -> bool:
    """Whether the names of an option are more than the card has room for."""
    return len(named) > _NAMES


def _lines(options: Sequence[str], given: Sequence[Given], *, full: bool) -> Iterator[str]:
    """One line for each option: "Yes: governments NO, SE · civil society CS1"."""
    for number, option in enumerate(options):
        by_group: defaultdict[str, list[str]] = defaultdict(list)
        for one in given:
            if number in one.choices:
                by_group[one.group].append(one.name)
        named = " · ".join(f"{group} {', '.join(sorted(names))}" for group, names in sorted(by_group.items()))
        if not full and _long(named):
            named = sentences.MORE_NAMES.format(names=named[: named.rfind(",", 0, _NAMES)], form=sentences.BUTTON_NAMES)
        yield sentences.OPTION.format(option=option, names=named or sentences.NOBODY)


def _secret(asked: Question, result: Opened | None) -> list[Block]:
    if not asked.closed or result is None:
        return [para(sentences.OPTIONS.format(options=" · ".join(asked.options))), *_terms_of_secrecy(asked)]
    if result.too_few:
        return [para(sentences.TOO_FEW)]
    if result.unopened:
        return [para(sentences.UNOPENED)]
    lines = []
    for number, option in enumerate(asked.options):
        groups = result.tally.get(number, {})
        told = [
            f"{group or sentences.OTHER_GROUPS} {n}" for group, n in sorted(groups.items(), key=lambda i: (not i[0], i))
        ]
        lines.append(para(sentences.OPTION.format(option=option, names=" · ".join(told) or sentences.NOBODY)))
    return [
        *lines,
        para(sentences.TOOK_PART.format(names=anded(sorted(result.took_part)))),
        para(sentences.UNANIMOUS),
    ]


def _terms_of_secrecy(asked: Question) -> list[Block]:
    return [para(sentences.SECRECY), *([para(sentences.REASONS_SECRET)] if asked.reasons else [])]


def _buttons(asked: Question, *, many: bool) -> tuple[tuple[Button, ...], ...]:
    names = (Button(sentences.BUTTON_NAMES, f"ballot names {asked.id}"),) if many else ()
    if asked.closed:
        return (names,) if names else ()
    if asked.secret:
        options = [Button(sentences.BUTTON_ANSWER, f"ballot {asked.id}", "go")]
    else:
        options = [Button(option, f"ballot {asked.id} {number}") for number, option in enumerate(asked.options, 1)]
    adds = asked.adding and len(asked.options) < MOST_OPTIONS
    more = (
        *((Button(sentences.BUTTON_ADD, f"poll add {asked.id}"),) if adds else ()),
        *(
            (Button(sentences.BUTTON_REASON, f"ballot reason {asked.id}"),)
            if asked.reasons and not asked.secret
            else ()
        ),
        *names,
    )
    return (*_rows(options), *((more,) if more else ()))


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def entry(asked: Question, voice: str = "") -> Message:
    """Where one answers a poll in private, as one must a secret one. `voice`: what the lines of the buttons end with, for
    whose answer it is.

    Its buttons are to be sealed for anyone: who presses which must be in no row.
    """
    options = [Button(option, f"ballot {asked.id} {number}{voice}") for number, option in enumerate(asked.options, 1)]
    reason = ((Button(sentences.BUTTON_REASON, f"ballot reason {asked.id}{voice}"),),) if asked.reasons else ()
    what = sentences.ENTRY_SEVERAL if asked.multi else sentences.ENTRY
    terms = _terms_of_secrecy(asked) if asked.secret else ()
    blocks = (para(asked.text, "strong"), Quote((Span(asked.words),)), para(what), *terms)
    return Message(blocks, (*_rows(options), *reason))
