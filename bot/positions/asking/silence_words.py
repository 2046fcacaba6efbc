"""What a silence looks like: its card, its end, the line about it. Pure: a view in, a message out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.message import Block, Button, Message, Quote, Span, Title, para
from bot.positions.words.scopes import hash_of
from bot.sentences import silence as sentences
from bot.wording import anded, city, day, excerpt, hours, one_line, short, yours

MOST_OF_A_REASON = 600  # characters of it
MOST_SHOWN = 12  # paragraphs by their own hashes and words; of more the hash of all of them


@dataclass(frozen=True, slots=True)
class Pinned:
    """A paragraph of a silence: how people cite it, the hash of its words, the words."""

    label: str
    text_hash: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """An act on pinned words. `says`: what is said by it, after the name; `until`: of a reserve; `labels`: the
    paragraphs that it is on, where it is not on all of them."""

    name: str
    says: str
    reason: str
    wording: str
    pressed: datetime
    before: bool = False
    held: bool = False
    until: datetime | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A silence with everything that is told of it.

    `office`: that of whoever set it; `taking`: acts are still in time; `missing`: who was not reached; `bound`: what a button's
    on: carries for these words; `short`: its notice was, if it is `forced`;
    `holiday`: else the one that it ends on; `in_doubt`: a newer draft whose reading is;
    `added`: for the bot's own outages; `by`: the objection that broke it; `attached`: further objections, concerns and reserves
    that stand; `late`: acts behind the deadline; `closed`: when it was over; `own`: the zone of the one person who reads it,
    "" for a card.
    """

    number: int
    document: str
    draft: str
    refs: str
    state: str
    opened: datetime
    ends: datetime
    zone: str
    person: str
    office: str
    taking: bool
    pinned: tuple[Pinned, ...]
    missing: tuple[str, ...]
    bound: str = ""
    said: str = ""
    forced: str = ""
    short: bool = True
    holiday: str = ""
    in_doubt: str = ""
    reopens: int | None = None
    added: timedelta = timedelta()
    by: Said | None = None
    attached: tuple[Said, ...] = ()
    late: tuple[Said, ...] = ()
    closed: datetime | None = None
    own: str = ""

    @property
    def until(self) -> str:
        return when(self.ends, self.zone, self.own)


def when(at: datetime, zone: str, own: str = "") -> str:
    """ "Thu 12 June 18:00 Zurich (16:00 UTC)": the venue's time and UTC, on whatever day it is read.

    `own`: the zone of the one person who reads it, whose time then stands in place of UTC: "… Zurich (your 12:00 New York)".
    """
    local, utc = at.astimezone(ZoneInfo(zone)), at.astimezone(UTC)
    told = {"day": sentences.WEEKDAYS[local.weekday()], "date": day(local.date()), "time": f"{local:%H:%M}"}
    mine = yours(at, ZoneInfo(zone), ZoneInfo(own) if own else None)
    if mine:
        return sentences.WHEN_PLACE.format(**told, place=city(zone)) + mine
    if local.utcoffset() == utc.utcoffset() and zone == "UTC":
        return sentences.WHEN_UTC.format(**told)
    other = f"{utc:%H:%M}" if utc.date() == local.date() else f"{day(utc.date())} {utc:%H:%M}"
    return sentences.WHEN.format(**told, place=city(zone), utc=other)


def card(view: View) -> Message:
    """The live card; once the silence is over, how it ended."""
    return Message(_blocks(view, _pins(view), _reach(view)), (_buttons(view),) if view.taking else ())


def letter(view: View) -> Message:
    """The card as a person gets it in private: with the very words, and without who else is still to be reached. What comes of
    nobody's objecting is told as long as nobody has."""
    words = tuple(_words(view))
    why = (para(sentences.TO_YOU.format(until=view.until)),) if view.state == "running" else ()
    return Message((*_blocks(view, [] if words else _pins(view)), *words, *why), (_buttons(view),))


def _blocks(view: View, pins: Sequence[str], reach: str = "") -> tuple[Block, ...]:
    lines = [_set_by(view), *_because(view), *pins, *_standing(view), reach, _doubt(view)]
    if view.added:
        lines.append(sentences.ADDED.format(more=hours(view.added)))
    if view.taking and view.state != "running":
        lines.append(sentences.STILL_OPEN.format(until=view.until))
    lines.append(sentences.NO_CONSENSUS)
    return (Title(title(view)), *(para(line) for line in lines if line))


def _words(view: View) -> Iterator[Quote]:
    """The pinned words, of a few paragraphs, each under its hash."""
    for p in view.pinned if len(view.pinned) <= MOST_SHOWN else ():
        head = sentences.PINNED.format(label=p.label, sha=short(p.text_hash))
        yield Quote((Span(f"{head}\n", "strong"), Span(p.text)), True)


def title(view: View) -> str:
    """What it is, on what, and its outcome with the names that belong to it."""
    by = view.by.name if view.by else ""
    told = sentences.TITLES[view.state].format(
        number=view.number, refs=view.refs, draft=view.draft, until=view.until, by=by
    )
    if view.state == "observed" and view.missing:
        return sentences.OBSERVED_BUT.format(title=told, names=anded(view.missing))
    return told


