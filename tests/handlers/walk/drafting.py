"""Drafts that follow each other, made so that it is known what happened to every paragraph."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random

from tests.handlers.walk.model import Change, Par, new_words

_WORDS = 24
_LEAST = 6  # paragraphs that a draft keeps


class Drafting:
    """A chairman's desk. `gone`: deleted paragraphs as they last stood."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.gone: dict[int, Par] = {}
        self.touched: set[int] = set()
        self._who, self._label = count(1), count(1)

    def first(self) -> tuple[Par, ...]:
        parts = [self._heading("I"), *(self.paragraph() for _ in range(5))]
        return (*parts, self._heading("II"), *(self.paragraph() for _ in range(5)))

    def paragraph(self) -> Par:
        return Par(next(self._who), f"C{next(self._label)}", new_words(self.random, _WORDS))

    def _heading(self, label: str) -> Par:
        return Par(next(self._who), label, new_words(self.random, 5), heading=True)

    def next(self, now: tuple[Par, ...], *, reread: bool = False) -> tuple[tuple[Par, ...], dict[int, Change]]:
        """The draft after one, and what it did. `reread`: only to words and brackets."""
        told: list[Par] = list(now)
        changes: dict[int, Change] = {}
        touched = self.touched = set()
        acts = (_reword, _bracket, _fine) if reread else _ACTS
        for act in self.random.choices(acts, k=self.random.randint(1, 4)):
            free = [p for p in told if p.who not in touched and not p.heading and p in now]
            if len(free) > _LEAST:
                touched |= act(self, told, self.random.choice(free), changes)
        return tuple(told), changes


Act = Callable[[Drafting, list[Par], Par, dict[int, Change]], set[int]]


def _set(told: list[Par], p: Par, new: Par) -> None:
    told[told.index(p)] = new


def _reword(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    at = desk.random.randrange(len(p.tokens))
    _set(told, p, replace(p, tokens=(*p.tokens[:at], *new_words(desk.random, 1), *p.tokens[at + 1 :])))
    changes[p.who] = Change("reworded")
    return {p.who}


def _bracket(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    first, last = sorted(desk.random.sample(range(len(p.tokens)), 2))
    _set(told, p, replace(p, bracket=None if p.bracket else (first, last)))
    changes[p.who] = Change("brackets")
    return {p.who}


def _fine(_: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    _set(told, p, replace(p, fine=not p.fine))
    return {p.who}


def _relabel(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    _set(told, p, replace(p, label=f"C{next(desk._label)}"))
    return {p.who}


def _move(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    told.remove(p)
    told.insert(desk.random.randint(1, len(told)), p)
    return {p.who}


def _delete(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    if changes.keys() - {one.who for one in told} or any(one.kind == "back" for one in changes.values()):
        return set()  # nor is anything put in its place
    told.remove(p)
    desk.gone[p.who] = p
    changes[p.who] = Change("deleted")
    return {p.who}


def _restore(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    back = [one for who, one in desk.gone.items() if who not in changes]
    if not back:
        return set()
    one = desk.gone.pop(desk.random.choice(back).who)
    if desk.random.random() < 0.3:
        one = replace(one, tokens=(*new_words(desk.random, 1), *one.tokens[1:]))
    told.insert(told.index(p) + 1, one)
    changes[one.who] = Change("back")
    return {one.who}


def _add(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    new = desk.paragraph()
    told.insert(told.index(p) + 1, new)
    return {new.who}


def _split(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    if p.bracket or p.fine or len(p.tokens) != _WORDS:  # what was merged and is split again is back
        return set()
    cut = len(p.tokens) // 2 + 2
    rest = Par(next(desk._who), f"C{next(desk._label)}", p.tokens[cut:])
    at = told.index(p)
    told[at : at + 1] = [replace(p, tokens=p.tokens[:cut]), rest]
    changes[p.who] = Change("reworded", (rest.who,))
    return {p.who, rest.who}


def _merge(desk: Drafting, told: list[Par], p: Par, changes: dict[int, Change]) -> set[int]:
    at = told.index(p)
    after = told[at + 1] if at + 1 < len(told) else None
    if after is None or after.heading or after.who in desk.touched:
        return set()
    if p.bracket or p.fine or after.bracket or after.fine or len(p.tokens) > 30 or len(after.tokens) > 30:
        return set()
    on, off = (p, after) if _size(p) >= _size(after) else (after, p)
    told[at : at + 2] = [replace(on, label=p.label, tokens=p.tokens + after.tokens)]
    changes[on.who], changes[off.who] = Change("reworded"), Change("deleted", (on.who,))
    return {p.who, after.who}


def _size(p: Par) -> int:
    """Words, the s behind an apostrophe being one."""
    return len(p.tokens) + p.words.count("'")


_ACTS: tuple[Act, ...] = (
    *(_reword, _bracket, _fine, _relabel, _move, _delete, _restore, _add, _split, _merge),
    *(_reword, _bracket, _restore),
)
