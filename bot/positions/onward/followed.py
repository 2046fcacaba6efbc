"""What one person is told of the paragraphs that they follow: what happened to each, with its words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.drafts.comparison import Change
from bot.drafts.inline import spans
from bot.message import Block, Button, Message, Para, Quote, Span, Title, para
from bot.positions.onward.carry import Fate
from bot.positions.onward.consequences import Spot
from bot.sentences import follow as sentences
from bot.wording import anded, listed

ITEMS = 8
"""Paragraphs that are shown with their words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A followed paragraph whose words a draft changed. `what`: a key of `bot.sentences.follow.WHAT`; `parts`: how the
    paragraphs are cited that it was split into or merged with."""

    spot: Spot
    what: str
    parts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Drafts:
    """Names: of the document, of the draft, of the one before."""

    document: str
    name: str
    before: str


def item(spot: Spot, fate: Fate, old: Mapping[int, str], new: Mapping[int, str], *, reread: bool = False) -> Item:
    """What happened to one of them. `old`, `new`: a paragraph's n → how it is cited in the draft before and in this one."""
    if reread:
        return Item(spot, "reading")
    change = spot.change
    before, after = (change.old, change.new) if change else ((), ())
    if fate.cause == "split":
        return Item(spot, "split", [new[n] for n in after])
    if fate.cause == "merged":
        return (
            Item(spot, "merged", [old[n] for n in before]) if fate.new else Item(spot, "into", [new[n] for n in after])
        )
    return Item(spot, fate.cause if fate.cause in sentences.WHAT else fate.kind)


def message(told: Drafts, items: Sequence[Item]) -> Message:
    """A letter about nothing else."""
    title = Title(sentences.TITLE.format(document=told.document, name=told.name))
    refs = ",".join(one.spot.ref for one in items if one.spot.ref)
    diff = Button(sentences.BUTTON_DIFF, f'diff {told.before} {told.name} {refs} doc:"{told.document}"')
    return Message((title, *_blocks(items)), ((diff,), *_unfollow(told, items)))


def also(letter: Message, told: Drafts, items: Sequence[Item]) -> Message:
    """A letter to a delegation, with what one of its people follows beside that."""
    head = para(sentences.ALSO, "strong")
    return replace(
        letter, blocks=(*letter.blocks, head, *_blocks(items)), buttons=(*letter.buttons, *_unfollow(told, items))
    )


def _blocks(items: Sequence[Item]) -> list[Block]:
    told: list[Block] = []
    shown: list[Change] = []
    for one in items[:ITEMS]:
        what = sentences.WHAT[one.what].format(parts=anded(one.parts))
        told.append(Para((Span(one.spot.label, "strong"), Span(f"  {what}"))))
        change = one.spot.change
        if (
            change and change.runs and change not in shown
        ):  # what was split or merged is one change of several paragraphs
            shown.append(change)
            told.append(Quote(tuple(spans(change))))
    more = [one.spot.label for one in items[ITEMS:]]
    return [*told, para(sentences.MORE.format(refs=listed(more, 40)))] if more else told


def _unfollow(told: Drafts, items: Sequence[Item]) -> tuple[tuple[Button, ...], ...]:
    """A row for what is in the draft or was; the reference is the one that `storage.tables.Follow` keeps from now on."""
    buttons = [
        Button(
            sentences.BUTTON_UNFOLLOW.format(ref=one.spot.label),
            f'follow off {kept(one.spot)} doc:"{told.document}"',
        )
        for one in items[:ITEMS]
    ]
    return tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))


def kept(spot: Spot) -> str:
    """How a followed paragraph is cited from now on: alone where it can be, once it is out as it was last."""
    return spot.ref or spot.label.replace(" ", "")
