"""The Flash: what is new, what changed, and when; from a comparison to facts, and from facts to a message. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.drafts import summing
from bot.drafts.citing import label_of, paragraph
from bot.drafts.comparison import QUIET, Comparison
from bot.drafts.provenance import source
from bot.drafts.reading import Reading
from bot.languages import again
from bot.message import Block, Button, Message, Para, Span, Title, para
from bot.sentences import basing, carry, moving
from bot.sentences import flash as sentences
from bot.wording import clock, excerpt, forward, hours, listed, short


@dataclass(frozen=True, slots=True)
class Back:
    """Text that stood in an older draft and is in again. `what`: its label, or its first words."""

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Flash:
    """The facts of one Flash. `against`: name of the draft compared with, "" for a first draft.

    `counts`: how many changes of each kind; `labels`: of which paragraphs. `late_since`: set when the text was seen late.
    `carried`: what it did to positions (a key of `bot.sentences.carry.LINES`) → code of a delegation → labels. `waits`: while
    the reading is in doubt the draft that positions stay with, "" if there is none; `confirmed`: when, and by which office.
    `is_base`: the base that it turned out to be; `anew`: since when it is compared with another draft, since a chair put right
    what came before; `moved`: when a chair said that it is another document's, `moved_from`, `moved_to`: (name, document) of
    what it was posted as, and of what it is now where that has a Flash of its own or none.
    `record`: how the head of the space's record began when the Flash was made, so that an export can be checked against it.
    """

    document: str
    number: int
    label: str
    url: str
    sha256: str
    seen: datetime
    published: datetime | None = None
    against: str = ""
    paragraphs: int = 0
    words: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    brackets: tuple[int, int, int] = (0, 0, 0)
    terms: tuple[tuple[str, int, int], ...] = ()
    back: tuple[Back, ...] = ()
    doubts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    late_since: datetime | None = None
    corrected: datetime | None = None
    record: str = ""
    brought: str = ""
    carried: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    waits: str | None = None
    confirmed: tuple[datetime, str] | None = None
    is_base: str = ""
    anew: datetime | None = None
    moved: datetime | None = None
    moved_from: tuple[str, str] | None = None
    moved_to: tuple[str, str] | None = None


FLASH: TypeAdapter[Flash] = TypeAdapter(Flash)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a Flash needs to know of the draft beside the comparison."""

    document: str
    number: int
    label: str
    url: str
    seen: datetime
    published: datetime | None = None
    bases: tuple[str, ...] = ()
    late_since: datetime | None = None
    doubts: tuple[str, ...] = ()
    brought: str = ""


def facts_of(told: Flash) -> Facts:
    """The facts that do not come from the reading, out of a Flash."""
    return Facts(
        document=told.document,
        number=told.number,
        label=told.label,
        url=told.url,
        seen=told.seen,
        published=told.published,
        bases=told.bases,
        late_since=told.late_since,
        brought=told.brought,
    )


def first_flash(facts: Facts, reading: Reading) -> Flash:
    """The Flash of the first draft of a document: no diff."""
    return _flash(facts, reading)


def flash(facts: Facts, against: str, compared: Comparison) -> Flash:
    """The Flash of a draft compared with the one before, whose name is `against`; bases are older drafts."""
    brackets = compared.brackets
    return replace(
        _flash(facts, compared.new),
        against=against,
        counts=summing.counts(compared),
        labels=summing.labels(compared),
        brackets=(brackets.opened, brackets.closed, brackets.new),
        terms=compared.terms,
        back=_back(compared),
    )


def _flash(facts: Facts, reading: Reading) -> Flash:
    return Flash(
        document=facts.document,
        number=facts.number,
        label=facts.label,
        url=facts.url,
        sha256=reading.sha256,
        seen=facts.seen,
        published=facts.published,
        paragraphs=len(reading.paragraphs),
        words=reading.words,
        doubts=facts.doubts,
        warnings=tuple(w for w in reading.warnings if w not in facts.doubts),
        bases=facts.bases,
        late_since=facts.late_since,
        brought=facts.brought,
    )


def pictured(told: Flash) -> bool:
    """Whether a picture of the first changes goes with it: there are some to show, and the reading is not in doubt."""
    return bool(told.against) and not told.doubts and any(kind not in QUIET for kind in told.counts)


def _back(compared: Comparison) -> tuple[Back, ...]:
    found = []
    for change in compared.changes:
        if change.kind == "restored" and change.origin:
            one = paragraph(compared, change)
            found.append(Back(label_of(compared, change) or f"“{excerpt(one.text, 40)}”", change.origin))
    return tuple(found)


