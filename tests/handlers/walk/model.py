"""What becomes of positions, told once more by positions.md and by nothing of the program: plain objects, no database.

A draft is a list of paragraphs whose history is known, since the walk makes it. `Room` says of every delegation and paragraph
which act speaks there and how.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
BLOCKING = {"object", "concern", "reserve"}
ACCEPTING = {"support", "accept"}


@dataclass(frozen=True)
class Par:
    """A paragraph: `who` it is through all drafts; `bracket`: the words between brackets; `fine`: curly signs, wide blanks."""

    who: int
    label: str
    tokens: tuple[str, ...]
    bracket: tuple[int, int] | None = None
    fine: bool = False
    heading: bool = False

    @property
    def words(self) -> str:
        return " ".join(self.tokens)

    @property
    def text(self) -> str:
        told = list(self.tokens)
        if self.bracket:
            first, last = self.bracket
            told[first], told[last] = f"[{told[first]}", f"{told[last]}]"
        return " ".join(told)

    @property
    def line(self) -> str:
        text = self.text.replace("'", "’").replace(" ", "  ", 3) if self.fine else self.text
        return f"# {self.label}. {text}" if self.heading else f"{self.label}. {text}"


def new_words(random: Random, many: int) -> tuple[str, ...]:
    told = ["".join(random.choices(SYLLABLES, k=3)) for _ in range(many)]
    told[many // 2] += "'s"
    return tuple(told)


@dataclass
class Change:
    """What a draft did to a paragraph. `parts`: other paragraphs that its words went to."""

    kind: str  # brackets, reworded, deleted, back
    parts: tuple[int, ...] = ()


@dataclass
class Hold:
    row: str
    words: str
    text: str
    state: str = "live"
    was: str = ""
    signed: bool = False


@dataclass
class Said:
    """One act. `voice`: delegation, or person for themselves; `whos`: its paragraphs, the heading of a section first."""

    id: int
    voice: str
    person: str
    head: bool
    stance: str
    level: str
    ref: str
    whos: tuple[int, ...]
    pressed: datetime
    due: datetime
    signoff: bool = False
    as_is: bool = False
    shown: dict[int, Par] = field(default_factory=dict)
    since: int = 0
    state: str = "pending"
    holds: dict[int, Hold] = field(default_factory=dict)

    @property
    def row(self) -> str:
        if self.level == "deletion":
            return "deletion"
        if self.as_is:
            return "as_is"
        if self.signoff:
            return "signoff"
        return "blocking" if self.stance in BLOCKING else "abstain" if self.stance == "abstain" else "plain"

    @property
    def delegation(self) -> bool:
        return not self.voice.startswith("@")


@dataclass
class Room:
    """`drafts`: all that were posted; `changes`: of each what it did."""

    drafts: list[tuple[Par, ...]]
    changes: list[dict[int, Change]] = field(default_factory=lambda: [{}])
    acts: list[Said] = field(default_factory=list)

    @property
    def now(self) -> dict[int, Par]:
        return {p.who: p for p in self.drafts[-1]}

    # ── an act takes effect ──────────────────────────────────────────────────────────────────────────────────────────

    def due(self, now: datetime) -> None:
        for act in sorted(self.acts, key=lambda one: (one.pressed, one.id)):
            if act.state == "pending" and act.due <= now:
                self.effect(act)

    def effect(self, act: Said) -> None:
        if self.rival(act):
            act.state = "held"
        else:
            self.take(act)

    def rival(self, act: Said) -> Said | None:
        """The act of a colleague that this one contradicts; of a held one also what a colleague said after it."""
        if not act.delegation or act.head:
            return None
        others = [
            one
            for one in self.acts
            if one.voice == act.voice and one.person != act.person and one.state in ("pending", "taken")
        ]
        for one in others:
            if act.pressed - timedelta(minutes=30) <= one.pressed and _before(one, act) and _against(act, one):
                return one
        if act.state == "held":
            for one in others:
                if one.pressed <= act.pressed + timedelta(minutes=30) and _before(act, one) and _against(one, act):
                    return one
        return None

    def take(self, act: Said, *, final: bool = False) -> None:
        mine = [one for one in self.acts if one.voice == act.voice and one is not act]
        later = [one for one in mine if one.state in ("taken", "ended", "lifted") and _before(act, one)]
        for one in mine:
            if one.state == "taken" and (final or _before(one, act)):
                self._lift(one, act)
        if act.stance == "withdraw":
            act.state = "lifted"
        elif not final and any(_replaces(one, act) for one in later):
            self._end(act)
        else:
            act.state = "taken"
            if act.level != "record":
                self._hold(act)
        if act.head:
            for one in mine:
                if one.state == "held" and not _before(act, one) and (_same(act, one) or _replaces(act, one)):
                    one.state = "dropped"
        self.let_go(act)

    def let_go(self, like: Said) -> None:
        for one in self.acts:
            if one is not like and one.voice == like.voice and one.state == "held" and not self.rival(one):
                self.take_quietly(one)

    def take_quietly(self, act: Said) -> None:
        """As `take`, without looking for further held acts."""
        rest = [one for one in self.acts if one.state == "held" and one is not act]
        for one in rest:
            one.state = "held?"
        head, act.head = act.head, False
        self.take(act, final=True)
        act.head = head
        for one in rest:
            one.state = "held"

    def _lift(self, old: Said, new: Said) -> None:
        """Ends an older act where a newer one replaces it; one on a paragraph, which a split may have brought to others, is
        lifted on each of them apart."""
        if old.level != "paragraph" or not (new.level == "paragraph" or new.stance == "withdraw"):
            if _replaces(new, old):
                self._end(old)
            return
        stood = set(old.holds)
        old.holds = {who: held for who, held in old.holds.items() if who not in new.whos}
        if not old.holds and (stood or _replaces(new, old)):
            self._end(old)

    def _end(self, act: Said) -> None:
        act.state, act.holds = "ended", {}

    def _hold(self, act: Said) -> None:
        for who in act.whos:
            p = act.shown[who]
            act.holds[who] = Hold(act.row, p.words, p.text, signed=act.signoff)
        for at in range(act.since + 1, len(self.drafts)):
            self.carry(act, at)

    # ── a draft ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def post(self, draft: tuple[Par, ...], changes: dict[int, Change]) -> None:
        self.drafts.append(draft)
        self.changes.append(changes)
        for act in self.acts:
            if act.state == "taken" and act.level != "record":
                self.carry(act, len(self.drafts) - 1)

    def carry(self, act: Said, at: int) -> None:
        """One act from one draft to the next."""
        after = {p.who: p for p in self.drafts[at]}
        whole = False
        for who, change in self.changes[at].items():
            held = act.holds.get(who)
            if held is None:
                continue
            whole = whole or change.kind != "back"
            _carry(held, change.kind, after.get(who))
            for part in change.parts:
                if part not in act.holds and act.level != "deletion":
                    row = "plain" if held.row == "signoff" else held.row
                    act.holds[part] = Hold(row, held.words, held.text, _fallen(row))
        for who in self._grown(act, at):
            if who not in act.holds:
                row = "plain" if act.row == "signoff" else act.row
                act.holds[who] = Hold(row, "", "", _fallen(row))
                whole = True
        if act.as_is and whole and len(act.whos) > 1:
            for held in act.holds.values():
                if held.state == "live":
                    held.state, held.signed = "stale", False
                elif held.state == "dormant":
                    held.was = "stale"

    def _grown(self, act: Said, at: int) -> Iterator[int]:
        """What stands within the scope now and did not before."""
        before = {p.who for p in self.drafts[at - 1]}
        order = [p.who for p in self.drafts[at]]
        if act.level == "document":
            yield from (who for who in order if who not in before)
        elif act.level in ("section", "range"):
            mine = {*act.whos, *act.holds}
            for k, who in enumerate(order):
                if who not in before and who not in mine:
                    left = next((one for one in reversed(order[:k]) if one in before or one in mine), None)
                    right = next((one for one in order[k:] if one in before or one in mine), None)
                    if left in mine and right in mine:
                        yield who
        if act.level == "section":
            inside = False
            for p in self.drafts[at]:
                if p.heading:
                    inside = p.who == act.whos[0]
                elif inside:
                    yield p.who

    # ── what is to be seen ───────────────────────────────────────────────────────────────────────────────────────────

    def speaks(self) -> dict[tuple[str, int], tuple[str, str, bool]]:
        """(delegation, paragraph) → stance, state, signed of the act that counts there."""
        found: dict[tuple[str, int], list[tuple[Said, Hold]]] = {}
        for act in self.acts:
            for who, held in act.holds.items() if act.delegation and act.state == "taken" else ():
                found.setdefault((act.voice, who), []).append((act, held))
        told = {}
        for key, holds in found.items():
            act, held = min(holds, key=_rank)
            told[key] = (act.stance, held.state, held.signed)
        return told

    def state(self, who: int, groups: dict[str, str]) -> str:
        """Of one paragraph, as a card's title says it."""
        on = {code: said for (code, where), said in self.speaks().items() if where == who and said[1] != "dormant"}
        held = {stance for stance, state, _ in on.values() if state != "stale"}
        heard = {groups[code] for code, said in on.items() if said[1] != "stale"}
        if "object" in held:
            return "OBJECTED"
        if "reserve" in held:
            return "RESERVED"
        if heard != set(groups.values()):
            return "NOT ALL GROUPS HEARD"
        if any(state == "stale" for _, state, _ in on.values()):
            return "TO BE CONFIRMED"
        return "CONCERNS" if "concern" in held else "NO OBJECTION"


