"""A paragraph through all drafts of a document: where it stood, what happened to it, when each phrase came in and left. Pure.

The identity of a paragraph is the chain of comparisons r1 → r2 → … → rn. A chain that ends in a deletion goes on where a later
draft adds the same words again, or nearly all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from bot.drafts.comparison import Change, Comparison, runs
from bot.drafts.comparison.align import align
from bot.drafts.comparison.pieces import Vocabulary
from bot.drafts.comparison.scope import called, scope
from bot.drafts.comparison.side import Side
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.reading.words import tokens

Place = tuple[int, int]
"""A paragraph of one of the drafts: which draft, counted from 0, the oldest; and the paragraph's n."""

# A paragraph that is back has so much of the words of both in common; a short one, all.
_ALIKE = 0.80
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Chain:
    """The drafts of a document, oldest first, and each compared with the next.

    `back`: for a paragraph that is in again, where it last stood; `onward` the other way. `gone`: where those last stood that
    never came back. `from_old`, `from_new`: for each step the change that a paragraph of either side is in.
    """

    readings: tuple[Reading, ...]
    steps: tuple[Comparison, ...]
    back: Mapping[Place, Place]
    onward: Mapping[Place, Place]
    gone: tuple[Place, ...]
    from_new: tuple[Mapping[int, Change], ...]
    from_old: tuple[Mapping[int, Change], ...]

    def paragraph(self, place: Place) -> Paragraph:
        return self.readings[place[0]].paragraphs[place[1] - 1]

    def label(self, place: Place) -> str:
        """The paragraph's label as people cite it, "" without one."""
        return called(self.readings[place[0]].paragraphs, self.paragraph(place))


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a paragraph (or the several of a split or merge): `change`, against the draft `since`."""

    since: int
    change: Change


@dataclass(frozen=True, slots=True)
class Stage:
    """A paragraph in the draft `at`: its `numbers` there, none while it is out; `events`: how it came to stand so.

    `was`: the labels before, where it has another one now. `again`: the last earlier draft that had these very words, where a
    draft between had others.
    """

    at: int
    numbers: tuple[int, ...]
    events: tuple[Event, ...] = ()
    was: tuple[str, ...] = ()
    again: int | None = None

    @property
    def to_show(self) -> bool:
        """Whether anything happened that a reader wants to see; the first stage always."""
        return not self.events or bool(self.was) or any(event.change.to_show for event in self.events)


def chained(readings: Sequence[Reading], steps: Sequence[Comparison]) -> Chain:
    """A chain from drafts, oldest first, and the comparison of each with the next (one fewer)."""
    back: dict[Place, Place] = {}
    out: dict[Place, Paragraph] = {}
    for at, step in enumerate(steps, 1):
        added = [step.new.paragraphs[change.new[0] - 1] for change in step.changes if change.kind == "added"]
        standing_before = {p.word_hash for p in step.old.paragraphs}
        for place, p in revived(out, [p for p in added if p.text and p.word_hash not in standing_before]):
            back[at, p.n] = place
            del out[place]
        lost = (change.old[0] for change in step.changes if change.kind == "deleted")
        out |= {(at - 1, n): step.old.paragraphs[n - 1] for n in lost if step.old.paragraphs[n - 1].text}
    return Chain(
        readings=tuple(readings),
        steps=tuple(steps),
        back=back,
        onward={old: new for new, old in back.items()},
        gone=tuple(out),
        from_new=tuple({n: change for change in step.changes for n in change.new} for step in steps),
        from_old=tuple({n: change for change in step.changes for n in change.old} for step in steps),
    )


def revived(out: Mapping[Place, Paragraph], added: Sequence[Paragraph]) -> list[tuple[Place, Paragraph]]:
    """The added paragraphs that stood in an earlier draft, each with where: the same words, the last to go first; or alike."""
    if not out or not added:
        return []
    by_words: defaultdict[str, list[Place]] = defaultdict(list)
    for place, p in out.items():
        by_words[p.word_hash].append(place)
    found = [(by_words[p.word_hash].pop(), p) for p in added if by_words.get(p.word_hash)]
    taken, named = {place for place, _ in found}, {p.n for _, p in found}
    left = [place for place in out if place not in taken]
    pool = [replace(out[place], n=k) for k, place in enumerate(left, 1)]
    rest = {p.n: p for p in added if p.n not in named}
    for link in align(pool, list(rest.values())):
        if len(link.old) == len(link.new) == 1:
            place, p = left[link.old[0] - 1], rest[link.new[0]]
            if _likeness(out[place], p) >= _ALIKE:
                found.append((place, p))
    return found


def _likeness(a: Paragraph, b: Paragraph) -> float:
    """The share of the words of both, signs left out, that they have in common and in order."""
    words = [[word for word in tokens(p.text) if word[0].isalnum()] for p in (a, b)]
    return Indel.normalized_similarity(*words) if min(map(len, words)) >= _SHORT else 0.0


def life(chain: Chain, place: Place) -> tuple[Stage, ...]:
    """A paragraph's stages, one for each draft from the first that has it to the last draft of all.

    It is followed forward to the last draft that has it, and from there back through everything that it was made of. So a
    paragraph that was merged brings the history of all its parts, and one that was split that of all that it became.
    """
    numbers = _ancestors(chain, *_end(chain, place))
    first = min(numbers)
    stages = [Stage(first, numbers[first])]
    for at in range(first + 1, len(chain.readings)):
        here = numbers.get(at, ())
        events = tuple(_events(chain, at, numbers.get(at - 1, ()), here))
        before = standing(stages)
        stages.append(
            Stage(
                at,
                here,
                events,
                was=_was(chain, before, at, here, events),
                again=_again(chain, stages, before, at, here),
            )
        )
    return tuple(stages)


def _end(chain: Chain, place: Place) -> tuple[int, set[int]]:
    """The last draft that has a paragraph, and what it is there."""
    at, here = place[0], {place[1]}
    ahead: dict[int, set[int]] = defaultdict(set)
    last = at, here
    while at < len(chain.readings) - 1:
        for n in here:
            if (at, n) in chain.onward:
                later, m = chain.onward[at, n]
                ahead[later].add(m)
        here = {m for n in here for m in chain.from_old[at][n].new} | ahead[at + 1]
        at += 1
        last = (at, here) if here else last
    return last


def _ancestors(chain: Chain, at: int, here: set[int]) -> dict[int, tuple[int, ...]]:
    """For each draft up to this one the paragraphs that these were made of; drafts that have none are left out."""
    found: dict[int, set[int]] = defaultdict(set, {at: set(here)})
    for k in range(at, 0, -1):
        for n in found.get(k, ()):
            if (k, n) in chain.back:
                earlier, m = chain.back[k, n]
                found[earlier].add(m)
            elif old := chain.from_new[k - 1][n].old:
                found[k - 1].update(old)
    return {k: tuple(sorted(numbers)) for k, numbers in found.items()}


def _events(chain: Chain, at: int, before: Iterable[int], here: Iterable[int]) -> Iterator[Event]:
    """What happened between the draft before and this one; each change once, in reading order, deletions first."""
    told: set[int] = set()
    for n in before:
        change = chain.from_old[at - 1][n]
        if not change.new:
            yield Event(at - 1, change)
    for n in here:
        change = chain.from_new[at - 1][n]
        if (at, n) in chain.back:
            yield _restored(chain, (at, n))
        elif id(change) not in told:
            told.add(id(change))
            yield Event(at - 1, change)


def _restored(chain: Chain, place: Place) -> Event:
    """A paragraph that is back, compared with how it last stood."""
    earlier = chain.back[place]
    old, new = chain.paragraph(earlier), chain.paragraph(place)
    vocabulary = Vocabulary()
    a, b = Side([old], vocabulary), Side([new], vocabulary)
    told = runs.compare(a.joined([old.n]), b.joined([new.n]))
    return Event(earlier[0], Change("restored", (old.n,), (new.n,), told, mark=(old.mark, new.mark)))


def _was(chain: Chain, before: Stage, at: int, here: tuple[int, ...], events: tuple[Event, ...]) -> tuple[str, ...]:
    """The labels that a paragraph had before, if it has others now; those of splits and mergers are told with them."""
    if not here or any(event.change.kind in ("split", "merged", "added") for event in events):
        return ()
    old = tuple(chain.label((before.at, n)) for n in before.numbers)
    return old if old != tuple(chain.label((at, n)) for n in here) else ()


def _again(chain: Chain, stages: Sequence[Stage], before: Stage, at: int, here: tuple[int, ...]) -> int | None:
    words = _words(chain, at, here)
    if not here or words == _words(chain, before.at, before.numbers):
        return None
    return next((s.at for s in reversed(stages) if s.numbers and _words(chain, s.at, s.numbers) == words), None)


def _words(chain: Chain, at: int, numbers: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(chain.paragraph((at, n)).word_hash for n in numbers)


def standing(stages: Sequence[Stage]) -> Stage:
    """The last stage that has the paragraph."""
    return next(stage for stage in reversed(stages) if stage.numbers)


def find(chain: Chain, ref: str, at: int | None = None) -> list[Place]:
    """The paragraphs that a reference means in the draft `at`; without one, in the newest draft that knows it.

    A reference to several (a section, a range) means those too that stood there in any draft and are gone.
    """
    drafts = range(len(chain.readings) - 1, -1, -1) if at is None else (at,)
    for k in drafts:
        found = [(k, p.n) for p in scope(chain.readings[k].paragraphs, ref)]
        if found and (at is not None or len(found) == 1):
            return found
        if found:
            return found + _gone_from(chain, ref)
    return []


def _gone_from(chain: Chain, ref: str) -> list[Place]:
    meant = {k: {p.n for p in scope(chain.readings[k].paragraphs, ref)} for k in {place[0] for place in chain.gone}}
    return [(k, n) for k, n in chain.gone if n in meant[k]]
