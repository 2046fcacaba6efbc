"""What a new draft did to positions, as the Flash and each delegation are told it. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.drafts.comparison import Change
from bot.drafts.inline import spans
from bot.message import Block, Button, Message, Para, Quote, Span, Title, Tone, para
from bot.positions.stances import STANCES
from bot.sentences import acts
from bot.sentences import carry as sentences
from bot.wording import listed

Carried = dict[str, dict[str, list[str]]]
"""What happened (a key of `bot.sentences.carry.LINES`) → code of a delegation → labels of paragraphs."""

_ITEMS = 8  # paragraphs that a delegation is shown with buttons
_OPTION = re.compile(r"--|[—–]\w|[A-Za-z]+:|\"")  # a reason that begins so would be read as an option


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph that positions hold on. `ref`: by which a command means it alone, "" if by none; `text_hash`: of its words
    now, "" where it is out; `change`: what happened to them."""

    thread: int
    label: str
    ref: str = ""
    text_hash: str = ""
    change: Change | None = None


class Effect(NamedTuple):
    """What became of an act on one paragraph. `what`: a key of LINES; `cause`: one of CAUSES."""

    what: str
    cause: str
    delegation_id: int
    position_id: int
    spot: Spot

    @property
    def asks(self) -> bool:
        """Whether the delegation is asked for a word on it."""
        return self.what in sentences.ITEMS


@dataclass(frozen=True, slots=True)
class Alike:
    """What became of the acts of several delegations on one paragraph, the same of each: of a draft that changes everything
    there are a hundred thousand. `delegations`, `codes`, `positions`: of the acts, in one order."""

    what: str
    cause: str
    spot: Spot
    delegations: Sequence[int]
    codes: Sequence[str]
    positions: Sequence[int]

    def each(self) -> Iterator[Effect]:
        """Act by act."""
        for delegation, position in zip(self.delegations, self.positions, strict=True):
            yield Effect(self.what, self.cause, delegation, position, self.spot)


@dataclass(frozen=True, slots=True)
class Said:
    """What an act said, see `storage.tables.Position`. `scope`: as it names its scope, where that is more than a paragraph."""

    stance: str
    scope: str = ""
    as_is: bool = False
    reason: str = ""
    wording: str = ""
    until: datetime | None = None


def what(stance: str, state: str, cause: str, *, signoff: bool) -> str:
    """The key of LINES for an act that holds so since the draft; `signoff`: it was signed."""
    if state == "dormant":
        return "dormant"
    if state == "stale":
        return "signoff" if signoff else "stale"
    if state == "standing":
        return stance
    return "signoff" if cause == "brackets" else "again" if cause == "undone" else "woke"


def by_delegation(effects: Iterable[Alike]) -> dict[int, list[Effect]]:
    """Delegation → what became of its acts, in the order of the draft."""
    found: dict[int, list[Effect]] = defaultdict(list)
    for alike in effects:
        for effect in alike.each():
            found[effect.delegation_id].append(effect)
    return found


def carried(effects: Iterable[Alike], before: Carried | None = None) -> Carried:
    """By name, as the Flash keeps it; in the order of LINES. `before`: what was told already."""
    found: dict[str, dict[str, dict[str, None]]] = {key: {} for key in sentences.LINES}
    for key, names in (before or {}).items():
        found[key] = {code: dict.fromkeys(labels) for code, labels in names.items()}
    for effect in effects:
        for code in effect.codes:
            found[effect.what].setdefault(code, {})[effect.spot.label] = None
    return {key: {code: list(names[code]) for code in sorted(names)} for key, names in found.items() if names}


