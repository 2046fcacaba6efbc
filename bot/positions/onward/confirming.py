"""What a delegation is asked to confirm since the words changed, as a message: what was said alike stands together, with
buttons that answer all of it at once, for the very words that are shown, and one that opens it paragraph by paragraph. Pure."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.drafts.comparison import Change
from bot.drafts.inline import spans
from bot.message import Block, Button, Message, Para, Quote, Span, Title, Tone, para
from bot.positions.onward.consequences import Effect
from bot.positions.words.scopes import hash_of
from bot.positions.words.stances import STANCES
from bot.positions.words.targets import ON
from bot.sentences import acts, inline
from bot.sentences import carry as sentences
from bot.wording import anded, listed
from storage.tables import Position

_PARAGRAPHS, _ACTS, _CHARACTERS, _MARKED = 24, 12, 2_400, 54  # of one page of every platform, its buttons beside it
_SEVERAL = 3  # paragraphs on which the same was said that are answered together
_FEW = 3  # paragraphs that are shown with as much of what stands beside a change as a diff shows
_BESIDE = 30  # characters of that where there are more
_ON_BUTTON = 3  # references on one button
_OTHERS = 100  # paragraphs that one press opens
_OPTION = re.compile(r"--|[—–]\w|[A-Za-z]+:|\"")  # a reason that begins so would be read as an option


@dataclass(frozen=True, slots=True)
class Said:
    """What an act said, see `storage.tables.Position`. `scope`: as it names its scope, where that is more than a paragraph."""

    stance: str
    scope: str = ""
    as_is: bool = False
    reason: str = ""
    wording: str = ""
    until: datetime | None = None


def said_by(act: Position) -> Said:
    """What an act said."""
    scope = act.ref if act.breadth > 1 else ""
    return Said(act.stance, scope, act.as_is, act.reason, act.wording, act.until)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, and about which drafts: names of the document, of the draft, of the one before, and name and code of the
    delegation."""

    document: str
    name: str
    before: str
    delegation: str
    code: str
    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Group:
    """What became the same of acts that said the same, in the order of the draft."""

    what: str
    said: Said
    effects: tuple[Effect, ...]

    @property
    def there(self) -> tuple[Effect, ...]:
        """Those whose paragraph is in the draft, so that something can be said on it."""
        return tuple(effect for effect in self.effects if effect.spot.ref)

    def apart(self, each: bool) -> list["Group"]:
        """Paragraph by paragraph if that is wanted, or there are few; else as it is."""
        few = each or len(self.effects) < _SEVERAL
        return [replace(self, effects=(effect,)) for effect in self.effects] if few else [self]

    @property
    def confirms(self) -> bool:
        """Whether a button answers it with the same stance on the new words; it then counts again."""
        return self.what in ("signoff", "stale")


def groups(effects: Iterable[Effect], said: Mapping[int, Said]) -> list[Group]:
    """What is asked about, put together. `said`: what the acts said, by their ids."""
    found: dict[tuple[str, Said], list[Effect]] = {}
    for effect in effects:
        found.setdefault((effect.what, said[effect.position_id]), []).append(effect)
    return [Group(what, one, tuple(mine)) for (what, one), mine in found.items()]


def bound(effects: Iterable[Effect]) -> str:
    """What `on:` carries on a button for several: the first digits of a hash of the acts and of the words that they are asked
    about. It is another as soon as one of the acts ends or waits no more, or one of the words changes."""
    each = sorted(f"{effect.position_id} {effect.what} {effect.spot.text_hash}" for effect in effects)
    return hashlib.sha256("\n".join(each).encode()).hexdigest()[:ON]


def asked_about(effects: Sequence[Effect]) -> Sequence[Effect]:
    """Those that are shown with their words and buttons: of what is asked the first, as many as a page holds."""
    asking = [effect for effect in effects if effect.asks]
    room, marks, known = _CHARACTERS, _MARKED, set()
    for at, effect in enumerate(asking[:_PARAGRAPHS]):
        known.add(effect.position_id)
        words = _briefly(effect.spot.change) if effect.spot.change else ()
        room -= sum(len(span.text) for span in words)
        marks -= 2 + sum(1 for span in words if span.mark)
        if at and (room < 0 or marks < 0 or len(known) > _ACTS):
            return asking[:at]
    return asking[:_PARAGRAPHS]


