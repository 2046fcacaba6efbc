"""What a new draft did to positions, as the Flash and each delegation are told it. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.drafts.comparison import Change
from bot.drafts.inline import spans
from bot.message import Block, Button, Message, Para, Quote, Span, Title, Tone
from bot.positions.stances import STANCES
from bot.sentences import carry as sentences
from bot.wording import listed

Carried = dict[str, dict[str, list[str]]]
"""What happened (a key of `bot.sentences.carry.LINES`) → code of a delegation → labels of paragraphs."""

_ITEMS = 8  # paragraphs that a delegation is shown with buttons
_OPTION = re.compile(r"--|[—–]\w|[A-Za-z]+:|\"")  # a reason that begins so would be read as an option


@dataclass(frozen=True, slots=True)
class Said:
    """What an act said, see `storage.tables.Position`. `scope`: as it names its scope, where that is more than a paragraph."""

    id: int
    stance: str
    scope: str = ""
    signoff: bool = False
    as_is: bool = False
    reason: str = ""
    wording: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of an act on one paragraph. `what`: a key of LINES; `cause`: one of CAUSES; `label`: of the paragraph; `ref`:
    by which a command means this paragraph alone, "" if by none; `text_hash`: of its words now, "" where it is out."""

    what: str
    code: str
    delegation_id: int
    thread: int
    label: str
    ref: str
    text_hash: str
    cause: str
    said: Said
    change: Change | None = None

    @property
    def asks(self) -> bool:
        """Whether the delegation is asked for a word on it."""
        return self.what in sentences.ITEMS


def what(said: Said, state: str, cause: str) -> str:
    """The key of LINES for a position that holds so since the draft."""
    if state == "dormant":
        return "dormant"
    if state == "stale":
        return "signoff" if said.signoff else "stale"
    if state == "standing":
        return said.stance
    return "signoff" if cause == "brackets" else "woke"


def carried(effects: Iterable[Effect], before: Carried | None = None) -> Carried:
    """By name, as the Flash keeps it; in the order of LINES. `before`: what was told already."""
    found: Carried = {key: {} for key in sentences.LINES}
    for key, names in (before or {}).items():
        found[key] = {code: list(labels) for code, labels in names.items()}
    for effect in effects:
        labels = found[effect.what].setdefault(effect.code, [])
        if effect.label not in labels:
            labels.append(effect.label)
    return {key: dict(sorted(names.items())) for key, names in found.items() if names}


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, and about which drafts: names of the document, of the draft, of the one before and of the delegation."""

    document: str
    name: str
    before: str
    delegation: str
    now: datetime
    zone: ZoneInfo


def message(letter: Letter, effects: Sequence[Effect]) -> Message:
    """What one delegation is told in private, with a row of buttons for each paragraph that waits for a word of it."""
    asking = [effect for effect in effects if effect.asks]
    shown, more = asking[:_ITEMS], asking[_ITEMS:]
    head = sentences.TITLE.format(document=letter.document, name=letter.name, delegation=letter.delegation)
    blocks: list[Block] = [Title(head)]
    for effect in shown:
        blocks += _item(effect)
    if more:
        blocks.append(_para(sentences.MORE.format(refs=_refs(more))))
    for key, sentence in (("dormant", sentences.DORMANT), ("woke", sentences.WOKE)):
        if some := [effect for effect in effects if effect.what == key]:
            blocks.append(_para(sentence.format(refs=_refs(some))))
    several = len(shown) > 1
    rows = [_buttons(letter, effect, several=several) for effect in shown if effect.ref and effect.text_hash]
    diff = Button(sentences.BUTTON_DIFF, f'diff {letter.before} {letter.name} doc:"{letter.document}"')
    return Message(tuple(blocks), (*rows, (diff,)))


def _para(text: str) -> Para:
    return Para((Span(text),))


def _refs(effects: Iterable[Effect]) -> str:
    return listed(list(dict.fromkeys(effect.label for effect in effects)), 40)


def _item(effect: Effect) -> list[Block]:
    stance = STANCES[effect.said.stance].button
    told = sentences.ITEMS[effect.what].format(stance=stance, cause=sentences.CAUSES[effect.cause])
    ref, _, rest = sentences.ITEM.partition("  ")
    head = Para((Span(ref.format(ref=effect.label), "strong"), Span("  " + rest.format(what=told))))
    return [head, Quote(tuple(spans(effect.change)))] if effect.change and effect.change.runs else [head]


def _buttons(letter: Letter, effect: Effect, *, several: bool) -> tuple[Button, ...]:
    """*Still fine / Concern / Object* on what is to be confirmed, *Confirm / Withdraw* on what stands; on the words of now."""
    asked = _confirming if effect.what in ("signoff", "stale") else _standing
    form = sentences.BUTTON if several else "{label}"
    return tuple(
        Button(form.format(label=label, ref=effect.ref), line, tone) for label, line, tone in asked(letter, effect)
    )


def _where(letter: Letter, effect: Effect) -> str:
    return f'{effect.ref} on:{effect.text_hash[:16]} doc:"{letter.document}"'


def _confirming(letter: Letter, effect: Effect) -> Iterator[tuple[str, str, Tone]]:
    said, where = effect.said, _where(letter, effect)
    as_is = " --as-is" if said.as_is else ""
    if effect.what == "signoff":
        # without on: the words are shown once more, whole, and signed there
        yield sentences.SIGN, f'signoff {effect.ref} doc:"{letter.document}"{as_is} {said.stance}', "go"
    yield sentences.STILL_FINE, f"{said.stance} {where}{as_is}", "go"
    yield sentences.CONCERN, f"concern {where}", ""
    yield sentences.OBJECT, f"object {where}", "stop"


def _standing(letter: Letter, effect: Effect) -> Iterator[tuple[str, str, Tone]]:
    confirm = _again(letter, effect.said, _where(letter, effect))
    if confirm:
        yield sentences.CONFIRM, confirm, "go"
    yield sentences.WITHDRAW, f'withdraw {effect.said.scope or effect.ref} doc:"{letter.document}"', ""


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