def _carry(held: Hold, kind: str, p: Par | None) -> None:
    if held.row == "deletion":
        if kind == "back" and held.state != "dormant":
            assert p is not None
            held.state = "dormant" if p.text == held.text else "standing"
        elif kind == "deleted" and held.state == "dormant":
            held.state = "live"
        return
    if kind == "back":
        assert p is not None
        if held.state == "dormant":
            same = p.text == held.text
            held.state = held.was if same else _fallen(held.row)
            _unsign(held)
    elif kind == "deleted":
        if held.state != "dormant":
            held.was, held.state = held.state, "dormant"
            _unsign(held)
    elif held.state == "live":
        assert p is not None
        if (kind == "brackets" and held.row in ("signoff", "plain", "abstain")) or (
            kind == "reread" and held.row in ("plain", "abstain")
        ):
            held.text = p.text
            _unsign(held)
        else:
            held.state = _fallen(held.row)
            _unsign(held)


def _unsign(held: Hold) -> None:
    held.signed = False
    held.row = "plain" if held.row == "signoff" else held.row


def _fallen(row: str) -> str:
    return "standing" if row in ("blocking", "deletion") else "stale"


def _rank(one: tuple[Said, Hold]) -> tuple[bool, int, int, bool, float, int]:
    """What of a delegation counts first on a paragraph: the narrowest, and of sections and ranges what holds on fewest now."""
    act, held = one
    spans = act.level in ("section", "range")
    breadth = 2 if act.level == "document" else int(spans)
    wide = sum(one.state != "dormant" for one in act.holds.values()) if spans else 0
    return held.state == "dormant", breadth, wide, held.state == "stale", -act.pressed.timestamp(), -act.id


def _before(one: Said, other: Said) -> bool:
    return (one.pressed, one.id) < (other.pressed, other.id)


def _same(one: Said, other: Said) -> bool:
    if one.level != other.level:
        return False
    named = one.level in ("document", "section", "range", "record") and one.ref.casefold() == other.ref.casefold()
    return named or (one.level != "record" and one.whos == other.whos)


def _replaces(new: Said, old: Said) -> bool:
    if old.stance == "withdraw":
        return False
    if new.stance == "withdraw" and "record" not in (new.level, old.level) and set(old.whos) <= set(new.whos):
        return True
    return _same(new, old)


def _against(second: Said, first: Said) -> bool:
    if second.stance == "withdraw":
        return first.stance == "object" and _replaces(second, first)
    sides = {second.stance, first.stance}
    opposite = "object" in sides and bool(sides & ACCEPTING)
    narrower = bool(second.whos) and set(second.whos) <= set(first.whos)
    return opposite and (narrower or _same(second, first))


def by_who(draft: Iterable[Par]) -> dict[int, Par]:
    return {p.who: p for p in draft}