def message(
    letter: Letter, effects: Sequence[Effect], said: Mapping[int, Said], *, each: bool = False, named: bool = False
) -> Message:
    """What is asked of one delegation, and below it what rests and what is back. `each`: paragraph by paragraph; `named`: every
    button says what it is about, because others stand beside it."""
    shown = asked_about(effects)
    more = [effect for effect in effects if effect.asks][len(shown) :]
    head = sentences.TITLE.format(document=letter.document, name=letter.name, delegation=letter.delegation)
    asked = [one for group in groups(shown, said) for one in group.apart(each)]
    blocks: list[Block] = [Title(head)]
    for group in asked:
        blocks += _told(group, briefly=len(shown) > _FEW and not each)
    told = (
        (more, sentences.MORE),
        (_of(effects, "dormant"), sentences.DORMANT),
        (_of(effects, "woke"), sentences.WOKE),
        (_of(effects, "again"), sentences.AGAIN),
    )
    blocks += [para(sentence.format(refs=listed(_labels(some), 40))) for some, sentence in told if some]
    rows = [row for group in asked if group.there for row in buttons(letter, group, named=named or len(asked) > 1)]
    return Message(tuple(blocks), (*_each_once(rows), (*_others(letter, more, each=each), _diff(letter))))


def _of(effects: Iterable[Effect], key: str) -> list[Effect]:
    return [effect for effect in effects if effect.what == key]


def _labels(effects: Iterable[Effect]) -> list[str]:
    return list(dict.fromkeys(effect.spot.label for effect in effects))


def _refs(effects: Iterable[Effect]) -> list[str]:
    return list(dict.fromkeys(effect.spot.ref for effect in effects if effect.spot.ref))


# ── its words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _told(group: Group, *, briefly: bool) -> Iterator[Block]:
    """What is asked, and of each paragraph what changed; what was split or merged is one change of several."""
    said = group.said
    stance = STANCES[said.stance].button
    stance = acts.AS_IS.format(stance=stance) if said.as_is else stance
    causes = list(dict.fromkeys(sentences.CAUSES[effect.cause] for effect in group.effects))
    told = sentences.ITEMS[group.what].format(stance=stance, cause=anded(causes))
    if said.scope:
        scope = sentences.WHOLE if said.scope == "all" else said.scope
        told = sentences.GIVEN_ON.format(told=told, scope=scope)
    yield Para((Span(listed(_labels(group.effects), 40), "strong"), Span(f"  {told}")))
    for change, labels in _changes(group.effects):
        label = (Span(f"{' '.join(labels)} ", "strong"),) if len(group.effects) > 1 else ()
        yield Quote((*label, *(_briefly(change) if briefly else spans(change))))


def _changes(effects: Iterable[Effect]) -> list[tuple[Change, list[str]]]:
    found: dict[int, tuple[Change, list[str]]] = {}
    for effect in effects:
        change = effect.spot.change
        if change and change.runs:
            found.setdefault(id(change), (change, []))[1].append(effect.spot.label)
    return list(found.values())


def _briefly(change: Change) -> list[Span]:
    """Every changed word, and of the others only what stands right beside them."""
    shown = spans(change)
    return [
        span if span.mark or len(shown) == 1 else Span(_near(span.text, first=at == 0, last=at == len(shown) - 1))
        for at, span in enumerate(shown)
    ]


def _near(text: str, *, first: bool, last: bool) -> str:
    head = "" if first else text[:_BESIDE].rpartition(" ")[0]
    tail = "" if last else text[-_BESIDE:].partition(" ")[2]
    near = head + inline.ELLIPSIS + tail
    return text if len(near) >= len(text) else near


# ── its buttons ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_Choice = tuple[str, str, str, Tone]
"""Label, what it is about where that is not what is shown, line, tone."""


