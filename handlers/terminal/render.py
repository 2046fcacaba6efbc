"""A message as text for a terminal. Pure.

With colour: struck words red and struck through, added ones green and underlined. Without (a pipe): [-struck-] and {+added+}.
`rich` wraps: it knows how many columns a Chinese or an accented character takes.

A Flash, and nothing else, begins a line with "FLASH ": every other line that would is moved one column to the right.
"""

import io
import re
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from bot.message import Block, Budget, Button, Message, Para, Quote, Rule, Span, Title

BUDGET = Budget(characters=3000, marked=1000, blocks=40)
FLASH = "FLASH "

_STYLES = {"del": "red strike", "add": "green underline", "strong": "bold", "code": "cyan", "": ""}
_MARKS = {"del": "[-{}-]", "add": "{{+{}+}}"}
_QUOTE = "│ "
_RULE = "─" * 20
# Control characters, and what turns the direction of a line: a draft must not steer the terminal.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def render(message: Message, *, width: int = 100, colour: bool = False, indent: int = 0) -> str:
    """The lines of a message, each ended by a line feed. An indented message is never printed as a Flash."""
    console = Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    lines = [line for block in message.blocks for line in _lines(block, console, width - indent, colour)]
    lines += [Text(" ".join(map(_button, row)), overflow="fold") for row in message.buttons]
    for at, line in enumerate(lines):
        flash = at == 0 and indent == 0 and _is_flash(message)
        shift = 1 if line.plain.startswith(FLASH.strip()) and not flash else 0
        line.rstrip()
        console.print(Text(" " * (indent + shift)) + line, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def safe(text: str) -> str:
    """Text without control characters; tabs are blanks."""
    return _UNSAFE.sub("", text.replace("\t", " "))


def _is_flash(message: Message) -> bool:
    first = message.blocks[0] if message.blocks else None
    return isinstance(first, Title) and first.text.startswith(FLASH)


def _lines(block: Block, console: Console, width: int, colour: bool) -> Iterator[Text]:
    match block:
        case Title(text):
            yield from Text(safe(text), "bold").wrap(console, width, overflow="fold")
        case Rule():
            yield Text(_RULE[:width])
        case Para(spans):
            yield from _text(spans, colour).wrap(console, width, overflow="fold")
        case Quote(spans):
            for line in _text(spans, colour).wrap(console, max(1, width - len(_QUOTE)), overflow="fold"):
                yield Text(_QUOTE) + line


def _text(spans: tuple[Span, ...], colour: bool) -> Text:
    text = Text()
    for span in spans:
        words = safe(span.text)
        if not words:
            continue
        shown = words if colour else _MARKS.get(span.mark, "{}").format(words)
        text.append(shown, _STYLES[span.mark])
        if span.href and span.href != span.text:
            text.append(f" <{safe(span.href)}>")
    return text


def _button(button: Button) -> str:
    return f"[{safe(button.label)}: {safe(button.url)}]" if button.url else f"[{safe(button.label)}]"
