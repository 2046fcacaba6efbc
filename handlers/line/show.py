"""Text for people: wrapped and in colours at a terminal, one line a paragraph and signs instead of colours in a pipe."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator

from bot.drafts import inline
from bot.drafts.comparison import Comparison
from bot.drafts.reading import Paragraph, Reading
from bot.drafts.redline.rows import notices
from bot.message import Block, Message, Para, Quote, Span, Title, para
from bot.sentences import cli as sentences
from handlers.line.output import put
from handlers.terminal.render import render, safe

_UNWRAPPED = 1_000_000  # columns


def blocks(found: Iterable[Block]) -> None:
    """Prints blocks with an empty line before each but a quote, which belongs to the line above it."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _UNWRAPPED
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for at, block in enumerate(found):
        gap = "\n" if at and not isinstance(block, Quote) else ""
        put(gap + render(Message((block,)), width=width, colour=colour))


def lines(found: Iterable[str]) -> None:
    """Plain lines; nothing in them can steer the terminal."""
    for line in found:
        put("\n".join(safe(part) for part in line.split("\n")))


def reading(read: Reading) -> None:
    """Every paragraph, and before the first of each page its number."""
    blocks(_paragraphs(read.paragraphs))


def comparison(document: str, old: str, new: str, compared: Comparison, *, tagged: bool) -> None:
    """What a chat shows, and below the title what is said of the whole. `tagged`: words with the base they came from."""
    title, *rest = inline.blocks(document, old, new, compared, tagged=tagged)
    blocks([title, *(para(notice) for notice in notices(compared)), *rest])


def _paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Block]:
    page = None
    for paragraph in paragraphs:
        if paragraph.page is not None and paragraph.page != page:
            page = paragraph.page
            yield para(sentences.PAGE.format(page=page))
        yield _block(paragraph)


def _block(paragraph: Paragraph) -> Block:
    label = (Span(f"{paragraph.label} ", "strong"),) if paragraph.label else ()
    mark = (Span(f" {paragraph.mark}", "code"),) if paragraph.mark else ()
    spans = (*label, *_words(paragraph), *mark)
    if paragraph.heading and not paragraph.struck:
        return Title("".join(span.text for span in spans))
    return Para(spans)


def _words(paragraph: Paragraph) -> Iterator[Span]:
    """The text, with what is struck through in it marked so."""
    at = 0
    for start, end in paragraph.struck:
        yield Span(paragraph.text[at:start])
        yield Span(paragraph.text[start:end], "del")
        at = end
    yield Span(paragraph.text[at:])
