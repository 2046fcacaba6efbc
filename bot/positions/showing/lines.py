"""Facts as lines of a message: holdouts in their own words, the others as names by group, paragraphs of one picture together.
Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.message import Block, Para, Span
from bot.positions.showing.facts import CLEAR, Act, Facts, Gap, Party, overdue
from bot.positions.words.stances import STANCES
from bot.sentences import facts as words
from bot.sentences import voices
from bot.wording import clock, excerpt, one_line

_UNLABELLED = "¶"  # how a paragraph without a label begins to be named


@dataclass(frozen=True, slots=True)
class About:
    """The scope of a card or of an answer, and the draft that it stands on.

    `ref`: as people cite it, `asked`: as a command names it; `words`: its first paragraph; `before`: the draft before, "" for
    a first; `order`: the threads of its paragraphs in reading order, `labels`: what each is called, `headings`: those that are
    headings; `sha256`, `seen`, `url`: of the draft's file; `in_doubt`: a newer draft on which no position stands yet.
    """

    document: str
    level: str
    ref: str
    words: str
    draft: str
    text_hash: str
    order: tuple[int, ...]
    labels: Mapping[int, str]
    sha256: str
    seen: datetime
    url: str
    zone: ZoneInfo
    now: datetime
    before: str = ""
    in_doubt: str = ""
    headings: frozenset[int] = frozenset()

    @property
    def asked(self) -> str:
        return "all" if self.level == "document" else self.ref

    @property
    def texts(self) -> tuple[int, ...]:
        """The paragraphs on which groups are to be heard: nobody signs headings, unless there is nothing else."""
        return tuple(thread for thread in self.order if thread not in self.headings) or self.order


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told: characters of a reason, who acted and where, names of those who hold nothing up, their statements."""

    reason: int = 600
    who: bool = True
    names: bool = True
    statements: bool = True

    @property
    def cut(self) -> bool:
        """Whether more is left out than a card always leaves out, so that a button must lead to it."""
        return self.reason < Detail().reason or not (self.who and self.names and self.statements)


WHOLE = Detail(reason=20_000)


def blocks(about: About, told: Facts, board: Mapping[int, Facts] | None, detail: Detail) -> tuple[Block, ...]:
    """Holdouts first, then who was not heard and what is to be confirmed, the board, the others by name, what stands apart."""
    return (
        *loud(about, told, detail),
        not_heard(about, told),
        *rest(about, told, board, detail),
    )


def rest(about: About, told: Facts, board: Mapping[int, Facts] | None, detail: Detail) -> Iterator[Block]:
    """All that stands below who was not heard."""
    if told.stale:
        yield line(words.STALE, ", ".join(_stale(act, board) for act in told.stale))
    if board:
        yield from board_lines(about, board, detail)
    yield from _quiet(told, detail)
    if detail.names and detail.statements:
        yield from _statements(about, told, detail)
    yield from _apart(about, told, detail)


# ── in their own words ───────────────────────────────────────────────────────────────────────────────────────────────────


def loud(about: About, told: Facts, detail: Detail) -> Iterator[Block]:
    """Who holds the words up and who has a concern, one line each."""
    kinds = (
        (words.OBJECT, told.objections),
        (words.DELETION, told.apart.deletions),
        (words.RESERVE, told.reserves),
        (words.CONCERN, told.concerns),
    )
    for head, acts in kinds:
        for act in acts:
            yield said(about, head, act, detail)


def _statements(about: About, told: Facts, detail: Detail) -> Iterator[Block]:
    """What was said with a stance that holds nothing up."""
    for act in (*told.supporters, *told.accepters, *told.abstentions):
        if act.reason:
            yield said(about, words.STATEMENT, act, detail, STANCES[act.stance].says)


def _apart(about: About, told: Facts, detail: Detail) -> Iterator[Block]:
    for act in told.apart.challenges:
        yield said(about, words.CHALLENGE.format(ref=act.ref), act, detail)
    for act in told.apart.comments:
        yield said(about, words.COMMENT, act, detail, STANCES[act.stance].says)


def said(about: About, head: str, act: Act, detail: Detail, *more: str) -> Para:
    """ "Object: Iran [governments, declared], by A. H., Telegram (on C9): “red line” → would accept: “…”"."""
    notes = [*more, *_notes(about, act)]
    text = _who(act, detail) + (words.NOTE.format(notes=words.BETWEEN.join(notes)) if notes else "")
    if act.reason and detail.reason:
        text += words.REASON.format(reason=_quoted(act.reason, detail.reason))
    if act.wording and detail.reason:
        text += words.WORDING.format(wording=_quoted(act.wording, detail.reason))
    return line(head, text)


def _who(act: Act, detail: Detail) -> str:
    party = act.party
    if not detail.who:
        return party.name or act.person
    standing = words.CONFIRMED.format(by=one_line(party.by)) if party.by else words.DECLARED
    who = words.WHO.format(name=party.name, group=party.group, standing=standing) if party.group else party.name
    if act.person and party.group:
        who = words.WHO_BY.format(who=who, person=one_line(act.person))
    if act.platform:
        who = words.WHO_AT.format(who=who, platform=voices.PLATFORMS.get(act.platform, act.platform))
    return who


def _notes(about: About, act: Act) -> Iterator[str]:
    """What stands in brackets behind a name: former, where, until when, standing on other words."""
    if act.former:
        yield words.FORMER.format(seat=act.former)
    if where := _where(about, act):
        yield where
    if act.until is not None:
        form = words.OVERDUE if overdue(act, about.now) else words.UNTIL
        yield form.format(at=clock(act.until, about.zone, about.now.astimezone(about.zone).date()))
    if act.state == "standing":
        yield words.STANDING