def message(told: Flash, posted: datetime, zone: ZoneInfo, plenary: Sequence[datetime]) -> Message:
    """The Flash as it is posted at an instant; `plenary`: the meetings that it counts down to."""
    today = posted.astimezone(zone).date()
    title = sentences.TITLE_LABEL if told.label else sentences.TITLE
    blocks: list[Block] = [Title(title.format(document=told.document, number=told.number, label=told.label))]
    if told.doubts:
        blocks.append(para(sentences.DOUBTFUL.format(why=" ".join(map(again, told.doubts))), "strong"))
    blocks += _standing(told, zone, today)
    if told.corrected:
        blocks.append(para(sentences.CORRECTED.format(at=clock(told.corrected, zone, today)), "strong"))
    if told.late_since:
        late = sentences.LATE.format(since=clock(told.late_since, zone, today), seen=clock(told.seen, zone, today))
        blocks.append(para(late))
    blocks.append(para(_times(told, posted, zone, plenary)))
    blocks += _what_changed(told)
    blocks += [para(positions)] if (positions := carried(told.carried)) else []
    blocks += [para(sentences.WARNING.format(warning=again(warning))) for warning in told.warnings]
    stamp = sentences.STAMP.format(sha=short(told.sha256), at=clock(told.seen, zone, today))
    if told.record:
        stamp += sentences.RECORD.format(head=told.record)
    blocks.append(Para((Span(stamp), *source(told.url, told.brought))))
    return Message(tuple(blocks), _buttons(told))


def _standing(told: Flash, zone: ZoneInfo, today: date) -> Iterator[Block]:
    """Where positions stand while the reading is in doubt, and who confirmed it; that it, or what came before it, is a base."""
    if told.waits is not None:
        yield para(carry.STAYS.format(name=told.waits) if told.waits else carry.STAYS_NOWHERE)
    if told.is_base:
        yield para(basing.FLASH.format(base=told.is_base), "strong")
    if told.moved:
        yield para(_moved(told, clock(told.moved, zone, today)), "strong")
    if told.anew:
        said = basing.FLASH_ANEW if told.against else basing.FLASH_FIRST
        yield para(said.format(at=clock(told.anew, zone, today), name=told.against), "strong")
    if told.confirmed:
        at, by = told.confirmed
        yield para(carry.CONFIRMED.format(at=clock(at, zone, today), by=by))


def _moved(told: Flash, at: str) -> str:
    name, document = told.moved_to or told.moved_from or ("", "")
    said = moving.FLASH_TO if told.moved_to else moving.FLASH_FROM
    return said.format(at=at, name=name, other=document, document=told.document)


def carried(told: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """ "Sign-offs to confirm again: NO (C9), ICC (C9) · Objection standing: IR (C9)"; "" where there is nothing to tell."""
    parts = []
    for key, names in told.items():
        shown = [carry.NAME.format(code=code, labels=listed(labels, 6)) for code, labels in names.items()]
        parts.append(carry.LINES[key].format(names=", ".join(shown)))
    return " · ".join(parts)


def _times(told: Flash, posted: datetime, zone: ZoneInfo, plenary: Sequence[datetime]) -> str:
    """Published, seen, posted; and the hours that are left to the next plenary from the page's own posting time."""
    today = posted.astimezone(zone).date()
    published = sentences.PUBLISHED_BROUGHT if told.brought else sentences.PUBLISHED_UNKNOWN
    if told.published:
        published = sentences.PUBLISHED.format(at=clock(told.published, zone, today))
    seen = sentences.SEEN.format(at=clock(told.seen, zone, today))
    parts = [published, seen, sentences.POSTED.format(at=clock(posted, zone, today))]
    start = told.published or told.seen
    ahead = min((meeting for meeting in plenary if meeting > start), default=None)
    if ahead:
        parts.append(sentences.PLENARY.format(left=hours(ahead - start), at=clock(ahead, zone, today)))
    return " · ".join(parts)


def _what_changed(told: Flash) -> list[Block]:
    if not told.against:
        return [para(sentences.FIRST.format(paragraphs=told.paragraphs, words=told.words))]
    lines = [Para((Span(sentences.AGAINST.format(name=told.against) + " "), Span(summary(told), "strong")))]
    if bracketed := summing.bracketed(told.brackets):
        lines.append(para(bracketed))
    if told.terms:
        moved = [_term(term, old, new) for term, old, new in told.terms if old != new]
        lines += [para(" · ".join(moved))] if moved else []
    by_name: dict[str, list[str]] = defaultdict(list)
    for back in told.back:
        by_name[back.name].append(back.what)
    lines += [para(sentences.BACK.format(what=listed(what), name=name)) for name, what in by_name.items()]
    return list(lines)


def _term(term: str, old: int, new: int) -> str:
    return sentences.TERM.format(term=term, old=f"{forward(term)}{old}", new=new)


def summary(told: Flash) -> str:
    """ "4 reworded (C3 C5 C8 C9) · 2 added (2bis)"."""
    return summing.summed(told.counts, told.labels)


def _buttons(told: Flash) -> tuple[tuple[Button, ...], ...]:
    name, doc = f"r{told.number}", f'doc:"{told.document}"'
    row = [Button(sentences.BUTTON_DRAFTS, f"drafts {doc}")]
    if told.against and not (told.is_base or told.moved_to):
        vs = [Button(sentences.BUTTON_VS.format(name=base), f"diff {name} vs:{base} {doc}") for base in told.bases[:2]]
        mine = Button(sentences.BUTTON_MINE, f"follow diff {name} {doc}")
        row = [Button(sentences.BUTTON_DIFF, f"diff {told.against} {name} {doc}"), *vs, *row, mine]
    return (tuple(row),)
