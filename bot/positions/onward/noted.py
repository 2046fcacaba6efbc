"""What a delegation is told of paragraphs that it has notes on when their words change. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.drafts.inline import spans
from bot.message import Block, Button, Message, Para, Quote, Span, Title, para
from bot.positions.onward.followed import ITEMS, Drafts, Item
from bot.sentences import follow
from bot.sentences import notes as sentences
from bot.wording import anded, listed


@dataclass(frozen=True, slots=True)
class Noted:
    """A paragraph whose words a draft changed, and the notes on it: (text, who wrote it)."""

    item: Item
    notes: Sequence[tuple[str, str]]


def message(told: Drafts, delegation: str, noted: Sequence[Noted]) -> Message:
    """A letter about nothing else."""
    title = Title(sentences.TITLE.format(document=told.document, name=told.name, delegation=delegation))
    refs = ",".join(one.item.spot.ref for one in noted if one.item.spot.ref)
    diff = Button(sentences.BUTTON_DIFF, f'diff {told.before} {told.name} {refs} doc:"{told.document}"')
    return Message((title, *_blocks(noted)), ((diff,),))


def also(letter: Message, noted: Sequence[Noted], shown: Collection[int]) -> Message:
    """The letter to the delegation with its notes. `shown`: the paragraphs, by thread, whose words stand in it."""
    head = para(sentences.ALSO, "strong")
    return replace(letter, blocks=(*letter.blocks, head, *_blocks(noted, shown)))


def _blocks(noted: Sequence[Noted], shown: Collection[int] = ()) -> list[Block]:
    told = [block for one in noted[:ITEMS] for block in _item(one, words=one.item.spot.thread not in shown)]
    more = [one.item.spot.label for one in noted[ITEMS:]]
    return [*told, para(sentences.MORE.format(refs=listed(more, 40)))] if more else told


def _item(one: Noted, *, words: bool) -> list[Block]:
    spot = one.item.spot
    what = follow.WHAT[one.item.what].format(parts=anded(one.item.parts))
    head = Para((Span(spot.label, "strong"), Span(f"  {what}")))
    quote = [Quote(tuple(spans(spot.change)))] if words and spot.change and spot.change.runs else []
    notes = [para(sentences.YOURS.format(ref=spot.label, text=text, name=name)) for text, name in one.notes]
    return [head, *quote, *notes]