def _where(about: About, act: Act) -> str:
    """On which paragraphs, where it is not on the whole scope; on what it was given, where that is wider."""
    if act.level in ("deletion", "record"):
        return words.ON.format(places=act.ref) if act.level == "deletion" else ""
    if act.threads and len(act.threads) < len(about.order):
        return words.ON.format(places=places(about, act.threads))
    if act.breadth > len(about.order):
        return words.GIVEN_ON.format(ref=words.WHOLE if act.level == "document" else act.ref)
    return ""


# ── by name ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def line(head: str, text: str) -> Para:
    return Para((Span(head, "strong"), Span(text)))


def _stale(act: Act, board: Mapping[int, Facts] | None) -> str:
    """A name with its marks; on which of several paragraphs the board tells."""
    marks = () if board else tuple(_marks(act))
    return act.party.code + (words.NOTE.format(notes=words.BETWEEN.join(marks)) if marks else "")


def not_heard(about: About, told: Facts) -> Block:
    """The groups that were not heard: beside every result."""
    gaps = ", ".join(_gap(about, gap) for gap in told.not_heard)
    return line(words.NOT_HEARD, gaps or words.NOBODY_MISSING)


def _gap(about: About, gap: Gap) -> str:
    if not gap.threads:
        return gap.group
    return words.GAP_ON.format(group=gap.group, places=places(about, gap.threads))


def _quiet(told: Facts, detail: Detail) -> Iterator[Block]:
    """Those who hold nothing up: one line a stance, by name under their group; or the groups alone."""
    for head, acts in (
        (words.SUPPORT, told.supporters),
        (words.ACCEPT, told.accepters),
        (words.AGREE, told.agreeing),
        (words.ABSTAIN, told.abstentions),
    ):
        marks: dict[Party, list[str]] = {}
        for act in acts:
            marks[act.party] = list(dict.fromkeys([*marks.get(act.party, ()), *_marks(act)]))
        yield from by_group(head, marks, detail)
    yield from by_group(words.SILENT, {party: [] for party in told.silent}, detail)


def by_group(head: str, marks: Mapping[Party, list[str]], detail: Detail = Detail()) -> Iterator[Block]:
    """One line of delegations under their groups, each with its marks; no line where there are none."""
    groups: dict[str, list[Party]] = {}
    for party in marks:
        groups.setdefault(party.group, []).append(party)
    if groups:
        told = (_group(group, groups[group], marks) if detail.names else group for group in sorted(groups))
        yield line(head, " · ".join(told))


def _group(group: str, parties: Sequence[Party], marks: Mapping[Party, list[str]]) -> str:
    """ "civil society (declared): CS1 (as-is), CS2"; where some are confirmed, each of the others is "declared"."""
    declared = not any(party.by for party in parties)
    names = []
    for party in sorted(parties, key=lambda party: party.code):
        notes = [*marks[party], *([words.DECLARED] if not (declared or party.by) else [])]
        names.append(party.code + (words.NOTE.format(notes=", ".join(notes)) if notes else ""))
    form = words.GROUP_DECLARED if declared else words.GROUP
    return form.format(group=group, names=", ".join(names))


def _marks(act: Act) -> Iterator[str]:
    if act.signed:
        yield words.SIGNED
    if act.as_is:
        yield words.AS_IS
    if act.former:
        yield words.FORMER.format(seat=act.former)


# ── the board ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def board_lines(about: About, board: Mapping[int, Facts], detail: Detail = Detail()) -> Iterator[Block]:
    """Paragraphs of one picture in one line, those that are held first; the gaps stand in the same line."""
    alike: dict[tuple[bool, str], list[int]] = {}
    for thread, told in board.items():
        alike.setdefault((told.state in CLEAR, picture(told, detail)), []).append(thread)
    for (clear, said), threads in sorted(alike.items(), key=lambda one: one[0][0]):
        form = words.CLEAR_LINE if clear else words.HELD_LINE
        yield line(form.format(places=places(about, threads)), f": {said}" if said else "")


def picture(told: Facts, detail: Detail = Detail()) -> str:
    """Who and what stands out on a paragraph: "objected by IR; not heard: technical community".

    Where room is short, whose act is to be confirmed and who has a concern is told above the board alone.
    """
    parts = []
    for kind, (form, short) in words.BOARD.items():
        found: Iterable[Act | Gap] = getattr(told, kind)
        names = [one.group if isinstance(one, Gap) else one.party.code for one in found]
        if names:
            parts.append(form.format(names=", ".join(dict.fromkeys(names))) if detail.names or not short else short)
    return words.BETWEEN.join(parts)


def places(about: About, threads: Iterable[int]) -> str:
    """ "C5-C8, C10": labels in reading order, neighbours as a range; a heading between two paragraphs does not part them."""
    wanted = set(threads)
    order = [thread for thread in about.order if thread in wanted or thread not in about.headings]
    told = []
    for together, run in groupby(order, key=wanted.__contains__):
        ends = [about.labels[thread] for thread in run]
        if together:
            told += [part[0] if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in _parts(ends)]
    return ", ".join(told)


def _parts(run: Sequence[str]) -> list[Sequence[str]]:
    """A run of labels, paragraphs without one at its ends apart: "¶ 3, 1-C8", for "¶ 3-C8" would seem to leave out 1 and 2."""
    named = [n for n, label in enumerate(run) if not label.startswith(_UNLABELLED)]
    if not named:
        return [run]
    first, last = named[0], named[-1] + 1
    return [part for part in (run[:first], run[first:last], run[last:]) if part]


# ── words of people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _quoted(text: str, most: int) -> str:
    return excerpt(one_line(text), most)
