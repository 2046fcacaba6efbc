"""From one settled reading to the next: what happened to paragraphs and to what is held on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.drafts.comparison.scope import called
from bot.drafts.keeping.comparing import compared
from bot.drafts.reading import Paragraph
from bot.positions.onward.carry import Fate
from bot.positions.onward.consequences import Alike, Spot
from bot.positions.words.ground import Stood
from bot.positions.words.scopes import single
from bot.sentences import inline
from storage.tables import Draft


@dataclass(frozen=True, slots=True)
class Step:
    """From one reading to the next: of a draft `before` and of a `draft`. `only`: for one position alone; `undone`: back to
    the draft before, because `before` is none of the document any more."""

    before: Draft
    draft: Draft
    old: Stood
    new: Stood
    only: int | None = None
    undone: bool = False

    @property
    def reread(self) -> bool:
        """Whether it is the same draft, read anew."""
        return self.draft.id == self.before.id

    @property
    def cause(self) -> str:
        """Why positions are others after it, where the change of words alone does not say it; else ""."""
        return "undone" if self.undone else "reading" if self.reread else ""


@dataclass(frozen=True, slots=True)
class News:
    """A step that all positions of a document have gone. `fates`: what happened to the paragraphs whose words changed, by
    thread; `effects`: what became of each act that speaks there, by delegation and paragraph."""

    step: Step
    fates: Mapping[int, Fate]
    effects: tuple[Alike, ...]


def spots_of(step: Step, threads: Collection[int]) -> dict[int, Spot]:
    """The paragraphs of these threads as they stand now, or as they stood last."""
    told = compared(step.old.reading, step.new.reading)
    by_new = {n: change for change in told.changes for n in change.new}
    by_old = {n: change for change in told.changes for n in change.old}
    found: dict[int, Spot] = {}
    for thread, p in step.old.paragraphs().items():
        if thread in threads:
            found[thread] = Spot(thread, label_of(step.old, p), change=by_old[p.n])
    for thread, p in step.new.paragraphs().items():
        if thread in threads:
            ref = single(step.new.reading, step.new.threads, p).ref
            found[thread] = Spot(thread, label_of(step.new, p), ref, p.text_hash, by_new[p.n])
    return found


def label_of(stood: Stood, p: Paragraph) -> str:
    return called(stood.reading.paragraphs, p) or inline.UNLABELLED.format(n=p.n)


def again(news: News, now: datetime) -> str:
    """What tells several letters about one draft apart by their keys: it may be read anew, or stood on again, at different
    times."""
    return f":{now.timestamp():.6f}" if news.step.cause else ""


def letter_key(news: News, delegation_id: int, now: datetime) -> str:
    """The key of the letter that tells a delegation what a draft did."""
    return f"carry:{news.step.draft.id}:{delegation_id}{again(news, now)}"