def buttons(letter: Letter, group: Group, *, named: bool) -> Iterator[tuple[Button, ...]]:
    """*Still fine / Concern / Object* on what is to be confirmed, *Confirm / Withdraw* on what stands; on the words of now."""
    refs = listed(_refs(group.there), _ON_BUTTON) if named else ""
    alone = len(group.there) == 1
    again = _one(letter, group) if alone else _all(letter, group)
    found = _confirming(letter, group, again) if group.confirms else _standing(letter, group, again)
    yield tuple(Button(_label(label, of or refs), line, tone) for label, of, line, tone in found)
    if not alone:
        yield (Button(_label(sentences.EACH, refs), _opens(letter, group.there, each=True)),)


def _each_once(rows: Sequence[tuple[Button, ...]]) -> Iterator[tuple[Button, ...]]:
    """The rows without what an earlier one does already: a document's objection is withdrawn by one button, not by each."""
    known: set[str] = set()
    for row in rows:
        if left := tuple(button for button in row if button.line not in known):
            yield left
        known.update(button.line for button in row)


def _label(label: str, refs: str) -> str:
    return sentences.BUTTON.format(label=label, ref=refs) if refs else label


def _confirming(letter: Letter, group: Group, again: str) -> Iterator[_Choice]:
    said, refs, doc = group.said, _line_refs(group.there), f'doc:"{letter.document}"'
    if group.what == "signoff":
        # without on: the words are shown once more, whole, and signed there
        yield sentences.SIGN, "", f"signoff {refs} {doc}{' --as-is' if said.as_is else ''} {said.stance}", "go"
    yield sentences.STILL_FINE, "", again, "go"
    yield sentences.CONCERN, "", f"concern {_where(letter, group)}", ""
    yield sentences.OBJECT, "", f"object {_where(letter, group)}", "stop"


def _standing(letter: Letter, group: Group, again: str) -> Iterator[_Choice]:
    scope = group.said.scope
    if group.said.until is None or group.said.until > letter.now:  # a reserve that is over is not said again
        yield sentences.CONFIRM, "", again, "go"
    one = f'withdraw {scope} doc:"{letter.document}"' if scope else f"withdraw {_where(letter, group)}"
    # of a scope all of it, unchanged paragraphs too
    yield sentences.WITHDRAW, scope, one if len(group.there) == 1 else f"{_all(letter, group)} --withdraw", ""


def _line_refs(effects: Iterable[Effect]) -> str:
    """References as one word of a line; blanks in them make no difference."""
    return ",".join(ref.replace(" ", "") for ref in _refs(effects))


def _where(letter: Letter, group: Group) -> str:
    """The paragraphs and the hash of their words, to which every act is bound."""
    on = hash_of([effect.spot.text_hash for effect in group.there])[:ON]
    return f'{_line_refs(group.there)} on:{on} doc:"{letter.document}"'


def _opens(letter: Letter, effects: Iterable[Effect], *, each: bool) -> str:
    flag = " --each" if each else ""
    return f'confirm {_line_refs(effects)}{flag} as:{letter.code} doc:"{letter.document}"'


def _all(letter: Letter, group: Group) -> str:
    """The line that says the same once more on each of them."""
    return f"{_opens(letter, group.there, each=False)} on:{bound(group.there)}"


def _one(letter: Letter, group: Group) -> str:
    """The same of a single paragraph, as a person would say it."""
    said, where = group.said, _where(letter, group)
    if group.confirms:
        return f"{said.stance} {where}{' --as-is' if said.as_is else ''}"
    if _OPTION.match(said.reason):
        return f"{said.stance} {where}"  # the reason is asked for again
    until = f" until:{said.until.astimezone(letter.zone):%Y-%m-%dT%H:%M}" if said.until else ""
    wording = f" would accept: {said.wording}" if said.wording else ""
    return f"{said.stance} {where}{until} {said.reason}{wording}".rstrip()


def _others(letter: Letter, more: Sequence[Effect], *, each: bool) -> Iterator[Button]:
    """Opens those that the page has no room for."""
    if there := [effect for effect in more if effect.spot.ref]:
        yield Button(sentences.OTHERS, _opens(letter, there[:_OTHERS], each=each))


def _diff(letter: Letter) -> Button:
    # a first draft that goes on from another document is one that the diff of its own has no older side for
    drafts = f"{letter.before} {letter.name}" if letter.before else letter.name
    return Button(sentences.BUTTON_DIFF, f'diff {drafts} doc:"{letter.document}"')