def ending(view: View) -> Message:
    """What is posted when nobody objected: who was reached, the very words, what is attached."""
    lines = [sentences.OBSERVED.format(until=view.until), *_standing(view), _reach(view), _doubt(view)]
    words = tuple(_words(view))
    all_of_it = [] if words else _pins(view)
    paras = [para(line) for line in (*lines, *all_of_it) if line]
    return Message((Title(title(view)), *paras, *words))


def outcome(view: View) -> str:
    """How it stands or ended, in a few words."""
    if view.state == "running" and not view.taking:
        return sentences.ENDING.format(until=view.until)
    by = view.by.name if view.by else ""
    early = view.closed if view.state in ("withdrawn", "lapsed") else None
    at = when(early, view.zone, view.own) if early else view.until
    told = sentences.STATES[view.state].format(until=at, by=by)
    if view.state == "observed" and view.missing:
        return sentences.OBSERVED_BUT.format(title=told, names=anded(view.missing))
    return told


def late(view: View) -> list[str]:
    """The acts that came behind the deadline; one on several paragraphs is told once."""
    told = (
        sentences.LATE.format(name=one.name, says=_says(view, one) + _reason(one), at=when(one.pressed, view.zone))
        for one in view.late
    )
    return list(dict.fromkeys(told))


def objection(said: Said) -> str:
    """Who objects, with the reason and the words that would be accepted."""
    form = sentences.UNSETTLED if said.held else sentences.OBJECTED
    return form.format(name=said.name, on=_on(said), reason=_reason(said))


def before(view: View, said: Said) -> str:
    """An objection from before the opening: as long as it stands it will break the silence."""
    since = when(said.pressed, view.zone)
    return sentences.BEFORE.format(name=said.name, since=since, on=_on(said), reason=_reason(said))


def missing(
    expected: Mapping[int, str], reached: Iterable[int], others: Sequence[str], groups: Sequence[str]
) -> list[str]:
    """Who was not reached, by name. `expected`: those seated at the opening; `others`: delegations without anybody seated;
    `groups`: required groups without any delegation."""
    known = set(reached)
    return [
        *(name for id_, name in expected.items() if id_ not in known),
        *(sentences.NOT_SEATED.format(name=name) for name in others),
        *(sentences.GROUP.format(group=group) for group in groups),
    ]


def _set_by(view: View) -> str:
    office = sentences.OFFICES.get(view.office, "")
    return sentences.SET_BY.format(
        document=view.document, person=view.person, office=office, opened=when(view.opened, view.zone)
    )


def _because(view: View) -> list[str]:
    if view.reopens:
        return [sentences.REOPENS.format(number=view.reopens, reason=one_line(view.said)), _forced(view)]
    return [one_line(view.said), _forced(view)]


def _forced(view: View) -> str:
    form = sentences.ON_HOLIDAY if view.holiday else sentences.UNUSUAL_HOUR
    form = sentences.SHORT_NOTICE if view.short else form
    return form.format(reason=one_line(view.forced), holiday=view.holiday) if view.forced else ""


def _doubt(view: View) -> str:
    return sentences.IN_DOUBT_NOW.format(name=view.in_doubt, draft=view.draft) if view.in_doubt else ""


def _pins(view: View) -> list[str]:
    if len(view.pinned) > MOST_SHOWN:
        whole = hash_of([p.text_hash for p in view.pinned])
        return [sentences.PINNED_ALL.format(refs=view.refs, sha=short(whole))]
    return ["   ".join(sentences.PINNED.format(label=p.label, sha=short(p.text_hash)) for p in view.pinned)]


def _standing(view: View) -> list[str]:
    """The objection first, then whatever else stands on these words; what is said of several of them is told once."""
    lines = [*([objection(view.by)] if view.by else []), *(_attached(view, one) for one in view.attached)]
    return list(dict.fromkeys(lines))


def _attached(view: View, said: Said) -> str:
    if said.before and view.state == "running":
        return before(view, said)
    return sentences.ATTACHED.format(name=said.name, says=_says(view, said), on=_on(said), reason=_reason(said))


def _says(view: View, said: Said) -> str:
    """What somebody says, a reserve with the time until which it holds."""
    if said.until is None:
        return said.says
    return sentences.SAYS_UNTIL.format(says=said.says, until=when(said.until, view.zone, view.own))


def _on(said: Said) -> str:
    return sentences.ON.format(refs=anded(said.labels)) if said.labels else ""


def _reason(said: Said) -> str:
    reason = sentences.REASON.format(reason=_quoted(said.reason)) if said.reason else ""
    return reason + (sentences.WOULD_ACCEPT.format(wording=_quoted(said.wording)) if said.wording else "")


def _quoted(text: str) -> str:
    return excerpt(one_line(text), MOST_OF_A_REASON)


def _reach(view: View) -> str:
    if not view.missing:
        return sentences.ALL_REACHED
    form = sentences.NOT_REACHED_YET if view.taking else sentences.NOT_REACHED
    return form.format(names=anded(view.missing))


def _buttons(view: View) -> tuple[Button, ...]:
    words = f'{view.refs} on:{view.bound} doc:"{view.document}"'
    return (
        Button(sentences.OBJECT, f"object {words}", "stop"),
        Button(sentences.CONCERN, f"concern {words}"),
        Button(sentences.ACCEPT, f"accept {words}", "go"),
        Button(sentences.SEEN, f"seen {view.number}"),
    )