def asked_about(effects: Sequence[Effect]) -> Sequence[Effect]:
    """Those that a delegation is shown with their words and buttons."""
    return [effect for effect in effects if effect.asks][:_ITEMS]


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, and about which drafts: names of the document, of the draft, of the one before and of the delegation."""

    document: str
    name: str
    before: str
    delegation: str
    now: datetime
    zone: ZoneInfo


def message(letter: Letter, effects: Sequence[Effect], said: Mapping[int, Said]) -> Message:
    """What one delegation is told in private, with a row of buttons for each paragraph that waits for a word of it.

    `said`: what the acts said that it is asked about, by their ids.
    """
    shown = asked_about(effects)
    more = [effect for effect in effects if effect.asks][len(shown) :]
    head = sentences.TITLE.format(document=letter.document, name=letter.name, delegation=letter.delegation)
    blocks: list[Block] = [Title(head)]
    for effect in shown:
        blocks += _item(effect, said[effect.position_id])
    told = (
        (more, sentences.MORE),
        (_of(effects, "dormant"), sentences.DORMANT),
        (_of(effects, "woke"), sentences.WOKE),
        (_of(effects, "again"), sentences.AGAIN),
    )
    blocks += [para(sentence.format(refs=_refs(some))) for some, sentence in told if some]
    several = len(shown) > 1
    rows = [_buttons(letter, effect, said[effect.position_id], several=several) for effect in shown if effect.spot.ref]
    # a first draft that goes on from another document is one that the diff of its own has no older side for
    drafts = f"{letter.before} {letter.name}" if letter.before else letter.name
    diff = Button(sentences.BUTTON_DIFF, f'diff {drafts} doc:"{letter.document}"')
    return Message(tuple(blocks), (*rows, (diff,)))


def _of(effects: Iterable[Effect], key: str) -> list[Effect]:
    return [effect for effect in effects if effect.what == key]


def _refs(effects: Iterable[Effect]) -> str:
    return listed(list(dict.fromkeys(effect.spot.label for effect in effects)), 40)


def _item(effect: Effect, said: Said) -> list[Block]:
    stance, change = STANCES[said.stance].button, effect.spot.change
    stance = acts.AS_IS.format(stance=stance) if said.as_is else stance
    told = sentences.ITEMS[effect.what].format(stance=stance, cause=sentences.CAUSES[effect.cause])
    head = Para((Span(effect.spot.label, "strong"), Span(f"  {told}")))
    return [head, Quote(tuple(spans(change)))] if change and change.runs else [head]


def _buttons(letter: Letter, effect: Effect, said: Said, *, several: bool) -> tuple[Button, ...]:
    """*Still fine / Concern / Object* on what is to be confirmed, *Confirm / Withdraw* on what stands; on the words of now."""
    asked = _confirming if effect.what in ("signoff", "stale") else _standing
    form = sentences.BUTTON if several else "{label}"
    found = asked(letter, effect, said)
    return tuple(Button(form.format(label=label, ref=effect.spot.ref), line, tone) for label, line, tone in found)


def _where(letter: Letter, effect: Effect) -> str:
    return f'{effect.spot.ref} on:{effect.spot.text_hash[:16]} doc:"{letter.document}"'


def _confirming(letter: Letter, effect: Effect, said: Said) -> Iterator[tuple[str, str, Tone]]:
    where = _where(letter, effect)
    as_is = " --as-is" if said.as_is else ""
    if effect.what == "signoff":
        # without on: the words are shown once more, whole, and signed there
        yield sentences.SIGN, f'signoff {effect.spot.ref} doc:"{letter.document}"{as_is} {said.stance}', "go"
    yield sentences.STILL_FINE, f"{said.stance} {where}{as_is}", "go"
    yield sentences.CONCERN, f"concern {where}", ""
    yield sentences.OBJECT, f"object {where}", "stop"


def _standing(letter: Letter, effect: Effect, said: Said) -> Iterator[tuple[str, str, Tone]]:
    confirm = _again(letter, said, _where(letter, effect))
    if confirm:
        yield sentences.CONFIRM, confirm, "go"
    yield sentences.WITHDRAW, f'withdraw {said.scope or effect.spot.ref} doc:"{letter.document}"', ""


def _again(letter: Letter, said: Said, where: str) -> str:
    """The line that says the same once more; "" where it cannot be said by a button: a reserve that is over."""
    if _OPTION.match(said.reason):
        return f"{said.stance} {where}"  # the reason is asked for again
    until = ""
    if said.until is not None:
        if said.until <= letter.now:
            return ""
        until = f" until:{said.until.astimezone(letter.zone):%Y-%m-%dT%H:%M}"
    wording = f" would accept: {said.wording}" if said.wording else ""
    return f"{said.stance} {where}{until} {said.reason}{wording}".rstrip()
