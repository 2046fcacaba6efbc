"""A message that belongs to no platform: titles, paragraphs, struck and inserted runs, buttons.

The core writes these; each platform's `render.py` turns one into its own form. `paginate` alone decides where a page ends:
a renderer only publishes its budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from pydantic import TypeAdapter

from bot.sentences import wording as sentences

Mark = Literal["", "add", "del", "strong", "code"]
Tone = Literal["", "go", "stop"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. `href`: an address that the words link to."""

    text: str
    mark: Mark = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    block: Literal["title"] = "title"


@dataclass(frozen=True, slots=True)
class Para:
    spans: tuple[Span, ...]
    block: Literal["para"] = "para"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a draft. `folded`: may be shown collapsed where the platform can."""

    spans: tuple[Span, ...]
    folded: bool = False
    block: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Rule:
    block: Literal["rule"] = "rule"


Block = Title | Para | Quote | Rule


@dataclass(frozen=True, slots=True)
class Button:
    """`line`: the command line that a press stands for. `token`: what the platform carries, 40 ASCII bytes at most, given
    when the message is sealed; everything else about the press stays in the database. `url`: a link instead of a press."""

    label: str
    line: str = ""
    tone: Tone = ""
    token: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """`buttons`: rows of buttons. `quiet`: delivered without a sound where the platform can."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    quiet: bool = False

    def plain(self) -> str:
        """The whole message as text, for notifications and screen readers: what is struck or inserted is said in words."""
        return "\n".join(_plain(block) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send. `title`: what it is, for people; `mime`: its media type; `alt`: what a picture shows, in words."""

    name: str
    data: bytes
    title: str
    mime: str = "application/octet-stream"
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """What fits on one page of a platform: characters (UTF-16 units if `utf16`), marked spans, blocks."""

    characters: int
    marked: int
    blocks: int
    utf16: bool = False

    def length(self, text: str) -> int:
        return len(text.encode("utf-16-le")) // 2 if self.utf16 else len(text)


MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def para(text: str, mark: Mark = "") -> Para:
    """A paragraph in one style."""
    return Para((Span(text, mark),))


def say(*sentences: str) -> Message:
    """A message of plain paragraphs."""
    return Message(tuple(map(para, sentences)))


def in_words(message: Message) -> Message:
    """The same without styles, for who has it read aloud: what is struck or inserted is said in words, a quote is a paragraph.

    Links stay: they are no style.
    """
    return replace(message, blocks=tuple(_in_words(block) for block in message.blocks))


def _in_words(block: Block) -> Block:
    match block:
        case Para(spans) | Quote(spans):
            return Para(tuple(Span(_spoken(span), href=span.href) for span in spans))
        case _:
            return block


def paginate(message: Message, budget: Budget) -> list[Message]:
    """Pages of a message, each within the budget; never none. Buttons stay on every page.

    Blocks are kept whole where they fit on a page; a longer one is cut between spans, a longer span between words. A title
    stays with what it heads, and a line with the quote right below it, unless these alone fill half a page or end the message.
    """
    pages = _Pages(budget)
    titles: list[Block] = []
    for block, below in zip_longest(message.blocks, message.blocks[1:]):
        if isinstance(block, Title) or (isinstance(block, Para) and isinstance(below, Quote)):
            titles += _pieces(block, budget)
            continue
        room = _room(titles, budget)
        if room is None:
            pages.place(*([title] for title in titles))
            titles, room = [], budget
        for piece in _pieces(block, room):
            pages.place([*titles, piece])
            titles = []
    pages.place(*([title] for title in titles))
    return [replace(message, blocks=tuple(blocks)) for blocks in pages.filled]


@dataclass(slots=True)
class _Pages:
    """Pages on their way, and what stands on the last one: characters and marked spans."""

    budget: Budget
    filled: list[list[Block]] = field(default_factory=lambda: [[]])
    characters: int = 0
    marked: int = 0

    def place(self, *together: list[Block]) -> None:
        """Adds blocks on the last page or, where they do not fit, on a new one; those of one list stay together."""
        for blocks in together:
            characters, marked = _weights(blocks, self.budget)
            if self.filled[-1] and self._full(characters, marked, len(blocks)):
                self.filled.append([])
                self.characters = self.marked = 0
            self.filled[-1] += blocks
            self.characters += characters
            self.marked += marked

    def _full(self, characters: int, marked: int, blocks: int) -> bool:
        most = self.budget
        return (
            self.characters + characters > most.characters
            or self.marked + marked > most.marked
            or len(self.filled[-1]) + blocks > most.blocks
        )


def _room(titles: list[Block], budget: Budget) -> Budget | None:
    """What is left on a new page below titles; None if it is less than half of it."""
    characters, marked = _weights(titles, budget)
    if 2 * characters > budget.characters or 2 * marked > budget.marked or len(titles) >= budget.blocks:
        return None
    return replace(budget, characters=budget.characters - characters, marked=budget.marked - marked)


def _weights(blocks: list[Block], budget: Budget) -> tuple[int, int]:
    weights = [_weight(block, budget) for block in blocks]
    return sum(length for length, _ in weights), sum(marked for _, marked in weights)


def _plain(block: Block) -> str:
    match block:
        case Title(text):
            return text
        case Rule():
            return "—"
        case Para(spans) | Quote(spans):
            return "".join(_spoken(span) for span in spans)


def _spoken(span: Span) -> str:
    return sentences.SPOKEN.get(span.mark, "{words}").format(words=span.text)


def _weight(block: Block, budget: Budget) -> tuple[int, int]:
    match block:
        case Title(text):
            return budget.length(text) + 1, 1
        case Rule():
            return 2, 0
        case Para(spans) | Quote(spans):
            length = sum(budget.length(span.text) for span in spans) + 1
            return length, sum(1 for span in spans if span.mark or span.href) + isinstance(block, Quote)


def _pieces(block: Block, budget: Budget) -> Iterator[Block]:
    """A block, cut into several of the same kind if it is larger than a page."""
    length, marked = _weight(block, budget)
    if length <= budget.characters and marked <= budget.marked:
        yield block
        return
    match block:
        case Title(text):
            yield from (Title(span.text) for span in _split(Span(text), budget))
        case Rule():
            yield block
        case Para(spans) | Quote(spans):
            yield from (replace(block, spans=part) for part in _cut(spans, budget))


def _cut(spans: tuple[Span, ...], budget: Budget) -> Iterator[tuple[Span, ...]]:
    part: list[Span] = []
    size = marks = 0
    for span in (piece for whole in spans for piece in _split(whole, budget)):
        length, marked = budget.length(span.text), bool(span.mark or span.href)
        # one character and one mark are kept back for the block itself
        if part and (size + length >= budget.characters or marks + marked >= budget.marked):
            yield tuple(part)
            part, size, marks = [], 0, 0
        part.append(span)
        size, marks = size + length, marks + marked
    if part:
        yield tuple(part)


def _split(span: Span, budget: Budget) -> Iterator[Span]:
    """A span cut at blanks (or, in a text without any, anywhere) into pieces of at most a third of a page."""
    most = max(1, budget.characters // 3)
    text = span.text
    while budget.length(text) > most:
        end = most
        while budget.length(text[:end]) > most:
            end -= 1
        at = text.rfind(" ", 1, end) + 1 or end
        yield replace(span, text=text[:at])
        text = text[at:]
    if text:
        yield replace(span, text=text)
